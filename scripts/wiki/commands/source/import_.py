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
    """Write the records and print their paths; 1 where a reference gave none."""
    try:
        done = import_records(options.root, options.file)
    except BibliographyError as error:
        tell(str(error))
        return 1
    for path in done.made:
        print(path)
    for path in done.kept:
        tell(f"{path} is there already and was left as it is")
    for line, column, message, _ in done.told:
        tell(f"{options.file}:{line}:{column}: {message}")
    lost = sum(each.lost for each in done.told)
    if lost:
        tell(f"{lost} of the references in {options.file.name} {'was' if lost == 1 else 'were'} not imported; the others were")
    return 1 if lost else 0
