"""Folding: the one form in which all spellings of a name are compared, in Python and (from a table made here) in the browser."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from anyascii import anyascii

from wiki.model.letters import same_letters

_RANGES = (
    (0x00AA, 0x02AF), (0x0370, 0x052F), (0x0531, 0x0588), (0x05D0, 0x05F2), (0x0620, 0x06FF),
    (0x0750, 0x077F), (0x08A0, 0x08C7), (0x0904, 0x0A7F), (0x0F40, 0x0F6C), (0x10A0, 0x10FF),
    (0x1820, 0x1878), (0x1C80, 0x1C88), (0x1D00, 0x1DBF), (0x1E00, 0x1FFF), (0xA640, 0xA69F),
)  # fmt: skip
"""Scripts that are written in Latin letters for search. Han, kana and Hangul stay as they are: a table of
them would be larger than the index, and who types them types the name as it stands."""

# The Uzbek Cyrillic letter is the Latin o with a turned comma; anyascii, which thinks of Belarusian, says w.
# In Arabic script the bearers of a hamza are written with it or without; anyascii drops the plain alif.
_SPECIAL = {"ў": "o", "ə": "a"} | dict.fromkeys("اآأإٱ", "a") | {"ئ": "y", "ى": "y", "ؤ": "w"}

# Signs inside a word that readers type in many ways or not at all: they join what they stand between.
JOINERS = "'`´ʹʻʼʽʾʿˈ‘’‛′＇ـ"


_ASCII = {code: chr(code).lower() if chr(code).isalnum() else "" if chr(code) in JOINERS else " " for code in range(128)}
"""The same folding for plain ASCII, five times as fast."""

# --- folding -----------------------------------------------------------------------------------------------


def _plain(char: str) -> str:
    """The rule for a character without a row in the table; wiki-search.js has the same five lines."""
    out = []
    for part in unicodedata.normalize("NFKD", char):
        category = unicodedata.category(part)
        if category[0] in "LN":
            out.append(part)
        elif category[0] != "M" and category != "Cf" and part not in JOINERS:
            out.append(" ")
    return "".join(out)


@cache
def fold_table() -> Mapping[str, str]:
    """Characters that the plain rule would leave in their own script, and how they are written for search.

    The only truth about folding: `fold` uses it here, and meta.json carries it to the browser.
    """
    table = dict.fromkeys(JOINERS, "") | _SPECIAL
    for code in (code for first, last in _RANGES for code in range(first, last + 1)):
        char = chr(code)
        if char in table or char != char.lower() or char != unicodedata.normalize("NFKC", char):
            continue
        if unicodedata.category(char)[0] not in "LN":
            continue
        latin = "".join(c for c in anyascii(char).lower() if c.isalnum())
        if latin != _plain(char):
            table[char] = latin
    return table


@lru_cache(maxsize=1 << 17)
def fold(text: str) -> str:
    """What is compared in place of `text`: lower-case ASCII words with one space between.

    Character by character, so that the folding of a beginning is the beginning of the folding.
    """
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    table = fold_table()
    out = []
    for char in "".join(c.lower() for c in unicodedata.normalize("NFKC", same_letters(text))):
        known = table.get(char)
        out.append(known if known is not None else "".join(table.get(c, c) for c in _plain(char)))
    return " ".join("".join(out).split())


# --- words of texts ----------------------------------------------------------------------------------------

LONGEST = 40
"""Letters of a word that are looked at: what is longer is an address or a digest."""


def stem(word: str) -> str:
    """Return a folded word without the ending of an English plural: Harman's rule, with -es after a hiss.

    Names lose an s too; that does no harm, since what is typed loses it as well. wiki-text.js has the same lines,
    and tests/cases/tables/words.yml holds both to one table.
    """
    if len(word) < 4 or not word.endswith("s") or word.endswith(("us", "ss")):
        return word
    if len(word) > 4 and word.endswith("ies") and word[-4] not in "ae":
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]


def terms(token: str) -> tuple[str, ...]:
    """Return what the index of text knows a piece of text between two spaces by."""
    return tuple(stem(word[:LONGEST]) for word in fold(token).split())


# --- the tables for the browser ----------------------------------------------------------------------------


def packed_table() -> dict[str, str]:
    """The folding table as result → the characters written so: a third of the size of the plain table."""
    by_latin: defaultdict[str, list[str]] = defaultdict(list)
    for char, latin in fold_table().items():
        if char not in JOINERS:
            by_latin[latin].append(char)
    return {latin: "".join(sorted(chars)) for latin, chars in sorted(by_latin.items())}
