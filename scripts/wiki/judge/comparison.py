"""Which values can both hold: units and printed precision, qualifiers and ranges as intervals, dates as stretches of days.

The rules, and why:

- *Units* of one measure are brought to one (km and m, t and kg, months and years). Units of different measures say different things
  and are never compared (people and visas); nor are currencies converted. One case is decided without a rate: the same number in two
  currencies cannot be right in both, since no two are worth the same. Different numbers in two currencies can.
- *A number as printed* stands for whatever rounds to it at its last digit: 27 % is 26.5 to 27.5 %, 617 million is 616.5 to 617.5
  million. Trailing zeros count as printed digits, as nobody can tell which of them were meant.
- *Two such numbers that differ cannot both hold*, however near they are: a reader who meets both should see both. Where one is the
  other rounded to its last printed digit, that is said as a hint (`rounding`), and it is shown all the same.
- *about N* is N give or take one unit of its last digit that is not zero, but no less than 5 % and no more than 10 % of N: about 326 is
  310 to 342, about 3 million is 2.7 to 3.3 million. Round numbers are rougher, and no number is rougher than a tenth.
- *nearly N* is below N by as much at most: nearly 28 is 26.6 to 28, so that 27 can hold beside it.
- *over N* and *at least N* have no upper end, *under N* and *up to N* none below but zero: they say no more than that. A range allows
  everything from its lower to its upper number. Qualifiers speak of size: "nearly -28 %" lies between -26.6 and -28.
- *Dates*: of two spans (1989/1996) both beginnings and both ends must be able to hold; an open end says nothing. Any other two dates
  need a day in common: 1992 holds beside 1992-04. `~` widens a date by one unit of its precision (three days, a month, a year);
  `?` widens nothing, since a doubtful date still says which one it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from wiki.model import Claim, Date, Quantity
from wiki.model.dates import parse_date

Conflict = Literal["", "values", "rounding"]
"""Empty where two values can both hold; `rounding` where one is the other rounded."""

INFINITE = Decimal("Infinity")
ROUGHEST, FINEST = Decimal("0.1"), Decimal("0.05")

MEASURES: dict[str, dict[str, str]] = {
    "length": {"mm": "0.001", "cm": "0.01", "m": "1", "km": "1000"},
    "area": {"m2": "1", "ha": "10000", "km2": "1000000"},
    "volume": {"l": "0.001", "m3": "1", "km3": "1000000000"},
    "mass": {"g": "0.001", "kg": "1", "t": "1000"},
    "power": {"W": "1", "kW": "1000", "MW": "1000000", "GW": "1000000000"},
    "energy": {"Wh": "1", "kWh": "1000", "MWh": "1000000", "GWh": "1000000000", "TWh": "1000000000000"},
    "voltage": {"V": "1", "kV": "1000"},
    "data": {"kbit/s": "1", "Mbit/s": "1000", "Gbit/s": "1000000", "Tbit/s": "1000000000"},
    "hours": {"minutes": "1", "hours": "60", "days": "1440", "weeks": "10080"},
    "months": {"months": "1", "years": "12"},
}
"""Units that turn into each other exactly, by measure; months and days do not."""
_FACTORS = {unit: (measure, Decimal(factor)) for measure, units in MEASURES.items() for unit, factor in units.items()}

# a currency by its three capitals (ISO 4217), alone or before what it is paid for
_CURRENCY = re.compile(r"[A-Z]{3}(/.+)?")


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers that a printed value allows; `open_low` and `open_high` leave out the end itself."""

    low: Decimal
    high: Decimal
    open_low: bool = False
    open_high: bool = False

    def meets(self, other: Interval) -> bool:
        """Tell whether some number lies in both."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        if low != high:
            return low < high
        ends = [(self.low == low and self.open_low) or (self.high == low and self.open_high)]
        ends.append((other.low == low and other.open_low) or (other.high == low and other.open_high))
        return not any(ends)

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)


def unit_of(unit: str) -> tuple[str, Decimal]:
    """Return what a unit measures and its factor to the measure's base: `("length", 1000)` for km."""
    return _FACTORS.get(unit, (unit, Decimal(1)))


def step(value: str, quantity: Quantity) -> Decimal:
    """Return what one unit of the last printed digit is worth: 1000000 for `617 million USD`, 0.1 for `26.5 %`.

    >>> from wiki.model.quantities import parse_quantity
    >>> step("77.5 million USD", parse_quantity("77.5 million USD", ("USD",)))
    Decimal('100000.0')
    """
    match = re.search(r"\d[\d,\u2009\u202f\u00a0]*(?:\.(\d+))?", value)
    if match is None or quantity.number is None:
        return Decimal(0)
    last = Decimal(1).scaleb(-len(match[1] or ""))
    printed = Decimal(re.sub(r"[,\u2009\u202f\u00a0]", "", match[0]))
    return last * abs(quantity.number) / printed if printed else last


