"""The second half of a build: pages, lists, data and search of what has changed, put into site/ whole or not at all."""

from __future__ import annotations

import marshal
import pickle
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import TemplateError

from wiki.build.draw import Desk, draw_entries, page_key
from wiki.build.lists import Lists
from wiki.build.queries import search_rows
from wiki.build.state import Run
from wiki.build.world import World
from wiki.disk.files import is_made, write_if_changed
from wiki.disk.mark import MARK, Moving, refusal
from wiki.disk.outputs import Outputs, Stamp, site_path
from wiki.disk.plain_files import check_docs, read_plain
from wiki.disk.store import DamagedStoreError, digest, pack
from wiki.disk.swap import MoveError, clear, new_folder, put_in_place, remove_emptied, roll_forward
from wiki.disk.workers import spread
from wiki.link.graph import Graph
from wiki.model import Page, Place
from wiki.model.problems import Problem, problem
from wiki.pages.lists import made_folders
from wiki.publish.data import Chunks, DataFiles
from wiki.publish.engine import Engine, EngineError, Shell
from wiki.publish.name_index import name_index
from wiki.publish.passages import page_passages
from wiki.publish.site_links import LinkCheck, page_ends
from wiki.publish.text_index import TextIndex

MOST_EXAMPLES = 20
HAND = ("about", "assets", "revisions")
"""Folders of docs/ in which everything is by hand."""

DATA = tuple(f"data/{name}" for name in DataFiles.NAMES)

Step = Callable[[], tuple[dict[str, bytes], str]]
"""A step that stands by itself: it returns files with their digests, and what it has to say."""


class BuildError(Exception):
    """The site could not be made; the site of before stands as it was."""


def make_site(world: World, site: Path, run: Run, *, text_index: bool = True) -> list[Problem]:
    """Make docs/ and `site` out of the world; return problems that leave the site as it was.

    Raises BuildError if the engine or the check of links fails, or the folder is not one that a site may go to.
    """
    refused = refusal(world.root, site)
    if refused:
        raise BuildError(refused)
    problems = check_docs(world.root)
    if problems:
        return problems
    try:
        roll_forward(site)
        make = _Make(world, site, run)
        problems = make.check_hand()
        if not problems:
            problems = make.entries()
        if not problems:
            make.lists()
            make.static()
            make.data_and_indexes(text=text_index)
            make.check_links()
            make.commit()
    except (EngineError, MoveError) as error:
        raise BuildError(str(error)) from error
    except TemplateError as error:  # of docs/.overrides: jinja says where in attributes of their own
        name, line = getattr(error, "filename", None), getattr(error, "lineno", None)
        raise BuildError(f"{name}:{line}: {error}" if name and line else str(error)) from error
    finally:
        clear(site)
    return problems


