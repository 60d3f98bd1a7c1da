"""Values in the notations that people bring along: how each is written here, for the message that refuses it.

Asked only once a value was refused. Whatever is proposed is itself tried, so that no message proposes what would be refused too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal

_NUMBER = r"\d+(?:(?:[.,'’´`]|[ \u2009\u202f\u00a0](?=\d{3}(?!\d)))\d+)*"
_QUALIFIERS = {
    "about": "≈|~|∼|≃|≅|±|approximately|approx\\.?|circa|ca\\.?|c\\.|around|roughly|some|about",
    "over": ">|more than|above|exceeding|in excess of|upwards of|greater than|over",
    "at least": "≥|>=|no less than|not less than|no fewer than|a minimum of|minimum|min\\.|at least",
    "under": "<|less than|below|fewer than|under",
    "up to": "≤|<=|at most|no more than|not more than|a maximum of|maximum|max\\.|up to",
    "nearly": "almost|just under|close to|nearly",
}
_BEHIND = {"at least": r"\+|or more|and more|plus", "up to": "or less|or fewer", "about": "or so"}
_MAGNITUDES = {
    "hundred": "hundreds?",
    "thousand": "thousands?|k|tsd|ths",
    "million": "millions?|mio|mln|mn|mill?|m",
    "billion": "billions?|milliards?|bn|bln|bil|mrd|b",
}
_TIMES = {"trillions?|trn?|tn": (1000, "billion"), "lakhs?|lacs?": (100, "thousand"), "crores?": (10, "million")}
_SIGNS = {"US$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₽": "RUB", "₹": "INR", "₨": "PKR"}
_NAMES = {
    "km": "kilometers?|kilometres?|kms|kilom", "m": "meters?|metres?|mtrs?", "%": "per ?cents?|pct|p\\.c\\.|percentage points?",
    "t": "tons?|tonnes?|metric tons?", "kg": "kilograms?|kilos?", "ha": "hectares?", "MW": "megawatts?", "GW": "gigawatts?",
    "kW": "kilowatts?", "kV": "kilovolts?", "km²": "km2|km\\^2|sq\\.? ?km|square kilomet(?:er|re)s?",
    "km2": "km²|km\\^2|sq\\.? ?km|square kilomet(?:er|re)s?", "m³": "m3|m\\^3|cubic met(?:er|re)s?", "m3": "m³|m\\^3|cubic met(?:er|re)s?",
    "USD": "(?:us|u\\.s\\.|american) ?dollars?|dollars?|us\\$|\\$", "EUR": "euros?|€", "GBP": "pounds?|pounds? sterling|£",
    "PKR": "pakistani rupees?|rupees?", "RUB": "rubles?|roubles?", "people": "persons?|inhabitants?|residents?",
    "years": "yrs?|years? old|year", "days": "day", "months": "month",
}  # fmt: skip
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HALVES = {"½": ".5", "¼": ".25", "¾": ".75", "⅛": ".125", "⅕": ".2", "⅖": ".4", "⅗": ".6", "⅘": ".8"}
_PER = re.compile(r"\s*(?:/|\bper\b|\ban?\b|\beach\b)\s*(year|yr|annum|month|week|day|hour|h|capita|person|head|a|d)\.?$", re.IGNORECASE)

Rewritten = tuple[str, str]
"""A text as it is written here, and what was otherwise; the same text and nothing where nothing was."""


def rewritten(text: str, units: tuple[str, ...]) -> Iterator[Rewritten]:
    """Yield forms of a value that may be what is meant, and what is otherwise in each, the nearest first."""
    now, why = " ".join(text.split()), ""
    for rule in (_digits, _scaled, _fractions, _qualified, _signs, _numbers, _magnitudes, _ranges, _units):
        new, said = rule(now, units)
        if new != now:
            now, why = new, why or said
            yield now, why
    without = re.sub(r"\s*\([^()]*\)$|[.;,]$", "", now)
    if without != now:
        yield without, why or "what is said besides stands in 'note'"
    if match := _PER.search(now):
        per = {"yr": "year", "annum": "year", "a": "year", "d": "day", "h": "hour"}.get(match[1].lower(), match[1].lower())
        yield _units(now[: match.start()], units)[0], f"what a value is per stands in a key of its own, 'per: {per}'"
    for unit in units:
        if match := re.match(rf"(.*\d\s?{re.escape(unit)})\s+(?!and |or )[^\W\d][^\d]*$", now):
            yield match[1], "what is said besides stands in 'note'"
    parts = re.split(r"\s*;\s*|,\s+|\s+or\s+|\s+and\s+|\s*/\s*", now)
    if len(parts) > 1:
        unit = next((unit for unit in units if parts[-1].endswith(unit)), "")
        for part in parts:
            yield part if part.endswith(unit) else f"{part} {unit}", "a fact has one value, and several make several facts"
    if len(units) == 1:
        yield f"{now} {units[0]}", why or f"the unit is '{units[0]}'"


def _digits(text: str, _: object) -> Rewritten:
    made = "".join(str(unicodedata.digit(each)) if not each.isascii() and each.isdecimal() else each for each in text)
    made = made.replace("٫", ".").replace("٬", ",").replace("٪", "%").replace("％", "%")
    made = re.sub(r"^minus (?=\d)", "-", made)
    first = re.match(rf"((?:{'|'.join(_QUALIFIERS)}) )?({'|'.join(_WORDS)})\b(?! hundred)", made, re.IGNORECASE)
    if first:
        made = f"{first[1] or ''}{_WORDS.index(first[2].lower()) + 1}{made[first.end() :]}"
    return made, "numbers are written in digits 0-9"


def _scaled(text: str, _: object) -> Rewritten:
    """Powers of ten, and magnitudes that have no word here."""

    def power(match: re.Match[str]) -> str:
        raised = match[2] or match[3]
        exponent = int("".join(str(unicodedata.digit(each)) for each in raised))
        name = {2: "hundred", 3: "thousand", 6: "million", 9: "billion"}.get(exponent)
        if exponent > 15:
            return match[0]
        return f"{match[1]} {name}" if name else _grouped(Decimal(match[1]).scaleb(exponent))

    made = re.sub(r"(\d+(?:\.\d+)?)(?:\s?[×x*·]\s?10(?:\^|\*\*)?([\d⁰¹²³⁴-⁹]+)|[eE]\+?(\d+))", power, text)
    for words, (factor, name) in _TIMES.items():
        if match := re.search(rf"({_NUMBER})\s?(?:{words})\b", made, re.IGNORECASE):
            made = f"{made[: match.start()]}{_grouped(Decimal(_plain(match[1])) * factor)} {name}{made[match.end() :]}"
    return made, "magnitudes are hundred, thousand, million and billion"


def _fractions(text: str, _: object) -> Rewritten:
    def fraction(match: re.Match[str]) -> str:
        part = Decimal(match[2]) / Decimal(match[3]) if int(match[3]) else Decimal(0)
        return f"{int(match[1]) + part}" if part < 1 and len(str(part)) < 7 else match[0]

    made = re.sub(r"(\d*) ?([½¼¾⅛⅕⅖⅗⅘])", lambda m: f"{m[1] or '0'}{_HALVES[m[2]]}", text)
    made = re.sub(r"\b(\d+)[ -](\d)/(\d)\b", fraction, made)
    made = re.sub(r"(?<![\d.])\.(?=\d)", "0.", made)
    return made, "fractions are written as decimals"


def _qualified(text: str, _: object) -> Rewritten:
    for word, others in _QUALIFIERS.items():
        match = re.match(rf"(?:{others})\s*(?![a-z]*\b(?:than|of)\b)(?=[\d.A-Z$€£])", text, re.IGNORECASE)
        if match:
            text = f"{word} {text[match.end() :]}"
            break
    for word, others in _BEHIND.items():
        match = re.search(rf"(?<=\d)\s?(?:{others})(?=\s|$)|\s(?:{others})$", text, re.IGNORECASE)
        if match:
            text = f"{word} {text[: match.start()]}{text[match.end() :]}"
    return text, f"qualifiers are {', '.join(_QUALIFIERS)}"


def _signs(text: str, units: tuple[str, ...]) -> Rewritten:
    """A currency before its number."""
    lead = re.match(rf"(?:(?:{'|'.join(_QUALIFIERS)}) )?", text)
    begins = lead[0] if lead else ""
    rest = text[len(begins) :]
    for sign, unit in (*_SIGNS.items(), *((unit, unit) for unit in units)):
        if unit in units and re.match(rf"{re.escape(sign)}\s?\d", rest, re.IGNORECASE):
            rest = re.sub(rf"(?<=[–-]){re.escape(sign)}\s?", "", rest[len(sign) :].lstrip())
            return f"{begins}{rest.removesuffix(unit).rstrip()} {unit}", "the unit stands behind the number"
    return text, ""


def _numbers(text: str, _: object) -> Rewritten:
    made = re.sub(_NUMBER, lambda match: _number(match[0]), text)
    wrong = next((each for each in re.findall(_NUMBER, text) if _number(each) != each), "")
    decimal = re.search(r"[,]\d{1,2}$|[,]\d{4,}$", wrong)
    return made, "decimals follow '.'" if decimal else "thousands are parted by ',' or a thin space"


def _number(text: str) -> str:
    """Return a number with `,` between thousands and `.` before decimals."""
    if re.fullmatch(r"\d{1,3}(?:[,\u2009\u202f\u00a0]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", text):
        return text
    return _grouped(Decimal(_plain(text)))


def _plain(text: str) -> str:
    """Return a number without what parts its thousands: where `.` and `,` both stand, the last is before the decimals."""
    text = re.sub(r"['’´`\s]", "", text)
    points, commas = text.count("."), text.count(",")
    if points and commas:
        decimal = max(".", ",", key=text.rfind)
        text = text.replace("," if decimal == "." else ".", "")
        return text.replace(decimal, ".") if text.count(decimal) == 1 else text.replace(decimal, "")
    if commas == 1 and not re.fullmatch(r"\d{1,3},\d{3}", text):
        return text.replace(",", ".")
    return text.replace(",", "") if points < 2 else text.replace(".", "")


def _grouped(number: Decimal) -> str:
    made = f"{number:,f}"
    return made.rstrip("0").rstrip(".") if "." in made and number == number.to_integral() else made


def _magnitudes(text: str, units: tuple[str, ...]) -> Rewritten:
    made = text
    for word, others in _MAGNITUDES.items():
        for match in reversed(list(re.finditer(rf"(?<=\d)(\s?)(?:{others})\b\.?(?=\s|$|[–-])", made, re.IGNORECASE))):
            said, rest = match[0].strip(), made[match.end() :].strip()
            if said in units or (len(said) == 1 and not rest):
                continue  # a unit, not a magnitude
            made = f"{made[: match.start()]} {word}{made[match.end() :]}"
    return made, f"magnitudes are {', '.join(_MAGNITUDES)}, in small letters"


def _ranges(text: str, _: object) -> Rewritten:
    number, magnitude = rf"[-−]?{_NUMBER}", rf"(?: (?:{'|'.join(_MAGNITUDES)}))?"
    made = re.sub(r"^(?:from|between) (?=\d)", "", text, flags=re.IGNORECASE)
    both = r"\band\b" if made != text else "until"
    made = re.sub(rf"({number}{magnitude})(?:\s*(?:\bto\b|{both}|…|\.\.+|—|−|‒|‑|‐|~)\s*)(?={_NUMBER})", r"\1–", made)
    made = re.sub(rf"({number}{magnitude})\s*(\S+)\s*(?:[–—-]|\bto\b|{both})\s*({number}{magnitude}\s?)\2$", r"\1–\3\2", made)
    spread = re.fullmatch(rf"({_NUMBER})\s*(?:±|\+/-|\+-)\s*({_NUMBER})(.*)", made)
    if spread:
        middle, off = Decimal(_plain(spread[1])), Decimal(_plain(spread[2]))
        made = f"{_grouped(middle - off)}–{_grouped(middle + off)}{spread[3]}"
    made = re.sub(rf"(?<=\d)\s+[–-]\s+(?={_NUMBER})|(?<=\d)\s+[–-](?={_NUMBER})", "–", made)
    return made, "a range is two numbers with a dash between them and one unit"


def _units(text: str, units: tuple[str, ...]) -> Rewritten:
    for unit in units:
        names = _NAMES.get(unit, re.escape(unit))
        match = re.search(rf"(?<=[\d\s])\s*(?:{names}|{re.escape(unit)})\.?$", text, re.IGNORECASE)
        if match and not text.endswith(f" {unit}"):
            return f"{text[: match.start()].rstrip()} {unit}", f"the unit is '{unit}'"
    return text, ""


def proposal(text: str, units: tuple[str, ...], fits: Callable[[str], bool]) -> str:
    """Return what is otherwise in a value and the form to write, where one fits; empty where none does.

    >>> proposal("12,50 km", ("km",), lambda form: form == "12.50 km")
    "decimals follow '.'; write '12.50 km'"
    """
    if len(text) > 80:
        return ""
    return next((f"{why}; write '{form}'" for form, why in rewritten(text, units) if form != text and fits(form)), "")
