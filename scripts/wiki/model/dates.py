"""EDTF level 1 dates (Library of Congress, 2019), with `[..2016]` and other one-of sets; parsed and put into words.

Written out rather than left to the edtf package, which needs 4-6 ms a parse; the tests hold it against that package.
"""

from __future__ import annotations

import calendar
import re
from functools import lru_cache

from wiki.model.values import Date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {21: ("spring", 3, 5), 22: ("summer", 6, 8), 23: ("autumn", 9, 11), 24: ("winter", 12, 12)}
"""EDTF season → word, first and last month. Winter keeps to its own year, so that a date never leaves its year."""

EXAMPLES = "2021, 2021-08, 2021-08-15, 2009/2010, 2010~, 2015?, '[..2016]', 2016/.., 201X"

# a year of four digits (the last ones may be unspecified), a month or season, a day; each may be X where unspecified
_SIMPLE = re.compile(r"(-?\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([?~%]?)", re.ASCII)

_OPEN = re.compile(r"\.\.[^/\]]+")


class DateError(ValueError):
    """A text that is not an EDTF date; the message says what is wrong and what is expected."""


@lru_cache(maxsize=65536)
def parse_date(text: str) -> Date:
    """Parse an EDTF date.

    Raises DateError if `text` is no EDTF level 1 date or set, or an interval that ends before it begins.

    >>> parse_date("2021-08").latest
    '2021-08-31'
    """
    text = text.strip()
    try:
        return _parse(f"[{text}]" if _OPEN.fullmatch(text) else text)
    except DateError as error:
        raise _with_form(error, text) from None


def _parse(text: str) -> Date:
    if text[:1] in ("[", "{"):
        return _parse_set(text)
    if "/" in text:
        return _parse_interval(text)
    return _parse_simple(text)


def _with_form(error: DateError, text: str) -> DateError:
    """Return the error with the form to write, where the date is of a notation that is known from elsewhere."""
    from wiki.model.date_notations import proposal  # noqa: PLC0415 - only needed once something is wrong

    def fits(form: str) -> bool:
        try:
            return bool(_parse(form))
        except DateError:
            return False

    form = proposal(text, fits) if "a form like" in str(error) else ""
    return DateError(f"'{text}' is not an EDTF date: {form}") if form else error


def _parse_simple(text: str) -> Date:
    match = _SIMPLE.fullmatch(text)
    if not match:
        raise DateError(f"'{text}' is not an EDTF date; expected a form like {EXAMPLES}")
    year, month, day, mark = match.groups()
    doubt = {"uncertain": mark in ("?", "%"), "approximate": mark in ("~", "%")}
    if "X" in year:
        if month:
            raise DateError(f"'{text}': a year with X takes no month")
        first, last = year.replace("X", "0"), year.replace("X", "9")
        return Date(text, f"{first}-01-01", f"{last}-12-31", "decade" if year.count("X") == 1 else "century", **doubt)
    if month in (None, "XX"):
        if day and day != "XX":
            raise DateError(f"'{text}': a day needs a month")
        return Date(text, f"{year}-01-01", f"{year}-12-31", "year", **doubt)
    number = int(month)
    if number in SEASONS:
        if day:
            raise DateError(f"'{text}': a season takes no day")
        _, first_month, last_month = SEASONS[number]
        return Date(text, f"{year}-{first_month:02}-01", _month_end(year, last_month), "season", **doubt)
    if not 1 <= number <= 12:
        raise DateError(f"'{text}': no month {month}; expected 01 to 12, or 21 to 24 for a season")
    if day in (None, "XX"):
        return Date(text, f"{year}-{month}-01", _month_end(year, number), "month", **doubt)
    if not 1 <= int(day) <= _days(year, number):
        raise DateError(f"'{text}': {MONTHS[number - 1]} {year} has no day {int(day)}")
    return Date(text, f"{year}-{month}-{day}", f"{year}-{month}-{day}", "day", **doubt)


def _parse_interval(text: str) -> Date:
    parts = text.split("/")
    if len(parts) != 2 or parts in (["", ""], ["..", ".."]):
        raise DateError(f"'{text}' is not an interval; expected a form like 2009/2010, 2016/.. or ../2016")
    start, end = (None if part in ("", "..") else _parse_simple(part) for part in parts)
    if start and end and start.earliest > end.latest:
        raise DateError(f"'{text}' is reversed; expected '{parts[1]}/{parts[0]}'")
    ends = [each for each in (start, end) if each]
    return Date(
        text,
        start.earliest if start else "",
        end.latest if end else "",
        "interval",
        any(each.uncertain for each in ends),
        any(each.approximate for each in ends),
    )