class _Make:
    """One run of the second half; its methods are its steps, in order."""

    def __init__(self, world: World, site: Path, run: Run) -> None:
        self.world, self.site, self.run, self.store = world, site, run, world.store
        self.docs = world.root / "docs"
        self.folders = made_folders(world.vocabulary)
        self.docs.mkdir(exist_ok=True)
        self.new = new_folder(site)
        # lists ask for settings, vocabulary, sources and names only; each row has asked for its entry's facets when it was made
        self.graph = Graph(world.settings, world.vocabulary, {}, world.sources, world.names)
        self.known_docs, self.known_site = (
            Outputs(folder, marshal.loads(self.store.get("meta", name) or pack({})))  # noqa: S302 - our own, checked
            for folder, name in self._records()
        )
        self.hand = {path for path, stamp in self.known_docs.standing.items() if not self._is_ours(path, stamp)}
        self.frame = self._frame()
        self.docs_files: dict[str, bytes] = {}
        self.site_files: dict[str, bytes] = {}
        self.texts: dict[str, bytes] = {}
        self.changed: set[str] = set()
        self._engine: Engine | None = None

    def _records(self) -> tuple[tuple[Path, str], tuple[Path, str]]:
        return (self.docs, "docs"), (self.site, f"site {self.site}")

    def _is_ours(self, path: str, stamp: Stamp) -> bool:
        known = self.known_docs.files.get(path)
        if known is not None and known[0] == stamp:
            return True
        folder = path.partition("/")[0]
        by_hand = folder in HAND and folder not in self.folders  # whatever a page there says of itself
        return not by_hand and path.endswith(".md") and is_made(self.docs / path)

    def _frame(self) -> bytes:
        """Return a digest of everything that pages take from outside entries, vocabulary and sources."""
        root = self.world.root
        parts = [(root / "mkdocs.yml").read_bytes(), repr(self.world.settings).encode(), repr(self.world.vocabulary).encode()]
        overrides = root / "docs" / ".overrides"
        files = sorted(file for file in overrides.rglob("*") if file.is_file()) if overrides.is_dir() else []
        for file in (*files, *(self.docs / path for path in sorted(self.hand))):
            parts += [file.relative_to(self.docs).as_posix().encode(), file.read_bytes()]
        return digest(*parts)

    def check_hand(self) -> list[Problem]:
        """A page that is to be made must not stand there by hand, nor a file where its folder is to be; one by hand is text."""
        made = tuple(f"{folder}/" for folder in self.folders)
        written = [f"docs/{path}" for path in sorted(self.hand) if path.endswith(".md")]
        unreadable = [each for path in written for each in read_plain(self.world.root, path)[1]]
        return unreadable + [
            problem(Place(f"docs/{path}", 1), "by-hand", "the build makes pages here; move this file to docs/about/")
            for path in sorted(self.hand)
            if path.startswith(made) or path in self.folders
        ]

    @property
    def engine(self) -> Engine:
        """mkdocs, started when the first page needs the whole of it."""
        if self._engine is None:
            self._engine = Engine(self.world.root, self.world.settings.given, self.world.vocabulary, sorted(self.list_paths), self.hand)
        return self._engine

    # --- entries

    def entries(self) -> list[Problem]:
        """Draw the pages of entries that are not there, not whole, or not right any more; return those that could not be drawn."""
        world = self.world
        self._forget_gone()
        todo = [id_ for id_ in world.whole if not self._right(id_)]
        self.list_paths = self._known_lists()
        self.run.progress.start()
        done = len(world.whole) - len(todo)
        problems: list[Problem] = []
        for batch in draw_entries(self._desk(), todo, self.run) if todo else ():
            for id_, drawn in batch:
                if isinstance(drawn, Problem):
                    problems.append(drawn)
                else:
                    world.made[id_] = drawn
            done += len(batch)
            self.run.progress.count("draw", done, len(world.whole))
        if problems:
            return problems
        for id_ in world.whole:
            made = world.made[id_]
            self.docs_files[f"wiki/{id_}.md"] = made.page
            self.site_files[f"wiki/{id_}/index.html"] = made.page
            self.site_files[f"wiki/{id_}/index.json"] = made.page
            self.texts[f"wiki/{id_}/index.html"] = made.text
        self.drawn = todo
        self.run.progress.line(f"drew {len(todo)} of {len(world.whole)} pages of entries")
        return []

    def _forget_gone(self) -> None:
        gone = self.world.made.keys() - set(self.world.whole)
        self.gone = {id_: self.world.made.pop(id_) for id_ in gone}
        for id_, made in self.gone.items():
            self.store.delete("rows", [f"{channel}\0{id_}" for channel, _ in made.rows])
        for table in ("made", "chunks"):
            self.store.delete(table, gone)
        self.store.delete("passages", [f"wiki/{id_}/index.html" for id_ in gone])

    def _desk(self) -> Desk:
        return Desk(self.world, self.frame, self._shell(), self.docs, self.new)

    def _right(self, id_: str) -> bool:
        made = self.world.made.get(id_)
        return (
            made is not None
            and made.key == page_key(self.world, self.frame, id_)
            and made.answers == self.world.answers(made.asked)
            and self.known_docs.intact(f"wiki/{id_}.md", made.page)
            and self.known_site.intact(f"wiki/{id_}/index.html", made.page)
            and self.known_site.intact(f"wiki/{id_}/index.json", made.page)
        )

    def _shell(self) -> Shell:
        kept = self.store.get("meta", "shell", self.frame)
        if kept:
            return Shell(*pickle.loads(kept))  # noqa: S301 - our own, checked
        shell = self.engine.shell()
        parts = (shell.parts, shell.toc_parts, shell.leaf, shell.branch, shell.between)
        self.store.put("meta", [("shell", self.frame, pickle.dumps(parts))])
        return shell

    # --- lists

    def _known_lists(self) -> set[str]:
        return {f"{folder}/index.md" for folder in self.folders} | ({"index.md"} - self.hand)

    def lists(self) -> None:
        """Draw the lists whose rows have changed."""
        lists = Lists(self.world, self.graph, self.frame, self.docs, self.hand, self._page_intact)
        drawn = lists.draw(self.run)
        self.groups = [*lists.records()]
        pages = lists.pages
        self.docs_files |= pages
        self.site_files |= {site_path(path): content for path, content in pages.items()}
        self.list_paths |= pages.keys()
        self.run.progress.line(f"drew {len(drawn)} of {len(pages)} lists")
        if drawn:
            self.engine.know(map(self._page_of_docs, filter(self.engine.in_nav, drawn)))
            for paths in spread(self._finish_lists, drawn, self.run.jobs, self.store.reopen, 8):
                self.changed.update(paths)

    def _page_intact(self, path: str, content: bytes) -> bool:
        return self.known_docs.intact(path, content) and self.known_site.intact(site_path(path), content)

    def _page_of_docs(self, path: str) -> Page:
        return Page(path, (self.docs / path).read_bytes().decode())

    def _finish_lists(self, paths: Sequence[str]) -> list[str]:
        """Write pages of docs/ to the site; return their paths there."""
        for path, data in self.engine.render(map(self._page_of_docs, paths)):
            write_if_changed(self.new / path, data)
            self._note(path, data.decode())
        return [site_path(path) for path in paths]

    def _note(self, path: str, html: str) -> None:
        """Keep what the check of links and the index of text ask of a page that is not an entry's."""
        self.store.put_all(page_ends(html).rows(path))
        found = page_passages(path, html)
        if found:
            data = pack(tuple(found))
            self.store.put("asides", [(path, digest(data), data)])
        else:
            self.store.delete("asides", [path])

    # --- what is not made from entries

    def static(self) -> None:
        """Write pages and files by hand, the theme's assets, 404.html and sitemap.xml."""
        key = digest(self.frame, pack(sorted(self.docs_files)))
        old = self.store.get("meta", "static", key)
        known: dict[str, bytes] = marshal.loads(old) if old else {}  # noqa: S302 - our own, checked
        if not known or not all(self.known_site.intact(path, content) for path, content in known.items()):
            folder = self.new / ".static"
            try:
                moved = {f"wiki/{old}.md" for old in self.graph.names.former}  # a redirect is no page to be found
                self.engine.static(folder, [path for path in self.docs_files if path not in moved])
                known = {}
                for file in sorted(each for each in folder.rglob("*") if each.is_file()):
                    path = file.relative_to(folder).as_posix()
                    data = file.read_bytes()
                    known[path] = digest(data)
                    if path.endswith(".html"):
                        self._note(path, data.decode())
                        self.changed.add(path)
                    (self.new / path).parent.mkdir(parents=True, exist_ok=True)
                    file.replace(self.new / path)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
            self.store.put("meta", [("static", key, pack(known))])
        self.site_files |= known

    def data_and_indexes(self, *, text: bool) -> None:
        """Write the published data and both indexes of the search, side by side: none of them asks for another."""
        steps: tuple[Step, ...] = (partial(self._text, wanted=text), self._names, self._data)
        for files, said in spread(lambda todo: todo[0](), steps, self.run.jobs, self.store.reopen, 1, 1):
            self.site_files |= files
            if said:
                self.run.progress.line(said)

    def _data(self) -> tuple[dict[str, bytes], str]:
        """Write the published data, from each entry's part of it."""
        records = repr(sorted(self.world.sources.items())).encode()
        key = digest(
            self.frame,
            records,
            pack(sorted(self.graph.names.former.items())),
            *(self.site_files[f"wiki/{id_}/index.json"] for id_ in self.world.whole),
        )
        said = ""
        if not all(self.known_site.intact(path, key) for path in DATA):
            with DataFiles(self.new, self.graph) as files:
                for _, _, data in self.store.all("chunks"):
                    files.add(Chunks(*marshal.loads(data)))  # noqa: S302 - our own, checked
            if files.count != len(self.world.whole):
                raise DamagedStoreError("chunks")
            said = "exported the data"
        return dict.fromkeys(DATA, key), said

    def _names(self) -> tuple[dict[str, bytes], str]:
        """Write the index of names that the search box asks first."""
        rows = list(search_rows(self.world))
        key = digest(repr(rows).encode())
        said = ""
        old = self.store.get("meta", "names-index", key)
        known: dict[str, bytes] = marshal.loads(old) if old else {}  # noqa: S302 - our own, checked
        if not known or not all(self.known_site.intact(path, content) for path, content in known.items()):
            files = name_index(rows)
            known = {path: digest(data) for path, data in files.items()}
            for path, data in files.items():
                if not self.known_site.intact(path, known[path]):
                    write_if_changed(self.new / path, data)
            self.store.put("meta", [("names-index", key, pack(known))])
            said = f"indexed the names of {len(rows)} entries"
        return known, said

    def _text(self, *, wanted: bool) -> tuple[dict[str, bytes], str]:
        """Bring the index of text up to what the pages say."""
        asides = {path: key for path, key, _ in self.store.all("asides")}
        self.store.delete("asides", asides.keys() - self.site_files.keys())
        if not wanted:
            return {}, ""
        pages = self.texts | {path: key for path, key in asides.items() if path in self.site_files}
        files, new = TextIndex(self.store, self.known_site, self.new).update(pages)
        return files, f"indexed the text of {len(pages)} pages" if new else ""

    # --- the end

    def check_links(self) -> None:
        """Each link of what was drawn leads somewhere.

        Raises BuildError with examples where some do not.
        """
        pages = sorted({*self.changed, *(f"wiki/{id_}/index.html" for id_ in self.drawn)})
        base = urlsplit(self.world.settings.site_url).path.rstrip("/")
        check = LinkCheck(self.store, self.site_files, base, lambda path: (self.new / path).read_text(encoding="utf-8"))
        broken = [each for batch in spread(check.broken, pages, self.run.jobs, self.store.reopen, 200) for each in batch]
        if broken:
            more = [f"… and {len(broken) - MOST_EXAMPLES} more"] if len(broken) > MOST_EXAMPLES else []
            raise BuildError("links of the built site lead nowhere:\n" + "\n".join([*broken[:MOST_EXAMPLES], *more]))

    def commit(self) -> None:
        """Put the new files in place, take away what is no longer made, and note how everything stands."""
        self._remove_stale_docs()
        moving = Moving(self.known_site, self.new, frozenset(self.site_files), DATA)
        self.site_files[MARK] = self._move(moving)
        site, docs = Outputs(self.site, {}).standing, Outputs(self.docs, {}).standing
        missing = self.site_files.keys() - site.keys()
        if missing:
            raise BuildError(f"the site is not whole: {', '.join(sorted(missing)[:3])} is not there; build again")
        site = moving.standing(site)  # what another hand has changed meanwhile is not noted as made
        for (_, name), stamps, files in zip(self._records(), (docs, site), (self.docs_files, self.site_files), strict=True):
            record = {path: (stamps[path], content) for path, content in files.items() if path in stamps}
            self.store.put("meta", [(name, b"", pack(record))])
        self.store.put("groups", self.groups)

    def _move(self, moving: Moving) -> bytes:
        """Put the new files in place, and take away what is no longer made; return the digest of the site's mark."""
        if not moving.is_needed():
            return self.known_site.files[MARK][1]
        mark, changed = moving.write_mark(), moving.changed
        put_in_place(self.site, moving.move)
        if changed:
            more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
            self.run.progress.line(f"made again what another hand had changed in the site: {', '.join(changed[:3])}{more}")
        if moving.older:
            self.run.progress.line("the site was made by an earlier version: what of it is no longer made stays; delete the folder once")
        return digest(mark)

    def _remove_stale_docs(self) -> None:
        for path in self.known_docs.standing:
            if path not in self.docs_files and path not in self.hand and path.endswith(".md") and is_made(self.docs / path):
                (self.docs / path).unlink()
                remove_emptied(self.docs, path)
