"""The sources of a wiki and their evidence, checked as far as their files are new."""

from __future__ import annotations

import pickle
from collections.abc import Mapping

from wiki.build.records import problem_rows
from wiki.build.world import World
from wiki.check.sources import check_source
from wiki.disk.scan import EVIDENCE, entry_id
from wiki.disk.store import digest
from wiki.evidence.files import read_evidence
from wiki.model import Source
from wiki.model.problems import Problem
from wiki.read.front_matter import read_file

Row = tuple[str, bytes, bytes]


def take_sources(world: World, previous: World) -> None:
    """Check sources and evidence, if any of them is new."""
    seeds, before = (
        {path: each[1] for path, each in files.items() if path.startswith("seeds/")} for files in (world.files, previous.files)
    )
    world.evidence_files = {path[6:].removesuffix(EVIDENCE): content for path, content in seeds.items() if path.endswith(EVIDENCE)}
    if previous.token and seeds == before and world.base == previous.base:
        world.sources, world.source_problems = previous.sources, previous.source_problems
        return
    world.sources, problems = _sources(world, seeds)
    world.source_problems = problem_rows([*problems, *_check_evidence(world)])


def _sources(world: World, seeds: Mapping[str, bytes]) -> tuple[dict[str, Source], list[Problem]]:
    """Check the source records; of each the store has what came of it."""
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    known = {id_: (key, data) for id_, key, data in world.store.all("sources")}
    fresh: list[Row] = []
    for path, content in seeds.items():
        if path.endswith(EVIDENCE):
            continue
        id_, key = entry_id(path), digest(world.base, path.encode(), content)
        if id_ in known and known[id_][0] == key:
            source, found = pickle.loads(known[id_][1])  # noqa: S301 - our own, checked
        else:
            raw, found = read_file(world.root, path)
            source, more = check_source(raw, world.vocabulary) if raw else (None, [])
            source = None if any(each.severity == "error" for each in found) else source
            found = [*found, *more]
            fresh.append((id_, key, pickle.dumps((source, found))))
        problems += found
        if source is not None:
            sources[id_] = source
    if fresh:
        world.store.put("sources", fresh)
    return sources, problems


def _check_evidence(world: World) -> list[Problem]:
    """Each evidence file is whole and belongs to the text that its record names; read only when it is new."""
    problems: list[Problem] = []
    for key, content in world.evidence_files.items():
        source = world.sources.get(key)
        if source is None:
            continue
        state = digest(content, repr(source.file).encode())
        kept = world.store.get("evidence", key, state)
        if kept is None:
            evidence, found = read_evidence(world.root, source)
            world.evidence_read[key] = evidence
            kept = pickle.dumps(found)
            world.store.put("evidence", [(key, state, kept)])
        problems += pickle.loads(kept)  # noqa: S301 - our own, checked
    return problems
