"""Which two values can both hold: the pairs of tests/cases/tables/comparing.yml, and what holds of all."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wiki.judge.comparison import conflict, interval, same_value, step
from wiki.model import Claim, Place
from wiki.model.dates import parse_date
from wiki.model.quantities import QUALIFIERS, parse_quantity

FILE = Path(__file__).parent.parent / "cases" / "tables" / "comparing.yml"
PAIRS: dict[str, list[list[str]]] = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - all scalars stay strings
UNITS = ("USD", "EUR", "km", "m", "t", "kg", "%", "years", "months", "days", "people", "visas")
OUTCOMES = {"hold": "", "differ": "values", "rounding": "rounding", "dates that hold": "", "dates that differ": "values"}


def claim(value: str, *, date: bool = False) -> Claim:
    parsed: dict[str, Any] = {"value_date": parse_date(value)} if date else {"quantity": parse_quantity(value, UNITS)}
    return Claim("page", "c-x", "fact", Place("page.md", 1), property="x", value=value, **parsed)


def pairs() -> list[Any]:
    return [
        pytest.param(one, other, kind, id=f"{one} | {other}: {kind}")
        for kind, found in PAIRS.items() for one, other in found
    ]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "kind"), pairs())
def test_pair(one: str, other: str, kind: str) -> None:
    first, second = (claim(value, date=kind.startswith("dates")) for value in (one, other))
    assert conflict(first, second) == OUTCOMES[kind]
    assert conflict(second, first) == OUTCOMES[kind]


@pytest.mark.parametrize(
    ("written", "worth"), [("617 million USD", "1000000"), ("26.5 %", "0.1"), ("1,000 people", "1"), ("0.00 t", "0.01")]
)
def test_step_is_the_last_printed_digit(written: str, worth: str) -> None:
    assert step(written, parse_quantity(written, UNITS)) == Decimal(worth)


values = st.builds(
    lambda qualifier, number, decimals, magnitude: f"{qualifier} {Decimal(number).scaleb(-decimals):f} {magnitude} USD".strip().replace("  ", " "),
    st.sampled_from(("", *QUALIFIERS)),
    st.integers(-(10**6), 10**6),
    st.integers(0, 3),
    st.sampled_from(("", "thousand", "million", "billion")),
).map(lambda text: " ".join(text.split()))  # fmt: skip


@given(values)
def test_a_value_holds_beside_itself(value: str) -> None:
    assert conflict(claim(value), claim(value)) == ""


@given(values, values)
def test_either_order_says_the_same(one: str, other: str) -> None:
    assert conflict(claim(one), claim(other)) == conflict(claim(other), claim(one))


@given(values)
def test_a_value_is_in_its_own_interval(value: str) -> None:
    quantity = parse_quantity(value, UNITS)
    found = interval(value, quantity)
    assert found.low <= quantity.low
    assert quantity.high <= found.high


@given(st.integers(1, 10**6))
def test_magnitudes_make_one_value(number: int) -> None:
    assert same_value(claim(f"{number} thousand USD")) == same_value(claim(f"{number}000 USD"))
