"""Whole builds of tests/sites: the same bytes each time, nothing lost when one fails, data that other programs read."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from wiki import cli

COLUMNS = (
    "claim,cite_no,entry,kind,form,property,value,number,low,high,qualifier,unit,per,date,date_from,date_to,date_inferred,with,part,group,"
    "of,said_by,via,modality,rank,target,text,source,locator,line_from,line_to,page,check,vouched,dispute,url,strength,share,as,side,note,doubt,due,outcome,sentence"
)
ELSEWHERE = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4711", "LC_ALL": "C", "LANG": "C", "HOME": "/nonexistent"}
HERE = {"TZ": "UTC", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"}


def snapshot(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


def build(root: Path, *arguments: str) -> None:
    assert cli.main(["build", "--root", str(root), *arguments]) == 0


def build_apart(root: Path, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Build in a process of its own."""
    command = [sys.executable, "-m", "wiki.cli", "build", "--root", str(root), *arguments]
    return subprocess.run(command, env={**os.environ, **environment}, cwd=root.parent, capture_output=True, text=True, check=False)


# --- the same bytes ---------------------------------------------------------------------------------------------------


@pytest.mark.feature("O2")
@pytest.mark.parametrize("name", ["minimal", "another-subject"])
def test_two_builds_elsewhere_give_the_same_bytes(name: str, site_copy: Any) -> None:
    one, other = site_copy(name, "a/one"), site_copy(name, "in another folder/two")
    for root, environment in ((one, HERE), (other, ELSEWHERE)):
        ran = build_apart(root, environment)
        assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
    assert differing(snapshot(one / "docs"), snapshot(other / "docs")) == []
    assert differing(snapshot(one / "site"), snapshot(other / "site")) == []


@pytest.mark.feature("O2")
def test_the_real_wiki_is_the_same_on_one_core_and_on_all(real_site: Path, real_copy: Path) -> None:
    ran = build_apart(real_copy, ELSEWHERE, "--jobs", "1", "--full")
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
    assert differing(snapshot(real_copy / "docs"), snapshot(real_site.parent / "docs")) == []
    assert differing(snapshot(real_copy / "site"), snapshot(real_site)) == []


def test_a_build_over_an_older_one_equals_a_fresh_one(site_copy: Any) -> None:
    over, fresh = site_copy("minimal", "over"), site_copy("minimal", "fresh")
    build(over)
    for root in (over, fresh):
        (root / "entries/ports/south-haven.md").unlink()
        edit(root / "entries/ports/grey-haven.md", "Ships turn at South Haven.", "Ships turn.")
        edit(root / "entries/keepers/ada-moor.md", "title: Ada Moor", "title: Ada Moor the elder")
        build(root)
    assert differing(snapshot(over / "docs"), snapshot(fresh / "docs")) == []
    assert differing(snapshot(over / "site"), snapshot(fresh / "site")) == []


def test_nothing_published_knows_the_machine_or_the_clock(site_copy: Any) -> None:
    root = site_copy("minimal", "a-folder-with-a-telling-name")
    build(root)
    telling = (b"a-folder-with-a-telling-name", b"lastmod")
    found = [(path, each) for path, data in snapshot(root / "site").items() for each in telling if each in data]
    assert found == []


def test_text_is_utf8_without_bom_and_with_unix_line_ends(site_copy: Any) -> None:
    root = site_copy("minimal")
    build(root)
    for path, data in snapshot(root / "site" / "data").items():
        assert not data.startswith(b"\xef\xbb\xbf"), path
        if path.endswith((".csv", ".json", ".bib")):
            assert b"\r" not in data, path
            assert data.decode().endswith("\n"), path


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


# --- nothing lost -----------------------------------------------------------------------------------------------------


def break_entry(root: Path) -> None:
    edit(root / "entries/ports/grey-haven.md", "9 m\n", "9 fathoms\n")


