"""The incremental build: which files changed, what follows from that, and the work of it spread over all cores.

A cold build is the same with an empty store. The stages are those of pipeline.py: their functions are called here for one entry
at a time, and what they return is kept in the store by the content it was made from.
"""

from __future__ import annotations

import marshal
import pickle
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

from wiki.checking import check_entry
from wiki.evidence.files import read_evidence
from wiki.graph import LinkedEntry, claims_by_target, links_by_target
from wiki.linking import link_entry
from wiki.model import Body, Entry, Source, Text, WikiLink
from wiki.names import check_names, written_forms
from wiki.outputs import stamp_of
from wiki.parallel import Progress, Silence, cores, spread
from wiki.problems import Problem
from wiki.reading import read_file
from wiki.scanning import EVIDENCE, entry_id, scan
from wiki.settings import read_settings
from wiki.sources import check_source
from wiki.store import DamagedStoreError, Store, digest, pack
from wiki.summaries import named_texts
from wiki.verifying import verify_linked
from wiki.vocabulary import Vocabulary, read_vocabulary
from wiki.world import Links, Summary, Traced, TracedEvidence, World, number, summarise

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
    return soundly(lambda known: _check_world(root, run, as_of, known), root, previous)


def _check_world(root: Path, run: Run, as_of: str, previous: World | None) -> Checked:
    settings = read_settings(root, as_of)
    vocabulary, problems = read_vocabulary(root)
    problems += settings.problems
    store = previous.store if previous else Store(root, code_version())
    world = World(root, settings, vocabulary, {}, store)
    files, found = scan(root, store)
    problems += found
    world.sources, found = _sources(world, files)
    problems += found
    world.evidence_files = {path[6:].removesuffix(EVIDENCE): content for path, content in files.items() if path.endswith(EVIDENCE)}
    problems += _check_evidence(world)
    changed = _parse(world, files, run, previous)
    _link(world, changed, run, previous)
    world.made = previous.made if previous else {}
    problems += [each for summary in world.summaries.values() for each in _problems(summary.problems)]
    problems += [each for links in world.links.values() for each in _problems(links.problems)]
    if previous and world.moved is not None:  # no name has changed
        world.name_problems = previous.name_problems
    else:
        world.name_problems = tuple(check_names({id_: world.named(id_) for id_ in world.whole}))
    problems += world.name_problems
    return Checked(world, tuple(sorted(set(problems))))


Result = TypeVar("Result")


def soundly(work: Callable[[World | None], Result], root: Path, previous: World | None = None) -> Result:
    """Do work on the store; if that turns out to be damaged, throw it away and do the work again from nothing."""
    try:
        return work(previous)
    except (DamagedStoreError, sqlite3.DatabaseError):
        Store(root, code_version()).discard()
        return work(None)


@lru_cache(maxsize=1)
def code_version() -> bytes:
    """Return a digest of this package: what another version of it made counts for nothing."""
    package = Path(__file__).parent
    files = sorted(file for pattern in ("**/*.py", "templates/*", "theme/**/*") for file in package.glob(pattern) if file.is_file())
    return digest(*(part for file in files if "__pycache__" not in file.parts for part in (file.name.encode(), file.read_bytes())))


# --- sources and evidence ----------------------------------------------------------------------------------------------


def _sources(world: World, files: dict[str, bytes]) -> tuple[dict[str, Source], list[Problem]]:
    """Check the source records; there are few enough to do without the store's help beyond one record each."""
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    base = vocabulary_digest(world.root)
    known = {id_: (key, data) for id_, key, data in world.store.all("sources")}
    fresh: list[Row] = []
    for path, content in files.items():
        if not path.startswith("seeds/") or path.endswith(EVIDENCE):
            continue
        id_, key = entry_id(path), digest(base, path.encode(), content)
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


@lru_cache(maxsize=8)
def _read_digest(path: Path, stamp: tuple[int, ...]) -> bytes:
    del stamp
    return digest(path.read_bytes())


def vocabulary_digest(root: Path) -> bytes:
    """Return a digest of the vocabulary's file."""
    file = root / "entries" / "vocabulary.yml"
    return _read_digest(file, stamp_of(file.stat())) if file.is_file() else b""


# --- read and check ---------------------------------------------------------------------------------------------------


