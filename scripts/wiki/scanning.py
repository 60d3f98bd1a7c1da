"""Which files there are, and what is in them by digest: only what has a new stamp is read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from wiki.model import Place
from wiki.outputs import Stamp, stamp_of
from wiki.problems import Problem, problem

EVIDENCE = ".evidence.json"
FILES = (".md", EVIDENCE)


Files = dict[str, tuple[Stamp, bytes]]


def scan(root: Path, known: Mapping[str, tuple[Stamp, bytes]]) -> tuple[Files, list[Problem]]:
    """Return stamp and digest of every entry and source record by path, reading only files whose stamp is not the `known` one."""
    files: Files = {}
    problems: list[Problem] = []
    ids: dict[str, str] = {}
    for path, stamp in _listed(root):
        if path.startswith("entries/"):
            id_ = entry_id(path)
            if id_ in ids:
                message = f"id '{id_}' is taken by {ids[id_]}; an id is unique over all folders"
                problems.append(problem(Place(path, 1), "duplicate-id", message))
                continue
            ids[id_] = path
        old = known.get(path)
        files[path] = old if old and old[0] == stamp else (stamp, hashlib.blake2b((root / path).read_bytes(), digest_size=16).digest())
    return files, problems


def _listed(root: Path) -> Iterator[tuple[str, Stamp]]:
    """Yield path and stamp of each file, sorted. A stamp that says the same says that the file does: it has the inode's own times."""
    found: list[tuple[str, Stamp]] = []
    folders = [(f"entries/{each.name}", root / "entries" / each.name) for each in _folders(root / "entries")] + [("seeds", root / "seeds")]
    for name, folder in folders:
        if not folder.is_dir():
            continue
        with os.scandir(folder) as listed:
            found += [
                (f"{name}/{each.name}", stamp_of(each.stat()))
                for each in listed
                if each.name.endswith(FILES if name == "seeds" else ".md") and each.is_file()
            ]
    yield from sorted(found)


def _folders(folder: Path) -> list[os.DirEntry[str]]:
    if not folder.is_dir():
        return []
    with os.scandir(folder) as listed:
        return [each for each in listed if each.is_dir()]


def entry_id(path: str) -> str:
    """Return the id that a file's name is."""
    return path.rsplit("/", 1)[-1].removesuffix(".md")
