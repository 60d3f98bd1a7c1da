"""What is read: a figure with its readings; and a number on the way to one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a figure: its value with the magnitude applied, its unit ('' for a bare number or a count of things).

    `note` is a footnote number that was taken off its end; `plus` tells that a plus is printed before it, so that it is no fall.
    """

    value: Decimal
    unit: str
    note: str = ""
    plus: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at `start:end` with its readings, the likeliest first; `worded` if it is written in words.

    Without readings it is not understood: something is printed there, and no part of it is a figure.
    """

    start: int
    end: int
    readings: tuple[Reading, ...]
    worded: bool = False


@dataclass(frozen=True, slots=True)
class Raw:
    """A number before its neighbours are looked at: bare values (none where it is not understood) with what stands before and behind it.

    `sign` is a currency that stands before it, `minus` and `plus` what is printed of its sign; `name` tells that it is part of a name (5G).
    """

    start: int
    end: int
    values: tuple[tuple[Decimal, str], ...]
    sign: str = ""
    magnitude: int = 1
    unit: str = ""
    worded: bool = False
    bare: bool = True
    also: tuple[tuple[int, str], ...] = ()
    minus: bool = False
    plus: bool = False
    name: bool = False
