"""Puts a made site where the old one stands: whole, or file by file under a journal that survives being killed.

Two folders beside the site are ours, `.new` in which it is made and `.journal` from which it is moved. Each says so by a file in it;
one of that name that does not say so is somebody else's, is never touched, and stops the build.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from wiki.disk.outputs import Stamp, stamp_at

NEW, JOURNAL = ".new", ".journal"
_OURS, _MANIFEST = ".wiki-build", ".wiki-move.json"


class MoveError(Exception):
    """Something stands in the way that no build wrote; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Move:
    """What a move does below a site: the files that it puts there and takes away, each with the stamp of what it found there."""

    put: Mapping[str, Stamp | None] = field(default_factory=dict)
    removed: Mapping[str, Stamp | None] = field(default_factory=dict)


def strange(site: Path) -> str:
    """Return the folder beside `site` that the build needs and that is not its own, or nothing."""
    for name in (NEW, JOURNAL):
        folder = site.with_name(site.name + name)
        if os.path.lexists(folder) and not _is_ours(folder):
            return str(folder)
    return ""


def _is_ours(folder: Path) -> bool:
    if folder.is_symlink() or not folder.is_dir():
        return False
    return (folder / _OURS).is_file() or (folder / _MANIFEST).is_file() or not any(folder.iterdir())


def new_folder(site: Path) -> Path:
    """Return an empty folder beside `site` to make the new files in."""
    folder = site.with_name(site.name + NEW)
    clear(site)
    folder.mkdir(parents=True)
    (folder / _OURS).write_text("'wiki build' makes a site here; may be deleted when none is running\n", encoding="utf-8")
    return folder


def clear(site: Path) -> None:
    """Take away the folder that new files were made in, if there is one and it is ours; what says so goes last."""
    folder = site.with_name(site.name + NEW)
    if not folder.is_dir() or not _is_ours(folder):
        return
    for each in folder.iterdir():
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        elif each.name != _OURS:
            each.unlink()
    (folder / _OURS).unlink(missing_ok=True)
    folder.rmdir()


def put_in_place(site: Path, move: Move) -> None:
    """Move the files of the new folder to those of `site`, and take away what is no longer made.

    Until the new folder has become the journal nothing of `site` is touched; from then on `roll_forward` finishes the move.
    """
    new, journal = site.with_name(site.name + NEW), site.with_name(site.name + JOURNAL)
    if not site.exists():
        new.rename(site)
        (site / _OURS).unlink()
        return
    (new / _MANIFEST).write_text(json.dumps({"put": move.put, "removed": move.removed}), encoding="utf-8")
    new.rename(journal)
    roll_forward(site)


def roll_forward(site: Path) -> None:
    """Finish a move that was begun, if there is one.

    Raises MoveError if somebody has since put something where a file is to go.
    """
    (site / _OURS).unlink(missing_ok=True)  # a run was killed between the two steps that put a first site in place
    journal = site.with_name(site.name + JOURNAL)
    if not journal.is_dir() or not _is_ours(journal):
        return
    with suppress(FileNotFoundError):  # without it the move is done, but for the journal
        _roll(site, journal, Move(**json.loads((journal / _MANIFEST).read_text(encoding="utf-8"))))
    for folder, _, _ in os.walk(journal, topdown=False):
        if folder != str(journal):
            _remove_if_empty(Path(folder))
    for name in (_MANIFEST, _OURS):
        (journal / name).unlink(missing_ok=True)
    _remove_if_empty(journal)


def _roll(site: Path, journal: Path, move: Move) -> None:
    site.mkdir(exist_ok=True)
    made: set[Path] = set()
    for path, found in move.removed.items():  # first, for a folder may come where a file was
        if stamp_at(site / path) == _as_stamp(found):
            (site / path).unlink(missing_ok=True)
            remove_emptied(site, path)
    for path, found in move.put.items():
        file, target = journal / path, site / path
        if file.is_file():  # else it has been moved
            standing = stamp_at(target)
            if standing is not None and standing != _as_stamp(found):
                raise MoveError(in_the_way(target))
            try:
                if target.parent not in made:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    made.add(target.parent)
                file.replace(target)
            except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
                raise MoveError(in_the_way(target)) from error


def _as_stamp(found: Iterable[int] | None) -> Stamp | None:
    return None if found is None else tuple(found)


def in_the_way(file: Path) -> str:
    """Say that something stands in the way."""
    return f"{file} is in the way: the build makes a file here, and no build wrote what stands there; move it away and build again"


def remove_emptied(folder: Path, path: str) -> None:
    """Remove the folders that the loss of `path` below `folder` has left empty."""
    for each in (folder / path).parents:
        if each == folder or not _remove_if_empty(each):
            break


def _remove_if_empty(folder: Path) -> bool:
    try:
        folder.rmdir()
    except OSError:
        return False
    return True
