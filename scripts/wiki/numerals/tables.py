"""Tables in plain text: rows that are a label and nothing but numbers, and the units that their heads print in brackets."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from wiki.numerals.units import MAGNITUDES, unit_at

_CELL = r"[+−–-]?\d[\d.,]*%?"
# a short label, then two cells or more, or nothing but cells
_ROW = re.compile(rf"\s*(?:[A-Z][^\n.;:]{{0,48}}?\s)?(?:{_CELL}\s+)+{_CELL}\s*")
_HEAD = re.compile(r"\(([^()\n]{1,40})\)")
_PERCENTS = re.compile(r"\s*(?:%\s*)+(?:pct\.?\s?pt\.?)?\s*")
_REACH = 24
"""How many lines above a row the head of its column may stand."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table at `start:end`, with the (magnitude, unit) pairs that heads above it print."""

    start: int
    end: int
    units: tuple[tuple[int, str], ...]

    @property
    def shared(self) -> tuple[tuple[int, str], ...]:
        """Return the units that any cell may have where heads and cells do not pair off; under per cent alone all cells are shares."""
        return self.units if self.units == ((1, "%"),) else ((1, ""), *self.units)


@dataclass(frozen=True, slots=True)
class Cells:
    """The rows of a text, by place."""

    rows: tuple[Row, ...]
    starts: tuple[int, ...]

    def row_at(self, position: int) -> Row | None:
        """Return the row that `position` is in."""
        index = bisect_right(self.starts, position) - 1
        return self.rows[index] if index >= 0 and position < self.rows[index].end else None

    def holds(self, position: int) -> bool:
        """Tell whether `position` is in a row."""
        return self.row_at(position) is not None


def cells_of(text: str) -> Cells:
    """Find the rows of tables; a row stands alone or among rows, so that a wrapped line of prose is none."""
    lines = text.split("\n")
    rows = []
    position = 0
    for index, line in enumerate(lines):
        if (
            3 <= len(line) < 90
            and _ROW.fullmatch(line)
            and _apart(lines, index)
            and not re.fullmatch(r"\s*(?:(?:1[5-9]|20)\d\d\s*)+", line)
        ):
            rows.append(Row(position, position + len(line), _units(lines, index)))
        position += len(line) + 1
    return Cells(tuple(rows), tuple(row.start for row in rows))


def _apart(lines: list[str], index: int) -> bool:
    around = [lines[at] for at in (index - 1, index + 1) if 0 <= at < len(lines)]
    return len(lines) > 1 and all(not line.strip() or len(line) < 50 for line in around)


def _heads_above(lines: list[str], index: int) -> list[str]:
    """Return the lines above a row up to the rows of the table before."""
    above: list[str] = []
    for line in reversed(lines[max(0, index - _REACH) : index]):
        if _ROW.fullmatch(line) and any(map(_is_head, above)):
            break
        above.insert(0, line)
    return [line for line in above if _is_head(line)]


def _is_head(line: str) -> bool:
    return len(" ".join(line.split())) < 60 and (_HEAD.search(line) is not None or _PERCENTS.fullmatch(line) is not None)


def _units(lines: list[str], index: int) -> tuple[tuple[int, str], ...]:
    found: dict[tuple[int, str], None] = {}
    for line in _heads_above(lines, index):
        for head in ["%"] if _PERCENTS.fullmatch(line) else _HEAD.findall(line):
            magnitude, rest = 1, head.strip()
            word = rest.split(" ", maxsplit=1)[0].lower()
            if word in MAGNITUDES:
                magnitude, rest = MAGNITUDES[word], rest[len(word) :].strip()
            unit = unit_at(rest, 0)
            if magnitude > 1 or unit:
                found[magnitude * (unit[1] if unit else 1), unit[0] if unit else ""] = None
    return tuple(found)
