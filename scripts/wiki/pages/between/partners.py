"""Which entries are looked at two at a time, such as states, and between which two of them a claim stands."""

from __future__ import annotations

from wiki.link.graph import Answers
from wiki.model import Card, Claim, Entry

FEWEST = 3
"""A pair with fewer rows than this has no page."""

Ends = tuple[Card, Card]
"""Two that are looked at as a pair."""


def is_paired(entry: Card | Entry, graph: Answers) -> bool:
    """Tell whether an entry is looked at in pairs."""
    kind = graph.vocabulary.kinds.get(entry.kind)
    return kind is not None and entry.subtype in kind.pairs


def between(claim: Claim, graph: Answers) -> Ends | None:
    """Return the two that a claim stands between, first who reports, acts or speaks; None where it does not."""
    one = paired(claim.entry, graph)
    other = ""
    match claim.form:
        case "fact":
            other = claim.counterpart or claim.target
        case "relation":
            other = claim.target
        case "position":
            one, other = paired(claim.said_by, graph) or one, claim.target
        case "announcement" if claim.counterpart:
            one, other = one or paired(claim.said_by, graph), claim.counterpart
        case "announcement":
            one, other = paired(claim.said_by, graph), claim.entry
    second = paired(other, graph) if one else None
    return (one, second) if one and second and one.id != second.id else None


def known_partners(entry: Entry, graph: Answers) -> list[Card] | None:
    """Return those with whom an entry is sure to have a page, most rows first; None where it is not looked at in pairs.

    What involves both of two is not known to the page of either, so only the claims that stand between them count here.
    """
    if not is_paired(entry, graph):
        return None
    found: dict[str, list[Card]] = {}
    for claim in (*entry.claims, *graph.incoming(entry.id)):
        ends = between(claim, graph)
        if ends and entry.id in (ends[0].id, ends[1].id):
            other = ends[0] if ends[1].id == entry.id else ends[1]
            found.setdefault(other.id, []).append(other)
    sure = [cards for cards in found.values() if len(cards) >= FEWEST]
    return [cards[0] for cards in sorted(sure, key=lambda cards: (-len(cards), cards[0].title))]


def paired(id_: str, graph: Answers) -> Card | None:
    """Return the card of an entry that is looked at in pairs; None where there is none of this id, or it is not."""
    card = graph.card(id_) if id_ else None
    return card if card and is_paired(card, graph) else None


def in_order(one: Card, other: Card) -> Ends:
    """Return two by their ids, as the address of their page has them."""
    return (one, other) if one.id < other.id else (other, one)
