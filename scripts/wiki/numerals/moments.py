"""Dates as running text prints them: years, months, days, decades and spans, with footnote numbers glued to years."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from wiki.numerals.noise import blank

MONTHS = {
    name: f"{number:02}"
    for number, name in enumerate(
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"], start=1
    )
}  # fmt: skip
_SHORT = {name[:3]: number for name, number in MONTHS.items()} | {"sept": "09"}

_M = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sep(?:t(?:ember|\.)?|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)(?![A-Za-z])"
)
_D = r"(?<![\d.,$€£])(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\w.,]?\d)(?!\s?%)"
_Y_REST = r"\d\d(?:\d{1,2})?(?!\d)(?!,\d{3})(?!\.\d)(?!\s?[\^×*±·]{1,2}\s?-?\d|[:'’]{1,2}\d)"
_Y = rf"(?:1[5-9]|20){_Y_REST}"
_S = r"\s{1,3}"
_TO = r"\s{0,3}(?:–|-|—|to|and|or|&)\s{0,3}"


@dataclass(frozen=True, slots=True)
class Moment:
    """A printed date at `start:end`; `dates` are `2021`, `2021-08`, `2021-08-15`, `199X`, or without a year `--08`, `--08-15`.

    Before our era a year is as EDTF counts it, `-0043` for 44 BC; a year or month of another calendar is the interval of its days.
    `note` is the footnote number that is glued to its year, `season` the season that stands before it, as EDTF has it (`2021-21`).
    """

    start: int
    end: int
    dates: tuple[str, ...]
    note: str = ""
    season: str = ""


Split = Callable[[str, int], tuple[str, str]]
"""(year with whatever is glued to it, where it stands) → year and footnote number."""


def plain_split(year: str, position: int) -> tuple[str, str]:
    """Take the first four digits for the year and the rest for a footnote number."""
    del position
    return year[:4], year[4:]


def _month(name: str) -> str:
    name = name.lower().rstrip(".")
    return MONTHS.get(name) or _SHORT[name[:4] if name.startswith("sept") else name[:3]]


def _day(text: str) -> str:
    return f"{int(re.sub(r'[a-z]', '', text)):02}"


_MONTH = re.compile("|".join(name[:3].capitalize() for name in MONTHS) + "|" + "|".join(name[:3].upper() for name in MONTHS))
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


class _Form(NamedTuple):
    """A way to print dates: whether a month and a year are in it, what else a text must hold for it to be looked for, and how it reads.

    The pattern is compiled when it is first looked for: together they take a tenth of the time in which one entry is checked.
    """

    kind: str
    month: bool
    year: bool
    sign: re.Pattern[str] | None
    pattern: str


_FORMS = tuple(
    _Form(kind, "m" in parts, "y" in parts, re.compile(sign) if sign else None, pattern)
    for kind, parts, sign, pattern in (
        ("mdmdy", "my", "", rf"\b({_M}){_S}({_D}){_TO}({_M}){_S}({_D}),?{_S}({_Y})"),
        ("dmdmy", "my", "", rf"({_D}){_S}({_M}){_TO}({_D}){_S}({_M}),?{_S}({_Y})"),
        ("mdy", "my", "", rf"\b({_M}){_S}({_D})(?:{_TO}({_D}))?,?{_S}(?:of{_S})?({_Y})"),
        ("dmy", "my", "", rf"({_D})(?:{_TO}({_D}))?{_S}(?:of{_S})?({_M}),?{_S}({_Y})"),
        ("iso", "y", r"(?:19|20)\d\d-", r"(?<!\d)((?:19|20)\d\d)-(0[1-9]|1[0-2])-([0-2]\d|3[01])(?!\d)"),
        ("numeric", "y", r"\.(?:19|20)", r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?!\d)"),
        ("slashed", "y", r"/(?:19|20)", r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?!\d)"),
        ("mmy", "my", "", rf"\b({_M})(?:{_TO}({_M}))?,?{_S}(?:of{_S})?(?:the{_S}year{_S})?({_Y})"),
        ("md", "m", r"\d", rf"\b({_M}){_S}({_D})(?:{_TO}({_D}))?(?!\s?(?:thousand|million|billion|percent|per\s+cent|people|km|tons))"),
        ("dm", "m", r"\d", rf"({_D})(?:{_TO}({_D}))?{_S}(?:of{_S})?({_M})"),
        ("decade", "y", r"0[’']?s", r"(?<!\d)((?:1[5-9]|20)\d)0[’']?s\b"),
        (
            "years", "y", r"[–—/-]\s{0,3}(?:1[5-9]|20)",
            r"(?<![\w.,$€£/])((?:1[5-9]|20)\d\d)\s{0,3}(?:–|-|—|/)\s{0,3}((?:1[5-9]|20)\d\d(?:\d{1,2})?)(?!\d)(?!,\d{3})(?!\.\d)",
        ),
        ("short", "y", r"[–-]\d\d", r"(?<![\w.,$€£/])((?:1[5-9]|20)\d\d)[–-](\d\d)(?![\d%])"),
        ("split", "y", r"/\d\d", r"(?:(?<![\w.,$€£/])|(?<=FY))((?:1[5-9]|20)\d\d)/(\d\d)(?![\d%/]|[.,]\d)"),
        # the sign before it is looked at behind its first two digits, since searching for digits is quick
        ("noted", "y", r"\d\.\d", r"((?:1[5-9]|20)(?<![\d.,$€£#№A-Za-z]\d\d)\d\d)\.(\d{1,3})(?=\s{1,3}[A-Z“˝\"]|\s*\x03|\s*$)"),
        ("y", "y", "", rf"((?:1[5-9]|20)(?<![\d.,$€£#№A-Za-z^×*±·]\d\d)(?<!\d[:'’]\d\d){_Y_REST})(?!\s?%)"),
        ("m", "m", "", rf"(?<![\w“\"])({_M})"),
    )
)  # fmt: skip
# `May` and `March` are words too: alone they are months only where a text places something in time
_PLACED = re.compile(
    r"(?:\b(?:in|of|since|until|till|by|last|this|next|early|late|mid|and|to|during|from|before|after|for)[\s-]+|[–-]\s?)$", re.IGNORECASE
)


def find_moments(text: str, split: Split = plain_split, is_number: Callable[[int, int], bool] = lambda _start, _end: False) -> list[Moment]:
    """Return the dates of `text` (newlines count as spaces) by place.

    `split` parts a year from a glued footnote number; `is_number` tells of a bare four-digit number that it is no year.
    """
    month, year = _MONTH.search(text) is not None, _YEAR.search(text) is not None
    found = list(_eras(text))
    masked = blank(text, [(moment.start, moment.end) for moment in found], "\x01")
    for kind, needs_month, needs_year, sign, pattern in _FORMS if month or year else ():
        if (needs_month and not month) or (needs_year and not year) or (sign and not sign.search(masked)):
            continue
        kept = []
        for match in re.finditer(pattern, masked):
            if (kind == "y" and is_number(match.start(), match.end())) or (kind == "m" and not _is_month(masked, match)):
                continue
            moment = _moment(kind, match, split)
            if moment:
                kept.append(moment)
        masked = blank(masked, [(moment.start, moment.end) for moment in kept], "\x01")
        found.extend(kept)
    return sorted((_with_season(moment, text) for moment in found), key=lambda moment: moment.start)


_ERA_SAID = re.compile(r"\d\s{0,2}(?:BC|B\.|AD|A\.D|CE|C\.E)|AD\s{0,2}\d|A\.D\.\s{0,2}\d")
_ERA = re.compile(
    r"(?<![\w.,$€£])(?:(?:AD|A\.D\.)\s{0,2}(?P<ad>\d{1,4})(?!\w|[.,]\d)|(?P<first>\d{1,4})(?:\s{0,2}[–—-]\s{0,2}(?P<last>\d{1,4}))?\s{0,2}"
    r"(?:(?P<bc>BCE?|B\.\s?C\.(?:\s?E\.)?)|AD|A\.D\.|CE|C\.E\.)(?![A-Za-z]))"
)


def _eras(text: str) -> Iterator[Moment]:
    if not any(each in text for each in ("BC", "B.C", "B. C", "AD", "A.D", "CE", "C.E")):
        return
    places = {match.start() // 32 for match in _ERA_SAID.finditer(text)}
    windows = sorted({(max(0, 32 * place - 32), 32 * place + 64) for place in places})
    for match in {match.start(): match for start, end in windows for match in _ERA.finditer(text, start, end)}.values():
        years = [int(match["ad"])] if match["ad"] else [int(match[name]) for name in ("first", "last") if match[name]]
        if 0 not in years:
            yield Moment(
                match.start(),
                match.end(),
                tuple(f"-{year - 1:04}" if match["bc"] and year > 1 else f"{year - bool(match['bc']):04}" for year in years),
            )


_SEASONS = {
    "spr": 21,
    "sum": 22,
    "aut": 23,
    "fal": 23,
    "win": 24,
    "вес": 21,
    "лет": 22,
    "осе": 23,
    "зим": 24,
    "بها": 21,
    "تاب": 22,
    "خزا": 23,
    "پای": 23,
    "زمس": 24,
}
_SEASON = re.compile(
    r"(?<![\w-])(?P<name>(?:spring|summer|autumn|fall|winter)|весн(?:а|ы|ой|е)|лет(?:о|а|ом)|осен(?:ь|и|ью)|зим(?:а|ы|ой|е)|بهار|تابستان|خزان|پاییز|زمستان)"
    r"\s*,?(?:\s+(?:of|season|period))*(?:\s+(?:the\s+year|سال))?\s*$",
    re.IGNORECASE,
)


def _with_season(moment: Moment, text: str) -> Moment:
    before = _SEASON.search(text, max(0, moment.start - 32), moment.start) if re.fullmatch(r"\d{4}", moment.dates[0]) else None
    return replace(moment, season=f"{moment.dates[0]}-{_SEASONS[before['name'][:3].lower()]}") if before else moment


def _is_month(text: str, match: re.Match[str]) -> bool:
    name = match[1].lower()
    if name in ("may", "march", "mar.", "jan", "jun", "oct", "dec", "sep", "nov", "apr", "aug", "feb"):
        return name in ("may", "march") and _PLACED.search(text[max(0, match.start() - 12) : match.start()]) is not None
    return True


def _moment(kind: str, match: re.Match[str], split: Split) -> Moment | None:
    note = ""
    groups = [group for group in match.groups() if group]
    if kind == "noted":
        placed = _PLACED.search(match.string, max(0, match.start() - 12), match.start()) is not None
        return Moment(match.start(), match.end(), (match[1],), match[2]) if placed and match[2][0] != "0" else None
    if kind in ("mdmdy", "dmdmy", "mdy", "dmy", "mmy", "y", "years"):
        groups[-1], note = split(groups[-1], match.start(match.lastindex or 0))
        if not groups[-1]:
            return None
    dates = tuple(_dates(kind, groups))
    return Moment(match.start(), match.end(), dates, note) if dates else None


def _dates(kind: str, groups: list[str]) -> Iterator[str]:
    year = groups[-1]
    match kind, groups:
        case "mdmdy", [m1, d1, m2, d2, _]:
            yield from (f"{year}-{_month(m1)}-{_day(d1)}", f"{year}-{_month(m2)}-{_day(d2)}")
        case "dmdmy", [d1, m1, d2, m2, _]:
            yield from (f"{year}-{_month(m1)}-{_day(d1)}", f"{year}-{_month(m2)}-{_day(d2)}")
        case "mdy", [month, *days, _]:
            yield from (f"{year}-{_month(month)}-{_day(day)}" for day in days)
        case "dmy", [*days, month, _]:
            yield from (f"{year}-{_month(month)}-{_day(day)}" for day in days)
        case "mmy", [*months, _]:
            yield from (f"{year}-{_month(month)}" for month in months)
        case "md", [month, *days]:
            yield from (f"--{_month(month)}-{_day(day)}" for day in days)
        case "dm", [*days, month]:
            yield from (f"--{_month(month)}-{_day(day)}" for day in days)
        case "m", [month]:
            yield f"--{_month(month)}"
        case "decade", [decade]:
            yield f"{decade}0"[:3] + "X"
        case "short", [first, last] if int(last) == (int(first) + 1) % 100 or int(last) > int(first[2:]):
            yield from (first, first[:2] + last)
        case "split", [first, last] if int(last) == (int(first) + 1) % 100:
            yield from (first, f"{int(first) + 1}")
        case (("years" | "y"), years):
            yield from years
        case "iso", [_, month, day]:
            yield f"{groups[0]}-{month}-{day}"
        case (("numeric" | "slashed"), [first, second, _]):
            yield from _numeric(int(first), int(second), year)
        case _:
            return


def _numeric(first: int, second: int, year: str) -> Iterator[str]:
    """Day and month in either order; where both are possible the day comes first, as in the texts of the region."""
    if 1 <= second <= 12 and 1 <= first <= 31:
        yield f"{year}-{second:02}-{first:02}"
    elif 1 <= first <= 12 and 1 <= second <= 31:
        yield f"{year}-{first:02}-{second:02}"


@dataclass(frozen=True, slots=True)
class Calendar:
    """What dates stand in some lines, ready for questions."""

    days: frozenset[str]
    months: frozenset[str]
    years: frozenset[str]
    decades: frozenset[str]
    bare_months: frozenset[str]
    bare_days: frozenset[str]

    def holds(self, date: str) -> bool:
        """Tell whether a date (as in `Moment`) stands here; a month or day printed without its year takes a year printed nearby."""
        if date.startswith("--"):
            month_day = date[2:]
            if len(month_day) == 2:
                return month_day in self.bare_months or any(each[5:7] == month_day for each in self.months)
            return month_day in self.bare_days or any(each[5:] == month_day for each in self.days)
        if "X" in date:
            stem = date.replace("X", "")
            return any(each.startswith(stem) for each in (*self.decades, *self.years))
        year = _year_of(date)
        month, day = date[len(year) + 1 : len(year) + 3], date[len(year) + 4 :]
        if year not in self.years:
            return False
        if not month:
            return True
        if day:
            return date in self.days or f"{month}-{day}" in self.bare_days
        return date in self.months or month in self.bare_months


def _year_of(date: str) -> str:
    return date[:5] if date[0] == "-" else date[:4]


def calendar_of(dates: Iterable[str]) -> Calendar:
    """Return the calendar of the dates printed in some lines."""
    full: list[str] = []
    bare: list[str] = []
    for date in dates:
        if date.startswith("--"):
            bare.append(date[2:])
        elif "/" in date:
            # a year or month of another calendar: its own days are not printed, the years or months that it reaches into are meant
            first, last = date.split("/")
            full += [first[:4], last[:4]] if first[:7] != last[:7] and _is_long(first, last) else [first[:7], last[:7]]
        else:
            full.append(date)
    return Calendar(
        days=frozenset(date for date in full if len(date) - len(_year_of(date)) == 6),
        months=frozenset(date[: len(_year_of(date)) + 3] for date in full if len(date) > len(_year_of(date))),
        years=frozenset(_year_of(date) for date in full if "X" not in date),
        decades=frozenset(date for date in full if "X" in date),
        bare_months=frozenset(date[:2] for date in bare),
        bare_days=frozenset(date for date in bare if len(date) == 5),
    )


def _is_long(first: str, last: str) -> bool:
    """Tell whether an interval of days is a year rather than a month."""
    return 12 * (int(last[:4]) - int(first[:4])) + int(last[5:7]) - int(first[5:7]) > 1
