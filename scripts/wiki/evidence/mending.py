"""What is mended in a text before anything is read out of it: letters in one form, nothing unseen inside words, one hyphen."""

from __future__ import annotations

import re
import unicodedata

_AT_END = re.compile(r"(?<=\w)[\u00ad\u2010\u2011\u00ac](?=[ \t]*$)", re.MULTILINE)
"""A soft or other hyphen at a line's end breaks a word, as `-` does."""
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_HYPHENS = re.compile("[\u2010\u2011]")
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_BROKEN = re.compile(r"(?<=[^\W\d_])-[ \t]*\n(?:[ \t\f]*\n){0,2}[ \t\f]*(?=[^\W\d_])")


def mended(text: str) -> str:
    r"""Return a text of as many lines, canonically composed, with plain hyphens and letters, and nothing unseen in its words.

    >>> mended("Lag\u00adman Hydro\u2010\nelectric, \ufb01nished")
    'Lagman Hydro-\nelectric, finished'
    """
    if text.isascii():
        return text
    text = _HYPHENS.sub("-", _UNSEEN.sub("", _AT_END.sub("-", unicodedata.normalize("NFC", text))))
    return _LIGATURE.sub(lambda match: _LIGATURES[match[0]], text)


def joined(text: str) -> str:
    """Return a text in which words that a line's end broke are whole again."""
    return _BROKEN.sub("", text)
