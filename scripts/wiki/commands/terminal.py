"""What commands share: saying something beside the output, paths and dates of the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from wiki.model.characters import printed
from wiki.model.dates import DateError, parse_date

Run = Callable[[argparse.Namespace], int]


def tell(text: str) -> None:
    """Say something beside the output, in lines that begin with the command's name."""
    print(f"wiki: {printed(text)}", file=sys.stderr, flush=True)


def date(text: str) -> str:
    """Take a date of the command line.

    Raises ArgumentTypeError if it is none, which argparse reports as wrong usage.
    """
    try:
        return parse_date(text).text
    except DateError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


class Within:
    """The files and folders named on the command line; where none is named, everything is within."""

    def __init__(self, paths: Iterable[str], root: Path) -> None:
        self.wanted = [_relative(path, root) for path in paths]

    def __contains__(self, path: object) -> bool:
        return not self.wanted or any(path == each or str(path).startswith(f"{each}/") for each in self.wanted)


def _relative(path: str, root: Path) -> str:
    """Return a path given on the command line as problems name it."""
    full = (Path.cwd() / path).resolve()
    return full.relative_to(root).as_posix() if full.is_relative_to(root) else path


class UsageError(Exception):
    """The command was called wrongly; the message says what to do."""
