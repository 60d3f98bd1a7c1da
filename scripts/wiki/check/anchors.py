"""Anchors of a page: which the page takes for itself, and what those look like that an entry gives to headings and claims."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

SECTIONS = (
    "status", "timeline", "relations", "positions", "announcements", "figures", "names", "disagreements", "references", "backlinks",
    "corrections", "at-a-glance", "open",
)  # fmt: skip
"""Anchors of the sections that the page itself has; a heading of the body never takes one of them."""
WITHIN = ("positions-held", "positions-here", "voices")
"""Anchors within the page's sections, which lead nowhere by themselves."""
BEGINNINGS = ("c-", "chart-", "d-", "m-", "r-", "ref-")
"""How the anchors begin that the page gives to claims, charts, disagreements, mentions, citations and references."""

HEADING_ANCHOR = re.compile(r"[^\W_][\w-]*")
"""Letters and digits of any script, `_` and `-`: what no attribute of HTML and no list of attributes in Markdown ends at."""
CLAIM_ANCHOR = re.compile(r"c-[\w.-]+")

_NO_LETTER = re.compile(r"[\W_]+")


def unique(anchor: str, taken: Container[str], also: Container[str] = ()) -> str:
    """Return `anchor`, numbered if it is taken."""
    anchor = anchor or "section"
    base, number = anchor, 2
    while anchor in taken or anchor in also:
        anchor, number = f"{base}-{number}", number + 1
    return anchor


def slug(text: str) -> str:
    """Return an anchor for a heading: small letters of any script, digits, single hyphens.

    >>> slug("How it came about: 2007–2010")
    'how-it-came-about-2007-2010'
    """
    text = unicodedata.normalize("NFC", text).casefold()
    return _NO_LETTER.sub("-", text).strip("-")
