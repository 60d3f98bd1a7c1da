"""On how many voices an entry rests: its sources by publisher, type and country, and what they only repeat; T15."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from wiki.model import Citation, Claim, Entry, Source

UNSAID = "not said"


@dataclass(frozen=True, slots=True)
class Voices:
    """What an entry's citations rest on. Each list is (what, how many citations), the most cited first.

    `repeated` counts claims (not citations) that the entry's sources take from somebody else, by whom (`via`).
    """

    citations: int
    sources: tuple[tuple[Source, int], ...]
    publishers: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, int], ...]
    countries: tuple[tuple[str, int], ...]
    repeated: tuple[tuple[str, int], ...]

    @property
    def largest_share(self) -> int:
        """The share of all citations that goes to the most cited source, in whole per cent."""
        return round(100 * self.sources[0][1] / self.citations) if self.citations else 0


def voices(entry: Entry, source: Callable[[str], Source | None]) -> Voices:
    """Count an entry's citations by source and by who stands behind the source."""
    keys = Counter(citation.source for claim in entry.claims for citation in citations_of(claim))
    found = [(each, count) for key, count in keys.items() if (each := source(key))]
    publishers: Counter[str] = Counter()
    types: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    for each, count in found:
        publisher, country = _behind(each.csl)
        publishers[publisher or each.author or UNSAID] += count
        types[each.source_type or UNSAID] += count
        countries[country or UNSAID] += count
    repeated = Counter(claim.via for claim in entry.claims if claim.via)
    return Voices(
        sum(count for _, count in found),
        tuple(sorted(found, key=lambda item: (-item[1], item[0].key))),
        *(_ranked(each) for each in (publishers, types, countries, repeated)),
    )


@lru_cache(maxsize=4096)
def _behind(csl: str) -> tuple[str, str]:
    """Return the publisher, or what a source appeared in, and the country that its record names."""
    record = json.loads(csl)
    return record.get("publisher") or record.get("container-title") or "", record.get("publisher-place") or ""


def citations_of(claim: Claim) -> tuple[Citation, ...]:
    """Return a claim's citations, those of an announcement's outcome included."""
    return claim.citations + (claim.announcement.outcome_citations if claim.announcement else ())


def counted(rows: Iterable[tuple[str, int]]) -> str:
    """Say what there is how often: `A (3); B (1)`."""
    return "; ".join(f"{what} ({number})" for what, number in rows)


def _ranked(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
