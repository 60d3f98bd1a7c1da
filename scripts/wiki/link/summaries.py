"""A summary says nothing that the entry's own claims do not hold: T13 of the feature table.

Looked for in the summary are figures (with unit and magnitude), dates, names of other entries and superlatives. Each must be in a
claim of the entry: in its value, date, target, dimensions or text, prose claims (sentences with a citation) included. Numbers that
are words below thirteen, ordinals and the words of a title are no figures here: "one of three states" counts nothing that a
reader would look up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property, lru_cache

from wiki.link.names import NameTable
from wiki.model import Claim, Date, Entry
from wiki.model.dates import MONTHS
from wiki.model.problems import Problem, problem
from wiki.numerals import Figure, Moment, measured, read_figures

SUPERLATIVES = (
    ("first",), ("only", "sole"), ("largest", "biggest", "greatest"), ("main", "chief"), ("longest",), ("shortest",), ("highest",),
    ("oldest",), ("newest", "latest"), ("smallest",), ("most important",), ("busiest",), ("best known",), ("leading",),
)  # fmt: skip
"""Words that claim a rank; those of one row say the same."""

SMALL = 13
"""A number written as a word below this is no figure."""

_SUPERLATIVE = {word: group for group in SUPERLATIVES for word in group}
_ANY_SUPERLATIVE = re.compile(rf"(?<![\w-])(?:{'|'.join(_SUPERLATIVE)})(?![\w-])", re.IGNORECASE)
_PRINTED_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?|\d{3}X")
_SEASON = re.compile(r"(?<=^\d{4})-2[1-4]$")


class Held:
    """What the claims of an entry hold, each kind collected when it is asked for; without `reading`, leaving out what their texts say.

    `links` are as in `check_summary`.
    """

    def __init__(self, entry: Entry, links: Iterable[tuple[str, str]], names: NameTable, *, reading: bool = True) -> None:
        self.claims, self.links, self.names, self.reading = entry.claims, links, names, reading

    @cached_property
    def words(self) -> str:
        """All of their words."""
        return "\n\n".join([text for claim in self.claims for text in _texts(claim)])

    @cached_property
    def _printed(self) -> tuple[tuple[Figure, ...], tuple[Moment, ...]]:
        return _read(self.words) if self.reading else ((), ())

    @cached_property
    def figures(self) -> set[tuple[Decimal, str]]:
        """Figures in base units."""
        quantities = [claim.quantity for claim in self.claims if claim.quantity]
        found = {measured(number, each.unit) for each in quantities for number in (each.low, each.high)}
        return found | {measured(reading.value, reading.unit) for figure in self._printed[0] for reading in figure.readings}

    @cached_property
    def dates(self) -> set[str]:
        """Dates and their beginnings."""
        texts = [date.text for claim in self.claims for date in _dates(claim)]
        texts += [date for moment in self._printed[1] for date in moment.dates]
        return {each for text in texts for each in _beginnings(text)}

    @cached_property
    def ids(self) -> set[str]:
        """Ids of the entries that are named."""
        named = {id_ for claim in self.claims for id_ in (claim.target, claim.counterpart, claim.said_by, claim.via)}
        named |= {claim.name.used_by for claim in self.claims if claim.name}
        found = {self.names.former.get(id_, id_) for id_ in named if id_}
        if self.reading:
            found |= {id_ for mention in self.names.mentions(self.words) for id_ in mention.candidates}
        prose = [claim.text for claim in self.claims if claim.form == "prose"]
        return found | {target for target, sentence in self.links if any(text in sentence or sentence in text for text in prose)}

    def figure(self, figure: Figure) -> bool:
        """Tell whether one of a figure's readings is held; a bare number is held by one with any unit, and the reverse."""
        for reading in figure.readings:
            value, unit = measured(reading.value, reading.unit)
            if any(value == held and (not unit or not of or unit == of) for held, of in self.figures):
                return True
        return False

    def date(self, date: str) -> bool:
        """Tell whether a date is held, as it is or by a more precise one; one without a year by any of that month or day."""
        if date.startswith("--"):
            return any(each[4:] == date[1:] for each in self.dates)
        return date in self.dates


