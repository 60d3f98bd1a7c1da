"""A reference as it is read from a bibliography: CSL variables as text, dates as EDTF, names in parts, and what was not understood."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from wiki.model.characters import cleaned

Name = dict[str, str]
"""A name of CSL: `family`, `given`, particles and `suffix`, or `literal`."""

NAME_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal")


class Told(NamedTuple):
    """Something an editor has to know of, with its place in the bibliography; `lost` where a whole reference was not read."""

    line: int
    column: int
    message: str
    lost: bool = False


@dataclass(slots=True)
class Reference:
    """One reference. `texts` holds strings and dates, in the order in which the record has them."""

    line: int
    column: int
    id: str = ""
    type: str = "document"
    texts: dict[str, str] = field(default_factory=dict)
    names: dict[str, list[Name]] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)

    def tell(self, message: str, place: tuple[int, int] | None = None) -> None:
        """Note something about this reference, at its own place or at that of a field."""
        called = self.id or self.texts.get("title", "")
        who = f"'{called}'" if called else "the reference"
        self.told.append(Told(*(place or (self.line, self.column)), f"{who}: {message}"))

    def put(self, variable: str, text: str, place: tuple[int, int] | None = None, *, name: str = "") -> None:
        """Give a variable its text; a second text that says something else is told of, or joined to the first where both can stand."""
        text = tidy(text, verbatim=variable in VERBATIM)
        if not text or self.texts.get(variable) == text:
            return
        if variable not in self.texts:
            self.texts[variable] = text
        elif variable in JOINED:
            self.texts[variable] += JOINED[variable] + text
        else:
            self.tell(f"'{name or variable}' was left out ('{text}'), since '{variable}' is '{self.texts[variable]}' already", place)


VERBATIM = ("URL", "DOI")
"""Addresses: a sign in them is never a sign of markup."""

JOINED = {"note": "; ", "keyword": ", ", "ISBN": ", ", "ISSN": ", ", "abstract": " ", "genre": ", "}
"""Variables that hold several texts of a bibliography, and what stands between."""

_TAG = re.compile(r"</?(?:i|b|u|em|strong|sub|sup|sc|scp|small|span|p|br|title|jats:[a-z-]+)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_RESOLVER = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)(?=10\.)", re.IGNORECASE)


def tidy(text: str, *, verbatim: bool = False) -> str:
    """Return a text as one line of plain words: no markup, no entities, letters composed. An address keeps all its signs.

    >>> tidy("Fish in H<sub>2</sub>O &amp; <i>rivers</i>"), tidy("https://a.org/x?b&amp;c", verbatim=True)
    ('Fish in H2O & rivers', 'https://a.org/x?b&amp;c')
    """
    if verbatim:
        return _RESOLVER.sub("", "".join(cleaned(text).split())) if _RESOLVER.match(text) else "".join(cleaned(text).split())
    for _ in range(4):  # what was escaped twice
        plain = _ENTITY.sub(lambda match: html.unescape(match[0]), _TAG.sub("", text))
        if plain == text:
            break
        text = plain
    return unicodedata.normalize("NFC", " ".join(cleaned(text).split()))


def inverted(text: str) -> Name:
    """Return `Family, Given` or `Family, Given, Suffix` as the parts of a name; without a comma it is a name as it stands."""
    family, *rest = (part.strip() for part in text.split(","))
    if not any(rest) or not family:
        return {"literal": text.strip(" ,")}
    parts = {"family": family, "given": rest[0], "suffix": ", ".join(part for part in rest[1:] if part)}
    return {key: value for key, value in parts.items() if value}


@dataclass
class Lines:
    """Finds the line and the column of a place in a text."""

    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(r"\n", self.text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, both counted from 1."""
        number = bisect_right(self._starts, offset)
        return number, offset - self._starts[number - 1] + 1
