"""*write*: files are written only if what they hold has changed, whole or not at all.

A made page says `generator: "wiki"` in its front matter. What does not say so was written by hand and is never touched.
"""

from __future__ import annotations

from pathlib import Path

MARK = b'generator: "wiki"'
TEMPORARY = ".new"
LONGEST_FRONT = 1 << 16


def write_if_changed(file: Path, data: bytes) -> bool:
    """Write `data` whole or not at all, and only if the file does not hold it yet; tell whether it was written."""
    try:
        if file.stat().st_size == len(data) and file.read_bytes() == data:
            return False
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}{TEMPORARY}")
    temporary.write_bytes(data)
    temporary.replace(file)
    return True


def is_temporary(path: str) -> bool:
    """Tell whether a file is what a killed run left of one that it was writing; the next run to write that file takes it away."""
    name = path.rpartition("/")[2]
    return name.startswith(".") and name.endswith(TEMPORARY)


def write_new(file: Path, data: bytes) -> None:
    """Write a file that nobody reads before the build is done."""
    try:
        file.write_bytes(data)
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def is_made(file: Path) -> bool:
    """Tell whether a file of docs/ says in its front matter that the build made it; that it says so further down counts for nothing."""
    try:
        with file.open("rb") as opened:
            front, end, _ = opened.read(LONGEST_FRONT).partition(b"\n---\n")
    except OSError:  # gone since it was listed, or a link that leads nowhere
        return False
    return bool(end) and front.startswith(b"---\n") and MARK in front.split(b"\n")
