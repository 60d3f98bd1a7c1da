"""*link*: all entries become a `Graph`, in which every name, link, relation and citation is resolved once.

Backlinks, timelines and the far end of relations are queries on the graph, not lists that a stage fills in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import NamedTuple, Protocol, assert_never

from wiki import figures
from wiki.bodies import SECTIONS
from wiki.model import Answer, Card, Citation, Claim, Entry, Heading, Html, Outcome, Piece, Source, Text, WikiLink
from wiki.names import Ambiguous, Found, Missing, Named, NameTable, check_names, name_table, written_forms
from wiki.problems import Problem, nearest, problem
from wiki.settings import Settings
from wiki.summaries import check_summary
from wiki.vocabulary import RelationType, Vocabulary


class Link(NamedTuple):
    """A resolved link in a body: `anchor` is the id of the link itself on the page of `source`."""

    source: str
    target: str
    fragment: str
    anchor: str
    label: str
    sentence: str
    auto: bool
    name: str


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

    def check(self, claim: Claim) -> Outcome:
        """Return one answer for a claim: not found if any citation is, found if any is and none is not."""
        outcomes = {answer.outcome for answer in self.answers.get(claim.anchor, ())}
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

    def named(self, id_: str) -> Named | None:
        """Return the names of the entry with this id (or former id)."""
        linked = self.entries.get(id_) or self.entries.get(self.names.former.get(id_, ""))
        return linked.entry if linked else None

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

    def named(self, id_: str) -> Named | None:
        """Return the names of the entry with this id (or former id); None where there is none."""
        ...


def link_entries(
    entries: Mapping[str, Entry], sources: Mapping[str, Source], vocabulary: Vocabulary, settings: Settings,
    set_aside: frozenset[str] = frozenset(),
) -> tuple[Graph, list[Problem]]:  # fmt: skip
    """Resolve everything. `set_aside` holds the ids of entries with errors, whose absence is no problem of others."""
    names = name_table(entries.values())
    problems = list(check_names(entries))
    bare = {id_: LinkedEntry(entry, (), (), ()) for id_, entry in entries.items()}
    asked = Graph(settings, vocabulary, bare, sources, names)
    linked = {}
    for entry in entries.values():
        linked[entry.id], found = link_entry(entry, asked, set_aside)
        problems.extend(found)
    return Graph(settings, vocabulary, linked, sources, names), problems


def link_entry(entry: Entry, asked: Asked, set_aside: frozenset[str] = frozenset()) -> tuple[LinkedEntry, list[Problem]]:
    """Check what an entry's claims name, and resolve the links of its body."""
    problems = list(_check_claims(_Context(entry, asked, set_aside)))
    linked, found = link_body(entry, asked, set_aside)
    summary = check_summary(entry, ((link.target, link.sentence) for link in linked.links), asked.names)
    return linked, [*problems, *found, *summary]


@dataclass(frozen=True, slots=True)
class _Context:
    entry: Entry
    asked: Asked
    set_aside: frozenset[str]


def _check_claims(context: _Context) -> Iterator[Problem]:
    """Each target, counterpart and source of a claim exists, and is of a kind that the vocabulary allows there."""
    entry = context.entry
    for claim in entry.claims:
        for citation in (*claim.citations, *(claim.announcement.outcome_citations if claim.announcement else ())):
            yield from check_citation(citation, context.asked, context.set_aside)
        if claim.target:
            yield from _check_target(claim.target, claim, context)
        if claim.counterpart:
            yield from _check_target(claim.counterpart, claim, context)
    for citation in (each for same in entry.same_as for each in same.citations):
        yield from check_citation(citation, context.asked, context.set_aside)
    anchors = {claim.anchor for claim in entry.claims}
    for anchor in [each for verdict in entry.verdicts for each in verdict.claims] + [
        each.claim for each in entry.corrections if each.claim
    ]:
        name = anchor if anchor.startswith("c-") else f"c-{anchor}"
        if name not in anchors:
            yield problem(entry.title_place, "unknown-anchor", _near(f"no claim of this entry has the anchor '#{name}'", name, anchors))


