"""The folders at the top of the site that are no kind's: made by the build, filled by hand, or kept for what is to come."""

from __future__ import annotations

PAIRS, SIDES = "between", "compare"

MADE = ("wiki", "sources", "timeline", "announcements", "disagreements", "due", "corrections", "vocabulary")
"""Folders of docs/ in which the build makes pages, whatever the vocabulary says."""

TAKEN = frozenset({
    *MADE, PAIRS, SIDES,
    "about", "assets", "revisions",  # by hand
    "data", "search", "text",  # files that the build writes straight into the site
    "changes", "feed", "history", "pagefind", "tags",  # kept: what is cited today must not be in their way tomorrow
})  # fmt: skip
"""Names that no kind's folder may have."""
