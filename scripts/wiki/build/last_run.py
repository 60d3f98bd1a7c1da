"""The world of the run before: read from the store when a run begins, written when it has ended.

The store has a record of each entry, and the state: which files it was made from, and what was derived from all records together.
A run takes the state away before it changes a record and writes it anew at its end. Where there is none, a run was broken off:
what was read and checked is still good by its key, but what was linked may have been linked with other names, and is not used.
"""

from __future__ import annotations

import marshal
import os
import pickle
from pathlib import Path

from wiki.build.records import Links, Packed, Summary
from wiki.build.world import World
from wiki.disk.store import Store, pack
from wiki.link.names import keep_names
from wiki.read.settings import Settings
from wiki.read.vocabulary import Vocabulary

TABLE = "derived"
PLAIN = ("base", "files", "evidence_files", "source_problems", "aside", "flaws", "link_flaws", "name_problems")


def remember(root: Path, store: Store) -> World:
    """Return the world of the run before."""
    rows = list(store.all("summary"))
    summaries = Packed(Summary, {id_: data for id_, _, data in rows})
    world = World(root, Settings(), Vocabulary(), store, keys={id_: key for id_, key, _ in rows}, summaries=summaries)
    state = store.keyed(TABLE, "state")
    if state is None:
        return world
    count, linked, *plain = marshal.loads(state[1])  # noqa: S302 - our own, checked
    parts = {name: store.get(TABLE, name) for name in ("names", "facets", "sources")}
    links = Packed(Links, {id_: data for id_, _, data in store.all("linked")})
    if (len(summaries), len(links)) != (count, linked) or None in parts.values():
        return world
    for name, value in zip(PLAIN, plain, strict=True):
        setattr(world, name, value)
    world.links, world.token = links, state[0]
    world.parts = {name: data for name, data in parts.items() if data is not None}
    world.sources = pickle.loads(world.parts.pop("sources"))  # noqa: S301 - our own, checked
    return world


def is_current(world: World) -> bool:
    """Tell whether the store still has the state of this world, and no other process has changed it since."""
    state = world.store.keyed(TABLE, "state")
    return state is not None and state[0] == world.token


def begin(world: World) -> None:
    """Take the state away, before a record is changed."""
    if world.token:
        world.store.delete(TABLE, ["state"])
        world.token = b""


def settle(world: World, previous: World) -> None:
    """Write the state at the end of a run, as far as it is not that of the run before."""
    if world.token and world.files == previous.files:
        return
    parts = {"state": pack((len(world.summaries), len(world.links), *(getattr(world, name) for name in PLAIN)))}
    if world.renamed:
        parts["names"] = keep_names(world.names)
    if world.moved != set():
        parts["facets"] = pack(world.facets)
    if world.sources is not previous.sources:
        parts["sources"] = pickle.dumps(world.sources, 5)
    world.token = os.urandom(16)
    world.store.put(TABLE, [(name, world.token, data) for name, data in parts.items()])
