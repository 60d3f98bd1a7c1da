"""How surely the cited lines speak: a claim that asserts what they only plan, allege or deny, or the reverse."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from wiki.evidence import Evidence
from wiki.evidence.parts import Ranges
from wiki.link.ahead import is_ahead, says_it_exists
from wiki.model import Claim, Entry
from wiki.model.problems import Problem, problem
from wiki.read.vocabulary import Vocabulary
from wiki.verify.locators import words_in

_SAID = {
    "planned": {"plan"},
    "possible": {"possible", "plan", "alleged", "reported"},
    "alleged": {"alleged", "reported", "possible"},
    "denied": {"not", "denied"},
}
"""Modality of a claim → the classes of words of which its lines, or those around them, hold one."""
_HOLDS_BACK = {"plan": "planned", "denied": "denied", "not": "denied"}
"""Class of words → the modality of a claim whose lines all hold one."""
_FORMS = ("relation", "fact")
_AROUND = 3
"""So many lines before and behind the cited ones may say how surely they speak."""
_DENSE = 30
"""Words a line: longer lines are paragraphs, and what they plan may be something else."""


def check_modality(entry: Entry, vocabulary: Vocabulary, evidence: Mapping[str, Evidence]) -> Iterator[Problem]:
    """Yield the claims whose modality is not that of their lines; evidence that does not note it says nothing."""
    ahead = is_ahead(entry, vocabulary)
    for claim in entry.claims:
        if claim.form in _FORMS and not claim.vouched_by and not (ahead and claim.modality != "asserted"):
            said = _unlike(claim, vocabulary, evidence)
            if said:
                yield problem(claim.citations[0].place, "modality", said, "warning")


def _unlike(claim: Claim, vocabulary: Vocabulary, evidence: Mapping[str, Evidence]) -> str:
    """Return how a claim and all of its lines differ; '' where one citation agrees, or says nothing."""
    found = ""
    for citation in claim.citations:
        known = evidence.get(citation.source)
        ranges = known.ranges_of(citation.locator) if known else None
        if known is None or not ranges or (classes_of := _classes(known)) is None:
            return ""
        found = _asserted(claim, vocabulary, known, ranges) if claim.modality == "asserted" else _qualified(claim, classes_of, ranges)
        if not found:
            return ""
    return found


def _qualified(claim: Claim, classes_of: Callable[[int], frozenset[str]], ranges: Ranges) -> str:
    """Of a claim that is not asserted, some word near its lines says so."""
    lines = (line for first, last in ranges for line in range(first - _AROUND, last + _AROUND + 1))
    if any(classes_of(line) & _SAID[claim.modality] for line in lines):
        return ""
    return f"the claim is {claim.modality}, and no word in its lines or near them says so"


def _asserted(claim: Claim, vocabulary: Vocabulary, evidence: Evidence, ranges: Ranges) -> str:
    """Of a claim that is asserted, not all lines hold back; of one that says the thing is there, none speaks of a plan."""
    classes_of = _classes(evidence)
    lines = [classes_of(line) for first, last in ranges for line in range(first, last + 1)] if classes_of else []
    if not lines or claim.date_inferred or claim.said_by or claim.doubt or words_in(evidence, ranges) > _DENSE * len(lines):
        return ""
    if says_it_exists(claim, vocabulary) and any("plan" in each for each in lines):
        return "the claim asserts, and its lines speak of a plan; add 'modality: planned' if it is one"
    if len(lines) == 1:  # a single line may be about several things
        return ""
    held = next((modality for kind, modality in _HOLDS_BACK.items() if all(kind in each for each in lines)), "")
    return f"the claim asserts, and each of its lines is of what is {held}; add 'modality: {held}' if it is" if held else ""


def _classes(evidence: Evidence) -> Callable[[int], frozenset[str]] | None:
    """Return what tells the classes of words of modality on a line; None where the evidence does not note them."""
    found: Callable[[int], frozenset[str]] | None = getattr(evidence, "modality_of", None)
    return found if getattr(evidence, "modality", None) else None
