"""What a claim says that can be looked up: numbers with units, dates, and names in all their spellings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from wiki.evidence import word_forms
from wiki.link.graph import Asked, Link, LinkedEntry
from wiki.model import Claim, ClaimEnd, ClaimStart, Date, Html, Quantity
from wiki.numerals import Figure, Reading, read_figures, unread_figures


class Spelling(NamedTuple):
    """A name to look for: the forms of its words, and the figures in it (`6+2`)."""

    forms: tuple[str, ...]
    figures: tuple[tuple[Reading, ...], ...]


class FigureSought(NamedTuple):
    """Numbers that must all stand there, each in one of its readings (unit None: in any unit); a range has two.

    `worded` if the editor wrote it in words, which may be the editor's own count or sum.
    """

    text: str
    numbers: tuple[tuple[Reading | AnyUnit, ...], ...]
    worded: bool = False


class AnyUnit(NamedTuple):
    """A number whose unit the claim leaves out (`goods for 877 and 804 million dollars`)."""

    reading: Reading


class DateSought(NamedTuple):
    """Dates that must all stand there (an interval has two); `inferred` if the claim says that it is not printed."""

    text: str
    dates: tuple[str, ...]
    inferred: bool = False


class NameSought(NamedTuple):
    """An entry, or a name, of which one spelling must stand there; `titles` if it may stand for the source itself, by its title."""

    text: str
    spellings: tuple[Spelling, ...]
    titles: bool = False


Sought = FigureSought | DateSought | NameSought


def not_understood(claim: Claim) -> str:
    """Return the figure of a sentence that the reader of numbers does not understand, '' where there is none."""
    unread = unread_figures(claim.text) if claim.form == "prose" else ()
    return _shown(claim.text[unread[0].start : unread[0].end]) if unread else ""


def seek(claim: Claim, asked: Asked, links: tuple[Link, ...]) -> tuple[list[Sought], str]:
    """Return what must stand in a claim's lines, and why nothing is checked where there is nothing."""
    match claim.form:
        case "fact":
            return _of_fact(claim, asked), "a text is not compared word by word"
        case "name":
            spelling = _spelling(claim.value)
            return [NameSought(claim.value, (spelling,))] if spelling else [], "the name has no word that could be looked up"
        case "prose":
            return _of_prose(claim, asked, links), "no number, date or linked name in it"
        case _:
            return _of_statement(claim, asked), "no name in it but its own, and no printed date"


def _of_fact(claim: Claim, asked: Asked) -> list[Sought]:
    if claim.quantity:
        return [_quantity(claim.value, claim.quantity)]
    if claim.value_date:
        return _dates(claim.value_date, inferred=bool(claim.date_inferred))
    return list(_entries((claim.target,), claim, asked)) if claim.target else []


def _of_statement(claim: Claim, asked: Asked) -> list[Sought]:
    found: list[Sought] = list(_entries((claim.target, claim.counterpart, claim.side, claim.said_by), claim, asked))
    if claim.quantity:
        found.append(_quantity(claim.value, claim.quantity))
    if claim.date and not claim.date_inferred:
        found.extend(_dates(claim.date))
    return found


# --- numbers and dates ------------------------------------------------------------------------------------------------


def _quantity(text: str, quantity: Quantity) -> FigureSought:
    """A range has two ends; a qualifier is the editor's word."""
    ends = (quantity.low, quantity.high) if quantity.number is None else (quantity.number,)
    return FigureSought(text, tuple((Reading(end, quantity.unit),) for end in ends))


_PART = re.compile(r"((?<!\d)-?\d{4}|\d{3}X|\d\dXX)(?:-(\d\d)(?:-(\d\d))?)?")


def _dates(date: Date, *, inferred: bool = False) -> list[Sought]:
    """Return the dates that an EDTF date names; a season is one of them."""
    dates = []
    for year, month, day in _PART.findall(date.text):
        known = [year, month, day]
        dates.append("-".join(part for part in known if part))
    return [DateSought(date.text, tuple(dates), inferred)] if dates else []


# --- prose ------------------------------------------------------------------------------------------------------------

# a link to an entry behind these words is a source described by its title (`the article on trade`)
_ON = re.compile(r"\s(?:on|about|of)\s(?:the\s|an?\s)?$", re.IGNORECASE)
_SOURCE_ON = re.compile(
    r"\b(?:article|brief|item|paper|text|report|foreword|study|piece|page|chapter|issue)s?(?:\s[^\s.,;:]+){0,4}\s(?:on|about|of)\s(?:the\s|an?\s)?$",
    re.IGNORECASE,
)
# `6+2`: a name rather than a number
_NUMBERED_NAME = re.compile(r"(?<![\w+.,])\d{1,2}(?:\+\d{1,2})+(?![\w+])")
# a number is followed by one of these, or by a point or comma, where the thing counted is left out
_LEFT_OUT = re.compile(
    r"\s*(?:$|[.,;:)–—]|(?:and|or|to|in|by|for|from|as|than|but|while|at|on|with|per|an?|later|then|each|respectively|went|came|of|"
    r"into|onto|over|under|during|since|until|through|throughout|there|here|it|them|this|that|these|those|is|was|were|are|be|been|has|have|had|"
    r"will|would|could|should|may|must|not|so|only|again|against|before|after|between|among|because|if|when|where|which|who|whose|its|his|her|"
    r"their|out|up|off|down|about|above|below|already|also|both|all|now|still|yet)\b)"
)
_FALLS = re.compile(
    r"\b(?:fall|fell|fallen|falls|drop\w*|declin\w+|decreas\w+|shr[aiu]nk\w*|reduc\w+|lost|loss\w*|down|deficit|less|minus)\b",
    re.IGNORECASE,
)
# words behind a small number in words that make it the editor's own count
_EDITORS_COUNT = re.compile(
    r"[\s-]+(?:of\s|other\s|different\s|separate\s|more\s|further\s|such\s|named\s)*(?:articles?|sources?|accounts?|documents?|texts?|briefs?|items?|"
    r"authors?|readings?|versions?|figures?|numbers?|sums?|claims?|things?|sides?|ways?|times?|places?|ends?|years?|months?|weeks?|days?|"
    r"spellings?|names?|sections?|parts?|dates?|points?|reasons?|statements?|passages?|sentences?)\b",
    re.IGNORECASE,
)


