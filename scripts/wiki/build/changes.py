"""How a world is moved on from the one before: what changed entries leave as it was is taken over, and facets move by the difference."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from wiki.build.facets import difference, facets_of_sources
from wiki.build.records import Links, Packed, Part, Summary, parts_of_links, parts_of_summary
from wiki.build.world import DERIVED, Flaws, World


def _called(world: World, id_: str) -> tuple[tuple[str, ...], object]:
    """Return by what an entry is found, and what messages on names say of it: its former ids, and all else."""
    summary = world.summaries.get(id_)
    return (summary.former, (summary.path, [alias[:3] for alias in summary.aliases])) if summary and summary.card[0] else ((), None)


def _replaced(old: Flaws, ids: Collection[str], new: Mapping[str, Summary | Links]) -> Flaws:
    """Return flaws by entry with those of `ids` replaced."""
    kept = {id_: found for id_, found in old.items() if id_ not in ids}
    return kept | {id_: record.problems for id_, record in new.items() if record.problems}


def take_over(world: World, previous: World, changed: Collection[str]) -> None:
    """Take over from an earlier world what changed entries leave as it was."""
    before, after = previous.summaries, world.summaries
    anew = {id_: after[id_] for id_ in (changed if previous.token else after) if id_ in after}
    world.aside = (previous.aside - anew.keys() - set(changed)) | {id_ for id_, summary in anew.items() if not summary.card[0]}
    world.flaws = _replaced(previous.flaws, {*changed, *anew}, anew)
    world.links, world.link_flaws = previous.links, previous.link_flaws
    called = [(_called(previous, id_), _called(world, id_)) for id_ in changed]
    world.renamed = not previous.token or any(old != new for old, new in called)
    if not previous.token or any(old[0] != new[0] for old, new in called):  # former ids: what is said of one counts for another
        return
    lost = ("names",) if world.renamed else ()
    world.parts = {name: data for name, data in previous.parts.items() if name not in lost}
    world.__dict__.update((name, previous.__dict__[name]) for name in DERIVED if name in previous.__dict__ and name not in lost)
    world.moved = set()
    for id_ in changed:
        former = world.names.former
        _move(world, parts_of_summary(id_, before.get(id_), former), parts_of_summary(id_, after.get(id_), former))
    if world.sources is not previous.sources:
        _move(world, *(facets_of_sources(each) for each in (previous, world)))


def relink(world: World, ids: Collection[str], links: Packed[Links]) -> None:
    """Put new links of entries, or none, in place of those before."""
    world.relinked = ids
    flawed = {}
    for id_ in ids:
        new = links.get(id_)
        _move(world, parts_of_links(id_, world.links.get(id_)), parts_of_links(id_, new))
        if new and new.problems:
            flawed[id_] = new
    world.link_flaws = _replaced(world.link_flaws, ids, flawed)
    world.links = links


def _move(world: World, old: Iterable[Part], new: Iterable[Part]) -> None:
    changes = difference(old, new)
    for facet, value in changes.items():
        world.facets[facet] = world.facets.get(facet, 0) + value
    if world.moved is not None:
        world.moved.update(changes)
