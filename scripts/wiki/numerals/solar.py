"""The solar Hijri calendar of Afghanistan and Iran: the Gregorian days of a year, a month, a day.

By K. M. Borkowski, "The Persian calendar for 3000 years", Earth, Moon, and Planets 74 (1996), pp. 223-230: cycles of 33 years with eight
leap years, and the years in which a cycle is shorter, so that the year begins with the equinox seen from Tehran (exact from 1178 to 1633).
"""

from __future__ import annotations

from datetime import date, timedelta

_SHIFTS = (-61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262, 2324, 2394, 2456, 3178)
FIRST, LAST = 1178, 1633


def gregorian_day(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day of a solar Hijri one, None where there is none such.

    >>> str(gregorian_day(1402, 4, 15)), str(gregorian_day(1357, 11, 22))
    ('2023-07-06', '1979-02-11')
    """
    if not (FIRST <= year < LAST and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    first = new_year(year) + timedelta(days=(month - 1) * 31 - max(0, month - 7))
    found = first + timedelta(days=day - 1)
    following = new_year(year + 1) if month == 12 else new_year(year) + timedelta(days=month * 31 - max(0, month - 6))
    return found if found < following else None


def gregorian_span(year: int, month: int = 0) -> str:
    """Return the Gregorian days of a year or a month as an EDTF interval, '' where the year is not known.

    >>> gregorian_span(1402), gregorian_span(1402, 4)
    ('2023-03-21/2024-03-19', '2023-06-22/2023-07-22')
    """
    if not FIRST <= year < LAST - 1:
        return ""
    first = gregorian_day(year, month or 1, 1)
    after = new_year(year + 1) if month in (0, 12) else gregorian_day(year, month + 1, 1)
    return f"{first}/{after - timedelta(days=1)}" if first and after else ""


def new_year(year: int) -> date:
    """Return the first day of a solar Hijri year.

    >>> [str(new_year(year)) for year in (1399, 1400, 1402, 1403, 1404)]
    ['2020-03-20', '2021-03-21', '2023-03-21', '2024-03-20', '2025-03-21']
    """
    leaps, start = -14, _SHIFTS[0]
    cycle = 0
    for shift in _SHIFTS[1:]:
        cycle = shift - start
        if year < shift:
            break
        leaps += cycle // 33 * 8 + cycle % 33 // 4
        start = shift
    since = year - start
    leaps += since // 33 * 8 + (since % 33 + 3) // 4
    if cycle % 33 == 4 and cycle - since == 4:
        leaps += 1
    gregorian = year + 621
    return date(gregorian, 3, 20 + leaps - (gregorian // 4 - (gregorian // 100 + 1) * 3 // 4 - 150))
