"""Figures as printed: digits in all their groupings, with magnitude and unit, alone, in ranges, lists and table cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from wiki.numerals.moments import Moment, find_moments
from wiki.numerals.noise import Notes, blank, without_noise
from wiki.numerals.tables import Cells, cells_of
from wiki.numerals.units import MAGNITUDES, SIGNS, unit_at
from wiki.numerals.words import number_words, parse_words, shares_and_folds


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a figure: its value with the magnitude applied, its unit ('' for a bare number or a count of things).

    `note` is a footnote number that was taken off its end.
    """

    value: Decimal
    unit: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at `start:end` with its readings, the likeliest first; `worded` if it is written in words."""

    start: int
    end: int
    readings: tuple[Reading, ...]
    worded: bool = False


@dataclass(frozen=True, slots=True)
class _Raw:
    """A number before its neighbours are looked at: bare values with what stands before and behind it."""

    start: int
    end: int
    values: tuple[tuple[Decimal, str], ...]
    sign: str
    magnitude: int
    unit: str
    worded: bool
    bare: bool = True
    also: tuple[tuple[int, str], ...] = ()


_SIGN = "|".join(re.escape(sign).replace(r"\ ", r"\s?") for sign in sorted(SIGNS, key=len, reverse=True))
_MAGNITUDE = re.compile(
    rf"[\s-]{{0,3}}(?P<word>{'|'.join(re.escape(word) for word in sorted(MAGNITUDES, key=len, reverse=True))})(?![A-Za-z])(?:\.(?=\s?[a-z]))?(?P<note>\d{{0,2}})",
    re.IGNORECASE,
)
# groupings of digits, the surest first: 1,234,567 (a footnote may be glued on) · 1,00,000 · 1 898 · 1.000.000 · 0,9 · 12.5 · 75
_DIGITS = re.compile(
    rf"(?<![\w%\x01])(?<![A-Za-z]-)(?<![)”]) ?(?P<sign>(?:{_SIGN})\s?)?(?<![\d.,])(?P<digits>"
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|(?P<noted>\d{1,3}(?:,\d{3})+)(?P<note>\d{1,2})(?!\d)|\d{1,2}(?:,\d\d)+,\d{3}(?!\d)"
    r"|\d{1,3}(?:[\u2009\u202f\u00a0 ]\d{3})+(?:[.,]\d+)?(?!\d)(?![.,]?\d)|\d{1,3}(?:\.\d{3}){2,}(?!\d)|\d+[.,]\d+(?!\d)|\d+)"
    r"(?P<ordinal>(?:st|nd|rd|th)(?![A-Za-z]))?"
)
_DIGIT = re.compile(r"\d")
_EMPTY_LINE = re.compile(r"\n(?=[ \t]*\n)")
_TIGHT = re.compile(r"\s{0,3}(?:[–—‒-]|to|up to)\s{0,3}", re.IGNORECASE)
_LOOSE = re.compile(r"\s{0,3}(?:,?\s?and|,?\s?or|[,;])\s{0,3}", re.IGNORECASE)


def plain_number(value: Decimal) -> str:
    """Return a value as a plain decimal, without exponent or needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=64)
