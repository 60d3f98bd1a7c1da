"""`wiki review`: the claims of an entry for a second reader, weakest first, with the lines to look at."""

from __future__ import annotations

import argparse
import json
import sys

from wiki.build.kept import load_linked
from wiki.build.state import check_world, soundly
from wiki.commands.terminal import tell
from wiki.disk.workers import quiet
from wiki.model.problems import nearest
from wiki.verify.review import Reviewed, render_review, review

EXAMPLE = "wiki review tapi"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("entry", metavar="ENTRY", help="the id of the entry")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> int:
    """List the claims of an entry."""
    return soundly(lambda _: _review(options), options.root)


def _review(options: argparse.Namespace) -> int:
    world = check_world(options.root, quiet()).world
    id_ = world.names.former.get(options.entry, options.entry)
    if id_ not in world.summaries:
        near = nearest(options.entry, world.summaries)
        tell(f"no entry has the id '{options.entry}'" + (f"; did you mean '{near}'?" if near else ""))
        return 2
    if id_ in world.aside:
        tell(f"{world.summaries[id_].path}: has errors and is not reviewed")
        return 1
    rows = review(load_linked(world, id_))
    sys.stdout.write(
        json.dumps([each._asdict() for each in rows], ensure_ascii=False, indent=1) + "\n"
        if options.format == "json"
        else render_review(rows)
    )
    tell(_tally(rows))
    return 0


def _tally(rows: list[Reviewed]) -> str:
    groups = dict.fromkeys(each.group for each in rows)
    counts = ", ".join(f"{sum(each.group == group for each in rows)} {group}" for group in groups)
    return f"{len(rows)} citations: {counts}" if rows else "no citations"
