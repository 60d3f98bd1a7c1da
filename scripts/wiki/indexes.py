"""The pages that are not one entry's: indexes, the timeline, sources, the vocabulary, shared names, redirects, announcements.

A list of more than MOST rows is split (by letter or by time), so that no page grows with the wiki.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from wiki import figures
from wiki.citations import locator_words
from wiki.dates import sort_key, words
from wiki.linking import Graph
from wiki.model import Citation, Claim, Date, Entry, Page, Source
from wiki.names import shared_names
from wiki.references import full_reference
from wiki.rendering import entry_link, page_of, template
from wiki.starting import ascii_id

MOST = 200


def render_indexes(graph: Graph) -> Iterator[Page]:
    """Yield every page that is not an entry's own."""
    entries = sorted((linked.entry for linked in graph.entries.values()), key=_by_title)
    yield _home(graph, entries)
    yield from _entry_index(graph, "wiki", "All entries", "Every entry of the wiki, by title.", entries, ())
    for kind in graph.vocabulary.kinds.values():
        own = [entry for entry in entries if entry.kind == kind.id]
        yield from _entry_index(graph, kind.folder, kind.plural, kind.definition, own, kind.columns)
    yield from _timeline(graph)
    yield from _sources(graph)
    yield from _announcements(graph)
    yield _corrections(graph)
    yield _vocabulary(graph)
    yield from _shared_names(graph)
    yield from _redirects(graph)


def _home(graph: Graph, entries: list[Entry]) -> Page:
    """The front page of a wiki that has none by hand."""
    kinds = [(kind, [entry for entry in entries if entry.kind == kind.id]) for kind in graph.vocabulary.kinds.values()]
    body = template("home.md").render(settings=graph.settings, kinds=kinds)
    return page_of("index.md", title=graph.settings.site_name, body=body, meta={"search": "exclude"})


def _by_title(entry: Entry) -> tuple[str, str]:
    return (_folded(entry.title), entry.id)


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in text if not unicodedata.combining(sign)).lstrip("\"'“‘«( ")


def letter(entry: Entry) -> str:
    """Return the letter or digit that an entry is filed under in lists split by letter."""
    first = _folded(entry.title)[:1]
    return first if first.isalpha() else "0-9"


@dataclass(frozen=True, slots=True)
class Split:
    """A part of a long list: the slug it has in the address, its label and how many rows it holds."""

    slug: str
    label: str
    count: int


def _entry_index(graph: Graph, folder: str, title: str, lead: str, entries: list[Entry], columns: tuple[str, ...]) -> Iterator[Page]:
    """An index: one page, or one a letter and (where a letter is still too long) numbered parts."""
    view = _IndexView(graph, columns)
    if len(entries) <= MOST:
        yield _index_page(f"{folder}/index.md", title, lead, entries, (), view, "../")
        return
    parts: list[tuple[Split, list[Entry]]] = []
    letters: dict[str, list[Entry]] = {}
    for entry in entries:
        letters.setdefault(letter(entry), []).append(entry)
    for sign, own in letters.items():
        for number, start in enumerate(range(0, len(own), MOST), start=1):
            several = len(own) > MOST
            part = own[start : start + MOST]
            parts.append(
                (Split(f"{sign}-{number}" if several else sign, f"{sign.upper()} {number}" if several else sign.upper(), len(part)), part)
            )
    yield _index_page(f"{folder}/index.md", title, lead, [], tuple(split for split, _ in parts), view, "../")
    for split, own in parts:
        yield _index_page(f"{folder}/{split.slug}/index.md", f"{title}: {split.label}", "", own, (), view, "../../")


def _index_page(path: str, title: str, lead: str, entries: list[Entry], splits: tuple[Split, ...], view: _IndexView, base: str) -> Page:
    body = template("index.md").render(title=title, lead=lead, entries=entries, splits=splits, view=view, base=base)
    return page_of(path, title=title, description=lead, body=body, meta={"search": "exclude"})


@dataclass(frozen=True, slots=True)
class _IndexView:
    """What a row of an index shows."""

    graph: Graph
    columns: tuple[str, ...]

    def status(self, entry: Entry) -> Claim | None:
        return figures.latest_status(entry)

    def label(self, property_: str) -> str:
        return self.graph.vocabulary.properties[property_].label

    def cell(self, entry: Entry, property_: str, base: str) -> Markup:
        claim = figures.headline(entry, property_)
        if claim is None:
            return Markup("")
        text = words(claim.value_date) if claim.value_date else claim.value + (f" a {claim.per}" if claim.per else "")
        note = claim.modality if claim.modality != "asserted" else ""
        if claim.part or claim.group or claim.counterpart:
            other = self.graph.entry(claim.counterpart) if claim.counterpart else None
            note = ", ".join(part for part in (note, claim.part, claim.group, f"with {other.title}" if other else "") if part)
        return Markup('<a href="{}{}#{}">{}</a>').format(base, entry.url, claim.anchor, text) + (
            Markup(' <span class="wiki-note">{}</span>').format(note) if note else Markup("")
        )

    def partners(self, entry: Entry, base: str) -> Markup:
        ids = dict.fromkeys(claim.target for claim in entry.claims if claim.form == "relation" and claim.property in PARTNERS)
        found = [self.graph.entry(id_) for id_ in ids]
        return Markup(", ").join(entry_link(each, base) for each in found if each)

    def words(self, date: Date | None) -> str:
        return words(date) if date else ""

    def status_label(self, claim: Claim) -> str:
        return self.graph.vocabulary.statuses[claim.value].label


