"""The inline syntax of bodies: rules of our own beside CommonMark's, and the flat items that a block's content becomes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline

from wiki.model import Html, Piece, Text


@lru_cache(maxsize=1)
def markdown() -> MarkdownIt:
    """Return the parser."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    markdown.inline.ruler.before("link", "wiki_link", _wiki_link)
    markdown.inline.ruler.before("link", "citation", _citation)
    markdown.inline.ruler.before("link", "claim_anchor", _claim_anchor)
    return markdown


@lru_cache(maxsize=1)
def renderer() -> RendererHTML:
    """Return what draws the tokens that are not ours."""
    return RendererHTML()


def _rule(state: StateInline, opening: str, closing: str, name: str, *, silent: bool) -> bool:
    if not state.src.startswith(opening, state.pos):
        return False
    end = state.src.find(closing, state.pos + len(opening))
    if end < 0 or end >= state.posMax:
        return False
    if not silent:
        token = state.push(name, "", 0)
        token.content = state.src[state.pos + len(opening) : end]
        token.meta = {"pos": state.pos}
    state.pos = end + len(closing)
    return True


def _wiki_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    return _rule(state, "[[", "]]", "wiki_link", silent=silent)


def _citation(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    return _rule(state, "[@", "]", "citation", silent=silent)


def _claim_anchor(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    return _rule(state, "{#", "}", "claim_anchor", silent=silent)


@dataclass(slots=True)
class Item:
    """A child of an inline token: what it becomes, and the stretch of the block's plain text it stands for."""

    kind: str
    content: str
    start: int
    end: int
    depth: int
    pos: int


def cut(items: list[Item], offsets: list[int]) -> list[tuple[Item, int]]:
    """Split text items at `offsets` (sorted); each part keeps the index of the item it comes from."""
    parts: list[tuple[Item, int]] = []
    for index, item in enumerate(items):
        if item.kind != "text":
            parts.append((item, index))
            continue
        edges = [item.start, *(each for each in offsets if item.start < each < item.end), item.end]
        for start, end in pairwise(edges):
            content = item.content[start - item.start : end - item.start]
            parts.append((Item("text", content, start, end, item.depth, item.pos), index))
    return parts


def wrappable(items: list[Item], start: int, index: int) -> bool:
    """Tell whether one element can hold the text from `start` to the bracket: both stand outside other markup."""
    inside = [each for each in items[:index] if each.end > start or (each.start >= start and each.kind == "html")]
    return (
        items[index].depth == 0
        and bool(inside)
        and inside[0].depth == 0
        and not (inside[0].kind == "html" and inside[0].content.startswith("</"))
    )


def merge(pieces: list[Piece]) -> list[Piece]:
    """Join neighbouring pieces of finished HTML, and of text of one sentence."""
    merged: list[Piece] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if isinstance(piece, Html) and isinstance(last, Html):
            merged[-1] = Html(last.html + piece.html)
        elif isinstance(piece, Text) and isinstance(last, Text) and piece.sentence == last.sentence:
            merged[-1] = Text(last.text + piece.text, piece.sentence)
        else:
            merged.append(piece)
    return merged


def split_link(content: str) -> tuple[str, str, str]:
    """Split `target#fragment|label`; spaces and line breaks around the parts do not count."""
    target, _, label = content.partition("|")
    target, _, fragment = target.partition("#")
    return " ".join(target.split()), fragment.strip(), " ".join(label.split())


def label_of(content: str) -> str:
    """Return the words that a link on purpose shows."""
    target, _, label = split_link(content)
    return label or target


def is_entry_link(href: str) -> bool:
    """Tell whether a Markdown link leads to the file of an entry, as on GitHub."""
    return bool(re.fullmatch(r"(?!\w+:)(?:\.{0,2}/)*(?:[\w-]+/)*[a-z0-9-]+\.md(?:#.*)?", href))


def rel(href: str) -> str:
    """Return what a link to another host says of itself."""
    return ' rel="noopener noreferrer"' if "://" in href else ""


def tidy(text: str) -> str:
    """Return a sentence as one line, without the gap that a bracket leaves before a full stop."""
    return re.sub(r"\s+([.,;:!?)])", r"\1", " ".join(text.split()))


def slug(text: str) -> str:
    """Return an anchor for a heading: small letters of any script, digits, single hyphens.

    >>> slug("How it came about: 2007–2010")
    'how-it-came-about-2007-2010'
    """
    text = unicodedata.normalize("NFC", text).casefold()
    return re.sub(r"[\W_]+", "-", text).strip("-")
