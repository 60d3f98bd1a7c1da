"""What a claim says that can be looked up: numbers with units, dates, names in all their spellings, key words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wiki.evidence import word_forms
from wiki.link.graph import Asked, Link
from wiki.model import Claim, Date, Quantity
from wiki.numerals import Reading, read_figures
from wiki.verify.prose import prose_needs
from wiki.verify.sought import DateSought, FigureSought, NameSought, Need, Role, Sought, WordsSought, spelling, spellings

_PART_SHARE, _TEXT_SHARE, _VALUE_SHARE = 0.34, 0.5, 0.67
"""How much of the weight of its key words must stand there: of what narrows a claim, of a text or a speaker, of a value that is a text."""
RARE_WORDS = 3
"""So many key words that are rare in the source say what a text says, if they are half of its weight."""


def seek(claim: Claim, asked: Asked, links: tuple[Link, ...]) -> tuple[list[Need], str]:
    """Return what is looked for in a claim's lines, and why nothing is checked where there is nothing."""
    match claim.form:
        case "fact":
            return [*_of_fact(claim, asked), *_narrowed(claim, asked), *_own(claim, asked, "helps")], "nothing of it can be looked up"
        case "name":
            found = spelling(claim.value)
            return [Need(NameSought(claim.value, (found,)))] if found else [], "the name has no word that could be looked up"
        case "prose":
            return prose_needs(claim, asked, links), "no number, date, rare name or three rare words in it"
        case _:
            return [*_of_statement(claim, asked), *_narrowed(claim, asked)], "no name in it but its own, and no printed date"


def _of_fact(claim: Claim, asked: Asked) -> Iterator[Need]:
    if claim.quantity:
        yield Need(_quantity(claim.value, claim.quantity))
    elif claim.value_date:
        yield from _dated(claim.value_date, claim, "decides" if claim.date_inferred else "must")
    elif claim.target:
        yield from _entries((claim.target,), claim, asked)
    else:
        yield from _words(claim.value, "decides", "value", share=_VALUE_SHARE)
    yield from _entries((claim.counterpart,), claim, asked, "near", "counterpart")
    yield from _speaker(claim.said_by, claim, asked, "near", "speaker")
    if claim.date and not claim.value_date:
        yield from _dated(claim.date, claim, "helps" if claim.date_inferred else "near")


def _of_statement(claim: Claim, asked: Asked) -> Iterator[Need]:
    yield from _entries((claim.target, claim.counterpart, claim.side), claim, asked)
    yield from _speaker(claim.said_by, claim, asked, "must", "speaker")
    if claim.quantity:
        yield Need(_quantity(claim.value, claim.quantity))
    if claim.date:
        yield from _dated(claim.date, claim, "helps" if claim.date_inferred else "must")
    decides = claim.form == "status" or (claim.form == "position" and not claim.said_by)
    yield from _own(claim, asked, "decides" if decides else "helps")
    if claim.text:
        yield Need(WordsSought(claim.text, RARE_WORDS, _TEXT_SHARE), "decides", "text")
    if claim.title:
        yield from _words(claim.title, "helps", "title", share=_TEXT_SHARE)
    if claim.form == "relation" and (known := asked.vocabulary.relations.get(claim.property)):
        yield from _words(known.label, "helps", "relation", share=_TEXT_SHARE)


def _narrowed(claim: Claim, asked: Asked) -> Iterator[Need]:
    """Yield what all forms of claims may have that narrows them: who is quoted, which part, which people, a share of what."""
    yield from _speaker(claim.via, claim, asked, "quoted", "source quoted")
    for what, value in (("part", claim.part), ("group", claim.group), ("base", claim.of)):
        if value:
            role: Role = "decides" if claim.form == "status" and what == "part" else "asks"
            yield from _words(value, role, what, share=_PART_SHARE)


# --- numbers and dates ------------------------------------------------------------------------------------------------


def _quantity(text: str, quantity: Quantity) -> FigureSought:
    """A range has two ends; a qualifier is the editor's word."""
    ends = (quantity.low, quantity.high) if quantity.number is None else (quantity.number,)
    return FigureSought(text, tuple((Reading(end, quantity.unit),) for end in ends))


_PART = re.compile(r"((?<!\d)-?\d{4}|\d{3}X|\d\dXX)(?:-(\d\d)(?:-(\d\d))?)?")


def _dated(date: Date, claim: Claim, role: Role) -> Iterator[Need]:
    """Yield the date, or where the claim gives the printed words of it and it is inferred, these; a season is one."""
    if claim.date_inferred and claim.date_printed:
        found = list(_printed(claim.date_printed))
        if found:
            yield from (Need(each, "asks" if role == "helps" else role, "printed date") for each in found)
            return
    dates = []
    for year, month, day in _PART.findall(date.text):
        dates.append("-".join(part for part in (year, month, day) if part))
    if dates:
        years = tuple(dict.fromkeys(re.sub(r"-\d\d(-\d\d)?$", "", each) for each in dates)) if claim.date_printed else ()
        yield Need(DateSought(date.text, tuple(dates), bool(claim.date_inferred), years), role, "date")


def _printed(text: str) -> Iterator[Sought]:
    """Yield the dates, numbers and words of a date as it is printed (`over the past twenty years`)."""
    figures, moments = read_figures(text)
    yield from (DateSought(text, moment.dates) for moment in moments)
    yield from (FigureSought(text, (each.readings,)) for each in figures if not each.worded)
    if not moments and word_forms(text):
        yield WordsSought(text, 0, _TEXT_SHARE)


# --- names ------------------------------------------------------------------------------------------------------------

_ITSELF = re.compile(r"(?:the |an? )?(?:article|brief|item|paper|text|report|foreword|study|piece)s?\b(?! by)", re.IGNORECASE)
"""A speaker so described is the document itself, which is known by its title."""
_ASIDE = re.compile(r"\s*\([^)]*\)|,? not named\b|;.*")


def _entries(ids: tuple[str, ...], claim: Claim, asked: Asked, role: Role = "must", what: str = "") -> Iterator[Need]:
    """Yield the entries named, each once, never the claim's own; what is no entry's id is not looked for."""
    seen = {claim.entry}
    for id_ in ids:
        called = asked.called(id_) if id_ else None
        if called and called.id not in seen:
            seen.add(called.id)
            found = spellings(called.names)
            if found:
                yield Need(NameSought(called.names[0], found), role, what)


def _own(claim: Claim, asked: Asked, role: Role) -> Iterator[Need]:
    """Yield the claim's own entry: it decides only where its status or position is told, but where it stands too, the claim is surer."""
    called = asked.called(claim.entry)
    found = spellings(called.names) if called else ()
    if called and found:
        yield Need(NameSought(called.names[0], found), role, "entry")


def _speaker(text: str, claim: Claim, asked: Asked, role: Role, what: str) -> Iterator[Need]:
    """Yield who speaks: an entry, or who has none, whose words are looked up; the document itself is there by its title."""
    if not text:
        return
    if asked.called(text):
        yield from _entries((text,), claim, asked, role, what)
        return
    bare = _ASIDE.sub("", text)
    if match := _ITSELF.match(bare):
        found = spelling(bare[match.end() :])
        if found:
            yield Need(NameSought(text, (found,), titles=True), "asks", what)
        return
    yield from _words(bare, "asks", what, share=_TEXT_SHARE)


def _words(text: str, role: Role, what: str, *, share: float) -> Iterator[Need]:
    if word_forms(text):
        yield Need(WordsSought(text, 0, share), role, what)
