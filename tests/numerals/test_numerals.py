"""Figures and dates in running text, against cases/verify/printed.tsv, and the laws of reading them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.evidence.collect import figure_text
from wiki.numerals import calendar_of, measured, plain_number, read_figures

CASES = Path(__file__).parent.parent / "cases" / "verify" / "printed.tsv"


def cases() -> list[tuple[str, str, str]]:
    rows = [line.split("\t") for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(row[0].replace("\\n", "\n"), row[1].strip(), row[2].strip()) for row in rows]


@pytest.mark.parametrize(("text", "figures", "dates"), cases(), ids=lambda value: value[:40] if isinstance(value, str) else None)
def test_printed(text: str, figures: str, dates: str) -> None:
    found, moments = read_figures(text)
    assert "; ".join(figure_text(figure.readings) for figure in found) == figures
    assert ";".join(date for moment in moments for date in moment.dates) == dates


@given(st.text(alphabet=st.sampled_from("0123456789.,– -$€%№[]()\n\tkmMW abceilnorstuMay“˝’"), max_size=80))
def test_any_text_is_read(text: str) -> None:
    found, moments = read_figures(text)
    assert all(0 <= each.start < each.end <= len(text) + 1 for each in found)
    assert all(0 <= each.start < each.end <= len(text) for each in moments)
    assert [each.start for each in found] == sorted(each.start for each in found)


@given(st.integers(0, 10**12), st.sampled_from(["km", "t", "MW", "%", "people", "km2", "kWh"]))
def test_a_plain_figure_is_read_back(number: int, unit: str) -> None:
    found, _ = read_figures(f"They had {number:,} {unit} there.")
    values = {measured(reading.value, reading.unit) for figure in found for reading in figure.readings}
    assert measured(Decimal(number), unit) in values or 1500 <= number < 2100


@given(st.dates().filter(lambda day: day.year >= 1500 and day.year < 2100))
def test_a_date_is_read_back(day: object) -> None:
    for form in ("%B %-d, %Y", "%-d %B %Y", "%d.%m.%Y", "%Y-%m-%d"):
        written = day.strftime(form)  # type: ignore[attr-defined]
        if form in ("%d.%m.%Y", "%Y-%m-%d") and day.year < 1900:  # type: ignore[attr-defined]
            continue
        _, moments = read_figures(f"It was on {written} there.")
        assert [each.dates for each in moments] == [(str(day),)]


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (("0.75", "km"), ("750", "m"), True),
        (("1", "km2"), ("100", "ha"), True),
        (("1", "t"), ("1000", "kg"), True),
        (("2.6", "GWh"), ("2600", "MWh"), True),
        (("5", "people"), ("5", "trucks"), True),
        (("5", "USD/kWh"), ("5", "USD"), True),
        (("5", "USD"), ("5", "EUR"), False),
        (("5", "km"), ("5", ""), False),
        (("5", "km"), ("5", "km2"), False),
        (("5", "%"), ("5", "pp"), False),
        (("5", "days"), ("5", "weeks"), False),
    ],
)
def test_what_is_compared(one: tuple[str, str], other: tuple[str, str], *, equal: bool) -> None:
    assert (measured(Decimal(one[0]), one[1]) == measured(Decimal(other[0]), other[1])) is equal


def test_a_month_without_year_takes_one_nearby() -> None:
    calendar = calendar_of(["2012-07", "--06", "2021"])
    assert calendar.holds("2021-06")
    assert calendar.holds("2012-07")
    assert not calendar.holds("2021-07")  # July is printed with another year
    assert not calendar.holds("2020-06")


def test_plain_number() -> None:
    assert [plain_number(Decimal(each)) for each in ("1E+3", "2.50", "0.9", "100")] == ["1000", "2.5", "0.9", "100"]
