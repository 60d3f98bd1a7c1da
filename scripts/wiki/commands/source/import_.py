"""`wiki source import`: records of a bibliography; one that is there already is left as it is."""

from __future__ import annotations

import argparse
from pathlib import Path

from wiki.commands.source.bibliography import BibliographyError, import_records
from wiki.commands.terminal import tell

EXAMPLE = "wiki source import library.bib"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="BibTeX (.bib), RIS (.ris) or CSL-JSON (.json)")


def run(options: argparse.Namespace) -> int:
    """Write the records and print their paths."""
    try:
        made, kept = import_records(options.root, options.file)
    except BibliographyError as error:
        tell(str(error))
        return 1
    for path in made:
        print(path)
    for path in kept:
        tell(f"{path} is there already and was left as it is")
    return 0