def check_citation(citation: Citation, asked: Asked, set_aside: frozenset[str] = frozenset()) -> Iterator[Problem]:
    """A citation names a source that has a record, and lines that are the source's own."""
    source = asked.source(citation.source)
    if source is None:
        if citation.source not in set_aside:
            yield problem(
                citation.place, "unknown-source",
                _near(f"no source has the key '{citation.source}' (seeds/{citation.source}.md)", citation.source, asked.source_keys),
            )  # fmt: skip
        return
    locator = citation.locator
    if locator and locator.label == "line" and source.file and source.file.last:
        for first, last in locator.ranges:
            if first < source.file.first or last > source.file.last:
                yield problem(
                    citation.place, "locator-range",
                    f"lines {first}-{last} are outside '{source.key}', which is lines {source.file.first}-{source.file.last} of {source.file.name}",
                )  # fmt: skip


def _check_target(target: str, claim: Claim, context: _Context) -> Iterator[Problem]:
    card = context.asked.card(target)
    found = context.asked.names.resolve(target)
    match found:
        case Found(id_, by) if by in ("id", "former id"):
            kind = card.kind if card else ""
            relation = (
                context.asked.vocabulary.relations.get(claim.property) if claim.form == "relation" and target == claim.target else None
            )
            if id_ == context.entry.id and claim.form != "position":  # a topic's page may hold what others say on it
                yield problem(claim.place, "target", f"'{target}' is this entry itself")
            elif relation and not _leads_to(relation, kind):
                kinds = " or ".join(relation.targets or ())
                yield problem(claim.place, "kind", f"relation '{relation.id}' leads to {kinds}, and '{target}' is of kind '{kind}'")
        case Found(id_, by):
            yield problem(claim.place, "unknown-target", f"no entry has the id '{target}', which is the {by} of '{id_}'; write the id")
        case Ambiguous(_, candidates):
            yield problem(claim.place, "unknown-target", f"no entry has the id '{target}'; did you mean one of: {', '.join(candidates)}?")
        case Missing():
            if target not in context.set_aside:
                yield problem(claim.place, "unknown-target", _near(f"no entry has the id '{target}'", target, context.asked.names.ids))
        case _:
            assert_never(found)


def _leads_to(relation: RelationType, kind: str) -> bool:
    """Tell whether a relation may lead to an entry of this kind; a symmetric one may be written at either end."""
    return relation.targets is None or kind in relation.targets or (relation.symmetric and kind in (relation.sources or ()))


def _near(message: str, found: str, valid: Iterable[str]) -> str:
    near = nearest(found, valid)
    return f"{message}; did you mean '{near}'?" if near else message


def page_anchors(entry: Entry, pieces: Iterable[LinkedPiece]) -> frozenset[str]:
    """Return the anchors that an entry's page has; `pieces` are those of its body, linked or not."""
    headings = {piece.anchor for piece in pieces if isinstance(piece, Heading)}
    return frozenset({claim.anchor for claim in entry.claims} | headings | set(SECTIONS))


# --- bodies -----------------------------------------------------------------------------------------------------------


def link_body(entry: Entry, asked: Asked, set_aside: frozenset[str] = frozenset()) -> tuple[LinkedEntry, list[Problem]]:
    """Resolve the links on purpose in a body, and make the automatic ones: the first mention of each entry in a section."""
    body = _BodyLinker(entry, asked.names)
    problems: list[Problem] = []
    for section in _sections(entry.body.pieces):
        body.done = set()
        resolved: dict[int, str] = {}
        for index, piece in enumerate(section):
            if isinstance(piece, WikiLink):
                id_, found = _resolve_link(piece, asked, set_aside)
                problems.extend(found)
                resolved[index] = id_
                body.done.add(id_)  # a link on purpose counts as the section's first
        for index, piece in enumerate(section):
            if isinstance(piece, WikiLink):
                body.purpose(piece, resolved[index])
            elif isinstance(piece, Text) and entry.autolink:
                body.text(piece)
            elif isinstance(piece, Text):
                body.pieces.append(Html(escape(piece.text, quote=False)))
            else:
                body.pieces.append(piece)
    return LinkedEntry(entry, tuple(body.pieces), tuple(body.links), tuple(sorted(body.ambiguous.items()))), problems


