"""read → check → link → render → write: the whole of a build on one screen."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from wiki.checking import check_entry
from wiki.exporting import export
from wiki.indexes import render_indexes
from wiki.linking import Graph, link_entries
from wiki.model import Entry, Place, Source
from wiki.problems import Problem, has_errors, problem
from wiki.reading import read_file
from wiki.rendering import render_entry
from wiki.searching import SearchRow
from wiki.settings import read_settings
from wiki.sources import check_source
from wiki.vocabulary import Vocabulary, read_vocabulary
from wiki.writing import write_if_changed, write_pages


@dataclass(frozen=True, slots=True)
class Checked:
    """What reading and checking a wiki gives: the graph of what is whole, and every problem found."""

    graph: Graph
    problems: tuple[Problem, ...]


def check_wiki(root: Path) -> Checked:
    """Read, check and link everything under `root`; nothing is written."""
    settings = read_settings(root)
    vocabulary, problems = read_vocabulary(root)
    problems.extend(settings.problems)
    entries, aside = _check_entries(root, vocabulary, problems)
    sources, sources_aside = _check_sources(root, vocabulary, problems)
    # links come last: only now are all names and all anchors known
    graph, found = link_entries(entries, sources, vocabulary, settings, aside | sources_aside)
    return Checked(graph, tuple(sorted({*problems, *found})))


class BuildError(Exception):
    """The site could not be made; the site of before stands as it was."""


def build_wiki(root: Path, site: Path, tell: Callable[[str], None] = lambda _: None) -> Checked:
    """Build the wiki under `root` into `site`; where there is an error, nothing is written.

    Raises BuildError if the engine, the indexer or the check of the built site fails.
    """
    from wiki.engine import EngineError, build_site  # noqa: PLC0415 - mkdocs takes a while to import
    from wiki.searching import SearchError, index_text, name_index  # noqa: PLC0415
    from wiki.sitechecking import check_site  # noqa: PLC0415

    checked = check_wiki(root)
    graph = checked.graph
    if has_errors(checked.problems):
        return checked
    tell(f"checked {len(graph.entries)} entries, {len(graph.sources)} sources")
    pages = [render_entry(linked, graph) for linked in graph.entries.values()]
    pages += render_indexes(graph)
    problems = write_pages(root / "docs", pages)
    if problems:
        return Checked(graph, tuple(sorted({*checked.problems, *problems})))
    tell(f"rendered {len(pages)} pages")
    new = site.with_name(f"{site.name}.new")
    try:
        build_site(root, new, graph.settings.given, graph.vocabulary)
        tell("built the site")
        for path, data in (*export(graph), *name_index(search_rows(graph)).items()):
            write_if_changed(new / path, data)
        tell("exported the data")
        index_text(new)
        tell("indexed the text")
        broken = check_site(new)
        if broken:
            raise BuildError("links of the built site lead nowhere:\n" + "\n".join(broken))
    except (EngineError, SearchError) as error:
        raise BuildError(str(error)) from error
    else:
        _swap(new, site)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return checked


def search_rows(graph: Graph) -> list[SearchRow]:
    """Return what the index of names holds: a row an entry, with every string that finds it."""
    kinds = graph.vocabulary.kinds
    return [
        SearchRow(
            id=entry.id, title=entry.title, kind=kinds[entry.kind].label, url=entry.url, summary=entry.summary,
            names=tuple(dict.fromkeys(alias.text for alias in entry.aliases if alias.origin != "title")),
        )
        for entry in (linked.entry for linked in graph.entries.values())
    ]  # fmt: skip


def _swap(new: Path, site: Path) -> None:
    """Put the new site where the old one is; the old one is gone only when the new one stands."""
    old = site.with_name(f"{site.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def _check_entries(root: Path, vocabulary: Vocabulary, problems: list[Problem]) -> tuple[Mapping[str, Entry], frozenset[str]]:
    entries: dict[str, Entry] = {}
    aside: set[str] = set()
    paths: dict[str, str] = {}
    for path in entry_paths(root):
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


def _check_sources(root: Path, vocabulary: Vocabulary, problems: list[Problem]) -> tuple[Mapping[str, Source], frozenset[str]]:
    sources: dict[str, Source] = {}
    aside: set[str] = set()
    for path in source_paths(root):
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
    folder = root / "entries"
    return sorted(f"entries/{file.relative_to(folder).as_posix()}" for file in folder.glob("*/*.md")) if folder.is_dir() else []


def source_paths(root: Path) -> list[str]:
    """Return the paths of all source records, sorted, relative to `root`."""
    folder = root / "seeds"
    return sorted(f"seeds/{file.name}" for file in folder.glob("*.md")) if folder.is_dir() else []
