"""*link*: all entries become a `Graph`, in which every name, link, relation and citation is resolved once.

Backlinks, timelines and the far end of relations are queries on the graph, not lists that a stage fills in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import assert_never

from wiki.disk.boundary import stumbled
from wiki.link.ahead import check_ahead
from wiki.link.graph import Asked, Graph, Link, LinkedEntry, LinkedPiece
from wiki.link.names import APART, Ambiguous, Found, Mention, Missing, NameTable, check_names, name_table, written_forms
from wiki.link.summaries import check_summary
from wiki.model import Citation, Claim, Entry, Heading, Html, Piece, Source, Text, WikiLink
from wiki.model.bodies import one_html
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
    problems = [*_check_claims(_Context(entry, asked, set_aside)), *check_ahead(entry, asked.vocabulary)]
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
        yield from _check_speakers(claim, context)
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


_WHEN_OR_WHAT = re.compile(r"\s*(?:,|\(| of \d).*$")
"""What follows the name of a source that is quoted: `Interfax, 4.09.2021`."""


def _check_speakers(claim: Claim, context: _Context) -> Iterator[Problem]:
    """Who speaks, or is quoted, and has an entry is named by its id: a text is for who has none."""
    for key, text in (("said-by", claim.said_by), ("via", claim.via)):
        if text and context.asked.card(text) is None and text not in context.set_aside:
            found = context.asked.names.resolve(text)
            if isinstance(found, Missing):
                found = context.asked.names.resolve(_WHEN_OR_WHAT.sub("", text))
            if isinstance(found, Found):
                yield problem(claim.place, "speaker", f"{key} '{text}' is the entry '{found.id}'; write its id", "warning")


def _leads_to(relation: RelationType, kind: str) -> bool:
    """Tell whether a relation may lead to an entry of this kind; a symmetric one may be written at either end."""
    return relation.targets is None or kind in relation.targets or (relation.symmetric and kind in (relation.sources or ()))


def _near(message: str, found: str, valid: Iterable[str]) -> str:
    near = nearest(found, valid)
    return f"{message}; did you mean '{near}'?" if near else message


# --- bodies -----------------------------------------------------------------------------------------------------------


Part = LinkedPiece | str
"""A linked piece, or a bit of finished HTML of which others may be."""


def link_body(entry: Entry, asked: Asked, set_aside: frozenset[str] = frozenset()) -> tuple[LinkedEntry, list[Problem]]:
    """Resolve the links on purpose in a body, and make the automatic ones: the first mention of each entry in a section."""
    pieces = entry.body.pieces
    targets: list[str] = []
    problems: list[Problem] = []
    for link in (piece for piece in pieces if isinstance(piece, WikiLink)):
        id_, found = _resolve_link(link, asked, set_aside)
        targets.append(id_)
        problems += found
    texts = [piece.text for piece in pieces if isinstance(piece, Text)]
    mentions = list(_mentions(texts, asked.names)) if entry.autolink else [[] for _ in texts]
    whole: Iterator[LinkedPiece] = one_html(_parts(entry, iter(targets), iter(mentions)))
    linked = tuple(whole)
    links = tuple(piece for piece in linked if isinstance(piece, Link))
    ambiguous = {each.name: each.candidates for own in mentions for each in own if len(each.candidates) > 1}
    return LinkedEntry(entry, linked, links, tuple(sorted(ambiguous.items()))), problems


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


def _mentions(texts: Iterable[str], names: NameTable) -> Iterator[list[Mention]]:
    """Yield the names that stand in each text; the texts are searched as one, joined by APART, and the names are placed in that."""
    found = names.mentions(APART.join(texts))
    mention = next(found, None)
    ends = 0
    for text in texts:
        ends += len(text) + len(APART)
        own = []
        while mention and mention.start < ends:
            own.append(mention)
            mention = next(found, None)
        yield own


def _parts(entry: Entry, targets: Iterator[str], mentions: Iterator[list[Mention]]) -> Iterator[Part]:
    """Yield what a body is made of; `targets` are those of its links on purpose, `mentions` the names in each of its texts."""
    unlinked = {form for name in entry.unlinked for form in (name, *written_forms(name))}
    counts: dict[str, int] = {}
    begins = 0
    for section in _sections(entry.body.pieces):
        meant = [next(targets) for piece in section if isinstance(piece, WikiLink)]
        done = {entry.id, *meant}  # a link on purpose counts as the section's first
        own = iter(meant)
        for piece in section:
            if isinstance(piece, Html):
                yield piece.html
            elif isinstance(piece, Text):
                yield from _text_parts(piece, begins, _firsts(next(mentions), done, unlinked), entry, counts)
                begins += len(piece.text) + len(APART)
            elif isinstance(piece, WikiLink):
                yield _purpose(piece, next(own), entry, counts)
            else:
                yield piece


def _firsts(mentions: Iterable[Mention], done: set[str], unlinked: set[str]) -> list[Mention]:
    """Return the mentions that are linked, by names of one entry that the editors link; their targets are `done` from here on."""
    found = []
    for mention in mentions:
        target = mention.candidates[0]
        if len(mention.candidates) == 1 and target not in done and mention.name not in unlinked:
            done.add(target)
            found.append(mention)
    return found


def _text_parts(piece: Text, begins: int, mentions: Iterable[Mention], entry: Entry, counts: dict[str, int]) -> Iterator[Part]:
    """Yield a text with links where mentions are, which are placed as if it began at `begins`."""
    since = 0
    for mention in mentions:
        start, end = mention.start - begins, mention.end - begins
        yield escape(piece.text[since:start], quote=False)
        yield _link(entry, mention.candidates[0], "", piece.text[start:end], piece.sentence, counts, auto=True)
        since = end
    yield escape(piece.text[since:], quote=False)


def _purpose(piece: WikiLink, target: str, entry: Entry, counts: dict[str, int]) -> Part:
    """Return a link on purpose as it is shown: one that leads nowhere is its words, and one within the page is no link of the wiki."""
    label = piece.label or piece.target
    if target and target != entry.id:
        return _link(entry, target, piece.fragment, label, piece.sentence, counts, auto=False)
    shown = escape(label, quote=False)
    return f'<a href="#{escape(piece.fragment)}">{shown}</a>' if target and piece.fragment else shown


def _link(entry: Entry, target: str, fragment: str, label: str, sentence: int, counts: dict[str, int], *, auto: bool) -> Link:
    """Make a link, its anchor numbered by its target: `counts` has how many of each there are."""
    count = counts[target] = counts.get(target, 0) + 1
    anchor = f"m-{target}" if count == 1 else f"m-{target}-{count}"
    return Link(entry.id, target, fragment, anchor, label, entry.body.sentences[sentence], auto, label)
