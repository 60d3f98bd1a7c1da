"""Whether what is sought stands in the cited lines, and how much that says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wiki.evidence import Evidence
from wiki.link.graph import Asked, Link
from wiki.model import Answer, Citation, Claim, Strength
from wiki.model.citations import locator_words
from wiki.verify.lookup import seek
from wiki.verify.missing import doubtful, missing_answer, quoted
from wiki.verify.places import places_of
from wiki.verify.prose import not_understood
from wiki.verify.sought import DateSought, FigureSought, NameSought, Need, Role, Sought, WordsSought, spellings
from wiki.verify.standing import NOT, OWN, Cited, near, stands
from wiki.verify.strength import Held, strength_of


def answer_claim(claim: Claim, asked: Asked, links: tuple[Link, ...], evidence: Mapping[str, Evidence]) -> tuple[Answer, ...]:
    """Return one answer for each citation of `claim`, in their order; `links` are those in the text of prose."""
    cited = [_cited(citation, asked, evidence) for citation in claim.citations]
    if all(isinstance(each, str) for each in cited):
        return tuple([Answer("not-checked", str(why)) for why in cited])
    needs, why_not = seek(claim, asked, links)
    if not needs:
        return (Answer("not-checked", why_not),) * len(cited)
    if claim.form == "prose":
        answers = _together(needs, claim, cited, asked, why_not)
        unread = not_understood(claim)
        not_sure = Answer("not-checked", f"'{unread}' is printed in a way that is not understood")
        return tuple(not_sure if unread and each.outcome == "found" else each for each in answers)
    return tuple([_one(needs, each, why_not) for each in cited])


def _cited(citation: Citation, asked: Asked, evidence: Mapping[str, Evidence]) -> Cited | str:
    """Return the citation with its evidence, or why it cannot be checked."""
    found = evidence.get(citation.source)
    if found is None:
        return f"there is no evidence of '{citation.source}'"
    lines = found.ranges_of(citation.locator)
    if not lines:
        return f"{locator_words(citation.locator)} leads outside the evidence, which has lines {found.first}-{found.last}"
    return Cited(citation, found, lines, asked.source(citation.source), places_of(found))


@dataclass(slots=True)
class _Seen:
    """What of a claim stands at a citation, what is missing, what is doubtful."""

    held: list[Held] = field(default_factory=list)
    missing: list[Sought] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    most: Strength = "strong"


# --- fields -----------------------------------------------------------------------------------------------------------


def _one(needs: list[Need], cited: Cited | str, why_not: str) -> Answer:
    """A citation in a field must hold all that is sought."""
    if isinstance(cited, str):
        return Answer("not-checked", cited)
    seen = _look(needs, cited)
    doubts = tuple(seen.doubts)
    if seen.missing:
        return missing_answer(seen.missing, cited)._replace(doubts=doubts)
    told = seen.held
    if all(each.how == OWN for each in told) and not any(need.role in ("must", "near") for need in needs):
        chosen = list(_others(needs, cited, ("decides",)))
        if not chosen:
            return Answer("not-checked", _undecided(needs, why_not), doubts=doubts)
        told = [*told, *chosen]
    more = (each for each in _others(needs, cited, ("decides", "helps")) if each not in told)
    strength, share = strength_of(told, more, cited, most=seen.most)
    return Answer("found", "; ".join(each.sought.text for each in told), strength=strength, share=share, doubts=doubts)


def _look(needs: list[Need], cited: Cited) -> _Seen:
    """Look in the cited lines for each thing that must stand there or is asked for."""
    seen = _Seen()
    for sought, role, what in needs:
        if role in ("decides", "helps"):
            continue
        how = stands(sought, cited)
        if how != NOT:
            seen.held.append(Held(sought, how))
        elif role == "asks":
            seen.doubts.append(doubtful(sought, what, cited))
        elif role != "must" and near(sought, cited):
            seen.doubts.append(doubtful(sought, what, cited, "but shortly before"))
            seen.most = "fair"
        elif role == "quoted" and isinstance(sought, NameSought) and any(cited.places.name_blocks(each.forms) for each in sought.spellings):
            seen.doubts.append(doubtful(sought, what, cited, "but elsewhere in the source"))
        else:
            seen.missing.append(sought)
    return seen


def _others(needs: list[Need], cited: Cited, roles: tuple[Role, ...]) -> Iterator[Held]:
    """Yield what stands there of the things that need not."""
    for sought, role, _ in needs:
        if role in roles and (how := stands(sought, cited)) > OWN:
            yield Held(sought, how)


def _undecided(needs: list[Need], why_not: str) -> str:
    """Say why nothing of a claim was found and nothing is missing."""
    for sought, role, what in needs:
        if role == "decides" and isinstance(sought, DateSought) and sought.inferred:
            return "the date is inferred, not printed"
        if role == "decides" and isinstance(sought, WordsSought) and what == "value":
            return "the text is the editors' own: too few of its words stand there"
    return why_not


# --- prose ------------------------------------------------------------------------------------------------------------


def _together(needs: list[Need], claim: Claim, cited: list[Cited | str], asked: Asked, why_not: str) -> tuple[Answer, ...]:
    """The citations in one bracket answer together; one that supports nothing is not found."""
    must = [need.sought for need in needs if need.role == "must"]
    held = [[] if isinstance(place, str) else [Held(each, how) for each in must if (how := stands(each, place))] for place in cited]
    there = {each.sought for found in held for each in found}
    missing = [each for each in must if each not in there]
    worded = [each for each in missing if isinstance(each, FigureSought) and each.worded]
    unread = any(isinstance(place, str) for place in cited)
    answers = []
    for place, found in zip(cited, held, strict=True):
        found.extend(() if isinstance(place, str) else _counts(needs, place))
    numbers = any(isinstance(each.sought, FigureSought | DateSought) for found in held for each in found)
    deciding = _deciding(needs, cited, held) if not missing and not (numbers and all(held)) else {}
    for index, (place, found) in enumerate(zip(cited, held, strict=True)):
        if isinstance(place, str):
            answers.append(Answer("not-checked", place))
        elif missing and unread:
            answers.append(Answer("not-checked", f"{quoted(missing)} may stand in a source of the same bracket that has no evidence"))
        elif len(missing) > len(worded):
            answers.append(missing_answer(missing, place))
        elif worded:
            answers.append(Answer("not-checked", f"{quoted(worded)} is in words, and may be the editor's own sum"))
        elif not numbers and not deciding:
            answers.append(Answer("not-checked", _editors(needs) or why_not))
        elif not found and not deciding.get(index) and not must:
            answers.append(Answer("not-checked", "its names and words stand in the bracket's other sources"))
        elif not found and not deciding.get(index) and (own := asked.called(claim.entry)) and _own_stands(own.names, place):
            answers.append(Answer("not-checked", "only this entry's own name stands there; the rest is in the bracket's other sources"))
        elif not found and not deciding.get(index):
            answers.append(Answer("not-found", f"nothing of this stands in {place.words}; the bracket's other sources hold it"))
        else:
            answers.append(_found(found, deciding.get(index, []), needs, place, numbers=numbers))
    return tuple(answers)


def _editors(needs: list[Need]) -> str:
    """Say that a sentence holds a count in words, where that is all that might be looked up."""
    words = [need.sought for need in needs if need.role == "decides" and isinstance(need.sought, FigureSought)]
    return f"{quoted(words)} is in words, and may be the editor's own sum" if words else ""


def _counts(needs: list[Need], place: Cited) -> Iterator[Held]:
    """Yield the small counts in words that stand there; where they do not they are the editor's."""
    return _others([need for need in needs if isinstance(need.sought, FigureSought)], place, ("decides",))


