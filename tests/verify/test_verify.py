"""Planted claims: what stands in the cited lines is found, what does not is not. The cases are in cases/verify/cases.tsv."""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from wiki.check.entries import check_entry
from wiki.check.sources import check_source
from wiki.evidence import Evidence, evidence_from_texts
from wiki.link.graph import Graph
from wiki.link.links import link_entries
from wiki.model import Claim, Entry
from wiki.read.front_matter import read_file, read_text
from wiki.read.settings import read_settings
from wiki.read.vocabulary import Vocabulary, read_vocabulary
from wiki.verify import Answer, verify_claim, verify_wiki

FOLDER = Path(__file__).parent.parent / "cases" / "verify"
MOST_MISSED = 0.02


@dataclass(frozen=True)
class Case:
    """A line of cases.tsv."""

    line: int
    expected: tuple[str, ...]
    category: str
    claim: str
    cite: str


def read_cases() -> list[Case]:
    cases = []
    for number, row in enumerate((FOLDER / "cases.tsv").read_text(encoding="utf-8").splitlines(), start=1):
        if not row.startswith("#"):
            expected, category, claim, cite = row.split("\t")
            cases.append(Case(number, tuple(expected.split(", ")), category, claim, cite))
    return cases


def entry_text(case: Case) -> str:
    """Write the claim of a case as an entry has it."""
    head = "---\ntitle: Case\nsummary: A planted case.\n"
    if case.claim.startswith("prose: "):
        cited = "; ".join(f"@{each.strip()}" for each in case.cite.split(";"))
        text = case.claim.removeprefix("prose: ").removesuffix(".")
        return f"{head}---\n{text} [{cited}].\n"
    if case.claim.startswith("name: "):
        return f"{head}names:\n  - text: {case.claim.removeprefix('name: ')}\n    cite: {case.cite}\n---\n"
    match = re.fullmatch(r"(?:\S+: )?(\S+) = (.*)", case.claim)
    if match:
        value = match[2] if match[2].startswith('"') else f'"{match[2]}"'
        return f"{head}facts:\n  - property: {match[1]}\n    value: {value}\n    cite: {case.cite}\n---\n"
    match = re.fullmatch(r"\S+: (\S+) (->|on) (\S+)(?: \((.*?)\))?(?: by (\S+))?", case.claim)
    if match:
        kind, keys = ("relations", ("type", "target")) if match[2] == "->" else ("positions", ("stance", "on"))
        more = (f"    date: {match[4]}\n" if match[4] else "") + (f"    said-by: {match[5]}\n" if match[5] else "")
        return f"{head}{kind}:\n  - {keys[0]}: {match[1]}\n    {keys[1]}: {match[3]}\n{more}    cite: {case.cite}\n---\n"
    match = re.fullmatch(r"\S+: (\S+)(?: \((.*?)\))?", case.claim)
    assert match, f"line {case.line}: no form of claim"
    date = f"    date: {match[2]}\n" if match[2] else ""
    return f"{head}status:\n  - value: {match[1]}\n{date}    cite: {case.cite}\n---\n"


def own_entry(case: Case) -> str:
    """Return the entry that a relation, position or status stands on."""
    match = re.match(r"(?!name|prose)([a-z0-9-]+): ", case.claim)
    return match[1] if match else ""


@dataclass(frozen=True)
class Bench:
    """The wiki of the cases with the evidence of its texts."""

    graph: Graph
    vocabulary: Vocabulary
    evidence: dict[str, Evidence]


@pytest.fixture(scope="module")
def bench() -> Bench:
    root = FOLDER / "wiki"
    vocabulary, problems = read_vocabulary(root)
    assert not problems
    entries = {}
    for file in sorted(root.glob("entries/*/*.md")):
        entries[file.stem] = checked(file.relative_to(root).as_posix(), vocabulary, root)
    sources = {}
    for file in sorted(root.glob("seeds/*.md")):
        raw, _ = read_file(root, f"seeds/{file.name}")
        assert raw
        source, found = check_source(raw, vocabulary)
        assert source, found
        sources[file.stem] = source
    for case in read_cases():
        path = f"entries/topics/case-{case.line}.md"
        raw, found = read_text(entry_text(case), path)
        assert raw, (case, found)
        entry, found = check_entry(raw, vocabulary)
        assert entry, (case, [each.message for each in found])
        # a planted name is no name of the wiki, or it would make that name ambiguous
        entries[f"case-{case.line}"] = replace(entry, aliases=())
    graph, _ = link_entries(entries, sources, vocabulary, read_settings(root))
    made = {key: evidence_from_texts(FOLDER / "texts", source) for key, source in sources.items()}
    return Bench(graph, vocabulary, {key: each for key, each in made.items() if each})


