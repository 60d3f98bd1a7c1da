"""How much of a source the wiki has taken up: the figures of its evidence against the claims that cite their lines.

A *figure* is a number on a line of the evidence. Footnote numbers, page numbers, years and dates are none, and neither is a bare one
or two, which is mostly a word of the sentence. A figure is *taken up* if a claim that cites its line, alone or in a range, holds its
value; it is *left out* if the source's record lists it under `left-out`. The share is both together, of all figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from wiki.evidence.model import Evidence
from wiki.evidence.parts import Block, LineFigures, Ranges, within
from wiki.model import Claim, LeftOut
from wiki.model.citations import CitationError, parse_locator
from wiki.numerals import Reading, measured, plain_number, read_figures

DEFINITION = (
    "A figure is a number in the source. Footnote numbers, page numbers, years and dates do not count, nor does a bare one or two. It is "
    "taken up if a claim that cites its line, alone or in a range of lines, holds its value, and left out if the record of the source "
    "lists it, with the reason. The share is both together, of all figures."
)
SMALLEST = 2
"""A bare number up to this is no figure."""

Amount = tuple[str, str]
"""A number as a plain decimal, and its unit."""


class Held(NamedTuple):
    """A citation of the source by a claim: the entry, the claim's anchor, the locator as printed, and the numbers the claim holds."""

    entry: str
    anchor: str
    locator: str
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure of a source: its line, what evidence prints of it, the claims (entry, anchor) that hold it, or why it is left out."""

    line: int
    text: str
    readings: tuple[Reading, ...]
    claims: tuple[tuple[str, str], ...] = ()
    left_out: str = ""

    @property
    def open(self) -> bool:
        """Nobody has dealt with it."""
        return not self.claims and not self.left_out


@dataclass(frozen=True, slots=True)
class Share:
    """How many figures there are, how many of them claims hold, how many the record leaves out."""

    figures: int
    taken: int
    left_out: int

    @property
    def percent(self) -> int | None:
        """The share dealt with, in whole per cent; 100 only if nothing is open; None where there is no figure."""
        return int(100 * (self.taken + self.left_out) / self.figures) if self.figures else None

    @property
    def words(self) -> str:
        """The share as printed."""
        if self.percent is None:
            return "no figures"
        left = f", {self.left_out} left out" if self.left_out else ""
        return f"{self.percent} % ({self.taken} of {self.figures}{left})"


@dataclass(frozen=True, slots=True)
class BlockCoverage:
    """A block of the evidence and its figures."""

    block: Block
    figures: tuple[Printed, ...]

    @property
    def share(self) -> Share:
        """How much of the block is taken up."""
        return share_of(self.figures)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The blocks of a source that have figures, in order."""

    blocks: tuple[BlockCoverage, ...]

    @property
    def share(self) -> Share:
        """How much of the source is taken up."""
        return share_of(each for block in self.blocks for each in block.figures)

    @property
    def open(self) -> Iterator[Printed]:
        """The figures that nobody has dealt with."""
        return (each for block in self.blocks for each in block.figures if each.open)


def share_of(figures: Iterable[Printed]) -> Share:
    """Count figures."""
    found = tuple(figures)
    return Share(len(found), sum(bool(each.claims) for each in found), sum(bool(each.left_out) for each in found))


def cover(evidence: Evidence, held: Iterable[Held], left_out: Iterable[LeftOut] = ()) -> Coverage:
    """Hold the figures of a source against the claims that cite it, and against its record's list of what is left out."""
    figures = [_Figure(line, readings) for line, row in evidence.lines.items() for readings in printed_figures(row)]
    _take_up(figures, evidence, held)
    _leave_out(figures, left_out)
    by_line: dict[int, list[Printed]] = {}
    for each in figures:
        printed = Printed(each.line, shown(each.readings[0]), each.readings, tuple(each.claims), each.left_out)
        by_line.setdefault(each.line, []).append(printed)
    blocks = []
    for block in evidence.blocks:
        own = tuple(each for line in range(block.first, block.last + 1) for each in by_line.get(line, ()))
        if own:
            blocks.append(BlockCoverage(block, own))
    return Coverage(tuple(blocks))


@dataclass(slots=True)
class _Figure:
    """A figure while it is being held against claims."""

    line: int
    readings: tuple[Reading, ...]
    claims: dict[tuple[str, str], None] = field(default_factory=dict)
    left_out: str = ""