PARTNERS = ("partner", "built-by", "financed-by", "operated-by")


# --- timeline ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Turn:
    """A row of the timeline of everything."""

    date: Date
    entry: Entry
    anchor: str
    what: str


def _turns(graph: Graph) -> list[Turn]:
    found = []
    for linked in graph.entries.values():
        own = figures.own_date(linked.entry, graph)
        if own:
            found.append(Turn(own[0], linked.entry, "", linked.entry.summary))
        for claim in linked.entry.claims:
            if claim.form == "status" and claim.date and not claim.part:
                found.append(Turn(claim.date, linked.entry, claim.anchor, graph.vocabulary.statuses[claim.value].label))
            elif claim.form == "fact" and claim.value_date and not (own and own[1] is claim):
                found.append(Turn(claim.value_date, linked.entry, claim.anchor, graph.vocabulary.properties[claim.property].label))
    return sorted(found, key=lambda turn: (sort_key(turn.date), turn.entry.id, turn.anchor))


def _timeline(graph: Graph) -> Iterator[Page]:
    turns = _turns(graph)
    title, lead = "Timeline", "Everything in the wiki that has a date of its own, in order of time."
    if len(turns) <= MOST:
        yield _timeline_page("timeline/index.md", title, lead, turns, (), "../")
        return
    parts = list(_split_by_time(turns))
    yield _timeline_page("timeline/index.md", title, lead, [], tuple(split for split, _ in parts), "../")
    for split, own in parts:
        yield _timeline_page(f"timeline/{split.slug}/index.md", f"{title}: {split.label}", "", own, (), "../../")


def _split_by_time(turns: list[Turn]) -> Iterator[tuple[Split, list[Turn]]]:
    """Split by decade, a long decade by year, a long year into numbered parts."""
    for decade, own in _grouped(turns, lambda turn: _year(turn)[:3] + "0s"):
        if len(own) <= MOST:
            yield Split(decade, decade, len(own)), own
            continue
        for year, part in _grouped(own, _year):
            for number, start in enumerate(range(0, len(part), MOST), start=1):
                several = len(part) > MOST
                rows = part[start : start + MOST]
                yield Split(f"{year}-part-{number}" if several else year, f"{year}, part {number}" if several else year, len(rows)), rows


def _year(turn: Turn) -> str:
    return (turn.date.earliest or turn.date.latest)[:4]


def _grouped(rows: Iterable[Any], key: Callable[[Any], str]) -> list[tuple[str, list[Any]]]:
    groups: dict[str, list[Any]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.items())


def _timeline_page(path: str, title: str, lead: str, turns: list[Turn], splits: tuple[Split, ...], base: str) -> Page:
    years = _grouped(turns, _year)
    body = template("timeline.md").render(title=title, lead=lead, years=years, splits=splits, base=base, words=words)
    return page_of(path, title=title, description=lead, body=body, meta={"search": "exclude"})


# --- sources ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A claim on a source's page, by its place in the source."""

    line: int
    locator: str
    claim: Claim
    entry: Entry
    text: str


def _sources(graph: Graph) -> Iterator[Page]:
    counts = {key: len(rows) for key, rows in graph.claims_by_source.items()}
    sources = sorted(graph.sources.values(), key=lambda source: (source.path, source.key))
    lead = "The documents that the claims of this wiki rest on."
    body = template("sources.md").render(sources=sources, counts=counts, full_reference=full_reference, graph=graph)
    yield page_of("sources/index.md", title="Sources", description=lead, body=body, meta={"search": "exclude"})
    for source in sources:
        yield _source_page(source, graph)


def _source_page(source: Source, graph: Graph) -> Page:
    rows = sorted(_source_rows(source, graph), key=lambda row: (row.line, row.entry.id, row.claim.place.line))
    sections = _by_outline(source, rows)
    entries = sorted({row.entry.id: row.entry for row in rows}.values(), key=_by_title)
    body = template("source.md").render(
        source=source, sections=sections, rows=rows, entries=entries, graph=graph, words=words,
        reference=full_reference(source), notes=Markup("".join(_notes(source))),  # noqa: S704 - escaped pieces
        source_type=graph.vocabulary.source_types.get(source.source_type),
    )  # fmt: skip
    return page_of(
        f"sources/{source.key}.md", title=source.title, description=full_reference(source),
        meta={"kind": "Source", "source": source.path}, body=body,
    )  # fmt: skip


def _notes(source: Source) -> Iterator[str]:
    for piece in source.notes.pieces:
        text = getattr(piece, "html", None)
        yield text if text is not None else str(Markup.escape(getattr(piece, "text", "")))


