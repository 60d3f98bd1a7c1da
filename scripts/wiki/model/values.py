"""What values are once they are read: places, dates, quantities, locators, citations."""

from __future__ import annotations

import copyreg
from decimal import Decimal
from typing import Literal, NamedTuple


class Place(NamedTuple):
    """Where something stands: a path relative to the root with `/`, and a 1-based line and column in code points."""

    path: str
    line: int
    column: int = 1


NOWHERE = Place("", 1)


class Date(NamedTuple):
    """An EDTF date. `earliest` and `latest` are ISO days (`YYYY-MM-DD`), empty where the date is open or unknown."""

    text: str
    earliest: str
    latest: str
    precision: Literal["day", "month", "season", "year", "decade", "century", "interval", "set"]
    uncertain: bool = False
    approximate: bool = False


class Quantity(NamedTuple):
    """A number, or a range, with its unit; the magnitude (million …) is applied. `number` is None for a range."""

    number: Decimal | None
    low: Decimal
    high: Decimal
    qualifier: str
    unit: str


LocatorLabel = Literal["line", "page", "section", "paragraph"]


class Locator(NamedTuple):
    """A place in a source: `ll. 12, 40-44` is label `line` with ranges (12, 12), (40, 44); `sec. Title` and `p. xii` have a text."""

    label: LocatorLabel
    ranges: tuple[tuple[int, int], ...]
    text: str


class Citation(NamedTuple):
    """A source's key and a place in it, and where the citation itself stands."""

    source: str
    locator: Locator | None
    place: Place


def _reduced(record: tuple[object, ...]) -> tuple[type[tuple[object, ...]], tuple[object, ...]]:
    """Return what pickle makes a record of again; asked for here, it need not look for it in each."""
    return type(record), tuple(record)


def stored(*types: type[tuple[object, ...]]) -> None:
    """Let records of these types be stored in the quickest way."""
    for each in types:
        copyreg.pickle(each, _reduced)


stored(Place, Date, Quantity, Locator, Citation)
