"""Dates and number words of Russian, Uzbek, Persian and Pashto texts, which are known by their script where no language is given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise

from wiki.numerals.figures import Figure
from wiki.numerals.moments import Moment
from wiki.numerals.noise import blank
from wiki.numerals.solar import gregorian_day, gregorian_span

_CYRILLIC, _ARABIC = re.compile("[\u0400-\u04ff]{2}"), re.compile("[\u0620-\u06ff]{2}")
_OTHER, _UZBEK = re.compile("[\u0400-\u06ff]{2}"), re.compile(r"\d-?\s?(?:yil|foiz)|[og][ʻʼ‘]\w")
_OF_CYRILLIC, _OF_ARABIC = frozenset(("ru", "uz", "tg", "kk", "ky", "uk", "be")), frozenset(("fa", "ps", "prs", "ur"))


def language_of(text: str, language: str = "") -> str:
    """Return the language by which figures are read: the given one, else what the script of most letters tells; '' for English and the like.

    >>> [language_of(each) for each in ("75 km", "75 км дороги", "۷۵ کیلومتر سرک", "2021-yil", "75 km of the road (дорога)")]
    ['', 'ru', 'fa', 'uz', '']
    """
    known = language.split("-", maxsplit=1)[0].lower()
    if known:
        return known if known in _OF_CYRILLIC | _OF_ARABIC else ""
    if not _OTHER.search(text):
        return "uz" if any(each in text for each in ("yil", "foiz", "oʻ", "o‘", "gʻ", "g‘")) and _UZBEK.search(text) else ""
    russian, eastern = len(re.findall("[\u0400-\u04ff]", text)), len(re.findall("[\u0620-\u06ff]", text))
    latin = len(re.findall("[A-Za-z]", text)) if len(text) < 5000 else len(text) * 3 // 4 - russian - eastern
    return ("ru" if russian > eastern else "fa") if russian + eastern > latin else ""


# --- months -----------------------------------------------------------------------------------------------------------

_CASES = r"(?:ь|я|ю|е|ем|ём|и)?"
_CYRILLIC_MONTHS = (
    rf"январ{_CASES}", rf"феврал{_CASES}", r"март(?:а|у|ом|е)?", rf"апрел{_CASES}", r"ма(?:й|я|ю|ем|е)", rf"июн{_CASES}", rf"июл{_CASES}",
    r"август(?:а|у|ом|е)?", rf"сент[яа]бр{_CASES}", rf"окт[яа]бр{_CASES}", rf"ноябр{_CASES}", rf"декабр{_CASES}",
)  # fmt: skip
_LATIN_MONTHS = (
    r"yanvar", r"fevral", r"mart", r"aprel", r"may", r"iyun", r"iyul", r"avgust", r"sent[y]?abr", r"okt[y]?abr", r"noyabr", r"dekabr",
)  # fmt: skip
_ARABIC_MONTHS = (
    r"جنوری|ژانویه", r"فبروری|فوریه|فیبروری", r"مارچ|مارس", r"اپریل|آپریل|آوریل|اوریل", r"مئی|می|مې|مه", r"جون|ژوئن|ژوین",
    r"جولای|جولایی|ژوئیه|ژوییه|ژولای", r"اگست|آگست|اګست|اوت|آگوست", r"سپتمبر|سپتامبر", r"اکتوبر|اکتبر|اکټوبر", r"نومبر|نوامبر", r"دسمبر|دسامبر|ډسمبر",
)  # fmt: skip
_SOLAR_MONTHS = (
    r"حمل|فروردین|وری", r"ثور|اردیبهشت|غویی", r"جوزا|خرداد|غبرگولی|غبرګولی", r"سرطان|تیر|چنگاښ|چنګاښ", r"اسد|مرداد|زمری",
    r"سنبله|شهریور|وږی", r"میزان|مهر|تله", r"عقرب|آبان|لړم", r"قوس|آذر|لیندۍ|لیندی", r"جدی|دی|مرغومی", r"دلو|بهمن|سلواغه", r"حوت|اسفند|کب",
)  # fmt: skip


def _any(months: tuple[str, ...], name: str) -> str:
    return "(?:" + "|".join(f"(?P<{name}{number}>{month})" for number, month in enumerate(months, start=1)) + ")"


def _number(match: re.Match[str], name: str) -> int:
    return next(number for number in range(1, 13) if match[f"{name}{number}"])


_DAY, _TO = r"(?<![\d.,])(?P<day>0?[1-9]|[12]\d|3[01])", r"\s{0,3}(?:[–—-]|и|до|و|تا|الی)\s{0,3}"
_DAYS = rf"{_DAY}(?:{_TO}(?P<to>0?[1-9]|[12]\d|3[01]))?"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?!\d)"
_SUFFIX = r"(?:da|dan|ning|gacha|ida|ga|i|да|дан|нинг|гача|ида|га)?"


@cache
def _patterns(script: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of dates of a script, the longest first."""
    forms: tuple[str, ...]
    if script == "cyrillic":
        month = _any(_CYRILLIC_MONTHS, "m")
        forms = (
            rf"{_DAYS}[\s-]{{1,3}}{month}{_SUFFIX}\s{{1,3}}{_YEAR}",
            rf"{_YEAR}[\s-]йил(?:нинг|и|да)?\s{{1,3}}{_DAYS}[\s-]{{1,3}}{month}{_SUFFIX}(?!\w)",
            rf"{_YEAR}[\s-]йил(?:нинг|и|да)?\s{{1,3}}{month}{_SUFFIX}(?!\w)",
            rf"(?<!\w){month}{_SUFFIX}\s{{1,3}}{_YEAR}",
            rf"{_DAYS}[\s-]{{1,3}}{month}{_SUFFIX}(?!\w)",
            r"(?<!\d)(?P<decade>(?:1[5-9]|20)\d0)-(?:е|х|ые|ых|м|ми)(?!\w)(?:\s+год)?",
            r"(?<![\w.,])(?P<bc>\d{1,4})\s*(?:г\w*\.?\s*)?до\s*н\.?\s*э\.",
            rf"(?<!\w){month}(?!\w)",
        )
    elif script == "latin":
        month = _any(_LATIN_MONTHS, "m")
        forms = (
            rf"{_YEAR}[\s-]yil(?:ning|i|da)?\s{{1,3}}{_DAYS}[\s-]{{1,3}}{month}{_SUFFIX}(?!\w)",
            rf"{_DAYS}[\s-]{{1,3}}{month}{_SUFFIX}\s{{1,3}}{_YEAR}",
            rf"{_YEAR}[\s-]yil(?:ning|i|da)?\s{{1,3}}{month}{_SUFFIX}(?!\w)",
            rf"{_DAYS}-{month}{_SUFFIX}(?!\w)",
            r"(?<!\d)(?P<decade>(?:1[5-9]|20)\d0)-yillar",
        )
    else:
        month, solar = _any(_ARABIC_MONTHS, "m"), _any(_SOLAR_MONTHS, "s")
        of, said = r"\s{1,3}(?:ماه\s{1,3})?(?:سال\s{1,3})?", r"(?P<solar>1[2-4]\d\d)(?!\d)"
        name = r"\s{1,3}(?:هجری\s{1,3})?(?:خورشیدی|شمسی|هـ?\.?\s?ش\.?|لمریز)"
        forms = (
            rf"{_DAYS}\s{{1,3}}{month}{of}{_YEAR}",
            rf"(?<!\w){month}{of}{_YEAR}",
            rf"{_DAYS}\s{{1,3}}{solar}{of}{said}",
            rf"(?<!\w){solar}{of}{said}",
            rf"{said}\s{{1,3}}(?:هجری\s{{1,3}})?(?P<lunar>قمری|ق(?!\w))",
            r"(?<![\d/])(?P<sy>1[2-4]\d\d)/(?P<sm>0?[1-9]|1[0-2])/(?P<sd>0?[1-9]|[12]\d|3[01])(?![\d/])",
            (
                rf"(?:سال(?:های|ونو)?|کال)\s{{1,3}}{said}(?:{_TO}(?P<end>1[2-4]\d\d)(?!\d))?|{said.replace('solar', 'named')}{name}"
                rf"|{said.replace('solar', 'pashto')}(?=\s{{1,3}}(?:ل\s?کال|لمریز|کال))"
            ),
            rf"{_DAYS}\s{{1,3}}{month}(?!\w)",
            r"(?:دهه\s{1,3})(?P<decade>(?:1[5-9]|20)\d0)",
        )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


