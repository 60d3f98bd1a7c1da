"""One number as printed, in digits or in words: its values, its sign, and the magnitude and unit that stand behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from wiki.numerals.figures import Raw
from wiki.numerals.noise import Notes
from wiki.numerals.shapes import Shape
from wiki.numerals.tables import Cells
from wiki.numerals.units import MAGNITUDES, SIGNS, magnitude_at, unit_at, unknown_magnitude
from wiki.numerals.words import parse_words

_SIGN = "|".join(re.escape(sign).replace(r"\ ", r"\s?") for sign in sorted(SIGNS, key=len, reverse=True))
MAGNITUDE = re.compile(
    rf"[\s-]{{0,3}}(?P<word>{'|'.join(re.escape(word) for word in sorted(MAGNITUDES, key=len, reverse=True))})(?![A-Za-z])(?:\.(?=\s?[a-z]))?(?P<note>\d{{0,2}})",
    re.IGNORECASE,
)
# groupings of digits, the surest first: 1,234,567 (a footnote may be glued on) · 1,00,000 · 1 898 · 1.000.000 · 0,9 · 12.5 · 75
DIGITS = re.compile(
    rf"(?<![\w%\x01\x02^°])(?<!\x01[-/])(?<!\w/)(?<![A-Za-z]-)(?<![)”]) ?(?P<sign>(?:{_SIGN})\s?)?(?<![\d.,])(?P<digits>"
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|(?P<noted>\d{1,3}(?:,\d{3})+)(?P<note>[1-9]\d?)(?!\d)|\d{1,2}(?:,\d\d)+,\d{3}(?!\d)"
    r"|\d{1,3}(?:[\u2009\u202f\u00a0 ]\d{3})+(?:[.,]\d+)?(?!\d)(?![.,]?\d)|\d{1,3}(?:\.\d{3}){2,}(?!\d)|\d+[.,]\d+(?!\d)|\d+)"
    r"(?P<ordinal>(?:st|nd|rd|th)(?![A-Za-z]))?"
)


class Page(NamedTuple):
    """A text with all that is asked of it while its figures are read; `commas`: a comma stands before decimals."""

    text: str
    notes: Notes
    cells: Cells
    commas: bool


# --- in digits --------------------------------------------------------------------------------------------------------


def read_digits(match: re.Match[str], page: Page) -> Raw:
    """Return a number in digits with what stands before and behind it; without values where something glued to it is not understood."""
    text, digits, sign = page.text, match["digits"], match["sign"] or ""
    currency = _currency(sign)
    stop = match.end("digits") if not match["ordinal"] else match.end()
    magnitude, unit, end = _behind(text, stop, money=bool(currency))
    start = match.start("sign") if sign else match.start("digits")
    if _is_glued(match, text, stop, end) or _is_factor(text, start):
        return Raw(start, end, (), name=_NAME.match(text, stop) is not None and not unknown_magnitude(text, end))
    if not unit and text[start - 1 : start] == "٪":
        unit = "%"
    bare = magnitude == 1 and not unit and not currency
    values = _values(match, bare=bare, magnitude=magnitude, row=page.cells.holds(match.start("digits")), commas=page.commas)
    if bare and len(digits) >= 5 and digits.isdigit():
        values += tuple(
            (Decimal(digits[:-size]), digits[-size:])
            for size in (1, 2)
            if digits[-size] != "0" and page.notes.follows(int(digits[-size:]), match.end())
        )
    also = ((magnitude, ""),) if unit == "t" and text.startswith("تن", end - 2) else ()  # tonnes, and in Dari persons
    return Raw(start, end, values, currency, magnitude, currency or unit or ("th" if match["ordinal"] else ""), bare=bare, also=also)


def read_shape(shape: Shape, page: Page) -> Raw:
    """Return a figure of several parts with what stands before and behind it."""
    if not shape.values:
        return Raw(shape.start, shape.end, ())
    before = _SIGN_BEFORE.search(page.text, max(0, shape.start - 5), shape.start)
    currency = _currency(before.group()) if before else ""
    magnitude, unit, end = _behind(page.text, shape.end, money=bool(currency))
    if (
        unknown_magnitude(page.text, end)
        or (end == shape.end and _GOES_ON.match(page.text, end))
        or _AND_PART.match(page.text, end)
        or _is_factor(page.text, shape.start)
        or page.text[shape.start - 1 : shape.start] == "\x02"
    ):
        return Raw(shape.start, end, ())
    # `۳/۵ %` is no share of shares
    values = tuple((value, "") for value in (shape.values[:1] if unit or magnitude > 1 else shape.values))
    share = not unit and not currency and magnitude == 1 and shape.values[0] < 1 and _OF.match(page.text, end)
    also = ((100, "%"),) if share else ()
    start = before.start() if before else shape.start
    bare = magnitude * shape.power == 1 and not unit and not currency
    return Raw(start, end, values, currency, magnitude * shape.power, currency or unit, bare=bare, also=also)


_TIMES = frozenset("×✕⋅·*xXхХ")
_SIGN_BEFORE = re.compile(rf"(?<!\w)(?:{_SIGN})\s?$")
_GOES_ON = re.compile("[^\\W\\d_]|[ \u00a0\u2009\u202f]0\\d*(?!\\w)")
_OF = re.compile(r"\s{1,3}of\b")
_NAME = re.compile(r"[^\W\d_]")
_TENS = re.compile(r"s(?!\w)")
_GLUED = re.compile(r"[^\W\d_]|[.,]\d|°|[/^×·*±:'’]{1,2}[−+-]?[\x01\x02]|\s?[xXхХ×·*]\s?\x02|-[а-яё]{1,3}(?!\w)")


def _currency(sign: str) -> str:
    return SIGNS.get(re.sub(r"\s", " ", sign).strip(), SIGNS.get(re.sub(r"\s", "", sign), ""))


_FACTOR = re.compile("[\\w\x02⁰¹²³⁴-⁹¼-¾]\\s?[×✕⋅·*]\\s?$|[\\d\x02⁰¹²³⁴-⁹¼-¾]\\s?[xXхХ]\\s?$")


def _is_factor(text: str, start: int) -> bool:
    """Tell whether a number is the second of a product, of which neither part stands for the whole."""
    return text[max(0, start - 2) : start].strip()[-1:] in _TIMES and _FACTOR.search(text, max(0, start - 4), start) is not None


def _is_glued(match: re.Match[str], text: str, stop: int, end: int) -> bool:
    """Tell whether something that is not understood is glued to a number, or stands behind it and changes it."""
    if unknown_magnitude(text, end):
        return True
    if _TENS.match(text, stop) and match["digits"].endswith("0"):
        return False  # the 90s
    return end == stop and not match["ordinal"] and _GLUED.match(text, stop) is not None and not _SPLIT_WORD.match(text, stop)


# scans lose the blank before a small word: `12to`, `5and`
_SPLIT_WORD = re.compile(
    r"(?:to|and|of|in|per|people|the|or|for|by|at|on|from|with|were|was)(?![A-Za-z])|[A-Z][a-z]{2,}|[a-z]{4,}|[^\W\d_a-zA-Z]"
)


def _values(match: re.Match[str], *, bare: bool, magnitude: int, row: bool, commas: bool) -> tuple[tuple[Decimal, str], ...]:
    """Return what digits may come to, each with the footnote number taken off."""
    digits = match["digits"]
    if match["noted"]:
        return ((Decimal(match["noted"].replace(",", "")), match["note"]),)
    if re.search(r"\s", digits):
        joined = Decimal(re.sub(r"\s", "", digits).replace(",", "."))
        return ((joined, ""),)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", digits):
        return ((Decimal(digits.replace(".", "")), ""),)
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", digits) and magnitude == 1 and not row:
        # `1.000`: a thousand or one; nobody prints the second with three zeros
        grouped = (Decimal(digits.replace(".", "")), "")
        return (grouped,) if digits.endswith("000") and bare else (grouped, (Decimal(digits), ""))
    if commas and re.fullmatch(r"[1-9]\d{0,2},\d{3}", digits):
        # the same with a comma, where texts part thousands by blanks
        grouped, decimal = (Decimal(digits.replace(",", "")), ""), (Decimal(digits.replace(",", ".")), "")
        return (decimal,) if magnitude > 1 else (grouped,) if digits.endswith("000") and bare else (decimal, grouped)
    if re.fullmatch(r"\d+,\d{1,2}|0,\d+|\d+,\d{4,}|\d{4,},\d+", digits):
        return ((Decimal(digits.replace(",", ".")), ""),)
    return ((Decimal(digits.replace(",", "")), ""),)


_SHORT = re.compile(r"\s?(m|k|bn|mn|tn|M|K|B|b)(?![\w²³^])")
_SHORT_FOR = {"m": 10**6, "mn": 10**6, "bn": 10**9, "k": 1000, "tn": 10**12, "M": 10**6, "K": 1000, "B": 10**9, "b": 10**9}
_GAP, _GAP_OF, _NOTE = re.compile(r"[\s-]{0,3}"), re.compile(r"[\s-]{0,3}(?:of\s{1,2})?"), re.compile(r"\d{1,2}(?!\d)")


def _behind(text: str, end: int, *, money: bool) -> tuple[int, str, int]:
    """Return magnitude, unit and end of what stands behind a number that ends at `end`."""
    magnitude = 1
    short = _SHORT.match(text, end) if money else None
    if short:
        return _SHORT_FOR[short[1]], "", short.end()
    while True:
        match = MAGNITUDE.match(text, end)
        other = None if match else magnitude_at(text, end)
        if match:
            magnitude *= MAGNITUDES[match["word"].lower()]
            end = match.end()
        elif other:
            magnitude, end = magnitude * other[0], other[1]
        else:
            break
    gap = (_GAP_OF if magnitude > 1 else _GAP).match(text, end)
    at = gap.end() if gap else end
    unit = unit_at(text, at)
    if unit is None or (unit[0] in ("m", "t", "l") and at == end and magnitude > 1):
        return magnitude, "", end
    name, more, end = unit
    note = _NOTE.match(text, end) if text[end - 1].isalpha() else None
    return magnitude * more, name, note.end() if note else end


# --- sign -------------------------------------------------------------------------------------------------------------

_MINUS_SAID = re.compile(r"(?:\b(?:minus|negative)|минус|منفی)\s{1,2}$", re.IGNORECASE)
_MINUS_APART = re.compile(r"[^\W\d_]\s([−-])\s$")
_CURRENCY_BEFORE = re.compile(rf"(?<!\w)(?:{_SIGN})$")


def take_signs(raw: Sequence[Raw], text: str) -> list[Raw]:
    """Return the numbers, by place, with the minus or plus that stands before each; a dash behind a number makes a range of the two."""
    found: list[Raw] = []
    for each in raw:
        sign = text[each.start - 1] if each.start else ""
        if sign in ("-", "−", "–", "+"):
            taken = _signed(each, sign, text, found[-1].end if found else -1)
        elif sign == " " and each.values and _MINUS_SAID.search(text, max(0, each.start - 12), each.start):
            taken = replace(each, minus=True)
        elif sign == " " and each.values and (apart := _MINUS_APART.search(text, max(0, each.start - 4), each.start)):
            # `of - 3.5 %`: a minus, or a dash between words
            taken = replace(each, minus=True) if apart[1] == "−" else replace(each, values=()) if each.unit in ("%", "pp") else each
        else:
            taken = each
        found.append(taken)
    return found


def _signed(each: Raw, sign: str, text: str, last: int) -> Raw:
    at = each.start - 1
    money = _CURRENCY_BEFORE.search(text, max(0, at - 4), at)
    at = money.start() if money else at
    before = text[at - 1] if at else "\n"
    if before in "+-−–±" and each.values:
        return replace(each, values=())
    if not (before.isspace() or before in '(“"«:;=≈~><|\x03') or not each.values:
        return each
    if sign == "+":
        return replace(each, plus=True)
    if sign != "−" and last >= 0 and not text[last:at].strip():
        return each  # `10 -3.5 km`
    if money:
        each = replace(each, start=at, sign=_currency(money.group()), unit=_currency(money.group()))
    if sign == "−" or each.unit in ("%", "pp") or (sign == "-" and at and before != "\x03"):
        return replace(each, minus=True)
    # a dash that lost its blank, or the mark of a list: not sure enough for either
    return replace(each, values=())


# --- in words ---------------------------------------------------------------------------------------------------------

_SIGN_THEN = re.compile(rf"(?:{_SIGN})\s?$")
_AND_PART = re.compile(r"\s+and\s+(?:an?|one|two|three)[\s-]+(?:half|halves|third|quarter|fifth|tenth)s?\b", re.IGNORECASE)


def read_words(match: re.Match[str], text: str) -> Iterator[Raw]:
    """Yield a number in words with what stands behind it, none for one that is part of a name or of a phrase."""
    value = parse_words(match.group())
    if value is None or re.match(r"hundred|thousand|million|billion|dozen", match.group(), re.IGNORECASE):
        return
    if match.group()[0].isupper() and re.search(r"[^\W_][,’']?\s{1,3}$", text[max(0, match.start() - 5) : match.start()]):
        return  # part of a name: the Three Seas
    magnitude, unit, end = _behind(text, match.end(), money=False)
    before = text[max(0, match.start() - 24) : match.start()]
    sign = _SIGN_THEN.search(before)
    # `one` alone says nothing (one of the, one-to-one); before a measure or a name it counts (one month, one Uzbek)
    if value == 1 and match.group().lower() == "one" and not unit and magnitude == 1 and not re.match(r"\s[A-Z]", text[match.end() :][:2]):
        return
    if unknown_magnitude(text, end) or _AND_PART.match(text, match.end()):
        yield Raw(match.start(), end, (), worded=True)
        return
    minus = _MINUS_SAID.search(before) is not None
    currency = SIGNS.get(sign.group().strip(), "") if sign else ""
    bare = value < 10**3 and not unit
    yield Raw(match.start(), end, ((value, ""),), currency, magnitude, unit, worded=True, bare=bare, minus=minus)


def read_other_words(start: int, end: int, value: Decimal, alone: bool, text: str) -> Iterator[Raw]:  # noqa: FBT001 - a part of what was found
    """Yield a number in words of another language with what stands behind it; `alone` if without that it says nothing."""
    magnitude, unit, after = _behind(text, end, money=False)
    if unknown_magnitude(text, after):
        yield Raw(start, after, (), worded=True)
    elif not alone or unit or magnitude > 1:
        minus = _MINUS_SAID.search(text, max(0, start - 12), start) is not None
        yield Raw(start, after, ((value, ""),), "", magnitude, unit, worded=True, bare=value < 10**3 and not unit, minus=minus)
