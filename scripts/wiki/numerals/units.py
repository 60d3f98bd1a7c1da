"""Units as texts print them: currencies by sign, code or word, measures by symbol or name; and what may be compared with what."""

from __future__ import annotations

import re
from decimal import Decimal

MAGNITUDES = {
    "hundred": 100, "thousand": 1000, "thousands": 1000, "thous.": 1000, "million": 10**6, "millions": 10**6, "mln": 10**6, "mn": 10**6,
    "billion": 10**9, "billions": 10**9, "bln": 10**9, "bn": 10**9, "trillion": 10**12, "trillions": 10**12,
}  # fmt: skip

# sign or code that stands before a number → currency
SIGNS = {
    "US $": "USD", "US$": "USD", "USD": "USD", "$": "USD", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD", "€": "EUR", "EUR": "EUR",
    "£": "GBP", "GBP": "GBP", "₽": "RUB", "RUB": "RUB", "¥": "CNY", "CNY": "CNY",
}  # fmt: skip

# what stands behind a number → unit; patterns are tried longest first, so that `m3` is no `m` with a footnote
_PRINTED = {
    "USD": r"(?:US|U\.S\.|American)\s+[Dd]ollars?|[Dd]ollars?|USD|US\s?\$|\$",
    "CAD": r"Canadian\s+dollars?|CAD",
    "AUD": r"Australian\s+dollars?|AUD",
    "EUR": r"[Ee]uros?|EUR|€",
    "GBP": r"pounds\s+sterling|British\s+pounds|GBP|£",
    "RUB": r"(?:[A-Z][a-z]+\s+)?ro?ubles?|RUB|₽",
    "CNY": r"(?:[A-Z][a-z]+\s+)?yuan|CNY|RMB",
    "KZT": r"(?:[A-Z][a-z]+\s+)?tenge|KZT",
    "UZS": r"(?:[A-Z][a-z]+\s+)?(?:soums?|sums)|UZS",
    "AFN": r"[Aa]fghanis|AFN",
    "TJS": r"somonis?|TJS",
    "PKR": r"(?:[A-Z][a-z]+\s+)?rupees|PKR",
    "cents": r"(?:US\s+)?cents?",
    "km2": r"sq(?:uare|\.)?[\s-]+(?:km|kilomet(?:er|re)s?)|km2|km²",
    "km": r"km|kms|kilomet(?:er|re)s?",
    "m2": r"sq(?:uare|\.)?[\s-]+(?:m|met(?:er|re)s?)|m2|m²",
    "m3": r"cubic\s+met(?:er|re)s?|cu\.?\s?m|m3|m³",
    "km3": r"cubic\s+kilomet(?:er|re)s?|km3|km³",
    "m": r"met(?:er|re)s?|m",
    "cm": r"cm|centimet(?:er|re)s?",
    "mm": r"mm|millimet(?:er|re)s?",
    "mi": r"miles?",
    "ha": r"ha|hectares?",
    "t": r"(?:metric\s+)?(?:tons?|tonnes?)|t",
    "kg": r"kg|kilograms?|kilogrammes?|kilos?",
    "l": r"lit(?:er|re)s?",
    "barrels": r"barrels?",
    "kV": r"kV|kilovolts?",
    "kWh": r"kWh|kW[\s·-]h|kilowatt[\s-]?hours?",
    "MWh": r"MWh|megawatt[\s-]?hours?",
    "GWh": r"GWh|gigawatt[\s-]?hours?",
    "TWh": r"TWh|terawatt[\s-]?hours?",
    "kW": r"kW|kilowatts?",
    "MW": r"MW|megawatts?",
    "GW": r"GW|gigawatts?",
    "Gbit/s": r"Gbit/s|Gbps|Gb/s|gigabits?\s+per\s+second",
    "Mbit/s": r"Mbit/s|Mbps|Mb/s|megabits?\s+per\s+second",
    "pp": r"percentage\s+points?|pct\.?\s?pt\.?|p\.p\.",
    "%": r"%|[Pp]ercent|[Pp]er\s+cent|pct",
    "times": r"times|fold",
    "years": r"years?",
    "months": r"months?",
    "weeks": r"weeks?",
    "days": r"days?",
    "hours": r"hours?",
    "minutes": r"minutes?",
}
# `bcm`, `mcm`: a magnitude and a unit in one
_JOINED = {"bcm": (10**9, "m3"), "mcm": (10**6, "m3")}

UNIT = re.compile(
    r"(?P<joined>bcm|mcm)(?![A-Za-z])|"
    + "|".join(rf"(?P<u{index}>{pattern})(?![A-Za-z²³])" for index, pattern in enumerate(sorted(_PRINTED.values(), key=len, reverse=True)))
)
_BY_GROUP = {f"u{index}": unit for index, (unit, _) in enumerate(sorted(_PRINTED.items(), key=lambda item: len(item[1]), reverse=True))}

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


def unit_at(text: str, position: int) -> tuple[str, int, int] | None:
    """Return the unit that stands in `text` at `position`, the magnitude it carries (1 but for `bcm`), and where it ends."""
    match = UNIT.match(text, position)
    if not match or match.lastgroup is None:
        return None
    if match["joined"]:
        magnitude, unit = _JOINED[match["joined"]]
        return unit, magnitude, match.end()
    return _BY_GROUP[match.lastgroup], 1, match.end()


def measured(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Return a figure in the base unit of its measure, so that equal figures are equal values.

    Nouns that are counted (people, trucks) are no measure: their unit is empty. Of a price per something the money is kept.

    >>> measured(Decimal("1.5"), "km") == measured(Decimal(1500), "m")
    True
    """
    unit = unit.split("/", maxsplit=1)[0] if unit not in _MEASURES else unit
    if unit not in _PRINTED:
        return value.normalize(), ""
    measure, factor = _MEASURES.get(unit, (unit, Decimal(1)))
    return (value * factor).normalize(), measure
