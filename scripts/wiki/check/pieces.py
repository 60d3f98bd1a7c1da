"""The pieces of a body: what each block of prose is in the order of reading, and all of it put together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from html import escape
from itertools import pairwise

from wiki.check.inlines import split_link
from wiki.check.items import cut
from wiki.check.lines import Lines
from wiki.check.prose import EDITORS, Prose, ProseClaim
from wiki.model import CitationMark, ClaimEnd, ClaimStart, Piece, Text, WikiLink
from wiki.model.bodies import one_html

Part = Piece | str
"""A piece, or a bit of finished HTML of which others may be."""
_EDITORS = '<sup class="wiki-cite wiki-editors" title="The editors’ own words, without a source">editors</sup>'


def prose_parts(prose: Prose, claims: list[ProseClaim], first: int, lines: Lines) -> list[Part]:
    """Return what a block of prose is made of; `first` is the number of its first sentence in the body."""
    items = prose.items
    if len(items) == 1 and items[0].kind == "text" and not prose.block.quoted:  # as most cells of tables are, and many paragraphs
        bounds = pairwise((*prose.starts, len(prose.plain)))
        return [Text(items[0].content[start:end], number) for number, (start, end) in enumerate(bounds, first)]
    return list(_parts(prose, claims, first, lines))


def _parts(prose: Prose, claims: list[ProseClaim], first: int, lines: Lines) -> Iterator[Part]:
    block, items, _, starts = prose
    marks = {each.bracket: each.claim.anchor for each in claims}
    wrapped = {each.wrapped: each for each in claims if each.wrapped is not None}
    ends = {each.bracket for each in wrapped.values()}
    in_link = False
    for item, index in cut(items, sorted({*starts, *wrapped}) if wrapped else starts):
        kind, content, start, end, _, pos = item
        if start in wrapped and (end > start or kind in ("html", "wiki_link")):
            yield ClaimStart(wrapped.pop(start).claim.anchor)
        if kind == "text":
            if in_link or block.quoted:
                yield escape(content, quote=False)
            else:
                yield Text(content, first + bisect_right(starts, start) - 1)
        elif kind == "wiki_link":
            sentence = first + bisect_right(starts, start) - 1
            yield WikiLink(*split_link(content), sentence, lines.place(block, pos))
        elif kind == "citation":
            if index in marks:
                yield CitationMark(marks[index])
                if index in ends:
                    yield ClaimEnd()
            elif content.strip() == EDITORS:
                yield _EDITORS
        elif kind in ("link_open", "link_close"):
            in_link = kind == "link_open"
            yield content if in_link else "</a>"
        elif kind == "html":
            yield content


def joined(parts: Iterable[Part]) -> list[Piece]:
    """Return the pieces: HTML that follows HTML is one, as is text within a sentence, and before a mark there is no space."""
    pieces: list[Piece] = []
    whole: Iterator[Piece] = one_html(parts)
    for part in whole:
        if pieces and isinstance(last := pieces[-1], Text):
            if isinstance(part, Text) and part.sentence == last.sentence:
                pieces[-1] = Text(last.text + part.text, last.sentence)
                continue
            if isinstance(part, CitationMark):
                pieces[-1:] = [Text(last.text.rstrip(), last.sentence)] if last.text.strip() else []
        pieces.append(part)
    return pieces