def _sections(pieces: tuple[Piece, ...]) -> Iterator[list[Piece]]:
    section: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Heading) and section:
            yield section
            section = []
        section.append(piece)
    yield section


def _resolve_link(link: WikiLink, asked: Asked, set_aside: frozenset[str]) -> tuple[str, list[Problem]]:
    found = asked.names.resolve(link.target)
    match found:
        case Found(id_):
            anchors = asked.anchors(id_) if link.fragment else frozenset()
            if link.fragment and link.fragment not in anchors:
                message = f"'{id_}' has no anchor '#{link.fragment}'"
                return id_, [problem(link.place, "unknown-anchor", _near(message, link.fragment, anchors))]
            return id_, []
        case Ambiguous(text, candidates):
            shown = ", ".join(f"[[{each}]]" for each in candidates)
            return "", [problem(link.place, "ambiguous-link", f"'[[{text}]]' may mean {shown}; write one of them")]
        case Missing(text):
            if text in set_aside:
                return "", []
            near = nearest(text, (*asked.names.ids, *asked.names.titles, *asked.names.aliases))
            return "", [
                problem(
                    link.place,
                    "unknown-target",
                    f"'[[{text}]]' is no entry's id, title or alias" + (f"; did you mean '[[{near}]]'?" if near else ""),
                )
            ]
        case _:
            assert_never(found)


class _BodyLinker:
    """Makes the linked pieces of one body, in order; each link's anchor is numbered by its target."""

    def __init__(self, entry: Entry, names: NameTable) -> None:
        self.entry, self.names = entry, names
        self.unlinked = {form for name in entry.unlinked for form in (name, *written_forms(name))}
        self.pieces: list[LinkedPiece] = []
        self.links: list[Link] = []
        self.done: set[str] = set()
        self.ambiguous: dict[str, tuple[str, ...]] = {}
        self.counts: dict[str, int] = {}

    def add(self, target: str, fragment: str, label: str, sentence: int, *, auto: bool) -> None:
        count = self.counts[target] = self.counts.get(target, 0) + 1
        anchor = f"m-{target}" if count == 1 else f"m-{target}-{count}"
        link = Link(self.entry.id, target, fragment, anchor, label, self.entry.body.sentences[sentence], auto, label)
        self.pieces.append(link)
        self.links.append(link)

    def purpose(self, piece: WikiLink, target: str) -> None:
        label = piece.label or piece.target
        if target and target != self.entry.id:
            self.add(target, piece.fragment, label, piece.sentence, auto=False)
        elif target and piece.fragment:
            self.pieces.append(Html(f'<a href="#{escape(piece.fragment)}">{escape(label, quote=False)}</a>'))
        else:
            self.pieces.append(Html(escape(label, quote=False)))

    def text(self, piece: Text) -> None:
        since = 0
        for mention in self.names.mentions(piece.text):
            if len(mention.candidates) > 1:
                self.ambiguous[mention.name] = mention.candidates
                continue
            target = mention.candidates[0]
            if target == self.entry.id or target in self.done or mention.name in self.unlinked:
                continue
            self.done.add(target)
            if mention.start > since:
                self.pieces.append(Html(escape(piece.text[since : mention.start], quote=False)))
            self.add(target, "", piece.text[mention.start : mention.end], piece.sentence, auto=True)
            since = mention.end
        if since < len(piece.text):
            self.pieces.append(Html(escape(piece.text[since:], quote=False)))
