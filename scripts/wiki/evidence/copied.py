"""Which runs of eight words or more a text shares with a source, by the fingerprints in its evidence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from wiki.evidence.hashes import folded_words, is_stop, printed_forms
from wiki.evidence.model import Evidence
from wiki.evidence.runs import RUN, Word, gram_hashes, least_of_runs, run_key, spoken

LEAST = 2
"""So many words of a run must be neither small words nor numbers nor parts of names."""


class Copied(NamedTuple):
    """A run of a text, from `start` to `end`, that stands in a source, and the lines of the source where its words are."""

    start: int
    end: int
    first: int
    last: int


def copied_runs(text: str, evidence: Evidence, names: Sequence[tuple[int, int]] = ()) -> list[Copied]:
    """Return the runs of eight words or more that a text shares with a source, longest together; none of a source in format 1.

    Words in capitals and what stands in `names`, stretches of the text in order, are nobody's own: a run needs two other words at least.
    """
    held = _held(text, evidence)
    words = spoken(text) if held else []
    spans: list[tuple[int, int, tuple[int, int]]] = []
    for at in held:
        if not (lines := evidence.together(_forms(words[at : at + RUN]))):
            continue
        if spans and at <= spans[-1][1]:
            start, _, (first, last) = spans.pop()
            spans.append((start, at + RUN, (min(first, lines[0]), max(last, lines[1]))))
        else:
            spans.append((at, at + RUN, lines))
    return [
        Copied(words[start].start, words[end - 1].end, *lines)
        for start, end, lines in spans
        if sum(_counts(word, names) for word in words[start:end]) >= LEAST
    ]


def may_hold_runs(text: str, evidence: Evidence) -> bool:
    """Tell whether some run of a text has a fingerprint that the source has: most texts have none, and need not be looked at further."""
    return bool(_held(text, evidence))


def _held(text: str, evidence: Evidence) -> list[int]:
    """Return where runs of a text begin that have a fingerprint of the source."""
    if evidence.runs is None or len(folded := _folded(text)) < RUN:
        return []
    return evidence.runs.holding(least_of_runs(gram_hashes(folded, run_key(evidence.source))))


_folded = lru_cache(maxsize=8)(folded_words)
"""One text is held against several sources."""


def _forms(run: Sequence[Word]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for word in run for form in printed_forms(word.written) if not form.startswith("^")))


def _counts(word: Word, names: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a word may be a source's own."""
    if word.written[:1].isupper() or word.written.isdigit() or is_stop(word.written, word.folded):
        return False
    at = bisect_right(names, word.start, key=lambda span: span[0]) - 1
    return at < 0 or names[at][1] <= word.start
