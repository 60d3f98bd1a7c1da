"""`wiki source read`: what a source holds for the wiki."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from wiki.build.kept import load_evidence
from wiki.build.state import check_world, soundly
from wiki.commands.source.catalogue import read_document
from wiki.commands.source.reading_list import reading_list, render_list
from wiki.commands.terminal import tell
from wiki.disk.workers import quiet
from wiki.evidence import SourceError
from wiki.model.problems import expected

EXAMPLE = "wiki source read kjfs-2022-trade --texts ~/documents"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("key", metavar="KEY")
    texts = parser.add_mutually_exclusive_group()
    texts.add_argument("--texts", type=Path, metavar="DIR", help="the folder of the documents, for names that the wiki does not know")
    texts.add_argument("--file", type=Path, metavar="FILE", help="the document itself")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> int:
    """Print the list."""
    return soundly(lambda _: _read(options), options.root)


def _read(options: argparse.Namespace) -> int:
    world = check_world(options.root, quiet()).world
    source = world.sources.get(options.key)
    if source is None:
        tell(expected(options.key, world.sources, what="source"))
        return 2
    evidence = load_evidence(world, options.key)
    if evidence is None:
        tell(f"'{source.key}' has no evidence; 'wiki source add FILE --key {source.key}' writes it")
        return 1
    file = options.file or (options.texts / evidence.file if options.texts else None)
    try:
        text = read_document(file, source) if file else ""
    except SourceError as error:
        tell(str(error))
        return 2
    sys.stdout.write(render_list(reading_list(world, source, evidence, text), options.format))
    return 0
