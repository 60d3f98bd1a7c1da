"""The inline syntax of bodies: rules of our own beside CommonMark's, and what stands within a link."""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline

_ENTRY_LINK = re.compile(r"(?!\w+:)(?:\.{0,2}/)*(?:[\w-]+/)*[a-z0-9-]+\.md(?:#.*)?")


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
