"""What is due for a new look in the whole wiki."""

from __future__ import annotations

from collections.abc import Iterator

from wiki.build.kept import load_entry
from wiki.build.world import World
from wiki.judge.due import check_due
from wiki.model.problems import Problem


def due_in(world: World) -> Iterator[Problem]:
    """Yield what is due for a new look at the wiki's `as-of` date; every entry is loaded for it."""
    for id_ in world.whole:
        yield from check_due(load_entry(world, id_), world.vocabulary, world.settings.as_of, world.sources.get)
