"""The wiki as the incremental build sees it: for each entry a small summary in memory, the rest in the store until it is asked for.

A page is made from facets of the wiki (an entry's card, the claims that name an entry, the links to it, a source), and it is noted
which facets it asked for; a page that was made before is still right while they all have the value
they had (traced.py). So nobody has to think of what an edit may change.
"""

from __future__ import annotations

import marshal
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

from wiki.build.facets import all_facets, facets_of_sources
from wiki.build.records import Links, Made, Packed, ProblemRow, Summary
from wiki.disk.scan import Files
from wiki.disk.store import Store
from wiki.evidence import Evidence
from wiki.link.names import Called, KeptNames, NameTable, name_table
from wiki.model import Alias, Card, Place, Source
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


def named(id_: str, summary: Summary) -> Named:
    """Return an entry as the table of names sees it."""
    aliases = tuple(
        Alias(text, Place(summary.path, line, column), origin, link)  # type: ignore[arg-type]
        for text, origin, link, line, column in summary.aliases
    )
    return Named(id_, summary.path, aliases, summary.former, Place(summary.path, *summary.title_at))


def _card(id_: str, summary: Summary) -> Card:
    kind, subtype, title, text, date, cites = summary.card
    citations = parse_citations(cites, Place(summary.path, 1)) if cites else ()
    return Card(id_, kind, subtype, title, text, parse_date(date) if date else None, citations)


Flaws = Mapping[str, tuple[ProblemRow, ...]]
DERIVED = ("names", "facets", "made")
"""What a world takes over from the one before, as far as it was asked for."""


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

    @cached_property
    def names(self) -> NameTable:
        """The table of all names."""
        kept = self.parts.pop("names", None)
        return KeptNames(marshal.loads(kept)) if kept else name_table(named(id_, self.summaries[id_]) for id_ in self.whole)  # noqa: S302 - our own, checked

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
            today = id_ if id_ in self.summaries and self.summaries[id_].card[0] else self.names.former.get(id_, "")
            summary = self.summaries.get(today)
            return self.cards.setdefault(id_, _card(today, summary) if summary and summary.card[0] else None)

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
        return all_facets(self.summaries, self.links, self.names.former, facets_of_sources(self))

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
    def sources_aside(self) -> frozenset[str]:
        """The keys of sources whose records have errors."""
        records = (path[6:-3] for path in self.files if path.startswith("seeds/") and path.endswith(".md"))
        return frozenset(key for key in records if key not in self.sources)

    @cached_property
    def old_ids(self) -> dict[str, list[str]]:
        """Id → its former ids."""
        found: dict[str, list[str]] = defaultdict(list)
        for old, id_ in self.names.former.items():
            found[id_].append(old)
        return found

    @cached_property
    def evidence_read(self) -> dict[str, Evidence | None]:
        """Evidence that was asked for."""
        return {}
