"""Pages for names that are not one entry's id: those that several share, and former ids."""

from __future__ import annotations

from collections.abc import Iterator

from wiki.link.graph import Graph
from wiki.link.names import shared_names
from wiki.model.slug import ascii_id
from wiki.pages.lists.rows import IndexRow
from wiki.pages.plan import Plan, Rows, typed


def shared_name_pages(graph: Graph, rows: Rows) -> Iterator[Plan]:
    """Plan the page of each name that two entries share, which leads to each."""
    shared = shared_names(graph.names)
    if not shared:
        return
    by_id = {row.id: row for row in typed(rows("index:wiki"), IndexRow)}
    for name, ids in shared.items():
        shown = {"entries": [by_id[id_] for id_ in ids if id_ in by_id]}
        lead = f"Entries that go by the name {name}."
        yield Plan(f"wiki/{ascii_id(name)}-names.md", "shared-name.md", name, shown, lead, {"kind": "Name"})


def redirects(graph: Graph, rows: Rows) -> Iterator[Plan]:
    """Plan a page for each former id, which still answers and sends on to the entry."""
    if not graph.names.former:
        return
    by_id = {row.id: row for row in typed(rows("index:wiki"), IndexRow)}
    for old, id_ in sorted(graph.names.former.items()):
        if id_ in by_id:
            meta = {"search": "exclude", "redirect": f"../../wiki/{id_}/", "canonical": f"wiki/{id_}/"}
            yield Plan(f"wiki/{old}.md", "redirect.md", by_id[id_].title, {"id": id_}, "", meta)
