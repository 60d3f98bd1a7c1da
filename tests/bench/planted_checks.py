"""What the planted benchmark asks of an altered claim: a list of checks, each from a claim on its entry to the rules that it breaks.

To plug in a check that stands outside `verify`, write a function `Standing, World → rules` and add it to CHECKS; a rule is the id of a
warning or an error (`modality`, `twin` …). It may look at the entry that the claim stands on (`standing.linked`, which has this claim
and its statuses only) and at the whole wiki (`world.graph`, in which the claim stands unaltered). An alteration is caught if a check
gives a rule that no check gave for the claim as it stands. Errors of form and ids given twice are not asked for: they would be found
without a source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.bench.planted_world import World

from wiki.link.graph import LinkedEntry
from wiki.model import Claim
from wiki.verify import verify_claim, verify_linked

FORM = frozenset({"duplicate-id", "unknown-target", "target", "kind", "internal"})
"""Rules that are broken whatever the source says."""


class Standing(NamedTuple):
    """A claim on its entry, of which `linked` has this claim and its statuses."""

    claim: Claim
    linked: LinkedEntry


Check = Callable[[Standing, World], Iterator[str]]


def not_found(standing: Standing, world: World) -> Iterator[str]:
    """Something of the claim does not stand in the cited lines."""
    answers = verify_claim(standing.claim, world.graph, standing.linked, world.evidence)
    yield from ("not-found" for answer in answers if answer.outcome == "not-found")


def reported(standing: Standing, world: World) -> Iterator[str]:
    """What verifying an entry reports at the place of the claim or of one of its citations."""
    claim = standing.claim
    places = {claim.place, *(citation.place for citation in claim.citations)}
    _, problems = verify_linked(standing.linked, world.graph, world.evidence)
    yield from (each.rule for each in problems if any((each.path, each.line) == place[:2] for place in places))


CHECKS: tuple[Check, ...] = (not_found, reported)


def rules_broken(standing: Standing, world: World) -> frozenset[str]:
    """Return the rules that a claim breaks, form aside."""
    return frozenset(rule for check in CHECKS for rule in check(standing, world)) - FORM
