"""read → check → link → render → write: the whole of a build on one screen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from wiki.build.state import Run, check_world, soundly
from wiki.check.entries import check_entry
from wiki.check.sources import check_source
from wiki.disk.lock import alone
from wiki.disk.scan import listed
from wiki.evidence import Evidence
from wiki.evidence.files import evidence_path, read_evidence
from wiki.judge.due import check_due
from wiki.link.graph import Graph
from wiki.link.links import link_entries
from wiki.model import Entry, Place, Source
from wiki.model.problems import Problem, has_errors, problem
from wiki.read.front_matter import read_file
from wiki.read.settings import read_settings
from wiki.read.vocabulary import Vocabulary, read_vocabulary
from wiki.verify import verify_linked


@dataclass(frozen=True, slots=True)
class Checked:
    """What reading and checking a wiki gives: the graph of what is whole, and every problem found."""

    graph: Graph
    problems: tuple[Problem, ...]


def check_wiki(root: Path, as_of: str = "") -> Checked:
    """Read, check and link everything under `root`; nothing is written.

    With `as_of`, what is due for a new look at that date is reported too.
    """
    settings = read_settings(root, as_of)
    vocabulary, problems = read_vocabulary(root)
    files, refused = listed(root)
    problems += (*settings.problems, *refused)
    paths = [path for path, _, _ in files]
    entries, aside = _check_entries(root, _entries(paths), vocabulary, problems)
    sources, sources_aside = _check_sources(root, _records(paths), vocabulary, problems)
    # links come last: only now are all names and all anchors known
    graph, found = link_entries(entries, sources, vocabulary, settings, aside | sources_aside)
    graph, unfound = _verify(root, graph, paths)
    found += unfound
    if as_of:
        found += [each for entry in entries.values() for each in check_due(entry, vocabulary, as_of, sources.get)]
    return Checked(graph, tuple(sorted({*problems, *found})))


def _verify(root: Path, graph: Graph, paths: Collection[str]) -> tuple[Graph, list[Problem]]:
    evidence: dict[str, Evidence] = {}
    problems: list[Problem] = []
    for source in (each for each in graph.sources.values() if evidence_path(each.key) in paths):
        read, found = read_evidence(root, source)
        problems += found
        if read is not None:
            evidence[source.key] = read
    entries = {}
    for id_, linked in graph.entries.items():
        entries[id_], found = verify_linked(linked, graph, evidence)
        problems += found
    return replace(graph, entries=entries), problems


def build_wiki(root: Path, site: Path, run: Run, *, text_index: bool = True, as_of: str = "") -> tuple[Problem, ...]:
    """Build the wiki under `root` into `site` and return every problem; where one is an error, the site of before stands.

    Raises BuildError if the engine, the indexer or the check of the built site fails.
    """
    from wiki.build.site import make_site  # noqa: PLC0415 - mkdocs takes a while to import

    def work(_: object) -> tuple[Problem, ...]:
        checked = check_world(root, run, as_of)
        problems = checked.problems
        if not has_errors(problems):
            problems = tuple(sorted({*problems, *make_site(checked.world, site, run, text_index=text_index)}))
        return problems

    with alone([root, site.parent]):
        return soundly(work, root)


def _check_entries(
    root: Path, files: Iterable[str], vocabulary: Vocabulary, problems: list[Problem]
) -> tuple[Mapping[str, Entry], frozenset[str]]:
    entries: dict[str, Entry] = {}
    aside: set[str] = set()
    paths: dict[str, str] = {}
    for path in files:
        raw, found = read_file(root, path)
        problems.extend(found)
        stem = path.rsplit("/", 1)[-1].removesuffix(".md")
        if stem in paths:
            problems.append(
                problem(Place(path, 1), "duplicate-id", f"id '{stem}' is taken by {paths[stem]}; an id is unique over all folders")
            )
            continue
        paths[stem] = path
        entry = None
        if raw is not None:
            entry, more = check_entry(raw, vocabulary)
            problems.extend(more)
        if entry is None or any(each.severity == "error" for each in found):
            aside.add(stem)
        else:
            entries[stem] = entry
    return dict(sorted(entries.items())), frozenset(aside)


def _check_sources(
    root: Path, files: Iterable[str], vocabulary: Vocabulary, problems: list[Problem]
) -> tuple[Mapping[str, Source], frozenset[str]]:
    sources: dict[str, Source] = {}
    aside: set[str] = set()
    for path in files:
        raw, found = read_file(root, path)
        problems.extend(found)
        stem = path.rsplit("/", 1)[-1].removesuffix(".md")
        source = None
        if raw is not None:
            source, more = check_source(raw, vocabulary)
            problems.extend(more)
        if source is None or any(each.severity == "error" for each in found):
            aside.add(stem)
        else:
            sources[stem] = source
    return sources, frozenset(aside)


def entry_paths(root: Path) -> list[str]:
    """Return the paths of all entry files, sorted, relative to `root`."""
    return _entries(path for path, _, _ in listed(root)[0])


def source_paths(root: Path) -> list[str]:
    """Return the paths of all source records, sorted, relative to `root`."""
    return _records(path for path, _, _ in listed(root)[0])


def _entries(paths: Iterable[str]) -> list[str]:
    return [path for path in paths if path.startswith("entries/")]


def _records(paths: Iterable[str]) -> list[str]:
    return [path for path in paths if path.startswith("seeds/") and path.endswith(".md")]
