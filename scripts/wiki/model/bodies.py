"""The pieces that a body becomes: finished HTML, text that may name other entries, links on purpose, marks of claims, headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, TypeVar, cast

from wiki.model.values import Place, stored

T = TypeVar("T")


class Html(NamedTuple):
    """Finished HTML, safe by construction."""

    html: str


def one_html(parts: Iterable[T | str]) -> Iterator[T | Html]:
    """Yield the parts, in which bits of finished HTML that follow each other become one piece.

    >>> list(one_html(["<b>", "x</b>", 1, "", 2]))
    [Html(html='<b>x</b>'), 1, 2]
    """
    for finished, run in groupby(parts, key=lambda part: isinstance(part, str)):
        if not finished:
            yield from cast("Iterator[T]", run)
        elif html := "".join(cast("Iterator[str]", run)):
            yield Html(html)


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
