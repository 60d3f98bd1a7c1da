"""`wiki source list`: the sources, and how much of each is taken up."""

from __future__ import annotations

import argparse
import sys

from wiki.build.state import check_world, soundly
from wiki.commands.source.catalogue import list_sources, render_sources
from wiki.disk.workers import quiet

EXAMPLE = "wiki source list --format json"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> int:
    """Print the list."""
    return soundly(lambda _: _list(options), options.root)


def _list(options: argparse.Namespace) -> int:
    sys.stdout.write(render_sources(list_sources(check_world(options.root, quiet()).world), options.format))
    return 0
