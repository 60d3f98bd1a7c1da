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
    """Parse `l. 12`, `ll. 12, 40-44`, `p. 3`, `pp. 3–5`, `sec. Title`, `para. 4`.

    Raises CitationError for an unknown label, a number that is none, or a range that runs backwards.
    """
    label, _, rest = text.partition(" ")
    if label not in LABELS:
        raise CitationError(f"'{text}' is not a locator; expected l., ll., p., pp., sec. or para., like 'll. 4242-4248'", offset)
    rest = rest.strip()
    if not rest:
        raise CitationError(f"'{text}' says no place; expected one like 'll. 4242-4248'", offset)
    if LABELS[label] == "section":
        return Locator("section", (), " ".join(rest.split()))
    ranges = []
    for part in rest.split(","):
        match = _RANGE.fullmatch(part.strip())
        if not match:
            raise CitationError(f"'{part.strip()}' is not a number or range; expected a form like 'll. 12, 40-44'", offset)
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first or first == 0:
            raise CitationError(f"'{part.strip()}' runs backwards or from 0; expected the first {LABELS[label]} first", offset)
        ranges.append((first, last))
    return Locator(LABELS[label], tuple(ranges), rest)


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
    single = len(locator.ranges) == 1 and locator.ranges[0][0] == locator.ranges[0][1]
    label = {"line": "l." if single else "ll.", "page": "p." if single else "pp.", "paragraph": "para."}[locator.label]
    return f"{label} " + ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in locator.ranges)


@lru_cache(maxsize=1 << 14)
def locator_data(locator: Locator | None) -> str:
    """Return a locator as data files hold it, with hyphens as editors write them: `ll. 12, 40-44`."""
    return locator_words(locator) if locator is None or locator.label == "section" else locator_words(locator).replace("–", "-")
