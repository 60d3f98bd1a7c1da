"""Numbers written as words: `twenty-five`, `half a billion`, `two thirds`. What is not understood is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

_SMALL = {
    word: Decimal(value)
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: Decimal(10 * value)
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
_LARGE = {"hundred": Decimal(100), "dozen": Decimal(12), "thousand": Decimal(1000), "million": Decimal(10**6), "billion": Decimal(10**9)}
_PARTS = {
    "half": Decimal(50), "halves": Decimal(50), "third": Decimal(100) / 3, "quarter": Decimal(25), "fifth": Decimal(20),
    "tenth": Decimal(10),
}  # fmt: skip

_ANY = "|".join((*_SMALL, *_TENS, *_LARGE))
# a run of number words: the first may be `a` or `half a` before a large one; `and` only inside (`a hundred and fifty`)
WORDS = re.compile(
    rf"(?<![\w-])(?:half\s+an?\s+(?=hundred|dozen|thousand|million|billion)|an?\s+(?=hundred|dozen|thousand|million|billion))?"
    rf"(?:{_ANY})(?:[\s-]+(?:and\s+a\s+half\b|(?:(?<=hundred )and\s+|(?<=thousand )and\s+)?(?:{_ANY})\b))*(?!\w)",
    re.IGNORECASE,
)
# parts of a whole, as a share: `two thirds`, `a quarter of`, `half of`; never `the third` or `last quarter`
PARTS = re.compile(
    r"(?<![\w-])(?:(?P<count>two|three|four|one)[\s-]+(?P<part>half|halves|third|quarter|fifth|tenth)s?(?!\w)"
    r"|an?\s+(?P<single>third|quarter|fifth|tenth)\s+of\b|(?P<half>half)\s+of\b"
    r"|(?:(?:more|less)\s+than|over|nearly|almost|about|only)\s+(?:an?\s+)?(?P<about>half|third|quarter|fifth)(?!\s+(?:an?\b|dozen|hundred|million|billion))\b)",
    re.IGNORECASE,
)
# what a text (casefolded) must hold for any of these to be looked for
_HAS_WORDS = re.compile("|".join((*_SMALL, *_TENS, *_LARGE)))
_HAS_PARTS = re.compile("|".join(_PARTS))
_HAS_FOLD = re.compile("fold|twice")
_FOLD = re.compile(rf"(?<![\w-])(?P<count>{'|'.join(_SMALL)}|ten)-?fold(?!\w)|(?<![\w-])(?P<twice>twice)(?!\w)", re.IGNORECASE)


def parse_words(text: str) -> Decimal | None:
    """Return what number words come to, or None where they are not understood.

    >>> [str(parse_words(each)) for each in ("twenty-five", "half a billion", "one hundred and fifty", "a dozen", "two and a half million")]
    ['25', '500000000.0', '150', '12', '2500000.0']
    """
    factor = Decimal("0.5") if re.match(r"half\s", text, re.IGNORECASE) else Decimal(1)
    halves = re.search(r"and\s+a\s+half", text, re.IGNORECASE) is not None
    words = [word for word in re.findall(r"[a-z]+", text.lower()) if word not in ("and", "a", "an", "half")]
    total = current = Decimal(0)
    before = ""
    for word in words:
        if word in _SMALL:
            if before in _SMALL or (before in _TENS and not 0 < _SMALL[word] < 10):
                return None
            current += _SMALL[word]
        elif word in _TENS:
            if before in _SMALL or before in _TENS:
                return None
            current += _TENS[word]
        else:
            if halves and word == words[-1]:
                current, halves = current + Decimal("0.5"), False
            current = (current or Decimal(1)) * _LARGE[word]
            if word not in ("hundred", "dozen"):
                total, current = total + current, Decimal(0)
        before = word
    return None if halves and not total + current else (total + current + (Decimal("0.5") if halves else 0)) * factor


def number_words(text: str) -> Iterator[re.Match[str]]:
    """Return the runs of number words in `text`."""
    return WORDS.finditer(text) if _HAS_WORDS.search(text.casefold()) else iter(())


def shares_and_folds(text: str) -> list[tuple[int, int, Decimal, str]]:
    """Return the parts of a whole in `text` as shares, and `fourfold`, `twice` as times: start, end, value, unit.

    >>> [(str(round(value, 1)), unit) for _, _, value, unit in shares_and_folds("two thirds of it rose fourfold")]
    [('66.7', '%'), ('4.0', 'times')]
    """
    folded = text.casefold()
    found = []
    for match in PARTS.finditer(text) if _HAS_PARTS.search(folded) else ():
        count = _SMALL[match["count"].lower()] if match["count"] else Decimal(1)
        part = match["part"] or match["single"] or match["half"] or match["about"]
        if match["part"] and part.lower() in ("half", "halves") and count != 1:
            continue
        found.append((match.start(), match.end(), count * _PARTS[part.lower()], "%"))
    return found + [
        (match.start(), match.end(), _SMALL[match["count"].lower()] if match["count"] else Decimal(2), "times")
        for match in (_FOLD.finditer(text) if _HAS_FOLD.search(folded) else ())
    ]
