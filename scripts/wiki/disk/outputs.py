"""The files that a build answers for, and whether they stand as they were written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

Stamp = tuple[int, ...]


def stamp_of(stat: os.stat_result) -> Stamp:
    """Return what tells whether a file is untouched; a copy elsewhere has another inode and time of change."""
    return (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino, stat.st_dev)


def stamp_at(file: Path) -> Stamp | None:
    """Return the stamp of what stands at a path, which may be a link; None where there is nothing."""
    try:
        return stamp_of(file.lstat())
    except (FileNotFoundError, NotADirectoryError):
        return None


def same_file(one: Stamp | None, other: Stamp | None) -> bool:
    """Tell whether a file is the same, unchanged, though it may have been moved in between."""
    return one is not None and other is not None and (one[0], *one[2:]) == (other[0], *other[2:])


@dataclass
class Outputs:
    """The files below a folder that a build answers for: path → stamp after it was written, and digest of what is in it."""

    folder: Path
    files: dict[str, tuple[Stamp, bytes]]

    @cached_property
    def standing(self) -> dict[str, Stamp]:
        """Every file that is there, as it stood when this was asked first."""
        return dict(walk(self.folder)) if self.folder.is_dir() else {}

    def intact(self, path: str, content: bytes | None = None) -> bool:
        """Tell whether a file stood as it was written (and holds `content`, by digest)."""
        known = self.files.get(path)
        return known is not None and content in (None, known[1]) and known[0] == self.standing.get(path)


def walk(folder: Path) -> Iterator[tuple[str, Stamp]]:
    """Yield path and stamp of every file below `folder` but those in hidden folders."""
    pending = [("", str(folder))]
    while pending:
        name, where = pending.pop()
        with os.scandir(where) as listed:
            for each in listed:
                path = f"{name}{each.name}"
                if each.is_dir(follow_symlinks=False):
                    if not each.name.startswith("."):
                        pending.append((f"{path}/", each.path))
                else:
                    yield path, stamp_of(each.stat(follow_symlinks=False))


def site_path(path: str) -> str:
    """Return the file of the site that a page of docs/ becomes.

    >>> site_path("projects/index.md"), site_path("wiki/tapi.md")
    ('projects/index.html', 'wiki/tapi/index.html')
    """
    stem = path.removesuffix(".md")
    return f"{stem}.html" if stem.rpartition("/")[2] == "index" else f"{stem}/index.html"
