"""`wiki fmt`: front matter in its canonical form; what could not be rewritten without loss is left as it is."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from wiki.build.pipeline import entry_paths, source_paths
from wiki.check.format import FormatError, format_file
from wiki.commands.terminal import Within
from wiki.disk.files import write_if_changed
from wiki.model.problems import render_problems
from wiki.read.front_matter import read_file

EXAMPLE = "wiki fmt entries/projects/tapi.md"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="these files or folders only")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a file is not in canonical form")


def run(options: argparse.Namespace) -> int:
    """Format the files asked for."""
    within = Within(options.paths, options.root)
    paths = [path for path in (*entry_paths(options.root), *source_paths(options.root)) if path in within]
    return 1 if not all([_format(options.root, path, check=options.check) for path in paths]) else 0  # noqa: C419 - all of them


def _format(root: Path, path: str, *, check: bool) -> bool:
    """Format a file, or only look; tell whether all is well with it."""
    raw, problems = read_file(root, path)
    if raw is None:
        sys.stdout.write(render_problems(problems, "text"))
        return False
    text = (root / path).read_bytes().decode()
    try:
        made = format_file(text, path)
    except FormatError as error:
        sys.stdout.write(render_problems(error.problems, "text") or f"{path}:1:1: left as it is: it cannot be rewritten without loss\n")
        return False
    if made == text:
        return True
    print(f"{path}: {'not in canonical form' if check else 'formatted'}")
    if not check:
        write_if_changed(root / path, made.encode())
    return not check
