"""What is looked up of a claim beside its number: when, with whom, by whom, of which part; and what comes of it if it is missing."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from wiki.build.pipeline import check_wiki
from wiki.evidence import make_evidence
from wiki.link.graph import Graph
from wiki.model import Answer
from wiki.verify.review import GROUPS, review
from wiki.verify.twins import find_twins

LINES = [
    "Rosamund Pell keeps the mill at Oxbridge, and gave an account of it.",
    *[f"In week {number} the miller's wheel stood still for want of water." for number in range(30, 60)],
    "In 1931 the mill sold 700 t of rye flour to Haven, said Ada Moor.",
    *["Nothing else was noted of the mill that day, and the river was low."] * 40,
    "The dyers quarrelled with the weavers over indigo and madder.",
    *["Nothing else was noted of the mill that day, and the river was low."] * 20,
]
TEXT = "\n".join(LINES) + "\n"
SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()
VOCABULARY = """kinds:
  - {id: place, folder: places, label: Place}
properties:
  - {id: sales, label: Sales, type: quantity, units: [t]}
  - {id: motto, label: Motto, type: text}
stances: [{id: praises, label: praises}]
"""


def files(fields: str, body: str = "") -> dict[str, str]:
    found = {
        "mkdocs.yml": "site_name: Mill\n",
        "entries/vocabulary.yml": VOCABULARY,
        "seeds/log.md": f"---\ntitle: Log\nfile:\n  name: log.txt\n  sha256: {SHA256}\n  lines: 1-{len(LINES)}\n---\n",
        "seeds/log.evidence.json": make_evidence(TEXT, "log", file="log.txt", sha256=SHA256).decode(),
        "entries/places/mill.md": f"---\ntitle: The mill\nsummary: A mill.\n{fields}---\n{body}",
    }
    for id_, title in (("haven", "Haven"), ("pell", "Rosamund Pell"), ("moor", "Ada Moor"), ("tarn", "Tarn")):
        found[f"entries/places/{id_}.md"] = f"---\ntitle: {title}\nsummary: Somebody.\n---\n"
    return found


def answered(plant: Any, fields: str, body: str = "") -> tuple[Answer, list[str]]:
    checked = check_wiki(plant(files(fields, body)))
    linked = checked.graph.entries["mill"]
    rules = [each.rule for each in checked.problems if each.path == "entries/places/mill.md"]
    return linked.answers[linked.entry.claims[0].anchor][0], rules


def fact(*rows: str) -> str:
    return "".join(["facts:\n  - property: sales\n    value: 700 t\n    cite: log, l. 32\n", *(f"    {row}\n" for row in rows)])


@pytest.mark.parametrize(
    ("rows", "outcome", "rules"),
    [
        (["date: 1931", "with: haven", "said-by: moor", "part: rye flour"], "found", []),
        (["date: 1932"], "not-found", ["not-found"]),
        (["date: 1932", "date-inferred: It is the year of the log."], "found", []),
        (["with: tarn"], "not-found", ["not-found"]),
        (["said-by: tarn"], "not-found", ["not-found"]),
        (["said-by: pell"], "found", ["doubtful"]),
        (["said-by: Bartholomew Finch"], "found", ["doubtful"]),
        (["said-by: Ada Moor"], "found", ["speaker"]),
        (["part: barley malt"], "found", ["doubtful"]),
        (["group: flours"], "found", []),
    ],
)
def test_fields_beside_the_number(plant: Any, rows: list[str], outcome: str, rules: list[str]) -> None:
    answer, found = answered(plant, fact(*rows))
    assert (answer.outcome, found) == (outcome, rules), answer


def test_who_is_named_only_before_makes_it_fair_at_most(plant: Any) -> None:
    assert answered(plant, fact())[0].strength == "strong"
    assert answered(plant, fact("said-by: pell"))[0].strength == "fair"


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("The dyers and the weavers fell out over madder [@log, l. 73].\n", "found"),
        ("The dyers and the weavers fell out over madder [@log, l. 90].\n", "not-checked"),
        ("The mill had a river [@log, l. 60].\n", "not-checked"),
        ("Somebody was asked, and Moor answered [@log, l. 32].\n", "found"),
        ("Three people were asked, and Moor answered [@log, l. 32].\n", "found"),
    ],
)
def test_prose_without_a_number(plant: Any, body: str, outcome: str) -> None:
    assert answered(plant, "", body)[0].outcome == outcome


def test_editors_sentences_are_no_claims_and_not_uncited(plant: Any) -> None:
    body = "The documents leave open who built it [@editors]. It stood on the river for many years. In 1931 it sold 700 t [@log, l. 32].\n"
    checked = check_wiki(plant(files("", body)))
    entry = checked.graph.entries["mill"].entry
    assert [claim.text for claim in entry.claims] == ["In 1931 it sold 700 t"]
    assert [each.text for each in entry.uncited] == ["It stood on the river for many years."]
    assert entry.uncited[0].place.line == 5
    assert checked.problems == ()


def test_the_whole_sentence_is_kept_beside_the_claim(plant: Any) -> None:
    body = "In 1931 it sold 700 t [@log, l. 32], and Moor said so [@log, l. 32].\n"
    claims = check_wiki(plant(files("", body))).graph.entries["mill"].entry.claims
    assert {claim.sentence for claim in claims} == {"In 1931 it sold 700 t, and Moor said so."}


def test_review_begins_with_the_weakest(plant: Any) -> None:
    body = "In 1931 it sold 700 t [@log, l. 32]. The mill had a river [@log, l. 60]. The river was low [@log, l. 61].\n"
    graph: Graph = check_wiki(plant(files(fact("part: barley malt"), body))).graph
    rows = review(graph.entries["mill"])
    assert [each.group for each in rows] == sorted((each.group for each in rows), key=GROUPS.index)
    assert rows[0].group == "not-checked"
    assert any("barley malt" in each for row in rows for each in row.open)


def test_twins_are_the_same_figure_told_otherwise(plant: Any) -> None:
    planted = files(fact("date: 1931"))
    planted["entries/places/haven.md"] = "---\ntitle: Haven\nsummary: A port.\n" + fact("said-by: moor") + "---\n"
    (twin,) = find_twins(check_wiki(plant(planted)).graph.entries.values())
    assert {key for key, _, _ in twin.differences} == {"date", "said-by"}
