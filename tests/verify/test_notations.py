"""Planted claims in other notations and languages, against the lines of cases/verify/planted.tsv and with all that makes evidence between."""

from __future__ import annotations

from pathlib import Path

import pytest

from wiki.check.entries import check_entry
from wiki.evidence import make_evidence, read_file_evidence
from wiki.link.links import link_entries
from wiki.read.front_matter import read_text
from wiki.read.settings import read_settings
from wiki.read.vocabulary import read_vocabulary
from wiki.verify import verify_claim

FOLDER = Path(__file__).parent.parent / "cases" / "verify"
ROWS = [
    row.replace("\\n", "\n").replace("\\u2009", "\u2009").split("\t")
    for row in (FOLDER / "planted.tsv").read_text(encoding="utf-8").splitlines()
    if row and not row.startswith("#")
]


@pytest.mark.feature("T3")
@pytest.mark.parametrize(("expected", "printed", "name", "value"), ROWS)
def test_planted(expected: str, printed: str, name: str, value: str) -> None:
    vocabulary, _ = read_vocabulary(FOLDER / "wiki")
    lines = f"ll. 1-{printed.count(chr(10)) + 1}"
    fact = f'facts:\n  - property: {name}\n    value: "{value}"\n    cite: planted, {lines}\n---\n'
    said = f"---\n{value} [@planted, {lines}].\n"
    text = "---\ntitle: Case\nsummary: A planted case.\n" + (said if name == "prose" else fact)
    raw, _ = read_text(text, "entries/topics/case.md")
    assert raw
    entry, problems = check_entry(raw, vocabulary)
    assert entry, problems
    graph, _ = link_entries({"case": entry}, {}, vocabulary, read_settings(FOLDER / "wiki"))
    evidence = read_file_evidence(make_evidence(printed, "planted", file="planted.txt", sha256="0" * 64))
    linked = graph.entries["case"]
    (answer,) = verify_claim(linked.entry.claims[0], graph, linked, {"planted": evidence})
    assert answer.outcome == expected, answer.reason
