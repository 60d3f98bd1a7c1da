"""Which files are the wiki's: plain ones inside its folder, whose names can be printed. No other is opened, and none is published."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from wiki.model import Place
from wiki.model.characters import REFUSED, called, unseen_in
from wiki.model.problems import Problem, problem


def fault_of_file(listed: os.DirEntry[str], root: Path) -> str:
    """Return why what a folder lists cannot be a file of the wiki under `root`; '' where it can."""
    fault = _fault_of_name(listed.name)
    if not fault and listed.is_symlink():
        fault = _fault_of_link(Path(listed.path), root)
    elif not fault and not listed.is_file():
        fault = "this is no plain file; only those are read"
    return fault


def fault_of_folder(folder: Path, root: Path, *, linked: bool = False) -> str:
    """Return why a folder cannot be one of the wiki's; '' where it can. Only the wiki's own top folders may be `linked`."""
    fault = _fault_of_name(folder.name)
    if not fault and folder.is_symlink():
        fault = (
            _fault_of_link(folder, root, folder=True)
            if linked
            else "this is a link, and a folder may be none; put the files themselves here"
        )
    return fault


def _fault_of_name(name: str) -> str:
    found = unseen_in(name)
    if not found:
        return ""
    if "\ud800" <= found <= "\udfff":
        return "the file name is not UTF-8; name it in letters a-z, digits and hyphens"
    return f"the file name holds {called(found)}; name it in letters a-z, digits and hyphens"


def _fault_of_link(link: Path, root: Path, *, folder: bool = False) -> str:
    """A link may lead to a plain file of the wiki; behind a point lies what is not for readers, as the keys in .git/config."""
    root = root.resolve()
    try:
        target = link.resolve()
        there = target.is_dir() if folder else target.is_file()
    except (OSError, RuntimeError):
        return "this is a link that leads to itself; put the file itself here"
    if not target.is_relative_to(root):
        return "this is a link that leads out of the wiki; put the file itself here"
    if any(part.startswith(".") for part in target.relative_to(root).parts):
        return "this is a link to what is hidden; put the file itself here"
    if not there:
        return "this is a link that leads to no file; put the file itself here"
    return ""


def read_plain(root: Path, path: str) -> tuple[str | None, list[Problem]]:
    """Return the text of one file of the wiki that is there, without its byte order mark; None where it cannot be read."""
    data, fault = plain_bytes(root, path)
    if fault:
        return None, [problem(Place(path, 1), "plain-file", fault)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return None, [problem(Place(path, line), "encoding", "the file is not UTF-8 here; save it as UTF-8")]
    text = text.replace("\r\n", "\n")
    found = REFUSED.search(text)
    return (None, [refused(path, text, found.start())]) if found else (text, [])


def plain_bytes(root: Path, path: str) -> tuple[bytes, str]:
    """Return what is in a file of the wiki, or why it is none."""
    file = root / path
    try:
        fault = _fault_of_link(file, root) if file.is_symlink() else ""
        if not fault and not stat.S_ISREG(file.stat().st_mode):
            fault = "this is no plain file; only those are read"
        return (b"", fault) if fault else (file.read_bytes(), "")
    except OSError as error:
        return b"", f"the file cannot be read: {error.strerror}"


def refused(path: str, text: str, at: int) -> Problem:
    """Return the problem of a character of `text`, which is all that is in the file."""
    before = text[:at]
    place = Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
    return problem(place, "encoding", f"{called(text[at])}, stands here; delete it")


def check_docs(root: Path) -> list[Problem]:
    """Look at everything in docs/ that the build reads or writes: no folder leads elsewhere, and each file is plain and can be named."""
    docs = root / "docs"
    fault = fault_of_folder(docs, root, linked=True)
    if fault:
        return [problem(Place("docs", 1), "plain-file", fault)]
    return [problem(Place(path, 1), "plain-file", fault) for path, fault in _faults(docs, "docs", root)] if docs.is_dir() else []


def _faults(folder: Path, name: str, root: Path) -> Iterator[tuple[str, str]]:
    with os.scandir(folder) as listed:
        for each in sorted(listed, key=lambda entry: entry.name):
            path = f"{name}/{each.name}"
            if each.is_dir(follow_symlinks=False):
                fault = _fault_of_name(each.name)
                if not fault and (not each.name.startswith(".") or path == "docs/.overrides" or path.startswith("docs/.overrides/")):
                    yield from _faults(Path(each.path), path, root)
            else:
                fault = fault_of_file(each, root)
            if fault:
                yield path, fault
