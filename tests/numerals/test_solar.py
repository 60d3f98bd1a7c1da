"""The solar Hijri calendar against days that are known in both calendars."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wiki.numerals.solar import gregorian_day, gregorian_span, new_year

KNOWN = (
    ((1352, 4, 26), "1973-07-17"),  # the republic
    ((1357, 2, 7), "1978-04-27"),  # the Saur revolution
    ((1357, 11, 22), "1979-02-11"),  # the revolution in Iran
    ((1358, 10, 6), "1979-12-27"),  # the palace of Tajbeg
    ((1367, 11, 26), "1989-02-15"),  # the last Soviet troops leave
    ((1371, 2, 8), "1992-04-28"),  # the mujahideen in Kabul
    ((1380, 6, 18), "2001-09-09"),  # the killing of Massoud
    ((1380, 6, 20), "2001-09-11"),
    ((1382, 10, 14), "2004-01-04"),  # the constitution
    ((1398, 12, 10), "2020-02-29"),  # the agreement of Doha
    ((1400, 5, 24), "2021-08-15"),  # the fall of Kabul
    ((1402, 4, 15), "2023-07-06"),
    ((1399, 12, 30), "2021-03-20"),  # a leap year's last day
    ((1403, 12, 30), "2025-03-20"),
)


@pytest.mark.parametrize(("solar", "gregorian"), KNOWN)
def test_known_days(solar: tuple[int, int, int], gregorian: str) -> None:
    assert str(gregorian_day(*solar)) == gregorian


@pytest.mark.parametrize("day", [(1400, 12, 30), (1402, 7, 31), (1402, 13, 1), (1402, 0, 1), (1402, 1, 32), (900, 1, 1)])
def test_what_is_no_day(day: tuple[int, int, int]) -> None:
    assert gregorian_day(*day) is None


def test_days_and_years_follow_each_other() -> None:
    for year in range(1200, 1500):
        first, after = gregorian_span(year).split("/")
        assert date.fromisoformat(first) == new_year(year)
        assert date.fromisoformat(after) + timedelta(days=1) == new_year(year + 1)
        months = [gregorian_span(year, month).split("/") for month in range(1, 13)]
        lengths = [(date.fromisoformat(end) - date.fromisoformat(start)).days + 1 for start, end in months]
        assert lengths[:11] == [31] * 6 + [30] * 5
        assert lengths[11] in (29, 30)
        assert sum(lengths) == (new_year(year + 1) - new_year(year)).days


def test_eight_leap_years_in_33() -> None:
    leaps = [year for year in range(1343, 1409) if (new_year(year + 1) - new_year(year)).days == 366]
    assert leaps == [1346, 1350, 1354, 1358, 1362, 1366, 1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408]
