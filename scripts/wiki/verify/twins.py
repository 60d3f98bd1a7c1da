"""Twins: the same figure of the same lines on two entries, of which the two say another date, speaker or part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from wiki.link.graph import LinkedEntry
from wiki.model import Citation, Claim
from wiki.model.citations import locator_words
from wiki.numerals import measured


class Twin(NamedTuple):
    """Two claims and what they say otherwise: key, what the first says, what the second."""

    one: Claim
    other: Claim
    citation: Citation
    differences: tuple[tuple[str, str, str], ...]


def find_twins(entries: Iterable[LinkedEntry]) -> Iterator[Twin]:
    """Yield the twins among all entries, by the place of the first."""
    held: dict[tuple[str, Decimal, Decimal, str], list[tuple[Claim, Citation]]] = {}
    for linked in entries:
        for claim in linked.entry.claims:
            if claim.quantity and claim.form != "prose":
                low, measure = measured(claim.quantity.low, claim.quantity.unit)
                high, _ = measured(claim.quantity.high, claim.quantity.unit)
                for citation in claim.citations:
                    held.setdefault((citation.source, low, high, measure), []).append((claim, citation))
    for found in held.values():
        for (one, at), (other, too) in combinations(found, 2):
            if one.entry != other.entry and _overlap(at, too) and (differences := tuple(_differences(one, other))):
                yield Twin(one, other, at, differences)


def _overlap(one: Citation, other: Citation) -> bool:
    if not one.locator or not other.locator or one.locator.label != other.locator.label:
        return False
    return any(a <= d and c <= b for a, b in one.locator.ranges for c, d in other.locator.ranges)


def _differences(one: Claim, other: Claim) -> Iterator[tuple[str, str, str]]:
    """Yield what two claims say otherwise; a part is compared only of one property."""
    pairs = [("date", one.date.text if one.date else "", other.date.text if other.date else "")]
    pairs += [("said-by", one.said_by, other.said_by), ("via", one.via, other.via)]
    if one.property == other.property:
        pairs += [("part", one.part, other.part)]
    yield from (each for each in pairs if each[1] != each[2])


def render_twins(twins: Iterable[Twin]) -> str:
    """Return twins as lines: where the first stands, what both say, where the second stands."""
    rows = []
    for one, other, at, differences in twins:
        said = "; ".join(f"{key} '{mine}' and '{theirs}'" for key, mine, theirs in differences)
        place, too = one.place, other.place
        where = f"{at.source}, {locator_words(at.locator)}"
        rows.append(f"{place.path}:{place.line}:{place.column}: {one.value} ({where}) also at {too.path}:{too.line}: {said}\n")
    return "".join(sorted(rows))
