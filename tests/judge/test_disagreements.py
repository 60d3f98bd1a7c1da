"""What disagrees and what does not add up: the cases of tests/cases/tables/disagreements.yml, and laws that hold of all claims."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.features import marked

from wiki.build.pipeline import check_wiki
from wiki.judge.disagreements import Disagreement
from wiki.judge.sums import Sum, sums
from wiki.link.graph import Graph, LinkedEntry
from wiki.link.names import name_table
from wiki.model import Body, Claim, Entry, Place
from wiki.model.problems import render_problems
from wiki.model.quantities import parse_quantity
from wiki.pages.disputes import Disputes
from wiki.read.settings import Settings
from wiki.read.vocabulary import Kind, Property, Vocabulary

FILE = Path(__file__).parent.parent / "cases" / "tables" / "disagreements.yml"
CASES: dict[str, dict[str, list[str]]] = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - all scalars stay strings
VOCABULARY = """\
kinds:
  - {id: place, folder: places, label: Place}
properties:
  - {id: exports, label: Exports, type: quantity, units: [USD, EUR], inverse: imports}
  - {id: imports, label: Imports, type: quantity, units: [USD, EUR], inverse: exports}
  - {id: trade, label: Trade turnover, type: quantity, units: [USD, EUR], inverse: trade, equals: exports + imports}
  - {id: balance, label: Balance, type: quantity, units: [USD, EUR], equals: exports - imports}
  - {id: change, label: Change, type: share}
  - {id: share, label: Share, type: share}
  - {id: cost, label: Cost, type: quantity, units: [USD, EUR]}
  - {id: length, label: Length, type: quantity, units: [km, m]}
  - {id: crew, label: Crew, type: quantity, units: [people]}
  - {id: opened, label: Opened, type: date}
  - {id: motto, label: Motto, type: text}
statuses:
  - {id: open, label: Open}
  - {id: closed, label: Closed}