def _parse(world: World, files: dict[str, bytes], run: Run, previous: World | None) -> set[str]:
    """Make the summaries of all entries; return the ids of those that were read anew or are gone."""
    base = vocabulary_digest(world.root)
    keys = {entry_id(path): (digest(base, path.encode(), content), path) for path, content in files.items() if path.startswith("entries/")}
    known: dict[str, Summary] = {}
    before: dict[str, Summary] = {}
    for id_, key, summary in _known_summaries(world.store, previous):
        before[id_] = summary
        if id_ in keys and keys[id_][0] == key:
            known[id_] = summary
    world.before = before
    world.keys = {id_: key for id_, (key, _) in keys.items()}
    todo = [(id_, key, path) for id_, (key, path) in keys.items() if id_ not in known]
    run.progress.start()
    work = partial(_parse_batch, world.root, world.vocabulary, world.store)
    for batch in spread(work, todo, run.jobs, world.store.reopen):
        known.update(batch)
        run.progress.count("read", len(known), len(keys))
    gone = before.keys() - keys.keys()
    for table in ("summary", "entry", "body"):
        world.store.delete(table, gone)
    stale = [
        f"{target}\0{id_}" for id_ in {*gone, *(id_ for id_, _, _ in todo)} & before.keys() for target in _no_longer(id_, before, known)
    ]
    world.store.delete("claims", stale)
    world.summaries = {id_: known[id_] for id_ in sorted(keys)}
    world.forget()
    if todo:
        run.progress.line(f"read {len(todo)} of {len(keys)} entries")
    return {id_ for id_, _, _ in todo} | gone


def _known_summaries(store: Store, previous: World | None) -> Iterator[tuple[str, bytes, Summary]]:
    if previous:
        yield from ((id_, previous.keys[id_], summary) for id_, summary in previous.summaries.items())
    else:
        yield from ((id_, key, Summary(*marshal.loads(data))) for id_, key, data in store.all("summary"))  # noqa: S302 - our own, checked


def _no_longer(id_: str, before: dict[str, Summary], after: dict[str, Summary]) -> set[str]:
    """Return the targets that an entry's claims no longer name."""
    named = {target for target, _ in after[id_].claims} if id_ in after else set()
    return {target for target, _ in before[id_].claims} - named


def _parse_batch(root: Path, vocabulary: Vocabulary, store: Store, batch: Sequence[tuple[str, bytes, str]]) -> list[tuple[str, Summary]]:
    tables: dict[str, list[Row]] = {"summary": [], "entry": [], "body": [], "claims": []}
    made = []
    for id_, key, path in batch:
        raw, problems = read_file(root, path)
        entry, more = check_entry(raw, vocabulary) if raw else (None, [])
        entry = None if any(each.severity == "error" for each in problems) else entry
        naming = {target: pickle.dumps(claims, 5) for target, claims in claims_by_target(entry).items()} if entry else {}
        summary = summarise(path, entry, [*problems, *more], vocabulary, naming)
        tables["summary"].append((id_, key, pack(tuple(summary))))
        if entry:
            tables["entry"].append((id_, key, pickle.dumps(replace(entry, body=NO_BODY), 5)))
            tables["body"].append((id_, key, pickle.dumps(entry.body, 5)))
            tables["claims"] += ((f"{target}\0{id_}", key, claims) for target, claims in naming.items())
        made.append((id_, summary))
    for table in ("entry", "body", "claims", "summary"):  # the summary last: where it is, the rest is
        store.put(table, tables[table])
    return made


def _problems(rows: Iterable[tuple[object, ...]]) -> Iterator[Problem]:
    return (Problem(*row) for row in rows)  # type: ignore[arg-type]


# --- link -------------------------------------------------------------------------------------------------------------


def _link(world: World, changed: set[str], run: Run, previous: World | None) -> None:
    """Link the entries that changed, those whose text holds a name that changed, and those that asked of what changed."""
    if previous:
        world.take_over(previous, changed)
    same = world.moved is not None
    before, after = (b"", b"") if same else (_names_digest(world.before), _names_digest(world.summaries))
    trusted = same or world.store.get("meta", "names") == before
    known = _known_links(world.store, previous) if trusted else {}
    world.links = {}
    touched = _with_names(world, changed) if before != after else set()
    whole = set(world.whole)
    todo = [
        id_ for id_ in world.whole
        if id_ in changed or id_ in touched or id_ not in known or _has_errors(known[id_]) or not world.still(known[id_].asked, known[id_].answers)
    ]  # fmt: skip
    fresh = set(todo)
    world.links = {id_: known[id_] for id_ in world.whole if id_ in known and id_ not in fresh}
    gone = known.keys() - whole
    for table in ("linked", "pieces", "texts"):
        world.store.delete(table, gone)
    run.progress.start()
    for batch in spread(partial(_link_batch, world), todo, run.jobs, world.store.reopen):
        for id_, links in batch:
            world.links[id_] = links
        run.progress.count("link", len(world.links), len(whole))
    stale = [f"{target}\0{id_}" for id_ in (gone | fresh) & known.keys() for target in _unlinked(known[id_], world.links.get(id_))]
    world.store.delete("links", stale if trusted else [])
    if before != after or not trusted:
        world.store.put("meta", [("names", b"", after)])
    world.links = {id_: world.links[id_] for id_ in world.whole}
    if same:
        world.relink(known, todo)
    else:
        world.forget()
    if todo:
        run.progress.line(f"linked {len(todo)} of {len(whole)} entries")


