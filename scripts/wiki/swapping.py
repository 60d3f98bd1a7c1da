"""Puts a made site where the old one stands: whole, or file by file under a journal that survives being killed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

NEW, JOURNAL = ".new", ".journal"
_MANIFEST = ".removed.json"


def new_folder(site: Path) -> Path:
    """Return an empty folder beside `site` to make the new files in."""
    folder = site.with_name(site.name + NEW)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def put_in_place(site: Path, removed: Iterable[str]) -> None:
    """Move the files of the new folder over those of `site`, and take away `removed` (paths below it).

    Until the new folder has become the journal nothing of `site` is touched; from then on `roll_forward` finishes the move.
    """
    new, journal = site.with_name(site.name + NEW), site.with_name(site.name + JOURNAL)
    if not site.exists():
        new.rename(site)
        return
    (new / _MANIFEST).write_text(json.dumps(sorted(removed)))
    new.rename(journal)
    roll_forward(site)


def roll_forward(site: Path) -> None:
    """Finish a move that was begun, if there is one."""
    journal = site.with_name(site.name + JOURNAL)
    manifest = journal / _MANIFEST
    if not manifest.is_file():
        shutil.rmtree(journal, ignore_errors=True)
        return
    site.mkdir(exist_ok=True)
    made: set[Path] = set()
    for file in sorted(journal.rglob("*")):
        if file.is_file() and file != manifest:
            target = site / file.relative_to(journal)
            if target.parent not in made:
                target.parent.mkdir(parents=True, exist_ok=True)
                made.add(target.parent)
            file.replace(target)
    for path in json.loads(manifest.read_text()):
        target = site / path
        target.unlink(missing_ok=True)
        for folder in target.parents:
            if folder == site or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()
    shutil.rmtree(journal)
