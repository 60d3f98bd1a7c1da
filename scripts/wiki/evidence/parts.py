"""What evidence consists of: the figures and dates of single lines, and blocks of about ten lines with the hashes of their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from wiki.evidence.hashes import word_sign
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
    """About ten lines, `first` to `last`; `page` is 0 where none is known, `label` what is printed where that is no number (`xii`, `A-3`).

    `words` are the hashes of its words, four digits each, part for part; `parts` has the first line of each part, and where in `words` it ends.
    """

    first: int
    last: int
    page: int
    page_printed: bool
    heading: str
    paragraphs: tuple[int, int]
    words: str
    key: bytes
    label: str = ""
    parts: tuple[tuple[int, int], ...] = ()

    @property
    def page_words(self) -> str:
        """The page in words: `p. 12`, in brackets where it is inferred, '' where none is known."""
        label = self.label or str(self.page or "")
        return (f"p. {label}" if self.page_printed else f"[p. {label}]") if label else ""

    def part_lines(self) -> Iterator[tuple[int, int]]:
        """Yield the lines of each part, from its first to its last; the whole block where it has no parts."""
        starts = [first for first, _ in self.parts] or [self.first]
        yield from zip(starts, [*(first - 1 for first in starts[1:]), self.last], strict=True)

    def parts_with(self, form: str) -> Iterator[tuple[int, int]]:
        """Yield the lines of the parts that hold a word's form."""
        found = _parts_with(self.words, self.parts).get(word_sign(form, self.key), ())
        if found:
            lines = list(self.part_lines())
            yield from (lines[number] for number in found)

    def holds(self, form: str) -> bool:
        """Tell whether a word's form is among the block's hashes."""
        return word_sign(form, self.key) in _hashes(self.words)


@lru_cache(maxsize=65536)
def _hashes(words: str) -> frozenset[str]:
    return frozenset(words[at : at + 4] for at in range(0, len(words), 4))


@lru_cache(maxsize=65536)
def _parts_with(words: str, parts: tuple[tuple[int, int], ...]) -> dict[str, tuple[int, ...]]:
    """Return the hash of a word → the numbers of the parts that hold it."""
    found: dict[str, tuple[int, ...]] = {}
    start = 0
    for number, end in enumerate([end for _, end in parts] or [len(words)]):
        for at in range(start, end, 4):
            sign = words[at : at + 4]
            found[sign] = (*found.get(sign, ()), number)
        start = end
    return found