def _of_prose(claim: Claim, asked: Asked, links: tuple[Link, ...]) -> list[Sought]:
    figures, moments = read_figures(claim.text)
    found: list[Sought] = []
    for index, figure in enumerate(figures):
        if not (figure.worded and _is_editors(figure, claim.text)):
            following = figures[index + 1] if index + 1 < len(figures) else None
            found.append(_prose_figure(figure, following, claim.text))
    found += [DateSought(_shown(claim.text[moment.start : moment.end]), moment.dates) for moment in moments]
    found += (NameSought(each, (Spelling((each,), ()),)) for each in dict.fromkeys(_NUMBERED_NAME.findall(claim.text)))
    found += (name for link in links for name in _entries((link.target,), claim, asked, titles=_names_source(link, claim, asked)))
    return list(dict.fromkeys(found))


def _names_source(link: Link, claim: Claim, asked: Asked) -> bool:
    """Tell whether a linked name is part of how the sentence names a source cited: by its title, its journal or its publisher."""
    at = max(0, claim.text.find(link.label))
    if _ON.search(claim.text[max(0, at - 12) : at]) and _SOURCE_ON.search(claim.text[:at]):
        return True
    cited = [source for citation in claim.citations if (source := asked.source(citation.source))]
    rest = claim.text
    for source in cited:
        for name in (source.title, source.container):
            rest = rest.replace(name, "") if name else rest
    return link.label in claim.text and link.label not in rest


def _is_editors(figure: Figure, text: str) -> bool:
    """Tell whether a number in words is no figure of the source: one or two, or a count of sources and the like."""
    reading = figure.readings[0]
    return reading.value <= 2 or (reading.value <= 12 and _EDITORS_COUNT.match(text, figure.end) is not None)


def _prose_figure(figure: Figure, following: Figure | None, text: str) -> FigureSought:
    readings: list[Reading | AnyUnit] = list(figure.readings)
    first = figure.readings[0]
    if first.value > 0 and _FALLS.search(text):
        readings += [Reading(-each.value, each.unit) for each in figure.readings]  # a fall is printed with its minus or with such a word
    if first.unit and first.value % 1 and not figure.worded:
        readings.append(Reading(first.value, ""))  # `0.031 dollars`, in a table whose head has the unit
    if not first.unit and _LEFT_OUT.match(text, figure.end) and not figure.worded:
        readings.append(AnyUnit(first))
        if following and following.readings[0].unit and not re.search(r"[.!?]\s", text[figure.end : following.start]):
            unit, said = following.readings[0].unit, text[following.start : following.end]
            scale = next((size for word, size in (("thousand", 10**3), ("million", 10**6), ("billion", 10**9)) if word in said), 1)
            readings.append(Reading(first.value * scale, unit))
    return FigureSought(_shown(text[figure.start : figure.end]), (tuple(readings),), figure.worded)


def _shown(text: str) -> str:
    return " ".join(text.split())


def linked_names(linked: LinkedEntry) -> dict[str, tuple[Link, ...]]:
    """Return anchor of a prose claim → the links in its text."""
    found: dict[str, list[Link]] = {}
    anchor = ""
    for piece in linked.pieces:
        if isinstance(piece, Html):
            continue
        if isinstance(piece, ClaimStart):
            anchor = piece.anchor
        elif isinstance(piece, ClaimEnd):
            anchor = ""
        elif isinstance(piece, Link) and anchor:
            found.setdefault(anchor, []).append(piece)
    return {each: tuple(links) for each, links in found.items()}


# --- names ------------------------------------------------------------------------------------------------------------


def _entries(ids: tuple[str, ...], claim: Claim, asked: Asked, *, titles: bool = False) -> Iterator[NameSought]:
    """Yield the entries named, each once, never the claim's own; what is no entry's id is not looked for."""
    seen = {claim.entry}
    for id_ in ids:
        called = asked.called(id_) if id_ else None
        if called and called.id not in seen:
            seen.add(called.id)
            found = spellings(called.names)
            if found:
                yield NameSought(called.names[0], found, titles)


@lru_cache(maxsize=16384)
def spellings(names: tuple[str, ...]) -> tuple[Spelling, ...]:
    """Return the spellings under which what is called by `names` may stand in a text."""
    return tuple(dict.fromkeys(found for name in names if (found := _spelling(name))))


@lru_cache(maxsize=65536)
def _spelling(text: str) -> Spelling | None:
    figures = tuple(figure.readings for figure in read_figures(text)[0] if not figure.worded) if re.search(r"\d", text) else ()
    forms = word_forms(text)
    return Spelling(forms, figures) if forms or figures else None
