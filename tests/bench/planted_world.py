"""The wiki as the planted benchmark sees it: its graph, the evidence of its sources, and what each source has of each kind of value."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from random import Random
from typing import Any

from wiki.build.pipeline import check_wiki
from wiki.evidence import Evidence, word_forms
from wiki.evidence.files import read_evidence
from wiki.link.graph import Graph, LinkedEntry
from wiki.link.names import Found
from wiki.model import Citation, Claim
from wiki.numerals import Reading
from wiki.verify import Answer, verify_claim
from wiki.verify.sought import spellings

ROOT = Path(__file__).parent.parent.parent
FIELDS = ("said_by", "via", "counterpart", "target", "part", "group", "of")
"""Keys of a claim whose replacement is another value that a claim citing the same source has there."""
Ranges = tuple[tuple[int, int], ...]


@lru_cache(maxsize=4096)
def is_held_out(entry: str) -> bool:
    """Tell whether an entry is of the third that nobody looks at while the checks are tuned."""
    return hashlib.sha256(f"held out: {entry}".encode()).digest()[0] % 3 == 0


@dataclass(frozen=True)
class World:
    """A wiki with its evidence."""

    root: Path
    graph: Graph
    evidence: Mapping[str, Evidence]

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """All claims with a citation, by entry and place."""
        return tuple(claim for linked in self.graph.entries.values() for claim in linked.entry.claims if claim.citations)

    @cached_property
    def answers(self) -> Mapping[tuple[str, str], tuple[Answer, ...]]:
        """What evidence says of each claim as it stands, by entry and anchor."""
        entries = self.graph.entries
        return {(claim.entry, claim.anchor): verify_claim(claim, self.graph, entries[claim.entry], self.evidence) for claim in self.claims}

    @cached_property
    def right(self) -> tuple[Claim, ...]:
        """The claims to be altered: those of which nothing is not found, and that cite a source with evidence."""
        return tuple(claim for claim in self.claims if self.sources(claim) and not self._missed(claim))

    def _missed(self, claim: Claim) -> bool:
        return any(answer.outcome == "not-found" for answer in self.answers[claim.entry, claim.anchor])

    def answered(self, claim: Claim) -> tuple[Answer, ...]:
        """Return the answers to a claim as it stands."""
        return self.answers[claim.entry, claim.anchor]

    # --- sources

    def sources(self, claim: Claim) -> tuple[str, ...]:
        """Return the sources with evidence that a claim cites, each once."""
        return tuple(dict.fromkeys(each.source for each in claim.citations if each.source in self.evidence))

    def lines(self, citation: Citation) -> Ranges:
        """Return the lines that a citation means; none where there is no evidence or it leads outside."""
        evidence = self.evidence.get(citation.source)
        return (evidence.ranges_of(citation.locator) if evidence else None) or ()

    def cited(self, claim: Claim) -> Iterator[tuple[Evidence, Ranges]]:
        """Yield the evidence that a claim leads to, with the lines."""
        for citation in claim.citations:
            if lines := self.lines(citation):
                yield self.evidence[citation.source], lines

    @cached_property
    def pools(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """(source, key of a claim) → the values that claims citing the source have there, sorted."""
        found: dict[tuple[str, str], set[str]] = {}
        for claim in self.claims:
            for source in self.sources(claim):
                for field in FIELDS:
                    found.setdefault((source, field), set()).add(getattr(claim, field))
        return {key: tuple(sorted(values - {""})) for key, values in found.items()}

    @cached_property
    def named(self) -> Mapping[str, tuple[str, ...]]:
        """Source → the entries that claims citing it name in a field and that its evidence has, sorted."""
        found: dict[str, set[str]] = {source: set() for source in self.evidence}
        for (source, field), values in self.pools.items():
            if field in {"said_by", "via", "counterpart", "target"}:
                found[source].update(value for value in values if self.graph.card(value))
        return {source: tuple(sorted(id_ for id_ in ids if self.prints(source, id_))) for source, ids in found.items()}

    @cached_property
    def years(self) -> Mapping[str, tuple[str, ...]]:
        """Source → the years that it prints, sorted."""
        return {source: _years(evidence) for source, evidence in self.evidence.items()}

    @cached_property
    def readings(self) -> Mapping[str, tuple[Reading, ...]]:
        """Source → its numbers that can be read in one way only, each once, by unit and value."""
        return {source: _readings(evidence) for source, evidence in self.evidence.items()}

    # --- names

    def resolved(self, name: str) -> str:
        """Return the id of the entry that goes by a name, or the name itself."""
        found = self.graph.names.resolve(name)
        return found.id if isinstance(found, Found) else name

    def forms(self, name: str) -> tuple[tuple[str, ...], ...]:
        """Return the words of each spelling of an entry, or of a plain text."""
        called = self.graph.called(name)
        return tuple(each.forms for each in spellings(called.names) if each.forms) if called else (word_forms(name),)

    def prints(self, source: str, name: str) -> bool:
        """Tell whether a source has the name of an entry, or the words of a plain text."""
        evidence = self.evidence[source]
        return any(bool(forms) and bool(evidence.name_blocks(forms)) for forms in self.forms(name))

    def prints_word(self, source: str, text: str) -> bool:
        """Tell whether a source has a word of a text."""
        return any(self.evidence[source].word_blocks(form) for form in word_forms(text))

    @cached_property
    def behind(self) -> Mapping[str, frozenset[frozenset[str]]]:
        """Source → the names of its authors and publisher, each as a set of words."""
        return {key: frozenset(_names_behind(json.loads(source.csl))) for key, source in self.graph.sources.items()}

    def stands(self, claim: Claim, name: str) -> bool:
        """Tell whether a name stands in the blocks that a claim cites, or stands behind the whole source as its author or publisher."""
        wanted = {frozenset(forms) for forms in self.forms(name)}
        if any(wanted & self.behind.get(citation.source, frozenset()) for citation in claim.citations):
            return True
        return any(
            evidence.name_in(forms, evidence.blocks_in(lines)) for evidence, lines in self.cited(claim) for forms in self.forms(name)
        )


def _names_behind(record: Mapping[str, Any]) -> Iterator[frozenset[str]]:
    for author in record.get("author", ()):
        family = author.get("family", "")
        for name in (family, f"{author.get('given', '')} {family}", author.get("literal", "")):
            yield frozenset(word_forms(name))
    for name in (record.get("publisher", ""), record.get("container-title", ""), *record.get("publisher", "").split(",")):
        yield frozenset(word_forms(name))


def _years(evidence: Evidence) -> tuple[str, ...]:
    years = {date[:4] for row in evidence.lines.values() for date in row.dates}
    return tuple(sorted(year for year in years if re.fullmatch(r"(?:1[5-9]|20)\d\d", year)))


def _readings(evidence: Evidence) -> tuple[Reading, ...]:
    sure = {numbers[0] for row in evidence.lines.values() for numbers in row.numbers if len(numbers) == 1}
    return tuple(sorted((each for each in sure if each.value > 2 and not each.note), key=lambda each: (each.unit, each.value)))


@lru_cache(maxsize=1)
def load_world(root: Path) -> World:
    """Check the wiki under `root`, and read the evidence of its sources."""
    graph = check_wiki(root).graph
    found = {key: read_evidence(root, source)[0] for key, source in graph.sources.items()}
    return World(root, graph, {key: evidence for key, evidence in found.items() if evidence is not None})


def alone_with(linked: LinkedEntry, claim: Claim) -> LinkedEntry:
    """Return an entry that has one claim, and its statuses, which decide what others may say."""
    statuses = tuple(each for each in linked.entry.claims if each.form == "status" and each.anchor != claim.anchor)
    return replace(linked, entry=replace(linked.entry, claims=(*statuses, claim)), answers={}, amounts={})


def shuffled(claims: Iterable[Claim], random: Random) -> list[Claim]:
    """Return claims in an order that a seed decides, whatever order they come in."""
    found = sorted(claims, key=lambda each: (each.entry, each.anchor))
    random.shuffle(found)
    return found
