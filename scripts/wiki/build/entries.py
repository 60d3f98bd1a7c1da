"""The entries of a wiki, read and checked as far as their files are new: summaries stay in memory, the rest goes into the store."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from wiki.build.last_run import begin
from wiki.build.records import Packed, Summary, summarise
from wiki.build.world import World
from wiki.check.entries import check_entry
from wiki.disk.scan import entry_id
from wiki.disk.store import Store, digest, pack
from wiki.disk.workers import Run, spread
from wiki.link.graph import claims_by_target
from wiki.model import Body
from wiki.read.front_matter import read_file
from wiki.read.vocabulary import Vocabulary

Row = tuple[str, bytes, bytes]
NO_BODY = Body((), ())


def read_entries(world: World, run: Run, previous: World) -> set[str]:
    """Make the summaries of all entries; return the ids of those that were read anew or are gone."""
    paths = _take_keys(world, previous)
    todo = [(id_, world.keys[id_], path) for id_, path in sorted(paths.items())]
    gone = previous.keys.keys() - world.keys.keys()
    changed = paths.keys() | gone
    if changed:
        begin(world)
    known = {id_: data for id_, data in previous.summaries.data.items() if id_ not in changed}
    run.progress.start()
    for batch in spread(partial(_parse_batch, world.root, world.vocabulary, world.store), todo, run.jobs, world.store.reopen):
        known.update(batch)
        run.progress.count("read", len(known), len(world.keys))
    world.summaries = Packed(Summary, {id_: known[id_] for id_ in sorted(known)})
    for table in ("summary", "entry", "body"):
        world.store.delete(table, gone)
    stale = [f"{target}\0{id_}" for id_ in changed & previous.keys.keys() for target in _no_longer(id_, previous, world)]
    world.store.delete("claims", stale)
    if todo:
        run.progress.line(f"read {len(todo)} of {len(world.keys)} entries")
    return changed


def _take_keys(world: World, previous: World) -> dict[str, str]:
    """Give each entry its key; return id → path of those whose key is new."""
    before = previous.files if previous.base == world.base else {}
    keys = {}
    fresh = {}
    for path, each in world.files.items():
        if path.startswith("entries/"):
            id_ = entry_id(path)
            old = before.get(path)
            key = previous.keys.get(id_) if old and old[1] == each[1] else None
            keys[id_] = key or digest(world.base, path.encode(), each[1])
            if keys[id_] != previous.keys.get(id_):
                fresh[id_] = path
    world.keys = keys
    return fresh


def _no_longer(id_: str, before: World, after: World) -> set[str]:
    """Return the targets that an entry's claims no longer name."""
    old, new = ({target for target, _ in world.summaries[id_].claims} if id_ in world.summaries else set() for world in (before, after))
    return old - new


def _parse_batch(root: Path, vocabulary: Vocabulary, store: Store, batch: Sequence[tuple[str, bytes, str]]) -> list[tuple[str, bytes]]:
    tables: dict[str, list[Row]] = {"summary": [], "entry": [], "body": [], "claims": []}
    made = []
    for id_, key, path in batch:
        raw, problems = read_file(root, path)
        entry, more = check_entry(raw, vocabulary) if raw else (None, [])
        entry = None if any(each.severity == "error" for each in problems) else entry
        naming = {target: pickle.dumps(claims, 5) for target, claims in claims_by_target(entry).items()} if entry else {}
        summary = pack(tuple(summarise(path, entry, [*problems, *more], vocabulary, naming)))
        tables["summary"].append((id_, key, summary))
        if entry:
            tables["entry"].append((id_, key, pickle.dumps(replace(entry, body=NO_BODY), 5)))
            tables["body"].append((id_, key, pickle.dumps(entry.body, 5)))
            tables["claims"] += ((f"{target}\0{id_}", key, claims) for target, claims in naming.items())
        made.append((id_, summary))
    store.put_all(tables)
    return made
