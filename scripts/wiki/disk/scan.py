"""Which files there are, and what is in them by digest: only what has a new stamp is read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from wiki.disk.outputs import Stamp, stamp_of
from wiki.disk.plain_files import fault_of_file, fault_of_folder
from wiki.model import Place
from wiki.model.problems import Problem, problem

EVIDENCE = ".evidence.json"
FILES = (".md", EVIDENCE)


Files = Mapping[str, tuple[Stamp, bytes]]
"""Path → stamp and digest."""


def scan(root: Path, known: Files) -> tuple[Files, list[Problem]]:
    """Return stamp and digest of every entry and source record by path, reading only files whose stamp is not the `known` one."""
    files: dict[str, tuple[Stamp, bytes]] = {}
    ids: dict[str, str] = {}
    found, problems = listed(root)
    for path, name, stamp in found:
        old = known.get(path)
        if ids.setdefault(name, path) != path and path.startswith("entries/"):
            message = f"id '{entry_id(name)}' is taken by {ids[name]}; an id is unique over all folders"
            problems.append(problem(Place(path, 1), "duplicate-id", message))
        else:
            try:
                files[path] = old if old and old[0] == stamp else (stamp, _digest(root / path))
            except OSError as error:
                problems.append(_unreadable(path, error))
    return files, problems


def _digest(file: Path) -> bytes:
    return hashlib.blake2b(file.read_bytes(), digest_size=16).digest()


def _unreadable(path: str, error: OSError) -> Problem:
    return problem(Place(path, 1), "plain-file", f"the file cannot be read: {error.strerror}")


def listed(root: Path) -> tuple[list[tuple[str, str, Stamp]], list[Problem]]:
    """Return path, name and stamp of each file, sorted, and what is no file of the wiki and so is not among them.

    A stamp that says the same says that the file does: it has the inode's own times.
    """
    found: list[tuple[str, str, Stamp]] = []
    problems: list[Problem] = []
    for name, folder in _folders(root, problems):
        endings = FILES if name == "seeds" else ".md"
        with os.scandir(folder) as files:
            for each in files:
                if not each.name.endswith(endings) or each.is_dir(follow_symlinks=False):
                    problems += _ignored(name, each)
                    continue
                if each.name.startswith(("._", ".#")):  # of a foreign file system, or an editor's lock
                    continue
                path = f"{name}/{each.name}"
                fault = fault_of_file(each, root)
                try:
                    if not fault:
                        found.append((path, each.name, stamp_of(each.stat())))
                except OSError as error:
                    problems.append(_unreadable(path, error))
                if fault:
                    problems.append(problem(Place(path, 1), "plain-file", fault))
    return sorted(found), problems


def _ignored(folder: str, each: os.DirEntry[str]) -> Iterable[Problem]:
    from wiki.disk.ignored import ignored_at_top, ignored_file  # noqa: PLC0415 - hardly ever is there such a file

    return ignored_at_top(each) if folder == "entries" else ignored_file(folder, each)


def _folders(root: Path, problems: list[Problem]) -> list[tuple[str, Path]]:
    """Return name and path of each folder that holds entries or records."""
    found = []
    for top in ("entries", "seeds"):
        folder = root / top
        fault = fault_of_folder(folder, root, linked=True)
        if fault:
            problems.append(problem(Place(top, 1), "plain-file", fault))
        elif folder.is_dir():
            found += _kind_folders(root, problems) if top == "entries" else [(top, folder)]
    return found


def _kind_folders(root: Path, problems: list[Problem]) -> list[tuple[str, Path]]:
    found = []
    with os.scandir(root / "entries") as entries:
        for each in entries:
            linked = each.is_symlink()
            if each.name != "vocabulary.yml" and not each.is_dir():
                problems += _ignored("entries", each)
            if linked and (each.name == "vocabulary.yml" or Path(each.path).is_file()):
                continue
            if linked or each.is_dir():
                fault = fault_of_folder(Path(each.path), root)
                if fault:
                    problems.append(problem(Place(f"entries/{each.name}", 1), "plain-file", fault))
                else:
                    found.append((f"entries/{each.name}", Path(each.path)))
    return found


def entry_id(path: str) -> str:
    """Return the id that a file's name is."""
    return path.rsplit("/", 1)[-1].removesuffix(".md")
