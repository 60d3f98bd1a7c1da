"""The inline syntax of bodies: rules of our own beside CommonMark's, and the flat items that a block's content becomes."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline

# our own markup, and words set in bold where nobody can read the asterisks otherwise; each begins with a sign that can be sought
_OURS = re.compile(
    r"\[\[(?P<wiki_link>.*?)\]\]|\[@(?P<citation>.*?)\]|\{#(?P<claim_anchor>.*?)\}"
    r"|\*\*(?<![^ \n(]\*\*)(?P<strong>[^\W_][^\\`*_~<&\[\]{\n]*)(?<!\s)\*\*(?=[ \n]|\Z|(?<=[^\W_]\*\*)[.,:;!?)])",
    re.DOTALL,
)
# what CommonMark has a rule for, beside ours: where none of it stands, text is text
_MARKUP = re.compile(r"\\|`|\*|_|~|<|&|\[|\]\(|\n[ \t]|\n(?<=[ \t]\n)")
_GAP = re.compile(r" (?=[.,;:!?)])")
_ENTRY_LINK = re.compile(r"(?!\w+:)(?:\.{0,2}/)*(?:[\w-]+/)*[a-z0-9-]+\.md(?:#.*)?")
_NO_LETTER = re.compile(r"[\W_]+")


@lru_cache(maxsize=1)
def markdown() -> MarkdownIt:
    """Return the parser."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable(["html_block", "html_inline"])
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


class Item(NamedTuple):
    """A part of a block: what it becomes, and the stretch of the block's plain text it stands for."""

    kind: str
    content: str
    start: int
    end: int
    depth: int
    pos: int


def plain_items(content: str) -> tuple[list[Item], str] | None:
    """Return the items and the plain text of a block that holds no markup but ours; None where CommonMark has to look at it."""
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
    return items, plain.replace("\n", " ")


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
    inside = [each for each in items[:index] if each.end > start or (each.start >= start and each.kind == "html")]
    return (
        items[index].depth == 0
        and bool(inside)
        and inside[0].depth == 0
        and not (inside[0].kind == "html" and inside[0].content.startswith("</"))
    )


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
    return bool(_ENTRY_LINK.fullmatch(href))


def rel(href: str) -> str:
    """Return what a link to another host says of itself."""
    return ' rel="noopener noreferrer"' if "://" in href else ""


def tidy(text: str) -> str:
    """Return a sentence as one line, without the gap that a bracket leaves before a full stop."""
    return _GAP.sub("", " ".join(text.split()))


def slug(text: str) -> str:
    """Return an anchor for a heading: small letters of any script, digits, single hyphens.

    >>> slug("How it came about: 2007–2010")
    'how-it-came-about-2007-2010'
    """
    text = unicodedata.normalize("NFC", text).casefold()
    return _NO_LETTER.sub("-", text).strip("-")
