"""Charts: round steps, every value inside the frame, the same bytes each time, no text that acts."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.model import Claim, Place
from wiki.model.dates import parse_date
from wiki.model.quantities import parse_quantity
from wiki.pages.charts import HEIGHT, WIDTH, Point, chart, nice_step, points_of, series_of

ENOUGH = settings(deadline=None, derandomize=True)


def claim(date: str, value: str, **more: str) -> Claim:
    line = int(more.pop("line", "1"))
    return Claim(
        "page", f"c-{date}", "fact", Place("page.md", line), property="traffic", value=value, date=parse_date(date) if date else None,
        quantity=parse_quantity(value, ("t", "USD")), part=more.get("part", ""), rank=more.get("rank", ""),
    )  # fmt: skip


NUMBERS = st.decimals(-(10**12), 10**12, allow_nan=False, places=2)
POINTS = st.lists(
    st.builds(
        lambda year, ends, main, label: Point(Decimal(year), min(ends), max(ends), main, label),
        st.integers(1, 3000), st.tuples(NUMBERS, NUMBERS), st.booleans(), st.text(max_size=20),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@ENOUGH
@given(st.decimals("0.001", 10**15, allow_nan=False))
def test_a_step_is_round_and_makes_at_most_five_parts(span: Decimal) -> None:
    step = nice_step(span)
    assert re.fullmatch(r"[125]0*|0?\.0*[125]|0\.0*[125]", f"{step.normalize():f}")
    assert 2 <= span / step <= 5


@ENOUGH
@given(POINTS)
def test_everything_is_drawn_inside(points: list[Point]) -> None:
    svg = str(chart(points, title="Traffic", unit="t", name="one"))
    for name, most in (("cx", WIDTH), ("x1", WIDTH), ("x2", WIDTH), ("cy", HEIGHT), ("y1", HEIGHT), ("y2", HEIGHT)):
        for value in re.findall(rf' {name}="([^"]*)"', svg):
            assert 0 <= float(value) <= most
    assert svg.count("<circle") == len(points)
    assert svg == str(chart(points, title="Traffic", unit="t", name="one"))


@ENOUGH
@given(st.text(max_size=20), st.text(max_size=20))
def test_no_text_becomes_markup(title: str, unit: str) -> None:
    svg = str(chart([Point(Decimal(2000), Decimal(1), Decimal(1), True, title)], title=title, unit=unit, name="one"))
    tags = set(re.findall(r"<(\w+)", svg))
    assert tags <= {"svg", "title", "desc", "line", "text", "polyline", "circle"}


def test_it_is_well_formed_and_says_what_it_shows() -> None:
    points = points_of([claim("2011", "20 t"), claim("2010", "10–14 t"), claim("2012", "about 30 t")])
    root = ET.fromstring(chart(points, title="Traffic & more", unit="t", name="one"))  # noqa: S314 - our own
    assert root.attrib["aria-labelledby"] == "one-title one-desc"
    assert [root.findtext("title"), root.findtext("desc")] == ["Traffic & more", "2010: 10–14 t; 2011: 20 t; 2012: about 30 t."]


def test_of_one_date_the_line_goes_through_the_preferred_then_the_first() -> None:
    points = points_of(
        [claim("2010", "5 t", line="3"), claim("2010", "4 t", line="2"), claim("2011", "1 t"), claim("2011", "2 t", rank="preferred")]
    )
    assert [(point.label, point.main) for point in points] == [
        ("2010: 4 t", True), ("2010: 5 t", False), ("2011: 2 t", True), ("2011: 1 t", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("claims", "series"),
    [
        ([("2010", "1 t"), ("2011", "1 t"), ("2012", "1 t")], 1),
        ([("2010", "1 t"), ("2011", "1 t"), ("2011", "2 t")], 0),
        ([("2010", "1 t"), ("2011", "1 t"), ("2012", "1 USD")], 0),
        ([("2010", "1 t"), ("2011", "1 t"), ("../2012", "1 t")], 0),
        ([("2010", "1 t"), ("2011", "1 t"), ("", "1 t")], 0),
        ([("2010", "1 t"), ("2011", "1 t"), ("201X", "1 t")], 0),
        ([("2010", "1 t"), ("2011", "1 t"), ("2012/2013", "1 t")], 1),
    ],
)
def test_three_dates_of_one_thing_make_a_series(claims: list[tuple[str, str]], series: int) -> None:
    assert len(series_of(claim(date, value) for date, value in claims)) == series


def test_without_points_there_is_no_chart() -> None:
    with pytest.raises(ValueError, match="points"):
        chart([], title="", unit="", name="one")
