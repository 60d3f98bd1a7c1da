"""Entry bodies: Markdown parsed once, on the syntax tree, into the pieces of model.Body and the prose claims in them.

CommonMark with GFM tables and strikethrough, so that GitHub's preview and the site agree; `[[…]]`, `[@…]` and `{#c-…}` are inline
rules of their own. Raw HTML stays text, so what comes out is safe by construction.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from wiki.check.addresses import with_addresses
from wiki.check.anchors import HEADING_ANCHOR, SECTIONS, WITHIN
from wiki.check.blocks import Block, cut_blocks
from wiki.check.hazards import foreign_images, harmful_text, swallowed_lines
from wiki.check.headings import read_heading
from wiki.check.items import Content, read_items
from wiki.check.lines import Lines
from wiki.check.page_links import page_links
from wiki.check.pieces import Part, joined, prose_parts
from wiki.check.preview import preview
from wiki.check.prose import prose_claims, prose_of
from wiki.model import Body, Claim
from wiki.model.problems import Problem

__all__ = ["HEADING_ANCHOR", "parse_body"]


class Share(NamedTuple):
    """What a block adds to its body, and what is wrong in it."""

    parts: Sequence[Part]
    anchors: Sequence[str]
    sentences: Sequence[str]
    claims: Sequence[Claim]
    problems: Sequence[Problem]


def parse_body(text: str, entry: str, path: str, first_line: int) -> tuple[Body, tuple[Claim, ...], list[Problem]]:
    """Parse a body that begins on `first_line` of `path`; return it with its prose claims and what is wrong in it."""
    lines = Lines(entry, path, first_line, tuple(text.split("\n")))
    taken = {*SECTIONS, *WITHIN, entry}
    parts: list[Part] = []
    sentences: list[str] = []
    claims: list[Claim] = []
    problems = [*(swallowed_lines(lines) if "]:" in text else ()), *preview(text, lines)]
    blocks, environment = cut_blocks(text)
    for block in blocks:
        if isinstance(block, str):
            parts.append(block)
            continue
        content = with_addresses(read_items(block.content, environment))
        share = _heading(block, content, lines, taken) if block.level else _prose(block, content, lines, taken, len(sentences))
        parts += share.parts
        taken.update(share.anchors)
        sentences += share.sentences
        claims += share.claims
        problems += share.problems
    return Body(tuple(joined(parts)), tuple(sentences)), tuple(claims), problems


def _heading(block: Block, content: Content, lines: Lines, taken: set[str]) -> Share:
    heading, problems = read_heading(block, content, lines, taken)
    problems = [*foreign_images(content.foreign, block, lines), *problems]
    return Share((heading,), (heading.anchor,), (), (), problems) if heading else Share((), (), (), (), problems)


def _prose(block: Block, content: Content, lines: Lines, taken: set[str], number: int) -> Share:
    """Return what a block adds whose first sentence has this number in the body."""
    prose = prose_of(block, content)
    found, problems = prose_claims(prose, lines, taken)
    claims = [each.claim for each in found]
    problems = [
        *foreign_images(content.foreign, block, lines),
        *harmful_text(content.items, block, lines),
        *page_links(content.items, block, lines),
        *problems,
    ]
    return Share(prose_parts(prose, found, number, lines), [claim.anchor for claim in claims], prose.sentences, claims, problems)
