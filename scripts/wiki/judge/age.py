"""How old a figure or status is, and whether it is due for a new look: T6 of the feature table.

The rule, as the page of rules and the vocabulary publish it: a property or status may say `stale-after: 24 months`. Of the claims of
an entry that say the same thing of the same part (form, property, counterpart, part, group, base, rate, modality) only the newest
can be stale, for the older ones are its history. It is stale when more time than that has passed from its `date` (where that is
open or missing, from the newest date of issue among its sources) to the wiki's `as-of` date. No clock is asked: without `as-of`
nothing is stale.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wiki.model import Claim, Date, Entry, Source
from wiki.model.dates import DateError, parse_date, words
from wiki.read.vocabulary import Vocabulary

Sources = Callable[[str], Source | None]


@dataclass(frozen=True, slots=True)
class Age:
    """That a claim is older than it should be: when it is from, what its `stale-after` is, the day it became stale, as of when."""

    since: Date
    issued: bool
    """Whether `since` is when its source was issued, for want of a date of its own."""
    limit: str
    due: str
    as_of: Date

    @property
    def words(self) -> str:
        """Say it: `as of 2011; older than 24 months at December 2025`."""
        since = words(self.since)
        if self.issued:
            return f"undated, in a source of {since}; {self.note}"
        return f"{'' if since.startswith(('by ', 'until ', 'since ')) else 'as of '}{since}; {self.note}"

    @property
    def note(self) -> str:
        """Say it where the date stands already: `older than 24 months at December 2025`."""
        at = parse_date(self.as_of.text[:7]) if self.as_of.precision == "day" else self.as_of
        return f"older than {self.limit} at {words(at)}"


def as_of_date(text: str) -> Date | None:
    """Return the date that ages are told against; None where there is none (or no date; the settings report it)."""
    try:
        return parse_date(text) if text else None
    except DateError:
        return None


def later(day: str, stretch: str) -> str:
    """Return the ISO day that is `stretch` after `day`; a day that the month lacks becomes its last.

    >>> later("2011-12-31", "24 months"), later("2024-01-31", "1 month"), later("2024-02-28", "2 days")
    ('2013-12-31', '2024-02-29', '2024-03-01')
    """
    count, unit = stretch.split(" ")
    year, month, number = (int(part) for part in day.split("-"))
    if unit.startswith("day"):
        for _ in range(int(count)):
            number += 1
            if number > calendar.monthrange(year, month)[1]:
                year, month, number = (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)
        return f"{year:04}-{month:02}-{number:02}"
    months = year * 12 + month - 1 + int(count) * (12 if unit.startswith("year") else 1)
    year, month = months // 12, months % 12 + 1
    return f"{year:04}-{month:02}-{min(number, calendar.monthrange(year, month)[1]):02}"


def limit_of(claim: Claim, vocabulary: Vocabulary) -> str:
    """Return the `stale-after` of a fact's property or a status; '' where it never gets stale."""
    if claim.form == "status" and claim.value in vocabulary.statuses:
        return vocabulary.statuses[claim.value].stale_after
    if claim.form == "fact" and claim.property in vocabulary.properties:
        return vocabulary.properties[claim.property].stale_after
    return ""


def issued_of(claim: Claim, source: Sources) -> Date | None:
    """Return the newest date of issue among a claim's sources."""
    dates = [found.issued for citation in claim.citations if (found := source(citation.source)) and found.issued]
    return max(dates, key=lambda date: (date.latest or date.earliest, date.text), default=None)


def measured_from(claim: Claim, source: Sources) -> tuple[Date, bool] | None:
    """Return the date that a claim's age counts from, and whether it is its source's date of issue."""
    if claim.date and claim.date.latest:
        return claim.date, False
    issued = issued_of(claim, source)
    if issued:
        return issued, True
    return (claim.date, False) if claim.date else None


def same_thing(claim: Claim) -> tuple[str, ...]:
    """Return what a fact or status is about: claims of which this is equal follow one another in time."""
    about = "status" if claim.form == "status" else claim.property
    return (claim.form, about, claim.counterpart, claim.part, claim.group, claim.of, claim.per, claim.modality)


def newest(claims: Iterable[Claim], source: Sources) -> list[Claim]:
    """Return of each thing the claim (or claims, if of one day) with the newest date; superseded ones are none."""
    groups: dict[tuple[str, ...], list[tuple[str, Claim]]] = {}
    for claim in claims:
        if claim.form in ("fact", "status") and claim.rank != "superseded":
            found = measured_from(claim, source)
            day = (found[0].latest or found[0].earliest) if found else ""
            groups.setdefault(same_thing(claim), []).append((day, claim))
    return [claim for group in groups.values() for day, claim in group if day == max(each for each, _ in group)]


def age_of(claim: Claim, vocabulary: Vocabulary, as_of: Date, source: Sources) -> Age | None:
    """Return how a claim is stale at `as_of`, looked at alone; None where it is not."""
    limit = limit_of(claim, vocabulary)
    found = measured_from(claim, source) if limit else None
    if found is None:
        return None
    since, issued = found
    day = since.latest or since.earliest
    if not day or day.startswith("-"):
        return None
    due = later(day, limit)
    return Age(since, issued, limit, due, as_of) if due < (as_of.earliest or as_of.latest) else None


def ages(entry: Entry, vocabulary: Vocabulary, as_of: str, source: Sources) -> dict[str, Age]:
    """Return the stale claims of an entry by anchor, in the order of the file."""
    at = as_of_date(as_of)
    if at is None:
        return {}
    held = [claim for claim in entry.claims if limit_of(claim, vocabulary)]
    about = {same_thing(claim) for claim in held}
    current = newest((claim for claim in entry.claims if same_thing(claim) in about), source) if held else []
    found = ((claim, age_of(claim, vocabulary, at, source)) for claim in current)
    return {claim.anchor: age for claim, age in sorted(found, key=lambda each: each[0].place.line) if age}
