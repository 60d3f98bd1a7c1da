"""The synthetic wiki is what the benchmark takes it for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.bench.contenders import EDITS, Contender
from tests.bench.peers import Peer, peer_path, peer_text, write_peer
from tests.bench.recipe import Document, document
from tests.bench.synthetic import body, entry_path, write_wiki
from tests.conftest import Runner

from wiki.build.pipeline import Checked, check_wiki

COUNT = 100


@pytest.fixture
def ours(tmp_path: Path) -> Contender:
    contender = Contender("ours", True, tmp_path, (), tmp_path / "root" / "site", entry_path)
    write_wiki(COUNT, contender.pristine)
    contender.make_cold()
    return contender


def rules(checked: Checked) -> set[tuple[str, str]]:
    return {(problem.rule, problem.severity) for problem in checked.problems}


def auto_links(checked: Checked) -> set[tuple[str, str]]:
    return {(link.source, link.target) for each in checked.graph.entries.values() for link in each.links if link.auto}


def test_checks_without_error_and_holds_what_the_recipe_says(ours: Contender) -> None:
    checked = check_wiki(ours.root)
    assert rules(checked) == {("ambiguous-name", "warning"), ("copied", "warning")}  # its prose is that of its sources
    for linked in checked.graph.entries.values():
        forms = [claim.form for claim in linked.entry.claims]
        assert {form: forms.count(form) for form in ("relation", "prose", "name", "status", "position")} == {
            "relation": 6, "prose": 3, "name": 1, "status": 1, "position": 1,
        }  # fmt: skip
        assert len([link for link in linked.links if not link.auto]) == 12


def test_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_wiki(COUNT, tmp_path / name)
    one, two = (
        {file.relative_to(tmp_path / name): file.read_bytes() for file in (tmp_path / name).rglob("*.*")} for name in ("one", "two")
    )
    assert one == two


def test_sources_hold_what_is_cited_of_them(ours: Contender, wiki: Runner) -> None:
    ran = wiki(ours.root, "verify")
    assert ran.status == 0
    assert re.search(r"1635 citations: 1635 found \(.*\), 0 not-found, 0 not-checked", ran.out + ran.err)


@pytest.mark.parametrize("case", EDITS)
def test_no_edit_breaks_the_wiki(ours: Contender, case: str) -> None:
    EDITS[case](ours, COUNT, 0)
    assert rules(check_wiki(ours.root)) == {("ambiguous-name", "warning"), ("copied", "warning")}  # its prose is that of its sources


def test_a_new_alias_links_entries_that_hold_the_word(ours: Contender) -> None:
    before = auto_links(check_wiki(ours.root))
    EDITS["alias"](ours, COUNT, 0)
    assert 1 <= len(auto_links(check_wiki(ours.root)) - before) <= 20


def plain(text: str) -> str:
    """A body without what the forms write each in its own way: links and citations."""
    text = re.sub(r"\[\[[^|\]]+\|([^\]]+)\]\]|\[([^\]^@]+)\]\([^)]+\)", lambda match: match[1] or match[2], text)
    return re.sub(r" \[@[^\]]+\]|\[\^\d\](?!:)", "", text)


@pytest.mark.parametrize("number", [0, 1, 57, COUNT - 1])
def test_peers_have_the_same_text(number: int) -> None:
    doc: Document = document(number, COUNT)
    assert plain(body(doc, ours=True)) in plain(peer_text(doc))


def test_peers_take_the_same_edits(tmp_path: Path) -> None:
    peer = Peer("mkdocs + Material", "docs", "index.md", (), "site")
    contender = Contender(peer.name, False, tmp_path, (), tmp_path / "root" / "site", lambda number: peer_path(number, peer))
    write_peer(COUNT, contender.pristine, peer)
    contender.make_cold()
    EDITS["edited"](contender, COUNT, 0)
    assert "So much was added by hand." in (contender.root / contender.entry(11)).read_text(encoding="utf-8")
