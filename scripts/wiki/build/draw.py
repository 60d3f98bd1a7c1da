"""Draws pages of entries, in worker processes: a page, its rows for lists, its part of the data, its passages for the search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jinja2 import TemplateError

from wiki.build.kept import load_linked
from wiki.build.records import Made, number
from wiki.build.traced import Traced
from wiki.build.world import World
from wiki.disk.boundary import stumbled
from wiki.disk.files import write_if_changed, write_new
from wiki.disk.store import digest, pack
from wiki.disk.workers import Run, spread
from wiki.link.titles import as_read
from wiki.model.problems import Problem
from wiki.pages.disputes import Disputes
from wiki.pages.entry import render_entry
from wiki.pages.lists import rows_of
from wiki.publish.data import Chunks, export_entry
from wiki.publish.engine import Shell, finish
from wiki.publish.passages import entry_passages
from wiki.publish.site_links import Ends, article_ends


@dataclass(frozen=True)
class Desk:
    """What drawing needs: the world, the shell of a page, and the folders that files go to."""

    world: World
    frame: bytes
    shell: Shell
    docs: Path
    site: Path


def page_key(world: World, frame: bytes, id_: str) -> bytes:
    """Return the key of what a page is made from beside the facets that it asks for."""
    return digest(frame, world.keys[id_], world.links[id_].content)


def draw_entries(desk: Desk, ids: list[str], run: Run) -> Iterator[list[tuple[str, Made | Problem]]]:
    """Draw pages of entries on all cores; of one that the program stumbles over there is a problem."""
    yield from spread(partial(_draw_batch, desk), ids, run.jobs, desk.world.store.reopen)


def _draw_batch(desk: Desk, batch: Sequence[str]) -> list[tuple[str, Made | Problem]]:
    tables: dict[str, list[tuple[str, bytes, bytes]]] = {name: [] for name in ("rows", "chunks", "refs", "anchors", "passages", "made")}
    gone: list[str] = []
    results: list[tuple[str, Made | Problem]] = []
    for id_ in batch:
        try:
            drawn = draw(desk, id_)
        except TemplateError:  # of docs/.overrides
            raise
        except Exception as error:  # noqa: BLE001 - the boundary of a file
            results.append((id_, stumbled(desk.world.summaries[id_].path, error)))
            continue
        old = desk.world.made.get(id_)
        gone += [f"{channel}\0{id_}" for channel, _ in (old.rows if old else ()) if channel not in drawn.rows]
        _write(desk, id_, drawn)
        tables["rows"] += ((f"{channel}\0{id_}", b"", data) for channel, data in drawn.rows.items())
        tables["chunks"].append((id_, b"", pack(tuple(drawn.chunks))))
        for table, rows in drawn.ends.rows(drawn.path).items():
            tables[table] += rows
        tables["passages"].append((drawn.path, b"", drawn.passages))
        tables["made"].append((id_, b"", pack(tuple(drawn.made))))
        results.append((id_, drawn.made))
    desk.world.store.delete("rows", gone)
    desk.world.store.put_all(tables)
    return results


@dataclass(frozen=True)
class Drawn:
    """A page of an entry with everything that comes of drawing it; `path` is its file below the site."""

    path: str
    markdown: bytes
    html: bytes
    json: bytes
    passages: bytes
    rows: dict[str, bytes]
    chunks: Chunks
    ends: Ends
    made: Made


def draw(desk: Desk, id_: str) -> Drawn:
    """Draw the page of an entry; nothing is written."""
    traced = Traced(desk.world)
    linked = as_read(load_linked(desk.world, id_))
    disputes = Disputes(linked.entry, traced)
    page = render_entry(linked, traced, disputes)
    rows = {channel: pack([tuple(row) for row in found]) for channel, found in rows_of(linked, traced, disputes).items()}
    chunks = export_entry(linked, traced, disputes)
    finished = finish(page)
    path = f"wiki/{id_}/index.html"
    passages = pack(tuple(entry_passages(path, finished.meta.get("title", ""), finished.meta.get("kind", ""), finished.content)))
    markdown, json = page.text.encode(), chunks.entry + b"\n"
    asked = tuple(traced.asked)
    made = Made(
        page_key(desk.world, desk.frame, id_),
        asked,
        desk.world.answers(asked),
        digest(desk.frame, markdown, json, chunks.claims),  # the frame and the Markdown make the HTML
        digest(passages),
        tuple((channel, number(data)) for channel, data in rows.items()),
    )
    html = desk.shell.fill(finished).encode()
    return Drawn(path, markdown, html, json, passages, rows, chunks, article_ends(finished.content), made)


def _write(desk: Desk, id_: str, drawn: Drawn) -> None:
    file = desk.docs / "wiki" / f"{id_}.md"
    (write_if_changed if file.exists() else write_new)(file, drawn.markdown)
    folder = desk.site / "wiki" / id_
    folder.mkdir(parents=True, exist_ok=True)
    write_new(folder / "index.html", drawn.html)
    write_new(folder / "index.json", drawn.json)
