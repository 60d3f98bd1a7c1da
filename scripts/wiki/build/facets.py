"""Facets: hashes of what pages may ask of the rest of the wiki, by which it is known what an edit changes.

`card:id`, `names:id`, `anchors:id`, `in:id` (claims that name it), `back:id` (links to it), `source:key`, `evidence:key`. What several
entries contribute to is a sum, so that one entry's part can be taken out and another put in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from wiki.build.records import Links, Part, Summary, number, parts_of_links, parts_of_summary
from wiki.model import Source


def all_facets(
    summaries: Mapping[str, Summary], links: Mapping[str, Links], former: Mapping[str, str], of_sources: Iterable[Part]
) -> dict[str, int]:
    """Return every facet of a wiki; `former` is former id → id."""
    found: dict[str, int] = defaultdict(int, of_sources)
    for id_, summary in summaries.items():
        for facet, value in parts_of_summary(id_, summary, former):
            found[facet] += value
    for id_, linked in links.items():
        for facet, value in parts_of_links(id_, linked):
            found[facet] += value
    return dict(found)


class Holding(Protocol):
    """Who has sources and evidence: a world."""

    sources: Mapping[str, Source]
    evidence_files: Mapping[str, bytes]

    @property
    def sources_aside(self) -> frozenset[str]:
        """The keys of sources whose records have errors."""


def facets_of_sources(holding: Holding) -> Iterator[Part]:
    """Yield the facets of sources and of their evidence, which is known by the digest of its file."""
    yield from ((f"evidence:{key}", number(content)) for key, content in holding.evidence_files.items())
    yield from ((f"source:{key}", number(repr(source).encode())) for key, source in holding.sources.items())
    yield from ((f"source:{key}", 1) for key in holding.sources_aside)  # nothing to cite, but no error of whoever cites it


def difference(old: Iterable[Part], new: Iterable[Part]) -> dict[str, int]:
    """Return by how much each facet changes where `new` stands in place of `old`; those that do not are left out."""
    parts: dict[str, int] = defaultdict(int)
    for facet, value in old:
        parts[facet] -= value
    for facet, value in new:
        parts[facet] += value
    return {facet: value for facet, value in parts.items() if value}