def _parse_set(text: str) -> Date:
    if len(text) < 3 or (text[0], text[-1]) not in (("[", "]"), ("{", "}")):
        raise DateError(f"'{text}' is not a set of dates; expected a form like '[..2016]' or '[2015,2016]'")
    earliest, latest = [], []
    for part in text[1:-1].split(","):
        ends = part.strip().split("..")
        if len(ends) > 2 or not any(ends):
            raise DateError(f"'{text}' is not a set of dates; expected a form like '[..2016]' or '[2015,2016]'")
        dates = [_parse_simple(end) if end else None for end in ends]
        if dates[0] and dates[-1] and dates[0].earliest > dates[-1].latest:
            raise DateError(f"'{text}' is reversed; expected '[{ends[-1]}..{ends[0]}]'")
        earliest.append(dates[0].earliest if dates[0] else "")
        latest.append(dates[-1].latest if dates[-1] else "")
    return Date(text, "" if "" in earliest else min(earliest), "" if "" in latest else max(latest), "set")


def _days(year: str, month: int) -> int:
    return calendar.monthrange(max(int(year), 4), month)[1] if month != 2 else 29 if calendar.isleap(int(year)) else 28


def _month_end(year: str, month: int) -> str:
    return f"{year}-{month:02}-{_days(year, month):02}"


def sort_key(date: Date | None) -> tuple[str, str, str]:
    """Order dates by their earliest day, then the more precise first; no date comes last."""
    if date is None:
        return ("9999", "9999", "")
    return (_sortable(date.earliest or date.latest), _sortable(date.latest or "9999"), date.text)


def _sortable(day: str) -> str:
    """Return a day so that text sorts as time does: before the year 0 the greater number is the earlier."""
    return day if day[0] != "-" else "-" + "".join(str(9 - int(digit)) for digit in day[1:5]) + day[5:]


def words(date: Date) -> str:
    """Put a date into English words.

    >>> [words(parse_date(t)) for t in ("2021-08~", "2015/2018", "..2018", "2021-21", "201X")]
    ['about August 2021', '2015–2018', 'by 2018', 'spring 2021', '2010s']
    """
    return _words(date.text)


@lru_cache(maxsize=1 << 14)
def _words(text: str) -> str:
    if text[0] in "[{":
        return _set_words(text)
    if "/" in text:
        start, end = text.split("/")
        if start in ("", ".."):
            return f"until {_simple_words(end)}"
        if end in ("", ".."):
            return f"since {_simple_words(start)}"
        return _span_words(start, end)
    return _simple_words(text)


def _span_words(start: str, end: str) -> str:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", start) and re.fullmatch(r"\d{4}-\d\d-\d\d", end) and start[:7] == end[:7]:
        return f"{int(start[8:])}–{_simple_words(end)}"
    if re.fullmatch(r"\d{4}-(0\d|1[0-2])", start) and re.fullmatch(r"\d{4}-(0\d|1[0-2])", end) and start[:4] == end[:4]:
        return f"{MONTHS[int(start[5:]) - 1]}–{_simple_words(end)}"
    dash = "–" if re.fullmatch(r"\d{4}", start) and re.fullmatch(r"\d{4}[?~%]?", end) else " – "
    return f"{_simple_words(start)}{dash}{_simple_words(end)}"


def _set_words(text: str) -> str:
    parts = []
    for part in text[1:-1].split(","):
        start, dots, end = part.strip().partition("..")
        if not dots:
            parts.append(_simple_words(start))
        elif not start:
            parts.append(f"by {_simple_words(end)}")
        elif not end:
            parts.append(f"{_simple_words(start)} or later")
        else:
            parts.append(f"between {_simple_words(start)} and {_simple_words(end)}")
    return (" or " if text[0] == "[" else " and ").join(parts)


def _simple_words(text: str) -> str:
    match = _SIMPLE.fullmatch(text)
    if match is None:  # every part of a parsed date matches
        raise DateError(f"'{text}' is not an EDTF date")
    year, month, day, mark = match.groups()
    before = {"~": "about ", "%": "about "}.get(mark, "")
    after = "?" if mark in ("?", "%") else ""
    if year.endswith("XX"):
        number = int(year[:-2]) + 1
        said = f"{number}{'th' if number in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')} century"
    elif year.endswith("X"):
        said = f"{year[:-1]}0s"
    elif month in (None, "XX"):
        said = _year_words(year)
    elif int(month) in SEASONS:
        said = f"{SEASONS[int(month)][0]} {_year_words(year)}"
    elif day in (None, "XX"):
        said = f"{MONTHS[int(month) - 1]} {_year_words(year)}"
    else:
        said = f"{int(day)} {MONTHS[int(month) - 1]} {_year_words(year)}"
    return f"{before}{said}{after}"


def _year_words(year: str) -> str:
    """EDTF counts as astronomers do: the year 0000 is 1 BC."""
    number = int(year)
    return str(number) if number > 0 else f"{1 - number} BC"
