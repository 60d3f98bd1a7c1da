"""Locators: each leads into its source, and is no wider than a reader can look through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wiki.evidence import Evidence
from wiki.evidence.parts import Ranges
from wiki.link.graph import Asked
from wiki.model import Citation, Claim, Entry
from wiki.model.citations import locator_words
from wiki.model.problems import Problem, problem

WIDEST = 300
"""Words in the cited lines, beyond which a reader has to search for what is meant."""
_FEW = 3
"""So few lines are never too wide: they may be paragraphs, which have no parts."""
_WORDS_A_HASH = 2
"""A block holds about twice as many words as hashes: small words and repeated ones have none."""


def check_locators(entry: Entry, asked: Asked, evidence: Mapping[str, Evidence]) -> Iterator[Problem]:
    """Yield what is wrong with the places that an entry's claims cite, where there is evidence of the source."""
    seen: set[tuple[str, object]] = set()
    for claim in entry.claims:
        for citation in _citations(claim):
            known = evidence.get(citation.source)
            if known is not None and (problem_ := _wrong(citation, known, asked)):
                if problem_.severity == "error" or (citation.source, citation.locator) not in seen:
                    yield problem_
                seen.add((citation.source, citation.locator))


def _citations(claim: Claim) -> tuple[Citation, ...]:
    return (*claim.citations, *(claim.announcement.outcome_citations if claim.announcement else ()))


def _wrong(citation: Citation, evidence: Evidence, asked: Asked) -> Problem | None:
    locator, key = citation.locator, citation.source
    if locator is None:
        message = f"'{key}' is cited without a place in it; add one, like '{key}, l. {evidence.first}'"
        return problem(citation.place, "no-locator", message)
    ranges = evidence.ranges_of(locator)
    if not ranges:
        source = asked.source(key)
        if locator.label == "line" and source and source.file and source.file.last:
            return None  # the record's own lines are held when links are checked
        message = f"{locator_words(locator)} leads outside '{key}', which has lines {evidence.first}-{evidence.last}"
        return problem(citation.place, "locator-range", message)
    words = words_in(evidence, ranges) if sum(last - first for first, last in ranges) >= _FEW else 0
    if words > WIDEST:
        message = f"{locator_words(locator)} of '{key}' has about {round(words, -1)} words; cite the lines that hold the claim"
        return problem(citation.place, "wide-locator", message, "warning")
    return None


def words_in(evidence: Evidence, ranges: Ranges) -> int:
    """Return about how many words stand in some lines: of a block that is cited in part, its share by lines."""
    count = 0.0
    for block in (evidence.blocks[index] for index in evidence.blocks_in(ranges)):
        cited = sum(max(0, min(last, block.last) - max(first, block.first) + 1) for first, last in ranges)
        count += _WORDS_A_HASH * len(block.words) / 4 * cited / (block.last - block.first + 1)
    return round(count)
