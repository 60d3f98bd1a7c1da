"""Addresses in plain text: what GitHub's preview makes a link of is one here, and in none of them a name is linked.

Nor is one in what only looks like an address (a domain, a path, the name of a file, a word of code): it would be cut to pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape

from wiki.check.inlines import rel
from wiki.check.items import Content, Item

_SUSPECT = re.compile(r"[\w~][.@:/\\=(][\w/\\)]|(?<!\S)[@#$/~]\w|www\.")
"""Where none of these stands, nothing looks like an address."""

_ENDINGS = (
    "com|org|net|edu|gov|mil|int|info|biz|aero|coop|museum|name|news|online|site|tech|xyz|[a-z]{2}|"
    "pdf|html?|md|txt|csv|tsv|json|ya?ml|xml|docx?|xlsx?|pptx?|odt|py|js|css|sh|zip|png|jpe?g|gif|svg|sqlite"
)


@lru_cache(maxsize=1)
def _linked() -> re.Pattern[str]:
    """Return the pattern of addresses, each kind by its name; made when a text first may hold one."""
    return re.compile(
        r"(?P<url>(?<![\w/])https?://[^\s<]+)|(?P<www>(?<![\w/.])www\.[\w-]+(?:\.[\w-]+)+[^\s<]*)"
        r"|(?P<mail>(?<![\w.+/-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9][\w-]*(?:\.[\w-]+)*\.[A-Za-z]{2,}(?![\w-]))"
        r"|(?P<other>(?<![\w/])[A-Za-z][\w+.-]{0,20}://[^\s<]+|(?<!\w)mailto:[^\s<]+|\b10\.\d{4,9}/[^\s<]+"
        rf"|(?<![\w.@/-])(?:[\w-]+[./])*[\w-]+\.(?:{_ENDINGS}|(?i:com|org|net|edu|gov))(?![\w-])(?:[/?#:][^\s<]*)?"
        r"|(?<![^\s(])(?:~|\.{1,2})?/[\w.-]+(?:/[\w.-]*)*|(?<!\w)[A-Za-z]:\\[^\s<]+|(?<![^\s(])[@#$]\w+(?![\w-]*[@$])"
        r"|(?<![\w.])[\w.]+\(\)|(?<![\w-])[\w-]+=[\w\"'-]+|(?<!\w)\w+(?:::\w+)+)"
    )


_SIGNS = "?!.,:*_~'\"”’"
_ENTITY = re.compile(r"&[a-z]+;\Z")


def with_addresses(content: Content) -> Content:
    """Return a block's content with its addresses apart from its text; they are no links within a link."""
    if not _SUSPECT.search(content.plain):
        return content
    items: list[Item] = []
    in_link = False
    for item in content.items:
        if item.kind in ("link_open", "link_close"):
            in_link = item.kind == "link_open"
        if item.kind == "text" and not in_link:
            items += _parts(item)
        else:
            items.append(item)
    return content._replace(items=items)


def _parts(item: Item) -> Iterator[Item]:
    since = 0
    for match in _linked().finditer(item.content):
        kind = match.lastgroup or ""
        text = _trimmed(match[0]) if kind != "mail" else match[0]
        start, end = match.start(), match.start() + len(text)
        if not text or start < since:
            continue
        if start > since:
            yield _text(item, since, start)
        yield from _address(item, start, end, kind)
        since = end
    if since < len(item.content):
        yield _text(item, since, len(item.content))


def _text(item: Item, start: int, end: int) -> Item:
    return item._replace(content=item.content[start:end], start=item.start + start, end=item.start + end)


def _address(item: Item, start: int, end: int, kind: str) -> Iterator[Item]:
    """Yield an address as a link to itself, or as text in which nothing is linked."""
    text = _text(item, start, end)
    href = {"www": "http://", "mail": "mailto:"}.get(kind, "") + text.content
    if kind == "other":
        yield text._replace(kind="html", content=escape(text.content, quote=False))
        return
    yield text._replace(kind="link_open", content=f'<a href="{escape(href)}"{rel(href)}>', end=text.start)
    yield text._replace(depth=item.depth + 1)
    yield text._replace(kind="link_close", content="", start=text.end)


def _trimmed(text: str) -> str:
    """Return an address without the signs of the sentence behind it, as GitHub's rules say (GFM, extended autolinks)."""
    end, left = len(text), text.count(")") - text.count("(")
    while end:
        sign = text[end - 1]
        entity = _ENTITY.search(text, max(0, end - 12), end) if sign == ";" else None
        if entity:
            end = entity.start()
        elif sign in _SIGNS:
            end -= 1
        elif sign == ")" and left > 0:
            end, left = end - 1, left - 1
        else:
            break
    return text[:end]
