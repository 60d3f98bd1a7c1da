"""Values with units: `about 3 million t`, `150–300 MW`, `129 million USD`; parsed with their magnitude, put into words."""

from __future__ import annotations

import re
from decimal import Context, Decimal

from wiki.model.values import Quantity

QUALIFIERS = ("about", "nearly", "over", "at least", "under", "up to")
MAGNITUDES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
EXAMPLES = "75 km, about 3 million t, 1,000 people, 150–300 MW, nearly 28 %"

# digits with `,` or a thin, narrow or no-break space between thousands, `.` before decimals
_NUMBER = r"[-−]?(?:[0-9]{1,3}(?:[,\u2009\u202f\u00a0][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_MOST_DIGITS = 22
"""With the spaces between them: sums of so many digits are still exact."""
_GROUPING = re.compile(r"[,\u2009\u202f\u00a0]")
_VALUE = re.compile(
    rf"(?:(?P<qualifier>{'|'.join(QUALIFIERS)})\s+)?"
    rf"(?P<low>{_NUMBER})(?:\s?(?P<low_magnitude>{'|'.join(MAGNITUDES)}))?"
    rf"(?:\s?[–-]\s?(?P<high>{_NUMBER}))?"
    rf"(?:\s?(?P<magnitude>{'|'.join(MAGNITUDES)}))?"
    r"(?:\s?(?P<unit>[^\s\d].*))?",
)


class QuantityError(ValueError):
    """A text that is not a value with a unit; the message says what is wrong and what is expected, `unit` whether it is the unit."""

    def __init__(self, message: str, *, unit: bool = False) -> None:
        super().__init__(message)
        self.unit = unit


def parse_quantity(text: str, units: tuple[str, ...]) -> Quantity:
    """Parse a value whose unit is one of `units` (none allowed where `units` is empty).

    Raises QuantityError if the form or the unit is wrong, or a range runs backwards.

    >>> parse_quantity("129 million USD", ("USD",)).number
    Decimal('129000000')
    """
    try:
        return _parse(text, units)
    except QuantityError as error:
        raise _with_form(error, text, units) from None


def _parse(text: str, units: tuple[str, ...]) -> Quantity:
    match = _VALUE.fullmatch(text.strip())
    if match and any(len(part) > _MOST_DIGITS for number in (match["low"], match["high"] or "") for part in number.split(".")):
        raise QuantityError(f"'{_cut(text)}' has too many digits; expected at most {_MOST_DIGITS} before and behind the point")
    if not match:
        raise QuantityError(f"'{text}' is not a value; expected a form like {EXAMPLES}")
    unit = (match["unit"] or "").strip()
    if unit and not units:
        raise QuantityError(f"'{text}' has a unit, '{unit}'; expected a plain number", unit=True)
    if units and unit not in units:
        raise QuantityError(_unit_message(text, unit, units), unit=True)
    factor = MAGNITUDES.get(match["magnitude"] or "", 1)
    own_factor = MAGNITUDES.get(match["low_magnitude"] or "", factor)
    low = _decimal(match["low"]) * own_factor
    if match["high"] is None:
        number = low if match["low_magnitude"] is None or match["magnitude"] is None else low * factor
        return Quantity(number, number, number, match["qualifier"] or "", unit)
    high = _decimal(match["high"]) * factor
    if high < low:
        if match["magnitude"] and not match["low_magnitude"] and _decimal(match["low"]) < high:
            shared, low_text = match["magnitude"], plain(_decimal(match["low"]) / factor)
            form = f"{text[: match.start('low')]}{low_text}{text[match.end('low') :]}"
            raise QuantityError(f"'{text}': '{shared}' holds for both numbers of a range; write '{form}', or each with its own word")
        raise QuantityError(f"'{text}' runs backwards; expected the smaller number first")
    return Quantity(None, low, high, match["qualifier"] or "", unit)


def _with_form(error: QuantityError, text: str, units: tuple[str, ...]) -> QuantityError:
    """Return the error with the form to write, where the value is of a notation that is known from elsewhere."""
    from wiki.model.notations import proposal  # noqa: PLC0415 - only needed once something is wrong

    def fits(form: str) -> bool:
        try:
            return bool(_parse(form, units))
        except QuantityError:
            return False

    form = proposal(text.strip(), units, fits)
    return QuantityError(f"'{_cut(text)}': {form}", unit="the unit is" in form) if form else error


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _unit_message(text: str, unit: str, units: tuple[str, ...]) -> str:
    from wiki.model.problems import nearest  # noqa: PLC0415 - only needed once something is wrong

    allowed = ", ".join(units)
    if not unit:
        return f"'{text}' has no unit; expected one of: {allowed}"
    near = nearest(unit, units)
    return f"'{text}': unknown unit '{unit}'; " + (f"did you mean '{near}'?" if near else f"expected one of: {allowed}")


def _decimal(text: str) -> Decimal:
    return Decimal(_GROUPING.sub("", text).replace("−", "-"))


_EXACT = Context(prec=80)


def rounded(number: Decimal, places: int) -> Decimal:
    """Return a number to so many decimals, however many digits it has before the point.

    >>> rounded(Decimal("1.25"), 1)
    Decimal('1.2')
    """
    return _EXACT.quantize(number, Decimal(1).scaleb(-places))


def plain(number: Decimal | None) -> str:
    """Return a number as a plain decimal without exponent or trailing zeros; '' for None.

    >>> plain(Decimal("1.290E+8"))
    '129000000'
    """
    if number is None:
        return ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
