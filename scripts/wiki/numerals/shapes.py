"""Figures of several parts: powers, fractions, apostrophes, points and commas in one number; and runs of digits that no reading is known of.

A run is read as a whole or not at all: a shape without a value stands where something is printed that is not understood, so that
neither a part of it nor what is beside it is taken for a figure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from wiki.numerals.noise import blank
from wiki.numerals.signs import ARABIC_DIGITS, DECIMAL_MARK, Legible


class Shape(NamedTuple):
    """A run at `start:end` with the values it may have, none where it is not understood; `power` is a power of ten they are times."""

    start: int
    end: int
    values: tuple[Decimal, ...] = ()
    power: int = 1


_B = "[ \u00a0\u2009\u202f]"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_APOSTROPHES = "'’ʼ‘′´`"
_FRACTIONS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_TIMES = r"[×✕⋅·*]"
_N = r"(?<![\w.,^×·*±/:])(?<![^\W\d_]-)"
"""Nothing before that belongs to the number."""
_E = rf"(?![\d\x02]|[.,]\d|\s?{_TIMES}\s?[\d\x02]|\s[xXхХ]\s[\d\x02]|[\^/:±{_APOSTROPHES}]{{1,2}}[\d\x02]|[\^{_RAISED}{_FRACTIONS}]|[eE][+−-]?\d)"
"""Nothing behind that belongs to the number; a unit has a blank before it, or is none of these forms'."""
_HIGHEST = 15
"""The highest power of ten that is read."""
_RAISED_AS = str.maketrans(_RAISED + "⁺⁻", "0123456789+-")
_PARTS_SAID = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_COUNTS_SAID = {"a": 1, "one": 1, "two": 2, "three": 3}


