"""The second net: every href, src and fragment of a built page leads somewhere, letter case included.

Addresses in pages are final, so the engine's own link validation sees none of them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from urllib.parse import unquote, urlsplit

_VALUE = r"""(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_LINK, _ANCHOR = (re.compile(rf"=(?:(?<=\s{one}=)|(?<=\s{other}=)){_VALUE}") for one, other in (("href", "src"), ("id", "name")))
"""Attributes by the sign that they are rarest in, which is three times as fast as by their names."""
_PLAIN = re.compile(r"(?:\.\./\.\./(?:[a-z0-9-]+/)*(?:[a-z0-9-]+\.[a-z]+)?)?(?:#[\w-]*)?")
"""From a page two folders deep to the root and down again, or within the page; nothing in it is encoded."""
_SKIPPED = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)

Reference = tuple[str, str]
"""A file of the site, and a fragment in it or ''."""


def parse_page(path: str, html: str, base: str = "") -> tuple[list[Reference], list[str]]:
    """Return what a page refers to on its own site, and its anchors; both sorted.

    `path` is its file, below the site; `base` the path of the site's own address, where it stands in a folder (`/wiki`).
    """
    if "<script" in html or "<style" in html or "<!--" in html:
        html = _SKIPPED.sub("", html)
    references = {resolve(path, link, base) for link in _values(_LINK, html)}
    return sorted(each for each in references if each), sorted(_values(_ANCHOR, html))


def _values(attribute: re.Pattern[str], html: str) -> set[str]:
    return {unescape(double or single or bare) for double, single, bare in attribute.findall(html)}


def resolve(page: str, link: str, base: str = "") -> Reference | None:
    """Return the file and fragment that a link on a page leads to; None where it leads to another host."""
    if _PLAIN.fullmatch(link) and page.count("/") == 2:  # nearly all links of a page of /wiki/
        target, _, fragment = link.partition("#")
        if not target:
            return (page, fragment) if fragment else None
        target = target[6:]
        return f"{target}index.html" if target[-1:] in ("", "/") else target, fragment
    if link.startswith("#"):
        return (page, unquote(link[1:])) if len(link) > 1 else None
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    target = unquote(parts.path)
    joined = target.removeprefix(f"{base}/").lstrip("/") if target.startswith("/") else posixpath.join(posixpath.dirname(page), target)
    joined = posixpath.normpath(joined) if joined else ""
    if joined in ("", ".") or target.endswith("/") or target in (".", ".."):
        joined = posixpath.join("" if joined == "." else joined, "index.html")
    return joined, unquote(parts.fragment)


def check_page(
    path: str, references: Iterable[Reference], exists: Callable[[str], bool], has_anchor: Callable[[str, str], bool]
) -> Iterator[str]:
    """Yield what is broken on a page, as `page: link: reason`."""
    for target, fragment in references:
        if not exists(target):
            yield f"{path}: {target}: there is no such file"
        elif fragment and fragment != "__skip" and target.endswith(".html") and not has_anchor(target, fragment):
            yield f"{path}: {target}#{fragment}: the page has no such anchor"
