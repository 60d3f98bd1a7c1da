"""read → check → link → render → write: the whole of a build on one screen, and a wiki as a value for those who only ask."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from wiki.build.due import due_in
from wiki.build.kept import load_body, load_linked
from wiki.build.state import check_with, check_world, soundly
from wiki.build.world import World
from wiki.disk.lock import alone
from wiki.disk.scan import listed
from wiki.disk.store import PassingStore, code_version
from wiki.disk.workers import Run, quiet
from wiki.link.graph import Graph
from wiki.link.titles import as_read
from wiki.model.problems import Problem, has_errors


@dataclass(frozen=True, slots=True)
class Checked:
    """A wiki that was read, checked, linked and verified: the graph of what is whole, and every problem found."""

    graph: Graph
    problems: tuple[Problem, ...]


def check_wiki(root: Path, as_of: str = "") -> Checked:
    """Return everything under `root`, checked and linked; nothing is written, and nothing kept is read.

    With `as_of`, what is due for a new look at that date is reported too.
    """
    with closing(PassingStore(code_version())) as store:
        checked = check_with(store, root, quiet(jobs=1), as_of)
        due = due_in(checked.world) if as_of else ()
        return Checked(_graph(checked.world), tuple(sorted({*checked.problems, *due})))


def _graph(world: World) -> Graph:
    linked = {id_: as_read(load_linked(world, id_)) for id_ in sorted(world.whole)}
    entries = {id_: replace(each, entry=replace(each.entry, body=load_body(world, id_))) for id_, each in linked.items()}
    return Graph(world.settings, world.vocabulary, entries, world.sources, world.names)


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


def entry_paths(root: Path) -> list[str]:
    """Return the paths of all entry files, sorted, relative to `root`."""
    return _paths(root, "entries/", ".md")


def source_paths(root: Path) -> list[str]:
    """Return the paths of all source records, sorted, relative to `root`."""
    return _paths(root, "seeds/", ".md")


def _paths(root: Path, folder: str, ending: str) -> list[str]:
    found: Iterable[str] = (path for path, _, _ in listed(root)[0])
    return [path for path in found if path.startswith(folder) and path.endswith(ending)]
