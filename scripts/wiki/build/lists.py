"""Draws the lists whose rows have changed: a group of pages is planned anew if what it depends on has, a page drawn if its plan has."""

from __future__ import annotations

import marshal
import pickle
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from wiki.build.kept import load_evidence
from wiki.build.records import number, number_of
from wiki.build.world import World
from wiki.disk.files import write_if_changed
from wiki.disk.store import DamagedStoreError, digest, pack
from wiki.disk.workers import Run, spread
from wiki.link.graph import Graph
from wiki.pages.lists import TYPES, page_groups
from wiki.pages.plan import Group, Row


class Planned(NamedTuple):
    """What is kept of a group: the key of all it depends on, its pages (path → digest of the plan), and what they told."""

    key: bytes
    pages: dict[str, bytes]
    told: dict[str, tuple[Any, ...]]


Todo = tuple[Group, Planned]
"""A group to be planned, with its key and the pages that it had."""


class Lists:
    """The lists of one run. `intact` tells whether a page stands as a plan (by digest) had it drawn."""

    def __init__(
        self, world: World, graph: Graph, frame: bytes, docs: Path, hand: Collection[str], intact: Callable[[str, bytes], bool]
    ) -> None:
        self.world, self.graph, self.frame, self.docs, self.hand, self.intact = world, graph, frame, docs, hand, intact
        self.totals = self._totals()
        self.planned: dict[str, Planned] = {}
        self.told: dict[str, tuple[Any, ...]] = {}

    @property
    def pages(self) -> dict[str, bytes]:
        """Every list there is: path in docs/ → digest of its plan."""
        return {path: content for each in self.planned.values() for path, content in each.pages.items()}

    def records(self) -> Iterator[tuple[str, bytes, bytes]]:
        """Yield what the store is to keep."""
        for name, (key, pages, told) in self.planned.items():
            yield name, key, pack((pages, told))

    def draw(self, run: Run) -> list[str]:
        """Draw what is not as it should be to docs/; return the paths of the pages drawn."""
        todo: list[Todo] = []
        store = self.world.store
        known = {name: Planned(key, *marshal.loads(data)) for name, key, data in store.all("groups")}  # noqa: S302 - our own, checked
        for group, key in self._keyed():
            old = known.get(group.name, Planned(b"", {}, {}))
            if old.key == key and all(self.intact(path, content) for path, content in old.pages.items()):
                self._take(group, old)
            else:
                todo.append((group, old._replace(key=key)))
        drawn: list[str] = []
        for telling in (False, True):
            now = [each for each in todo if each[0].telling == telling]
            for (group, _), (planned, paths) in zip(now, spread(self._draw, now, run.jobs, store.reopen, 1), strict=True):
                self._take(group, planned)
                drawn += paths
        return drawn

    def _take(self, group: Group, planned: Planned) -> None:
        self.planned[group.name] = planned
        self.told |= planned.told

    def _draw(self, todo: Sequence[Todo]) -> tuple[Planned, list[str]]:
        """Write what has changed of a group's pages to docs/; return the group as it is now, and the paths of the pages written."""
        ((group, (key, known, _)),) = todo
        planned, drawn = Planned(key, {}, {}), []
        for plan in group.plan():
            if plan.path not in self.hand:
                content = planned.pages[plan.path] = digest(self.frame, pickle.dumps(plan))
                if plan.told:
                    planned.told[plan.path] = plan.told
                if known.get(plan.path) != content or not self.intact(plan.path, content):
                    write_if_changed(self.docs / plan.path, plan.draw(self.graph).text.encode())
                    drawn.append(plan.path)
        return planned, drawn

    # --- what they depend on

    def _totals(self) -> dict[str, int]:
        """Return a hash of the rows of each channel."""
        totals: dict[str, int] = defaultdict(int)
        for id_, made in self.world.made.items():
            own = number_of(id_)
            for channel, hashed in made.rows:
                totals[channel] += hashed ^ own
        return totals

    def _keyed(self) -> Iterator[tuple[Group, bytes]]:
        """Yield each group with the key of all that it depends on."""
        world, graph = self.world, self.graph
        names = number(pack(sorted(graph.names.former.items()))) ^ number(
            pack(sorted(item for item in graph.names.linked.items() if len(item[1]) > 1))
        )
        every = repr(sorted(graph.sources.items()))
        for group in page_groups(graph, self._rows, partial(load_evidence, world), self.totals, self.told):
            source = graph.sources.get(group.name.partition(":")[2])
            inputs = (
                *(self.totals.get(channel, 0) for channel in group.channels),
                names if group.named else 0,
                repr(source) if source else "",
                every if group.name == "sources" else "",
                tuple(world.evidence_files.get(key, b"") for key in group.evidence),
            )
            yield group, digest(self.frame, *(repr(each).encode() for each in inputs))

    @lru_cache(maxsize=4)  # noqa: B019 - lives as long as one run
    def _rows(self, channel: str) -> Sequence[Row]:
        of = TYPES[channel.partition(":")[0]]
        rows = self.world.store.some("rows", f"{channel}\0")
        if sum(number(data) ^ number_of(id_) for id_, data in rows) != self.totals.get(channel, 0):
            raise DamagedStoreError(channel)
        return [of(*row) for _, data in rows for row in marshal.loads(data)]  # noqa: S302 - our own, checked
