"""The wiki as the incremental build sees it: for each entry a small summary in memory, the rest in the store until it is asked for.

A page is made from facets of the wiki (an entry's card, the claims that name an entry, the links to it, a source). `Traced` answers
a page's questions and notes which facets it asked for; a page that was made before is still right while they all have the value
they had. So nobody has to think of what an edit may change.
"""

from __future__ import annotations

import marshal
import pickle
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from wiki.citations import locator_words, parse_citations
from wiki.dates import parse_date
from wiki.evidence import Evidence
from wiki.evidence.files import read_evidence
from wiki.graph import Link, card_of, page_anchors
from wiki.model import Alias, Body, Card, Claim, Entry, Place, Source
from wiki.names import NameTable, name_table
from wiki.problems import Problem
from wiki.settings import Settings
from wiki.store import DamagedStoreError, Store, digest, pack
from wiki.vocabulary import Vocabulary


class Summary(NamedTuple):
    """What is kept in memory of an entry; `card` is empty where the entry has errors and is set aside."""

    path: str
    card: tuple[str, str, str, str, str, str]
    title_at: tuple[int, int]
    aliases: tuple[tuple[str, str, bool, int, int], ...]
    former: tuple[str, ...]
    claims: tuple[tuple[str, int], ...]
    """Target → hash of the claims that name it."""
    anchors: int
    problems: tuple[tuple[Any, ...], ...]


class Links(NamedTuple):
    """What is kept in memory of an entry's links: target → hash of the links to it, and what linking depended on."""

    targets: tuple[tuple[str, int], ...]
    content: bytes
    problems: tuple[tuple[Any, ...], ...]
    asked: tuple[str, ...]
    answers: int


class Made(NamedTuple):
    """What is kept in memory of a finished page: what it depended on, what it is, and the rows it gives to other pages."""

    key: bytes
    asked: tuple[str, ...]
    answers: int
    page: bytes
    text: bytes
    rows: tuple[tuple[str, int], ...]


class Named(NamedTuple):
    """The part of an entry that the table of names is made from."""

    id: str
    path: str
    aliases: tuple[Alias, ...]
    former: tuple[str, ...]
    title_place: Place


def number(value: Any) -> int:
    """Return a 64-bit hash of plain data or bytes."""
    return int.from_bytes(digest(value if isinstance(value, bytes) else pack(value))[:8], "big")


def summarise(path: str, entry: Entry | None, problems: Iterable[Problem], vocabulary: Vocabulary, naming: Mapping[str, bytes]) -> Summary:
    """Return the summary of a checked entry; `naming` is target → the claims that name it, as the store keeps them."""
    found = tuple((p.path, p.line, p.column, p.rule, p.message, p.severity) for p in problems)
    if entry is None:
        return Summary(path, ("",) * 6, (1, 1), (), (), (), 0, found)
    card = card_of(entry, vocabulary)
    cites = "; ".join(f"{c.source}, {locator_words(c.locator)}".removesuffix(", ") for c in card.date_citations)
    date = card.date.text if card.date else ""
    return Summary(
        path,
        (card.kind, card.subtype, card.title, card.summary, date, cites),
        (entry.title_place.line, entry.title_place.column),
        tuple((a.text, a.origin, a.link, a.place.line, a.place.column) for a in entry.aliases),
        entry.former,
        tuple((target, number(data)) for target, data in sorted(naming.items())),
        number(tuple(sorted(page_anchors(entry, entry.body.pieces)))),
        found,
    )