def _source_rows(source: Source, graph: Graph) -> Iterator[SourceRow]:
    for claim, citation in graph.claims_by_source.get(source.key, ()):
        entry = graph.entries[claim.entry].entry
        yield SourceRow(_first_line(citation), locator_words(citation.locator) or "whole", claim, entry, claim_words(claim, graph))


def _first_line(citation: Citation) -> int:
    locator = citation.locator
    return locator.ranges[0][0] if locator and locator.ranges and locator.label == "line" else 0


def _by_outline(source: Source, rows: list[SourceRow]) -> list[tuple[str, list[SourceRow]]]:
    """Group a source's claims under its own headings."""
    starts = sorted((item.line, item.title) for item in source.outline)
    groups: dict[str, list[SourceRow]] = {}
    for row in rows:
        before = [title for line, title in starts if line <= row.line]
        groups.setdefault(before[-1] if before else "Before the first heading" if row.line else "The source as a whole", []).append(row)
    return list(groups.items())


def claim_words(claim: Claim, graph: Graph) -> str:
    """Return a claim in a few plain words, for lists in which it stands beside its entry's title."""
    vocabulary = graph.vocabulary
    target = graph.entry(claim.target) if claim.target else None
    to = target.title if target else claim.target
    when = f" ({words(claim.date)})" if claim.date else ""
    match claim.form:
        case "fact":
            value = words(claim.value_date) if claim.value_date else to if claim.target else claim.value
            return f"{vocabulary.properties[claim.property].label}: {value}{f' a {claim.per}' if claim.per else ''}{when}"
        case "relation":
            return f"{vocabulary.relations[claim.property].label} {to}{when}"
        case "status":
            return f"Status: {vocabulary.statuses[claim.value].label}{when}"
        case "position":
            return f"{vocabulary.stances[claim.property].label} {to}{': ' if claim.text else ''}{claim.text}{when}"
        case "announcement":
            return f"{claim.property}: {claim.text or claim.value}{when}"
        case "name":
            return f"Name: {claim.value}"
        case "prose":
            return claim.text


# --- the rest ---------------------------------------------------------------------------------------------------------


def _announcements(graph: Graph) -> Iterator[Page]:
    rows = sorted(
        ((claim, linked.entry) for linked in graph.entries.values() for claim in linked.entry.claims if claim.form == "announcement"),
        key=lambda row: (sort_key(row[0].date), row[1].id),
    )
    lead = "What was pledged, aimed at, planned, demanded or hoped for: by whom, when, for when."
    parts = [rows[start : start + MOST] for start in range(0, len(rows), MOST)] or [[]]
    for number, part in enumerate(parts, start=1):
        splits = tuple(Split(f"part-{n}", f"Part {n}", len(p)) for n, p in enumerate(parts[1:], start=2)) if number == 1 else ()
        base = "../" if number == 1 else "../../"
        path = "announcements/index.md" if number == 1 else f"announcements/part-{number}/index.md"
        body = template("announcements.md").render(
            rows=part, lead=lead if number == 1 else "", splits=splits, base=base, words=words, graph=graph
        )
        yield page_of(path, title="Announcements", description=lead, body=body, meta={"search": "exclude"})


def _corrections(graph: Graph) -> Page:
    rows = [(each, linked.entry) for linked in graph.entries.values() for each in linked.entry.corrections]
    rows.sort(key=lambda row: (row[0].date, row[1].id), reverse=True)
    lead = "What was wrong in an entry and has been put right."
    body = template("corrections.md").render(rows=rows, lead=lead, base="../")
    return page_of("corrections/index.md", title="Corrections", description=lead, body=body, meta={"search": "exclude"})


def _vocabulary(graph: Graph) -> Page:
    body = template("vocabulary.md").render(vocabulary=graph.vocabulary)
    lead = "The kinds, properties, relations, statuses and stances that entries use, and the choice of words."
    return page_of("vocabulary/index.md", title="Vocabulary", description=lead, body=body)


def _shared_names(graph: Graph) -> Iterator[Page]:
    """A name that two entries share has a page that leads to each."""
    for name, ids in shared_names(graph.names).items():
        slug = ascii_id(name)
        entries = [graph.entries[id_].entry for id_ in ids]
        body = template("shared-name.md").render(name=name, entries=entries, base="../../", kinds=graph.vocabulary.kinds)
        yield page_of(
            f"wiki/{slug}-names.md", title=name, description=f"Entries that go by the name {name}.", body=body, meta={"kind": "Name"}
        )


def _redirects(graph: Graph) -> Iterator[Page]:
    """A former id still answers, and sends on to the entry."""
    for old, id_ in sorted(graph.names.former.items()):
        entry = graph.entries[id_].entry
        body = template("redirect.md").render(entry=entry, base="../../")
        yield page_of(
            f"wiki/{old}.md", title=entry.title, body=body,
            meta={"search": "exclude", "redirect": f"../../{entry.url}", "canonical": entry.url},
        )  # fmt: skip
