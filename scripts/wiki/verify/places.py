"""Where in a source things stand, as sets of lines and of runs of lines, so that all places can be asked at once.

A set of lines is an integer with a bit a line. A run of `length` lines is named by its first: the runs that hold a line are those that
begin on it or on one of the `length - 1` lines before, so the runs that hold something are its lines smeared downwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from math import log2

from wiki.evidence import Evidence
from wiki.evidence.parts import Ranges
from wiki.numerals import Calendar, Reading, calendar_of
from wiki.verify.sought import AnyUnit, DateSought, FigureSought, NameSought, Sought, Spelling, WordsSought

RARE = 5
"""A word is rare in a source if it stands in at most one in so many of its blocks, or in one alone."""
ABSENT = 1
"""The weight of a key word that does not stand in the cited lines."""


class Words:
    """The words and names of one source, by block; what was asked once is kept."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self._named: dict[tuple[int, tuple[str, ...]], bool] = {}
        self._held: dict[tuple[int, str], bool] = {}
        self.narrowed: dict[tuple[str, Ranges], tuple[tuple[str, ...], ...]] = {}
        """Text and lines → its key words as far as they stand there (standing.py)."""

    def name_blocks(self, forms: tuple[str, ...]) -> tuple[int, ...]:
        """Return the blocks where a name stands; one word that stands nowhere settles it, the longest being the rarest."""
        words = sorted(self.known(forms), key=len, reverse=True)
        return self.evidence.name_blocks(forms) if all(map(self.evidence.word_blocks, words)) else ()

    def known(self, forms: tuple[str, ...]) -> tuple[str, ...]:
        """Return a name's forms as the evidence folds them, which may have been written when words were folded otherwise."""
        return getattr(forms, "first", forms) if getattr(self.evidence, "form", 0) == 1 else forms

    def has_name(self, forms: tuple[str, ...], among: Iterable[int]) -> bool:
        """Tell whether a name stands in one of some blocks; what was asked once is kept."""
        for index in among:
            found = self._named.get((index, forms))
            if found is None:
                found = self._named[index, forms] = self.evidence.name_in(forms, (index,))
            if found:
                return True
        return False

    def has_word(self, form: str, among: Iterable[int]) -> bool:
        """Tell whether one of some blocks holds a word; what was asked once is kept."""
        for index in among:
            found = self._held.get((index, form))
            if found is None:
                found = self._held[index, form] = self.evidence.blocks[index].holds(form)
            if found:
                return True
        return False

    def word_blocks(self, forms: tuple[str, ...]) -> frozenset[int]:
        """Return the blocks that hold a word in one of some forms."""
        found = self.evidence.word_blocks(forms[0]) if forms else ()
        return frozenset(found).union(*map(self.evidence.word_blocks, forms[1:])) if len(forms) > 1 else frozenset(found)

    def weight(self, blocks: frozenset[int]) -> int:
        """Return how much a word says that stands in some blocks: the more, the fewer they are; one that is the editor's alone weighs one."""
        return 1 + min(6, int(log2(len(self.evidence.blocks) / len(blocks)))) if blocks else ABSENT

    def is_rare(self, blocks: frozenset[int]) -> bool:
        """Tell whether what stands in some blocks is rare."""
        return 0 < len(blocks) <= max(1, len(self.evidence.blocks) // RARE)


class Places(Words):
    """The lines of one source, and what stands on them."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__(evidence)
        self.count = evidence.last - evidence.first + 1
        self.every = (1 << self.count) - 1
        self._runs: dict[tuple[Sought, int], int] = {}
        self._dates: dict[str, tuple[int, int, int]] = {}

    # --- sets of lines

    def lines(self, numbers: Iterable[int]) -> int:
        """Return some lines as a set."""
        return sum({1 << (number - self.evidence.first) for number in numbers})

    def ranges(self, ranges: Ranges) -> int:
        """Return stretches of lines as a set."""
        found = 0
        for first, last in ranges:
            found |= ((1 << (last - first + 1)) - 1) << (first - self.evidence.first)
        return found & self.every

    def blocks(self, indexes: Iterable[int]) -> int:
        """Return the lines of some blocks as a set."""
        found, lines = 0, self._block_lines
        for index in indexes:
            found |= lines[index]
        return found

    @cached_property
    def _block_lines(self) -> list[int]:
        return [self.ranges(((block.first, block.last),)) for block in self.evidence.blocks]

    def runs(self, lines: int, length: int) -> int:
        """Return the runs of `length` lines that hold one of `lines`."""
        done = 1
        while done < length:
            step = min(done, length - done)
            lines |= lines >> step
            done += step
        return lines & self.all_runs(length)

    def all_runs(self, length: int) -> int:
        """Return all runs of `length` lines."""
        return (1 << max(0, self.count - length + 1)) - 1

    # --- where what is sought stands

    def holding(self, sought: Sought, length: int) -> int:
        """Return the runs that hold what is sought."""
        key = (sought, length)
        found = self._runs.get(key)
        if found is None:
            found = self._runs[key] = self._holding(sought, length)
        return found

    def _holding(self, sought: Sought, length: int) -> int:
        match sought:
            case FigureSought(_, numbers):
                found = self.all_runs(length)
                for readings in numbers:
                    found &= self._readings(readings, length)
                return found
            case DateSought(_, dates, _, otherwise):
                return self._all_dates(dates, length) | (self._all_dates(otherwise, length) if otherwise else 0)
            case NameSought(_, names):
                found = 0
                for name in names:
                    found |= self._name(name, length)
                return found
            case WordsSought():
                return self._words(sought, length)

    def _readings(self, readings: Sequence[Reading | AnyUnit], length: int) -> int:
        return self.runs(self.lines(line for each in readings for line in reading_lines(each, self.evidence)), length)

    def _name(self, name: Spelling, length: int) -> int:
        found = self.runs(self.blocks(self.name_blocks(name.forms)), length) if name.forms else 0
        for readings in name.figures:
            found &= self._readings(readings, length)
        return found

    # --- dates

    @cached_property
    def _calendars(self) -> list[tuple[int, Calendar]]:
        first = self.evidence.first
        return [(1 << (line - first), calendar_of(row.dates)) for line, row in self.evidence.lines.items() if row.dates]

    def _all_dates(self, dates: tuple[str, ...], length: int) -> int:
        found = self.all_runs(length)
        for date in dates:
            found &= self._date(date, length)
        return found

    def _date(self, date: str, length: int) -> int:
        """A month or day printed without its year takes a year printed in the same run."""
        alone, rest, year = self._dated(date)
        return self.runs(alone, length) | (self.runs(rest, length) & self.runs(year, length))

    def _dated(self, date: str) -> tuple[int, int, int]:
        """Return the lines that hold a date, that hold it but for its year, and that hold its year; what was asked once is kept."""
        found = self._dates.get(date)
        if found is None:
            alone = sum(bit for bit, calendar in self._calendars if calendar.holds(date))
            if "X" in date or date.startswith("--") or len(date) < 7:
                found = (alone, 0, 0)
            else:
                bare = f"--{date[5:]}"
                rest = sum(bit for bit, calendar in self._calendars if date[5:7] in calendar.bare_months and calendar.holds(bare))
                found = (alone, rest, sum(bit for bit, calendar in self._calendars if date[:4] in calendar.years))
            self._dates[date] = found
        return found

    # --- key words

    def _words(self, sought: WordsSought, length: int) -> int:
        """Return the runs with enough rare words and enough weight."""
        found = [self.word_blocks(forms) for forms in sought.words or ()]
        weights = [self.weight(blocks) for blocks in found]
        runs = [self.runs(self.blocks(blocks), length) for blocks in found]
        rare = [(run, 1) for run, blocks in zip(runs, found, strict=True) if self.is_rare(blocks)]
        weighed = list(zip(runs, weights, strict=True))
        enough = at_least(weighed, max(1, -int(-sought.share * sum(weights) // 1)), self.all_runs(length))
        return enough & at_least(rare, sought.least, self.all_runs(length))


def at_least(counted: Iterable[tuple[int, int]], wanted: int, every: int) -> int:
    """Return the members of at least `wanted` of some sets, each with its weight: counters of all members, bit by bit.

    >>> bin(at_least([(0b1100, 1), (0b0110, 2)], 2, 0b1111))
    '0b110'
    """
    planes = [0] * 12
    for members, weight in [*counted, (every, (1 << 10) - wanted)]:
        for bit in range(11):
            carry = members if weight >> bit & 1 else 0
            at = bit
            while carry:
                planes[at], carry = planes[at] ^ carry, planes[at] & carry
                at += 1
    return planes[10] & every


class _Same:
    """An evidence as a key: by identity, since it is compared nowhere else."""

    __slots__ = ("evidence",)

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence

    def __hash__(self) -> int:
        return id(self.evidence)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.evidence is self.evidence


@lru_cache(maxsize=256)
def _places(same: _Same) -> Places:
    return Places(same.evidence)


def places_of(evidence: Evidence) -> Places:
    """Return the places of a source, the same ones each time."""
    return _places(_Same(evidence))


def reading_lines(reading: Reading | AnyUnit, evidence: Evidence) -> tuple[int, ...]:
    """Return the lines on which a number stands."""
    if isinstance(reading, AnyUnit):
        return evidence.value_lines(reading.reading.value)
    if reading.value < 0:
        return evidence.fall_lines(reading.value, reading.unit)
    return evidence.figure_lines(reading.value, reading.unit)
