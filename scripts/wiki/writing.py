"""*write*: files are written only if what they hold has changed, whole or not at all.

A made page says `generator: "wiki"` in its front matter. What does not say so was written by hand and is never touched.
"""

from __future__ import annotations

import os
from pathlib import Path

MARK = b'generator: "wiki"'


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


def write_new(file: Path, data: bytes) -> None:
    """Write a file that nobody reads before the build is done."""
    try:
        file.write_bytes(data)
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def is_made(file: Path) -> bool:
    """Tell whether a file of docs/ was made by the build."""
    with file.open("rb") as opened:
        return MARK in opened.read(4096)


def remove_empty_folders(docs: Path) -> None:
    """Remove folders of docs/ in which nothing is left, but no hidden one."""
    for folder, _, _ in os.walk(docs, topdown=False):
        here = Path(folder)
        if here != docs and not any(part.startswith(".") for part in here.relative_to(docs).parts) and not any(here.iterdir()):
            here.rmdir()