def read_figures(text: str) -> tuple[tuple[Figure, ...], tuple[Moment, ...]]:
    """Return the figures and the dates of `text` by place; a few are remembered, as several questions are asked of one text.

    >>> figures, moments = read_figures("75 km were built for US$129 million in 2009–2010")
    >>> [(plain_number(r.value), r.unit) for figure in figures for r in figure.readings], [m.dates for m in moments]
    ([('75', 'km'), ('129000000', 'USD')], [('2009', '2010')])
    """
    quiet, notes = without_noise(text)
    cells = cells_of(quiet)
    # a line's end is a space, but nothing is read across an empty line
    flat = _EMPTY_LINE.sub("\x03", quiet).replace("\n", " ").replace("\r", " ")
    moments = find_moments(flat, lambda year, at: _split_year(flat, year, at, notes), lambda start, end: _is_number(flat, start, end))
    masked = blank(flat, [(moment.start, moment.end) for moment in moments], "\x01")
    parts = shares_and_folds(masked)
    masked = blank(masked, [(start, end) for start, end, _, _ in parts], "\x01")
    raw = [_read_digits(match, masked, notes, cells) for match in _DIGITS.finditer(masked)] if _DIGIT.search(masked) else []
    masked = blank(masked, [(each.start, each.end) for each in raw], "\x02")
    raw += [each for match in number_words(masked) for each in _read_words(match, masked)]
    raw.sort(key=lambda each: each.start)
    figures = [
        *_with_neighbours(raw, masked),
        *(Figure(start, end, (Reading(value, unit),), worded=True) for start, end, value, unit in parts),
    ]
    figures += [_whole(moment, flat) for moment in moments if moment.note]
    split = [_split_cells(figure, cells, flat) for figure in figures]
    return tuple(sorted((each for group in split for each in group), key=lambda figure: figure.start)), tuple(moments)


# --- years and footnotes ----------------------------------------------------------------------------------------------


def _split_year(text: str, year: str, position: int, notes: Notes) -> tuple[str, str]:
    """`202010` is 2020 with note 10, where such a note stands nearby; where no notes are known, if a word of time is before it."""
    if len(year) == 4:
        return year, ""
    head, note = year[:4], year[4:]
    placed = _PLACES_TIME.search(text[max(0, position - 24) : position])
    known = notes.follows(int(note), position) if notes.starts else placed is not None
    return (head, note) if note[0] != "0" and head[:2] in ("19", "20") and known else ("", "")


def _whole(moment: Moment, text: str) -> Figure:
    """Return the plain number that a year with a footnote glued to it may be as well."""
    digits = re.findall(r"\d+", text[moment.start : moment.end])[-1]
    return Figure(moment.start, moment.end, (Reading(Decimal(digits), ""),))


_BEFORE_NUMBER = re.compile(
    r"(?:about|over|than|nearly|almost|least|approximately|roughly|around|some|exceed(?:s|ed|ing)?|reach(?:es|ed|ing)?|total(?:s|led|ing)? of|"
    r"[$€£]|USD|EUR)\s{0,3}$",
    re.IGNORECASE,
)
_PLACES_TIME = re.compile(
    r"(?:\b(?:in|of|since|by|until|till|from|to|after|before|during|and|year|for|between|throughout|early|late|mid)\W{1,3}|[–(/-]\s?)$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s{1,3}(?:people|persons|students|refugees|trucks|lorries|troops|soldiers|families|companies|Afghans|citizens|men|women|children|"
    r"visas|wagons|containers|fighters|militants|migrants|evacuees|specialists|officers|vehicles|households|square|cubic|metric)\b"
)


def _is_number(text: str, start: int, end: int) -> bool:
    """Tell whether a bare four-digit number like 2000 counts or measures something and is no year."""
    if end - start != 4:
        return False
    behind = text[end : end + 40]
    before = text[max(0, start - 24) : start]
    if _MAGNITUDE.match(behind):
        return True
    gap = re.match(r"[\s-]{0,3}", behind)
    unit = unit_at(behind, gap.end() if gap else 0)
    if unit and unit[0] != "l" and not (unit[0] in ("times", "minutes") and _PLACES_TIME.search(before)):
        return True
    if _BEFORE_NUMBER.search(before):
        return _COUNTED.match(behind) is not None or not re.search(r"(?:about|around|some)\s{0,3}$", before, re.IGNORECASE)
    return _COUNTED.match(behind) is not None and not _PLACES_TIME.search(before)


# --- one number -------------------------------------------------------------------------------------------------------


