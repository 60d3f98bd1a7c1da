"""The pages that are not one entry's: indexes, the timeline, sources, the vocabulary, shared names, redirects, announcements.

They are planned from rows (rows.py) and drawn only if what they show has changed. A list of more than MOST rows is split (by
letter or by time), so that no page grows with the wiki.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from markupsafe import Markup

from wiki.check.claims import OUTCOMES
from wiki.evidence.coverage import DEFINITION
from wiki.judge.age import as_of_date
from wiki.link.graph import Graph
from wiki.link.names import shared_names
from wiki.model import Html, Source, Text, addresses
from wiki.model.dates import words
from wiki.model.ids import ascii_id
from wiki.pages.between import plan as pairpages
from wiki.pages.between.plan import pair_groups
from wiki.pages.compare import plan as sidepages
from wiki.pages.compare.plan import side_groups
from wiki.pages.lists.plan import LISTED, MOST, Evidences, Group, Plan, Rows, Split, Told, grouped, parts_of, typed
from wiki.pages.lists.rows import AnnouncementRow, CorrectionRow, DisagreementRow, DueRow, IndexRow, SourceRow, TimelineRow
from wiki.pages.lists.source import shown_of
from wiki.pages.references import full_reference
from wiki.read.vocabulary import Vocabulary


def page_groups(graph: Graph, rows: Rows, evidence: Evidences, channels: Iterable[str], told: Told) -> Iterator[Group]:
    """Yield every page that is not an entry's own; `graph` is asked for its settings, vocabulary, sources and names only.

    `channels` are all that have rows. What the pages told must be in `told` when a group is planned that is telling.
    """
    kinds = graph.vocabulary.kinds.values()
    sources = sorted(graph.sources.values(), key=lambda source: (source.path, source.key))
    yield Group("home", tuple(f"index:{kind.folder}" for kind in kinds), lambda: [_home(graph, rows)])
    yield Group("all", ("index:wiki",), lambda: _indexes("wiki", "All entries", "Every entry of the wiki, by title.", rows, ()))
    for kind in kinds:
        labels = tuple(graph.vocabulary.properties[column].label for column in kind.columns)
        channel = f"index:{kind.folder}"
        yield Group(channel, (channel,), partial(_indexes, kind.folder, kind.plural, kind.definition, rows, labels))
    yield Group("timeline", ("timeline",), lambda: _timeline(rows))
    keys = tuple(source.key for source in sources)
    yield Group("sources", tuple(f"source:{key}" for key in keys), lambda: [_source_list(sources, told)], evidence=keys, telling=True)
    for source in sources:
        channel = f"source:{source.key}"
        yield Group(channel, (channel,), partial(_source_page, source, rows, evidence), evidence=(source.key,))
    yield Group("announcements", ("announcements",), lambda: _announcements(rows))
    yield Group("disagreements", ("disagreements",), lambda: _disagreements(rows))
    yield Group("due", ("due",), lambda: _due(graph, rows))
    yield Group("corrections", ("corrections",), lambda: [_corrections(rows)])
    yield from pair_groups(graph, rows, channels)
    yield from side_groups(graph, rows, channels)
    yield Group("vocabulary", (), lambda: [Plan("vocabulary/index.md", "vocabulary.md", "Vocabulary", {}, VOCABULARY_LEAD)])
    yield Group("shared-names", ("index:wiki",), lambda: _shared_names(graph, rows), named=True)
    yield Group("redirects", ("index:wiki",), lambda: _redirects(graph, rows), named=True)


def made_folders(vocabulary: Vocabulary) -> list[str]:
    """Return the folders of docs/ in which the build makes pages; each has an index."""
    kinds = [kind.folder for kind in vocabulary.kinds.values()]
    in_pairs = [pairpages.FOLDER, sidepages.FOLDER] if any(kind.pairs for kind in vocabulary.kinds.values()) else []
    return [*kinds, *addresses.MADE, *in_pairs]


VOCABULARY_LEAD = "The kinds, properties, relations, statuses and stances that entries use, and the choice of words."


def _home(graph: Graph, rows: Rows) -> Plan:
    """The front page of a wiki that has none by hand."""
    kinds = []
    for kind in graph.vocabulary.kinds.values():
        own = sorted(typed(rows(f"index:{kind.folder}"), IndexRow))
        kinds.append((kind.folder, kind.plural, len(own), [(row.id, row.title) for row in own[:6]]))
    settings = graph.settings
    return Plan("index.md", "home.md", settings.site_name, {"kinds": kinds}, settings.site_description, {"search": "exclude"})


def _indexes(folder: str, title: str, lead: str, rows: Rows, labels: tuple[str, ...]) -> Iterator[Plan]:
    """An index: one page, or one a letter and (where a letter is still too long) numbered parts."""
    entries = sorted(typed(rows(f"index:{folder}"), IndexRow))
    filled = [any(row.cells[number] for row in entries) for number in range(len(labels))]
    shown = {"labels": [label for label, any_ in zip(labels, filled, strict=True) if any_], "filled": filled, "wide": bool(labels)}
    shown["disputed"] = any(row.disputes for row in entries)
    meta = LISTED | ({"hide": "toc"} if labels else {})
    if len(entries) <= MOST:
        yield Plan(f"{folder}/index.md", "index.md", title, {**shown, "entries": entries, "splits": ()}, lead, meta)
        return
    parts: list[tuple[Split, list[IndexRow]]] = []
    for letter, own in grouped(entries, lambda row: row.letter):
        for number, part in enumerate(parts_of(own), start=1):
            several = len(own) > MOST
            parts.append(
                (
                    Split(
                        f"{letter}-{number}" if several else letter, f"{letter.upper()} {number}" if several else letter.upper(), len(part)
                    ),
                    part,
                )
            )
    yield Plan(f"{folder}/index.md", "index.md", title, {**shown, "entries": (), "splits": tuple(split for split, _ in parts)}, lead, meta)
    for split, own in parts:
        yield Plan(
            f"{folder}/{split.slug}/index.md", "index.md", f"{title}: {split.label}", {**shown, "entries": own, "splits": ()}, "", meta
        )


def _timeline(rows: Rows) -> Iterator[Plan]:
    turns = sorted(typed(rows("timeline"), TimelineRow))
    title, lead = "Timeline", "Everything in the wiki that has a date of its own, in order of time."
    if len(turns) <= MOST:
        yield Plan("timeline/index.md", "timeline.md", title, {"years": grouped(turns, lambda row: row.year), "splits": ()}, lead, LISTED)
        return
    parts = list(_split_by_time(turns))
    yield Plan("timeline/index.md", "timeline.md", title, {"years": (), "splits": tuple(split for split, _ in parts)}, lead, LISTED)
    for split, own in parts:
        shown = {"years": grouped(own, lambda row: row.year), "splits": ()}
        yield Plan(f"timeline/{split.slug}/index.md", "timeline.md", f"{title}: {split.label}", shown, "", LISTED)


def _split_by_time(turns: list[TimelineRow]) -> Iterator[tuple[Split, list[TimelineRow]]]:
    """Split by decade, a long decade by year, a long year into numbered parts."""
    for decade, own in grouped(turns, lambda row: f"{row.year[:3]}0s"):
        if len(own) <= MOST:
            yield Split(decade, decade, len(own)), own
            continue
        for year, of_year in grouped(own, lambda row: row.year):
            for number, part in enumerate(parts_of(of_year), start=1):
                several = len(of_year) > MOST
                yield Split(f"{year}-part-{number}" if several else year, f"{year}, part {number}" if several else year, len(part)), part


def _source_list(sources: Iterable[Source], told: Told) -> Plan:
    listed = [(source.url, full_reference(source), source.source_type, *told[_source_path(source)]) for source in sources]
    lead = "The documents that the claims of this wiki rest on. Each has a page that lists, by place in it, every claim made from it."
    return Plan("sources/index.md", "sources.md", "Sources", {"sources": listed, "definition": DEFINITION}, lead, LISTED | {"hide": "toc"})


def _source_path(source: Source) -> str:
    return f"sources/{source.key}.md"


def _source_page(source: Source, rows: Rows, evidence: Evidences) -> Iterator[Plan]:
    shown = shown_of(source, typed(rows(f"source:{source.key}"), SourceRow), evidence(source.key))
    shown["notes"] = Markup("".join(_noteparts_of(source)))  # noqa: S704 - made of escaped pieces
    shown["record"] = (source.csl, source.date_inferred, repr(source.file), source.left_out)
    meta = {"kind": "Source", "source": source.path}
    told = (shown["citations"], shown["share"] or "no evidence")
    yield Plan(_source_path(source), "source.md", source.title, shown, full_reference(source), meta, told)


def _noteparts_of(source: Source) -> Iterator[str]:
    for piece in source.notes.pieces:
        if isinstance(piece, Html):
            yield piece.html
        elif isinstance(piece, Text):
            yield str(Markup.escape(piece.text))


def _announcements(rows: Rows) -> Iterator[Plan]:
    """The ledger: how many of each type came to what, and the announcements by type."""
    lead = "What was pledged, aimed at, planned, demanded or hoped for: by whom, when, for when, and what came of it."
    found = sorted(typed(rows("announcements"), AnnouncementRow), key=lambda row: (row.type, row.sort, row.id, row.anchor))
    outcomes = [*(each for each in OUTCOMES if any(row.outcome == each for row in found))]
    outcomes += sorted({row.outcome for row in found} - set(outcomes))
    types = grouped(found, lambda row: row.type)
    tally = [(type_, [sum(row.outcome == each for row in own) for each in outcomes], len(own)) for type_, own in types]
    shown = {"tally": tally, "outcomes": outcomes, "whole": len(found)}
    meta = LISTED | {"hide": "toc"}
    if len(found) <= MOST:
        yield Plan("announcements/index.md", "announcements.md", "Announcements", {**shown, "types": types, "splits": ()}, lead, meta)
        return
    parts = [
        (Split(f"{type_}-{number}" if len(own) > MOST else type_, f"{type_}, part {number}" if len(own) > MOST else type_, len(part)), part)
        for type_, own in types for number, part in enumerate(parts_of(own), start=1)
    ]  # fmt: skip
    shown_first = {**shown, "types": (), "splits": tuple(split for split, _ in parts)}
    yield Plan("announcements/index.md", "announcements.md", "Announcements", shown_first, lead, meta)
    for split, part in parts:
        shown_part = {"tally": (), "outcomes": (), "whole": len(part), "types": grouped(part, lambda row: row.type), "splits": ()}
        yield Plan(f"announcements/{split.slug}/index.md", "announcements.md", f"Announcements: {split.label}", shown_part, "", meta)


def _due(graph: Graph, rows: Rows) -> Iterator[Plan]:
    """What is due for a new look, the longest due first, in numbered parts."""
    at = as_of_date(graph.settings.as_of)
    when = f"at {words(at)}" if at else "(no as-of date is set, so nothing is)"
    lead = f"What is due for a new look {when}: statuses and figures older than their rule allows, announcements whose date has passed."
    found = sorted(typed(rows("due"), DueRow))
    parts = parts_of(found)
    splits = tuple(Split(f"part-{number}", f"Part {number}", len(part)) for number, part in enumerate(parts[1:], start=2))
    for number, part in enumerate(parts, start=1):
        path = "due/index.md" if number == 1 else f"due/part-{number}/index.md"
        shown = {"rows": part, "splits": splits if number == 1 else (), "whole": len(found)}
        yield Plan(path, "due.md", "Due for a new look", shown, lead, LISTED | {"hide": "toc"})


def _disagreements(rows: Rows) -> Iterator[Plan]:
    """Every disagreement once, by the entry it stands on first, and every sum that is off; in numbered parts."""
    lead = "Where sources disagree, computed from the claims of all entries, and numbers that do not add up. Editors may judge, never hide."
    once: dict[str, DisagreementRow] = {}
    for row in sorted(typed(rows("disagreements"), DisagreementRow)):
        other = once.get(row.dispute)
        if other is None or (bool(row.verdict), row.own) > (bool(other.verdict), other.own):
            once[row.dispute] = row
    found = sorted(once.values())
    judged = sum(bool(row.verdict) for row in found)
    parts = parts_of(found)
    splits = tuple(Split(f"part-{number}", f"Part {number}", len(part)) for number, part in enumerate(parts[1:], start=2))
    for number, part in enumerate(parts, start=1):
        path = "disagreements/index.md" if number == 1 else f"disagreements/part-{number}/index.md"
        entries = [(own[0].title, id_, own) for id_, own in grouped(part, lambda row: row.id)]
        shown = {"entries": entries, "splits": splits if number == 1 else (), "whole": len(found), "judged": judged}
        yield Plan(path, "disagreements.md", "Disagreements", shown, lead, LISTED)


def _corrections(rows: Rows) -> Plan:
    found = sorted(typed(rows("corrections"), CorrectionRow), reverse=True)
    return Plan(
        "corrections/index.md",
        "corrections.md",
        "Corrections",
        {"rows": found},
        "What was wrong in an entry and has been put right.",
        LISTED,
    )


def _shared_names(graph: Graph, rows: Rows) -> Iterator[Plan]:
    """A name that two entries share has a page that leads to each."""
    shared = shared_names(graph.names)
    if not shared:
        return
    by_id = {row.id: row for row in typed(rows("index:wiki"), IndexRow)}
    for name, ids in shared.items():
        entries = [by_id[id_] for id_ in ids if id_ in by_id]
        yield Plan(
            f"wiki/{ascii_id(name)}-names.md",
            "shared-name.md",
            name,
            {"entries": entries},
            f"Entries that go by the name {name}.",
            {"kind": "Name"},
        )


def _redirects(graph: Graph, rows: Rows) -> Iterator[Plan]:
    """A former id still answers, and sends on to the entry."""
    if not graph.names.former:
        return
    by_id = {row.id: row for row in typed(rows("index:wiki"), IndexRow)}
    for old, id_ in sorted(graph.names.former.items()):
        if id_ in by_id:
            meta = {"search": "exclude", "redirect": f"../../wiki/{id_}/", "canonical": f"wiki/{id_}/"}
            yield Plan(f"wiki/{old}.md", "redirect.md", by_id[id_].title, {"id": id_}, "", meta)
