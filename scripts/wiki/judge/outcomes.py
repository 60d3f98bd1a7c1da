"""What came of announcements: as their sources say, else computed from the newest figure of the same thing; T7 of the feature table."""

from __future__ import annotations

from dataclasses import dataclass

from wiki.judge.age import as_of_date
from wiki.model import Claim, Entry
from wiki.model.dates import words

SETTLED = ("kept", "late", "dropped")
"""Outcomes after which nothing more is to be looked up."""

UNTOLD = "no outcome given"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an announcement.

    `state` is the outcome that its source gives, or UNTOLD; `overdue` says that its due date has passed without a settled one;
    `newest` is the newest fact of what it is about, and `words` the sentence that says so (empty where an outcome is settled).
    """

    state: str
    overdue: bool
    newest: Claim | None
    words: str


def outcome_of(claim: Claim, entry: Entry, as_of: str) -> Outcome:
    """Return what became of an announcement of `entry`, against the wiki's `as-of` date (no clock is asked)."""
    detail = claim.announcement
    if detail is None:
        raise ValueError(f"{claim.anchor} is no announcement")
    state = detail.outcome or UNTOLD
    if state in SETTLED:
        return Outcome(state, overdue=False, newest=None, words="")
    at = as_of_date(as_of)
    overdue = bool(at and detail.due and detail.due.latest and detail.due.latest < (at.earliest or at.latest))
    newest, fresh = newest_figure(claim, entry)
    due = f"due {words(detail.due)}" if detail.due else "no date set"
    if newest:
        value = words(newest.value_date) if newest.value_date else newest.value + (f" a {newest.per}" if newest.per else "")
        lead = "newest figure here" if fresh else "no newer figure here; the last before it"
        said = f"{lead}: {value}, {words(newest.date) if newest.date else 'undated'}"
    elif detail.about:
        said = "no figure here to hold it against"
    elif state == UNTOLD:
        said = "the sources read do not say what came of it"
    else:
        said = ""
    return Outcome(state, overdue, newest, f"{due}; {said}" if said else due)


def newest_figure(claim: Claim, entry: Entry) -> tuple[Claim | None, bool]:
    """Return the newest fact of the announcement's `property`, of the same dimensions, and whether it is from its date or later.

    Of one day the first written counts. Where an announcement has no date, every dated fact is later. What is only planned or
    alleged is no outcome. A rate (`per`) is no dimension here: trade of 2022 is what came of a target a year.
    """
    detail = claim.announcement
    if detail is None or not detail.about:
        return None, False
    start = (claim.date.earliest or claim.date.latest) if claim.date else ""
    found = [
        fact for fact in entry.claims
        if fact.form == "fact" and fact.property == detail.about and _dimensions(fact) == _dimensions(claim)
        and fact.modality == "asserted" and fact.rank != "superseded" and fact.date
    ]  # fmt: skip
    newest = max(found, key=lambda fact: (_last(fact), -fact.place.line), default=None)
    return newest, newest is not None and _last(newest) >= start


def _dimensions(claim: Claim) -> tuple[str, ...]:
    return (claim.counterpart, claim.part, claim.group, claim.of)


def _last(claim: Claim) -> str:
    return (claim.date.latest or claim.date.earliest) if claim.date else ""


def ledger(entry: Entry) -> list[tuple[str, list[Claim]]]:
    """Return an entry's announcements by type, in the order of time within each."""
    groups: dict[str, list[Claim]] = {}
    for claim in sorted((each for each in entry.claims if each.form == "announcement"), key=_when):
        groups.setdefault(claim.property, []).append(claim)
    return sorted(groups.items())


def _when(claim: Claim) -> tuple[str, int]:
    return (claim.date.earliest or claim.date.latest if claim.date else "9999", claim.place.line)
