"""The mark of a site, `.wiki-site`: it says that a build wrote this folder, which files of it, and what was in each.

A build writes into a folder only if it is new, empty or bears the mark, and takes away a file only if it is, byte for byte, what a
build wrote. The mark is published with the rest: paths and digests, the same for the same site. `b2sum --length=128 --check .wiki-site`
reads it. Files that an edit of any entry makes anew and that are long, those of data/, are listed without a digest: nobody can tell by
the mark whether they are as they were written, and so by the mark alone none of them is taken away.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from wiki.disk.layout import CONFIG
from wiki.disk.outputs import Outputs, Stamp, same_file, stamp_at, walk
from wiki.disk.store import FOLDER
from wiki.disk.swap import Move, MoveError, in_the_way, strange

MARK = ".wiki-site"
HEAD = "# A site made by 'wiki build', and what is in its files. Other files in this folder are left alone.\n"
SOURCES = ("entries", "seeds", "docs", ".git", FOLDER)
"""Folders of a wiki that its site must not lie in."""

NO_DIGEST = "#"
_TABLE = b"claim,cite_no,entry,kind,form,property,"
_ESCAPES = (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"))


# --- which folders may hold a site --------------------------------------------------------------------------------------


def refusal(root: Path, site: Path) -> str:
    """Say why the site of the wiki in `root` must not go to `site`, and what to do; nothing if it may. Both are resolved."""
    why = _misplaced(root, site) or _foreign(site)
    if why:
        return f"{site} cannot hold the site: {why}; give a folder that is new, empty or holds a site made by 'wiki build'"
    other = strange(site)
    return (
        f"{other} is in the way: the build needs a folder of this name for a while, and this one is not its own; move it away"
        if other
        else ""
    )


def _misplaced(root: Path, site: Path) -> str:
    wikis = [root, *(folder for folder in site.parents if folder != root and (folder / CONFIG).is_file())]
    if any(place.resolve().is_relative_to(site) for place in (root, *(root / name for name in SOURCES))):
        return "the wiki itself lies in it"
    inside = next((place for wiki in wikis for name in SOURCES if site.is_relative_to((place := wiki / name).resolve())), None)
    return f"it lies in {inside}, which holds what a wiki is made of" if inside else ""


def _foreign(site: Path) -> str:
    try:
        names = sorted(each.name for each in site.iterdir())
    except FileNotFoundError:
        return ""
    except NotADirectoryError:
        return "it is a file, or below one"
    if not names or is_marked(site) or is_older(site):
        return ""
    return f"it holds {', '.join(names[:3])}{' and more' if len(names) > 3 else ''}, and no build wrote this folder (or delete it yourself)"


def is_older(site: Path) -> bool:
    """Tell whether a version that left no mark made this site: it holds our tables, and an inventory of pages that are there."""
    try:
        with (site / "data" / "claims.csv").open("rb") as opened:
            ours = opened.read(len(_TABLE)) == _TABLE
        addresses = json.loads((site / "data" / "inventory.json").read_bytes())["addresses"]
        return ours and bool(addresses) and all((site / each / "index.html").is_file() for each in ("wiki", *addresses))
    except (OSError, ValueError, KeyError, TypeError):
        return False


# --- the mark -----------------------------------------------------------------------------------------------------------


def digest_of(data: bytes) -> str:
    """Return the digest that a mark has of a file."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def is_marked(site: Path) -> bool:
    """Tell whether a folder bears the mark."""
    try:
        with (site / MARK).open("rb") as opened:
            return opened.read(len(HEAD)) == HEAD.encode()
    except OSError:
        return False


def read_mark(site: Path) -> dict[str, str] | None:
    """Return path → digest of the files that builds wrote to `site`; None where there is no mark of ours."""
    try:
        text = os.fsdecode((site / MARK).read_bytes())
    except OSError:
        return None
    if not text.startswith(HEAD):
        return None
    found = {}
    for digest, apart, path in [line.partition("  ") for line in text.split("\n")[1:]]:
        if digest.startswith("\\"):
            found[_unescaped(path)] = digest[1:]
        elif apart:
            found[path] = "" if digest == NO_DIGEST else digest
    return found


def mark_of(files: Mapping[str, str]) -> bytes:
    r"""Return the mark of a site with these files, path → digest.

    >>> mark_of({"b.txt": "00", "a\nc.txt": "11"}).decode().splitlines()[1:]
    ['\\11  a\\nc.txt', '00  b.txt']
    """
    return os.fsencode(HEAD + "".join([_line(path, files[path]) for path in sorted(files)]))


def _line(path: str, digest: str) -> str:
    if "\\" not in path and "\n" not in path and "\r" not in path:
        return f"{digest or NO_DIGEST}  {path}\n"
    for plain, escaped in _ESCAPES:
        path = path.replace(plain, escaped)
    return f"\\{digest}  {path}\n"


def _unescaped(path: str) -> str:
    parts = path.split("\\\\")
    for plain, escaped in _ESCAPES[1:]:
        parts = [part.replace(escaped, plain) for part in parts]
    return "\\".join(parts)


