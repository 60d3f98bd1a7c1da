"""The items of a block: its inline content made flat, each item with the stretch of the block's plain text that it stands for.

Where a block holds no markup but ours and bold words, one pattern finds them; of any other CommonMark's rules are asked. A law in the
tests holds that both say the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import pairwise, takewhile
from typing import NamedTuple

from markdown_it.token import Token

from wiki.check.blocks import Environment
from wiki.check.inlines import is_entry_link, label_of, markdown, rel, renderer

# our own markup, and words set in bold where nobody can read the asterisks otherwise; each begins with a sign that can be sought
_OURS = re.compile(
    r"\[\[(?P<wiki_link>.*?)\]\]|\[@(?P<citation>.*?)\]|\{#(?P<claim_anchor>.*?)\}"
    r"|\*\*(?<![^ \n(]\*\*)(?P<strong>[^\W_][^\\`*_~<&\[\]{\n]*)(?<!\s)\*\*(?=[ \n]|\Z|(?<=[^\W_]\*\*)[.,:;!?)])",
    re.DOTALL,
)
# what CommonMark has a rule for, beside ours: where none of it stands, text is text
_MARKUP = re.compile(r"\\|`|\*|_|~|<|&|\[|\]\(|\n[ \t]|\n(?<=[ \t]\n)")


class Item(NamedTuple):
    """A part of a block: what it becomes, and the stretch of the block's plain text it stands for."""

    kind: str
    content: str
    start: int
    end: int
    depth: int
    pos: int


class Content(NamedTuple):
    """What a block says: its items, its plain text, and the addresses of images that are not the wiki's own."""

    items: list[Item]
    plain: str
    foreign: tuple[str, ...] = ()


def read_items(content: str, environment: Environment) -> Content:
    """Return the items of a block's content, which may refer to what stands in `environment`."""
    return plain_items(content) or parsed_items(content, environment)


def plain_items(content: str) -> Content | None:
    """Return the items of a block that holds no markup but ours; None where CommonMark has to look at it."""
    if "![" in content:
        return None
    items: list[Item] = []
    plain = ""
    since = 0
    for match in (*_OURS.finditer(content), None):
        start = match.start() if match else len(content)
        if start > since:
            if _MARKUP.search(content, since, start):
                return None
            text = content[since:start]
            items.append(Item("text", text, len(plain), len(plain) + len(text), 0, 0))
            plain += text
        if match:
            kind = match.lastgroup or ""
            text = match[kind]
            words = label_of(text) if kind == "wiki_link" else text if kind == "strong" else ""
            first, last = len(plain), len(plain) + len(words)
            if kind == "strong":
                items += (
                    Item("html", "<strong>", first, first, 0, 0),
                    Item("text", text, first, last, 1, 0),
                    Item("html", "</strong>", last, last, 0, 0),
                )
            else:
                items.append(Item(kind, text, first, last, 0, start))
            plain += words
            since = match.end()
    return Content(items, plain.replace("\n", " "))


# --- as CommonMark's rules find them ------------------------------------------------------------------------------------

_FOREIGN = "foreign image"


class _Part(NamedTuple):
    """What a token becomes: the kind and content of its item, and its words in the plain text."""

    kind: str
    content: str
    words: str = ""


def parsed_items(content: str, environment: Environment) -> Content:
    """Return the items as the parser finds them, its tree made flat."""
    items: list[Item] = []
    foreign: list[str] = []
    plain = ""
    depth = 0
    (inline,) = markdown().parseInline(content, environment)
    for token, (kind, made, words) in _parts(inline.children or ()):
        if kind == _FOREIGN:
            foreign.append(made)
            kind, made = "html", ""  # noqa: PLW2901 - nothing of it is shown
        nesting = 0 if kind == "wiki_link" else token.nesting  # a link to an entry's file is one item with its end
        depth += min(nesting, 0)
        items.append(Item(kind, made, len(plain), len(plain) + len(words), depth, token.meta.get("pos", 0)))
        depth += max(nesting, 0)
        plain += words
    return Content(items, plain, tuple(foreign))


def _parts(tokens: Iterable[Token]) -> Iterator[tuple[Token, _Part]]:
    """Yield each token with what it becomes; a Markdown link to an entry's file is one link on purpose."""
    rest = iter(tokens)
    for token in rest:
        href = str(token.attrs.get("href", ""))
        if token.type == "link_open" and is_entry_link(href):
            yield token, _entry_link(href, takewhile(lambda each: each.type != "link_close", rest))
        elif token.type != "text" or token.content:  # else left over from a mark
            yield token, _PARTS.get(token.type, _drawn)(token)


def _entry_link(href: str, label: Iterable[Token]) -> _Part:
    words = "".join(" " if each.type == "softbreak" else each.content for each in label)
    stem, _, fragment = href.rsplit("/", 1)[-1].partition("#")
    return _Part("wiki_link", stem.removesuffix(".md") + (f"#{fragment}" if fragment else "") + f"|{words}", words)


def _image(token: Token) -> _Part:
    """Show an image from docs/assets/, and no other."""
    source = str(token.attrs.get("src", ""))
    name = source.rpartition("assets/")[2] if "assets/" in source else ""
    if "://" in source or source.startswith("//") or not name or ".." in name:
        return _Part(_FOREIGN, source)
    return _Part("html", f'<img src="../../assets/{escape(name)}" alt="{escape(token.content)}" loading="lazy">')


def _link(token: Token) -> _Part:
    href = str(token.attrs.get("href", ""))
    return _Part("link_open", f'<a href="{escape(href)}"{rel(href)}>')


def _drawn(token: Token) -> _Part:
    return _Part("html", renderer().renderToken([token], 0, markdown().options, {}))


_PARTS: dict[str, Callable[[Token], _Part]] = {
    "text": lambda token: _Part("text", token.content, token.content.replace("\n", " ")),
    "softbreak": lambda _: _Part("text", "\n", " "),
    "hardbreak": lambda _: _Part("html", "<br>\n"),
    "code_inline": lambda token: _Part("html", f"<code>{escape(token.content, quote=False)}</code>", token.content),
    "wiki_link": lambda token: _Part("wiki_link", token.content, label_of(token.content)),
    "citation": lambda token: _Part("citation", token.content),
    "claim_anchor": lambda token: _Part("claim_anchor", token.content),
    "image": _image,
    "link_open": _link,
    "link_close": lambda token: _Part("link_close", token.content),
}
"""Type of a token → what it becomes; the others are drawn as the parser's own renderer does."""


# --- what is asked of them ----------------------------------------------------------------------------------------------


def cut(items: list[Item], offsets: list[int]) -> list[tuple[Item, int]]:
    """Split text items at `offsets` (sorted); each part keeps the index of the item it comes from."""
    parts: list[tuple[Item, int]] = []
    for index, item in enumerate(items):
        inside = offsets[bisect_right(offsets, item.start) : bisect_left(offsets, item.end)] if item.kind == "text" else ()
        if not inside:
            parts.append((item, index))
            continue
        for start, end in pairwise((item.start, *inside, item.end)):
            content = item.content[start - item.start : end - item.start]
            parts.append((Item("text", content, start, end, item.depth, item.pos), index))
    return parts


def wrappable(items: list[Item], start: int, index: int) -> bool:
    """Tell whether one element can hold the text from `start` to the bracket: both stand outside other markup."""
    first = next((each for each in items[:index] if each.end > start or (each.start >= start and each.kind == "html")), None)
    return first is not None and items[index].depth == first.depth == 0 and not (first.kind == "html" and first.content.startswith("</"))
