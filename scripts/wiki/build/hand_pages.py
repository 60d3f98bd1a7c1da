"""Pages by hand, docs/index.md and those of docs/about/: their anchors, and their links into the site with their places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from wiki.check.page_links import ELSEWHERE
from wiki.disk.files import is_made
from wiki.disk.plain_files import read_plain

_CODE = re.compile(r"^ {0,3}(```+|~~~+).*?(?:^ {0,3}\1|\Z)|`[^`\n]+`|<!--.*?-->", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)|^ {0,3}\[[^\]\n]+\]:\s+<?(\S+?)>?\s*$", re.MULTILINE)
_HEADING = re.compile(
    r"^ {0,3}#{1,6} +(.+?)(?: +\{ *#([\w-]+)[^}\n]*\})?(?: +#+)?$|\{:? *#([\w-]+)|\b(?:id|name)=\"([^\"]+)\"", re.MULTILINE
)


def read_hand_pages(root: Path, paths: Iterable[str]) -> dict[str, tuple[tuple[str, ...], tuple[tuple[str, int, int], ...]]]:
    """Return anchors and links of those that are by hand; what is no plain file is not opened, and the build tells of it."""
    found = {}
    for path in paths:
        file = root / "docs" / path
        if path.startswith("about/") or not is_made(file):
            text = read_plain(root, f"docs/{path}")[0]
            if text is not None:
                found[path] = (tuple(_anchors(text)), tuple(_links(text)))
    return found


def _links(text: str) -> Iterator[tuple[str, int, int]]:
    text = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for match in _LINK.finditer(text):
        href = match[1] or match[2]
        if not ELSEWHERE.match(href):
            start = match.start()
            yield href, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def _anchors(text: str) -> Iterator[str]:
    """Yield the anchors of a page by hand: those given, and those that mkdocs makes of headings."""
    taken: set[str] = set()
    for title, given, other, named in _HEADING.findall(text):
        anchor = given or other or named
        if not anchor:
            plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
            made = anchor = re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())
            number = 1
            while anchor in taken:
                anchor, number = f"{made}_{number}", number + 1
        taken.add(anchor)
        yield anchor
