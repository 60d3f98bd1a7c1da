"""One writing of signs for the patterns: digits of all scripts, blanks, minus signs and letters; what is not seen is taken out."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ZEROS = (
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50, 0x0ED0, 0x0F20, 0x1040,
    0x17E0, 0x1810, 0xFF10, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6,
)  # fmt: skip
"""Where the ten digits of a script begin."""
_TABLE = (
    {zero + value: str(value) for zero in _ZEROS for value in range(10)}
    | dict.fromkeys((*range(0x2000, 0x2009), 0x200A, 0x205F, 0x3000, 0x1680), "\u00a0")
    | dict.fromkeys((0x2212, 0xFE63, 0xFF0D, 0x207B), "−")
    | dict.fromkeys((0x2010, 0x2011), "-")
    | dict.fromkeys((0xFF05, 0xFE6A), "%")
    | {0x066B: ".", 0x066C: ",", 0x060C: ",", 0x061B: ";", 0xFF0B: "+", 0xFF0C: ",", 0xFF0E: ".", 0x2044: "/", 0x2215: "/"}
    # letters of Arabic script that have several code points
    | {0x064A: "ی", 0x0649: "ی", 0x06CD: "ی", 0x0643: "ک", 0x06AB: "گ", 0x0623: "ا", 0x0625: "ا", 0x0671: "ا", 0x0629: "ه", 0x06C0: "ه"}
)
del _TABLE[0x207B]  # a minus before a raised exponent is the exponent's
ARABIC_DIGITS = frozenset(chr(zero + value) for zero in (0x0660, 0x06F0) for value in range(10))
DECIMAL_MARK = "\u066b"
"""The sign of Arabic script between whole and decimals, never between thousands."""

_UNSEEN = re.compile("[\u00ad\u0640\u064b-\u0655\u0670\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_STRANGE = re.compile(
    "[\u00ad\u0600-\u07ff\u0966-\u1819\u2000-\u2011\u202a-\u202f\u2044\u205f-\u206f\u2212-\u2215\u3000\ufe63-\uff19\U0001d7ce-\U0001d7ff]"
)
"""Roughly what the table and the unseen signs are in, so that a text without them costs nothing."""
_BROKEN = re.compile(r"-[ \t]*\n[ \t]*(?=[^\W\d_])")
_WORD_BEFORE, _WORD = re.compile(r"[^\W\d_]{2,}$"), re.compile(r"[^\W\d_]+")
_WHOLE = re.compile(
    r"(?:kilo|centi|milli)?met(?:er|re)s?|hectares?|tonn?es?|tons|(?:kilo|mega|giga)watts?|kilograms?|kilovolts?|barrels?|per ?cent|hundred"
    r"|thousands?|(?:m|b|tr)illions?|dollars?|euros?|rou?bles?|afghanis?|somonis?|rupees?|january|february|march|april|june|july|august"
    r"|september|october|november|december|seven|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
    r"|километр\w*|гектар\w*|тонн\w*|миллион\w*|миллиард\w*|тысяч\w*|процент\w*|доллар\w*|рубл\w*|январ\w|феврал\w|марта|апрел\w|августа"
    r"|(?:сент|окт|но|дек)[ая]бр\w",
    re.IGNORECASE,
)
"""Words of figures and dates that are put together where a line's end breaks them; `twenty-five` is none, since its hyphen stays."""


@dataclass(frozen=True, slots=True)
class Legible:
    """A text for the patterns, the same text with its own digits, and where each sign stood (None: all where they were)."""

    text: str
    own: str
    places: tuple[int, ...] | None = None

    def place(self, at: int) -> int:
        """Return where in the given text a place in `text` is."""
        if self.places is None:
            return at
        return self.places[at] if at < len(self.places) else self.places[-1] + 1 if self.places else 0


def legible(text: str) -> Legible:
    """Return `text` in the writing that the patterns know; places are kept but for what is not seen.

    >>> legible("۱۲٫۵").text, legible(f"per-{chr(10)}cent").text.split()
    ('12.5', ['percent'])
    """
    own, places = text, None
    if _STRANGE.search(text):
        own = re.sub("\u00ad(?=[ \t]*\n)", "-", text)
        if _UNSEEN.search(own):
            places = tuple(at for at, sign in enumerate(own) if not _UNSEEN.match(sign))
            own = _UNSEEN.sub("", own)
        text = own.translate(_TABLE)
    return Legible(_joined(text) if "-" in text and "\n" in text else text, own, places)


def _joined(text: str) -> str:
    """Put together words of figures that a line's end breaks, the line's end behind them."""
    pieces: list[str] = []
    last = 0
    for match in _BROKEN.finditer(text):
        before = _WORD_BEFORE.search(text, max(0, match.start() - 16), match.start())
        after = _WORD.match(text, match.end())
        if before and after and _WHOLE.fullmatch(before.group() + after.group()):
            pieces += [text[last : match.start()], after.group(), " " * (len(match.group()) - 1), "\n"]
            last = after.end()
    return "".join((*pieces, text[last:])) if pieces else text
