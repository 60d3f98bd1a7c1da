"""Headings of a body, which open its sections: their words and anchors."""

from __future__ import annotations

from html import escape

from wiki.check.anchors import BEGINNINGS, HEADING_ANCHOR, slug, unique
from wiki.check.blocks import Block
from wiki.check.items import Content, Item
from wiki.check.lines import Lines
from wiki.model import Heading, Place
from wiki.model.problems import Problem, problem


def read_heading(block: Block, content: Content, lines: Lines, taken: set[str]) -> tuple[Heading | None, list[Problem]]:
    """Return the heading that a block makes, whose anchor is not `taken`; None where it has no words. It is never linked."""
    problems = [found for item in content.items if (found := _problem(item, block, lines))]
    title = " ".join(content.plain.split())
    if not title:
        place = Place(lines.path, lines.first + block.line)
        message = "a heading without words is left out; delete the line or give it words"
        return None, [*problems, problem(place, "empty-heading", message, "warning")]
    given = [item.content for item in content.items if item.kind == "claim_anchor" and _can_be_given(item.content)]
    anchor = given[-1] if given else slug(title)
    anchor = unique(f"section-{anchor}" if anchor.startswith(BEGINNINGS) else anchor, taken)
    return Heading(max(2, block.level), escape(title, quote=False), title, anchor), problems


def _can_be_given(anchor: str) -> bool:
    return HEADING_ANCHOR.fullmatch(anchor) is not None and not anchor.startswith(BEGINNINGS)


def _problem(item: Item, block: Block, lines: Lines) -> Problem | None:
    """Return what is wrong with a part of a heading: it is cited nowhere, and its anchor is not one that the page gives."""
    if item.kind == "citation":
        message = "a heading carries no citation; cite in the sentence below it"
        return problem(lines.place(block, item.pos), "citation-in-heading", message)
    if item.kind != "claim_anchor" or _can_be_given(item.content):
        return None
    message = f"'{{#{item.content}}}' is not an anchor of a heading; expected a form like '{{#why-it-matters}}'"
    taken = next((each for each in BEGINNINGS if item.content.startswith(each)), "")
    why = f"; the page itself gives anchors that begin with '{taken}'" if taken else ""
    return problem(lines.place(block, item.pos), "anchor", message + why)
