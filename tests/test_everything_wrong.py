"""A wiki in which every rule of `wiki check` is broken: the whole list of its problems is held.

After a change of rules or messages, `UPDATE=1 pytest tests/test_everything_wrong.py` writes the list anew; read each line of the
difference: is the message right, and does the line and column show the very place?
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from wiki.build.pipeline import check_wiki
from wiki.model.problems import render_problems

TESTS = Path(__file__).parent
SITE = TESTS / "sites" / "everything-wrong"
LIST = SITE / "problems.txt"
RULES = TESTS.parent / "docs" / "about" / "rules.md"
NOT_OF_CHECK = {"by-hand", "stale", "overdue"}
"""Rules that only a build can break, and those that are told only with `--as-of`."""


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(SITE, tmp_path_factory.mktemp("wrong") / "wiki", symlinks=True))


def listed() -> list[str]:
    return LIST.read_text(encoding="utf-8").splitlines()


@pytest.mark.feature("E3")
def test_all_problems_are_found_in_one_run(wiki: Any, wrong: Path) -> None:
    ran = wiki(wrong, "check")
    if os.environ.get("UPDATE"):
        LIST.write_text(ran.out, encoding="utf-8")
    assert ran.out.splitlines() == listed()
    assert (ran.status, ran.err) == (1, "")


def test_every_rule_is_broken() -> None:
    rules = set(re.findall(r"^### ([\w-]+) ", RULES.read_text(encoding="utf-8"), re.MULTILINE))
    broken = {line.rpartition("[")[2].rstrip("]") for line in listed()}
    assert sorted(rules - broken - NOT_OF_CHECK) == []


def test_what_is_due_at_a_date_is_asked_for(wiki: Any, wrong: Path) -> None:
    due = sorted(set(wiki(wrong, "check", "--as-of", "2025-01-01").out.splitlines()) - set(listed()))
    assert [line.split(": ")[0] for line in due] == ["entries/bridges/long-bridge.md:12:5", "entries/bridges/long-bridge.md:16:5"]
    assert [line.rpartition("[")[2] for line in due] == ["stale]", "overdue]"]


def test_json_says_the_same(wiki: Any, wrong: Path) -> None:
    found = json.loads(wiki(wrong, "check", "--format", "json").out)
    assert [list(each) for each in found] == [["path", "line", "column", "severity", "rule", "message"]] * len(found)
    lines = [
        f"{each['path']}:{each['line']}:{each['column']}: {'warning: ' * (each['severity'] == 'warning')}{each['message']} [{each['rule']}]"
        for each in found
    ]
    assert lines == listed()


def test_github_says_the_same(wiki: Any, wrong: Path) -> None:
    lines = wiki(wrong, "check", "--format", "github").out.splitlines()
    assert len(lines) == len(listed())
    shape = re.compile(r"::(error|warning) file=[^,:]+,line=\d+,col=\d+,title=[\w-]+::.+")
    assert [line for line in lines if not shape.fullmatch(line)] == []


def test_paths_filter_what_is_reported_and_never_what_is_resolved(wiki: Any, wrong: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(wrong)
    ran = wiki(wrong, "check", "entries/crews")
    assert ran.out.splitlines() == [line for line in listed() if line.startswith("entries/crews/")]
    ran = wiki(wrong, "check", "entries/bridges/high-bridge.md")
    assert ran.out.splitlines() == [line for line in listed() if line.startswith("entries/bridges/high-bridge.md:")]
    assert ran.status == 1


def test_places_are_inside_their_files() -> None:
    for line in listed():
        path, number, column = re.match(r"(.+?):(\d+):(\d+): ", line).groups()  # type: ignore[union-attr]
        lines = (SITE / path).read_bytes().decode("utf-8", "replace").split("\n")
        assert 1 <= int(number) <= len(lines), line
        assert 1 <= int(column) <= len(lines[int(number) - 1]) + 1, line


@pytest.mark.feature("L5")
def test_nothing_is_built(wiki: Any, site_copy: Any) -> None:
    root = site_copy("everything-wrong")
    ran = wiki(root, "build")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.splitlines()[-len(listed()) :] == listed()
    assert sorted(each.name for each in root.iterdir() if each.name != ".wiki-cache") == ["entries", "mkdocs.yml", "problems.txt", "seeds"]


def test_the_graph_as_a_whole_finds_the_same(wrong: Path) -> None:
    assert render_problems(check_wiki(wrong).problems, "text").splitlines() == listed()


def test_a_second_run_finds_the_same(wiki: Any, site_copy: Any) -> None:
    root = site_copy("everything-wrong")
    assert wiki(root, "check").out == wiki(root, "check").out
    (root / "entries/crews/masons.md").unlink()
    known = wiki(root, "check").out
    shutil.rmtree(root / ".wiki-cache", ignore_errors=True)
    assert wiki(root, "check").out == known


def test_a_sound_site_has_no_problems(wiki: Any, site_copy: Any) -> None:
    ran = wiki(site_copy("minimal"), "check", "--format", "json")
    assert (ran.status, ran.out, ran.err) == (0, "[]\n", "")


def test_wrong_usage_has_a_status_of_its_own(wiki: Any, wrong: Path, tmp_path: Path) -> None:
    assert wiki(wrong, "check", "--format", "yaml").status == 2
    assert wiki(wrong, "chekc").status == 2
    nowhere = wiki(tmp_path, "check")
    assert (nowhere.status, nowhere.out) == (2, "")
    assert "no mkdocs.yml" in nowhere.err