def break_configuration(root: Path) -> None:
    edit(root / "mkdocs.yml", "site_name: Minimal", "site_name: Minimal\nplugins: [no-such-plugin]")


def break_navigation(root: Path) -> None:
    edit(root / "mkdocs.yml", "site_name: Minimal", "site_name: Minimal\nnav: [index.md, no-such-page.md]")


def break_template(root: Path) -> None:
    (root / "docs/.overrides").mkdir(parents=True)
    (root / "docs/.overrides/main.html").write_text("{% extends 'base.html' %}{% block container %}{{ broken", encoding="utf-8")


def break_template_name(root: Path) -> None:
    (root / "docs/.overrides").mkdir(parents=True)
    (root / "docs/.overrides/main.html").write_text("{% include 'no-such-part.html' %}", encoding="utf-8")


def break_by_hand(root: Path) -> None:
    (root / "docs/wiki/grey-haven.md").write_text("# My own page\n", encoding="utf-8")


BREAKS = {
    break_entry: "entries/ports/grey-haven.md:8:12: '9 fathoms': unknown unit 'fathoms'; expected one of: m [unit]",
    break_configuration: "no-such-plugin",
    break_navigation: "no-such-page.md",
    break_template: "main.html",
    break_template_name: "no-such-part.html",
    break_by_hand: "docs/wiki/grey-haven.md:1:1: the build makes pages here; move this file to docs/about/ [by-hand]",
}


@pytest.mark.parametrize("damage", BREAKS, ids=lambda damage: damage.__name__)
def test_a_failed_build_leaves_everything_as_it_was(damage: Any, site_copy: Any) -> None:
    root = site_copy("minimal")
    build(root)
    edit(root / "entries/keepers/ada-moor.md", "She has a house", "She had a house")
    damage(root)
    docs, site, beside = snapshot(root / "docs"), snapshot(root / "site"), sorted(each.name for each in root.iterdir())
    ran = build_apart(root, HERE)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert BREAKS[damage] in ran.stderr
    assert "Traceback" not in ran.stderr
    assert differing(site, snapshot(root / "site")) == []
    assert differing(docs, snapshot(root / "docs")) == []
    assert sorted(each.name for each in root.iterdir()) == beside


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("../wiki/grey-haven/", ""),
        ("../wiki/grey-haven/#grey-haven", ""),
        ("../wiki/grey-haven/#grey", "about/index.html: wiki/grey-haven/index.html#grey: the page has no such anchor"),
        ("../wiki/no-haven/", "about/index.html: wiki/no-haven/index.html: there is no such file"),
    ],
)
def test_a_link_that_leads_nowhere_fails_the_build(link: str, reason: str, site_copy: Any) -> None:
    root = site_copy("minimal")
    build(root)
    site = snapshot(root / "site")
    (root / "docs/about").mkdir(parents=True)
    (root / "docs/about/index.md").write_text(f'# About\n\n<p><a href="{link}">Where to</a></p>\n', encoding="utf-8")
    ran = build_apart(root, HERE)
    assert (ran.returncode, reason in ran.stderr) == (int(bool(reason)), True), ran.stderr
    assert not reason or differing(site, snapshot(root / "site")) == []


def test_a_build_with_warnings_alone_succeeds(site_copy: Any) -> None:
    root = site_copy("minimal")
    edit(root / "entries/ports/south-haven.md", "summary: A port.", "summary: A port.\naliases:\n  - Grey Haven")
    ran = build_apart(root, HERE)
    assert ran.returncode == 0
    assert "warning: name 'Grey Haven' is shared with 'grey-haven'" in ran.stderr
    assert (root / "site/wiki/south-haven/index.html").is_file()


# --- pages come and go ------------------------------------------------------------------------------------------------


def test_a_page_goes_when_its_entry_goes(site_copy: Any) -> None:
    root = site_copy("minimal")
    build(root)
    assert (root / "site/wiki/south-haven/index.html").is_file()
    (root / "entries/ports/south-haven.md").unlink()
    build(root)
    assert not (root / "docs/wiki/south-haven.md").exists()
    assert not (root / "site/wiki/south-haven").exists()


