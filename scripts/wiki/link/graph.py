"""The linked wiki: links, linked entries, and what a page or a linker may ask of all the others.

Backlinks, timelines and the far end of relations are queries here, not lists that a stage fills in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Protocol

from wiki.check.anchors import SECTIONS
from wiki.link import figures
from wiki.link.names import Called, NameTable
from wiki.model import Answer, Card, Claim, Entry, Heading, Outcome, Piece, Source, stored
from wiki.read.settings import Settings
from wiki.read.vocabulary import Vocabulary


class Link(NamedTuple):
    """A resolved link in a body: `anchor` is the id of the link itself on the page of `source`; `by_id` if it was written by an id alone."""

    source: str
    target: str
    fragment: str
    anchor: str
    label: str
    sentence: str
    auto: bool
    by_id: bool = False


stored(Link)
LinkedPiece = Piece | Link


@dataclass(frozen=True)
class LinkedEntry:
    """An entry whose body's links are resolved."""

    entry: Entry
    pieces: tuple[LinkedPiece, ...]
    links: tuple[Link, ...]
    unlinked: tuple[tuple[str, tuple[str, ...]], ...]
    answers: Mapping[str, tuple[Answer, ...]] = field(default_factory=dict)
    """Anchor of a claim → what evidence says of each of its citations."""
    amounts: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Anchor of a cited claim → the numbers that it holds, each with its unit (coverage.py)."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """The ids that links were written by → the titles that are read in their places (titles.py)."""

    @cached_property
    def _outcomes(self) -> Mapping[str, Outcome]:
        return {anchor: _outcome({answer.outcome for answer in answers}) for anchor, answers in self.answers.items()}

    def check(self, claim: Claim) -> Outcome:
        """Return one answer for a claim: not found if any citation is, found if any is and none is not."""
        return self._outcomes.get(claim.anchor, "not-checked")


def _outcome(outcomes: set[Outcome]) -> Outcome:
    return "not-found" if "not-found" in outcomes else "found" if "found" in outcomes else "not-checked"


@dataclass(frozen=True)
class Graph:
    """The whole wiki, resolved. Pages ask it through `card`, `incoming`, `backlinks` and `source` only."""

    settings: Settings
    vocabulary: Vocabulary
    entries: Mapping[str, LinkedEntry]
    sources: Mapping[str, Source]
    names: NameTable

    def card(self, id_: str) -> Card | None:
        """Return what pages show of the entry with this id (or former id); None where there is none."""
        linked = self.entries.get(id_) or self.entries.get(self.names.former.get(id_, ""))
        return card_of(linked.entry, self.vocabulary) if linked else None

    def source(self, key: str) -> Source | None:
        """Return the source with this key."""
        return self.sources.get(key)

    @property
    def source_keys(self) -> Iterable[str]:
        """The keys of all sources."""
        return self.sources.keys()

    def called(self, id_: str) -> Called | None:
        """Return what the entry with this id (or former id) is called."""
        linked = self.entries.get(id_) or self.entries.get(self.names.former.get(id_, ""))
        return Called(linked.entry.id, tuple(a.text for a in linked.entry.aliases if a.origin != "former")) if linked else None

    def anchors(self, id_: str) -> frozenset[str]:
        """Return the anchors that an entry's page has."""
        entry = self.entries[id_].entry
        return page_anchors(entry, entry.body.pieces)

    def backlinks(self, id_: str) -> tuple[Link, ...]:
        """Return the links to an entry, by page and place; of one page only the first in each sentence."""
        return self._backlinks.get(id_, ())

    def incoming(self, id_: str) -> tuple[Claim, ...]:
        """Return claims of other entries that name this one as target, counterpart or speaker, by entry and place."""
        return self._incoming.get(id_, ())

    @cached_property
    def _backlinks(self) -> Mapping[str, tuple[Link, ...]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for linked in self.entries.values():
            for target, links in links_by_target(linked).items():
                found[target] += links
        return {target: tuple(links) for target, links in found.items()}

    @cached_property
    def _incoming(self) -> Mapping[str, tuple[Claim, ...]]:
        found: dict[str, list[Claim]] = defaultdict(list)
        for linked in self.entries.values():
            for id_, claims in claims_by_target(linked.entry).items():
                card = self.card(id_)
                if card and card.id != linked.entry.id:
                    found[card.id] += claims
        return {target: tuple(claims) for target, claims in found.items()}


def card_of(entry: Entry, vocabulary: Vocabulary) -> Card:
    """Return an entry's card."""
    own = figures.own_date(entry, vocabulary)
    date, citations = (own[0], own[1].citations) if own else (None, ())
    return Card(entry.id, entry.kind, entry.subtype, entry.title, entry.summary, date, citations)


def links_by_target(linked: LinkedEntry) -> dict[str, list[Link]]:
    """Return a body's links by target, of each only the first in a sentence."""
    found: dict[str, dict[str, Link]] = {}
    for link in linked.links:
        found.setdefault(link.target, {}).setdefault(link.sentence, link)
    return {target: list(links.values()) for target, links in found.items()}


def claims_by_target(entry: Entry) -> dict[str, list[Claim]]:
    """Return an entry's claims by the ids that they name as target, counterpart or speaker."""
    found: dict[str, list[Claim]] = {}
    for claim in entry.claims:
        for id_ in dict.fromkeys((claim.target, claim.counterpart, claim.said_by)):
            if id_ and id_ != entry.id:
                found.setdefault(id_, []).append(claim)
    return found


class Answers(Protocol):
    """What the page of an entry asks of the rest of the wiki."""

    @property
    def settings(self) -> Settings:
        """What mkdocs.yml says of the wiki."""
        ...

    @property
    def vocabulary(self) -> Vocabulary:
        """The wiki's words."""
        ...

    def card(self, id_: str) -> Card | None:
        """Return what pages show of the entry with this id (or former id); None where there is none."""
        ...

    def source(self, key: str) -> Source | None:
        """Return the source with this key."""
        ...

    def backlinks(self, id_: str) -> tuple[Link, ...]:
        """Return the links to an entry, by page and place; of one page only the first in each sentence."""
        ...

    def incoming(self, id_: str) -> tuple[Claim, ...]:
        """Return claims of other entries that name this one as target, counterpart or speaker, by entry and place."""
        ...


class Asked(Protocol):
    """What linking one entry asks of the others."""

    @property
    def names(self) -> NameTable:
        """The table of all names."""
        ...

    @property
    def vocabulary(self) -> Vocabulary:
        """The wiki's words."""
        ...

    @property
    def source_keys(self) -> Iterable[str]:
        """The keys of all sources."""
        ...

    def card(self, id_: str) -> Card | None:
        """Return what pages show of the entry with this id (or former id); None where there is none."""
        ...

    def source(self, key: str) -> Source | None:
        """Return the source with this key."""
        ...

    def anchors(self, id_: str) -> frozenset[str]:
        """Return the anchors that an entry's page has."""
        ...

    def called(self, id_: str) -> Called | None:
        """Return what the entry with this id (or former id) is called; None where there is none."""
        ...


def page_anchors(entry: Entry, pieces: Iterable[LinkedPiece]) -> frozenset[str]:
    """Return the anchors that an entry's page has; `pieces` are those of its body, linked or not."""
    headings = {piece.anchor for piece in pieces if isinstance(piece, Heading)}
    return frozenset({claim.anchor for claim in entry.claims} | headings | set(SECTIONS))
