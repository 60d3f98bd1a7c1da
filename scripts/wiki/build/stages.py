"""The stages of the second half of a build. Each returns the files that it answers for, made now or standing from before."""

from __future__ import annotations

import marshal
import pickle
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from wiki.build.draw import Desk, draw_entries, page_key
from wiki.build.ground import Files, Ground
from wiki.build.lists import Lists
from wiki.build.records import Made
from wiki.build.world import World
from wiki.disk.files import write_if_changed
from wiki.disk.outputs import site_path
from wiki.disk.store import DamagedStoreError, Store, digest, pack
from wiki.disk.workers import spread
from wiki.model import Page
from wiki.model.problems import Problem
from wiki.publish.data import Chunks, DataFiles
from wiki.publish.engine import Engine, Shell
from wiki.publish.name_index import SearchRow, name_index
from wiki.publish.passages import page_passages
from wiki.publish.site_links import page_ends
from wiki.publish.text_index import TextIndex

DATA = tuple(f"data/{name}" for name in DataFiles.NAMES)


@dataclass(frozen=True)
class Stage:
    """What a stage answers for: files of docs/ and of the site, and which pages of the site it drew anew."""

    docs: Files = field(default_factory=dict)
    site: Files = field(default_factory=dict)
    drawn: Collection[str] = ()

    def __or__(self, other: Stage) -> Stage:
        return Stage({**self.docs, **other.docs}, {**self.site, **other.site}, (*self.drawn, *other.drawn))


class Press:
    """mkdocs, started when the first page needs the whole of it; it is told the lists that its navigation may name."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.lists = {f"{folder}/index.md" for folder in ground.folders} | ({"index.md"} - ground.hand)
        self._engine: Engine | None = None

    @property
    def engine(self) -> Engine:
        """The engine, configured for this wiki."""
        if self._engine is None:
            world = self.ground.world
            self._engine = Engine(world.root, world.settings.given, world.vocabulary, sorted(self.lists), self.ground.hand)
        return self._engine

    def shell(self) -> Shell:
        """Return the frame of the pages of entries."""
        store, frame = self.ground.world.store, self.ground.frame
        kept = store.get("meta", "shell", frame)
        if kept:
            return Shell(*pickle.loads(kept))  # noqa: S301 - our own, checked
        shell = self.engine.shell()
        parts = (shell.parts, shell.toc_parts, shell.leaf, shell.branch, shell.between)
        store.put("meta", [("shell", frame, pickle.dumps(parts))])
        return shell


# --- entries ------------------------------------------------------------------------------------------------------------


def entry_pages(ground: Ground, press: Press) -> tuple[Stage, list[Problem]]:
    """Draw the pages of entries that are not there, not whole, or not right any more; return those that could not be drawn as well."""
    world, run = ground.world, ground.run
    _forget(ground, world.made.keys() - set(world.whole))
    todo = [id_ for id_ in world.whole if not _is_right(ground, id_, world.made.get(id_))]
    desk = Desk(world, ground.frame, press.shell(), ground.docs, ground.new)
    run.progress.start()
    done = len(world.whole) - len(todo)
    problems: list[Problem] = []
    for batch in draw_entries(desk, todo, run) if todo else ():
        problems += [drawn for _, drawn in batch if isinstance(drawn, Problem)]
        world.made.update({id_: drawn for id_, drawn in batch if not isinstance(drawn, Problem)})
        done += len(batch)
        run.progress.count("draw", done, len(world.whole))
    if problems:
        return Stage(), problems
    pages = {id_: world.made[id_].page for id_ in world.whole}
    run.progress.line(f"drew {len(todo)} of {len(world.whole)} pages of entries")
    return (
        Stage(
            {f"wiki/{id_}.md": page for id_, page in pages.items()},
            {f"wiki/{id_}/index.{ending}": page for id_, page in pages.items() for ending in ("html", "json")},
            [f"wiki/{id_}/index.html" for id_ in todo],
        ),
        [],
    )


def _forget(ground: Ground, gone: Collection[str]) -> None:
    world, store = ground.world, ground.world.store
    for id_ in gone:
        store.delete("rows", [f"{channel}\0{id_}" for channel, _ in world.made.pop(id_).rows])
    for table in ("made", "chunks"):
        store.delete(table, gone)
    store.delete("passages", [f"wiki/{id_}/index.html" for id_ in gone])


def _is_right(ground: Ground, id_: str, made: Made | None) -> bool:
    return (
        made is not None
        and made.key == page_key(ground.world, ground.frame, id_)
        and made.answers == ground.world.answers(made.asked)
        and ground.known_docs.intact(f"wiki/{id_}.md", made.page)
        and ground.known_site.intact(f"wiki/{id_}/index.html", made.page)
        and ground.known_site.intact(f"wiki/{id_}/index.json", made.page)
    )


# --- lists --------------------------------------------------------------------------------------------------------------


def list_pages(ground: Ground, press: Press, lists: Lists) -> Stage:
    """Draw the lists whose rows have changed."""
    drawn = lists.draw(ground.run)
    press.lists |= lists.pages.keys()
    ground.run.progress.line(f"drew {len(drawn)} of {len(lists.pages)} lists")
    if drawn:
        press.engine.know(map(partial(_page_of_docs, ground), filter(press.engine.in_nav, drawn)))
        for _ in spread(partial(_finish, ground, press.engine), drawn, ground.run.jobs, ground.world.store.reopen, 8):
            pass
    site = {site_path(path): content for path, content in lists.pages.items()}
    return Stage(lists.pages, site, [site_path(path) for path in drawn])


def _page_of_docs(ground: Ground, path: str) -> Page:
    return Page(path, (ground.docs / path).read_bytes().decode())


def _finish(ground: Ground, engine: Engine, paths: Sequence[str]) -> None:
    """Write pages of docs/ to the site."""
    for path, data in engine.render(_page_of_docs(ground, each) for each in paths):
        write_if_changed(ground.new / path, data)
        _note(ground.world.store, path, data.decode())


def _note(store: Store, path: str, html: str) -> None:
    """Keep what the check of links and the index of text ask of a page that is not an entry's."""
    store.put_all(page_ends(html).rows(path))
    found = page_passages(path, html)
    if found:
        data = pack(tuple(found))
        store.put("asides", [(path, digest(data), data)])
    else:
        store.delete("asides", [path])


