"""Words as names are looked up: folded alike in texts and in names, and hashed per block.

A hash has 16 bits and is keyed by the source and the first line of its block. With about 40 words in a block, a word that stands there
is always found (damage that `words_of` does not mend aside), one that does not stand there passes once in 1,600 times, a name of two
such words once in 2.7 million. Who tries a dictionary of 100,000 words on a block gets some 60 wrong words with the 40 right ones, all
of them out of order, without the small words that hold sentences together, and without how often each stands there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b

BITS = 16

# words that no name depends on; left out of the tables, so that no sentence can be put together from them
STOP = frozenset((
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has", "have", "he", "her", "his", "i",
    "if", "in", "into", "is", "it", "its", "itself", "no", "not", "of", "on", "or", "our", "she", "so", "such", "than", "that",
    "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "was", "we", "were", "what", "when", "where",
    "which", "while", "who", "whom", "whose", "will", "with", "would", "you", "also", "after", "all", "any", "because", "before",
    "being", "between", "both", "can", "could", "did", "do", "does", "during", "each", "even", "him", "how", "however", "just",
    "may", "more", "most", "much", "must", "my", "now", "only", "other", "out", "over", "own", "same", "should", "some", "still",
    "through", "thus", "too", "under", "until", "up", "very", "about", "above", "again", "against",
))  # fmt: skip
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
            forms.append(f"^{word}")
        elif folded not in STOP and len(folded) > 1:
            forms.append(folded)
    return tuple(dict.fromkeys(forms))


def block_key(source: str, first: int) -> bytes:
    """Return the key of a block's hashes: of no use for any other source or block."""
    return blake2b(f"{source}:{first}".encode(), digest_size=16).digest()


def word_hash(form: str, key: bytes) -> int:
    """Return the truncated hash of a word's form."""
    return int.from_bytes(blake2b(form.encode(), digest_size=BITS // 8, key=key).digest(), "big")
