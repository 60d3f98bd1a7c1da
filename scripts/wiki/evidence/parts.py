"""What evidence consists of: the figures and dates of single lines, and blocks of about ten lines with the hashes of their words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from wiki.evidence.hashes import BITS
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
        hasher = _hasher(self.key).copy()
        hasher.update(form.encode())
        return hasher.hexdigest() in _hashes(self.words)


@lru_cache(maxsize=65536)
def _hasher(key: bytes) -> blake2b:
    """Return what hashes words as `word_hash` does, with its key taken in: a copy of it is made in a third of the time."""
    return blake2b(digest_size=BITS // 8, key=key)


@lru_cache(maxsize=65536)
def _hashes(words: str) -> frozenset[str]:
    return frozenset(words[at : at + 4] for at in range(0, len(words), 4))
