"""Sorted numbers in little room: each by how far it is from the one before, in signs of five bits, as Base64 has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUES = {sign: value for value, sign in enumerate(SIGNS)}
_MORE = 32


def to_gaps(numbers: Iterable[int]) -> str:
    """Return sorted numbers in signs; the lowest five bits of a gap come first, and all signs but its last are from `g` on.

    >>> to_gaps([3, 40, 40_000]), list(from_gaps("DlB"))
    ('DlB4gnB', [3, 40])
    """
    signs = []
    before = 0
    for number in numbers:
        gap = number - before
        before = number
        while gap >= _MORE:
            signs.append(SIGNS[gap % _MORE + _MORE])
            gap //= _MORE
        signs.append(SIGNS[gap])
    return "".join(signs)


def from_gaps(signs: str) -> Iterator[int]:
    """Yield the numbers that `to_gaps` wrote."""
    number = gap = shift = 0
    for sign in signs:
        value = _VALUES[sign]
        gap |= value % _MORE << shift
        shift += 5
        if value < _MORE:
            number += gap
            yield number
            gap = shift = 0
