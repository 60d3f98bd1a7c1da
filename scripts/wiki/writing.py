"""*write*: finished pages go to docs/, only what changed; what is no longer made is removed.

A made page says `generator: "wiki"` in its front matter. What does not say so was written by hand and is never touched.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from wiki.model import Page, Place
from wiki.problems import Problem, problem

MARK = b'generator: "wiki"'
BY_HAND = ("about", "assets", "revisions")
"""Folders of docs/ in which the build makes nothing."""


def write_pages(docs: Path, pages: Iterable[Page]) -> list[Problem]:
    """Write the pages below `docs`; a page that would overwrite a file written by hand is a problem and is not written.

    docs/index.md is the exception: where there is one by hand, the made home page gives way.
    """
    problems = []
    made = set()
    for page in pages:
        file = docs / page.path
        if file.exists() and not is_made(file):
            if page.path != "index.md":
                problems.append(
                    problem(Place(f"docs/{page.path}", 1), "by-hand", "the build makes a page here; move this file to docs/about/")
                )
            continue
        made.add(page.path)
        write_if_changed(file, page.text.encode())
    _remove_stale(docs, made)
    return problems


def write_if_changed(file: Path, data: bytes) -> bool:
    """Write `data` whole or not at all, and only if the file does not hold it yet; tell whether it was written."""
    try:
        if file.stat().st_size == len(data) and file.read_bytes() == data:
            return False
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.new")
    temporary.write_bytes(data)
    temporary.replace(file)
    return True


def is_made(file: Path) -> bool:
    """Tell whether a file of docs/ was made by the build."""
    with file.open("rb") as opened:
        return MARK in opened.read(4096)


def _remove_stale(docs: Path, made: set[str]) -> None:
    for folder, names, files in os.walk(docs, topdown=True):
        if Path(folder) == docs:
            names[:] = [name for name in names if name not in BY_HAND and not name.startswith(".")]
        for name in files:
            file = Path(folder, name)
            path = file.relative_to(docs).as_posix()
            if path not in made and name.endswith(".md") and is_made(file):
                file.unlink()
    for folder, _, _ in os.walk(docs, topdown=False):
        here = Path(folder)
        if (
            here != docs
            and not any(part in BY_HAND or part.startswith(".") for part in here.relative_to(docs).parts)
            and not any(here.iterdir())
        ):
            here.rmdir()
