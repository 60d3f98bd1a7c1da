"""The blocks of a body: stretches of inline content and headings, and the finished HTML that stands around them.

Most bodies are headings, paragraphs, plain lists and tables one below the other. Those are cut up by one pattern; where a body holds
anything else, CommonMark's rules are asked about all of it. A law in the tests holds that both say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from markdown_it.common.utils import mdTrim
from markdown_it.token import Token

from wiki.check.inlines import markdown, renderer


class Block(NamedTuple):
    """Inline content and the line it begins on (from 0); `level` is a heading's, and 0 of all else."""

    content: str
    line: int
    level: int = 0
    quoted: bool = False


Environment = dict[str, Any]
"""What inline content may refer to, as the parser notes it."""

# how a line begins that can only be a line of a paragraph, and one that can if it is not the first
_WORD = r"(?!\d+[.)](?!\S))(?:\*\*)?(?:[^\W_]|[(\"“‘«]|\[\[)"
_MORE = rf"(?:{_WORD}|\[@)"
_BLOCK = re.compile(
    r"(?P<level>#{1,6}) +(?P<title>[^\s#][^\n#]*)(?:\n+|\Z)"
    rf"|(?P<prose>{_WORD}.*(?:\n{_MORE}.*)*)(?:\n\n+|\n?\Z)"
    rf"|(?P<list>- {_WORD}.*(?:\n(?:- {_WORD}|  {_MORE}).*)*)(?:\n\n+(?!- )|\n?\Z)"
    r"|(?P<table>\|.*\|\n\|(?: *:?-+:? *\|)+(?:\n\|.*\|)*)(?:\n\n+|\n?\Z)",
)
_BLANK_LINE = re.compile(r"(?<=\n)([^\S\n]*)\n")
_STYLE = {(False, False): "", (True, False): "left", (False, True): "right", (True, True): "center"}


def cut_blocks(text: str) -> tuple[list[str | Block], Environment]:
    """Return the blocks of a body in order, between them its HTML, and what their content may refer to."""
    found = plain_blocks(text)
    if found is not None:
        return found, {}
    environment: Environment = {}
    return list(_parsed(text, environment)), environment


def plain_blocks(text: str) -> list[str | Block] | None:
    """Return the same of a body that holds nothing but the commonest forms; None where CommonMark has to look at it."""
    if "\r" in text or "\0" in text:
        return None
    found: list[str | Block] = []
    at = line = len(text) - len(text.lstrip("\n"))
    while at < len(text):
        match = _BLOCK.match(text, at)
        if not match:
            return None
        kind = match.lastgroup
        if kind == "title":
            found.append(Block(mdTrim(match["title"]), line, len(match["level"])))
        elif kind == "prose":
            found += ("<p>", Block(mdTrim(match["prose"]), line), "</p>\n")
        elif kind == "list":
            found += _list(match["list"], line)
        else:
            rows = _table(match["table"], line)
            if rows is None:
                return None
            found += rows
        line += text.count("\n", at, match.end())
        at = match.end()
    return found


def _list(text: str, line: int) -> Iterator[str | Block]:
    """Yield a list of which every item is one paragraph."""
    yield "<ul>\n"
    for item in text[2:].split("\n- "):
        yield "<li>"
        yield Block(mdTrim(item.replace("\n  ", "\n")), line)
        yield "</li>\n"
        line += item.count("\n") + 1
    yield "</ul>\n"


def _table(text: str, line: int) -> list[str | Block] | None:
    """Return a table of which every row has as many cells as its head; None of any other."""
    head, marks, *rows = (mdTrim(each)[1:-1].split("|") for each in text.split("\n"))
    if "\\" in text or any(len(row) != len(head) for row in (marks, *rows)):
        return None
    sides = [_STYLE[mark.startswith(":"), mark.endswith(":")] for mark in map(mdTrim, marks)]
    styles = [f' style="text-align:{side}"' if side else "" for side in sides]
    found: list[str | Block] = ["<table>\n<thead>\n"]
    for number, row in enumerate((head, *rows)):
        cell = "td" if number else "th"
        found.append("<tbody>\n<tr>\n" if number == 1 else "<tr>\n")
        for content, style in zip(row, styles, strict=True):
            found += (f"<{cell}{style}>", Block(mdTrim(content), line + number + (number > 0)), f"</{cell}>\n")
        found.append("</tr>\n" if number else "</tr>\n</thead>\n")
    found.append("</tbody>\n</table>\n" if rows else "</table>\n")
    return found


def _parsed(text: str, environment: Environment) -> Iterator[str | Block]:
    """Yield the blocks as the parser finds them."""
    parser, drawing = markdown(), renderer()
    tokens: list[Token] = []
    parser.block.parse(text.replace("\r", "\n").replace("\0", "\ufffd"), parser, environment, tokens)
    level = quotes = 0
    for index, token in enumerate(tokens):
        quotes += token.nesting if token.tag == "blockquote" else 0
        if token.type == "inline":
            yield Block(token.content, token.map[0] if token.map else 0, level, quotes > 0)
        elif token.type in ("heading_open", "heading_close"):
            level = int(token.tag[1]) if token.nesting > 0 else 0
        elif token.nesting < 0 and not token.hidden:
            yield f"</{token.tag}>\n"
        elif token.type in drawing.rules:
            # a blank line would end the block for those who read HTML line by line, and so would two of a page's be made one
            yield _BLANK_LINE.sub(r"\1&#10;", drawing.rules[token.type](tokens, index, parser.options, environment))
        else:
            yield drawing.renderToken(tokens, index, parser.options, environment)
