"""A value in whatever notation → the form in which entries write it, for the message that refuses it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from wiki.numerals.figures import Figure, Reading
from wiki.numerals.neighbours import plain_number
from wiki.numerals.printed import read_figures, unread_figures
from wiki.numerals.units import measured

_QUALIFIERS = (
    ("about", r"≈|~|circa|ca?\.|ca|approx(?:imately|\.)?|around|roughly|some|about|около|حدود|taxminan"),
    ("at least", r"≥|>=|at\s+least|not?\s+less\s+than|a\s+minimum\s+of|не\s+менее"),
    ("up to", r"≤|<=|up\s+to|at\s+most|not?\s+more\s+than|a\s+maximum\s+of|не\s+более|до"),
    ("over", r">|more\s+than|over|above|exceeding|beyond|более|свыше|بیش\s+از"),
    ("under", r"<|less\s+than|fewer\s+than|under|below|менее|کمتر\s+از"),
    ("nearly", r"almost|nearly|close\s+to|почти|نزدیک\s+به"),
)
_SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_PLUS = re.compile(r"(?<=\d)\s?\+(?!\s?\d)")
_SIGNS = re.compile(r"[\s−–+-]*|(?:minus|negative|минус|منفی)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[–—-]|to|and|до|تا)\s*", re.IGNORECASE)


def rewritten(text: str, units: Sequence[str]) -> str:
    """Return a value as entries write it, '' where it is not understood or its unit is none of `units`.

    >>> [rewritten(each, ("km", "USD")) for each in ("~1'250 Km", "$5bn", "from 3 to 5 kilometres", "1.234,50 US dollars", "5 × 6 km")]
    ['about 1,250 km', '5 billion USD', '3–5 km', '1,234.5 USD', '']
    """
    qualifier, rest = _qualifier(text.strip())
    rest = re.sub(r"^(?:from|between|от|с|از)\s+", "", rest, flags=re.IGNORECASE)
    if _PLUS.search(rest):
        qualifier, rest = qualifier or "at least", _PLUS.sub("", rest)
    figures, moments = read_figures(rest)
    if moments and not figures:  # `2000 km` without its unit is a year
        return ""
    if unread_figures(rest) or moments or not 1 <= len(figures) <= 2 or not _whole(rest, figures):
        return ""
    said = [figure.readings[0].unit for figure in figures if figure.readings[0].unit]
    pairs = [_claimed(figure, units, said[0] if said else "") for figure in figures]
    if not all(unit for _, unit in pairs) or len({unit for _, unit in pairs}) != 1:
        return ""
    number = _number([value for value, _ in pairs])
    return f"{qualifier} {number} {pairs[0][1]}".strip() if number else ""


def _qualifier(text: str) -> tuple[str, str]:
    for qualifier, pattern in _QUALIFIERS:
        match = re.match(rf"(?:{pattern})(?!\w)\s*|(?:{pattern})(?=[\d$€£])", text, re.IGNORECASE)
        if match:
            return qualifier, text[match.end() :]
    return "", text


def _whole(text: str, figures: Sequence[Figure]) -> bool:
    """Tell whether there is nothing beside the figures but the dash of a range, and a counted noun behind them."""
    between = len(figures) == 1 or _BETWEEN.fullmatch(text[figures[0].end : figures[1].start]) is not None
    return between and _SIGNS.fullmatch(text[: figures[0].start]) is not None and not re.search(r"\d", text[figures[-1].end :])


def _claimed(figure: Figure, units: Sequence[str], said: str) -> tuple[Decimal, str]:
    """Return a figure's value in the one of `units` that its unit is spelled like."""
    reading: Reading = figure.readings[0]
    for unit in units:
        one, base = measured(Decimal(1), unit)
        if base and measured(Decimal(1), reading.unit or said) == (one, base):
            return reading.value, unit
    return reading.value, ""


def _number(values: Sequence[Decimal]) -> str:
    if len(values) == 2 and values[1] < values[0]:
        return ""
    scales = [next((each for each in _SCALES[:2] if abs(value) >= each[0]), (1, "")) for value in values]
    if len(values) == 2 and scales[0] != scales[1]:
        scales[0] = next((each for each in _SCALES if abs(values[0]) >= each[0]), (1, ""))
        if scales[0][0] == 1:
            scales = [(1, ""), (1, "")]
    said = [_grouped(value / scale) for value, (scale, _) in zip(values, scales, strict=True)]
    names = [name for _, name in scales]
    if len(values) == 2 and names[0] != names[1]:
        return f"{said[0]} {names[0]}–{said[1]} {names[1]}"
    return f"{'–'.join(said)} {names[-1]}".strip()


def _grouped(value: Decimal) -> str:
    whole, point, decimals = plain_number(value).partition(".")
    return f"{int(whole):,}{point}{decimals}" if whole != "-0" else f"-0{point}{decimals}"