def test_an_index_goes_when_its_kind_goes(site_copy: Any) -> None:
    root = site_copy("minimal")
    build(root)
    assert (root / "docs/keepers/index.md").is_file()
    edit(root / "entries/vocabulary.yml", "folder: keepers", "folder: wardens")
    (root / "entries/keepers").rename(root / "entries/wardens")
    build(root)
    assert not (root / "docs/keepers").exists()
    assert (root / "site/wardens/index.html").is_file()


def test_pages_by_hand_stay_and_are_published(site_copy: Any) -> None:
    root = site_copy("another-subject")
    by_hand = {
        "docs/index.md": "# Welcome to the bees\n",
        "docs/about/index.md": "# About\n\nBy hand.\n",
        "docs/assets/note.txt": "A note.\n",
    }
    for path, text in by_hand.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    build(root)
    build(root)
    assert {path: (root / path).read_text(encoding="utf-8") for path in by_hand} == by_hand
    assert "Welcome to the bees" in (root / "site/index.html").read_text(encoding="utf-8")
    assert "By hand." in (root / "site/about/index.html").read_text(encoding="utf-8")
    assert (root / "site/assets/note.txt").read_text(encoding="utf-8") == "A note.\n"


def test_a_second_build_writes_no_page_again(site_copy: Any) -> None:
    root = site_copy("minimal")
    build(root)
    before = {file: file.stat().st_mtime_ns for file in (root / "docs").rglob("*.md")}
    edit(root / "entries/keepers/ada-moor.md", "She has a house in Grey Haven.", "She has a house in Grey Haven. It is old.")
    build(root)
    assert [file.name for file, time in before.items() if file.stat().st_mtime_ns != time] == ["ada-moor.md"]


# --- what stands where ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def minimal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("minimal", tmp_path_factory)


@pytest.fixture(scope="module")
def bees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("another-subject", tmp_path_factory)


def built(name: str, factory: pytest.TempPathFactory) -> Path:
    import shutil  # noqa: PLC0415

    root = Path(shutil.copytree(Path(__file__).parent.parent / "sites" / name, factory.mktemp("built") / name))
    build(root)
    return root


def page(root: Path, address: str) -> str:
    return (root / "site" / address / "index.html").read_text(encoding="utf-8")


FIXED = ("", "wiki", "sources", "timeline", "announcements", "vocabulary", "corrections")


@pytest.mark.parametrize("address", [*FIXED, "ports", "keepers", "wiki/grey-haven", "sources/pilot-2019", "wiki/a-moor"])
def test_address_of_a_site_with_a_name_only(address: str, minimal: Path) -> None:
    assert "<title>" in page(minimal, address)


@pytest.mark.parametrize("address", [*FIXED, "hives", "plants", "people", "wiki/lime-walk", "sources/notebook", "about"])
def test_address_of_a_wiki_with_kinds_of_its_own(address: str, bees: Path) -> None:
    assert "Bees of the valley" in page(bees, address)


def test_a_former_address_leads_to_the_entry(minimal: Path) -> None:
    assert 'href="../../wiki/ada-moor/"' in page(minimal, "wiki/a-moor")


def test_marks_for_programs(minimal: Path) -> None:
    text = page(minimal, "wiki/grey-haven")
    assert 'data-entry="grey-haven"' in text
    assert 'id="c-kept" data-check="' in text
    assert 'data-auto id="m-south-haven" href="../../wiki/south-haven/"' in text


@pytest.mark.feature("L8")
def test_relation_stands_at_both_ends(bees: Path) -> None:
    assert "Feeds on" in page(bees, "wiki/lime-walk")
    assert "Feeds</dt>" in page(bees, "wiki/small-leaved-lime")