def _take_up(figures: Sequence[_Figure], evidence: Evidence, held: Iterable[Held]) -> None:
    """Note with each figure the claims that hold it; figures are looked up by number, since a source may have very many citations."""
    by_value: dict[Decimal, list[_Figure]] = {}
    for figure in figures:
        for number in dict.fromkeys(
            key for reading in figure.readings for key in (reading.value, measured(reading.value, reading.unit)[0])
        ):
            by_value.setdefault(number, []).append(figure)
    for each in held:
        amounts = _amounts(each.amounts)
        ranges = cited_lines(evidence, each.locator) if amounts else ()
        for amount in amounts:
            for number in {amount.value, measured(amount.value, amount.unit)[0]}:
                for figure in by_value.get(number, ()):
                    if within(figure.line, ranges) and any(_equal(reading, amount) for reading in figure.readings):
                        figure.claims[each.entry, each.anchor] = None


def _leave_out(figures: Sequence[_Figure], left_out: Iterable[LeftOut]) -> None:
    """Note with each figure that no claim holds why the record leaves it out; a row without a number is about all figures of its lines."""
    for row in left_out:
        ranges, named = _lines(row.lines), _readings(row.figure)
        for figure in figures:
            if figure.claims or figure.left_out or not within(figure.line, ranges):
                continue
            if not named or any(_equal(a, b) for a in figure.readings for b in named):
                figure.left_out = row.reason


def printed_figures(row: LineFigures) -> Iterator[tuple[Reading, ...]]:
    """Yield the figures of a line: not a bare one or two, and not a year with a footnote glued to it, which evidence has as a number too."""
    years = {date[:4] for date in row.dates}
    for readings in row.numbers:
        first = readings[0]
        text = plain_number(first.value)
        year_and_note = len(readings) == 1 and not first.unit and re.fullmatch(r"(\d{4})\d{1,3}", text)
        if year_and_note and year_and_note[1] in years:
            continue
        if not first.unit and abs(first.value) <= SMALLEST and first.value == int(first.value):
            continue
        yield readings


def shown(reading: Reading) -> str:
    """Return a reading as people write it.

    >>> shown(Reading(Decimal(129000000), "USD"))
    '129,000,000 USD'
    """
    whole, point, rest = plain_number(reading.value).partition(".")
    return (
        f"{int(whole):,}{point}{rest} {reading.unit}".strip() if abs(reading.value) >= 1 else f"{whole}{point}{rest} {reading.unit}".strip()
    )


# --- what a claim holds -----------------------------------------------------------------------------------------------


def amounts_of(claim: Claim) -> tuple[Amount, ...]:
    """Return the numbers that a claim holds: its value, both ends of a range, and what its text says in figures."""
    found: list[Reading] = []
    if claim.quantity:
        quantity = claim.quantity
        ends = (quantity.low, quantity.high) if quantity.number is None else (quantity.number,)
        found += [Reading(abs(end), quantity.unit) for end in ends]
    elif claim.form == "fact" and not claim.value_date and not claim.target:
        found += _readings(claim.value)
    found += _readings(claim.text)
    return tuple(dict.fromkeys((plain_number(each.value), each.unit) for each in found))


def _readings(text: str) -> list[Reading]:
    return [reading for figure in read_figures(text)[0] for reading in figure.readings] if text else []


def _amounts(amounts: Iterable[Amount]) -> list[Reading]:
    return [Reading(Decimal(value), unit) for value, unit in amounts]


def _equal(one: Reading, other: Reading) -> bool:
    """Two figures of one measure are equal; a bare number equals the same number in any unit, since prose often leaves it out."""
    return measured(one.value, one.unit) == measured(other.value, other.unit) or (
        not (one.unit and other.unit) and one.value == other.value
    )


# --- where ------------------------------------------------------------------------------------------------------------


def cited_lines(evidence: Evidence, locator: str) -> Ranges:
    """Return the lines of a locator as rows have it, of the whole source where it is empty; none where it leads outside the evidence."""
    try:
        return evidence.ranges_of(parse_locator(locator) if locator else None) or ()
    except CitationError:
        return ()


def _lines(text: str) -> Ranges:
    found = (re.fullmatch(r"\s*(\d+)(?:\s*[-–]\s*(\d+))?\s*", part) for part in text.split(","))
    return tuple((int(match[1]), int(match[2] or match[1])) for match in found if match)
