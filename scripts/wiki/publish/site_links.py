"""The second net: every href, src and fragment of a built page leads somewhere, letter case included.

Addresses in pages are final, so the engine's own link validation sees none of them.
"""

from __future__ import annotations

import marshal
import posixpath
import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from wiki.disk.store import DamagedStoreError, Store, pack

_VALUE = r"""["']?((?<=")[^"]*|(?<=')[^']*|[^\s"'>]+)"""
_LINK, _ANCHOR = (re.compile(rf"=(?:(?<=\s{one}=)|(?<=\s{other}=)){_VALUE}") for one, other in (("href", "src"), ("id", "name")))
"""Attributes by the sign that they are rarest in, which is three times as fast as by their names."""
_UP = "../../"
"""From any page two folders deep, as those of entries are, to the root."""
_PLAIN = re.compile(r"(?:\.\./\.\./(?:[a-z0-9-]+/)*(?:[a-z0-9-]+\.[a-z]+)?)?(?:#[\w-]*)?")
"""To the root and down again, or within the page; nothing in it is encoded."""
_SKIPPED = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)


class Ends(NamedTuple):
    """Both ends of links, as a page has them: where its links lead, but for those to anchors of its own, and its anchors."""

    links: set[str]
    anchors: set[str]

    def rows(self, path: str) -> dict[str, list[tuple[str, bytes, bytes]]]:
        """Return what the store keeps of them: the anchors each between line feeds, so that one is found without taking all apart."""
        return {"refs": [(path, b"", pack(tuple(self.links)))], "anchors": [(path, b"", "\n".join(["", *self.anchors, ""]).encode())]}


def page_ends(html: str) -> Ends:
    """Return the ends of links on a whole page."""
    return article_ends(_SKIPPED.sub("", html))


def article_ends(html: str) -> Ends:
    """Return the ends of links in what stands in an article: there are no scripts, styles and comments in it."""
    links, anchors = _values(_LINK, html), _values(_ANCHOR, html)
    return Ends(links.difference([f"#{anchor}" for anchor in anchors]), anchors)


def _values(attribute: re.Pattern[str], html: str) -> set[str]:
    return {unescape(value) if "&" in value else value for value in attribute.findall(html)}


class _Links(HTMLParser):
    """The values of `href` and `src` in the tags of a page, and in nothing that only looks like them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take up the links of a tag."""
        del tag
        self.found.update(value for name, value in attrs if name in ("href", "src") and value)


def resolve(page: str, link: str, base: str = "") -> tuple[str, str] | None:
    """Return the file and fragment that a link on a page leads to; None where it leads to another host."""
    if _PLAIN.fullmatch(link) and page.count("/") == 2:  # nearly all links of a page of /wiki/
        target, _, fragment = link.partition("#")
        if not target:
            return (page, fragment) if fragment else None
        target = target.removeprefix(_UP)
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


@dataclass
class LinkCheck:
    """Holds the links of pages against the site, and looks for each end once.

    `files` are those of the site; `base` is the path of the site's own address, where it stands in a folder (`/wiki`). `read` returns
    the HTML of a page: text may show what a quick look takes for a link, so a page is parsed before a link of it is called broken.
    """

    store: Store
    files: Container[str]
    base: str
    read: Callable[[str], str]
    _sound: set[str] = field(default_factory=set)
    _anchors: dict[str, bytes] = field(default_factory=dict)

    def broken(self, pages: Sequence[str]) -> list[str]:
        """Return what is broken on pages, as `page: link: reason`."""
        return [f"{path}: {reason}" for path in pages for reason in self._reasons(path)]

    def _reasons(self, path: str) -> list[str]:
        data = self.store.get("refs", path)
        if data is None:
            raise DamagedStoreError(path)
        links = set(marshal.loads(data)) - self._sound  # noqa: S302 - our own, checked
        reasons = self._reasons_of(path, links)
        if reasons:
            reasons = self._reasons_of(path, links & _Links(self.read(path)).found)
        if path.count("/") == 2 and not reasons:  # from any such page these lead to the same place
            self._sound.update(link for link in links if link.startswith(_UP))
        return reasons

    def _reasons_of(self, path: str, links: set[str]) -> list[str]:
        ends = {resolve(path, link, self.base) for link in links}
        return [reason for end in sorted(filter(None, ends)) if (reason := self._reason(*end))]

    def _reason(self, target: str, fragment: str) -> str:
        if target not in self.files:
            return f"{target}: there is no such file"
        if fragment and fragment != "__skip" and target.endswith(".html") and not self._has_anchor(target, fragment):
            return f"{target}#{fragment}: the page has no such anchor"
        return ""

    def _has_anchor(self, path: str, anchor: str) -> bool:
        if path not in self._anchors:
            self._anchors[path] = self.store.get("anchors", path) or b""
        return f"\n{anchor}\n".encode() in self._anchors[path]
