"""The types of evidence, and what can be asked of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from wiki.evidence.hashes import fold, word_hash
from wiki.model import Locator
from wiki.numerals import Calendar, Reading, calendar_of, measured, plain_number

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class LineFigures:
    """The figures of one line, each with its readings, and its dates (as in `Moment`)."""

    numbers: tuple[tuple[Reading, ...], ...] = ()
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """About ten lines, `first` to `last`; `page` is 0 where none is known, `words` are the hashes of its words, four digits each."""

    first: int
    last: int
    page: int
    page_printed: bool
    heading: str
    paragraphs: tuple[int, int]
    words: str
    key: bytes

    def holds(self, form: str) -> bool:
        """Tell whether a word's form is among the block's hashes."""
        wanted = f"{word_hash(form, self.key):04x}"
        at = self.words.find(wanted)
        while at > 0 and at % 4:
            at = self.words.find(wanted, at + 1)
        return at >= 0


@dataclass(frozen=True)
class Evidence:
    """The evidence of one source; `first` and `last` are its lines in the archived file, whose SHA-256 is `sha256`."""

    source: str
    file: str
    sha256: str
    first: int
    last: int
    blocks: tuple[Block, ...]
    lines: Mapping[int, LineFigures]

    @cached_property
    def _starts(self) -> list[int]:
        return [block.first for block in self.blocks]

    @cached_property
    def _figures(self) -> Mapping[tuple[Decimal, str], tuple[int, ...]]:
        """(value, measure) → the lines on which it stands."""
        found: dict[tuple[Decimal, str], dict[int, None]] = {}
        for line, figures in self.lines.items():
            for readings in figures.numbers:
                for reading in readings:
                    found.setdefault(measured(reading.value, reading.unit), {})[line] = None
        return {key: tuple(lines) for key, lines in found.items()}

    @cached_property
    def _calendars(self) -> dict[Ranges, Calendar]:
        return {}

    @cached_property
    def _words(self) -> dict[str, tuple[int, ...]]:
        return {}

    def figure_lines(self, value: Decimal, unit: str) -> tuple[int, ...]:
        """Return the lines on which a figure stands, in whatever unit of the same measure; a count of things has no unit."""
        return self._figures.get(measured(value, unit), ())

    @cached_property
    def _values(self) -> Mapping[Decimal, tuple[int, ...]]:
        found: dict[Decimal, dict[int, None]] = {}
        for line, figures in self.lines.items():
            for readings in figures.numbers:
                for reading in readings:
                    found.setdefault(reading.value, {})[line] = None
        return {value: tuple(lines) for value, lines in found.items()}

    def value_lines(self, value: Decimal) -> tuple[int, ...]:
        """Return the lines on which a number stands, whatever its unit."""
        return self._values.get(value, ())

    def same_digits(self, value: Decimal, ranges: Ranges) -> tuple[str, ...]:
        """Return the figures in `ranges` whose digits are those of `value`, magnitude and unit aside."""
        digits = _digits(value)
        return tuple(
            dict.fromkeys(
                f"{plain_number(reading.value)} {reading.unit}".strip()
                for line in self.lines
                if _within(line, ranges)
                for readings in self.lines[line].numbers
                for reading in readings[:1]
                if _digits(reading.value) == digits
            )
        )

    def holds_date(self, date: str, ranges: Ranges) -> bool:
        """Tell whether a date stands in some lines: as it is printed there, or put together of what is."""
        return date in self._dates_in(ranges) or self.calendar(ranges).holds(date)

    def calendar(self, ranges: Ranges) -> Calendar:
        """Return the dates of some lines."""
        found = self._calendars.get(ranges)
        if found is None:
            found = self._calendars[ranges] = calendar_of(self._dates_in(ranges))
        return found

    def _dates_in(self, ranges: Ranges) -> list[str]:
        numbers = self._numbers
        cited = [each for first, last in ranges for each in numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]]
        return [date for line in cited for date in self.lines[line].dates]

    @cached_property
    def _numbers(self) -> list[int]:
        """The lines with figures, sorted."""
        return sorted(self.lines)

    def date_lines(self, date: str) -> tuple[int, ...]:
        """Return the lines on which a date stands by itself."""
        return tuple(line for line, figures in self.lines.items() if figures.dates and calendar_of(figures.dates).holds(date))

    def word_blocks(self, form: str) -> tuple[int, ...]:
        """Return the indexes of the blocks that hold a word."""
        found = self._words.get(form)
        if found is None:
            found = self._words[form] = tuple(index for index, block in enumerate(self.blocks) if block.holds(form))
        return found

    def name_in(self, forms: tuple[str, ...], blocks: Iterable[int]) -> bool:
        """Tell whether a name stands in one of `blocks`, as `name_blocks` has it, without looking at all the others."""

        def straddles(index: int) -> bool:
            if not 0 <= index < len(self.blocks) - 1:
                return False
            here, after = ([block.holds(form) for form in forms] for block in self.blocks[index : index + 2])
            return any(here) and not all(here) and not all(after) and all(a or b for a, b in zip(here, after, strict=True))

        return bool(forms) and any(
            all(self.blocks[index].holds(form) for form in forms) or straddles(index) or straddles(index - 1) for index in blocks
        )

    def name_blocks(self, forms: tuple[str, ...]) -> tuple[int, ...]:
        """Return the indexes of the blocks where a name stands: all its words in the block, or in it and the next."""
        if not forms:
            return ()
        if forms not in self._names:
            self._names[forms] = self._name_blocks(forms)
        return self._names[forms]

    @cached_property
    def _names(self) -> dict[tuple[str, ...], tuple[int, ...]]:
        return {}

    def _name_blocks(self, forms: tuple[str, ...]) -> tuple[int, ...]:
        sets = [set(self.word_blocks(form)) for form in forms]
        whole = set.intersection(*sets)
        spread = [found | {index - 1 for index in found} for found in sets]
        straddling = {
            index
            for index in set.intersection(*spread)
            if index >= 0 and index not in whole and index + 1 not in whole and any(index in found for found in sets)
        }
        return tuple(sorted(whole | straddling | {index + 1 for index in straddling}))

    def blocks_in(self, ranges: Ranges) -> frozenset[int]:
        """Return the indexes of the blocks that hold some of the lines."""
        found: set[int] = set()
        for first, last in ranges:
            start = max(0, bisect_right(self._starts, first) - 1)
            end = bisect_right(self._starts, last)
            found.update(range(start, end))
        return frozenset(found)

    def ranges_of(self, locator: Locator | None) -> Ranges | None:
        """Return the lines that a locator means, or None where it leads outside the evidence."""
        if locator is None:
            return ((self.first, self.last),)
        if locator.label == "line":
            inside = all(self.first <= first and last <= self.last for first, last in locator.ranges)
            return locator.ranges if inside else None
        if locator.label == "section":
            wanted = fold(locator.text)
            blocks = [block for block in self.blocks if fold(block.heading) == wanted]
        elif locator.label == "page":
            blocks = [block for block in self.blocks if _within(block.page, locator.ranges)]
        else:
            blocks = [
                block
                for block in self.blocks
                if any(first <= block.paragraphs[1] and block.paragraphs[0] <= last for first, last in locator.ranges)
            ]
        return tuple((block.first, block.last) for block in blocks) or None

    def page_of(self, line: int) -> tuple[int, bool]:
        """Return the page of a line and whether it is printed; 0 where none is known."""
        index = bisect_right(self._starts, line) - 1
        return (self.blocks[index].page, self.blocks[index].page_printed) if index >= 0 else (0, False)


def _within(number: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first <= number <= last for first, last in ranges)


def _digits(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", "").strip("0") or "0"
