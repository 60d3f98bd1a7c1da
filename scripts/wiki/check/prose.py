"""Prose: the sentences of a paragraph, an item of a list or a cell, and the claims that its brackets of citations make."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import NamedTuple

from wiki.check.anchors import CLAIM_ANCHOR, unique
from wiki.check.blocks import Block
from wiki.check.items import Content, Item, wrappable
from wiki.check.lines import Lines
from wiki.model import Citation, Claim, Place
from wiki.model.citations import CitationError, parse_citations
from wiki.model.problems import Problem, problem
from wiki.model.sentences import sentence_starts

_GAP = re.compile(r" (?=[.,;:!?)])")
EDITORS = "editors"
"""The reserved key of a bracket that marks a sentence as the editors' own; it makes no claim."""
_NOWHERE = Place("", 0, 0)


class Prose(NamedTuple):
    """A block of prose: its items, its plain text, and where in that its sentences begin."""

    block: Block
    items: list[Item]
    plain: str
    starts: list[int]

    @property
    def sentences(self) -> list[str]:
        """The plain text of each sentence."""
        return [tidy(self.plain[start:end]) for start, end in pairwise((*self.starts, len(self.plain)))]


class ProseClaim(NamedTuple):
    """A claim, the index of the bracket that makes it, and where the text begins that one element holds with it (None where markup is in the way)."""

    claim: Claim
    bracket: int
    wrapped: int | None


def prose_of(block: Block, content: Content) -> Prose:
    """Find the sentences of a block."""
    return Prose(block, content.items, content.plain, sentence_starts(content.plain))


def prose_claims(prose: Prose, lines: Lines, taken: set[str]) -> tuple[list[ProseClaim], list[Problem]]:
    """Make a claim of each bracket of citations, with an anchor that is not `taken`."""
    block, items, plain, _ = prose
    claims: list[ProseClaim] = []
    problems: list[Problem] = []
    since = 0
    for index, item in enumerate(items):
        if item.kind == "claim_anchor":
            wrong = _misnamed(item.content, claims, taken)
            if wrong:
                problems.append(problem(lines.place(block, item.pos), *wrong))
            else:
                claims[-1] = claims[-1]._replace(claim=claims[-1].claim._replace(anchor=item.content))
        elif item.kind == "citation":
            start, since = answered(prose, item.start, since), item.end
            if item.content.strip() == EDITORS:
                continue
            try:
                citations = _citations(block, item, lines)
            except CitationError as error:
                problems.append(problem(lines.place(block, item.pos + 1 + error.offset), "citation", str(error)))
                continue
            text = tidy(plain[start : item.start])
            made = "c-p-" + hashlib.sha256(text.encode()).hexdigest()[:8]
            anchor = unique(made, taken, [each.claim.anchor for each in claims])
            sentence = tidy(plain[slice(*_sentence(prose, start))])
            claim = Claim(lines.entry, anchor, "prose", lines.place(block, item.pos), text=text, citations=citations, sentence=sentence)
            claims.append(ProseClaim(claim, index, start if wrappable(items, start, index) else None))
    return claims, problems


def answered(prose: Prose, end: int, since: int) -> int:
    """Return where the text begins that a bracket at `end` answers for: its sentence, or what follows the bracket before, at `since`."""
    _, _, plain, starts = prose
    start = max(since, starts[bisect_right(starts, end) - 1])
    if since < start and not plain[start:end].strip():  # the bracket stands after the full stop: it answers for what it follows
        start = max(since, starts[bisect_left(starts, start) - 1])
    text = plain[start:]
    return start + len(text) - len(text.lstrip())


def _sentence(prose: Prose, at: int) -> tuple[int, int]:
    """Return where the sentence begins and ends that holds a place in the plain text."""
    bounds = (*prose.starts, len(prose.plain))
    number = bisect_right(prose.starts, at)
    return bounds[number - 1], bounds[number]


def _citations(block: Block, bracket: Item, lines: Lines) -> tuple[Citation, ...]:
    """Return the citations in a bracket; it may run over lines, so each is placed by its offset. Raises CitationError."""
    begins = bracket.pos + 1
    found = parse_citations("@" + bracket.content, _NOWHERE)
    return tuple(Citation(source, locator, lines.place(block, begins + at.column)) for source, locator, at in found)


def _misnamed(anchor: str, claims: list[ProseClaim], taken: set[str]) -> tuple[str, str] | None:
    """Return by which rule the last of a block's claims cannot have the anchor that an editor wrote, and why; None where it can."""
    if not CLAIM_ANCHOR.fullmatch(anchor):
        return "anchor", f"'{{#{anchor}}}' is not an anchor of a claim; expected a form like '{{#c-cost-2011}}'"
    if not claims:
        return "anchor", f"'{{#{anchor}}}' stands at the end of no claim; put it after the citation"
    if anchor in taken or any(anchor == each.claim.anchor for each in claims):
        return "duplicate-id", f"anchor '#{anchor}' is given twice in this entry"
    return None


def tidy(text: str) -> str:
    """Return a sentence as one line, without the gap that a bracket leaves before a full stop."""
    return _GAP.sub("", " ".join(text.split()))