_SIMPLE = re.compile(r"\d+(?:[.,]\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_WHOLE = re.compile(r"\d+|\d{1,3}(?:,\d{3})+")


def plain(digits: str) -> Decimal:
    """Return a number with one point or comma before its decimals, or with groups of three between commas."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        return Decimal(digits.replace(",", ""))
    return Decimal(re.sub(r"\s", "", digits).replace(",", "."))


def part(count: int, of: int) -> Decimal:
    """Return a fraction as evidence keeps it, to six decimals."""
    return round(Decimal(count) / of, 6).normalize()


# --- what each form comes to ----------------------------------------------------------------------------------------------


def _power(match: re.Match[str], _: Legible) -> Iterator[Shape]:
    power = int((match["exp"] or match["sup"].translate(_RAISED_AS)).replace("−", "-"))
    if match["mant"] and not _SIMPLE.fullmatch(match["mant"]):
        yield Shape(*match.span())
        return
    factor = plain(match["mant"]) if match["mant"] else Decimal(1)
    if abs(power) > _HIGHEST:
        yield Shape(*match.span())
    elif power < 0:
        yield Shape(*match.span(), (factor.scaleb(power),))
    else:
        yield Shape(*match.span(), (factor,), 10**power)


def _fraction(match: re.Match[str], text: Legible) -> Iterator[Shape]:
    whole, count, of = (match["whole"] or "", int(match["num"]), int(match["den"]))
    if whole and not _WHOLE.fullmatch(whole):
        yield Shape(*match.span())
        return
    if text.own[match.start("num")] in ARABIC_DIGITS and not whole:
        # in Persian a stroke parts whole and decimals as well
        decimal = Decimal(f"{match['num']}.{match['den']}")
        yield Shape(*match.span(), (decimal, part(count, of)) if 0 < count < of <= 10 and len(match["den"]) < 2 else (decimal,))
    elif 0 < count < of <= 100 and match["den"][0] != "0" and match["num"][0] != "0":
        yield Shape(*match.span(), (plain(whole or "0") + part(count, of),))
    else:
        yield Shape(*match.span())


def _vulgar(match: re.Match[str], _: Legible) -> Iterator[Shape]:
    value, whole = Decimal(str(round(unicodedata.numeric(match["vulgar"]), 6))), match["whole"] or "0"
    yield Shape(*match.span(), (plain(whole) + value,) if _WHOLE.fullmatch(whole) else ())


def _grouped(match: re.Match[str], _: Legible) -> Iterator[Shape]:
    digits = re.sub(rf"[{_APOSTROPHES}]", "", match.group())
    yield Shape(*match.span(), (Decimal(digits.replace(",", ".")),))


def _european(match: re.Match[str], _: Legible) -> Iterator[Shape]:
    yield Shape(*match.span(), (Decimal(match.group().replace(".", "").replace(",", ".")),))


def _indian(match: re.Match[str], _: Legible) -> Iterator[Shape]:
    yield Shape(*match.span(), (Decimal(match.group().replace(",", "")),))


def _and_part(match: re.Match[str], _: Legible) -> Iterator[Shape]:
    said = part(_COUNTS_SAID[match["count"].lower()], _PARTS_SAID[match["part"].lower().rstrip("s")])
    yield Shape(*match.span(), (plain(match["whole"]) + said,) if _SIMPLE.fullmatch(match["whole"]) else ())


def _decimal(match: re.Match[str], text: Legible) -> Iterator[Shape]:
    if DECIMAL_MARK in text.own[match.start() : match.end()]:
        yield Shape(*match.span(), (Decimal(match.group().replace(",", "")),))


def _unread(match: re.Match[str], _: Legible) -> Iterator[Shape]:
    yield Shape(*match.span())


_KNOWN = re.compile(
    rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,3}}(?:,\d{{3}})+\d{{1,2}}|\d{{1,2}}(?:,\d\d)+,\d{{3}}|\d{{1,3}}(?:\.\d{{3}}){{2,}}"
    rf"|\d{{1,3}}(?:{_B}\d{{3}})+(?:[.,]\d+)?"
)


def _several(match: re.Match[str], _: Legible) -> Iterator[Shape]:
    """Take a run with several signs that is none of the known groupings for not understood."""
    if not _KNOWN.fullmatch(match.group()):
        yield Shape(*match.span())


_CODE_BEFORE = re.compile(
    r"(?:\bNo\.?|№|\b(?:code|case|resolution|decree|order|tender|project|contract|bill|form|law)s?(?:\s+(?:no\.?|№))?)\s{0,2}$",
    re.IGNORECASE,
)
_CODE_BEHIND = re.compile(r"\s{1,2}(?:codes?|series)\b")


def _code(match: re.Match[str], _: Legible) -> Iterator[Shape]:
    """Take `case 12-34` and `12-34 codes` for what they are."""
    text, start = match.string, match.start()
    if _CODE_BEHIND.match(text, match.end()) or _CODE_BEFORE.search(text, max(0, start - 20), start):
        yield Shape(*match.span())


class _Form(NamedTuple):
    """A pattern, and what it comes to."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Legible], Iterator[Shape]]


_DIGITS = r"\d(?:[\d.,]*\d)?"
_PATTERNS: tuple[tuple[str, Callable[[re.Match[str], Legible], Iterator[Shape]]], ...] = (
    # 1.5×10⁶, 10^6, 3 x 10**6; a raised exponent that was lost (3.2 × 106) is not read
    (
        (rf"{_N}(?:(?P<mant>{_DIGITS})\s?(?:{_TIMES}|[xXхХ])\s?)?10(?:(?:\^|\*\*)[({{]?(?P<exp>[+−-]?\d{{1,2}})[)}}]?"
        rf"|(?P<sup>[⁺⁻]?[{_RAISED}]{{1,2}})){_E}"),
        _power,
    ),
    (rf"{_N}(?P<mant>\d+(?:[.,]\d+)?)[eE](?P<exp>[+−-]?\d{{1,2}})(?P<sup>){_E}", _power),
    # 2½, 1/2, 2 1/2, 2-1/2
    (rf"(?<![\d.,/\x02{_FRACTIONS}])(?:{_N}(?P<whole>{_DIGITS}){_B}?-?)?(?P<vulgar>[{_FRACTIONS}])(?!/){_E}", _vulgar),
    (rf"(?<![\d.,])(?:{_DIGITS}{_B}?)?[{_FRACTIONS}]+", _unread),
    (
        rf"{_N}(?<![/\d^]-)(?:(?P<whole>{_DIGITS})(?:{_B}|-))?(?P<num>\d{{1,4}})/(?P<den>[1-9]\d{{0,2}})(?![\w/]){_E}",
        _fraction,
    ),
    (
        rf"{_N}(?P<whole>{_DIGITS})\s+and\s+(?P<count>a|one|two|three)[\s-]+(?P<part>half|halves|third|quarter|fifth|tenth)s?(?!\w)",
        _and_part,
    ),
    (
        rf"{_N}\d{{1,3}}(?:[{_APOSTROPHES}]\d{{3}})+(?:\.\d+|,\d{{1,2}})?{_E}",
        _grouped,
    ),
    (rf"{_N}\d{{1,3}}(?:\.\d{{3}})+,\d+{_E}", _european),
    (rf"{_N}\d{{1,2}}(?:,\d\d)+,\d{{3}}\.\d+{_E}", _indian),
    (rf"{_N}\d+(?:,\d{{3}})*\.\d+{_E}", _decimal),
    # what is left of such runs, and codes, proportions, margins, telephone numbers: not understood
    (
        (rf"±\s?{_DIGITS}|(?<![\w.,]){_DIGITS}(?:(?:\s?{_TIMES}\s?|\s?[xXхХ]\s?(?=\d)|[\^/:±{_APOSTROPHES}]{{1,2}}(?=[−+-]?\d)|[eE][+−-]?(?=\d)"
        rf"|[{_RAISED}⁺⁻{_FRACTIONS}])(?:[−+-]?{_DIGITS})?)+(?<![.,{_APOSTROPHES}])"),
        _unread,
    ),
    (
        rf"{_N}(?:{_DIGITS}(?:[-–]{_DIGITS}){{2,}}|{_DIGITS}[-–]0\d+)(?!\w|[.,]\d)",
        _unread,
    ),
    (rf"{_N}{_DIGITS}(?:[-–/]{_DIGITS})+(?!\w|[.,]\d)", _code),
    (r"\+\d{1,3}(?:[\s()-]{1,2}\d{2,4}){2,}", _unread),
    (r"(?<![\w.,])\d+(?:[.,]\d+){2,}", _several),
    (rf"(?<![\w.,])\d[\d.,]*(?:{_B}\d+)*{_B}0\d+(?!\w)", _several),
)  # fmt: skip


@cache
def _forms() -> tuple[_Form, ...]:
    """Return the forms; their patterns are made when a text first holds a joint."""
    return tuple(_Form(re.compile(pattern), read) for pattern, read in _PATTERNS)


_JOINTS = re.compile(
    rf"\d(?:[/:^×✕⋅·*±eE{_APOSTROPHES}{_RAISED}{_FRACTIONS}]|[.,]\d+[.,]\d|[–-]\d|[xXхХ]\s?\d|\s(?:[×✕⋅·*xXхХ]\s?\d|and\s+[aot]\w*[\s-]+[htqf])"
    rf"|{_B}0\d|{_B}[{_FRACTIONS}])|[{_FRACTIONS}±]|[+/:^]\d"
)
"""What joins the parts of a figure; where there is none, no form is looked for."""
_REACH = 40


def _windows(text: str, *, decimals: bool) -> list[tuple[int, int]]:
    """Return the stretches of a text in which figures of several parts may stand."""
    found: list[tuple[int, int]] = []
    for match in (re.compile(r"\.\d") if decimals else _JOINTS).finditer(text):
        start, end = max(0, match.start() - _REACH), match.end() + _REACH
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def shapes(text: str, legible: Legible, in_row: Callable[[int], bool]) -> list[Shape]:
    """Return the figures of several parts in `text`, which is `legible.text` with what is no figure masked."""
    marked = DECIMAL_MARK in legible.own
    windows = _windows(text, decimals=False)
    found: list[Shape] = []
    for pattern, read in _forms() if windows or marked else ():
        if read is _decimal and not marked:
            continue
        here = [
            shape
            for start, end in (_windows(text, decimals=True) if read is _decimal else windows)
            for match in pattern.finditer(text, start, end)
            if not (read is _several and in_row(match.start()))
            for shape in read(match, legible)
        ]
        text = blank(text, [(shape.start, shape.end) for shape in here], "\x02")
        found += here
    return found