def test_text_of_entries_is_neither_html_nor_template(bees: Path) -> None:
    text = page(bees, "wiki/lime-walk")
    assert "&lt;b&gt;gentle&lt;/b&gt; &amp; {{ calm }}" in text


def test_index_shows_the_columns_of_its_kind(bees: Path) -> None:
    text = page(bees, "hives")
    for shown in ("Founded", "Honey", "May 2012", "by 1900", "25 kg"):
        assert shown in text


def test_canonical_address(bees: Path, minimal: Path) -> None:
    assert '<link rel="canonical" href="https://bees.example.org/wiki/lime-walk/">' in page(bees, "wiki/lime-walk")
    assert 'rel="canonical"' not in page(minimal, "wiki/grey-haven")


# --- data that other programs read --------------------------------------------------------------------------------------


def rows(root: Path, name: str) -> list[dict[str, str]]:
    data = (root / "site/data" / name).read_bytes()
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_columns_are_those_of_the_contract(minimal: Path) -> None:
    for name in ("claims.csv", "facts.csv"):
        assert (minimal / "site/data" / name).read_text(encoding="utf-8").split("\n", 1)[0] == COLUMNS


@pytest.mark.feature("T1")
def test_one_row_a_citation_sorted_by_entry_and_place(minimal: Path) -> None:
    found = [(row["entry"], row["claim"], row["cite_no"], row["source"], row["locator"]) for row in rows(minimal, "claims.csv")]
    assert found[:-1] == [
        ("grey-haven", "c-fact-depth-2019-pilot-2019", "1", "pilot-2019", "l. 3"),
        ("grey-haven", "c-fact-traffic-pilot-2019", "1", "pilot-2019", "ll. 4-5, 9"),
        ("grey-haven", "c-fact-traffic-pilot-2019", "2", "log-1911", "p. 3"),
        ("grey-haven", "c-relation-kept-by-ada-moor-2011--to-log-1911", "1", "log-1911", ""),
        ("grey-haven", "c-name-Серая-Гавань", "", "", ""),
        ("grey-haven", "c-kept", "1", "log-1911", ""),
    ]
    assert found[-1][2:] == ("1", "pilot-2019", "l. 8")


def test_numbers_and_dates_are_plain(minimal: Path) -> None:
    found = {row["claim"]: row for row in rows(minimal, "facts.csv")}
    depth, traffic, kept = (found[f"c-{each}"] for each in ("fact-depth-2019-pilot-2019", "fact-traffic-pilot-2019", "kept"))
    assert (depth["value"], depth["number"], depth["low"], depth["high"], depth["unit"]) == ("9 m", "9", "", "", "m")
    assert (depth["date"], depth["date_from"], depth["date_to"]) == ("2019", "2019-01-01", "2019-12-31")
    assert (traffic["number"], traffic["low"], traffic["high"], traffic["per"]) == ("", "1200000", "1500000", "year")
    assert (traffic["line_from"], traffic["line_to"]) == ("4; ", "9; ")
    assert (kept["form"], kept["text"], kept["modality"]) == ("prose", "Ada Moor has kept it since 2011", "")


def test_facts_are_one_row_a_claim(minimal: Path) -> None:
    claims = [row["claim"] for row in rows(minimal, "facts.csv")]
    assert claims == list(dict.fromkeys(row["claim"] for row in rows(minimal, "claims.csv")))
    joined = next(row for row in rows(minimal, "facts.csv") if row["claim"] == "c-fact-traffic-pilot-2019")
    assert (joined["cite_no"], joined["source"], joined["locator"]) == ("1; 2", "pilot-2019; log-1911", "ll. 4-5, 9; p. 3")


@pytest.mark.parametrize("name", ["claims.csv", "facts.csv"])
def test_pandas_reads_what_csv_reads(name: str, minimal: Path) -> None:
    frame = pd.read_csv(minimal / "site/data" / name, dtype=str, keep_default_na=False)
    assert frame.to_dict("records") == rows(minimal, name)


