"""`wiki verify`: of each citation whether the claim stands there, from the evidence or from the documents themselves."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from wiki.build.kept import load_linked
from wiki.build.state import check_world, soundly
from wiki.commands.documents import read_documents, verified
from wiki.commands.terminal import Within, tell
from wiki.disk.workers import quiet
from wiki.evidence import SourceError
from wiki.verify.report import render_verdicts, tally, verdicts_of
from wiki.verify.twins import find_twins, render_twins

EXAMPLE = "wiki verify entries/projects/tapi.md"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="these entries or folders only")
    parser.add_argument("--format", choices=("text", "json", "csv"), default="text")
    parser.add_argument("--twins", action="store_true", help="list figures of the same lines that two entries date or attribute otherwise")
    parser.add_argument("--texts", type=Path, metavar="DIR", help="check against the documents in this folder, not their evidence")


def run(options: argparse.Namespace) -> int:
    """Verify the entries asked for, and print the answers."""
    return soundly(lambda _: _verify(options), options.root)


def _verify(options: argparse.Namespace) -> int:
    world = check_world(options.root, quiet()).world
    try:
        documents = read_documents(world, options.texts) if options.texts else None
    except SourceError as error:
        tell(str(error))
        return 2
    within = Within(options.paths, options.root)
    paths = {id_: summary.path for id_, summary in world.summaries.items() if summary.path in within}
    if options.paths and not paths:
        tell(f"no entry is at {', '.join(options.paths)}")
        return 2
    aside = [path for id_, path in paths.items() if id_ in world.aside]
    linked = (load_linked(world, id_) for id_ in paths if id_ not in world.aside)
    if options.twins:
        twins = list(find_twins(linked))
        sys.stdout.write(render_twins(twins))
        tell(f"{len(twins)} pairs of claims with the same figure of the same lines differ")
        return 0
    verdicts = [each for entry in linked for each in verdicts_of(verified(entry, world, documents.evidence) if documents else entry)]
    sys.stdout.write(render_verdicts(verdicts, options.format))
    differences = documents.differences if documents else ()
    for line in (*differences, *(f"{path}: has errors and is not verified" for path in aside), tally(verdicts)):
        tell(line)
    return 1 if aside or differences or any(each.failed for each in verdicts) else 0
