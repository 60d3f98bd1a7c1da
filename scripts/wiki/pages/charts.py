"""Series drawn as SVG: a figure with three or more dates becomes a chart, whose table stands beside it.

The drawing is pure and deterministic, needs no script, and takes its colours from the page's style sheet (classes `wiki-chart-*`), so
that it follows the reader's scheme. It shows what the claims say and no more: the value axis begins at zero, a range is a bar from
its low to its high, dates that are open at an end are left out, and of several values for one date the line goes through the
preferred (else the first written) while the others stand beside it as hollow dots.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from markupsafe import Markup, escape

from wiki.model import Claim, Date
from wiki.model.dates import words
from wiki.pages.phrases import per

FEWEST = 3
"""Fewer dates than this are no series to look at."""

WIDTH, HEIGHT = 480, 220
LEFT, RIGHT, TOP, BOTTOM = 52, 8, 26, 28
MAGNITUDES = ((Decimal(10**9), "billion"), (Decimal(10**6), "million"), (Decimal(10**3), "thousand"), (Decimal(1), ""))


@dataclass(frozen=True, slots=True)
class Point:
    """A value in time: the middle of its date as a decimal year, low and high, whether the line goes through it, its words."""

    year: Decimal
    low: Decimal
    high: Decimal
    main: bool
    label: str

    @property
    def middle(self) -> Decimal:
        """The value that the line goes through."""
        return (self.low + self.high) / 2


def series_of(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Return the charts that facts of one property make: claims of the same thing and unit with FEWEST or more dates."""
    groups: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims:
        if claim.quantity and claim.rank != "superseded" and _drawable(claim.date):
            key = (claim.counterpart, claim.part, claim.group, claim.of, claim.per, claim.modality, claim.quantity.unit)
            groups.setdefault(key, []).append(claim)
    long = (group for group in groups.values() if len(group) >= FEWEST)
    return [group for group in long if len({_year(claim.date) for claim in group if claim.date}) >= FEWEST]


class Plotted(NamedTuple):
    """A figure as plain data: the middle of its date as a decimal year, low, high, its words."""

    year: str
    low: str
    high: str
    label: str


def plotted(claim: Claim) -> Plotted | None:
    """Return a figure as a chart has it; None where it has no number, no date to stand at, or is superseded."""
    if claim.quantity is None or claim.date is None or claim.rank == "superseded" or not _drawable(claim.date):
        return None
    label = f"{words(claim.date)}: {claim.value}{per(claim)}"
    return Plotted(str(_year(claim.date)), str(claim.quantity.low), str(claim.quantity.high), label)


def points_of(claims: Iterable[Claim]) -> list[Point]:
    """Return the points of a chart in the order of time; the main one of a date before the others."""
    ordered = sorted(claims, key=lambda claim: (claim.rank != "preferred", claim.place.line))
    return points_from(found for claim in ordered if (found := plotted(claim)))


def points_from(found: Iterable[Plotted]) -> list[Point]:
    """Return the points of a chart in the order of time; the first given for a date is its main one."""
    points: list[Point] = []
    for each in sorted(found, key=lambda plot: Decimal(plot.year)):
        year = Decimal(each.year)
        points.append(Point(year, Decimal(each.low), Decimal(each.high), not points or points[-1].year != year, each.label))
    return points


def _drawable(date: Date | None) -> bool:
    return bool(date and date.earliest and date.latest and date.earliest[0] != "-" and date.precision not in ("decade", "century"))


def _year(date: Date) -> Decimal:
    """Return the middle of a date as a decimal year, in days of which a month has 31 (for drawing, not for counting)."""
    first, last = (Decimal(day[:4]) + (Decimal(day[5:7]) - 1 + (Decimal(day[8:]) - 1) / 31) / 12 for day in (date.earliest, date.latest))
    return ((first + last) / 2).quantize(Decimal("0.001"))


