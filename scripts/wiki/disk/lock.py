"""One run at a time: who writes holds the wiki's folder, and the one that its site stands in, from the first read to the last move.

The lock is the kernel's and on the folder itself, so there is no file whose loss would make two locks of one. It ends with the last
process that has it: with a killed run when the workers that it leaves behind have ended, which write until then.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from wiki.disk.layout import CONFIG
from wiki.disk.store import FOLDER

NOTE = "lock"
"""The file of FOLDER that says who is at work. It only tells: nothing hangs on it."""

Place = tuple[int, int]
"""A folder by device and inode, whatever it is called."""

_held: set[Place] = set()


def silent(_: str) -> None:
    """Tell nobody."""


@contextmanager
def alone(folders: Iterable[Path], name: str = "", tell: Callable[[str], None] = silent) -> Iterator[None]:
    """Wait until no other process holds one of `folders`, saying once for whom, and hold them all; what this process has it keeps.

    A folder that is not there is made.

    `name` is what others are told that wait for this run.
    """
    places = {_place(folder): folder for folder in folders}
    with ExitStack() as stack:
        for place in sorted(places.keys() - _held):  # all take them in one order, so that no two wait for each other
            stack.enter_context(_holding(place, places[place], tell))
            if name:
                stack.enter_context(_noted(places[place], name))
        yield


def _place(folder: Path) -> Place:
    folder.mkdir(parents=True, exist_ok=True)
    found = folder.stat()
    return found.st_dev, found.st_ino


@contextmanager
def _holding(place: Place, folder: Path, tell: Callable[[str], None]) -> Iterator[None]:
    opened = os.open(folder, os.O_RDONLY)
    try:
        opened = _take(opened, folder, tell)
        _held.add(place)
        yield
    finally:
        _held.discard(place)
        os.close(opened)


def _take(opened: int, folder: Path, tell: Callable[[str], None]) -> int:
    """Lock a folder; return the descriptor that holds the lock."""
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        tell(f"waiting for {_holder(folder)}")
        fcntl.flock(opened, fcntl.LOCK_EX)
    except OSError:  # file systems of a network lock nothing but files that are open for writing
        if not (folder / CONFIG).is_file():
            return opened
        (folder / FOLDER).mkdir(exist_ok=True)
        other = os.open(folder / FOLDER / f"{NOTE}.held", os.O_RDWR | os.O_CREAT)
        fcntl.flock(other, fcntl.LOCK_EX)
        os.close(opened)
        return other
    return opened


@contextmanager
def _noted(folder: Path, name: str) -> Iterator[None]:
    """Say in a wiki's folder who is at work there; where that cannot be written, nobody is told."""
    if not (folder / CONFIG).is_file():
        yield
        return
    cache, new = folder / FOLDER, False
    with suppress(OSError):
        new = not cache.exists()
        cache.mkdir(exist_ok=True)
        (cache / NOTE).write_text(f"'{name}' (process {os.getpid()})", encoding="utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            (cache / NOTE).unlink()
            if new:
                cache.rmdir()  # if nothing was kept there


def _holder(folder: Path) -> str:
    """Return who holds a folder, as it says itself; it may be about to."""
    for _ in range(5):
        with suppress(OSError, UnicodeDecodeError):
            said = (folder / FOLDER / NOTE).read_text(encoding="utf-8")
            if said:
                return said
        time.sleep(0.02)
    return f"another run of wiki that holds {folder}"
