"""The second half of a build: pages, lists, data and search of what has changed, put into site/ whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import TemplateError

from wiki.build.ground import Ground, check_hand, records, survey
from wiki.build.lists import Lists
from wiki.build.stages import DATA, Press, Stage, data_and_indexes, entry_pages, list_pages, static_files
from wiki.build.world import World
from wiki.disk.files import is_made
from wiki.disk.mark import MARK, Moving, refusal
from wiki.disk.outputs import Outputs
from wiki.disk.plain_files import check_docs
from wiki.disk.store import digest, pack
from wiki.disk.swap import MoveError, clear, put_in_place, remove_emptied, roll_forward
from wiki.disk.workers import Run, spread
from wiki.model.problems import Problem
from wiki.publish.engine import EngineError
from wiki.publish.site_links import LinkCheck

MOST_EXAMPLES = 20


class BuildError(Exception):
    """The site could not be made; the site of before stands as it was."""


def make_site(world: World, site: Path, run: Run, *, text_index: bool = True) -> list[Problem]:
    """Make docs/ and `site` out of the world; return problems that leave the site as it was.

    Raises BuildError if the engine or the check of links fails, or the folder is not one that a site may go to.
    """
    refused = refusal(world.root, site)
    if refused:
        raise BuildError(refused)
    problems = check_docs(world.root)
    if problems:
        return problems
    try:
        roll_forward(site)
        return _make(survey(world, site, run), text_index=text_index)
    except (EngineError, MoveError) as error:
        raise BuildError(str(error)) from error
    except TemplateError as error:  # of docs/.overrides: jinja says where in attributes of their own
        name, line = getattr(error, "filename", None), getattr(error, "lineno", None)
        raise BuildError(f"{name}:{line}: {error}" if name and line else str(error)) from error
    finally:
        clear(site)


def _make(ground: Ground, *, text_index: bool) -> list[Problem]:
    """Make everything stage by stage, check it, and put it in place."""
    problems = check_hand(ground)
    if problems:
        return problems
    press = Press(ground)
    entries, problems = entry_pages(ground, press)
    if problems:
        return problems
    lists = Lists(ground.world, ground.graph, ground.frame, ground.docs, ground.hand, ground.page_intact)
    pages = entries | list_pages(ground, press, lists)
    pages |= static_files(ground, press, pages.docs)
    whole = pages | data_and_indexes(ground, pages.site, text=text_index)
    _check_links(ground, whole)
    _commit(ground, whole)
    ground.world.store.put("groups", lists.records())
    return []


def _check_links(ground: Ground, made: Stage) -> None:
    """Each link of what was drawn leads somewhere.

    Raises BuildError with examples where some do not.
    """
    base = urlsplit(ground.world.settings.site_url).path.rstrip("/")
    check = LinkCheck(ground.world.store, made.site, base, lambda path: (ground.new / path).read_text(encoding="utf-8"))
    pages = sorted(set(made.drawn))
    broken = [each for batch in spread(check.broken, pages, ground.run.jobs, ground.world.store.reopen, 200) for each in batch]
    if broken:
        more = [f"… and {len(broken) - MOST_EXAMPLES} more"] if len(broken) > MOST_EXAMPLES else []
        raise BuildError("links of the built site lead nowhere:\n" + "\n".join([*broken[:MOST_EXAMPLES], *more]))


def _commit(ground: Ground, made: Stage) -> None:
    """Put the new files in place, take away what is no longer made, and note how everything stands."""
    _remove_stale_docs(ground, made.docs)
    moving = Moving(ground.known_site, ground.new, frozenset(made.site), DATA)
    files = {**made.site, MARK: _move(ground, moving)}
    site, docs = Outputs(ground.site, {}).standing, Outputs(ground.docs, {}).standing
    missing = files.keys() - site.keys()
    if missing:
        raise BuildError(f"the site is not whole: {', '.join(sorted(missing)[:3])} is not there; build again")
    site = moving.standing(site)  # what another hand has changed meanwhile is not noted as made
    for (_, name), stamps, answered in zip(records(ground.world, ground.site), (docs, site), (made.docs, files), strict=True):
        record = {path: (stamps[path], content) for path, content in answered.items() if path in stamps}
        ground.world.store.put("meta", [(name, b"", pack(record))])


def _move(ground: Ground, moving: Moving) -> bytes:
    """Put the new files in place, and take away what is no longer made; return the digest of the site's mark."""
    if not moving.is_needed():
        return ground.known_site.files[MARK][1]
    mark, changed = moving.write_mark(), moving.changed
    put_in_place(ground.site, moving.move)
    if changed:
        more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        ground.run.progress.line(f"made again what another hand had changed in the site: {', '.join(changed[:3])}{more}")
    if moving.older:
        ground.run.progress.line("the site was made by an earlier version: what of it is no longer made stays; delete the folder once")
    return digest(mark)


def _remove_stale_docs(ground: Ground, made: Iterable[str]) -> None:
    for path in ground.known_docs.standing.keys() - set(made) - ground.hand:
        if path.endswith(".md") and is_made(ground.docs / path):
            (ground.docs / path).unlink()
            remove_emptied(ground.docs, path)