# --- what a build may do to a site --------------------------------------------------------------------------------------


@dataclass
class Moving:
    """The move of what was made in `new` to a site of which `known` is what the store has noted.

    `made` are all paths of the site, `long` those that are listed without a digest.
    """

    known: Outputs
    new: Path
    made: Collection[str]
    long: Collection[str]

    @property
    def site(self) -> Path:
        """The folder of the site."""
        return self.known.folder

    @cached_property
    def fresh(self) -> dict[str, Stamp]:
        """The new files, as they stand before the move."""
        return {path: stamp for path, stamp in walk(self.new) if "/" in path or not path.startswith(".wiki-")}

    @cached_property
    def mark(self) -> dict[str, str] | None:
        """The mark that the site has."""
        return read_mark(self.site)

    @cached_property
    def older(self) -> bool:
        """Whether the site has no mark, and yet is one."""
        return self.mark is None and is_older(self.site)

    @cached_property
    def _listed(self) -> Collection[str]:
        """The paths at which builds made files: the mark says so, and where there is none the store."""
        return self.known.files if self.mark is None else self.mark

    @cached_property
    def _folders(self) -> set[str]:
        """The folders that were looked at."""
        return set()

    @cached_property
    def changed(self) -> list[str]:
        """The files that are made anew over what another hand has made of them."""
        unknown = {MARK, *(path for path, listed in (self.mark or {}).items() if not listed and path not in self.known.files)}
        over = {} if self.older else self.move.put
        return [path for path, stamp in over.items() if stamp and path not in unknown and not self._wrote(path, stamp)]

    @cached_property
    def stale(self) -> dict[str, Stamp]:
        """What builds wrote, stands as they wrote it, and is no longer made."""
        gone = ((self.mark or {}).keys() | self.known.files.keys()) & self.known.standing.keys() - {MARK, *self.made}
        return {path: stamp for path in sorted(gone) if (stamp := stamp_at(self.site / path)) and self._wrote(path, stamp)}

    @cached_property
    def move(self) -> Move:
        """What is to be done, the mark first: with it the folder is a site, whatever becomes of this run.

        Raises MoveError if something stands in the way that no build wrote.
        """
        put = {path: self._target(path) for path in self.fresh}
        return Move({MARK: stamp_at(self.site / MARK), **put}, self.stale)

    def is_needed(self) -> bool:
        """Tell whether anything is to be done."""
        noted = self.known.files  # and not what the mark says, which need not be read where nothing has changed
        return bool(self.fresh) or not self.known.intact(MARK) or noted.keys() != {MARK, *self.made}

    def write_mark(self) -> bytes:
        """Write the new mark beside the new files, and return it."""
        files, mark = {}, self.mark or {}
        for path in self.made:
            if path in self.long:
                files[path] = ""
            elif path in self.fresh:
                files[path] = digest_of((self.new / path).read_bytes())
            else:
                files[path] = mark.get(path) or digest_of((self.site / path).read_bytes())
        data = mark_of(files)
        (self.new / MARK).write_bytes(data)
        return data

    def standing(self, site: Mapping[str, Stamp]) -> dict[str, Stamp]:
        """Return, of what stands in the site after the move, what stands as it was made, in this run or before."""
        fresh, known = self.fresh, self.known.files
        as_before = {path: stamp for path, stamp in site.items() if path in known and known[path][0] == stamp and path not in fresh}
        anew = {path: site[path] for path, stamp in fresh.items() if path in site and same_file(site[path], stamp)}
        return as_before | anew | {MARK: site[MARK]}

    def _wrote(self, path: str, stamp: Stamp) -> bool:
        """Tell whether what stands there is what a build wrote: untouched since, or the same bytes."""
        known = self.known.files.get(path)
        if known is not None and known[0] == stamp:
            return True
        listed, file = (self.mark or {}).get(path), self.site / path
        return bool(listed) and stat.S_ISREG(file.lstat().st_mode) and digest_of(file.read_bytes()) == listed

    def _target(self, path: str) -> Stamp | None:
        """Return the stamp of what stands where a file is to go; what goes first counts for nothing."""
        self._check_folder(path.rpartition("/")[0])
        file = self.site / path
        stamp = stamp_at(file)
        if stamp is None or path in self.stale:
            return None
        if file.is_dir() and not file.is_symlink():
            within = [each for each in self.known.standing if each.startswith(f"{path}/")]
            if not within or not self.stale.keys() >= set(within):
                raise MoveError(in_the_way(file))
            return None
        if path not in self._listed and not self.older and not self._wrote(path, stamp):
            raise MoveError(in_the_way(file))
        return stamp

    def _check_folder(self, path: str) -> None:
        """A folder into which a file is to go is none yet, or is one; a link to one elsewhere is not."""
        if path and path not in self._folders:
            self._check_folder(path.rpartition("/")[0])
            folder = self.site / path
            if os.path.lexists(folder) and (folder.is_symlink() or not folder.is_dir()) and path not in self.stale:
                raise MoveError(in_the_way(folder))
            self._folders.add(path)