def checked(path: str, vocabulary: Vocabulary, root: Path) -> Entry:
    raw, _ = read_file(root, path)
    assert raw
    entry, problems = check_entry(raw, vocabulary)
    assert entry, problems
    return entry


def answers(bench: Bench, case: Case) -> tuple[Answer, ...]:
    linked = bench.graph.entries[f"case-{case.line}"]
    claim = linked.entry.claims[0]
    return verify_claim(claim._replace(entry=own_entry(case) or claim.entry), bench.graph, linked, bench.evidence)


def outcomes(bench: Bench) -> Iterator[tuple[Case, str, str, str]]:
    """Yield case, expected, found, reason for each citation of each case."""
    for case in read_cases():
        given = answers(bench, case)
        assert len(given) == len(case.expected), f"line {case.line}: {len(given)} citations"
        for expected, answer in zip(case.expected, given, strict=True):
            yield case, expected, answer.outcome, answer.reason


@pytest.mark.feature("T3")
def test_no_planted_error_is_called_found(bench: Bench) -> None:
    assert [
        (case.line, case.claim, reason) for case, expected, outcome, reason in outcomes(bench) if expected != "found" and outcome == "found"
    ] == []


@pytest.mark.feature("T3", "T8")
def test_what_stands_there_is_found(bench: Bench) -> None:
    right = [(case, outcome, reason) for case, expected, outcome, reason in outcomes(bench) if expected == "found"]
    missed = [(case.line, case.claim, reason) for case, outcome, reason in right if outcome != "found"]
    assert len(right) >= 150
    assert len(missed) <= MOST_MISSED * len(right), missed


@pytest.mark.feature("T3")
def test_not_checked_is_told_apart(bench: Bench) -> None:
    assert [
        (case.line, case.claim, expected, outcome, reason)
        for case, expected, outcome, reason in outcomes(bench)
        if (expected == "not-checked") != (outcome == "not-checked")
    ] == []


def test_the_table_of_cases(bench: Bench) -> None:
    """Print hits, misses and false alarms by kind of case (shown by `pytest -rP`); every kind is there in some number."""
    counts: dict[str, Counter[str]] = {}
    for case, expected, outcome, _ in outcomes(bench):
        row = counts.setdefault(case.category, Counter())
        row["cases"] += 1
        row["hits"] += expected == outcome
        row["misses"] += expected == "found" != outcome
        row["false alarms"] += expected != "found" == outcome
    table = [f"{'kind of case':45}{'cases':>7}{'hits':>7}{'misses':>8}{'passed wrongly':>16}"]
    table += [f"{name:45}{row['cases']:7}{row['hits']:7}{row['misses']:8}{row['false alarms']:16}" for name, row in counts.items()]
    sys.stdout.write("\n".join(table) + "\n")
    assert sum(row["cases"] for row in counts.values()) >= 250
    assert all(row["cases"] >= 4 for row in counts.values())


def test_not_found_says_where_it_does_stand(bench: Bench) -> None:
    case = next(each for each in read_cases() if each.claim == "length = 118 km" and each.cite == "ferry, l. 40")
    (answer,) = answers(bench, case)
    assert answer.elsewhere == (30,)
    assert answer.reason == "'118 km' does not stand in l. 40; it stands on l. 30"


def test_not_found_says_what_stands_there_instead(bench: Bench) -> None:
    case = next(each for each in read_cases() if each.claim == "cost = 46 million USD")
    (answer,) = answers(bench, case)
    assert answer.reason == "'46 million USD' does not stand in l. 30, which has 46000000 RUB"


def test_the_entry_itself_is_never_sought(bench: Bench) -> None:
    linked = bench.graph.entries["sarmia"]
    case = next(each for each in read_cases() if each.claim == "sarmia: connects -> kolvia")
    claim = bench.graph.entries[f"case-{case.line}"].entry.claims[0]._replace(entry="kolvia")
    (answer,) = verify_claim(claim, bench.graph, linked, bench.evidence)
    assert answer.outcome == "not-checked"


def test_speed(bench: Bench) -> None:
    claims: list[tuple[Claim, str]] = [
        (linked.entry.claims[0], name) for name, linked in bench.graph.entries.items() if name.startswith("case-")
    ]
    wanted = [claims[index % len(claims)] for index in range(10_000)]
    start = time.perf_counter()
    for claim, name in wanted:
        verify_claim(claim, bench.graph, bench.graph.entries[name], bench.evidence)
    assert time.perf_counter() - start < 6


def test_all_claims_are_answered(bench: Bench) -> None:
    found = list(verify_wiki(bench.graph, bench.evidence))
    assert len(found) == sum(len(linked.entry.claims) for linked in bench.graph.entries.values())
    assert all(len(given) == len(claim.citations) for claim, given in found)
