"""The pieces that a body becomes: finished HTML, text that may name other entries, links on purpose, marks of claims, headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from wiki.model.values import Place, stored


class Html(NamedTuple):
    """Finished HTML, safe by construction."""

    html: str


class Text(NamedTuple):
    """Plain text in which other entries may be mentioned; a newline in it is a line break of the file."""

    text: str
    sentence: int


class WikiLink(NamedTuple):
    """A link on purpose, `[[target#fragment|label]]`, unresolved."""

    target: str
    fragment: str
    label: str
    sentence: int
    place: Place


class CitationMark(NamedTuple):
    """A bracket of citations in prose; `claim` is the anchor of the prose claim that it makes."""

    claim: str


class ClaimStart(NamedTuple):
    """Where the text of a prose claim begins; `ClaimEnd` follows in the same block, outside other markup."""

    anchor: str


@dataclass(frozen=True)
class ClaimEnd:
    """Where the text of a prose claim ends."""


class Heading(NamedTuple):
    """A heading of the body, which opens a section."""

    level: int
    html: str
    text: str
    anchor: str


Piece = Html | Text | WikiLink | CitationMark | ClaimStart | ClaimEnd | Heading


class Uncited(NamedTuple):
    """A sentence with neither a citation nor `[@editors]`."""

    text: str
    place: Place


@dataclass(frozen=True)
class Body:
    """A parsed body: pieces in reading order, and the plain text of its sentences (`Text.sentence` is an index)."""

    pieces: tuple[Piece, ...]
    sentences: tuple[str, ...]
    uncited: tuple[Uncited, ...] = ()


stored(Html, Text, WikiLink, CitationMark, ClaimStart, Heading, Uncited)
