"""What is due for a new look, as warnings of `wiki check --as-of DATE`; the page /due/ lists the same (rows.py)."""

from __future__ import annotations

from collections.abc import Iterator

from wiki.judge.age import Sources, ages
from wiki.judge.outcomes import outcome_of
from wiki.model import Entry
from wiki.model.problems import Problem, problem
from wiki.read.vocabulary import Vocabulary


def check_due(entry: Entry, vocabulary: Vocabulary, as_of: str, source: Sources) -> Iterator[Problem]:
    """A figure or status is newer than its `stale-after`, and an announcement has an outcome once its due date has passed."""
    old = ages(entry, vocabulary, as_of, source)
    for claim in entry.claims:
        if claim.anchor in old:
            what = f"status '{claim.value}'" if claim.form == "status" else f"{claim.property} '{claim.value}'"
            yield problem(claim.place, "stale", f"{what} is due for a new look: {old[claim.anchor].words}", "warning")
        elif claim.form == "announcement":
            outcome = outcome_of(claim, entry, as_of)
            if outcome.overdue:
                message = f"{claim.property} whose date has passed, without an outcome: {outcome.words}"
                yield problem(claim.place, "overdue", message, "warning")
