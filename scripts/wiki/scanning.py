"""Which files there are, and what is in them by digest: only what has a new stamp is read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from wiki.model import Place
from wiki.outputs import Stamp, stamp_of
from wiki.problems import Problem, problem

EVIDENCE = ".evidence.json"
FILES = (".md", EVIDENCE)


Files = Mapping[str, tuple[Stamp, bytes]]
"""Path → stamp and digest."""


def scan(root: Path, known: Files) -> tuple[Files, list[Problem]]:
    """Return stamp and digest of every entry and source record by path, reading only files whose stamp is not the `known` one."""
    files: dict[str, tuple[Stamp, bytes]] = {}
    problems: list[Problem] = []
    ids: dict[str, str] = {}
    for path, name, stamp in _listed(root):
        old = known.get(path)
        if ids.setdefault(name, path) != path and path.startswith("entries/"):
            message = f"id '{entry_id(name)}' is taken by {ids[name]}; an id is unique over all folders"
            problems.append(problem(Place(path, 1), "duplicate-id", message))
        else:
            files[path] = old if old and old[0] == stamp else (stamp, hashlib.blake2b((root / path).read_bytes(), digest_size=16).digest())
    return files, problems


def _listed(root: Path) -> list[tuple[str, str, Stamp]]:
    """Return path, name and stamp of each file, sorted. A stamp that says the same says that the file does: it has the inode's own times."""
    found: list[tuple[str, str, Stamp]] = []
    folders = [(f"entries/{each.name}", root / "entries" / each.name) for each in _folders(root / "entries")] + [("seeds", root / "seeds")]
    for name, folder in folders:
        if not folder.is_dir():
            continue
        endings = FILES if name == "seeds" else ".md"
        with os.scandir(folder) as listed:
            found += [
                (f"{name}/{each.name}", each.name, stamp_of(each.stat()))
                for each in listed
                if each.name.endswith(endings) and each.is_file()
            ]
    return sorted(found)


def _folders(folder: Path) -> list[os.DirEntry[str]]:
    if not folder.is_dir():
        return []
    with os.scandir(folder) as listed:
        return [each for each in listed if each.is_dir()]


def entry_id(path: str) -> str:
    """Return the id that a file's name is."""
    return path.rsplit("/", 1)[-1].removesuffix(".md")
