"""What the second half of a build begins with: what stands in docs/ and site/, what of it is by hand, and where the new files go."""

from __future__ import annotations

import marshal
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from wiki.build.world import World
from wiki.disk.files import is_made, is_temporary
from wiki.disk.layout import CONFIG
from wiki.disk.outputs import Outputs, Stamp, site_path
from wiki.disk.plain_files import read_plain
from wiki.disk.store import digest, pack
from wiki.disk.swap import new_folder
from wiki.disk.workers import Run
from wiki.link.graph import Graph
from wiki.model import Place
from wiki.model.problems import Problem, problem
from wiki.pages.lists import made_folders

HAND = ("about", "assets", "revisions")
"""Folders of docs/ in which everything is by hand."""

Files = Mapping[str, bytes]
"""Path → digest of what is in the file, or of what it was made from."""


@dataclass(frozen=True)
class Ground:
    """The world that is to be published, and the folders as a build finds them; nothing in it changes while the build goes on.

    `new` is where new files of the site are made, `hand` the files of docs/ that no build wrote, `frame` a digest of everything that
    pages take from outside entries, vocabulary and sources.
    """

    world: World
    run: Run
    site: Path
    new: Path
    docs: Path
    known_docs: Outputs
    known_site: Outputs
    hand: frozenset[str]
    frame: bytes
    graph: Graph
    """For lists, which ask for settings, vocabulary, sources and names only: each row has asked for the facets of its entry."""

    @property
    def folders(self) -> list[str]:
        """The folders of docs/ in which pages are made."""
        return made_folders(self.world.vocabulary)

    def page_intact(self, path: str, content: bytes) -> bool:
        """Tell whether a page of docs/ and what was made of it stand as they were written, from `content` by digest."""
        return self.known_docs.intact(path, content) and self.known_site.intact(site_path(path), content)

    def site_intact(self, files: Files) -> bool:
        """Tell whether files of the site are known at all, and stand as they were written."""
        return bool(files) and all(self.known_site.intact(path, content) for path, content in files.items())


def survey(world: World, site: Path, run: Run) -> Ground:
    """Look at what stands, and begin an empty folder for what is new."""
    docs = world.root / "docs"
    docs.mkdir(exist_ok=True)
    known = {folder: _known(world, folder, name) for folder, name in records(world, site)}
    hand = _by_hand(known[docs], made_folders(world.vocabulary))
    graph = Graph(world.settings, world.vocabulary, {}, world.sources, world.names)
    return Ground(world, run, site, new_folder(site), docs, known[docs], known[site], hand, _frame(world, docs, hand), graph)


def records(world: World, site: Path) -> tuple[tuple[Path, str], tuple[Path, str]]:
    """Return docs/ and the site, each with the name of the record that the store has of its files."""
    return (world.root / "docs", "docs"), (site, f"site {site}")


def _known(world: World, folder: Path, name: str) -> Outputs:
    return Outputs(folder, marshal.loads(world.store.get("meta", name) or pack({})))  # noqa: S302 - our own, checked


def _by_hand(docs: Outputs, folders: Collection[str]) -> frozenset[str]:
    return frozenset(path for path, stamp in docs.standing.items() if not _is_ours(docs, path, stamp, folders))


def _is_ours(docs: Outputs, path: str, stamp: Stamp, folders: Collection[str]) -> bool:
    known = docs.files.get(path)
    if known is not None and known[0] == stamp:
        return True
    folder = path.partition("/")[0]
    by_hand = folder in HAND and folder not in folders  # whatever a page there says of itself
    if not by_hand and is_temporary(path):
        return True
    return not by_hand and path.endswith(".md") and is_made(docs.folder / path)


def _frame(world: World, docs: Path, hand: Collection[str]) -> bytes:
    parts = [(world.root / CONFIG).read_bytes(), repr(world.settings).encode(), repr(world.vocabulary).encode()]
    overrides = docs / ".overrides"
    files = sorted(file for file in overrides.rglob("*") if file.is_file()) if overrides.is_dir() else []
    for file in (*files, *(docs / path for path in sorted(hand))):
        parts += [file.relative_to(docs).as_posix().encode(), file.read_bytes()]
    return digest(*parts)


def check_hand(ground: Ground) -> list[Problem]:
    """A page that is to be made must not stand there by hand, nor a file where its folder is to be; one by hand is text."""
    made = tuple(f"{folder}/" for folder in ground.folders)
    written = [f"docs/{path}" for path in sorted(ground.hand) if path.endswith(".md")]
    unreadable = [each for path in written for each in read_plain(ground.world.root, path)[1]]
    return unreadable + [
        problem(Place(f"docs/{path}", 1), "by-hand", "the build makes pages here; move this file to docs/about/")
        for path in sorted(ground.hand)
        if path.startswith(made) or path in ground.folders
    ]
