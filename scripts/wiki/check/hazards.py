"""What of a body would be lost or is made harmless: lines that Markdown swallows, foreign images, links that act, raw HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wiki.check.blocks import Block
from wiki.check.items import Item
from wiki.check.lines import Lines
from wiki.model import Place
from wiki.model.problems import Problem, problem

_SWALLOWED = re.compile(r" {0,3}(\[@[^\]\n]*\]):")
_UNSAFE_LINK = re.compile(r"\]\(\s*<?\s*(javascript|vbscript|data|file)\s*:", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def swallowed_lines(lines: Lines) -> Iterator[Problem]:
    """Yield what Markdown would take in silence."""
    for number, line in enumerate(lines.texts):
        match = "]:" in line and _SWALLOWED.match(line)
        if match:
            place = Place(lines.path, lines.first + number, line.index("[") + 1)
            yield problem(place, "swallowed", f"Markdown swallows a line that begins with '{match[1]}:'; put text before it")


def foreign_images(addresses: Iterable[str], block: Block, lines: Lines) -> list[Problem]:
    """Return the images of a block that are left out, since a page talks to its own origin only."""
    message = "image '{}' is not in docs/assets/; put the file there"
    return [problem(lines.place(block, max(block.content.find("!["), 0)), "image", message.format(address)) for address in addresses]


def harmful_text(items: Iterable[Item], block: Block, lines: Lines) -> Iterator[Problem]:
    """Yield what is shown as text: links that act, raw HTML, a link cut in two by a table's bar."""
    for item in items:
        if item.kind != "text":
            continue
        if "](" in item.content and _UNSAFE_LINK.search(block.content):
            yield problem(_place(item, block, lines), "unsafe-link", "a link may lead to http, https, mailto or an entry only")
            return
        if "<" in item.content and _TAG.search(item.content):
            yield problem(_place(item, block, lines), "html", "HTML is shown as text; use Markdown", "warning")
        if "[[" in item.content:
            place = lines.place(block, max(block.content.find("[["), 0))
            hint = " (in a table write '\\|')" if "|" in lines.texts[block.line] else ""
            yield problem(place, "link-not-closed", f"'[[' is not closed by ']]'{hint}")


def _place(item: Item, block: Block, lines: Lines) -> Place:
    return lines.place(block, max(block.content.find(item.content.strip("\n")), 0))
