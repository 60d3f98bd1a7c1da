"""The front page, the indexes of kinds, and the timeline; one of more than MOST rows is split, by letter or by time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from wiki.link.graph import Graph
from wiki.pages.lists.rows import IndexRow, TimelineRow
from wiki.pages.plan import LISTED, MOST, Plan, Rows, Split, cut, grouped, typed


def home(graph: Graph, rows: Rows) -> Plan:
    """The front page of a wiki that has none by hand."""
    kinds = []
    for kind in graph.vocabulary.kinds.values():
        own = sorted(typed(rows(f"index:{kind.folder}"), IndexRow))
        kinds.append((kind.folder, kind.plural, len(own), [(row.id, row.title) for row in own[:6]]))
    settings = graph.settings
    return Plan("index.md", "home.md", settings.site_name, {"kinds": kinds}, settings.site_description, {"search": "exclude"})


def index(folder: str, title: str, lead: str, rows: Rows, labels: tuple[str, ...]) -> Iterator[Plan]:
    """Plan an index: one page, or one a letter and (where a letter is still too long) numbered parts."""
    entries = sorted(typed(rows(f"index:{folder}"), IndexRow))
    filled = [any(row.cells[number] for row in entries) for number in range(len(labels))]
    shown = {"labels": [label for label, any_ in zip(labels, filled, strict=True) if any_], "filled": filled, "wide": bool(labels)}
    shown["disputed"] = any(row.disputes for row in entries)
    meta = LISTED | ({"hide": "toc"} if labels else {})
    if len(entries) <= MOST:
        yield Plan(f"{folder}/index.md", "index.md", title, {**shown, "entries": entries, "splits": ()}, lead, meta)
        return
    letters = grouped(entries, lambda row: row.letter)
    parts = [*chain.from_iterable(cut(own, letter, letter.upper(), part="{} {}") for letter, own in letters)]
    yield Plan(f"{folder}/index.md", "index.md", title, {**shown, "entries": (), "splits": tuple(split for split, _ in parts)}, lead, meta)
    for split, own in parts:
        path, part = f"{folder}/{split.slug}/index.md", {**shown, "entries": own, "splits": ()}
        yield Plan(path, "index.md", f"{title}: {split.label}", part, "", meta)


def timeline(rows: Rows) -> Iterator[Plan]:
    """Plan the timeline of everything."""
    turns = sorted(typed(rows("timeline"), TimelineRow))
    title, lead = "Timeline", "Everything in the wiki that has a date of its own, in order of time."
    if len(turns) <= MOST:
        yield Plan("timeline/index.md", "timeline.md", title, {"years": grouped(turns, lambda row: row.year), "splits": ()}, lead, LISTED)
        return
    parts = list(_by_time(turns))
    yield Plan("timeline/index.md", "timeline.md", title, {"years": (), "splits": tuple(split for split, _ in parts)}, lead, LISTED)
    for split, own in parts:
        shown = {"years": grouped(own, lambda row: row.year), "splits": ()}
        yield Plan(f"timeline/{split.slug}/index.md", "timeline.md", f"{title}: {split.label}", shown, "", LISTED)


def _by_time(turns: list[TimelineRow]) -> Iterator[tuple[Split, list[TimelineRow]]]:
    """Split by decade, a long decade by year, a long year into numbered parts."""
    for decade, own in grouped(turns, lambda row: f"{row.year[:3]}0s"):
        if len(own) <= MOST:
            yield Split(decade, decade, len(own)), own
            continue
        for year, of_year in grouped(own, lambda row: row.year):
            yield from cut(of_year, year, year, number="{}-part-{}")
