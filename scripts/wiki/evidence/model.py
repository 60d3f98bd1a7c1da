"""The evidence of a source, and what can be asked of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from wiki.evidence.hashes import fold
from wiki.evidence.indexes import DateIndex, FigureIndex, WordIndex
from wiki.evidence.parts import Block, LineFigures, Ranges, within
from wiki.model import Locator
from wiki.numerals import Calendar, measured


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

    # --- figures, dates, words

    @cached_property
    def _figures(self) -> FigureIndex:
        return FigureIndex(self.lines)

    @cached_property
    def _dates(self) -> DateIndex:
        return DateIndex(self.lines)

    @cached_property
    def _words(self) -> WordIndex:
        return WordIndex(self.blocks)

    def figure_lines(self, value: Decimal, unit: str) -> tuple[int, ...]:
        """Return the lines on which a figure stands, in whatever unit of the same measure; a count of things has no unit."""
        return self._figures.by_measure.get(measured(value, unit), ())

    def fall_lines(self, value: Decimal, unit: str) -> tuple[int, ...]:
        """Return the lines on which a fall stands: with its minus, or without a sign (`fell by 3.5 %`), never with a plus."""
        found = (line for line in self.figure_lines(-value, unit) if line not in self._figures.rising.get(measured(-value, unit), ()))
        return (*self.figure_lines(value, unit), *found)

    def unread_in(self, ranges: Ranges) -> bool:
        """Tell whether a figure stands in some lines that is not understood."""
        return any(within(line, ranges) for line in self._figures.unread)

    def value_lines(self, value: Decimal) -> tuple[int, ...]:
        """Return the lines on which a number stands, whatever its unit."""
        return self._figures.by_value.get(value, ())

    def same_digits(self, value: Decimal, ranges: Ranges) -> tuple[str, ...]:
        """Return the figures in `ranges` whose digits are those of `value`, magnitude and unit aside."""
        return self._figures.same_digits(value, ranges)

    def holds_date(self, date: str, ranges: Ranges) -> bool:
        """Tell whether a date stands in some lines: as it is printed there, or put together of what is."""
        return date in self._dates.dates_in(ranges) or self._dates.calendar(ranges).holds(date)

    def calendar(self, ranges: Ranges) -> Calendar:
        """Return the dates of some lines."""
        return self._dates.calendar(ranges)

    def date_lines(self, date: str) -> tuple[int, ...]:
        """Return the lines on which a date stands by itself."""
        return self._dates.lines_with(date)

    def word_blocks(self, form: str) -> tuple[int, ...]:
        """Return the indexes of the blocks that hold a word."""
        return self._words.with_word(form)

    def name_blocks(self, forms: tuple[str, ...]) -> tuple[int, ...]:
        """Return the indexes of the blocks where a name stands: all its words in the block, or in it and the next."""
        return self._words.with_name(forms)

    def name_in(self, forms: tuple[str, ...], blocks: Iterable[int]) -> bool:
        """Tell whether a name stands in one of `blocks`, as `name_blocks` has it, without looking at all the others."""
        return self._words.holds_name(forms, blocks)

    # --- lines, blocks, pages

    @cached_property
    def _starts(self) -> list[int]:
        return [block.first for block in self.blocks]

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
            blocks = [block for block in self.blocks if within(block.page, locator.ranges)]
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
