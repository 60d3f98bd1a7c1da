"""An entry as checked, what other pages show of it, and a finished page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from wiki.model.bodies import Body, Uncited
from wiki.model.claims import Claim
from wiki.model.values import NOWHERE, Citation, Date, Place, stored


class Alias(NamedTuple):
    """A string that finds and links an entry, as written in its file."""

    text: str
    place: Place
    origin: Literal["title", "alias", "name", "former"]
    link: bool = True


@dataclass(frozen=True)
class SameAs:
    """The same thing's identifier elsewhere."""

    scheme: str
    id: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Correction:
    """A row of the corrections log."""

    date: str
    what: str
    claim: str


@dataclass(frozen=True)
class Verdict:
    """An editor's verdict on a disagreement, shown beside it."""

    claims: tuple[str, ...]
    verdict: str
    why: str


@dataclass(frozen=True)
class Entry:
    """A checked entry: every value parsed, nothing resolved yet."""

    id: str
    kind: str
    subtype: str
    title: str
    summary: str
    path: str
    aliases: tuple[Alias, ...]
    claims: tuple[Claim, ...]
    body: Body
    title_place: Place
    summary_place: Place = NOWHERE
    open: tuple[str, ...] = ()
    open_places: tuple[Place, ...] = ()
    autolink: bool = True
    unlinked: tuple[str, ...] = ()
    reviewed: tuple[tuple[str, str], ...] = ()
    authors: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    same_as: tuple[SameAs, ...] = ()
    former: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    uncited: tuple[Uncited, ...] = ()

    @property
    def url(self) -> str:
        """The address, relative to the site's root, with a trailing slash."""
        return f"wiki/{self.id}/"


@dataclass(frozen=True)
class Card:
    """What other pages show of an entry; `date` is when it happened as a whole, with the citations of that claim."""

    id: str
    kind: str
    subtype: str
    title: str
    summary: str
    date: Date | None
    date_citations: tuple[Citation, ...]

    @property
    def url(self) -> str:
        """The address, relative to the site's root, with a trailing slash."""
        return f"wiki/{self.id}/"


@dataclass(frozen=True)
class Page:
    """A finished page: its path in docs/ and its text."""

    path: str
    text: str


stored(Alias)
