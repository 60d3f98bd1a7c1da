"""The wiki as the incremental build sees it: for each entry a small summary in memory, the rest in the store until it is asked for.

A page is made from facets of the wiki (an entry's card, the claims that name an entry, the links to it, a source). `Traced` answers
a page's questions and notes which facets it asked for; a page that was made before is still right while they all have the value
they had. So nobody has to think of what an edit may change.
"""

from __future__ import annotations

import marshal
import pickle
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat, starmap
from pathlib import Path
from typing import Any, NamedTuple

from wiki.build.records import Links, Made, Packed, Part, ProblemRow, Summary, number, number_of, parts_of_links, parts_of_summary
from wiki.disk.scan import Files
from wiki.disk.store import DamagedStoreError, Store
from wiki.evidence import Evidence
from wiki.evidence.files import read_evidence
from wiki.link.graph import Link, page_anchors
from wiki.link.names import Called, KeptNames, NameTable, name_table
from wiki.model import Alias, Body, Card, Claim, Entry, Place, Source
from wiki.model.citations import parse_citations
from wiki.model.dates import parse_date
from wiki.read.settings import Settings
from wiki.read.vocabulary import Vocabulary


class Named(NamedTuple):
    """The part of an entry that the table of names is made from."""

    id: str
    path: str
    aliases: tuple[Alias, ...]
    former: tuple[str, ...]
    title_place: Place


Flaws = Mapping[str, tuple[ProblemRow, ...]]
DERIVED = ("names", "facets", "made")
"""What a world takes over from the one before, as far as it was asked for."""


def _called(world: World, id_: str) -> tuple[tuple[str, ...], object]:
    """Return by what an entry is found, and what messages on names say of it: its former ids, and all else."""
    summary = world.summaries.get(id_)
    return (summary.former, (summary.path, [alias[:3] for alias in summary.aliases])) if summary and summary.card[0] else ((), None)


def _replaced(old: Flaws, ids: Collection[str], new: Mapping[str, Summary | Links]) -> Flaws:
    """Return flaws by entry with those of `ids` replaced."""
    kept = {id_: found for id_, found in old.items() if id_ not in ids}
    return kept | {id_: record.problems for id_, record in new.items() if record.problems}


