"""Units as texts print them: currencies by sign, code or word, measures by symbol or name; and what may be compared with what."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache

from wiki.numerals.spellings import ARABIC, CYRILLIC, JOINED, LATIN, MAGNITUDES, OTHER_MAGNITUDES, SIGNS, UNKNOWN_MAGNITUDES

__all__ = ["MAGNITUDES", "SIGNS", "magnitude_at", "measured", "unit_at", "unknown_magnitude"]

_ENDS = r"(?![A-Za-z²³^])(?!/(?:s|h|sec|hour)(?![A-Za-z]))"
UNIT = re.compile(
    "|".join(rf"(?P<j{index}>{pattern})(?![A-Za-z])" for index, pattern in enumerate(JOINED))
    + "|"
    + "|".join(rf"(?P<u{index}>{pattern}){_ENDS}" for index, pattern in enumerate(sorted(LATIN.values(), key=len, reverse=True)))
)
_BY_GROUP = {f"u{index}": (1, unit) for index, (unit, _) in enumerate(sorted(LATIN.items(), key=lambda item: len(item[1]), reverse=True))}
_BY_GROUP |= {f"j{index}": joined for index, joined in enumerate(JOINED.values())}

# unit → what it measures, and how many of the base unit it is; two figures are compared only within one measure
_MEASURES: dict[str, tuple[str, Decimal]] = {
    "km": ("m", Decimal(1000)), "m": ("m", Decimal(1)), "cm": ("m", Decimal("0.01")), "mm": ("m", Decimal("0.001")),
    "km2": ("m2", Decimal(10**6)), "ha": ("m2", Decimal(10**4)), "m2": ("m2", Decimal(1)),
    "km3": ("m3", Decimal(10**9)), "m3": ("m3", Decimal(1)),
    "t": ("kg", Decimal(1000)), "kg": ("kg", Decimal(1)),
    "kW": ("W", Decimal(10**3)), "MW": ("W", Decimal(10**6)), "GW": ("W", Decimal(10**9)),
    "kWh": ("Wh", Decimal(10**3)), "MWh": ("Wh", Decimal(10**6)), "GWh": ("Wh", Decimal(10**9)), "TWh": ("Wh", Decimal(10**12)),
    "Gbit/s": ("bit/s", Decimal(10**9)), "Mbit/s": ("bit/s", Decimal(10**6)),
}  # fmt: skip


@cache
def _other_units(letter: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return the pattern of the units of a script, made when a text of that script is first read, and the unit of each group."""
    table = CYRILLIC if letter == "cyrillic" else ARABIC
    return re.compile("|".join(rf"(?P<u{index}>{pattern})(?![\w²³^])" for index, (_, pattern) in enumerate(table))), tuple(
        unit for unit, _ in table
    )


@cache
def _other_magnitudes() -> re.Pattern[str]:
    return re.compile("|".join(rf"(?P<m{index}>{pattern})(?!\w)" for index, (_, pattern) in enumerate(OTHER_MAGNITUDES)), re.IGNORECASE)


_BLANK = re.compile(r"[\s-]{0,3}")
_UNKNOWN = re.compile(UNKNOWN_MAGNITUDES)


def _script(sign: str) -> str:
    return "latin" if sign < "\u0370" else "cyrillic" if "\u0400" <= sign <= "\u052f" else "arabic" if "\u0600" <= sign <= "\u06ff" else ""


def unit_at(text: str, position: int) -> tuple[str, int, int] | None:
    """Return the unit that stands in `text` at `position`, the magnitude it carries (1 but for `bcm`), and where it ends."""
    script = _script(text[position]) if position < len(text) else "latin"
    if script in ("cyrillic", "arabic"):
        pattern, units = _other_units(script)
        other = pattern.match(text, position)
        return (units[int((other.lastgroup or "u0")[1:])], 1, other.end()) if other else None
    match = UNIT.match(text, position)
    if not match or match.lastgroup is None:
        return None
    magnitude, unit = _BY_GROUP[match.lastgroup]
    return unit, magnitude, match.end()


def magnitude_at(text: str, position: int) -> tuple[int, int] | None:
    """Return a magnitude that depends on script or case and stands behind a blank at `position`, and where it ends."""
    gap = _BLANK.match(text, position)
    at = gap.end() if gap else position
    if at >= len(text) or not (text[at] > "\u0370" or text.startswith("ming", at)):
        return None
    match = _other_magnitudes().match(text, at)
    return (OTHER_MAGNITUDES[int((match.lastgroup or "m0")[1:])][0], match.end()) if match else None


def unknown_magnitude(text: str, position: int) -> bool:
    """Tell whether a word behind a number changes it and is not understood."""
    return _UNKNOWN.match(text, position) is not None


@lru_cache(maxsize=1024)
def _canonical(unit: str) -> tuple[str, int]:
    """Return a unit that is spelled as texts spell it (`km²`, `tonnes`, `dollars`) in the one writing, with its magnitude; '' for a noun."""
    if unit in LATIN:
        return unit, 1
    found = unit_at(unit, 0)
    return (found[0], found[1]) if found and found[2] == len(unit) else ("", 1)


def measured(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Return a figure in the base unit of its measure, so that equal figures are equal values.

    Nouns that are counted (people, trucks) are no measure: their unit is empty. Of a price per something the money is kept.

    >>> measured(Decimal("1.5"), "km") == measured(Decimal(1500), "m"), measured(Decimal(2), "km²")[1]
    (True, 'm2')
    """
    if unit not in LATIN:
        whole, magnitude = _canonical(unit)
        unit, magnitude = (whole, magnitude) if whole else _canonical(unit.split("/", maxsplit=1)[0])
        value *= magnitude
    if not unit:
        return value.normalize(), ""
    measure, factor = _MEASURES.get(unit, (unit, Decimal(1)))
    return (value * factor).normalize(), measure
