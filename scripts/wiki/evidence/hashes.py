"""Words as names are looked up: folded alike in texts and in names, and hashed per block.

A hash has 16 bits and is keyed by the source and the first line of its block. With about 40 words in a block, a word that stands there
is always found (damage that `words_of` does not mend aside), one that does not stand there passes once in 1,600 times, a name of two
such words once in 2.7 million. Who tries a dictionary of 100,000 words on a block gets some 60 wrong words with the 40 right ones, all
of them out of order, without the small words that hold sentences together, and without how often each stands there.

Words fold as all the wiki's spellings do (`model/folding.py`): canonically equal letters, case, accents, apostrophes, vowel signs and the
several code points of one letter make no difference, nor does the script in which a name is spelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b

from wiki.evidence.first_format import word_forms as first_forms
from wiki.evidence.stop_words import STOP, STOP_ELSEWHERE
from wiki.model import folding

BITS = 16

_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u08d3-\u08ff"
"""Combining marks, which belong to the letter before them."""
_UNSEEN = "\u00ad\u061c\u200b-\u200f\u2060\ufeff"
"""Soft hyphens and what has no width: nothing, inside a word."""
_APOSTROPHES = re.escape(folding.JOINERS)
_LETTER = rf"[^\W_](?:[^\W_]|[{_MARKS}{_UNSEEN}])*"
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}]s(?![\w])")
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}(?:[A-Z]\b)?|\b(?:[A-Z]\.)+[A-Z]\b")
_SPOKEN = re.compile(rf"(?<![\w+])\d{{1,2}}(?:\+\d{{1,2}})+(?![\w+])|{_LETTER}(?:[{_APOSTROPHES}](?=[^\W\d_]){_LETTER})*")
_NOT_WRITTEN = re.compile(rf"[{_APOSTROPHES}{_UNSEEN}]")
_LETTERS_AND_NOTE = re.compile(r"([^\W\d_]{3,})\d{1,3}")


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return the one form in which all spellings of a word are compared.

    >>> fold("Türkiye"), fold("İrfan"), fold("كابل") == fold("کابُل"), fold("oʻzbek") == fold("ўзбек")
    ('turkiye', 'irfan', True, True)
    """
    return folding.fold(word).replace(" ", "") if "+" not in word else word


class Forms(tuple[str, ...]):  # noqa: SLOT001 - a tuple with an attribute has no slots
    """The forms of a name's words. `first` are those by which files of format 1 know them."""

    first: tuple[str, ...]


def words_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield (place, word as written) of a text: abbreviations without their points, words without `'s` and glued footnote numbers."""
    for match in _SPOKEN.finditer(_spread(text)):
        yield match.start(), _written(match.group())


def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a text as they fold, small words and numbers too."""
    return tuple(filter(None, map(_folded, _SPOKEN.findall(_spread(text)))))


def _spread(text: str) -> str:
    """Return a text of the same length without the points of abbreviations and without `'s`."""
    if "." in text:
        text = _DOTTED.sub(lambda match: match.group().replace(".", "").ljust(len(match.group())), text)
    return _POSSESSIVE.sub(lambda match: " " * len(match.group()), text)


@lru_cache(maxsize=65536)
def _written(found: str) -> str:
    word = _NOT_WRITTEN.sub("", found)
    noted = _LETTERS_AND_NOTE.fullmatch(word)
    return noted[1] if noted else word


@lru_cache(maxsize=65536)
def _folded(found: str) -> str:
    return fold(_written(found))


def is_stop(word: str, folded: str) -> bool:
    """Tell whether no name depends on a word."""
    return folded in STOP or (not word.isascii() and word.casefold().translate(_ONE_LETTER) in STOP_ELSEWHERE)


_ONE_LETTER = str.maketrans("يىك", "ییک")


def printed_forms(word: str) -> Iterator[str]:
    """Yield the forms under which a word of a text is kept; a short one in capitals also as such, since `US` is not `us`."""
    if word.isdigit():
        return
    folded = fold(word)
    if folded and not is_stop(word, folded):
        yield folded
    if word.isupper() and 2 <= len(word) <= 3:
        yield f"^{folded.upper()}"


@lru_cache(maxsize=65536)
def word_forms(name: str) -> Forms:
    """Return the forms that must all stand in a text for `name` to stand there; empty where nothing in it can be checked.

    >>> word_forms("the Surkhan–Puli-Khumri line"), word_forms("U.S.")
    (('surkhan', 'puli', 'khumri', 'line'), ('^US',))
    """
    forms = []
    for _, word in words_of(name):
        if word.isdigit():
            continue
        folded = fold(word)
        if word.isupper() and 2 <= len(word) <= 3:
            forms.append(f"^{folded.upper()}")
        elif len(folded) > 1 and not is_stop(word, folded):
            forms.append(folded)
    found = Forms(dict.fromkeys(forms))
    found.first = first_forms(name)
    return found


def block_key(source: str, first: int) -> bytes:
    """Return the key of a block's hashes: of no use for any other source or block."""
    return blake2b(f"{source}:{first}".encode(), digest_size=16).digest()


def word_hash(form: str, key: bytes) -> int:
    """Return the truncated hash of a word's form."""
    return int.from_bytes(blake2b(form.encode(), digest_size=BITS // 8, key=key).digest(), "big")


def word_sign(form: str, key: bytes) -> str:
    """Return the hash of a word's form as files have it: four digits."""
    hasher = _hasher(key).copy()
    hasher.update(form.encode())
    return hasher.hexdigest()


@lru_cache(maxsize=65536)
def _hasher(key: bytes) -> blake2b:
    """Return what hashes words, with its key taken in: a copy of it is made in a third of the time."""
    return blake2b(digest_size=BITS // 8, key=key)
