"""`wiki locate`: a figure, a date or words become a locator, with the page beside it (in brackets one that is inferred)."""

from __future__ import annotations

import argparse

from wiki.build.kept import load_evidence
from wiki.build.state import check_world, soundly
from wiki.commands.source.catalogue import located
from wiki.commands.terminal import tell
from wiki.disk.workers import quiet
from wiki.model.characters import one_line
from wiki.model.problems import expected

EXAMPLE = "wiki locate 75 km --key kjfs-2022-uzbekistan"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("query", nargs="+", metavar="QUERY")
    parser.add_argument("--key", help="in this source only")


def run(options: argparse.Namespace) -> int:
    """Print where it stands."""
    return soundly(lambda _: _locate(options), options.root)


def _locate(options: argparse.Namespace) -> int:
    world = check_world(options.root, quiet()).world
    if options.key and options.key not in world.sources:
        tell(expected(options.key, world.sources, what="source"))
        return 2
    keys = [options.key] if options.key else list(world.sources)
    query = " ".join(options.query)
    found = [
        f"{key}, {locator}: {what}{f' ({page})' if page else ''}"
        for key in keys
        if (evidence := load_evidence(world, key))
        for locator, page, what in located(evidence, query)
    ]
    for line in found:
        print(one_line(line))
    if not found:
        tell("nothing of this stands in the evidence")
    return 0 if found else 1
