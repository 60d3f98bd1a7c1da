"""The links of a wiki: entries are linked and verified anew that changed, that hold a name that changed, or that asked of what changed."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from wiki.build.changes import relink
from wiki.build.kept import load_body, load_entry
from wiki.build.last_run import begin
from wiki.build.records import Links, Packed, Summary, number, problem_rows
from wiki.build.traced import Traced, TracedEvidence
from wiki.build.world import World, named
from wiki.disk.store import digest, pack
from wiki.disk.workers import Run, spread
from wiki.link.graph import links_by_target
from wiki.link.links import link_entry
from wiki.link.names import APART, check_names, written_forms
from wiki.link.summaries import named_texts
from wiki.link.titles import as_read, titles_of
from wiki.model import Entry, Text, WikiLink
from wiki.model.letters import same_letters
from wiki.verify import verify_linked

Row = tuple[str, bytes, bytes]


def link_changed(world: World, changed: set[str], run: Run, previous: World) -> None:
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
        linked = replace(linked, titles=titles_of(linked, traced))
        pieces = pickle.dumps((linked.pieces, linked.links, linked.unlinked, linked.answers, linked.amounts, linked.titles), 5)
        asked = tuple(traced.asked)
        by_target = {target: pack([tuple(link) for link in found_]) for target, found_ in sorted(links_by_target(as_read(linked)).items())}
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
    return same_letters(APART.join([*parts, *named_texts(entry)]).replace("\n", " "))


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


def check_all_names(world: World, changed: set[str], previous: World) -> None:
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
        found |= {(form, linked) for form in (same_letters(text), *written_forms(text))}
    return found
