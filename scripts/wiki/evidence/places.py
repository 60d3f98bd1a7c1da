"""Which blocks a locator leads to that names a heading, pages or paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from wiki.evidence.hashes import fold
from wiki.evidence.parts import Block, Ranges, within
from wiki.model import Locator
from wiki.model.citations import label_ranges


def blocks_of(locator: Locator, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of a section, of pages or of paragraphs; none where there is no such place."""
    if locator.label == "section":
        wanted = fold(locator.text)
        return [block for block in blocks if fold(block.heading) == wanted]
    if locator.label == "page":
        return (
            [block for block in blocks if block.page and within(block.page, locator.ranges)]
            if locator.ranges
            else _labelled(locator, blocks)
        )
    return [
        block for block in blocks if any(first <= block.paragraphs[1] and block.paragraphs[0] <= last for first, last in locator.ranges)
    ]


def _labelled(locator: Locator, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of pages with labels (`xii`, `A-3`), from the first to the last of each range."""
    labels = [block.label.casefold() for block in blocks]
    found: list[Block] = []
    for first, last in label_ranges(locator.text):
        if first.casefold() not in labels or last.casefold() not in labels:
            return []
        found += blocks[labels.index(first.casefold()) : len(labels) - labels[::-1].index(last.casefold())]
    return found


def lines_of_paragraphs(wanted: Ranges, starts: Sequence[int], last: int) -> Ranges:
    """Return the lines of paragraphs by their numbers; none where one of them is not there."""
    if any(to > len(starts) for _, to in wanted):
        return ()
    return tuple((starts[first - 1], starts[to] - 1 if to < len(starts) else last) for first, to in wanted)
