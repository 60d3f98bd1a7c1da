"""`wiki check`: everything that is wrong, with path, line, column and rule."""

from __future__ import annotations

import argparse
import sys

from wiki.build.due import due_in
from wiki.build.state import check_world
from wiki.commands.terminal import Within, date
from wiki.disk.workers import quiet
from wiki.model.problems import FORMATS, has_errors, render_problems

EXAMPLE = "wiki check entries/projects --format github"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="report on these files or folders only")
    parser.add_argument("--format", choices=FORMATS, default="text")
    parser.add_argument("--as-of", type=date, metavar="DATE", help="report also what is due for a new look at this date")


def run(options: argparse.Namespace) -> int:
    """Check everything, and print what is wrong in the files asked for."""
    checked = check_world(options.root, quiet(), options.as_of or "")
    problems = checked.problems
    if options.as_of:
        problems += tuple(due_in(checked.world))
    within = Within(options.paths, options.root)
    shown = [each for each in problems if each.path in within]
    sys.stdout.write(render_problems(shown, options.format))
    return 1 if has_errors(shown) else 0