def eastern_moments(text: str, own: str, language: str) -> tuple[list[Moment], list[Figure]]:
    """Return the dates that are printed as these languages print them, and what is a date of a calendar that is not converted.

    `own` is the text with its own digits; a text in Latin letters is looked through only where it is Uzbek.
    """
    if language != "uz" and (own.isascii() or not _OTHER.search(own)):
        return [], []
    scripts = [name for name, sign in (("cyrillic", _CYRILLIC), ("arabic", _ARABIC)) if sign.search(own)]
    scripts += ["latin"] if language == "uz" else []
    moments: list[Moment] = []
    unread: list[Figure] = []
    for pattern in (each for script in scripts for each in _patterns(script)):
        spans = [match.span() for match in pattern.finditer(text)]
        for match in pattern.finditer(text):
            dates = tuple(_dates(match))
            if dates:
                moments.append(Moment(match.start(), match.end(), dates))
            else:
                unread.append(Figure(match.start(), match.end(), ()))
        text = blank(text, spans, "\x01")
    return moments, unread


def _dates(match: re.Match[str]) -> Iterator[str]:
    """Yield the dates of a match, none for a lunar year or a day that no month has."""
    found = match.groupdict()
    if found.get("lunar"):
        return
    if found.get("decade"):
        yield found["decade"][:3] + "X"
    elif found.get("bc"):
        yield f"-{int(found['bc']) - 1:04}" if int(found["bc"]) > 1 else "0000"
    elif found.get("sy"):
        yield from _solar_days(int(found["sy"]), int(found["sm"]), [found["sd"]])
    elif "s1" in found:
        days = [each for each in (found.get("day"), found.get("to")) if each]
        month, year = _number(match, "s"), int(found["solar"])
        yield from _solar_days(year, month, days) if days else (each for each in [gregorian_span(year, month)] if each)
    elif "m1" in found:
        named, days = f"{_number(match, 'm'):02}", [f"{int(each):02}" for each in (found.get("day"), found.get("to")) if each]
        said = found.get("year") or "-"
        yield from (f"{said}-{named}-{day}" for day in days) if days else (f"{said}-{named}",)
    else:
        years = [each for name in ("solar", "named", "pashto", "end") if (each := found.get(name))]
        yield from (span for year in years if (span := gregorian_span(int(year))))


