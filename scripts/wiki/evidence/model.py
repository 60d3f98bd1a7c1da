"""The evidence of a source, and what can be asked of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from wiki.evidence.indexes import DateIndex, FigureIndex, RunIndex, WordIndex
from wiki.evidence.parts import Block, LineFigures, Ranges, within
from wiki.evidence.places import blocks_of, lines_of_paragraphs
from wiki.model import Locator
from wiki.numerals import Calendar, measured


@dataclass(frozen=True)
class Evidence:
    """The evidence of one source; `first` and `last` are its lines in the archived file, whose SHA-256 is `sha256`.

    `form` is the format of its file; one of format 1 has neither `modality` nor `runs`, and its blocks have no parts.
    """

    source: str
    file: str
    sha256: str
    first: int
    last: int
    blocks: tuple[Block, ...]
    lines: Mapping[int, LineFigures]
    form: int = 2
    modality: Mapping[str, Ranges] = field(default_factory=dict)
    """Class of words of modality (modality.py) → the lines on which they stand."""
    runs: RunIndex | None = None
    """The fingerprints of runs of eight words (runs.py), None where there are none."""

    paragraphs: tuple[int, ...] = ()
    """The lines on which paragraphs begin, the first first; none of a file of format 1, which has them by block."""

    # --- figures, dates, words

    @cached_property
    def _figures(self) -> FigureIndex:
        return FigureIndex(self.lines)

    @cached_property
    def _dates(self) -> DateIndex:
        return DateIndex(self.lines)

    @cached_property
    def _words(self) -> WordIndex:
        return WordIndex(self.blocks, self.form)

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

    def name_strictly_in(self, forms: tuple[str, ...], ranges: Ranges) -> Literal["yes", "block-only", "no"]:
        """Tell whether a name stands in some lines (`yes`), only in a block of about ten lines that they are part of, or not even there.

        The evidence knows to five lines or so, the parts of a block: `yes` is that each word of the name stands in a part that holds one of
        the lines. A file of format 1 knows blocks alone; there it is `yes` only where the lines cover the blocks.
        """
        blocks = self.blocks_in(ranges)
        if not self._words.holds_name(forms, blocks):
            return "no"
        if self.form == 1:
            first, last = min(self.blocks[index].first for index in blocks), max(self.blocks[index].last for index in blocks)
            return "yes" if all(within(line, ranges) for line in range(first, last + 1)) else "block-only"
        return "yes" if self._words.in_parts(forms, blocks, ranges) else "block-only"

    def together(self, forms: tuple[str, ...]) -> tuple[int, int] | None:
        """Return the first lines where words stand all in one part, or in two that follow each other; None where they do not."""
        return self._words.together(forms)

    # --- how surely it speaks

    def modality_in(self, ranges: Ranges) -> frozenset[str]:
        """Return the classes of words of modality (`modality.CLASSES`) that stand in some lines; none of a file of format 1."""
        return frozenset(
            kind for kind, lines in self.modality.items() if any(a <= last and first <= b for a, b in lines for first, last in ranges)
        )

    def modality_of(self, line: int) -> frozenset[str]:
        """Return the classes of words of modality that stand on a line."""
        return self.modality_in(((line, line),))

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
        if locator.label == "paragraph" and self.form > 1:
            return lines_of_paragraphs(locator.ranges, self.paragraphs, self.last) or None
        blocks = blocks_of(locator, self.blocks)
        return tuple((block.first, block.last) for block in blocks) or None

    def page_words(self, line: int) -> str:
        """Return the page of a line in words: `p. 12`, in brackets where it is inferred, '' where none is known."""
        index = bisect_right(self._starts, line) - 1
        return self.blocks[index].page_words if index >= 0 else ""

    def page_of(self, line: int) -> tuple[int, bool]:
        """Return the page of a line and whether it is printed; 0 where none is known."""
        index = bisect_right(self._starts, line) - 1
        return (self.blocks[index].page, self.blocks[index].page_printed) if index >= 0 else (0, False)