def _deciding(needs: list[Need], cited: list[Cited | str], held: list[list[Held]]) -> dict[int, list[Held]]:
    """Return what decides of a sentence without numbers, by citation: every name, one of them rare, else its key words."""
    names = [need.sought for need in needs if isinstance(need.sought, NameSought) and need.role != "helps"]
    found: dict[int, list[Held]] = {}
    for index, place in enumerate(cited):
        if not isinstance(place, str):
            found[index] = [Held(each, how) for each in names if (how := stands(each, place))]
    there = {each.sought for own in found.values() for each in own} | {each.sought for own in held for each in own}
    rare = any(
        _is_rare(each.sought, place)
        for index, own in found.items()
        for each in own
        if each.how != OWN and isinstance(place := cited[index], Cited)
    )
    if names and rare and all(each in there for each in names):
        return {index: own for index, own in found.items() if own}
    words = next((need.sought for need in needs if isinstance(need.sought, WordsSought)), None)
    if words is None:
        return {}
    return {index: [Held(words, how)] for index, place in enumerate(cited) if not isinstance(place, str) and (how := stands(words, place))}


def _is_rare(sought: Sought, cited: Cited) -> bool:
    if not isinstance(sought, NameSought):
        return False
    return cited.places.is_rare(frozenset(index for each in sought.spellings for index in cited.places.name_blocks(each.forms)))


def _found(found: Sequence[Held], deciding: Sequence[Held], needs: Sequence[Need], place: Cited, *, numbers: bool) -> Answer:
    told = list(dict.fromkeys([*found, *(() if numbers else deciding)])) or list(deciding)
    known = {each.sought for each in told}
    rest = (need.sought for need in needs if need.role != "must" and need.sought not in known)
    more = (Held(each, how) for each in rest if (how := stands(each, place)))
    strength, share = strength_of(told, more, place)
    return Answer("found", "; ".join(_told(each.sought) for each in told), strength=strength, share=share)


def _told(sought: Sought) -> str:
    return "key words of the sentence" if isinstance(sought, WordsSought) else sought.text


def _own_stands(names: tuple[str, ...], place: Cited) -> bool:
    return stands(NameSought("", spellings(names)), place) != NOT