def _has_errors(links: Links) -> bool:
    """An error names the nearest valid form, which any new name may change."""
    return any(severity == "error" for *_, severity in links.problems)


def _known_links(store: Store, previous: World | None) -> dict[str, Links]:
    if previous:
        return dict(previous.links)
    return {id_: Links(*marshal.loads(data)) for id_, _, data in store.all("linked")}  # noqa: S302 - our own, checked


def _unlinked(before: Links, after: Links | None) -> set[str]:
    """Return the targets that an entry no longer links to."""
    return {target for target, _ in before.targets} - {target for target, _ in (after.targets if after else ())}


def _link_batch(world: World, batch: Sequence[str]) -> list[tuple[str, Links]]:
    tables: dict[str, list[Row]] = {"pieces": [], "links": [], "texts": [], "linked": []}
    made = []
    for id_ in batch:
        entry = replace(world.entry(id_), body=world.body(id_))
        traced = Traced(world)
        linked, problems = link_entry(entry, traced, world.aside)
        linked, unfound = verify_linked(linked, traced, TracedEvidence(traced))
        problems += unfound
        pieces = pickle.dumps((linked.pieces, linked.links, linked.unlinked, linked.answers, linked.amounts), 5)
        found = tuple((p.path, p.line, p.column, p.rule, p.message, p.severity) for p in problems)
        asked = tuple(traced.asked)
        by_target = {target: pack([tuple(link) for link in found_]) for target, found_ in sorted(links_by_target(linked).items())}
        links = Links(
            tuple((target, number(data)) for target, data in by_target.items()), digest(pieces), found, asked, world.answers(asked)
        )
        tables["pieces"].append((id_, b"", pieces))
        tables["links"] += ((f"{target}\0{id_}", b"", data) for target, data in by_target.items())
        tables["texts"].append((id_, b"", _plain_text(entry).encode()))
        tables["linked"].append((id_, b"", pack(tuple(links))))
        made.append((id_, links))
    for table, rows in tables.items():
        world.store.put(table, rows)
    return made


def _plain_text(entry: Entry) -> str:
    """Return everything in which a name may be found: the plain text of the body, targets of links, the summary, texts of claims."""
    parts = [piece.text if isinstance(piece, Text) else piece.target for piece in entry.body.pieces if isinstance(piece, Text | WikiLink)]
    return "\n".join(part.replace("\n", " ") for part in (*parts, *named_texts(entry)))


def _names_digest(summaries: dict[str, Summary]) -> bytes:
    return digest(*(pack((id_, s.former, [alias[:3] for alias in s.aliases])) for id_, s in sorted(summaries.items()) if s.card[0]))


def _with_names(world: World, changed: set[str]) -> set[str]:
    """Return the entries whose text holds a name that has come, gone or changed hands."""
    needles: set[str] = set()
    for id_ in changed:
        old, new = (_strings(id_, summaries.get(id_)) for summaries in (world.before, world.summaries))
        needles |= {text for text, _ in old ^ new}
    if not needles:
        return set()
    if len(needles) > 2000:
        return set(world.whole)
    wanted = [needle.encode() for needle in needles]
    texts = {id_: data for id_, _, data in world.store.all("texts")}
    return {id_ for id_ in world.whole if id_ not in texts or any(each in texts[id_] for each in wanted)}


def _strings(id_: str, summary: Summary | None) -> set[tuple[str, bool]]:
    """Return the strings by which links find an entry, with whether plain mentions are linked."""
    if summary is None or not summary.card[0]:
        return set()
    found = {(id_, True)} | {(old, True) for old in summary.former}
    for text, _, linked, _, _ in summary.aliases:
        found |= {(form, linked) for form in (text, *written_forms(text))}
    return found


def linked_entry(world: World, id_: str) -> LinkedEntry:
    """Load an entry with its linked body."""
    data = world.store.get("pieces", id_)
    if data is None or digest(data) != world.links[id_].content:
        raise DamagedStoreError(id_)
    return LinkedEntry(world.entry(id_), *pickle.loads(data))  # noqa: S301 - our own, checked
