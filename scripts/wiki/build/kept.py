"""What the store has of a wiki, loaded when it is asked for."""

from __future__ import annotations

import marshal
import pickle
from collections.abc import Iterable, Iterator
from itertools import starmap
from typing import Any

from wiki.build.records import number, number_of
from wiki.build.world import World
from wiki.disk.store import DamagedStoreError, digest
from wiki.evidence import Evidence
from wiki.evidence.files import read_evidence
from wiki.link.graph import Link, LinkedEntry
from wiki.model import Body, Claim, Entry


def load_body(world: World, id_: str) -> Body:
    """Load the body of an entry as it was parsed."""
    return _loaded(world.store.get("body", id_, world.keys[id_]))  # type: ignore[no-any-return]


def load_entry(world: World, id_: str) -> Entry:
    """Load an entry without its body, which linking has turned into pieces."""
    return _loaded(world.store.get("entry", id_, world.keys[id_]))  # type: ignore[no-any-return]


def load_linked(world: World, id_: str) -> LinkedEntry:
    """Load an entry with its linked body."""
    data = world.store.get("pieces", id_)
    if data is None or digest(data) != world.links[id_].content:
        raise DamagedStoreError(id_)
    return LinkedEntry(load_entry(world, id_), *pickle.loads(data))  # noqa: S301 - our own, checked


def load_evidence(world: World, key: str) -> Evidence | None:
    """Load the evidence of a source; what is wrong in the file was reported when it was scanned."""
    if key not in world.evidence_read:
        source = world.sources.get(key) if key in world.evidence_files else None
        world.evidence_read[key] = read_evidence(world.root, source)[0] if source else None
    return world.evidence_read[key]


def claims_naming(world: World, id_: str) -> Iterator[Claim]:
    """Load the claims of other entries that name this one (or one of its former ids), by entry and place."""
    for data in _rows(world, "claims", (id_, *world.old_ids.get(id_, ())), f"in:{id_}"):
        yield from pickle.loads(data)  # noqa: S301 - our own, checked


def links_to(world: World, id_: str) -> Iterator[Link]:
    """Load the links to an entry, by page and place."""
    for data in _rows(world, "links", (id_,), f"back:{id_}"):
        yield from starmap(Link, marshal.loads(data))  # noqa: S302 - our own, checked


def _rows(world: World, table: str, ids: Iterable[str], facet: str) -> list[bytes]:
    """Load what entries contribute to a facet; together it must hash to the facet, or some of it is lost or damaged."""
    found = [row for id_ in ids for row in world.store.some(table, f"{id_}\0")]
    if sum(number(data) ^ number_of(source) for source, data in found) != world.facets.get(facet, 0):
        raise DamagedStoreError(facet)
    return [data for _, data in found]


def _loaded(data: bytes | None) -> Any:
    if data is None:
        raise DamagedStoreError
    return pickle.loads(data)  # noqa: S301 - our own, checked