def chart(points: list[Point], *, title: str, unit: str, name: str, axes: list[Point] | None = None) -> Markup:
    """Draw a chart; `name` makes its ids unique on the page, `axes` are points that the axes reach to (else those drawn).

    Raises ValueError if there are no points.
    """
    if not points:
        raise ValueError("a chart needs points")
    frame = _Frame.of(axes or points)
    said = "; ".join(point.label for point in points)
    parts = [
        f'<svg class="wiki-chart" role="img" viewBox="0 0 {WIDTH} {HEIGHT}" aria-labelledby="{escape(name)}-title {escape(name)}-desc">',
        f'<title id="{escape(name)}-title">{escape(title)}</title>',
        f'<desc id="{escape(name)}-desc">{escape(said)}.</desc>',
        *frame.grid(unit),
        *frame.marks(points),
        "</svg>",
    ]
    return Markup("".join(parts))  # noqa: S704 - every text in it is escaped


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where values and years stand: the ends of both axes and the step of the value axis."""

    first: Decimal
    last: Decimal
    low: Decimal
    high: Decimal
    step: Decimal

    @classmethod
    def of(cls, points: list[Point]) -> _Frame:
        low, high = min(Decimal(0), *(point.low for point in points)), max(Decimal(0), *(point.high for point in points))
        step = nice_step(high - low)
        bottom, top = ((end / step).to_integral_value(rounding) * step for end, rounding in ((low, ROUND_FLOOR), (high, ROUND_CEILING)))
        years = [point.year for point in points]
        return cls(min(years), max(years), bottom, top if top > bottom else bottom + step, step)

    def x(self, year: Decimal) -> str:
        """Return a year's place."""
        span = self.last - self.first or Decimal(1)
        return _place(LEFT + (year - self.first) / span * (WIDTH - LEFT - RIGHT - 20) + 10)

    def y(self, value: Decimal) -> str:
        """Return a value's place."""
        return _place(TOP + (self.high - value) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM))

    def grid(self, unit: str) -> Iterator[str]:
        """Yield the lines and labels of the axes."""
        factor, magnitude = next(each for each in MAGNITUDES if max(abs(self.high), abs(self.low)) >= each[0] or each[0] == 1)
        value = self.low
        while value <= self.high:
            yield f'<line class="wiki-chart-grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{self.y(value)}" y2="{self.y(value)}"/>'
            yield f'<text class="wiki-chart-text" x="{LEFT - 6}" y="{self.y(value)}" dy="4" text-anchor="end">{_short(value / factor)}</text>'
            value += self.step
        label = " ".join(part for part in (magnitude, unit) if part)
        yield f'<text class="wiki-chart-text" x="4" y="12">{escape(label)}</text>'
        for year in self._years():
            yield f'<text class="wiki-chart-text" x="{self.x(year + Decimal("0.5"))}" y="{HEIGHT - 10}" text-anchor="middle">{year}</text>'

    def _years(self) -> list[int]:
        first, last = int(self.first), int(self.last)
        step = next(each for each in (1, 2, 5, 10, 20, 50, 100, 500, 1000, 5000) if (last - first) / each <= 8)
        start = first if step == 1 else -(-first // step) * step
        return list(range(start, last + 1, step))

    def marks(self, points: list[Point]) -> Iterator[str]:
        """Yield the line and the dots, each with its words."""
        line = " ".join(f"{self.x(point.year)},{self.y(point.middle)}" for point in points if point.main)
        yield f'<polyline class="wiki-chart-line" points="{line}"/>'
        for point in points:
            x = self.x(point.year)
            if point.low != point.high:
                yield f'<line class="wiki-chart-range" x1="{x}" x2="{x}" y1="{self.y(point.low)}" y2="{self.y(point.high)}"/>'
            kind = "wiki-chart-dot" if point.main else "wiki-chart-dot wiki-chart-other"
            yield f'<circle class="{kind}" cx="{x}" cy="{self.y(point.middle)}" r="4"><title>{escape(point.label)}</title></circle>'


def nice_step(span: Decimal) -> Decimal:
    """Return a round step that divides a span into at most five parts.

    >>> [float(nice_step(Decimal(each))) for each in ("776", "0.9", "5", "0")]
    [200.0, 0.2, 1.0, 1.0]
    """
    if span <= 0:
        return Decimal(1)
    power = Decimal(1).scaleb(span.adjusted() - 1)
    return next(power * each for each in (1, 2, 5, 10, 20, 50) if span / (power * each) <= 5)


def _place(value: Decimal) -> str:
    return f"{value:.1f}"


def _short(value: Decimal) -> str:
    text = f"{value.normalize():f}"
    return text if "." not in text else text.rstrip("0").rstrip(".")