def _solar_days(year: int, month: int, days: list[str]) -> Iterator[str]:
    found: list[date | None] = [gregorian_day(year, month, int(day)) for day in days]
    if None not in found:
        yield from (str(each) for each in found)


# --- numbers in words -------------------------------------------------------------------------------------------------

_WORDS: dict[str, tuple[tuple[int, str], ...]] = {
    "ru": (
        (2, "двух|двумя|две|два|двум"), (3, "тр[её]х|тремя|три|тр[её]м"), (4, "четыр[её]х|четырьмя|четыре|четыр[её]м"), (5, "пять|пяти|пятью"),
        (6, "шесть|шести|шестью"), (7, "семь|семи|семью"), (8, "восемь|восьми|восемью"), (9, "девять|девяти|девятью"), (10, "десять|десяти"),
        (11, "одиннадцат[ьи]"), (12, "двенадцат[ьи]"), (13, "тринадцат[ьи]"), (14, "четырнадцат[ьи]"), (15, "пятнадцат[ьи]"),
        (16, "шестнадцат[ьи]"), (17, "семнадцат[ьи]"), (18, "восемнадцат[ьи]"), (19, "девятнадцат[ьи]"), (20, "двадцат[ьи]"),
        (30, "тридцат[ьи]"), (40, "сорока?"), (50, "пятьдесят|пятидесяти"), (60, "шестьдесят|шестидесяти"), (70, "семьдесят|семидесяти"),
        (80, "восемьдесят|восьмидесяти"), (90, "девяност[оа]"), (100, "сто|ста"), (200, "двести|двухсот"), (300, "триста|тр[её]хсот"),
        (400, "четыреста|четыр[её]хсот"), (500, "пятьсот|пятисот"), (600, "шестьсот|шестисот"), (700, "семьсот|семисот"),
        (800, "восемьсот|восьмисот"), (900, "девятьсот|девятисот"), (1, "один|одного|одна|одну|одной"),
    ),
    "fa": (
        (2, "دو"), (3, "سه"), (4, "چهار"), (5, "پنج"), (6, "شش"), (7, "هفت"), (8, "هشت"), (9, "نه"), (10, "ده"), (11, "یازده"), (12, "دوازده"),
        (13, "سیزده"), (14, "چهارده"), (15, "پانزده"), (16, "شانزده"), (17, "هفده"), (18, "هجده|هژده"), (19, "نوزده"), (20, "بیست"), (30, "سی"),
        (40, "چهل"), (50, "پنجاه"), (60, "شصت"), (70, "هفتاد"), (80, "هشتاد"), (90, "نود"), (100, "صد|یکصد"), (200, "دوصد|دویست"),
        (300, "سیصد|سه صد"), (400, "چهارصد"), (500, "پنجصد|پانصد"), (600, "ششصد"), (700, "هفتصد"), (800, "هشتصد"), (900, "نهصد"), (1, "یک"),
    ),
    "uz": (
        (2, "ikki|икки"), (3, "uch|уч"), (4, "to[ʻʼ‘’'`]rt|тўрт"), (5, "besh|беш"), (6, "olti|олти"), (7, "yetti|етти"), (8, "sakkiz|саккиз"),
        (9, "to[ʻʼ‘’'`]qqiz|тўққиз"), (10, "o[ʻʼ‘’'`]n|ўн"), (20, "yigirma|йигирма"), (30, "o[ʻʼ‘’'`]ttiz|ўттиз"), (40, "qirq|қирқ"),
        (50, "ellik|эллик"), (60, "oltmish|олтмиш"), (70, "yetmish|етмиш"), (80, "sakson|саксон"), (90, "to[ʻʼ‘’'`]qson|тўқсон"),
        (1, "bir|бир"),
    ),
}  # fmt: skip
_SAY_NOTHING = {"нет", "один", "одного", "одна", "одну", "одной", "نه", "ده", "یک", "سی", "bir", "бир"}
"""Words that are a number only before another number, a magnitude or a unit: `one of the`, `not`, `village`."""


