"""The planted benchmark does what it says: same seed same errors, each really one, and its replacement out of the same source."""

from __future__ import annotations

import json
import re

import pytest
from tests.bench.planted import Measured, by_kind, data, draw, elsewhere, measure, missed, table
from tests.bench.planted_checks import CHECKS, Standing, rules_broken
from tests.bench.planted_kinds import BY_ID, KINDS, Alteration
from tests.bench.planted_world import ROOT, World, alone_with, is_held_out, load_world

from wiki.model import Claim

SEED, EACH, MOVED = 7, 6, 60


@pytest.fixture(scope="module")
def world() -> World:
    return load_world(ROOT)


@pytest.fixture(scope="module")
def measured(world: World) -> Measured:
    return measure(world, SEED, EACH, MOVED)


def alterations(measured: Measured, *kinds: str) -> list[Alteration]:
    return [each.alteration for each in measured.planted if each.alteration.kind in kinds]


def test_a_seed_draws_the_same_again(world: World, measured: Measured) -> None:
    kind = BY_ID["speaker"]
    first, again, other = (draw(kind, world, seed, EACH) for seed in (SEED, SEED, SEED + 1))
    assert [each.replacement for each in first] == [each.replacement for each in again] != [each.replacement for each in other]
    assert [each.replacement for each in first] == [each.replacement for each in alterations(measured, "speaker")]


def test_each_kind_is_drawn_and_in_the_table(measured: Measured) -> None:
    told = table(measured)
    for kind, own, _, _ in by_kind(measured):
        assert own.of == EACH, kind.id
        assert re.search(rf"^{re.escape(kind.label)}\s+{EACH}\s", told, flags=re.MULTILINE)
    assert [row["kind"] for row in json.loads(json.dumps(data(measured)))["kinds"]] == [kind.id for kind in KINDS]


def test_an_alteration_is_never_the_claim_itself(measured: Measured) -> None:
    for each in (each.alteration for each in measured.planted):
        assert content(each.altered.claim) != content(each.claim), each


def content(claim: Claim) -> Claim:
    return claim._replace(anchor="", citations=())


def test_an_alteration_keeps_the_citations_and_the_form(measured: Measured) -> None:
    for each in (each.alteration for each in measured.planted):
        assert each.altered.claim.form == each.claim.form
        assert [citation[:2] for citation in each.altered.claim.citations] == [citation[:2] for citation in each.claim.citations]


def test_what_comes_in_is_printed_in_the_same_source(world: World, measured: Measured) -> None:
    for each in alterations(
        measured, "number", "year-fact", "year-statement", "year-prose", "speaker", "via", "counterpart", "target", "place"
    ):
        assert any(printed(each, source, world) for source in world.sources(each.claim)), each.replacement


def printed(each: Alteration, source: str, world: World) -> bool:
    evidence, altered = world.evidence[source], each.altered.claim
    if each.kind == "number":
        assert altered.quantity
        return bool(evidence.figure_lines(altered.quantity.low, altered.quantity.unit))
    new = each.replacement.split(" → ")[1]
    if each.kind.startswith("year"):
        return any(
            evidence.date_lines(year) for year in re.findall(r"(?<!\d)\d{4}(?!\d)", new) if year not in each.replacement.split(" → ")[0]
        )
    return world.prints(source, new)


def test_wrong_numbers_and_printed_years_of_prose_are_all_caught(measured: Measured) -> None:
    for each in elsewhere(measured):
        if each.alteration.kind in {"number", "number-prose", "unit", "magnitude"}:
            assert each.caught, each.alteration


def test_links_of_altered_prose_are_made_anew(world: World) -> None:
    for each in draw(BY_ID["place"], world, SEED, EACH):
        new = each.replacement.split(" → ")[1]
        assert world.graph.entries[new].entry.title in each.altered.claim.text
        # a second mention in the section is not linked, as in the wiki itself
        targets = [link.target for link in each.altered.linked.links if link.label == world.graph.entries[new].entry.title]
        assert set(targets) <= {new}


def test_no_right_claim_is_called_wrong_and_few_get_a_warning(measured: Measured) -> None:
    assert measured.unaltered["wrong"] == 0
    assert measured.unaltered["warned"] <= 0.02 * measured.unaltered["claims"]


def test_a_moved_citation_is_drawn_from_found_ones(measured: Measured) -> None:
    assert len(measured.moved) == MOVED
    assert {each.mark for each in measured.moved} <= {"strong", "fair", "weak", "found"}


def test_a_third_is_held_out_and_not_shown(world: World, measured: Measured) -> None:
    held = sum(map(is_held_out, world.graph.entries))
    assert 0.25 < held / len(world.graph.entries) < 0.42
    shown = [line.split("#")[0] for kind in KINDS for line in missed(measured, kind.id)]
    assert shown
    assert not any(map(is_held_out, shown))


def test_a_check_that_is_plugged_in_counts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    each = draw(BY_ID["asserted"], world, SEED, 1)[0]
    monkeypatch.setattr("tests.bench.planted_checks.CHECKS", (*CHECKS, lambda standing, _: iter([f"is-{standing.claim.modality}"])))
    unaltered = Standing(each.claim, alone_with(world.graph.entries[each.claim.entry], each.claim))
    assert rules_broken(each.altered, world) - rules_broken(unaltered, world) == {"is-asserted"}
