"""Files in entries/ and seeds/ that nothing would be made of: told, so that nobody's work is passed over without a word.

What editors, file systems and merges leave behind is passed over.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from wiki.model import Place
from wiki.model.problems import Problem, problem

_LEFTOVER = re.compile(
    r"\._.*|\.#.*|#.*#|.*~|~\$.*|\d{4,5}|thumbs\.db|desktop\.ini|icon\r|.*\.(?:sw[a-p]|tmp|temp|bak|orig|rej|part|lock)", re.IGNORECASE
)
_TEXT = re.compile(
    r"(?P<stem>.+?)(?:\.md)?\s*(?P<ending>\.(?:md|markdown|mdown|mkdn?|mdwn|mdx|[rq]md|txt|text|ya?ml|json|html?|rst|adoc|org|docx?|odt|rtf))\s*",
    re.IGNORECASE,
)
"""Names of files in which a text may be meant for an entry."""
_OF_SEEDS = re.compile(r".+\.(?:md|markdown|mdown|mkdn?|ya?ml|evidence\.json|bib|ris)\s*", re.IGNORECASE)


def is_leftover(name: str) -> bool:
    """Tell whether an editor, a file system or a merge has left a file of this name.

    >>> [is_leftover(name) for name in ("._dam.md", ".#dam.md", "dam.md~", "4913", "dam.md")]
    [True, True, True, True, False]
    """
    return _LEFTOVER.fullmatch(name) is not None


def ignored_file(folder: str, each: os.DirEntry[str]) -> Iterator[Problem]:
    """Yield what is to be said of a file or folder in `folder` that is no entry or record by its name."""
    name = each.name
    if name.startswith(".") or is_leftover(name):
        return
    path = f"{folder}/{name}"
    if each.is_dir(follow_symlinks=False):
        for file in sorted(Path(each.path).rglob("*")):
            inner = file.relative_to(each.path).parts
            if _TEXT.fullmatch(file.name) and file.is_file() and not any(part.startswith(".") or is_leftover(part) for part in inner):
                below = f"{path}/{'/'.join(inner)}"
                yield _told(below, f"a folder within {folder}/ is not read; move the file to {folder}/{_named(file.name)}")
        return
    if folder == "seeds":
        if match := _OF_SEEDS.fullmatch(name):
            bibliography = name.lower().rstrip().endswith((".bib", ".ris"))
            ending = ".evidence.json" if "evidence" in match[0].lower() else ".md"
            how = (
                f"'wiki source import {path}' makes records of it"
                if bibliography
                else f"only '.md' and '.evidence.json' are read; name it '{_named(name, ending)}'"
            )
            yield _told(path, how)
    elif _TEXT.fullmatch(name) or ("." not in name and _begins_as_entry(each)):
        yield _told(path, f"only files whose name ends in '.md' are entries; name it '{_named(name)}'")


def ignored_at_top(each: os.DirEntry[str]) -> Iterator[Problem]:
    """Yield what is to be said of a file that stands in entries/ itself."""
    name = each.name
    if name == "vocabulary.yml" or name.startswith(".") or is_leftover(name) or name.lower().startswith("readme"):
        return
    if re.fullmatch(r"vocabular\w*\.ya?ml", name, re.IGNORECASE):
        yield _told(f"entries/{name}", "the vocabulary is read from entries/vocabulary.yml; name it so")
    elif _TEXT.fullmatch(name) or ("." not in name and _begins_as_entry(each)):
        yield _told(f"entries/{name}", f"an entry stands in the folder of its kind; move it to entries/<kind>/{_named(name)}")


def _named(name: str, ending: str = ".md") -> str:
    match = _TEXT.fullmatch(name)
    stem = match["stem"] if match else name.rstrip()
    return f"{re.sub(r'[.]evidence$', '', stem, flags=re.IGNORECASE) if ending != '.md' else stem}{ending}"


def _begins_as_entry(each: os.DirEntry[str]) -> bool:
    """Tell whether a plain file begins as front matter does; what is none is not opened."""
    try:
        if not each.is_file(follow_symlinks=False):
            return False
        with open(each.path, "rb") as file:  # noqa: PTH123 - four bytes of it
            return file.read(4) in (b"---\n", b"---\r")
    except OSError:
        return False


def _told(path: str, how: str) -> Problem:
    return problem(Place(path, 1), "ignored-file", f"this file is passed over: {how}")
