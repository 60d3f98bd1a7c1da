"""`wiki build`: everything that has changed is made again, and the site of before stands if that fails."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from wiki.build.pipeline import build_wiki
from wiki.build.site import BuildError
from wiki.commands.site_dir import add_site_dir, site_of
from wiki.commands.terminal import date, tell
from wiki.disk.store import forget
from wiki.disk.workers import Progress, Run, cores
from wiki.model.problems import has_errors, render_problems

EXAMPLE = "wiki build --site-dir ../public"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_site_dir(parser)
    parser.add_argument("--jobs", type=int, help="how many processes work (default: all cores)")
    parser.add_argument("--full", action="store_true", help="make everything again, as if nothing had been made before")
    parser.add_argument("--no-text-index", action="store_true", help="leave out the index for full-text search")
    parser.add_argument("--as-of", type=date, metavar="DATE", help="what is stale is told against this date (default: mkdocs.yml)")


def held(options: argparse.Namespace) -> list[Path]:
    """Hold the wiki, and the folder that the site stands in."""
    return [options.root, site_of(options).parent]


def run(options: argparse.Namespace) -> int:
    """Build, and tell every problem."""
    if options.full:
        forget(options.root)
    how = Run(options.jobs or cores(), Progress())
    try:
        problems = build_wiki(options.root, site_of(options), how, text_index=not options.no_text_index, as_of=options.as_of or "")
    except BuildError as error:
        tell(str(error))
        return 1
    sys.stderr.write(render_problems(problems, "text"))
    return 1 if has_errors(problems) else 0
