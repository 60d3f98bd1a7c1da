"""What a claim says in plain words: its unit, what narrows it, what is doubted of it, the whole of it in a line."""

from __future__ import annotations

from wiki.link.graph import Answers
from wiki.model import Claim
from wiki.model.dates import words


def per(claim: Claim) -> str:
    """Return what stands behind a value that is per something: ` a year`."""
    return f" a {claim.per}" if claim.per else ""


def unit(claim: Claim) -> str:
    """Return the unit of a figure with what it is per."""
    return (claim.quantity.unit if claim.quantity else "") + per(claim)


def narrowing(claim: Claim) -> tuple[str, ...]:
    """Return what narrows a claim beside its partner: part, group, base, modality."""
    modality = claim.modality if claim.modality != "asserted" else ""
    return tuple(filter(None, (claim.part, claim.group, f"of {claim.of}" if claim.of else "", modality)))


def narrowing_with(claim: Claim, graph: Answers) -> tuple[str, ...]:
    """Return what narrows a claim, its partner first."""
    if not claim.counterpart:
        return narrowing(claim)
    card = graph.card(claim.counterpart)
    return (f"with {card.title if card else claim.counterpart}", *narrowing(claim))


def doubt(claim: Claim) -> str:
    """Return what the editors doubt of a claim."""
    return "" if not claim.doubt else "misprint" if claim.doubt == "misprint" else f"doubtful {claim.doubt}"


def claim_words(claim: Claim, graph: Answers) -> str:
    """Return a claim in a few plain words, for lists in which it stands beside its entry's title."""
    vocabulary = graph.vocabulary
    target = graph.card(claim.target) if claim.target else None
    to = target.title if target else claim.target
    when = f" ({words(claim.date)})" if claim.date else ""
    match claim.form:
        case "fact":
            value = words(claim.value_date) if claim.value_date else to if claim.target else claim.value
            return f"{vocabulary.properties[claim.property].label}: {value}{per(claim)}{when}"
        case "relation":
            return f"{vocabulary.relations[claim.property].label} {to}{when}"
        case "status":
            return f"Status: {vocabulary.statuses[claim.value].label}{when}"
        case "position":
            return f"{vocabulary.stances[claim.property].label} {to}{': ' if claim.text else ''}{claim.text}{when}"
        case "announcement":
            return f"{claim.property}: {claim.text or claim.value}{when}"
        case "name":
            return f"Name: {claim.value}"
        case "prose":
            return claim.text
