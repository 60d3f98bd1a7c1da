"""`wiki links`: of each name in an entry why it is linked or not."""

from __future__ import annotations

import argparse
import sys

from wiki.build.kept import load_body, load_entry
from wiki.build.state import check_world, soundly
from wiki.build.world import named
from wiki.commands.terminal import tell
from wiki.disk.workers import quiet
from wiki.link.explain import explain_links, render_links
from wiki.link.names import Found
from wiki.model.problems import expected

EXAMPLE = "wiki links tapi"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("entry", metavar="ENTRY", help="its id, title or an alias")


def run(options: argparse.Namespace) -> int:
    """Print every mention with what became of it."""
    return soundly(lambda _: _links(options), options.root)


def _links(options: argparse.Namespace) -> int:
    world = check_world(options.root, quiet()).world
    found = world.names.resolve(options.entry)
    if not isinstance(found, Found):
        tell(expected(options.entry, world.whole, what="entry"))
        return 2
    others = (named(id_, world.summaries[id_]) for id_ in world.whole)
    sys.stdout.write(render_links(explain_links(load_entry(world, found.id), load_body(world, found.id), world.names, others)))
    return 0