def test_pandas_takes_numbers_for_numbers(bees: Path) -> None:
    frame = pd.read_csv(bees / "site/data/claims.csv", dtype={"date": str})
    honey = frame[frame["property"] == "honey"].groupby("date")["number"].sum()
    assert honey.to_dict() == {"2013": 20.0, "2014": 25.0}


def test_json_holds_entries_with_links_at_both_ends(minimal: Path) -> None:
    entries = {entry["id"]: entry for entry in json.loads((minimal / "site/data/entries.json").read_bytes())}
    assert list(entries) == ["ada-moor", "grey-haven", "south-haven"]
    assert list(entries["grey-haven"]) == [
        "id", "kind", "subtype", "title", "summary", "aliases", "names", "url", "dates", "facts", "relations", "status", "positions",
        "announcements", "links", "backlinks", "disagreements", "reviewed",
    ]  # fmt: skip
    assert entries["ada-moor"]["backlinks"] == [{"id": "grey-haven", "anchor": "m-ada-moor", "text": "Ada Moor has kept it since 2011."}]
    assert {link["id"] for link in entries["grey-haven"]["links"]} == {"ada-moor", "south-haven"}
    for id_, entry in entries.items():
        assert json.loads((minimal / f"site/wiki/{id_}/index.json").read_bytes()) == entry


def test_graph_has_relations_and_mentions(minimal: Path) -> None:
    graph = json.loads((minimal / "site/data/graph.json").read_bytes())
    assert [sorted(node) for node in graph["nodes"]] == [["id", "kind", "title", "url"]] * 3
    assert graph["edges"][1] == {
        "source": "grey-haven", "target": "ada-moor", "type": "kept-by", "date": "2011/..", "modality": "asserted", "said_by": "",
        "cite": "log-1911",
        "url": "/wiki/grey-haven/#c-relation-kept-by-ada-moor-2011--to-log-1911",
    }  # fmt: skip
    ids = {node["id"] for node in graph["nodes"]}
    assert {edge["type"] for edge in graph["edges"]} == {"kept-by", "mentions"}
    assert all({edge["source"], edge["target"]} <= ids for edge in graph["edges"])


def test_sources_are_csl_json(minimal: Path) -> None:
    sources = json.loads((minimal / "site/data/sources.json").read_bytes())
    assert sources == [
        {"id": "log-1911", "title": "The harbour log", "type": "document"},
        {
            "author": [{"family": "Reed", "given": "Jon"}], "id": "pilot-2019", "issued": {"date-parts": [[2019]]}, "title": "The pilot",
            "type": "book", "custom": {"file": "pilot.txt", "sha256": "0" * 64, "lines": "1-40"},
        },
    ]  # fmt: skip


@pytest.mark.feature("D5")
def test_inventory_lists_addresses_and_anchors_that_exist(minimal: Path) -> None:
    addresses = json.loads((minimal / "site/data/inventory.json").read_bytes())["addresses"]
    assert {"wiki/grey-haven/", "wiki/a-moor/", "sources/pilot-2019/"} <= set(addresses)
    text = page(minimal, "wiki/grey-haven")
    claims = [anchor for anchor in addresses["wiki/grey-haven/"]["anchors"] if anchor.startswith(("c-", "m-"))]
    assert claims
    assert [anchor for anchor in claims if f'id="{anchor}"' not in text] == []


def test_every_claim_published_stands_on_its_page(bees: Path) -> None:
    for row in rows(bees, "claims.csv"):
        address, _, anchor = row["url"].removeprefix("https://bees.example.org/").partition("#")
        assert f'id="{anchor}"' in page(bees, address)


def test_check_of_a_good_site_says_nothing(site_copy: Any, wiki: Any) -> None:
    ran = wiki(site_copy("another-subject"), "check")
    assert (ran.status, ran.out, ran.err) == (0, "", "")
