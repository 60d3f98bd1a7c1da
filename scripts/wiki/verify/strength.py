"""How much a found says: at how many other places of the source the answer would have been the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wiki.model import Strength
from wiki.verify.sought import Sought, WordsSought
from wiki.verify.standing import OWN, SURE, Cited, narrowed

STRONG, FAIR = 0.01, 0.05
"""An answer is strong, or fair, if at most this share of the other places would have given it."""
FEWEST = 20
"""With fewer other places an answer is weak."""


class Held(NamedTuple):
    """A thing that stands in the cited lines, and how (standing.py)."""

    sought: Sought
    how: int


def strength_of(held: Sequence[Held], more: Iterable[Held], cited: Cited, *, most: Strength = "strong") -> tuple[Strength, float]:
    """Return strength and share of an answer that rests on `held`; `more` is taken in while it is weak, and `most` is the cap.

    What surely stands in the lines comes first: if that alone is strong, nothing else is asked for.
    """
    length = cited.length
    other = cited.places.all_runs(length) & ~cited.places.runs(cited.places.ranges(cited.lines), length)
    total = other.bit_count()
    if total < FEWEST:
        return "weak", 1.0 if not total else _same(held, other, cited, length).bit_count() / total
    sure = _same([each for each in held if each.how == SURE], other, cited, length)
    if sure.bit_count() <= STRONG * total:
        return most, sure.bit_count() / total
    same = _same([each for each in held if each.how != SURE], sure, cited, length)
    rest = iter(more)
    while same.bit_count() > FAIR * total and (extra := next(rest, None)):
        same = _same([extra], same, cited, length)
        sure = _same([extra], sure, cited, length) if extra.how == SURE else sure
    share = same.bit_count() / total
    if share > FAIR:
        return "weak", share
    return (most if sure.bit_count() <= STRONG * total else "fair"), share


def _same(held: Iterable[Held], among: int, cited: Cited, length: int) -> int:
    """Return those of some runs of lines that hold the same."""
    for each in held:
        if each.how != OWN and among:
            sought = narrowed(each.sought, cited) if isinstance(each.sought, WordsSought) else each.sought
            among &= cited.places.holding(sought, length)
    return among
