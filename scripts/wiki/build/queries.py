"""What is asked of the whole wiki at once."""

from __future__ import annotations

from collections.abc import Iterator

from wiki.build.kept import load_entry
from wiki.build.world import World
from wiki.judge.due import check_due
from wiki.model.problems import Problem
from wiki.publish.name_index import SearchRow


def search_rows(world: World) -> Iterator[SearchRow]:
    """Yield what results show of the entries of a wiki."""
    for id_ in world.whole:
        summary = world.summaries[id_]
        kind = world.vocabulary.kinds[summary.card[0]].label
        names = tuple(dict.fromkeys(text for text, origin, *_ in summary.aliases if origin != "title"))
        yield SearchRow(id=id_, title=summary.card[2], kind=kind, url=f"wiki/{id_}/", summary=summary.card[3], names=names)


def due_in(world: World) -> Iterator[Problem]:
    """Yield what is due for a new look at the wiki's `as-of` date; every entry is loaded for it."""
    for id_ in world.whole:
        yield from check_due(load_entry(world, id_), world.vocabulary, world.settings.as_of, world.sources.get)
