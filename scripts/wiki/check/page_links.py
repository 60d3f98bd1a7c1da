"""Markdown links of a body that lead into the site: noted with their places, since only the whole wiki can tell whether they lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from wiki.check.blocks import Block
from wiki.check.items import Item
from wiki.check.lines import Lines
from wiki.model.problems import Problem, problem

_HREF = re.compile(r'<(?:a href|img src)="([^"]*)"')
ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


def page_links(items: Iterable[Item], block: Block, lines: Lines) -> Iterator[Problem]:
    """Yield each link to a page, an anchor or a file of the site, its address in place of a message."""
    since = 0
    for item in items:
        match = _HREF.match(item.content) if item.kind in ("link_open", "html") else None
        if not match or ELSEWHERE.match(match[1]):
            continue
        href = unescape(match[1])
        at = block.content.find("](", since)
        since = at + 2 if at >= 0 else since
        begins = block.content.rfind("[", 0, at) if at >= 0 else -1
        if at < 0 and "[^" in block.content:
            continue  # a footnote, which is told as one
        yield problem(lines.place(block, max(begins, 0)), "broken-link", href, "warning")
