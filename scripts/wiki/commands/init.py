"""`wiki init`: a small wiki that builds, to begin one on any subject with."""

from __future__ import annotations

import argparse
import shutil
from importlib.resources import as_file, files
from pathlib import Path

from wiki.check.format import scalar
from wiki.commands.terminal import tell
from wiki.disk.layout import CONFIG
from wiki.disk.lock import alone
from wiki.model.characters import one_line

EXAMPLE = 'wiki init ../lighthouses --name "Lighthouses"'


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("folder", type=Path, help="the folder of the new wiki")
    parser.add_argument("--name", default="A new wiki", help="the wiki's name")


def held(options: argparse.Namespace) -> list[Path]:
    """Hold nothing until it is known that a wiki may begin there."""
    del options
    return []


def run(options: argparse.Namespace) -> int:
    """Write the beginning of a wiki and print the paths written."""
    try:
        paths = init_wiki(options.folder, options.name)
    except StartError as error:
        tell(str(error))
        return 1
    print("\n".join(one_line(f"{options.folder.as_posix()}/{path}") for path in paths))
    return 0


class StartError(Exception):
    """Nothing was made; the message says why and what to do."""


def init_wiki(folder: Path, name: str) -> list[str]:
    """Write a small wiki that builds into `folder` and return the paths written.

    Raises StartError if the folder holds a wiki already, or a file that would be written over.
    """
    if folder.exists() and not folder.is_dir():
        raise StartError(f"{folder} is a file; give the name of a folder")
    if _holds_a_wiki(folder):  # before the folder is touched, and again when nobody else can be about to begin one
        raise StartError(f"{folder} holds a wiki already")
    with alone([folder]), as_file(files("wiki.commands") / "starter") as starter:
        if _holds_a_wiki(folder):
            raise StartError(f"{folder} holds a wiki already")
        paths = [file.relative_to(starter) for file in sorted(starter.rglob("*")) if file.is_file() and "__pycache__" not in file.parts]
        there = next((path for path in paths if (folder / path).exists()), None)
        if there:
            raise StartError(f"{folder / there} is there already; move it away, or begin the wiki in another folder")
        shutil.copytree(starter, folder, dirs_exist_ok=True)
        (folder / CONFIG).write_text(f"site_name: {scalar(name)}\n", encoding="utf-8")
    return sorted(path.as_posix() for path in (*paths, Path(CONFIG)))


def _holds_a_wiki(folder: Path) -> bool:
    return (folder / CONFIG).exists() or (folder / "entries").exists()
