"""*link*: all entries become a `Graph`, in which every name, link, relation and citation is resolved once.

Backlinks, timelines and the far end of relations are queries on the graph, not lists that a stage fills in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import assert_never

from wiki.disk.boundary import stumbled
from wiki.link.graph import Asked, Graph, Link, LinkedEntry, LinkedPiece
from wiki.link.names import APART, Ambiguous, Found, Missing, NameTable, check_names, name_table, written_forms
from wiki.link.summaries import check_summary
from wiki.model import Citation, Claim, Entry, Heading, Html, Piece, Source, Text, WikiLink
from wiki.model.problems import Problem, nearest, problem
from wiki.read.settings import Settings
from wiki.read.vocabulary import RelationType, Vocabulary


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
    """Return the entry with its links, and what is wrong with them; an entry that the program stumbles over has none."""
    try:
        return _link_entry(entry, asked, set_aside)
    except Exception as error:  # noqa: BLE001 - the boundary of a file
        return LinkedEntry(entry, (), (), ()), [stumbled(entry.path, error)]


def _link_entry(entry: Entry, asked: Asked, set_aside: frozenset[str]) -> tuple[LinkedEntry, list[Problem]]:
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


# --- bodies -----------------------------------------------------------------------------------------------------------


def link_body(entry: Entry, asked: Asked, set_aside: frozenset[str] = frozenset()) -> tuple[LinkedEntry, list[Problem]]:
    """Resolve the links on purpose in a body, and make the automatic ones: the first mention of each entry in a section."""
    body = _BodyLinker(entry, asked.names)
    problems: list[Problem] = []
    for section in _sections(entry.body.pieces):
        targets = []
        for link in (piece for piece in section if isinstance(piece, WikiLink)):
            id_, found = _resolve_link(link, asked, set_aside)
            problems.extend(found)
            targets.append(id_)
        body.done = set(targets)  # a link on purpose counts as the section's first
        next_target = iter(targets)
        for piece in section:
            if isinstance(piece, Html):
                body.html.append(piece.html)
            elif isinstance(piece, Text):
                body.text(piece)
            elif isinstance(piece, WikiLink):
                body.purpose(piece, next(next_target))
            else:
                body.put(piece)
    body.put()
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
    """Makes the linked pieces of one body, in order; each link's anchor is numbered by its target. What is HTML between two is one piece."""

    def __init__(self, entry: Entry, names: NameTable) -> None:
        self.entry = entry
        self.unlinked = {form for name in entry.unlinked for form in (name, *written_forms(name))}
        self.pieces: list[LinkedPiece] = []
        self.html: list[str] = []
        self.links: list[Link] = []
        self.done: set[str] = set()
        self.ambiguous: dict[str, tuple[str, ...]] = {}
        self.counts: dict[str, int] = {}
        texts = (piece.text for piece in entry.body.pieces if isinstance(piece, Text)) if entry.autolink else ()
        self.mentions = names.mentions(APART.join(texts))
        self.mention = next(self.mentions, None)
        self.at = 0

    def put(self, *pieces: LinkedPiece) -> None:
        if html := "".join(self.html):
            self.pieces.append(Html(html))
            self.html.clear()
        self.pieces += pieces

    def add(self, target: str, fragment: str, label: str, sentence: int, *, auto: bool) -> None:
        count = self.counts[target] = self.counts.get(target, 0) + 1
        anchor = f"m-{target}" if count == 1 else f"m-{target}-{count}"
        link = Link(self.entry.id, target, fragment, anchor, label, self.entry.body.sentences[sentence], auto, label)
        self.put(link)
        self.links.append(link)

    def purpose(self, piece: WikiLink, target: str) -> None:
        label = piece.label or piece.target
        if target and target != self.entry.id:
            self.add(target, piece.fragment, label, piece.sentence, auto=False)
        elif target and piece.fragment:
            self.html.append(f'<a href="#{escape(piece.fragment)}">{escape(label, quote=False)}</a>')
        else:
            self.html.append(escape(label, quote=False))

    def text(self, piece: Text) -> None:
        begins, since = self.at, 0
        self.at += len(piece.text) + len(APART)
        while (mention := self.mention) and mention.start < self.at:
            self.mention = next(self.mentions, None)
            target = mention.candidates[0]
            if len(mention.candidates) > 1:
                self.ambiguous[mention.name] = mention.candidates
            elif target != self.entry.id and target not in self.done and mention.name not in self.unlinked:
                self.done.add(target)
                start, end = mention.start - begins, mention.end - begins
                self.html.append(escape(piece.text[since:start], quote=False))
                self.add(target, "", piece.text[start:end], piece.sentence, auto=True)
                since = end
        self.html.append(escape(piece.text[since:], quote=False))
