"""Fingerprints of runs of eight words, by which an entry's words are known for a source's own.

A fingerprint is the truncated, keyed hash of seven words in a row. Of any two sevens in a row, which are eight words, the one of lesser
hash is kept (winnowing: Schleimer, Wilkerson, Aiken 2003), so that every run of eight words that is copied has one of its own in the file,
and the file has two for every three words. Of runs that the source does not have one in 128 passes, or fewer; such a run must also have all
its words in one part of the source, or in two that follow each other.

That much noise is there on purpose. Who wants the text back tries runs of words on the fingerprints: the words he has, and after them each
word of the block. A word of the text is some seven bits among those of its block, and the fingerprints give away less than five.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from hashlib import blake2b
from itertools import accumulate
from typing import NamedTuple

from wiki.evidence.hashes import fold, folded_words, words_of

GRAM, WINDOW = 7, 2
RUN = GRAM + WINDOW - 1
"""So many words in a row are a run: any shorter one may be chance."""
NOISE_BITS = 7


class Word(NamedTuple):
    """A word of a text: where it begins and ends, as it is written, and as it folds."""

    start: int
    end: int
    written: str
    folded: str


def spoken(text: str) -> list[Word]:
    """Return the words of a text, small words and numbers too."""
    return [Word(at, at + len(word), word, folded) for at, word in words_of(text) if (folded := fold(word))]


def run_key(source: str) -> bytes:
    """Return the key of a source's fingerprints."""
    return blake2b(f"runs:{source}".encode(), digest_size=16).digest()


def gram_hashes(folded: Sequence[str], key: bytes) -> list[int]:
    """Return the whole hash of each seven words in a row."""
    text = " ".join(folded)
    ends = list(accumulate(map(len, folded), lambda end, length: end + 1 + length))
    starts = [0, *(end + 1 for end in ends)]
    hashed, number = partial(blake2b, digest_size=8, salt=key), int.from_bytes
    return [number(hashed(text[start:end].encode()).digest(), "big") for start, end in zip(starts, ends[GRAM - 1 :], strict=False)]


def least_of_runs(hashes: Sequence[int]) -> list[int]:
    """Return of each run of eight words the lesser hash of its sevens."""
    return list(map(min, *(hashes[at:] for at in range(WINDOW))))


def fingerprints(texts: Iterable[str], source: str) -> tuple[int, frozenset[int]]:
    """Return how many bits a source's fingerprints have, and the fingerprints; `texts` are several readings of the one text."""
    key = run_key(source)
    kept = {least for text in texts for least in least_of_runs(gram_hashes(folded_words(text), key))}
    bits = len(kept).bit_length() + NOISE_BITS
    return bits, frozenset(each & ((1 << bits) - 1) for each in kept)
