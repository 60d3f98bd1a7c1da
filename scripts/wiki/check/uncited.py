"""Sentences that carry neither a citation nor `[@editors]`, which marks a sentence as the editors' own."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise

from wiki.check.lines import Lines
from wiki.check.prose import Prose, answered, tidy
from wiki.model import Uncited

_SENTENCE = re.compile(r"(?:\S+\s+){3,}\S*[.!?…؟۔][\"'”’»)\]]*", re.DOTALL)
"""Four words with a full stop; less is a heading, a cell of a table, an item of a list."""


def uncited_in(prose: Prose, lines: Lines) -> Iterator[Uncited]:
    """Yield the sentences of a block for which no bracket answers."""
    if prose.block.quoted or prose.block.level:
        return
    bounds = list(pairwise((*prose.starts, len(prose.plain))))
    cited: set[int] = set()
    since = 0
    for item in prose.items:
        if item.kind == "citation":
            start, since = answered(prose, item.start, since), item.end
            cited.update(range(bisect_right(prose.starts, start) - 1, max(bisect_left(prose.starts, item.start), 1)))
    for number, (start, end) in enumerate(bounds):
        text = tidy(prose.plain[start:end])
        if number not in cited and _SENTENCE.fullmatch(text):
            begins = prose.plain[start:].lstrip()[:12].split("\n")[0]
            yield Uncited(text, lines.place(prose.block, max(prose.block.content.find(begins), 0)))
