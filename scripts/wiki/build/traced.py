"""What a page asks of the rest of the wiki, with each facet noted that an answer came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wiki.build.kept import claims_naming, links_to, load_body, load_entry, load_evidence
from wiki.build.world import World
from wiki.evidence import Evidence
from wiki.link.graph import Link, page_anchors
from wiki.link.names import Called, NameTable
from wiki.model import Card, Claim, Source


class TracedEvidence(Mapping[str, Evidence]):
    """Evidence by source key, which notes each key that was asked for."""

    def __init__(self, traced: Traced) -> None:
        self.traced = traced

    def __getitem__(self, key: str) -> Evidence:
        self.traced.asked[f"evidence:{key}"] = None
        found = load_evidence(self.traced.world, key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.traced.world.evidence_files)

    def __len__(self) -> int:
        return len(self.traced.world.evidence_files)


class Traced:
    """Answers what a page asks of the wiki (as linking.Graph does), and notes each facet that the answer came from."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.settings, self.vocabulary = world.settings, world.vocabulary
        self.asked: dict[str, None] = {}
        self._cards: dict[str, Card | None] = {}
        self._links: dict[str, tuple[Link, ...]] = {}
        self._claims: dict[str, tuple[Claim, ...]] = {}

    def card(self, id_: str) -> Card | None:
        """Return what pages show of the entry with this id (or former id)."""
        if id_ in self._cards:
            return self._cards[id_]
        self.asked[f"card:{id_}"] = None
        card = self._cards[id_] = self.world.card(id_)
        return card

    @property
    def names(self) -> NameTable:
        """The table of names; what linking found in it is noted by the text, not by facet (building.py)."""
        return self.world.names

    @property
    def source_keys(self) -> Iterable[str]:
        """The keys of all sources."""
        return self.world.sources.keys()

    def anchors(self, id_: str) -> frozenset[str]:
        """Return the anchors that an entry's page has."""
        self.asked[f"anchors:{id_}"] = None
        return page_anchors(load_entry(self.world, id_), load_body(self.world, id_).pieces)

    def called(self, id_: str) -> Called | None:
        """Return what the entry with this id (or former id) is called."""
        self.asked[f"names:{id_}"] = None
        return self.world.called(id_)

    def source(self, key: str) -> Source | None:
        """Return the source with this key."""
        self.asked[f"source:{key}"] = None
        return self.world.sources.get(key)

    def backlinks(self, id_: str) -> tuple[Link, ...]:
        """Return the links to an entry."""
        if f"back:{id_}" not in self.asked:
            self.asked[f"back:{id_}"] = None
            self._links[id_] = tuple(links_to(self.world, id_))
        return self._links[id_]

    def incoming(self, id_: str) -> tuple[Claim, ...]:
        """Return claims of other entries that name this one."""
        if f"in:{id_}" not in self.asked:
            self.asked[f"in:{id_}"] = None
            self._claims[id_] = tuple(claims_naming(self.world, id_))
        return self._claims[id_]