def interval(value: str, quantity: Quantity) -> Interval:
    """Return the numbers that a value allows, by the rules above, in the unit it is printed in."""
    if quantity.high < 0:
        size = interval(value, Quantity(_size(quantity.number), -quantity.high, -quantity.low, quantity.qualifier, quantity.unit))
        return Interval(-size.high, -size.low, size.open_high, size.open_low)
    low, high = quantity.low, quantity.high
    match quantity.qualifier:
        case "about":
            return Interval(low - _roughness(low), high + _roughness(high))
        case "nearly":
            return Interval(low - _roughness(low), high, open_high=low > 0)
        case "over":
            return Interval(low, INFINITE, open_low=True)
        case "at least":
            return Interval(low, INFINITE)
        case "under":
            return Interval(Decimal(0), high, open_high=high > 0)
        case "up to":
            return Interval(Decimal(0), high)
    half = step(value, quantity) / 2
    return Interval(low - half, high + half, open_high=half > 0)


def _size(number: Decimal | None) -> Decimal | None:
    return None if number is None else abs(number)


def _roughness(number: Decimal) -> Decimal:
    """Return how far `about` and `nearly` reach: one unit of the last digit that is not zero, within the two limits."""
    if not number:
        return Decimal(0)
    last = Decimal(1).scaleb(int(number.normalize().as_tuple().exponent))
    return min(max(last, number * FINEST), number * ROUGHEST)


def conflict(one: Claim, other: Claim) -> Conflict:
    """Tell whether two claims about the same thing at the same time cannot both hold."""
    if one.form == "status" and other.form == "status":
        return "values" if one.value != other.value else ""
    if one.value_date and other.value_date:
        return "" if dates_meet(one.value_date, other.value_date) else "values"
    if one.quantity and other.quantity:
        return _conflict_of_quantities((one.value, one.quantity), (other.value, other.quantity))
    return ""


def _conflict_of_quantities(one: tuple[str, Quantity], other: tuple[str, Quantity]) -> Conflict:
    (measure, factor), (other_measure, other_factor) = unit_of(one[1].unit), unit_of(other[1].unit)
    a, b = scaled(interval(*one), factor), scaled(interval(*other), other_factor)
    if measure != other_measure:
        currencies = [_CURRENCY.fullmatch(unit) for unit in (measure, other_measure)]
        same_base = all(currencies) and currencies[0][1] == currencies[1][1]  # type: ignore[index]
        return "values" if same_base and a.meets(b) and one[1].number is not None and other[1].number is not None else ""
    x, y = one[1].number, other[1].number
    if x is not None and y is not None and not one[1].qualifier and not other[1].qualifier:
        x, y = x * factor, y * other_factor
        steps = sorted((step(*one) * factor, step(*other) * other_factor))
        if x == y:
            return ""
        return "rounding" if steps[0] < steps[1] and abs(x - y) <= steps[1] / 2 else "values"
    return "" if a.meets(b) else "values"


def scaled(found: Interval, factor: Decimal) -> Interval:
    """Return an interval in the base unit of its measure."""
    return Interval(found.low * factor, found.high * factor, found.open_low, found.open_high)


def same_value(claim: Claim) -> tuple[object, ...]:
    """Return what makes two values one: number, range and qualifier in the measure's base unit; a date; a status."""
    if claim.quantity:
        measure, factor = unit_of(claim.quantity.unit)
        numbers = (claim.quantity.low * factor, claim.quantity.high * factor)
        return (*(number.normalize() for number in numbers), claim.quantity.number is None, claim.quantity.qualifier, measure)
    return (claim.value_date.text if claim.value_date else claim.value,)


# --- dates --------------------------------------------------------------------------------------------------------------

Stretch = tuple[int | None, int | None]
"""First and last day, counted in months of 31 days; None where it is open or unknown."""

_MARGINS = {"day": 3, "month": 31}
_YEAR = 372


def dates_meet(one: Date, other: Date) -> bool:
    """Tell whether two dates of one thing can both hold."""
    if not _meet(_stretch(one), _stretch(other)):
        return False
    spans = [_ends(date) for date in (one, other)]
    if spans[0] is None or spans[1] is None:
        return True
    return _meet(spans[0][0], spans[1][0]) and _meet(spans[0][1], spans[1][1])


def _stretch(date: Date) -> Stretch:
    margin = _MARGINS.get(date.precision, _YEAR) if date.approximate else 0
    first, last = _day(date.earliest), _day(date.latest)
    return (None if first is None else first - margin, None if last is None else last + margin)


def _ends(date: Date) -> tuple[Stretch, Stretch] | None:
    """Return when a span begins and when it ends, each with its own precision; None where the date is no span."""
    if date.precision != "interval":
        return None
    start, end = ((None, None) if part in ("", "..") else _stretch(parse_date(part)) for part in date.text.split("/"))
    return start, end


def _day(iso: str) -> int | None:
    match = re.fullmatch(r"(-?\d+)-(\d\d)-(\d\d)", iso)
    return int(match[1]) * _YEAR + int(match[2]) * 31 + int(match[3]) if match else None


def _meet(one: Stretch, other: Stretch) -> bool:
    before = one[1] is not None and other[0] is not None and one[1] < other[0]
    after = other[1] is not None and one[0] is not None and other[1] < one[0]
    return not before and not after