# --- what is not made from entries ----------------------------------------------------------------------------------------


def static_files(ground: Ground, press: Press, docs: Iterable[str]) -> Stage:
    """Write pages and files by hand, the theme's assets, 404.html and sitemap.xml; `docs` are the pages that the map is of."""
    store, paths = ground.world.store, list(docs)
    key = digest(ground.frame, pack(sorted(paths)))
    known = _kept_files(store, "static", key)
    if ground.site_intact(known):
        return Stage(site=known)
    folder = ground.new / ".static"
    moved = {f"wiki/{old}.md" for old in ground.graph.names.former}  # a redirect is no page to be found
    made: dict[str, bytes] = {}
    try:
        press.engine.static(folder, [path for path in paths if path not in moved])
        for file in sorted(each for each in folder.rglob("*") if each.is_file()):
            path, data = file.relative_to(folder).as_posix(), file.read_bytes()
            made[path] = digest(data)
            if path.endswith(".html"):
                _note(store, path, data.decode())
            (ground.new / path).parent.mkdir(parents=True, exist_ok=True)
            file.replace(ground.new / path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    store.put("meta", [("static", key, pack(made))])
    return Stage(site=made, drawn=[path for path in made if path.endswith(".html")])


def _kept_files(store: Store, name: str, key: bytes) -> dict[str, bytes]:
    """Return the files that a stage made from the same before."""
    kept = store.get("meta", name, key)
    return marshal.loads(kept) if kept else {}  # noqa: S302 - our own, checked


# --- data and indexes -----------------------------------------------------------------------------------------------------

Said = tuple[Mapping[str, bytes], str]
"""Files with their digests, and what a step has to say."""


def data_and_indexes(ground: Ground, pages: Files, *, text: bool) -> Stage:
    """Write the published data and both indexes of the search, side by side: none of them asks for another.

    `pages` are the files of the site that there are so far; the index of text is made if `text`.
    """
    steps: tuple[Callable[[], Said], ...] = (
        partial(_text_index, ground, pages, wanted=text), partial(_name_index, ground), partial(_data_files, ground, pages),
    )  # fmt: skip
    found: dict[str, bytes] = {}
    for files, said in spread(lambda todo: todo[0](), steps, ground.run.jobs, ground.world.store.reopen, 1, 1):
        found |= files
        if said:
            ground.run.progress.line(said)
    return Stage(site=found)


def _data_files(ground: Ground, pages: Files) -> Said:
    """Write the published data, from each entry's part of it."""
    world = ground.world
    records = repr(sorted(world.sources.items())).encode()
    former = pack(sorted(ground.graph.names.former.items()))
    key = digest(ground.frame, records, former, *(pages[f"wiki/{id_}/index.json"] for id_ in world.whole))
    found = dict.fromkeys(DATA, key)
    if ground.site_intact(found):
        return found, ""
    with DataFiles(ground.new, ground.graph) as files:
        for _, _, data in world.store.all("chunks"):
            files.add(Chunks(*marshal.loads(data)))  # noqa: S302 - our own, checked
    if files.count != len(world.whole):
        raise DamagedStoreError("chunks")
    return found, "exported the data"


def _name_index(ground: Ground) -> Said:
    """Write the index of names that the search box asks first."""
    rows = list(_search_rows(ground.world))
    key = digest(repr(rows).encode())
    known = _kept_files(ground.world.store, "names-index", key)
    if ground.site_intact(known):
        return known, ""
    files = name_index(rows)
    made = {path: digest(data) for path, data in files.items()}
    for path, data in files.items():
        if not ground.known_site.intact(path, made[path]):
            write_if_changed(ground.new / path, data)
    ground.world.store.put("meta", [("names-index", key, pack(made))])
    return made, f"indexed the names of {len(rows)} entries"


def _search_rows(world: World) -> Iterator[SearchRow]:
    """Yield what results show of the entries of a wiki."""
    for id_ in world.whole:
        summary = world.summaries[id_]
        kind = world.vocabulary.kinds[summary.card[0]].label
        names = tuple(dict.fromkeys(text for text, origin, *_ in summary.aliases if origin != "title"))
        yield SearchRow(id=id_, title=summary.card[2], kind=kind, url=f"wiki/{id_}/", summary=summary.card[3], names=names)


def _text_index(ground: Ground, pages: Files, *, wanted: bool) -> Said:
    """Bring the index of text up to what the pages say."""
    world = ground.world
    asides = {path: key for path, key, _ in world.store.all("asides")}
    world.store.delete("asides", asides.keys() - pages.keys())
    if not wanted:
        return {}, ""
    texts = {f"wiki/{id_}/index.html": world.made[id_].text for id_ in world.whole}
    texts |= {path: key for path, key in asides.items() if path in pages}
    files, new = TextIndex(world.store, ground.known_site, ground.new).update(texts)
    return files, f"indexed the text of {len(texts)} pages" if new else ""
