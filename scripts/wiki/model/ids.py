"""Ids: what entries, sources, kinds and rows of the vocabulary are called, and so what files and addresses are made of."""

from __future__ import annotations

import re

LONGEST = 80
"""So that the longest file name made of an id stays far from the 255 bytes that file systems allow."""

_FORM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))})


def fault_of_id(text: str) -> str:
    """Return what is wrong with an id, as the end of a message; '' where nothing is.

    >>> fault_of_id("new-line"), fault_of_id("New_Line")
    ('', 'expected small letters a-z, digits and single hyphens')
    """
    if not _FORM.fullmatch(text):
        return "expected small letters a-z, digits and single hyphens"
    if len(text) > LONGEST:
        return f"expected at most {LONGEST} characters, and this has {len(text)}"
    return "expected another, since no file may bear this name on Windows" if text in _DEVICES else ""