@dataclass
class World:
    """All summaries, and the store that holds the rest."""

    root: Path
    settings: Settings
    vocabulary: Vocabulary
    store: Store
    base: bytes = b""
    """The digest of the vocabulary's file."""
    files: Files = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    evidence_files: Mapping[str, bytes] = field(default_factory=dict)
    """Source key → digest of its evidence file."""
    source_problems: Sequence[ProblemRow] = ()
    keys: Mapping[str, bytes] = field(default_factory=dict)
    """The key of each entry's file: its content, its path and the vocabulary."""
    summaries: Packed[Summary] = field(default_factory=lambda: Packed(Summary, {}))
    links: Packed[Links] = field(default_factory=lambda: Packed(Links, {}))
    aside: frozenset[str] = frozenset()
    """The ids of entries set aside."""
    flaws: Flaws = field(default_factory=dict)
    """What is wrong in entries, as reading and checking found it; those without are left out."""
    link_flaws: Flaws = field(default_factory=dict)
    """What linking and verifying found."""
    name_problems: Sequence[ProblemRow] = ()
    """What is wrong with the names of all entries taken together."""
    renamed: bool = True
    """Whether a name has come, gone or changed hands since the run before."""
    moved: set[str] | None = None
    """The facets that are not as they were in the run before; None where that is not known."""
    relinked: Collection[str] = ()
    """The entries that were linked anew since the run before."""
    token: bytes = b""
    """What the store knows this state by; empty where a run was broken off and only single records can be trusted."""
    parts: dict[str, bytes] = field(default_factory=dict)
    """What the run before derived from summaries and links, until it is asked for."""

    @cached_property
    def whole(self) -> list[str]:
        """The ids of entries without errors."""
        return [id_ for id_ in self.summaries if id_ not in self.aside]

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
        kept = self.parts.pop("names", None)
        return KeptNames(marshal.loads(kept)) if kept else name_table(self.named(id_) for id_ in self.whole)  # noqa: S302 - our own, checked

    @cached_property
    def made(self) -> Packed[Made]:
        """The pages that were made, by the entry."""
        return Packed(Made, {id_: data for id_, _, data in self.store.all("made")})

    @cached_property
    def cards(self) -> dict[str, Card | None]:
        """Cards that were asked for."""
        return {}

    def card(self, id_: str) -> Card | None:
        """Return the card of the entry with this id or former id."""
        try:
            return self.cards[id_]
        except KeyError:
            return self.cards.setdefault(id_, self._card(id_))

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

    @cached_property
    def names_asked(self) -> dict[str, Called | None]:
        """What entries are called, of those of which it was asked for."""
        return {}

    def called(self, id_: str) -> Called | None:
        """Return what the entry with this id or former id is called."""
        if id_ not in self.names_asked:
            card = self.card(id_)
            aliases = self.summaries[card.id].aliases if card else ()
            names = tuple([text for text, origin, *_ in aliases if origin != "former"])
            self.names_asked[id_] = Called(card.id, names) if card else None
        return self.names_asked[id_]

    # --- facets

    @cached_property
    def facets(self) -> dict[str, int]:
        """Facet → hash: `card:id`, `names:id`, `anchors:id`, `in:id` (claims that name it), `back:id` (links to it), `source:key`.

        What several entries contribute to is a sum, so that one entry's part can be taken out and another put in.
        """
        kept = self.parts.pop("facets", None)
        if kept:
            return marshal.loads(kept)  # type: ignore[no-any-return]  # noqa: S302 - our own, checked
        found: dict[str, int] = defaultdict(int, self._of_sources())
        for id_, summary in self.summaries.items():
            for facet, value in parts_of_summary(id_, summary, self.names.former):
                found[facet] += value
        for id_, links in self.links.items():
            for facet, value in parts_of_links(id_, links):
                found[facet] += value
        return dict(found)

    def _of_sources(self) -> Iterator[Part]:
        yield from ((f"evidence:{key}", number(content)) for key, content in self.evidence_files.items())
        yield from ((f"source:{key}", number(repr(source).encode())) for key, source in self.sources.items())
        yield from ((f"source:{key}", 1) for key in self.sources_aside)  # nothing to cite, but no error of whoever cites it

    @cached_property
    def sources_aside(self) -> frozenset[str]:
        """The keys of sources whose records have errors."""
        records = (path[6:-3] for path in self.files if path.startswith("seeds/") and path.endswith(".md"))
        return frozenset(key for key in records if key not in self.sources)

    def take_over(self, previous: World, changed: Collection[str]) -> None:
        """Take over from an earlier world what changed entries leave as it was."""
        before, after = previous.summaries, self.summaries
        anew = {id_: after[id_] for id_ in (changed if previous.token else after) if id_ in after}
        self.aside = (previous.aside - anew.keys() - set(changed)) | {id_ for id_, summary in anew.items() if not summary.card[0]}
        self.flaws = _replaced(previous.flaws, {*changed, *anew}, anew)
        self.links, self.link_flaws = previous.links, previous.link_flaws
        called = [(_called(previous, id_), _called(self, id_)) for id_ in changed]
        self.renamed = not previous.token or any(old != new for old, new in called)
        if not previous.token or any(old[0] != new[0] for old, new in called):  # former ids: what is said of one counts for another
            return
        lost = ("names",) if self.renamed else ()
        self.parts = {name: data for name, data in previous.parts.items() if name not in lost}
        self.__dict__.update((name, previous.__dict__[name]) for name in DERIVED if name in previous.__dict__ and name not in lost)
        self.moved = set()
        for id_ in changed:
            former = self.names.former
            self._move(parts_of_summary(id_, before.get(id_), former), parts_of_summary(id_, after.get(id_), former))
        if self.sources is not previous.sources:
            self._move(previous._of_sources(), self._of_sources())

    def relink(self, ids: Collection[str], links: Packed[Links]) -> None:
        """Put new links of entries, or none, in place of those before."""
        self.relinked = ids
        flawed = {}
        for id_ in ids:
            new = links.get(id_)
            self._move(parts_of_links(id_, self.links.get(id_)), parts_of_links(id_, new))
            if new and new.problems:
                flawed[id_] = new
        self.link_flaws = _replaced(self.link_flaws, ids, flawed)
        self.links = links

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

    def may_differ(self) -> set[str]:
        """Return the entries whose pages may not be as they were in the run before, and some more."""
        return set(self.summaries) if self.moved is None else {*self.relinked, *self.made.holding(self.moved)}

    def answers(self, asked: Iterable[str]) -> int:
        """Return one hash of the facets that something asked for."""
        return hash(tuple(map(self.facets.get, asked, repeat(0)))) & 0xFFFFFFFFFFFFFFFF

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
            yield from starmap(Link, marshal.loads(data))  # noqa: S302 - our own, checked

    def _rows(self, table: str, ids: Iterable[str], facet: str) -> list[bytes]:
        """Load what entries contribute to a facet; together it must hash to the facet, or some of it is lost or damaged."""
        found = [row for id_ in ids for row in self.store.some(table, f"{id_}\0")]
        if sum(number(data) ^ number_of(source) for source, data in found) != self.facets.get(facet, 0):
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
        return page_anchors(self.world.entry(id_), self.world.body(id_).pieces)

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
            self._links[id_] = tuple(self.world.links_to(id_))
        return self._links[id_]

    def incoming(self, id_: str) -> tuple[Claim, ...]:
        """Return claims of other entries that name this one."""
        if f"in:{id_}" not in self.asked:
            self.asked[f"in:{id_}"] = None
            self._claims[id_] = tuple(self.world.claims_naming(id_))
        return self._claims[id_]
