"""Queries over the claims of an entry: which value stands for a property, what belongs in the box, what makes a series."""

from __future__ import annotations

from collections.abc import Iterable

from wiki.model import Claim, Date, Entry
from wiki.model.dates import sort_key
from wiki.read.vocabulary import Vocabulary

MOST_AT_A_GLANCE = 7
_TURNED = str.maketrans("0123456789", "9876543210")


def facts(entry: Entry) -> list[Claim]:
    """Return the entry's facts in the order of the file."""
    return [claim for claim in entry.claims if claim.form == "fact"]


def headline(entry: Entry, property_: str) -> Claim | None:
    """Return the claim that stands for a property in a box or table: preferred, of the whole, asserted, newest, first written."""
    found = [claim for claim in facts(entry) if claim.property == property_ and claim.rank != "superseded"]
    return min(found, key=_headline_key) if found else None


def _headline_key(claim: Claim) -> tuple[bool, bool, bool, str, int]:
    narrowed = bool(claim.part or claim.group or claim.of or claim.counterpart)
    newest = _reverse(claim.date.latest or claim.date.earliest) if claim.date else "~"
    return (claim.rank != "preferred", narrowed, claim.modality != "asserted", newest, claim.place.line)


def _reverse(day: str) -> str:
    """Turn an ISO day so that the newest sorts first."""
    return day.translate(_TURNED)


def at_a_glance(entry: Entry, vocabulary: Vocabulary) -> list[Claim]:
    """Return at most seven claims for the box, in the order of the vocabulary.

    A property counts if its headline is of the whole and not of a part; dates and extents come first since the vocabulary
    lists them first.
    """
    chosen = []
    present = {claim.property for claim in facts(entry)}
    for property_ in vocabulary.properties.values():
        if property_.id not in present or property_.type == "text":
            continue
        claim = headline(entry, property_.id)
        if claim and not (claim.part or claim.group or claim.of):
            chosen.append(claim)
    return chosen[:MOST_AT_A_GLANCE]


def latest_status(entry: Entry) -> Claim | None:
    """Return the status with the newest date; one of the whole before one of a part."""
    found = [claim for claim in entry.claims if claim.form == "status" and claim.rank != "superseded"]
    return min(found, key=_headline_key) if found else None


def own_date(entry: Entry, vocabulary: Vocabulary) -> tuple[Date, Claim] | None:
    """Return when an entry as a whole happened: its first fact of a date that its kind requires, or of the property `date`."""
    required = vocabulary.kinds[entry.kind].requires
    for claim in facts(entry):
        if claim.value_date and (claim.property in required or claim.property == "date"):
            return claim.value_date, claim
    return None


def by_property(claims: Iterable[Claim], vocabulary: Vocabulary) -> list[tuple[str, list[Claim]]]:
    """Group facts by property in the order of the vocabulary; within one, by dimensions and then by date."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.property, []).append(claim)
    order = {id_: index for index, id_ in enumerate(vocabulary.properties)}
    return [
        (property_, sorted(groups[property_], key=lambda c: (c.counterpart, c.part, c.group, c.of, c.said_by, sort_key(c.date))))
        for property_ in sorted(groups, key=lambda id_: order[id_])
    ]
