"""The incremental build: which files changed, what follows from that, and the work of it spread over all cores.

A cold build is the same with an empty store. The stages are those of pipeline.py: their functions are called here for one entry
at a time, and what they return is kept in the store by the content it was made from.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from wiki.build.changes import take_over
from wiki.build.entries import read_entries
from wiki.build.last_run import is_current, remember, settle
from wiki.build.links import check_all_names, link_changed
from wiki.build.page_links import check_hand_links, resolved
from wiki.build.sources import take_sources
from wiki.build.world import World
from wiki.disk.layout import CONFIG
from wiki.disk.lock import alone
from wiki.disk.plain_files import plain_bytes
from wiki.disk.scan import scan
from wiki.disk.store import DamagedStoreError, Store, code_version, digest
from wiki.disk.workers import Run
from wiki.model.problems import Problem
from wiki.read.settings import read_settings
from wiki.read.vocabulary import PATH as VOCABULARY
from wiki.read.vocabulary import read_vocabulary


@dataclass
class Checked:
    """The wiki after reading, checking and linking, and every problem found."""

    world: World
    problems: tuple[Problem, ...]


def check_world(root: Path, run: Run, as_of: str = "", previous: World | None = None) -> Checked:
    """Read, check and link what has changed since the last run; nothing but the store is written.

    A damaged store is thrown away on the way.

    `as_of`, if given, stands in place of mkdocs.yml's `as-of`. `previous` is the world of an earlier run in this process, which saves
    reading the store.
    """

    def work(known: World | None) -> Checked:
        if known and not known.store.stands():
            known.store.close()
            known = None
        store = known.store if known else Store(root, code_version())
        return check_with(store, root, run, as_of, known if known and is_current(known) else None)

    with alone([root]):
        return soundly(work, root, previous)


def check_with(store: Store, root: Path, run: Run, as_of: str, kept: World | None = None) -> Checked:
    """Read, check and link what has changed since the store was written, or since the world that is kept."""
    previous = kept or remember(root, store)
    settings = _kept(store, "settings", _digest_of(root, CONFIG, as_of), lambda: read_settings(root, as_of))
    base = vocabulary_digest(root)
    vocabulary, problems = _kept(store, "vocabulary", base, lambda: read_vocabulary(root))
    files, found = scan(root, previous.files)
    world = World(root, settings, vocabulary, store, base, files, token=previous.token)
    problems = [*problems, *settings.problems, *found]
    take_sources(world, previous)
    changed = read_entries(world, run, previous)
    take_over(world, previous, changed)
    link_changed(world, changed, run, previous)
    check_all_names(world, changed, previous)
    settle(world, previous)
    if kept is None:
        world.moved = None  # what has moved since a run that this process has not seen is not all that has moved since one that it has
    rows = (world.source_problems, world.name_problems, *world.flaws.values(), *world.link_flaws.values())
    problems += resolved(world, [Problem(*row) for each in rows for row in each])
    problems += check_hand_links(world)
    return Checked(world, tuple(sorted(set(problems))))


Result = TypeVar("Result")


def soundly(work: Callable[[World | None], Result], root: Path, previous: World | None = None) -> Result:
    """Do work on the store; if that turns out to be damaged, throw it away and do the work again from nothing."""
    try:
        return work(previous)
    except (DamagedStoreError, sqlite3.DatabaseError):
        if previous:
            previous.store.close()  # while its file is there
        Store(root, code_version()).discard()
        return work(None)


def vocabulary_digest(root: Path) -> bytes:
    """Return a digest of the vocabulary's file."""
    return _digest_of(root, VOCABULARY)


def _digest_of(root: Path, path: str, more: str = "") -> bytes:
    data, fault = plain_bytes(root, path)
    return digest(data, fault.encode(), more.encode())


def _kept(store: Store, name: str, key: bytes, make: Callable[[], Result]) -> Result:
    """Return what the store has of this key, or else make it."""
    data = store.get("meta", name, key)
    if data is None:
        data = pickle.dumps(make(), 5)
        store.put("meta", [(name, key, data)])
    return pickle.loads(data)  # type: ignore[no-any-return]  # noqa: S301 - our own, checked
