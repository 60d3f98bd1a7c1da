"""The second net: every href, src and fragment in a built site leads somewhere, letter case included.

Addresses in pages are final, so the engine's own link validation sees none of them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

_ATTRIBUTE = re.compile(rb"""\s(href|src|id|name)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_SKIPPED = re.compile(rb"<(script|style|pre|code)\b.*?</\1>|<!--.*?-->", re.DOTALL)
MOST_EXAMPLES = 20


def check_site(site: Path) -> list[str]:
    """Return what is broken, as `page: link: reason`; at most MOST_EXAMPLES of it, then a count."""
    pages = {file.relative_to(site).as_posix(): _parse(file) for file in sorted(site.rglob("*.html"))}
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    broken = [message for path, (links, _) in pages.items() for message in _check_page(path, links, pages, files)]
    return broken[:MOST_EXAMPLES] + ([f"… and {len(broken) - MOST_EXAMPLES} more"] if len(broken) > MOST_EXAMPLES else [])


def _parse(file: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Return the links and the anchors of a page."""
    from html import unescape  # noqa: PLC0415

    links: set[str] = set()
    anchors: set[str] = set()
    for name, *values in _ATTRIBUTE.findall(_SKIPPED.sub(b"", file.read_bytes())):
        value = unescape(b"".join(values).decode())
        (anchors if name in (b"id", b"name") else links).add(value)
    return frozenset(links), frozenset(anchors)


def _check_page(
    path: str, links: frozenset[str], pages: dict[str, tuple[frozenset[str], frozenset[str]]], files: set[str]
) -> Iterator[str]:
    for link in sorted(links):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or link.startswith("//"):
            continue
        target = _target(path, unquote(parts.path))
        if target not in files:
            yield f"{path}: {link}: there is no such page"
        elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target][1] and parts.fragment != "__skip":
            yield f"{path}: {link}: the page has no such anchor"


def _target(page: str, link: str) -> str:
    if not link:
        return page
    joined = link.lstrip("/") if link.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(page), link))
    joined = "" if joined == "." else joined
    return posixpath.join(joined, "index.html") if link.endswith("/") or joined == "" or link in (".", "..") else joined