@cache
def _words(language: str) -> tuple[re.Pattern[str], tuple[tuple[int, re.Pattern[str]], ...]]:
    table = _WORDS[language]
    one = "|".join(pattern for _, pattern in sorted(table, key=lambda each: -len(each[1])))
    joint = r"(?:\s+و\s+|\s+)" if language == "fa" else r"\s+"
    return re.compile(rf"(?<!\w)(?:{one})(?:{joint}(?:{one}))*(?!\w)", re.IGNORECASE), tuple(
        (value, re.compile(pattern, re.IGNORECASE)) for value, pattern in table
    )


def other_number_words(text: str, language: str) -> Iterator[tuple[int, int, Decimal, bool]]:
    """Yield the numbers in words: start, end, value, and whether it counts only with something behind it."""
    for key in {"ru": ("ru", "uz"), "tg": ("ru",), "kk": ("ru",), "ky": ("ru",), "uz": ("uz", "ru"), "fa": ("fa",), "ps": ("fa",)}.get(
        language, ()
    ):
        run, table = _words(key)
        for match in run.finditer(text):
            said = [word for word in re.split(r"\s+", match.group()) if word != "و"]
            values = [next((value for value, pattern in table if pattern.fullmatch(word)), 0) for word in said]
            if all(values) and all(first >= 20 and len(str(first)) > len(str(second)) for first, second in pairwise(values)):
                yield match.start(), match.end(), Decimal(sum(values)), said[0].lower() in _SAY_NOTHING and len(said) == 1