def _read_digits(match: re.Match[str], text: str, notes: Notes, cells: Cells) -> _Raw:
    digits, sign = match["digits"], match["sign"] or ""
    currency = SIGNS.get(re.sub(r"\s", " ", sign).strip(), SIGNS.get(re.sub(r"\s", "", sign), ""))
    magnitude, unit, end = _behind(text, match.end("digits") if not match["ordinal"] else match.end(), money=bool(currency))
    bare = magnitude == 1 and not unit and not currency
    values = _values(match, bare=bare, magnitude=magnitude, row=cells.holds(match.start("digits")))
    if bare and len(digits) >= 5 and digits.isdigit():
        values += tuple(
            (Decimal(digits[:-size]), digits[-size:])
            for size in (1, 2)
            if digits[-size] != "0" and notes.follows(int(digits[-size:]), match.end())
        )
    start = match.start("sign") if sign else match.start("digits")
    return _Raw(start, end, values, currency, magnitude, currency or unit or ("th" if match["ordinal"] else ""), worded=False, bare=bare)


def _values(match: re.Match[str], *, bare: bool, magnitude: int, row: bool) -> tuple[tuple[Decimal, str], ...]:
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
    if re.fullmatch(r"\d+,\d{1,2}|0,\d+|\d+,\d{4,}", digits):
        return ((Decimal(digits.replace(",", ".")), ""),)
    return ((Decimal(digits.replace(",", "")), ""),)


def _behind(text: str, end: int, *, money: bool) -> tuple[int, str, int]:
    """Return magnitude, unit and end of what stands behind a number that ends at `end`."""
    magnitude = 1
    short = re.compile(r"\s?(m|k|bn|mn)(?![\w])").match(text, end) if money else None
    if short:
        return {"m": 10**6, "mn": 10**6, "bn": 10**9, "k": 1000}[short[1]], "", short.end()
    while True:
        match = _MAGNITUDE.match(text, end)
        if not match:
            break
        magnitude *= MAGNITUDES[match["word"].lower()]
        end = match.end()
    gap = re.compile(r"[\s-]{0,3}(?:of\s{1,2})?" if magnitude > 1 else r"[\s-]{0,3}").match(text, end)
    at = gap.end() if gap else end
    unit = unit_at(text, at)
    if unit is None or (unit[0] in ("m", "t", "l") and at == end and magnitude > 1):
        return magnitude, "", end
    name, more, end = unit
    note = re.compile(r"\d{1,2}(?!\d)").match(text, end) if text[end - 1].isalpha() else None
    return magnitude * more, name, note.end() if note else end


def _read_words(match: re.Match[str], text: str) -> list[_Raw]:
    value = parse_words(match.group())
    if value is None or re.match(r"hundred|thousand|million|billion|dozen", match.group(), re.IGNORECASE):
        return []
    if match.group()[0].isupper() and re.search(r"[^\W_][,’']?\s{1,3}$", text[max(0, match.start() - 5) : match.start()]):
        return []  # part of a name: the Three Seas
    magnitude, unit, end = _behind(text, match.end(), money=False)
    before = text[max(0, match.start() - 24) : match.start()]
    sign = re.search(rf"(?:{_SIGN})\s?$", before)
    # `one` alone says nothing (one of the, one-to-one); before a measure or a name it counts (one month, one Uzbek)
    if value == 1 and match.group().lower() == "one" and not unit and magnitude == 1 and not re.match(r"\s[A-Z]", text[match.end() :][:2]):
        return []
    large = value >= 10**3
    return [
        _Raw(
            match.start(),
            end,
            ((value, ""),),
            SIGNS.get(sign.group().strip(), "") if sign else "",
            magnitude,
            unit,
            worded=True,
            bare=not large and not unit,
        )
    ]


# --- neighbours -------------------------------------------------------------------------------------------------------


