"""*verify*: does what a claim says stand where its citation leads? Answered from the evidence alone, one answer a citation.

What is checked: of a fact its number with the unit, or its date or entry; of a relation, status, position or announcement the names and
the date (and the number an announcement may give); of a name its text; of prose the numbers, dates and linked names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wiki.evidence import Evidence
from wiki.linking import Graph, LinkedEntry
from wiki.model import Claim
from wiki.verifying.answering import Answer, Outcome, answer_claim
from wiki.verifying.seeking import linked_names

__all__ = ["Answer", "Outcome", "verify_claim", "verify_entry", "verify_wiki"]


def verify_wiki(graph: Graph, evidence: Mapping[str, Evidence]) -> Iterator[tuple[Claim, tuple[Answer, ...]]]:
    """Yield every claim of the wiki with its answers, by entry and place; `evidence` is by source key."""
    for linked in graph.entries.values():
        yield from verify_entry(linked, graph, evidence)


def verify_entry(linked: LinkedEntry, graph: Graph, evidence: Mapping[str, Evidence]) -> Iterator[tuple[Claim, tuple[Answer, ...]]]:
    """Yield the claims of one entry with their answers."""
    links = linked_names(linked)
    for claim in linked.entry.claims:
        yield claim, answer_claim(claim, graph, links.get(claim.anchor, ()), evidence)


def verify_claim(claim: Claim, graph: Graph, linked: LinkedEntry, evidence: Mapping[str, Evidence]) -> tuple[Answer, ...]:
    """Return one answer for each citation of `claim`, in their order; `linked` is the entry it stands on."""
    links = linked_names(linked).get(claim.anchor, ()) if claim.form == "prose" else ()
    return answer_claim(claim, graph, links, evidence)
