"""*verify*: does what a claim says stand where its citation leads? Answered from the evidence alone, one answer a citation.

What is checked: of a fact its number with the unit, its date, its entry or the key words of its text; of every form the names (target,
counterpart, speaker, source quoted, side), the key words of part, group and base, and the date; of a name its text; of prose the numbers,
dates and names, or its key words. Beside what is found stands how much that says: its strength.

In: linked entries and evidence. Out: an answer for each citation. It may import: model, numerals, disk, read, evidence, check, link.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from wiki.disk.boundary import stumbled
from wiki.evidence import Evidence
from wiki.evidence.coverage import Amount, amounts_of
from wiki.link.graph import Asked, Graph, LinkedEntry
from wiki.model import Answer, Claim, Outcome
from wiki.model.citations import locator_words
from wiki.model.problems import Problem, problem
from wiki.verify.answers import answer_claim
from wiki.verify.copied import check_copied
from wiki.verify.locators import check_locators
from wiki.verify.modality import check_modality
from wiki.verify.prose import linked_names

__all__ = ["Answer", "Outcome", "check_answers", "verify_claim", "verify_entry", "verify_linked", "verify_wiki"]


def verify_wiki(graph: Graph, evidence: Mapping[str, Evidence]) -> Iterator[tuple[Claim, tuple[Answer, ...]]]:
    """Yield every claim of the wiki with its answers, by entry and place; `evidence` is by source key."""
    for linked in graph.entries.values():
        yield from verify_entry(linked, graph, evidence)


def verify_entry(linked: LinkedEntry, asked: Asked, evidence: Mapping[str, Evidence]) -> Iterator[tuple[Claim, tuple[Answer, ...]]]:
    """Yield the claims of one entry with their answers."""
    links = linked_names(linked)
    for claim in linked.entry.claims:
        yield claim, answer_claim(claim, asked, links.get(claim.anchor, ()), evidence)


def verify_claim(claim: Claim, asked: Asked, linked: LinkedEntry, evidence: Mapping[str, Evidence]) -> tuple[Answer, ...]:
    """Return one answer for each citation of `claim`, in their order; `linked` is the entry it stands on."""
    links = linked_names(linked).get(claim.anchor, ()) if claim.form == "prose" else ()
    return answer_claim(claim, asked, links, evidence)


def verify_linked(linked: LinkedEntry, asked: Asked, evidence: Mapping[str, Evidence]) -> tuple[LinkedEntry, list[Problem]]:
    """Return the entry with the answers to its claims and the numbers they hold, and an error for each citation that does not hold."""
    try:
        return _verify_linked(linked, asked, evidence)
    except Exception as error:  # noqa: BLE001 - the boundary of a file
        return linked, [stumbled(linked.entry.path, error)]


def _verify_linked(linked: LinkedEntry, asked: Asked, evidence: Mapping[str, Evidence]) -> tuple[LinkedEntry, list[Problem]]:
    answers: dict[str, tuple[Answer, ...]] = {}
    amounts: dict[str, tuple[Amount, ...]] = {}
    for claim, found in verify_entry(linked, asked, evidence):
        answers[claim.anchor] = found
        if claim.citations and (held := amounts_of(claim)):
            amounts[claim.anchor] = held
    verified = replace(linked, answers=answers, amounts=amounts)
    entry = linked.entry
    return verified, [
        *check_answers(verified),
        *check_copied(verified, evidence),
        *check_locators(entry, asked, evidence),
        *check_modality(entry, asked.vocabulary, evidence),
    ]


def check_answers(linked: LinkedEntry) -> Iterator[Problem]:
    """Each claim stands where its citations lead, or somebody vouches for it and says why; what is doubtful is a warning."""
    for claim in linked.entry.claims:
        if claim.vouched_by:
            continue
        for citation, answer in zip(claim.citations, linked.answers.get(claim.anchor, ()), strict=False):
            if answer.outcome == "not-found":
                where = f"{citation.source}, {locator_words(citation.locator)}".removesuffix(", ")
                yield problem(citation.place, "not-found", f"{where}: {answer.reason}")
            for doubt in answer.doubts:
                yield problem(citation.place, "doubtful", f"{citation.source}: {doubt}", "warning")