def _with_neighbours(raw: list[_Raw], text: str) -> list[Figure]:
    """Give the first numbers of ranges and lists the magnitude and unit that stand behind the last."""
    done: list[_Raw] = []
    chained = False
    following: _Raw | None = None
    for each in reversed(raw):
        taken = each
        if following is not None:
            gap = text[each.end : following.start]
            if len(gap) < 12:
                between = re.search(r"\bbetween\s{1,3}$", text[max(0, each.start - 12) : each.start]) is not None
                taken = _from_following(each, following, gap, chained=chained, between=between)
                chained = taken is not each
            else:
                chained = False
        done.append(taken)
        following = taken
    done.reverse()
    return [_figure(each, done[index - 1] if index else None, text) for index, each in enumerate(done)]


def _from_following(each: _Raw, following: _Raw, gap: str, *, chained: bool, between: bool) -> _Raw:
    tight = _TIGHT.fullmatch(gap) is not None or (between and gap.strip() == "and")
    loose = _LOOSE.fullmatch(gap) is not None
    comma = loose and not re.search(r"and|or", gap, re.IGNORECASE)
    if not (tight or loose) or each.unit == "th" or (comma and not chained and not (each.sign and each.sign == following.sign)):
        return each
    takes_magnitude = each.magnitude == 1 and following.magnitude > 1 and each.values[0][0] < 10**5
    if each.unit and following.unit and each.unit != following.unit:
        return each
    unit = each.unit or following.unit
    if not takes_magnitude and unit == each.unit and not following.also:
        return each
    magnitude = following.magnitude if takes_magnitude else each.magnitude
    # `from 5 to 6 billion` is sure; `600 to 2 thousand` and `$258 and $12 million` may be read both ways
    sure = tight and (not takes_magnitude or each.values[0][0] <= following.values[0][0])
    own = () if sure else ((each.magnitude, each.unit),)
    return replace(each, magnitude=magnitude, unit=unit, bare=False, also=(*each.also, *own))


_ENDS = re.compile(
    r"\s{0,3}(?:[.,;:)”“\"]|(?:due|and|to|in|by|for|from|as|than|or|but|while|at|on|with|per|a|annually|respectively|last|this)\b|$)"
)


def _figure(each: _Raw, before: _Raw | None, text: str) -> Figure:
    readings = [Reading(value * each.magnitude, each.unit, note) for value, note in each.values]
    readings += [Reading(value * magnitude, unit, note) for magnitude, unit in each.also for value, note in each.values]
    large = each.magnitude >= 10**6 or (each.worded and each.values[0][0] >= 10**6)
    if large and not each.unit and before and before.unit and _ENDS.match(text, each.end):
        # `exceeds 5 billion dollars …, has fallen below one billion`: the unit is said once in the sentence
        between = text[before.end : each.start]
        if len(between) < 160 and not re.search(r"[.!?]\s+[A-Z]", between):
            readings.append(Reading(readings[0].value, before.unit))
    return Figure(each.start, each.end, tuple(dict.fromkeys(readings)), each.worded)


def _split_cells(figure: Figure, cells: Cells, text: str) -> list[Figure]:
    """In a row of a table, numbers with a space between them are cells; each may have the unit of its column's head."""
    row = cells.row_at(figure.start)
    if row is None:
        return [figure]
    split = []
    printed_cells = list(re.finditer(r"\d[\d.,]*", text[row.start : row.end]))
    one_each = len(printed_cells) == len(row.units)
    for match in re.finditer(r"\d[\d.,]*", text[figure.start : figure.end]):
        printed = match.group().rstrip(".,")
        value = Decimal(printed.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", printed) else printed.replace(",", "."))
        unit = figure.readings[0].unit
        start = figure.start + match.start()
        column = sum(cell.start() + row.start < start for cell in printed_cells)
        units = (row.units[column : column + 1] if one_each else row.shared) if not unit else ((1, unit),)
        readings = [Reading(value * factor, name) for factor, name in units]
        split.append(Figure(start, start + len(printed), tuple(dict.fromkeys(readings))))
    return split or [figure]
