"""Citations with locators: `key, ll. 4242-4248; key2, p. 3`, in fields and (in brackets) in prose."""

from __future__ import annotations

import re
from functools import lru_cache

from wiki.model.values import Citation, Locator, LocatorLabel, Place

EXAMPLES = "kjfs-2022-uzbekistan, ll. 4242-4248"
LABELS: dict[str, LocatorLabel] = {
    "l.": "line", "ll.": "line", "p.": "page", "pp.": "page", "sec.": "section", "para.": "paragraph", "paras.": "paragraph",
}  # fmt: skip
KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LINE = "[0-9]{1,7}"
"""The number of a line, page or paragraph: no document has ten millions, and Python refuses to read numbers of some thousand digits."""
_LABEL = r"[ivxlcdm]{1,10}|[A-Za-z]{1,3}[-.]?[0-9]{1,4}"
_LABELS = re.compile(rf"({_LABEL})(?:\s*[-–]\s*({_LABEL}))?", re.IGNORECASE)
_NEAR = re.compile(r"(?i)(pages?|pp?|lines?|ll?|sections?|sec|§|paragraphs?|paras?|para|¶)\s*\.?\s*(\S.*)")
_RANGE = re.compile(rf"({LINE})(?:\s*[-–]\s*({LINE}))?")


class CitationError(ValueError):
    """A text that is no citation; `offset` is where in it the trouble begins, in code points."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


def parse_citations(text: str, place: Place) -> tuple[Citation, ...]:
    """Parse one or more citations separated by `;`; `place` is where `text` begins.

    Raises CitationError for a missing key or a locator of no known form.
    """
    citations = []
    offset = 0
    for part in text.split(";"):
        lead = len(part) - len(part.lstrip())
        at = offset + lead
        citations.append(_parse_one(part.strip(), at, Place(place.path, place.line, place.column + at)))
        offset += len(part) + 1
    return tuple(citations)


def _parse_one(text: str, offset: int, place: Place) -> Citation:
    key, _, locator = text.removeprefix("@").partition(",")
    key = key.strip()
    if not KEY.fullmatch(key):
        raise CitationError(f"'{text}' is not a citation; expected a source key and a place in it, like '{EXAMPLES}'", offset)
    if not _:
        return Citation(key, None, place)
    return Citation(key, parse_locator(locator.strip(), offset + len(text) - len(locator.lstrip())), place)


def parse_locator(text: str, offset: int = 0) -> Locator:
    """Parse `l. 12`, `ll. 12, 40-44`, `p. 3`, `pp. 3–5`, `p. xii`, `p. A-3`, `sec. Title`, `para. 4`.

    Raises CitationError for an unknown label, a number that is none, or a range that runs backwards.
    """
    label, _, rest = text.partition(" ")
    rest = rest.strip()
    if label not in LABELS:
        said = _hint(text) or "expected l., ll., p., pp., sec. or para., like 'll. 4242-4248'"
        raise CitationError(f"'{text}' is not a locator; {said}", offset)
    if not rest:
        raise CitationError(f"'{text}' says no place; expected one like 'll. 4242-4248'", offset)
    if LABELS[label] == "section":
        return Locator("section", (), " ".join(rest.split()))
    if LABELS[label] == "page" and label_ranges(rest):
        return Locator("page", (), rest.replace("–", "-"))
    ranges = []
    for part in rest.split(","):
        match = _RANGE.fullmatch(part.strip())
        if not match:
            said = _hint(text) or "expected a form like 'll. 12, 40-44'"
            raise CitationError(f"'{part.strip()}' is not a number or range; {said}", offset)
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first or first == 0:
            said = _hint(text) or f"expected the first {LABELS[label]} first"
            raise CitationError(f"'{part.strip()}' runs backwards or from 0; {said}", offset)
        ranges.append((first, last))
    return Locator(LABELS[label], tuple(ranges), rest)


def _hint(text: str) -> str:
    """Return the right form of what is nearly a locator, as a question; '' where there is none.

    >>> _hint("page 12"), _hint("pp. 123–25"), _hint("§ 5")
    ("did you mean 'p. 12'?", "did you mean 'pp. 123-125'?", "did you mean 'sec. 5'?")
    """
    match = _NEAR.fullmatch(text)
    if not match:
        return ""
    rest = re.sub(r"\s*[—–‒−-]+\s*", "-", match[2].strip())
    rest = re.sub(r"([0-9]+)-([0-9]+)", lambda found: f"{found[1]}-{_whole_end(found[1], found[2])}", rest)
    several = "-" in rest or "," in rest
    sign = match[1][0].casefold()
    labels = {"p": "pp." if several else "p.", "l": "ll." if several else "l.", "s": "sec.", "§": "sec.", "¶": "para."}
    right = f"{'para.' if match[1].casefold().startswith('para') else labels[sign]} {rest}"
    try:
        found = right != text and parse_locator(right)
    except CitationError:
        return ""
    return f"did you mean '{right}'?" if found else ""


def _whole_end(first: str, last: str) -> str:
    """`123-25` ends at 125."""
    return f"{first[: len(first) - len(last)]}{last}" if len(last) < len(first) else last


def label_ranges(text: str) -> tuple[tuple[str, str], ...]:
    """Return the ranges of page labels that are no numbers, each as (first, last); none where `text` is no such list.

    >>> label_ranges("ix–x, A-3"), label_ranges("x-ix"), label_ranges("12")
    ((('ix', 'x'), ('A-3', 'A-3')), (), ())
    """
    ranges = []
    for part in text.split(","):
        match = _LABELS.fullmatch(part.strip())
        if not match:
            return ()
        first, last = match[1], match[2] or match[1]
        if _order(last) < _order(first):
            return ()
        ranges.append((first, last))
    return tuple(ranges)


_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def _order(label: str) -> tuple[str, int]:
    """Return what page labels are sorted by: their letters, then their number."""
    small = label.casefold()
    if not set(small) <= set(_ROMAN):
        return small.rstrip("0123456789").rstrip("-."), int(re.search(r"[0-9]+$", small)[0])  # type: ignore[index]
    values = [_ROMAN[letter] for letter in small]
    return "", sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


@lru_cache(maxsize=1 << 14)
def locator_words(locator: Locator | None) -> str:
    """Return a locator as printed: `ll. 12, 40–44`.

    >>> locator_words(parse_locator("ll. 12, 40-44"))
    'll. 12, 40–44'
    """
    if locator is None:
        return ""
    if locator.label == "section":
        return f"sec. {locator.text}"
    if not locator.ranges:
        several = any(first != last for first, last in label_ranges(locator.text)) or "," in locator.text
        return f"{'pp.' if several else 'p.'} " + ", ".join(a if a == b else f"{a}–{b}" for a, b in label_ranges(locator.text))
    single = len(locator.ranges) == 1 and locator.ranges[0][0] == locator.ranges[0][1]
    label = {"line": "l." if single else "ll.", "page": "p." if single else "pp.", "paragraph": "para."}[locator.label]
    return f"{label} " + ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in locator.ranges)


@lru_cache(maxsize=1 << 14)
def locator_data(locator: Locator | None) -> str:
    """Return a locator as data files hold it, with hyphens as editors write them: `ll. 12, 40-44`."""
    return locator_words(locator) if locator is None or locator.label == "section" else locator_words(locator).replace("–", "-")
