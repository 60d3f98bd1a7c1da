"""`wiki serve`: the site on localhost; an edit is answered at once, and errors stand on top of every page."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from wiki.commands.server import serve
from wiki.commands.site_dir import add_site_dir, site_of
from wiki.model.characters import printed

EXAMPLE = "wiki serve --port 8001"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--port", type=int, default=8000)
    add_site_dir(parser)


def held(options: argparse.Namespace) -> list[Path]:
    """Hold nothing: the server holds wiki and site each time it makes something."""
    site_of(options)
    return []


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    return serve(options.root, site_of(options), options.port, tell=lambda text: print(printed(text), file=sys.stderr, flush=True))
