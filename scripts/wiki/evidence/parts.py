"""What evidence consists of: the figures and dates of single lines, and blocks of about ten lines with the hashes of their words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wiki.evidence.hashes import word_hash
from wiki.numerals import Reading, plain_number

Ranges = tuple[tuple[int, int], ...]
"""Stretches of lines, pages or paragraphs, each from its first to its last."""


def figure_words(reading: Reading) -> str:
    """Return a figure as answers name it: number and unit."""
    return f"{plain_number(reading.value)} {reading.unit}".strip()


def within(number: int, ranges: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a line (or page) is in one of `ranges`."""
    return any(first <= number <= last for first, last in ranges)


@dataclass(frozen=True, slots=True)
class LineFigures:
    """The figures of one line, each with its readings (none: not understood), and its dates (as in `Moment`, and seasons)."""

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