def _of_summary(id_: str, summary: Summary, former: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Yield what an entry contributes to facets."""
    if not summary.card[0]:
        yield f"card:{id_}", 1  # set aside: nothing to link to, but no error of whoever names it
        return
    own, card, names = number(id_), number(summary.card), number([alias[:2] for alias in summary.aliases])
    yield f"card:{id_}", card
    yield f"names:{id_}", names
    yield f"anchors:{id_}", summary.anchors
    for old in summary.former:
        yield f"card:{old}", card ^ own
        yield f"names:{old}", names ^ own
    for target, hashed in summary.claims:
        yield f"in:{former.get(target, target)}", hashed ^ own


def _of_links(id_: str, links: Links) -> Iterator[tuple[str, int]]:
    own = number(id_)
    return ((f"back:{target}", hashed ^ own) for target, hashed in links.targets)


def _called(world: World, id_: str) -> tuple[object, ...]:
    """Return what the table of names takes from an entry."""
    summary = world.summaries[id_]
    return bool(summary.card[0]), summary.former, summary.aliases


@dataclass
class World:
    """All summaries, and the store that holds the rest."""

    root: Path
    settings: Settings
    vocabulary: Vocabulary
    sources: Mapping[str, Source]
    store: Store
    summaries: dict[str, Summary] = field(default_factory=dict)
    links: dict[str, Links] = field(default_factory=dict)
    made: dict[str, Made] = field(default_factory=dict)
    evidence_files: Mapping[str, bytes] = field(default_factory=dict)
    """Source key → digest of its evidence file."""
    keys: dict[str, bytes] = field(default_factory=dict)
    """The key of each entry's file: its content, its path and the vocabulary."""
    name_problems: tuple[Problem, ...] = ()
    """What is wrong with the names of all entries taken together."""
    before: dict[str, Summary] = field(default_factory=dict)
    """The summaries of the run before."""
    moved: set[str] | None = None
    """The facets that are not as they were in the run before; None where that is not known."""

    def forget(self) -> None:
        """Drop what was derived from summaries and links, after they changed."""
        for name in ("names", "cards", "facets", "old_ids", "aside", "whole"):
            self.__dict__.pop(name, None)
        self.moved = None

    @cached_property
    def whole(self) -> list[str]:
        """The ids of entries without errors."""
        return [id_ for id_, summary in self.summaries.items() if summary.card[0]]

    @cached_property
    def aside(self) -> frozenset[str]:
        """The ids of entries set aside."""
        return frozenset(id_ for id_, summary in self.summaries.items() if not summary.card[0])

    def named(self, id_: str) -> Named:
        """Return an entry as the table of names sees it."""
        summary = self.summaries[id_]
        aliases = tuple(
            Alias(text, Place(summary.path, line, column), origin, link)  # type: ignore[arg-type]
            for text, origin, link, line, column in summary.aliases
        )
        return Named(id_, summary.path, aliases, summary.former, Place(summary.path, *summary.title_at))

    @cached_property
    def names(self) -> NameTable:
        """The table of all names."""
        return name_table(self.named(id_) for id_, summary in self.summaries.items() if summary.card[0])

    @cached_property
    def cards(self) -> dict[str, Card | None]:
        """Cards that were asked for."""
        return {}

    def card(self, id_: str) -> Card | None:
        """Return the card of the entry with this id or former id."""
        if id_ not in self.cards:
            self.cards[id_] = self._card(id_)
        return self.cards[id_]

    def _card(self, id_: str) -> Card | None:
        summary = self.summaries.get(id_)
        if summary is None or not summary.card[0]:
            id_ = self.names.former.get(id_, "")
            summary = self.summaries.get(id_)
            if summary is None or not summary.card[0]:
                return None
        kind, subtype, title, text, date, cites = summary.card
        citations = parse_citations(cites, Place(summary.path, 1)) if cites else ()
        return Card(id_, kind, subtype, title, text, parse_date(date) if date else None, citations)

    # --- facets

    @cached_property
    def facets(self) -> dict[str, int]:
        """Facet → hash: `card:id`, `names:id`, `anchors:id`, `in:id` (claims that name it), `back:id` (links to it), `source:key`.

        What several entries contribute to is a sum, so that one entry's part can be taken out and another put in.
        """
        found: dict[str, int] = defaultdict(int)
        for id_, summary in self.summaries.items():
            for facet, value in _of_summary(id_, summary, self.names.former):
                found[facet] += value
        for id_, links in self.links.items():
            for facet, value in _of_links(id_, links):
                found[facet] += value
        for key, content in self.evidence_files.items():
            found[f"evidence:{key}"] = number(content)
        for key, source in self.sources.items():
            found[f"source:{key}"] = number(repr(source).encode())
        return found

    def take_over(self, previous: World, changed: Iterable[str]) -> None:
        """Take over from an earlier world of this process what edits of entries leave as it was."""
        changed = [id_ for id_ in changed if id_ in self.summaries and id_ in previous.summaries]
        if len(self.summaries) != len(previous.summaries) or any(_called(self, id_) != _called(previous, id_) for id_ in changed):
            return
        if self.sources != previous.sources or self.evidence_files != previous.evidence_files:
            return
        self.names = previous.names
        self.facets = previous.facets
        self.moved = set()
        for id_ in changed:
            self._move(
                _of_summary(id_, previous.summaries[id_], self.names.former), _of_summary(id_, self.summaries[id_], self.names.former)
            )

    def relink(self, before: Mapping[str, Links], ids: Iterable[str]) -> None:
        """Put new links of entries in place of those before."""
        for id_ in ids:
            self._move(_of_links(id_, before[id_]) if id_ in before else (), _of_links(id_, self.links[id_]))

    def _move(self, old: Iterable[tuple[str, int]], new: Iterable[tuple[str, int]]) -> None:
        parts: dict[str, int] = defaultdict(int)
        for facet, value in old:
            parts[facet] -= value
        for facet, value in new:
            parts[facet] += value
        for facet, value in parts.items():
            if value:
                self.facets[facet] = self.facets.get(facet, 0) + value
                if self.moved is not None:
                    self.moved.add(facet)

    def still(self, asked: Iterable[str], answers: int) -> bool:
        """Tell whether everything that something asked for is as it was."""
        if self.moved is not None and self.moved.isdisjoint(asked):
            return True
        return answers == self.answers(asked)

    def answers(self, asked: Iterable[str]) -> int:
        """Return one hash of the facets that something asked for."""
        get = self.facets.get
        return hash(tuple(get(facet, 0) for facet in asked)) & 0xFFFFFFFFFFFFFFFF

    @cached_property
    def old_ids(self) -> dict[str, list[str]]:
        """Id → its former ids."""
        found: dict[str, list[str]] = defaultdict(list)
        for old, id_ in self.names.former.items():
            found[id_].append(old)
        return found

    # --- what is in the store

    def body(self, id_: str) -> Body:
        """Load the body of an entry as it was parsed."""
        return _loaded(self.store.get("body", id_, self.keys[id_]))  # type: ignore[no-any-return]

    def entry(self, id_: str) -> Entry:
        """Load an entry without its body, which linking has turned into pieces."""
        return _loaded(self.store.get("entry", id_, self.keys[id_]))  # type: ignore[no-any-return]

    @cached_property
    def evidence_read(self) -> dict[str, Evidence | None]:
        """Evidence that was asked for."""
        return {}

    def evidence(self, key: str) -> Evidence | None:
        """Load the evidence of a source; what is wrong in the file was reported when it was scanned."""
        if key not in self.evidence_read:
            source = self.sources.get(key) if key in self.evidence_files else None
            self.evidence_read[key] = read_evidence(self.root, source)[0] if source else None
        return self.evidence_read[key]

    def claims_naming(self, id_: str) -> Iterator[Claim]:
        """Load the claims of other entries that name this one (or one of its former ids), by entry and place."""
        for data in self._rows("claims", (id_, *self.old_ids.get(id_, ())), f"in:{id_}"):
            yield from pickle.loads(data)  # noqa: S301 - our own, checked

    def links_to(self, id_: str) -> Iterator[Link]:
        """Load the links to an entry, by page and place."""
        for data in self._rows("links", (id_,), f"back:{id_}"):
            yield from (Link(*link) for link in marshal.loads(data))  # noqa: S302 - our own, checked

    def _rows(self, table: str, ids: Iterable[str], facet: str) -> list[bytes]:
        """Load what entries contribute to a facet; together it must hash to the facet, or some of it is lost."""
        found = [(name.partition("\0")[2], data) for id_ in ids for name, _, data in self.store.some(table, f"{id_}\0")]
        if sum(number(data) ^ number(source) for source, data in found) != self.facets.get(facet, 0):
            raise DamagedStoreError(facet)
        return [data for _, data in found]


def _loaded(data: bytes | None) -> Any:
    if data is None:
        raise DamagedStoreError
    return pickle.loads(data)  # noqa: S301 - our own, checked


class TracedEvidence(Mapping[str, Evidence]):
    """Evidence by source key, which notes each key that was asked for."""

    def __init__(self, traced: Traced) -> None:
        self.traced = traced

    def __getitem__(self, key: str) -> Evidence:
        self.traced.asked[f"evidence:{key}"] = None
        found = self.traced.world.evidence(key)
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
        self._links: dict[str, tuple[Link, ...]] = {}
        self._claims: dict[str, tuple[Claim, ...]] = {}

    def card(self, id_: str) -> Card | None:
        """Return what pages show of the entry with this id (or former id)."""
        self.asked[f"card:{id_}"] = None
        return self.world.card(id_)

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
        return page_anchors(self.world.entry(id_), self.world.body(id_).pieces)

    def named(self, id_: str) -> Named | None:
        """Return the names of the entry with this id (or former id)."""
        self.asked[f"names:{id_}"] = None
        card = self.world.card(id_)
        return self.world.named(card.id) if card else None

    def source(self, key: str) -> Source | None:
        """Return the source with this key."""
        self.asked[f"source:{key}"] = None
        return self.world.sources.get(key)

    def backlinks(self, id_: str) -> tuple[Link, ...]:
        """Return the links to an entry."""
        if f"back:{id_}" not in self.asked:
            self.asked[f"back:{id_}"] = None
            self._links[id_] = tuple(self.world.links_to(id_))
        return self._links[id_]

    def incoming(self, id_: str) -> tuple[Claim, ...]:
        """Return claims of other entries that name this one."""
        if f"in:{id_}" not in self.asked:
            self.asked[f"in:{id_}"] = None
            self._claims[id_] = tuple(self.world.claims_naming(id_))
        return self._claims[id_]
