"""Words as format 1 of evidence kept them. Files of that format are still read, and answer what they always did.

It knew Latin letters: it took off accents and case, and left letters of other scripts as they were written. Nothing is written in it any more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from wiki.evidence.stop_words import STOP

_APOSTROPHES = "’'‘`ʼʻ´′"
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}]s(?![\w])")
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}(?:[A-Z]\b)?|\b(?:[A-Z]\.)+[A-Z]\b")
_SPOKEN = re.compile(rf"(?<![\w+])\d{{1,2}}(?:\+\d{{1,2}})+(?![\w+])|[^\W_]+(?:[{_APOSTROPHES}][^\W\d_]+)*")
_APOSTROPHE = re.compile(rf"[{_APOSTROPHES}]")
_LETTERS_AND_NOTE = re.compile(r"([^\W\d_]{3,})\d{1,3}")


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return a word without case, accents and apostrophes.

    >>> fold("Türkiye"), fold("İrfan")
    ('turkiye', 'irfan')
    """
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("ı", "i")


def words_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield (place, word as written) of a text: abbreviations without their points, words without `'s` and glued footnote numbers."""
    text = _DOTTED.sub(lambda match: match.group().replace(".", "").ljust(len(match.group())), text)
    text = _POSSESSIVE.sub(lambda match: " " * len(match.group()), text)
    for match in _SPOKEN.finditer(text):
        word = _APOSTROPHE.sub("", match.group())
        noted = _LETTERS_AND_NOTE.fullmatch(word)
        yield match.start(), noted[1] if noted else word


def printed_forms(word: str) -> Iterator[str]:
    """Yield the forms under which a word of a text is kept; a short one in capitals also as such, since `US` is not `us`."""
    if word.isdigit():
        return
    folded = fold(word)
    if folded not in STOP:
        yield folded
    if word.isupper() and 2 <= len(word) <= 3:
        yield f"^{word}"


@lru_cache(maxsize=65536)
def word_forms(name: str) -> tuple[str, ...]:
    """Return the forms by which `name` is looked up in a file of format 1.

    >>> word_forms("the Surkhan–Puli-Khumri line"), word_forms("U.S.")
    (('surkhan', 'puli', 'khumri', 'line'), ('^US',))
    """
    forms = []
    for _, word in words_of(name):
        if word.isdigit():
            continue
        folded = fold(word)
        if word.isupper() and 2 <= len(word) <= 3:
            forms.append(f"^{word}")
        elif folded not in STOP and len(folded) > 1:
            forms.append(folded)
    return tuple(dict.fromkeys(forms))