def check_summary(entry: Entry, links: Iterable[tuple[str, str]], names: NameTable) -> Iterator[Problem]:
    """Each figure, date, name and superlative of the summary is in a claim.

    `links` are the links of the body: (id of the target, sentence that the link is in).
    """
    links = tuple(links)
    found = list(missing(entry, Held(entry, links, names, reading=False), names))
    if found:  # most summaries say what values say: texts are read only for the others
        found = list(missing(entry, Held(entry, links, names), names))
    for kind, text in found:
        message = f"the summary says '{text}', and no claim of this entry holds that {kind}; cite it, or leave it out"
        yield problem(entry.summary_place, "summary-claim", message, "warning")


def missing(entry: Entry, held: Held, names: NameTable) -> Iterator[tuple[str, str]]:
    """Yield what of the summary is in no claim: of what kind, and its words."""
    summary = entry.summary
    mentions = list(names.mentions(summary))
    taken = [(mention.start, mention.end) for mention in mentions]
    figures, moments = _read(summary)
    for figure in figures:
        if not _inside(figure.start, figure.end, taken) and _counts(figure) and not held.figure(figure):
            yield "figure", summary[figure.start : figure.end].strip()
    for moment in moments:
        if not _inside(moment.start, moment.end, taken) and not all(held.date(date) for date in moment.dates):
            yield "date", summary[moment.start : moment.end]
    seen: set[str] = set()
    for mention in mentions:
        about = set(mention.candidates)
        if entry.id in about or about & held.ids or _stands(mention.name, held.words) or mention.name in seen:
            continue
        seen.add(mention.name)
        yield "name", mention.name
    for match in _ANY_SUPERLATIVE.finditer(summary):
        if not _inside(match.start(), match.end(), taken) and not any(
            _stands(word, held.words) for word in _SUPERLATIVE[match.group().lower()]
        ):
            yield "superlative", match.group()


def named_texts(entry: Entry) -> list[str]:
    """Return all texts of an entry in which names are looked for here, for whoever has to know when a name comes or goes."""
    return [entry.summary, *(text for claim in entry.claims for text in _texts(claim))]


def _texts(claim: Claim) -> list[str]:
    found = (
        claim.text, claim.value, claim.title, claim.side, claim.part, claim.group, claim.of, claim.said_by, claim.via, claim.note,
        claim.reason, claim.date_printed,
    )  # fmt: skip
    return [text for text in found if text]


def _dates(claim: Claim) -> Iterator[Date]:
    detail = claim.announcement
    for date in (claim.date, claim.value_date, *((detail.due, detail.outcome_date) if detail else ()), claim.name and claim.name.since):
        if date:
            yield date


@lru_cache(maxsize=65536)
def _beginnings(text: str) -> frozenset[str]:
    """Return the dates in an EDTF text, each with the month and the year that it is in.

    >>> sorted(_beginnings("2021-08-15/2022"))
    ['2021', '2021-08', '2021-08-15', '2022']
    """
    found: set[str] = set()
    for date in _PRINTED_DATE.findall(text):
        date = _SEASON.sub("", date)  # noqa: PLW2901 - a season holds its year
        found |= {date, date[:7], date[:4]}
    return frozenset(found | {text} if text.startswith("--") else found)


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[tuple[Figure, ...], tuple[Moment, ...]]:
    """Read figures and dates; a bare `may` or `march` without a day or year is no date."""
    figures, moments = read_figures(text)
    bare = {month.lower() for month in MONTHS}
    return figures, tuple(each for each in moments if text[each.start : each.end].lower() not in bare)


def _counts(figure: Figure) -> bool:
    return not figure.worded or any(reading.value >= SMALL or reading.unit for reading in figure.readings)


def _inside(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in spans)


def _stands(text: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(text)}(?!\w)", words, re.IGNORECASE) is not None
