"""The kinds of alteration: of a real claim the same claim with one thing changed, for a value of the same kind from the same source.

Each kind is a function from a claim to the ways in which it can be altered, in an order that a seed decides. What an editor puts in
words of his own (a part, a group, a base) is taken from another claim that cites the source; all else is printed in the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from tests.bench import planted_prose as prose
from tests.bench.planted_checks import Standing
from tests.bench.planted_world import World, alone_with

from wiki.model import Claim, Date, Quantity
from wiki.model.dates import DateError, parse_date
from wiki.numerals import Reading, measured, plain_number


class Alteration(NamedTuple):
    """A claim as it stands and as it was altered; `within` if what came in stands in the cited lines too, where no line can tell them apart."""

    kind: str
    claim: Claim
    altered: Standing
    replacement: str
    within: bool


class _Way(NamedTuple):
    """A way to alter a claim in its fields."""

    claim: Claim
    replacement: str
    within: bool


Fields = Callable[[Claim, World, Random], Iterator[_Way]]
Words = Callable[[Claim, World, Random], Iterator[prose.Wording]]


@dataclass(frozen=True)
class Kind:
    """A kind of alteration; `target` is the share to be caught, in per cent, where there is one."""

    id: str
    label: str
    fields: Fields | None = None
    words: Words | None = None
    target: int | None = None

    def alterations(self, claim: Claim, world: World, random: Random) -> Iterator[Alteration]:
        """Yield the ways in which a claim can be altered by this kind, none of which is the claim itself."""
        if self.words and claim.form == "prose":
            for wording in self.words(claim, world, random):
                standing = prose.reworded(claim, wording.edits, world)
                if standing and standing.claim.text != claim.text:
                    yield Alteration(self.id, claim, standing, wording.replacement, wording.within)
        elif self.fields and claim.form != "prose":
            for way in self.fields(claim, world, random):
                if way.claim != claim:
                    standing = Standing(way.claim, alone_with(world.graph.entries[way.claim.entry], way.claim))
                    yield Alteration(self.id, claim, standing, way.replacement, way.within)


def _changed(claim: Claim, field: str, value: Any) -> Claim:
    return claim._replace(**{field: value})


# --- figures ----------------------------------------------------------------------------------------------------------


def _exact(claim: Claim) -> Quantity | None:
    """Return the quantity of a claim where it is one number."""
    return claim.quantity if claim.quantity and claim.quantity.number is not None else None


def _figure_way(claim: Claim, value: Decimal, unit: str, world: World) -> _Way:
    old = _exact(claim)
    quantity = Quantity(value, value, value, old.qualifier if old else "", unit)
    shown = f"{plain_number(value)} {unit}".strip()
    within = any(
        first <= line <= last
        for evidence, lines in world.cited(claim)
        for line in evidence.figure_lines(value, unit)
        for first, last in lines
    )
    return _Way(claim._replace(value=shown, quantity=quantity), f"{claim.value} → {shown}", within)


def _number(claim: Claim, world: World, random: Random) -> Iterator[_Way]:
    """Another number of the source with the same unit."""
    if quantity := _exact(claim):
        own = Reading(abs(quantity.low), quantity.unit)
        others = [each for each in world.readings[random.choice(world.sources(claim))] if prose.other_of_unit(each, own)]
        for other in random.sample(others, len(others)):
            yield _figure_way(claim, other.value, other.unit, world)


def _unit(claim: Claim, world: World, random: Random) -> Iterator[_Way]:
    """Another unit that the source prints."""
    quantity = _exact(claim)
    if quantity and quantity.unit:
        units = sorted({each.unit for each in world.readings[random.choice(world.sources(claim))]} - {"", quantity.unit})
        for unit in random.sample(units, len(units)):
            if measured(quantity.low, unit) != measured(quantity.low, quantity.unit):
                yield _figure_way(claim, quantity.low, unit, world)


def _magnitude(claim: Claim, world: World, random: Random) -> Iterator[_Way]:
    """Thousands for millions, and the like."""
    if quantity := _exact(claim):
        for factor in random.sample([Decimal(1000), Decimal("0.001")], 2):
            yield _figure_way(claim, quantity.low * factor, quantity.unit, world)


# --- dates ------------------------------------------------------------------------------------------------------------


def _with_year(date: Date, old: str, new: str) -> Date | None:
    try:
        return parse_date(date.text.replace(old, new, 1))
    except DateError:
        return None


def _years(claim: Claim, key: str, world: World, random: Random) -> Iterator[_Way]:
    """Another year that the source prints."""
    date: Date | None = getattr(claim, key)
    own = re.findall(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", date.text) if date else []
    if date is None or not own:
        return
    old = random.choice(own)
    others = [each for each in world.years[random.choice(world.sources(claim))] if each not in own]
    for new in random.sample(others, len(others)):
        if altered := _with_year(date, old, new):
            within = any(evidence.holds_date(new, lines) for evidence, lines in world.cited(claim))
            yield _Way(_changed(claim, key, altered), f"{date.text} → {altered.text}", within)


def _year_of_fact(claim: Claim, world: World, random: Random) -> Iterator[_Way]:
    if claim.form == "fact" and not claim.date_inferred:
        yield from _years(claim, "value_date" if claim.value_date else "date", world, random)


def _year_of_statement(claim: Claim, world: World, random: Random) -> Iterator[_Way]:
    if claim.form != "fact" and not claim.date_inferred:
        yield from _years(claim, "date", world, random)


def _inferred_year(claim: Claim, world: World, random: Random) -> Iterator[_Way]:
    if claim.date_inferred:
        yield from _years(claim, "value_date" if claim.value_date else "date", world, random)


# --- names ------------------------------------------------------------------------------------------------------------


def _named(claim: Claim, field: str, choices: tuple[str, ...], world: World, random: Random) -> Iterator[_Way]:
    """Put another name of the source into a field, neither one that the claim has nor the entry's own."""
    own = getattr(claim, field)
    taken = {world.resolved(each) for each in (own, claim.entry, claim.target, claim.counterpart, claim.said_by, claim.via) if each}
    for choice in random.sample(choices, len(choices)):
        if world.resolved(choice) not in taken:
            yield _Way(_changed(claim, field, choice), f"{own} → {choice}", world.stands(claim, choice))


