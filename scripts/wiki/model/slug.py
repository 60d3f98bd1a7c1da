"""An id made of a text in any script."""

from __future__ import annotations

import re

from anyascii import anyascii

from wiki.model.ids import LONGEST


def ascii_id(text: str) -> str:
    """Return an id made from a text in any script, as far as an id may be long.

    >>> ascii_id("Mazar-i-Sharif (Балх)")
    'mazar-i-sharif-balkh'
    """
    made = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’ʻ`]", "", anyascii(text).lower())).strip("-")
    return made[:LONGEST].rstrip("-")
