"""The incremental build: which files changed, what follows from that, and the work of it spread over all cores.

A cold build is the same with an empty store. The stages are those of pipeline.py: their functions are called here for one entry
at a time, and what they return is kept in the store by the content it was made from.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from wiki.build.changes import relink, take_over
from wiki.build.kept import load_body, load_entry
from wiki.build.last_run import begin, is_current, remember, settle
from wiki.build.records import Links, Packed, Summary, number, problem_rows, summarise
from wiki.build.traced import Traced, TracedEvidence
from wiki.build.world import World, named
from wiki.check.entries import check_entry
from wiki.check.sources import check_source
from wiki.disk.layout import CONFIG
from wiki.disk.lock import alone
from wiki.disk.plain_files import plain_bytes
from wiki.disk.scan import EVIDENCE, entry_id, scan
from wiki.disk.store import DamagedStoreError, Store, code_version, digest, pack
from wiki.disk.workers import Progress, Silence, cores, spread
from wiki.evidence.files import read_evidence
from wiki.link.graph import claims_by_target, links_by_target
from wiki.link.links import link_entry
from wiki.link.names import APART, check_names, written_forms
from wiki.link.summaries import named_texts
from wiki.model import Body, Entry, Source, Text, WikiLink
from wiki.model.problems import Problem
from wiki.read.front_matter import read_file
from wiki.read.settings import read_settings
from wiki.read.vocabulary import PATH as VOCABULARY
from wiki.read.vocabulary import Vocabulary, read_vocabulary
from wiki.verify import verify_linked

Row = tuple[str, bytes, bytes]
NO_BODY = Body((), ())


@dataclass(frozen=True)
class Run:
    """How a build is run: on how many cores, and whom it tells."""

    jobs: int
    progress: Progress


def quiet(jobs: int | None = None) -> Run:
    """Return a run that says nothing."""
    return Run(jobs or cores(), Silence())


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
    _take_sources(world, previous)
    changed = _parse(world, run, previous)
    take_over(world, previous, changed)
    _link(world, changed, run, previous)
    _check_names(world, changed, previous)
    settle(world, previous)
    if kept is None:
        world.moved = None  # what has moved since a run that this process has not seen is not all that has moved since one that it has
    rows = (world.source_problems, world.name_problems, *world.flaws.values(), *world.link_flaws.values())
    problems += [Problem(*row) for each in rows for row in each]
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


# --- sources and evidence ----------------------------------------------------------------------------------------------


def _take_sources(world: World, previous: World) -> None:
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


# --- read and check ---------------------------------------------------------------------------------------------------


def _parse(world: World, run: Run, previous: World) -> set[str]:
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


# --- link -------------------------------------------------------------------------------------------------------------


def _link(world: World, changed: set[str], run: Run, previous: World) -> None:
    """Link the entries that changed, those whose text holds a name that changed, and those that asked of what changed."""
    if not previous.token:
        for table in ("linked", "pieces", "texts", "links"):
            world.store.clear(table)
    known, whole = world.links, set(world.whole)
    again = (
        changed | _with_names(world, previous, changed) | _that_asked(world) | {id_ for id_ in world.link_flaws if _has_errors(world, id_)}
    )
    todo = [id_ for id_ in world.whole if id_ in again or id_ not in known]
    gone = known.keys() - whole
    if todo or gone:
        begin(world)
        _ = world.names, world.facets  # before the fork, and of the links that were
    for table in ("linked", "pieces", "texts"):
        world.store.delete(table, gone)
    links = Packed(Links, {id_: data for id_, data in known.data.items() if id_ in whole})
    run.progress.start()
    done = len(whole) - len(todo)
    for batch in spread(partial(_link_batch, world), todo, run.jobs, world.store.reopen):
        links.data.update(batch)
        done += len(batch)
        run.progress.count("link", done, len(whole))
    stale = [f"{target}\0{id_}" for id_ in {*gone, *todo} & known.keys() for target in _unlinked(known[id_], links.get(id_))]
    world.store.delete("links", stale)
    relink(world, {*todo, *gone}, links)
    if todo:
        run.progress.line(f"linked {len(todo)} of {len(whole)} entries")


def _that_asked(world: World) -> set[str]:
    """Return the entries that asked of what is not as it was."""
    asking = world.links if world.moved is None else world.links.holding(world.moved)
    return {id_ for id_ in asking if not world.still(world.links[id_].asked, world.links[id_].answers)}


def _has_errors(world: World, id_: str) -> bool:
    """An error names the nearest valid form, which any new name may change."""
    return any(severity == "error" for *_, severity in world.link_flaws[id_])


def _unlinked(before: Links, after: Links | None) -> set[str]:
    """Return the targets that an entry no longer links to."""
    return {target for target, _ in before.targets} - {target for target, _ in (after.targets if after else ())}


def _link_batch(world: World, batch: Sequence[str]) -> list[tuple[str, bytes]]:
    tables: dict[str, list[Row]] = {"pieces": [], "links": [], "texts": [], "linked": []}
    made = []
    aside = world.aside | world.sources_aside
    for id_ in batch:
        entry = replace(load_entry(world, id_), body=load_body(world, id_))
        traced = Traced(world)
        linked, problems = link_entry(entry, traced, aside)
        linked, unfound = verify_linked(linked, traced, TracedEvidence(traced))
        problems += unfound
        pieces = pickle.dumps((linked.pieces, linked.links, linked.unlinked, linked.answers, linked.amounts), 5)
        asked = tuple(traced.asked)
        by_target = {target: pack([tuple(link) for link in found_]) for target, found_ in sorted(links_by_target(linked).items())}
        links = Links(
            tuple((target, number(data)) for target, data in by_target.items()),
            digest(pieces),
            problem_rows(problems),
            asked,
            world.answers(asked),
        )
        packed = pack(tuple(links))
        tables["pieces"].append((id_, b"", pieces))
        tables["links"] += ((f"{target}\0{id_}", b"", data) for target, data in by_target.items())
        tables["texts"].append((id_, b"", _plain_text(entry).encode()))
        tables["linked"].append((id_, b"", packed))
        made.append((id_, packed))
    world.store.put_all(tables)
    return made


def _plain_text(entry: Entry) -> str:
    """Return everything in which a name may be found: the plain text of the body, targets of links, the summary, texts of claims."""
    parts = [piece.text if isinstance(piece, Text) else piece.target for piece in entry.body.pieces if isinstance(piece, Text | WikiLink)]
    return APART.join([*parts, *named_texts(entry)]).replace("\n", " ")


def _with_names(world: World, previous: World, changed: set[str]) -> set[str]:
    """Return the entries whose text holds a name that has come, gone or changed hands."""
    needles: set[str] = set()
    for id_ in changed if world.renamed else ():
        old, new = (_strings(id_, summaries.get(id_)) for summaries in (previous.summaries, world.summaries))
        needles |= {text for text, _ in old ^ new}
    if not needles:
        return set()
    if len(needles) > 2000:
        return set(world.whole)
    wanted = [needle.encode() for needle in needles]
    texts = {id_: data for id_, _, data in world.store.all("texts")}
    return {id_ for id_ in world.whole if id_ not in texts or any(each in texts[id_] for each in wanted)}


def _check_names(world: World, changed: set[str], previous: World) -> None:
    """Check all names, if one has changed or one that something is wrong with stands on another line."""
    wrong = {path for path, *_ in previous.name_problems}
    pairs = [(previous.summaries.get(id_), world.summaries.get(id_)) for id_ in changed]
    if world.renamed or any(old and new and new.path in wrong and _places(old) != _places(new) for old, new in pairs):
        world.name_problems = problem_rows(check_names({id_: named(id_, world.summaries[id_]) for id_ in world.whole}))
    else:
        world.name_problems = previous.name_problems


def _places(summary: Summary) -> object:
    return summary.title_at, summary.aliases


def _strings(id_: str, summary: Summary | None) -> set[tuple[str, bool]]:
    """Return the strings by which links find an entry, with whether plain mentions are linked."""
    if summary is None or not summary.card[0]:
        return set()
    found = {(id_, True)} | {(old, True) for old in summary.former}
    for text, _, linked, _, _ in summary.aliases:
        found |= {(form, linked) for form in (text, *written_forms(text))}
    return found