def _of_source(field: str, *more: str) -> Fields:
    """Return a kind that takes what claims citing the source have in the same field, or in one like it."""

    def ways(claim: Claim, world: World, random: Random) -> Iterator[_Way]:
        if getattr(claim, field):
            source = random.choice(world.sources(claim))
            pools = [world.pools.get((source, each), ()) for each in (field, *more)]
            for pool in pools:
                yield from _named(claim, field, tuple(each for each in pool if world.prints(source, each)), world, random)

    return ways


def _like(field: str) -> Fields:
    """Return a kind that takes entries of the same kind and subtype, or else of the same kind, that the source names."""

    def ways(claim: Claim, world: World, random: Random) -> Iterator[_Way]:
        own = world.graph.card(getattr(claim, field))
        if own:
            source = random.choice(world.sources(claim))
            cards = [card for id_ in world.named[source] if (card := world.graph.card(id_)) and card.kind == own.kind]
            near = tuple(card.id for card in cards if card.subtype == own.subtype)
            yield from _named(claim, field, near, world, random)
            yield from _named(claim, field, tuple(card.id for card in cards if card.id not in near), world, random)

    return ways


def _worded(field: str) -> Fields:
    """Return a kind that takes what another claim citing the source has in this field."""

    def ways(claim: Claim, world: World, random: Random) -> Iterator[_Way]:
        own = getattr(claim, field)
        if own:
            source = random.choice(world.sources(claim))
            others = [each for each in world.pools[source, field] if each.casefold() != own.casefold()]
            for other in random.sample(others, len(others)):
                if world.prints_word(source, other):
                    yield _Way(_changed(claim, field, other), f"{own} → {other}", world.stands(claim, other))

    return ways


def _direction(claim: Claim, world: World, _random: Random) -> Iterator[_Way]:
    """The relation from its other end, where it is not the same from both."""
    if claim.form != "relation":
        return
    relation = world.graph.vocabulary.relations.get(claim.property)
    one, other = world.graph.card(claim.entry), world.graph.card(claim.target)
    if relation and one and other and not relation.symmetric and other.id in world.graph.entries:
        fits = (relation.targets is None or one.kind in relation.targets) and (relation.sources is None or other.kind in relation.sources)
        if fits:
            turned = claim._replace(entry=other.id, target=one.id)
            yield _Way(turned, f"{one.id} → {other.id} turned round", within=False)


# --- modality ---------------------------------------------------------------------------------------------------------


def _asserting(claim: Claim, _world: World, _random: Random) -> Iterator[_Way]:
    """Asserted, what the source only plans, supposes, alleges or denies."""
    if claim.modality != "asserted":
        yield _Way(claim._replace(modality="asserted"), f"{claim.modality} → asserted", within=False)


def _hedging(claim: Claim, _world: World, random: Random) -> Iterator[_Way]:
    """Planned or denied, what the source asserts."""
    if claim.form in {"fact", "relation"} and claim.modality == "asserted":
        for modality in random.sample(["planned", "denied"], 2):
            yield _Way(claim._replace(modality=modality), f"asserted → {modality}", within=False)


KINDS: tuple[Kind, ...] = (
    Kind("number", "number", _number),
    Kind("number-prose", "number in prose", None, prose.number),
    Kind("unit", "unit", _unit),
    Kind("magnitude", "magnitude", _magnitude),
    Kind("year-fact", "year of a fact", _year_of_fact, None, 90),
    Kind("year-statement", "year of a relation, status, position", _year_of_statement, None, 90),
    Kind("year-prose", "year in prose", None, prose.year, 90),
    Kind("year-inferred", "year that is not printed", _inferred_year),
    Kind("speaker", "who says so", _of_source("said_by", "via"), None, 90),
    Kind("via", "quoted from", _of_source("via", "said_by")),
    Kind("counterpart", "counterpart", _like("counterpart"), None, 90),
    Kind("target", "target", _like("target"), None, 90),
    Kind("part", "part", _worded("part"), None, 65),
    Kind("group", "group", _worded("group"), None, 65),
    Kind("base", "base of a share", _worded("of"), None, 65),
    Kind("asserted", "planned, alleged or denied → asserted", _asserting, None, 60),
    Kind("not-asserted", "asserted → planned or denied", _hedging, None, 60),
    Kind("negation", "negation in prose", None, prose.negation),
    Kind("place", "place in prose", None, prose.place),
    Kind("swapped", "who did it to whom", _direction, prose.swapped),
)
BY_ID: Mapping[str, Kind] = {kind.id: kind for kind in KINDS}