"""
SHARED = {
    "mkdocs.yml": "site_name: Cases\n",
    "entries/vocabulary.yml": VOCABULARY,
    "seeds/log.md": "---\ntitle: A log\n---\n",
    "seeds/survey.md": "---\ntitle: A survey\n---\n",
}


def claim_lines(number: int, written: str) -> tuple[str, list[str]]:
    """Return the list that a claim of a case belongs to, and its lines there."""
    head, *rest = (part.strip() for part in written.split(";"))
    about, value = (part.strip() for part in head.split(" = "))
    if about == "status":
        form, own = "status", [f"value: {value}"]
    elif about.startswith("target of "):
        form, own = "announcements", ["type: target", f"property: {about.removeprefix('target of ')}", f"value: {value}"]
    else:
        form, own = "facts", [f"property: {about}", f"value: {value}"]
    keys = dict(part.split(" ", 1) for part in rest)
    own += [f"{key}: {each}" for key, each in {"cite": "log", **keys, "id": str(number)}.items()]
    return form, own


def entry_text(id_: str, case: dict[str, list[str]]) -> str:
    lists: dict[str, list[str]] = {}
    for number, written in enumerate(case.get(id_, ()), start=1):
        form, lines = claim_lines(number, written)
        lists.setdefault(form, []).extend(f"  {'- ' if index == 0 else '  '}{line}" for index, line in enumerate(lines))
    for verdict in case.get("verdicts", ()) if id_ == "harbour" else ():
        name, rest = verdict.split(" of ", 1)
        ids, why = rest.split(": ", 1)
        lines = ["  - claims:", *(f"      - '{each}'" for each in ids.split()), f"    verdict: {name}", f"    why: {why}"]
        lists.setdefault("disagreements", []).extend(lines)
    former = "former:\n  - isle\n" if id_ == "island" else ""
    body = "".join(f"{form}:\n" + "\n".join(lines) + "\n" for form, lines in lists.items())
    return f"---\ntitle: {id_.capitalize()}\nsummary: A place.\n{former}{body}---\n"


def in_words(entry: str, found: Disagreement | Sum) -> str:
    said = f"{entry} {found.about}: "
    if isinstance(found, Sum):
        said += found.calculation
    else:
        said += " <> ".join(" | ".join(voice[0].value for voice in value.voices) for value in found.values)
        said += " (rounding)" if found.hint else ""
    said += f" ({found.verdict}: {found.why})" if found.verdict else ""
    return said + (" (stated)" if isinstance(found, Disagreement) and found.stated else "")


@pytest.mark.parametrize("case", [pytest.param(case, id=name, marks=marked(case)) for name, case in CASES.items()])
def test_case(case: dict[str, list[str]], plant: Callable[[dict[str, str]], Path]) -> None:
    files = {f"entries/places/{id_}.md": entry_text(id_, case) for id_ in ("harbour", "island")}
    checked = check_wiki(plant({**SHARED, **files}))
    assert render_problems(checked.problems, "text") == ""
    graph = checked.graph
    entries = [linked.entry for linked in graph.entries.values()]
    assert [in_words(entry.id, each) for entry in entries for each in Disputes(entry, graph).disagreements] == case.get("disagree", [])
    assert [in_words(entry.id, each) for entry in entries for each in sums(entry, graph.vocabulary)] == case.get("sums", [])


def test_there_are_cases_for_and_against() -> None:
    found = [bool(case.get("disagree") or case.get("sums")) for case in CASES.values()]
    assert (len(found), sum(found) > 20, len(found) - sum(found) > 20) == (len(CASES), True, True)


# --- laws ---------------------------------------------------------------------------------------------------------------

LENGTH = Property("length", "Length", "quantity", ("km",), None, None, "", "", "")
EXPORTS = Property("exports", "Exports", "quantity", ("USD",), None, None, "exports", "", "")
WORDS = Vocabulary(
    kinds={"place": Kind("place", "places", "Place", "Places", None, (), (), "")}, properties={"length": LENGTH, "exports": EXPORTS}
)

claims = st.builds(
    lambda number, qualifier, date, said_by, via: (f"{qualifier} {number} km".strip(), date, said_by, via),
    st.integers(1, 40), st.sampled_from(("", "about", "nearly", "over")), st.sampled_from(("", "x")), st.sampled_from(("", "One", "Two")),
    st.sampled_from(("", "Three")),
)  # fmt: skip


def page(values: list[tuple[str, str, str, str]], **changed: Any) -> Entry:
    made = tuple(
        Claim("page", f"c-{number}", "fact", Place("page.md", number + 1), property="length", value=value, part=part, said_by=said_by,
              via=via, quantity=parse_quantity(value, ("km",)))._replace(**changed)
        for number, (value, part, said_by, via) in enumerate(values)
    )  # fmt: skip
    return Entry("page", "place", "", "Page", "", "page.md", (), made, Body((), ()), Place("page.md", 2))


def graph_of(*entries: Entry) -> Graph:
    linked = {entry.id: LinkedEntry(entry, (), (), ()) for entry in entries}
    return Graph(Settings(), WORDS, linked, {}, name_table(entries))


def found_in(entry: Entry) -> list[list[str]]:
    return sorted(sorted(claim.value for claim in each.claims) for each in Disputes(entry, graph_of(entry)).disagreements)


@given(st.lists(claims, max_size=6))
def test_order_does_not_matter(values: list[tuple[str, str, str, str]]) -> None:
    assert found_in(page(values)) == found_in(page(values[::-1]))


@given(st.lists(claims, max_size=6))
def test_speakers_never_keep_claims_apart(values: list[tuple[str, str, str, str]]) -> None:
    assert found_in(page(values)) == found_in(page(values, said_by="", via=""))


@given(st.lists(claims, max_size=6))
def test_superseded_claims_never_disagree(values: list[tuple[str, str, str, str]]) -> None:
    assert found_in(page(values, rank="superseded")) == []


@given(st.lists(claims, max_size=6))
def test_a_claim_is_in_one_disagreement_at_most(values: list[tuple[str, str, str, str]]) -> None:
    anchors = [claim.anchor for each in Disputes(page(values), graph_of(page(values))).disagreements for claim in each.claims]
    assert len(anchors) == len(set(anchors))


def trader(id_: str, other: str, numbers: list[int]) -> Entry:
    made = tuple(
        Claim(id_, f"c-{id_}-{number}", "fact", Place("page.md", number + 1), property="exports", value=f"{each} USD", counterpart=other,
              quantity=parse_quantity(f"{each} USD", ("USD",)))
        for number, each in enumerate(numbers)
    )  # fmt: skip
    return Entry(id_, "place", "", id_, "", f"{id_}.md", (), made, Body((), ()), Place("page.md", 2))


@given(st.lists(st.integers(1, 3), max_size=3), st.lists(st.integers(1, 3), max_size=3))
def test_both_sides_have_the_same_disagreements(here: list[int], there: list[int]) -> None:
    one, other = trader("one", "other", here), trader("other", "one", there)
    graph = graph_of(one, other)
    sides = [
        {each.id: sorted(claim.anchor for claim in each.claims) for each in Disputes(entry, graph).disagreements} for entry in (one, other)
    ]
    assert sides[0] == sides[1]


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_a_true_sum_always_adds_up(one: int, other: int, decimals: int) -> None:
    units = ("USD",)
    numbers = [Decimal(number).scaleb(-decimals) for number in (one + other, one, other)]
    words = Vocabulary(properties={
        "trade": replace(EXPORTS, id="trade", equals="exports + imports"), "exports": EXPORTS, "imports": replace(EXPORTS, id="imports"),
    })  # fmt: skip
    made = tuple(
        Claim(
            "page",
            f"c-{id_}",
            "fact",
            Place("page.md", 1),
            property=id_,
            value=f"{number:f} USD",
            quantity=parse_quantity(f"{number:f} USD", units),
        )
        for id_, number in zip(words.properties, numbers, strict=True)
    )
    assert sums(replace(page([]), claims=made), words) == ()
