"""Draws pages of entries, in worker processes: a page, its rows for lists, its part of the data, its text for the index."""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from html import escape
from pathlib import Path

from wiki.building import Run, linked_entry
from wiki.engine import Shell, finish
from wiki.exporting import export_entry
from wiki.parallel import spread
from wiki.rendering import render_entry
from wiki.rows import rows_of
from wiki.sitechecking import check_page, parse_page
from wiki.store import digest
from wiki.world import Made, Traced, World, number, pack
from wiki.writing import write_if_changed, write_new


@dataclass(frozen=True)
class Desk:
    """What drawing needs: the world, the shell of a page, and the folders that files go to."""

    world: World
    frame: bytes
    shell: Shell
    docs: Path
    site: Path
    texts: Path

    def key(self, id_: str) -> bytes:
        """Return the key of what a page is made from beside the facets that it asks for."""
        return page_key(self.world, self.frame, id_)


def page_key(world: World, frame: bytes, id_: str) -> bytes:
    """Return the key of what a page is made from beside the facets that it asks for."""
    return digest(frame, world.keys[id_], world.links[id_].content)


def draw_entries(desk: Desk, ids: list[str], run: Run) -> Iterator[list[tuple[str, Made]]]:
    """Draw pages of entries on all cores."""
    yield from spread(partial(_draw_batch, desk), ids, run.jobs, desk.world.store.reopen)


def _draw_batch(desk: Desk, batch: Sequence[str]) -> list[tuple[str, Made]]:
    tables: dict[str, list[tuple[str, bytes, bytes]]] = {name: [] for name in ("rows", "chunks", "refs", "anchors", "made")}
    gone: list[str] = []
    results = []
    for id_ in batch:
        made, rows = _draw(desk, id_, tables)
        old = desk.world.made.get(id_)
        gone += [f"{channel}\0{id_}" for channel, _ in (old.rows if old else ()) if channel not in rows]
        tables["made"].append((id_, b"", pack(tuple(made))))
        results.append((id_, made))
    if gone:
        desk.world.store.delete("rows", gone)
    for table, found in tables.items():  # `made` comes last: where it is, the rest is
        desk.world.store.put(table, found)
    return results


def _draw(desk: Desk, id_: str, tables: dict[str, list[tuple[str, bytes, bytes]]]) -> tuple[Made, dict[str, bytes]]:
    traced = Traced(desk.world)
    linked = linked_entry(desk.world, id_)
    page = render_entry(linked, traced)
    rows = {channel: pack([tuple(row) for row in found]) for channel, found in rows_of(linked, traced).items()}
    chunks = export_entry(linked, traced)
    finished = finish(page)
    html = desk.shell.fill(finished)
    path = f"wiki/{id_}/index.html"
    references, anchors = parse_page(path, finished.content)
    docs_file = desk.docs / page.path
    (write_if_changed if docs_file.exists() else write_new)(docs_file, page.text.encode())
    write_new(desk.site / path, html.encode())
    write_new(desk.site / "wiki" / id_ / "index.json", f"{chunks.entry}\n".encode())
    text = text_page(finished.meta, finished.content).encode()
    write_new(desk.texts / path, text)
    tables["rows"] += ((f"{channel}\0{id_}", b"", data) for channel, data in rows.items())
    tables["chunks"].append((id_, b"", pack(tuple(chunks))))
    tables["refs"].append((path, b"", pack(references)))
    tables["anchors"].append((path, b"", pack(anchors)))
    asked = tuple(traced.asked)
    contributions = tuple((channel, number(data)) for channel, data in rows.items())
    content = digest(html.encode(), chunks.entry.encode(), chunks.claims.encode())
    return Made(desk.key(id_), asked, desk.world.answers(asked), content, digest(text), contributions), rows


def text_page(meta: dict[str, str], content: str) -> str:
    """Return what the text index reads of a page: the article alone, without what repeats other pages."""
    for heading in ("backlinks", "references"):
        start = content.find(f'<h2 id="{heading}">')
        if start >= 0:
            end = content.find("<h2 id=", start + 4)
            content = content[:start] + (content[end:] if end >= 0 else "")
    title, kind = escape(meta.get("title", "")), escape(meta.get("kind", ""))
    attributes = f'data-pagefind-body data-title="{title}" data-kind="{kind}" data-pagefind-meta="title[data-title], kind[data-kind]"'
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><article {attributes}>{content}</article></body></html>'
    )


def check_batch(world: World, files: dict[str, bytes], pages: Sequence[str]) -> list[str]:
    """Return what is broken on the pages, by what drawing them noted; `files` are those of the site."""

    @lru_cache(maxsize=20000)
    def anchors(path: str) -> frozenset[str]:
        data = world.store.get("anchors", path)
        return frozenset(marshal.loads(data)) if data else frozenset()  # noqa: S302 - our own, checked

    broken: list[str] = []
    for path in pages:
        data = world.store.get("refs", path)
        broken += check_page(path, marshal.loads(data) if data else (), files.__contains__, anchors)  # noqa: S302
    return broken
