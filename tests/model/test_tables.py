"""The forms of dates, values and locators in tests/cases/tables, each with what it means or why it is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from wiki.model.citations import CitationError, locator_words, parse_locator
from wiki.model.dates import DateError, parse_date, words
from wiki.model.quantities import QuantityError, parse_quantity, plain

UNITS = ("km", "USD", "t", "%")


def table(name: str, part: str) -> list[Any]:
    file = Path(__file__).parent.parent / "cases" / "tables" / f"{name}.yml"
    rows = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)[part]  # noqa: S506 - every scalar stays a string
    return [pytest.param(written, meant, id=written or "nothing") for written, meant in rows.items()]


@pytest.mark.feature("R6")
@pytest.mark.parametrize(("written", "meant"), table("dates", "valid"))
def test_date(written: str, meant: list[str]) -> None:
    date = parse_date(written)
    marks = "~" * date.approximate + "?" * date.uncertain
    assert [date.earliest, date.latest, words(date), marks] == [*meant, ""][:4]


@pytest.mark.parametrize(("written", "said"), table("dates", "malformed"))
def test_date_is_refused(written: str, said: str) -> None:
    with pytest.raises(DateError) as error:
        parse_date(written)
    assert said in str(error.value)


@pytest.mark.parametrize(("written", "meant"), table("values", "valid"))
def test_value(written: str, meant: list[Any]) -> None:
    quantity = parse_quantity(written, UNITS)
    number = [plain(quantity.low), plain(quantity.high)] if quantity.number is None else plain(quantity.number)
    assert [number, quantity.qualifier, quantity.unit] == meant


@pytest.mark.parametrize(("written", "said"), table("values", "malformed"))
def test_value_is_refused(written: str, said: str) -> None:
    with pytest.raises(QuantityError) as error:
        parse_quantity(written, UNITS)
    assert said in str(error.value)


@pytest.mark.parametrize(("written", "meant"), table("locators", "valid"))
def test_locator(written: str, meant: list[Any]) -> None:
    locator = parse_locator(written)
    place = locator.text if not locator.ranges else [[str(first), str(last)] for first, last in locator.ranges]
    assert [locator.label, place, locator_words(locator)] == meant


@pytest.mark.parametrize(("written", "said"), table("locators", "malformed"))
def test_locator_is_refused(written: str, said: str) -> None:
    with pytest.raises(CitationError) as error:
        parse_locator(written)
    assert said in str(error.value)
