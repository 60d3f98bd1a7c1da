"""The same letters in other code points: what Unicode calls canonically equal, and what nobody sees, made one before texts are compared.

Linking compares names so, and the folding for search (folding.py) begins with it. What is shown stays as the author wrote it.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

_BLANKS = "\t\n\x0b\x0c\r\x85\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_HYPHENS = "\u2010\u2011"
_UNSEEN = "\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff"
"""Soft hyphens, places to break a line, marks of direction. The joiners that Persian is written with are no such signs."""

_ODD = re.compile(f"[ {_BLANKS}](?:[{_UNSEEN}]*[ {_BLANKS}])+|[{_BLANKS}]|[{_HYPHENS}]|[{_UNSEEN}]")


def _plain(match: re.Match[str]) -> str:
    sign = match[0]
    return " " if sign[-1].isspace() else "-" if sign in _HYPHENS else ""


def is_plain(text: str) -> bool:
    """Tell whether a text is written as `same_letters` would write it."""
    if text.isascii() and text.isprintable():
        return "  " not in text
    return not _ODD.search(text) and unicodedata.is_normalized("NFC", text)


def same_letters(text: str) -> str:
    r"""Return what is compared in place of `text`, equal for all ways to write the same letters.

    >>> same_letters("Gu\u0308ney") == same_letters("G\u00fcney"), same_letters("Lake\u00a0 Ba\u00adnk, Trans\u2011Lake")
    (True, 'Lake Bank, Trans-Lake')
    """
    return text if is_plain(text) else unicodedata.normalize("NFC", _ODD.sub(_plain, text))


class Placed(NamedTuple):
    """A text in the same letters, and where in the text that was given each of its characters begins and ends."""

    text: str
    begins: list[int]
    ends: list[int]


def placed(text: str) -> Placed:
    """Return a text in the same letters, with the place of each character."""
    parts: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    since = 0
    for match in (*_ODD.finditer(text), None):
        start = match.start() if match else len(text)
        parts.append(text[since:start])
        begins += range(since, start)
        ends += range(since + 1, start + 1)
        if match:
            since = match.end()
            if made := _plain(match):
                parts.append(made)
                begins.append(start)
                ends.append(since)
    made = "".join(parts)
    return Placed(made, begins, ends) if unicodedata.is_normalized("NFC", made) else _composed(made, begins, ends)


def _composed(text: str, begins: list[int], ends: list[int]) -> Placed:
    """Return a text whose marks are one with their letters, each with the place of both."""
    starts = [0]
    for at in range(1, len(text)):
        if unicodedata.combining(text[at]):
            continue
        whole = text[starts[-1] : at + 1]
        if len(whole) > 30 or _length(whole) > _length(whole[:-1]):
            starts.append(at)
    parts: list[str] = []
    firsts: list[int] = []
    lasts: list[int] = []
    for start, end in pairwise((*starts, len(text))):
        made = unicodedata.normalize("NFC", text[start:end])
        parts.append(made)
        firsts += [begins[start]] * len(made)
        lasts += [ends[end - 1]] * len(made)
    return Placed("".join(parts), firsts, lasts)


def _length(text: str) -> int:
    return len(unicodedata.normalize("NFC", text))
