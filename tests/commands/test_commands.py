"""The commands beside build and check: fmt, new, init, serve; and what all of them share."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from wiki import cli

UNTIDY = """\
---
# the name on the gate
summary:   "A port."
title: 'Grey Haven'
facts:
- {cite: "pilot-2019, l. 3", value: 9 m, property: depth}
# counted at the gate
-   value: >-
      about
      2 t
    property: traffic
    cite: ["log-1911"]
aliases: [Haven, 'Port: the grey', "@haven"]
open:
- depth
- traffic
---


It stands  as it was written.

"""

TIDY = """\
---
# the name on the gate
title: Grey Haven
summary: A port.
aliases:
  - Haven
  - 'Port: the grey'
  - '@haven'
facts:
  - property: depth
    value: 9 m
    cite: pilot-2019, l. 3
  # counted at the gate
  - property: traffic
    value: about 2 t
    cite:
      - log-1911
open: [depth, traffic]
---
It stands  as it was written.
"""


# --- fmt --------------------------------------------------------------------------------------------------------------


def test_fmt_writes_the_canonical_form(wiki: Any, site_copy: Any) -> None:
    root = site_copy("minimal")
    file = root / "entries/ports/grey-haven.md"
    file.write_text(UNTIDY, encoding="utf-8")
    ran = wiki(root, "fmt")
    assert (ran.status, ran.err) == (0, "")
    assert "entries/ports/grey-haven.md: formatted" in ran.out.splitlines()
    assert file.read_text(encoding="utf-8").split("---\n")[2] == TIDY.split("---\n")[2]
    assert sorted(file.read_text(encoding="utf-8").splitlines()) == sorted(TIDY.splitlines())


def test_fmt_has_nothing_to_do_the_second_time(wiki: Any, site_copy: Any) -> None:
    root = site_copy("minimal")
    (root / "entries/ports/grey-haven.md").write_text(TIDY, encoding="utf-8")
    wiki(root, "fmt")
    ran = wiki(root, "fmt")
    assert (ran.status, ran.out, ran.err) == (0, "", "")


def test_fmt_check_changes_nothing(wiki: Any, site_copy: Any) -> None:
    root = site_copy("minimal")
    file = root / "entries/ports/grey-haven.md"
    file.write_text(UNTIDY, encoding="utf-8")
    ran = wiki(root, "fmt", "--check")
    assert ran.status == 1
    assert "entries/ports/grey-haven.md: not in canonical form" in ran.out.splitlines()
    assert file.read_text(encoding="utf-8") == UNTIDY


def test_fmt_takes_paths(wiki: Any, site_copy: Any, monkeypatch: Any) -> None:
    root = site_copy("minimal")
    for name in ("ports/grey-haven.md", "ports/south-haven.md"):
        (root / "entries" / name).write_text(UNTIDY, encoding="utf-8")
    monkeypatch.chdir(root / "entries")
    ran = wiki(root, "fmt", "ports/south-haven.md")
    assert ran.out == "entries/ports/south-haven.md: formatted\n"
    assert (root / "entries/ports/grey-haven.md").read_text(encoding="utf-8") == UNTIDY


def test_fmt_leaves_broken_files_as_they_are_and_says_why(wiki: Any, site_copy: Any) -> None:
    root = site_copy("everything-wrong")
    broken = ("bridges/wrong-yaml.md", "bridges/wrong-tabs.md", "crews/marked.md", "crews/no-end.md", "crews/latin.md")
    before = {name: (root / "entries" / name).read_bytes() for name in broken}
    ran = wiki(root, "fmt")
    assert (ran.status, ran.err) == (1, "")
    for name, data in before.items():
        assert (root / "entries" / name).read_bytes() == data
        assert f"entries/{name}:" in ran.out


# --- new --------------------------------------------------------------------------------------------------------------


@pytest.mark.feature("E2")
@pytest.mark.parametrize(
    ("title", "id_"),
    [("New Haven", "new-haven"), ("Порт Ош", "port-osh"), ("Haven’s End: 1911", "havens-end-1911"), ("Älvö", "alvo"), ("بندر", "bndr")],
)
def test_new_makes_the_id_from_the_title_in_ascii(title: str, id_: str, wiki: Any, site_copy: Any) -> None:
    root = site_copy("minimal")
    ran = wiki(root, "new", "port", title)
    assert (ran.status, ran.out, ran.err) == (0, f"entries/ports/{id_}.md\n", "")
    assert title in (root / f"entries/ports/{id_}.md").read_text(encoding="utf-8")


@pytest.mark.feature("E2")
def test_what_new_makes_lacks_only_its_sources(wiki: Any, site_copy: Any) -> None:
    root = site_copy("another-subject")
    assert wiki(root, "new", "hive", "Orchard: the third").status == 0
    problems = wiki(root, "check").out.splitlines()
    assert problems
    assert all("TODO" in line for line in problems)
    file = root / "entries/hives/orchard-the-third.md"
    text = file.read_text(encoding="utf-8").replace("value: TODO", "value: 2020").replace("TODO", "notebook")
    file.write_text(text, encoding="utf-8")
    assert wiki(root, "check").out == ""


def standing(root: Path) -> list[Path]:
    """Return every file of a wiki but what the command keeps for itself."""
    return sorted(file for file in root.rglob("*") if ".wiki-cache" not in file.parts)


@pytest.mark.parametrize(
    ("kind", "title", "said"),
    [
        ("prot", "New Haven", "unknown kind 'prot'; did you mean 'port'?"),
        ("port", "Grey Haven", "is taken"),
        ("keeper", "grey haven", "is taken"),
        ("port", "A moor", "is taken"),
        ("port", "…", "no letter or digit"),
    ],
)
def test_new_refuses(kind: str, title: str, said: str, wiki: Any, site_copy: Any) -> None:
    root = site_copy("minimal")
    before = standing(root)
    ran = wiki(root, "new", kind, title)
    assert (ran.status, ran.out) == (1, "")
    assert said in ran.err
    assert standing(root) == before


# --- init -------------------------------------------------------------------------------------------------------------


@pytest.mark.feature("D7")
def test_init_begins_a_wiki_that_builds(wiki: Any, tmp_path: Path, capsys: Any) -> None:
    root = tmp_path / "mine"
    assert cli.main(["init", str(root), "--name", "Mine: a wiki"]) == 0
    written = capsys.readouterr().out.splitlines()
    assert sorted(str(file) for file in root.rglob("*") if file.is_file()) == sorted(written)
    assert wiki(root, "check").out == ""
    assert wiki(root, "fmt", "--check").status == 0
    assert wiki(root, "build").status == 0
    assert "<title>Mine: a wiki</title>" in (root / "site/index.html").read_text(encoding="utf-8")


def test_init_touches_no_wiki_that_is_there(site_copy: Any, capsys: Any) -> None:
    root = site_copy("minimal")
    before = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}
    assert cli.main(["init", str(root)]) == 1
    assert "holds a wiki already" in capsys.readouterr().err
    assert {file: file.read_bytes() for file in root.rglob("*") if file.is_file()} == before


# --- all --------------------------------------------------------------------------------------------------------------


def test_the_nearest_mkdocs_yml_is_the_root(site_copy: Any, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.chdir(site_copy("minimal") / "entries/ports")
    assert cli.main(["check"]) == 0
    assert capsys.readouterr().out == ""


def test_no_wiki_here_is_wrong_usage(monkeypatch: Any, tmp_path: Path, capsys: Any) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["check"]) == 2
    assert "no mkdocs.yml" in capsys.readouterr().err


def test_a_build_in_a_pipe_tells_one_line_a_stage(wiki: Any, site_copy: Any) -> None:
    ran = wiki(site_copy("minimal"), "build")
    assert (ran.status, ran.out) == (0, "")
    lines = ran.err.splitlines()
    assert lines[:2] == ["read 3 of 3 entries", "linked 3 of 3 entries"]
    assert len(lines) == len(set(lines)) < 10
    assert "\r" not in ran.err


def test_site_dir_may_be_anywhere(wiki: Any, site_copy: Any, tmp_path: Path) -> None:
    root = site_copy("minimal")
    assert wiki(root, "build", "--site-dir", str(tmp_path / "public/html")).status == 0
    assert (tmp_path / "public/html/wiki/grey-haven/index.html").is_file()
    assert not (root / "site").exists()


# --- serve ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def served(site_copy: Any) -> Iterator[tuple[Path, str]]:
    """A wiki with the address at which it is served."""
    root = site_copy("minimal")
    command = [sys.executable, "-m", "wiki.cli", "serve", "--root", str(root), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as server:
        assert server.stderr
        said = next(line for line in server.stderr if line.startswith("http://"))
        yield root, said.split()[0]
        server.send_signal(signal.SIGINT)
        server.stderr.read()
        assert server.wait(timeout=30) == 0


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own server
        return str(answer.read().decode())


def write_until(file: Path, text: str, address: str, shown: Callable[[str], bool]) -> str:
    """Write a file, and again now and then in case nobody was watching yet, until the page shows it; return the page."""
    for turn in range(300):
        if turn % 50 == 0:
            file.write_text(text, encoding="utf-8")
        page = get(address)
        if shown(page):
            return page
        time.sleep(0.1)
    pytest.fail(f"{address} never changed")


def test_serve_shows_changes_and_problems(served: tuple[Path, str]) -> None:
    root, address = served
    page = f"{address}wiki/ada-moor/"
    assert "She has a house in" in get(page)
    file = root / "entries/keepers/ada-moor.md"
    text = file.read_text(encoding="utf-8")
    write_until(file, text.replace("She has a house", "She had a boat"), page, lambda shown: "She had a boat" in shown)
    broken = write_until(file, text.replace("title:", "titel:"), page, lambda shown: "unknown key in an entry &#x27;titel&#x27;" in shown)
    assert "She had a boat" in broken
    write_until(file, text, page, lambda shown: "She has a house in" in shown and "titel" not in shown)


@pytest.mark.feature("D2")
def test_the_data_say_of_each_citation_what_verify_says(wiki: Any, real_site: Path) -> None:
    said = json.loads(wiki(real_site.parent, "verify", "--format", "json").out)
    with (real_site / "data" / "claims.csv").open(encoding="utf-8", newline="") as opened:
        rows = [row for row in csv.DictReader(opened) if row["source"]]
    answers = sorted((each["entry"], each["claim"], each["source"], each["locator"].replace("–", "-"), each["answer"]) for each in said)
    assert sorted((row["entry"], row["claim"], row["source"], row["locator"], row["check"]) for row in rows) == answers
    assert {row["check"] for row in rows} == {"found", "not-found", "not-checked"}
    assert [row["url"] for row in rows if not row["url"].endswith(f"#{row['claim']}")] == []
