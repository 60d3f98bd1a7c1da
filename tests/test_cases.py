"""The cases of tests/cases: small trees of files, and what the wiki must make of them. tests/cases/README.md tells how to write one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.features import marked

from wiki.build.pipeline import check_wiki
from wiki.link.graph import Graph, Link
from wiki.model.problems import render_problems
from wiki.pages.disputes import Disputes
from wiki.pages.entry import render_entry
from wiki.publish.data import COLUMNS, claim_rows
from wiki.publish.objects import entry_object, in_order

FOLDER = Path(__file__).parent / "cases"
BASE: dict[str, str] = yaml.safe_load((FOLDER / "base.yml").read_text(encoding="utf-8"))
PAGE = "entries/places/page.md"
FRONT = "---\ntitle: Page\nsummary: The page of the case.\n---\n"


def cases() -> list[Any]:
    found = []
    for file in sorted(FOLDER.glob("*/*.yml")):
        if file.parent.name in ("tables", "verify", "bibliography"):
            continue
        table = yaml.safe_load(file.read_text(encoding="utf-8"))
        found += [pytest.param(case, id=f"{file.parent.name}/{file.stem}: {name}", marks=marked(case)) for name, case in table.items()]
    return found


def files_of(case: dict[str, Any]) -> dict[str, str]:
    page = case.get("page") or FRONT + case.get("body", "")
    files = {**BASE, PAGE: page, **case.get("files", {})}
    return {path: text for path, text in files.items() if text is not None}


def link_line(link: Link) -> str:
    fragment = f"#{link.fragment}" if link.fragment else ""
    return f"{link.label} → {link.target}{fragment}{' (auto)' if link.auto else ''}"


def rows_of(graph: Graph) -> list[dict[str, str]]:
    page = graph.entries["page"]
    disputes = Disputes(page.entry, graph)
    rows = [row for claim in in_order(page.entry) for row in claim_rows(claim, page, graph, disputes)]
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


@pytest.mark.parametrize("case", cases())
def test_case(case: dict[str, Any], plant: Any) -> None:
    checked = check_wiki(plant(files_of(case)))
    graph = checked.graph
    assert render_problems(checked.problems, "text").splitlines() == case.get("problems", [])
    if "links" in case:
        assert [link_line(link) for link in graph.entries["page"].links] == case["links"]
    if "anchors" in case:
        assert [link.anchor for link in graph.entries["page"].links] == case["anchors"]
    if "unlinked" in case:
        assert {name: list(ids) for name, ids in graph.entries["page"].unlinked} == case["unlinked"]
    for target, lines in case.get("backlinks", {}).items():
        linked = graph.entries[target]
        backlinks = entry_object(linked, graph, Disputes(linked.entry, graph))["backlinks"]
        assert [f"{link['id']}#{link['anchor']}: {link['text']}" for link in backlinks] == lines
    if "claims" in case:
        wanted = [{key: str(value) for key, value in row.items()} for row in case["claims"]]
        found = rows_of(graph)
        assert [{key: row.get(key, "") for key in like} for row, like in zip(found, wanted, strict=False)] == wanted
        assert len(found) == len(wanted)
    for entry, fragments in case.get("html", {}).items():
        linked = graph.entries[entry]
        text = render_entry(linked, graph, Disputes(linked.entry, graph)).text
        assert [each for each in fragments.get("has", ()) if each not in text] == []
        assert [each for each in fragments.get("lacks", ()) if each in text] == []


def test_cases_are_found() -> None:
    assert len(cases()) > 100
