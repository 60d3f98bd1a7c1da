"""`wiki source add`: the evidence of a document, a record if there is none, and what the document holds for the wiki."""

from __future__ import annotations

import argparse
from pathlib import Path

from wiki.build.kept import load_evidence
from wiki.build.state import check_world, soundly
from wiki.commands.source.catalogue import read_document
from wiki.commands.source.reading_list import reading_list, render_list
from wiki.commands.terminal import tell
from wiki.disk.workers import quiet
from wiki.evidence import SourceError, add_source
from wiki.model.ids import fault_of_id

EXAMPLE = "wiki source add ~/documents/report.pdf --key bank-2024-report"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="text, Markdown, HTML or PDF")
    parser.add_argument("--key", required=True, help="the source's key, as in seeds/KEY.md")


def run(options: argparse.Namespace) -> int:
    """Write the evidence, and print the paths written and what the document holds."""
    if fault := fault_of_id(options.key):
        tell(f"'{options.key}' is no key; {fault}")
        return 2
    return soundly(lambda _: _add(options), options.root)


def _add(options: argparse.Namespace) -> int:
    known = check_world(options.root, quiet()).world.sources.get(options.key)
    try:
        added = add_source(options.root, options.file, options.key, known)
        world = check_world(options.root, quiet()).world
        source, evidence = world.sources[options.key], load_evidence(world, options.key)
        text = read_document(options.file, source)
    except SourceError as error:
        tell(str(error))
        return 1
    found = render_list(reading_list(world, source, evidence, text), "text") if evidence else ""
    print("\n".join(path for path in (added.record, added.evidence) if path), found, sep="\n\n", end="")
    return 0
