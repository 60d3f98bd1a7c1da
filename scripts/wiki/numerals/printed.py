"""Figures as printed: digits in all their groupings, with sign, magnitude and unit, alone, in ranges, lists and table cells."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from wiki.numerals.eastern import eastern_moments, language_of, other_number_words
from wiki.numerals.figures import Figure, Raw, Reading
from wiki.numerals.moments import Moment, find_moments
from wiki.numerals.neighbours import plain_number, with_neighbours
from wiki.numerals.noise import Notes, blank, without_noise
from wiki.numerals.shapes import shapes
from wiki.numerals.signs import Legible, legible
from wiki.numerals.single import DIGITS, MAGNITUDE, Page, read_digits, read_other_words, read_shape, read_words, take_signs
from wiki.numerals.tables import Cells, cells_of
from wiki.numerals.units import unit_at
from wiki.numerals.words import number_words, shares_and_folds

__all__ = ["Figure", "Reading", "plain_number", "read_figures", "unread_figures"]

_DIGIT = re.compile(r"\d")
_CELL = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?")
_JOINED_ON = re.compile("[/¼-¾⅐-⅞⁰¹²³⁴-⁹±]")
_AND_BEFORE = re.compile(
    r"(?:[\d⁰¹²³⁴-⁹¼-¾⅐-⅞]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|ty))\s+and\s+$", re.IGNORECASE
)
"""Before `three quarters` these make one number with it."""
_EMPTY_LINE = re.compile(r"\n(?=[ \t]*\n)")
_FRACTION = re.compile("[¼-¾⅐-⅞]")
_COMMAS = frozenset(("ru", "uk", "be", "uz", "kk", "ky", "tg", "tk", "tt", "de", "fr"))
"""Languages that print a comma before decimals and part thousands by blanks."""


def read_figures(text: str, language: str = "") -> tuple[tuple[Figure, ...], tuple[Moment, ...]]:
    """Return the figures and the dates of `text` by place; what is not understood is none.

    `language` is that of the source, where it is known; else each figure is read as its script and its neighbours tell.

    >>> figures, moments = read_figures("75 km were built for US$129 million in 2009–2010")
    >>> [(plain_number(r.value), r.unit) for figure in figures for r in figure.readings], [m.dates for m in moments]
    ([('75', 'km'), ('129000000', 'USD')], [('2009', '2010')])
    """
    figures, moments, _ = _read(text, language)
    return figures, moments


def unread_figures(text: str, language: str = "") -> tuple[Figure, ...]:
    """Return what is printed in `text` as a figure and is not understood: figures without readings.

    >>> [text[each.start : each.end] for text in ("open 24/7 all year", "75 km") for each in unread_figures(text)]
    ['24/7']
    """
    return _read(text, language)[2]


@lru_cache(maxsize=64)
def _read(text: str, language: str) -> tuple[tuple[Figure, ...], tuple[Moment, ...], tuple[Figure, ...]]:
    """Read a text; a few are remembered, as several questions are asked of one text."""
    signs = legible(text)
    quiet, notes = without_noise(signs.text)
    cells = cells_of(quiet)
    # a line's end is a space, but nothing is read across an empty line
    flat = _EMPTY_LINE.sub("\x03", quiet).replace("\n", " ").replace("\r", " ")
    language = language_of(signs.own, language)
    moments, unread = eastern_moments(flat, signs.own, language)
    masked = blank(flat, [*((each.start, each.end) for each in moments), *((each.start, each.end) for each in unread)], "\x01")
    moments += find_moments(masked, lambda year, at: _split_year(flat, year, at, notes), lambda start, end: _is_number(masked, start, end))
    masked = blank(masked, [(moment.start, moment.end) for moment in moments], "\x01")
    parts = [each for each in shares_and_folds(masked) if not _AND_BEFORE.search(masked, max(0, each[0] - 16), each[0])]
    masked = blank(masked, [(start, end) for start, end, _, _ in parts], "\x01")
    figures = [
        *_numbers(Page(masked, notes, cells, commas=language in _COMMAS), signs, language),
        *(Figure(start, end, (Reading(value, unit),), worded=True) for start, end, value, unit in parts),
    ]
    figures += [_whole(moment, flat) for moment in moments if moment.note]
    found = [each for figure in figures for each in _split_cells(figure, cells, flat)]
    found += unread
    if signs.places is not None:
        found = [replace(each, start=signs.place(each.start), end=signs.place(each.end - 1) + 1) for each in found]
        moments = [replace(each, start=signs.place(each.start), end=signs.place(each.end - 1) + 1) for each in moments]
    found.sort(key=lambda figure: figure.start)
    return (
        tuple([each for each in found if each.readings]),
        tuple(sorted(moments, key=lambda moment: moment.start)),
        tuple([each for each in found if not each.readings]),
    )


def _numbers(page: Page, signs: Legible, language: str) -> list[Figure]:
    """Return the numbers of a text whose dates are masked, each with what it has of its neighbours."""
    raw: list[Raw] = []
    if _DIGIT.search(page.text) or _FRACTION.search(page.text):
        compound = shapes(page.text, signs, page.cells.holds)
        page = page._replace(text=blank(page.text, [(each.start, each.end) for each in compound], "\x02"))
        raw = [read_shape(each, page) for each in compound] + [read_digits(match, page) for match in DIGITS.finditer(page.text)]
        raw = take_signs(sorted(raw, key=lambda each: each.start), page.text)
    masked = blank(page.text, [(each.start, each.end) for each in raw], "\x02")
    raw += [each for match in number_words(masked) for each in read_words(match, masked)]
    if language:
        raw += [each for said in other_number_words(masked, language) for each in read_other_words(*said, masked)]
    raw.sort(key=lambda each: each.start)
    return with_neighbours(raw, masked)


# --- years and footnotes ----------------------------------------------------------------------------------------------


def _split_year(text: str, year: str, position: int, notes: Notes) -> tuple[str, str]:
    """`202010` is 2020 with note 10, where such a note stands nearby; where no notes are known, if a word of time is before it."""
    if len(year) == 4:
        return year, ""
    head, note = year[:4], year[4:]
    if re.search(r"(?:/|[\^×·*:±]-?)$", text[max(0, position - 2) : position]) or _JOINED_ON.match(text, position + len(year)):
        return "", ""
    placed = _PLACES_TIME.search(text[max(0, position - 24) : position])
    known = notes.follows(int(note), position) if notes.starts else placed is not None
    return (head, note) if note[0] != "0" and head[:2] in ("19", "20") and known else ("", "")


def _whole(moment: Moment, text: str) -> Figure:
    """Return the plain number that a year with a footnote glued to it may be as well."""
    digits = re.findall(r"\d+(?:\.\d+)?", text[moment.start : moment.end])[-1]
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
    r"visas|wagons|containers|fighters|militants|migrants|evacuees|specialists|officers|vehicles|households|square|cubic|metric|"
    r"человек|людей|семей|солдат\w*|беженц\w+|машин|грузовик\w*|студент\w+|афганц\w+|граждан\w*|женщин|детей|боевик\w+|военн\w+|вагон\w*|"
    r"контейнер\w*|нафар|киши|kishi|nafar|نفر|خانواده|خانوار|دستگاه|کس|کورن\w+)(?!\w)"
)


def _is_number(text: str, start: int, end: int) -> bool:
    """Tell whether a bare four-digit number like 2000 counts or measures something and is no year."""
    if end - start != 4:
        return False
    behind = text[end : end + 40]
    before = text[max(0, start - 24) : start]
    if MAGNITUDE.match(behind):
        return True
    gap = re.match(r"[\s-]{0,3}", behind)
    unit = unit_at(behind, gap.end() if gap else 0)
    if (
        unit
        and unit[0] != "l"
        and not (unit[0] == "years" and "год" in behind[:8])
        and not (unit[0] in ("times", "minutes") and _PLACES_TIME.search(before))
    ):
        return True
    if _BEFORE_NUMBER.search(before):
        return _COUNTED.match(behind) is not None or not re.search(r"(?:about|around|some)\s{0,3}$", before, re.IGNORECASE)
    return _COUNTED.match(behind) is not None and not _PLACES_TIME.search(before)


# --- cells ------------------------------------------------------------------------------------------------------------


def _split_cells(figure: Figure, cells: Cells, text: str) -> list[Figure]:
    """In a row of a table, numbers with a space between them are cells; each may have the unit of its column's head."""
    row = cells.row_at(figure.start)
    if row is None or not figure.readings:
        return [figure]
    split = []
    printed_cells = list(re.finditer(r"\d[\d.,]*", text[row.start : row.end]))
    one_each = len(printed_cells) == len(row.units)
    for match in re.finditer(r"\d[\d.,]*", text[figure.start : figure.end]):
        printed = match.group().rstrip(".,")
        if not _CELL.fullmatch(printed):
            return [figure]
        value = Decimal(printed.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", printed) else printed.replace(",", "."))
        unit = figure.readings[0].unit
        start = figure.start + match.start()
        sign = text[start - 1] if start > row.start and not text[start - 2 : start - 1].strip() else ""
        column = sum(cell.start() + row.start < start for cell in printed_cells)
        units = (row.units[column : column + 1] if one_each else row.shared) if not unit else ((1, unit),)
        value = -value if sign and sign in "-−–" else value
        readings = [Reading(value * factor, name, plus=sign == "+") for factor, name in units]
        split.append(Figure(start, start + len(printed), tuple(dict.fromkeys(readings))))
    return split or [figure]
