"""`wiki check`: everything that is wrong, with path, line, column and rule."""

from __future__ import annotations

import argparse
import sys

from wiki.build.due import due_in
from wiki.build.kept import load_entry
from wiki.build.state import check_world
from wiki.build.world import World
from wiki.commands.terminal import Within, date, tell
from wiki.disk.workers import quiet
from wiki.model.characters import one_line
from wiki.model.problems import FORMATS, has_errors, render_problems

EXAMPLE = "wiki check entries/projects --format github"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="report on these files or folders only")
    parser.add_argument("--format", choices=FORMATS, default="text")
    parser.add_argument("--uncited", action="store_true", help="list the sentences with neither a citation nor [@editors] instead")
    parser.add_argument("--as-of", type=date, metavar="DATE", help="report also what is due for a new look at this date")


def run(options: argparse.Namespace) -> int:
    """Check everything, and print what is wrong in the files asked for."""
    checked = check_world(options.root, quiet(), options.as_of or "")
    problems = checked.problems
    if options.as_of:
        problems += tuple(due_in(checked.world))
    within = Within(options.paths, options.root)
    if options.uncited:
        return _uncited(checked.world, within)
    shown = [each for each in problems if each.path in within]
    sys.stdout.write(render_problems(shown, options.format))
    return 1 if has_errors(shown) else 0


def _uncited(world: World, within: Within) -> int:
    """List the sentences of entries that carry neither a citation nor `[@editors]`, by place."""
    ids = [id_ for id_ in world.whole if world.summaries[id_].path in within]
    found = [each for id_ in ids for each in load_entry(world, id_).uncited]
    for text, place in sorted(found, key=lambda each: each.place):
        sys.stdout.write(f"{one_line(f'{place.path}:{place.line}:{place.column}: {text}')}\n")
    tell(f"{len(found)} sentences without a citation in {len(ids)} entries")
    return 0
