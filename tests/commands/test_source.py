"""The commands about sources: verify, source add, list, read and import, locate, links; and the page of a source."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.node import in_node

import wiki as package
from wiki.evidence import make_evidence, read_file_evidence, word_forms
from wiki.evidence.hashes import word_hash
from wiki.evidence.stop_words import STOP
from wiki.pages.lists.sources import locate_data

FOLDER = Path(__file__).parent.parent / "cases" / "verify"
TEXTS = FOLDER / "texts"
SCRIPT = Path(package.__file__).parent / "publish" / "theme" / "assets" / "wiki-locate.js"

RAILWAY = """\
---
title: Lake railway
summary: A railway.
names:
  - text: Southern shore line
    cite: ferry, l. 28
facts:
  - property: length
    value: 118 km
    cite: ferry, l. 30
  - property: cost
    value: 47 million RUB
    date: 1957
    cite: ferry, l. 30
    vouched:
      by: M. Sulin
      why: The print is torn.
  - property: freight
    value: 3.1 million t
    date: 1970
    cite: lost, l. 4
---
The Kelsen Pact followed the Kelsen Pact [@ferry, l. 52]. Lake railway is the title; [[kelsen|the port]] is a link on purpose to Kelsen.
"""


@pytest.fixture
def root(tmp_path: Path, wiki: Any) -> Path:
    """A wiki about a lake, the evidence of one of its sources, and an entry with claims."""
    root = Path(shutil.copytree(FOLDER / "wiki", tmp_path / "lake"))
    assert wiki(root, "source", "add", str(TEXTS / "ferry.txt"), "--key", "ferry").status == 0
    (root / "entries" / "topics" / "lake-railway.md").write_text(RAILWAY, encoding="utf-8")
    return root


def spoil(root: Path, old: str, new: str) -> None:
    file = root / "entries" / "topics" / "lake-railway.md"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


# --- verify -----------------------------------------------------------------------------------------------------------

PATH = "entries/topics/lake-railway.md"


@pytest.mark.feature("T8")
def test_verify_answers_for_each_citation(root: Path, wiki: Any) -> None:
    ran = wiki(root, "verify", PATH)
    assert ran.status == 0
    rows = ran.out.splitlines()
    assert [row.split()[1] for row in rows] == ["found", "found", "not-found", "not-checked", "found"]
    assert rows[1].startswith(
        f"{PATH}:10:11: found lake-railway#c-fact-length-ferry ferry, l. 30: 118 km [strong: the same at 0.0 % of the"
    )
    assert rows[2].endswith("(vouched for by M. Sulin: The print is torn.)")
    assert "there is no evidence of 'lost'" in rows[3]
    assert ran.err == "wiki: 5 citations: 3 found (1 strong, 2 weak), 1 not-found (1 of them vouched for), 1 not-checked\n"


def test_verify_fails_on_what_is_not_found(root: Path, wiki: Any) -> None:
    spoil(root, "118 km", "119 km")
    ran = wiki(root, "verify")
    assert ran.status == 1
    assert f"{PATH}:10:11: not-found" in ran.out


def test_verify_as_json_and_csv_says_the_same(root: Path, wiki: Any) -> None:
    spoil(root, "ferry, l. 30\n  - property: cost", "ferry, l. 52\n  - property: cost")
    found = json.loads(wiki(root, "verify", "--format", "json").out)
    rows = list(csv.DictReader(wiki(root, "verify", "--format", "csv").out.splitlines()))
    lists = ("elsewhere", "doubts")
    assert [{key: str(value) for key, value in each.items() if key not in lists} for each in found] == [
        {key: value for key, value in row.items() if key not in lists} for row in rows
    ]
    missing = next(each for each in found if each["claim"] == "c-fact-length-ferry")
    assert (missing["answer"], missing["elsewhere"], missing["source"], missing["locator"]) == ("not-found", [30], "ferry", "l. 52")
    assert (missing["path"], missing["line"], missing["column"]) == (PATH, 10, 11)


def test_verify_against_the_documents(root: Path, wiki: Any) -> None:
    ran = wiki(root, "verify", PATH, "--texts", str(TEXTS))
    assert (ran.status, ran.out) == (0, wiki(root, "verify", PATH).out)


def test_verify_refuses_other_files_of_the_same_name(root: Path, wiki: Any, tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text("118 kilometers, 46 million rubles\n", encoding="utf-8")
    ran = wiki(root, "verify", "--texts", str(tmp_path))
    assert (ran.status, ran.out) == (2, "")
    assert "'ferry.txt' is another file than seeds/ferry.md names" in ran.err


def test_verify_says_where_evidence_is_not_that_of_its_document(root: Path, wiki: Any) -> None:
    file = root / "seeds" / "ferry.evidence.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"118 km"', '"119 km"'), encoding="utf-8")
    ran = wiki(root, "verify", PATH, "--texts", str(TEXTS))
    assert ran.status == 1
    assert "seeds/ferry.evidence.json is not what its document gives" in ran.err


def test_verify_passes_over_no_entry_with_errors(root: Path, wiki: Any) -> None:
    spoil(root, "property: length", "property: lenght")
    ran = wiki(root, "verify")
    assert ran.status == 1
    assert f"{PATH}: has errors and is not verified" in ran.err


@pytest.mark.parametrize("arguments", [("entries/nowhere",), ("--texts", "nowhere"), ("--format", "xml")])
def test_verify_wrongly_used(root: Path, wiki: Any, arguments: tuple[str, ...]) -> None:
    assert wiki(root, "verify", *arguments).status == 2


# --- source add, read, list -------------------------------------------------------------------------------------------


@pytest.mark.feature("T14")
def test_source_add_writes_and_tells_what_there_is_to_read(root: Path, wiki: Any) -> None:
    (root / "seeds" / "grid.md").unlink()
    ran = wiki(root, "source", "add", str(TEXTS / "grid.txt"), "--key", "grid")
    assert ran.status == 0
    assert ran.out.startswith("seeds/grid.md\nseeds/grid.evidence.json\n\ngrid: Policy Note, ll. 1-39\n")
    assert "Entries it mentions" in ran.out


@pytest.mark.parametrize(("file", "key", "status"), [("grid.txt", "ferry", 1), ("nothing.txt", "new", 1), ("grid.txt", "No Key", 2)])
def test_source_add_refused(root: Path, wiki: Any, file: str, key: str, status: int) -> None:
    before = (root / "seeds" / "ferry.evidence.json").read_bytes()
    ran = wiki(root, "source", "add", str(TEXTS / file), "--key", key)
    assert (ran.status, ran.out) == (status, "")
    assert ran.err.startswith("wiki: ")
    assert (root / "seeds" / "ferry.evidence.json").read_bytes() == before


def reading(root: Path, wiki: Any, *arguments: str) -> dict[str, Any]:
    ran = wiki(root, "source", "read", "ferry", "--format", "json", *arguments)
    assert ran.status == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


@pytest.mark.feature("T14")
def test_reading_list_says_which_entries_are_mentioned_where(root: Path, wiki: Any) -> None:
    by_evidence, by_text = reading(root, wiki), reading(root, wiki, "--texts", str(TEXTS))
    exact = {each["entry"]: each for each in by_text["mentioned"]}
    assert exact["kelsen-pact"]["lines"] == [[48, 48]]
    assert {each["entry"]: each["citations"] for each in by_evidence["mentioned"]}["lake-railway"] == 4
    assert exact["anselm-dorrit"]["citations"] == 0
    blocks = {each["entry"]: each["lines"] for each in by_evidence["mentioned"]}
    for entry, each in exact.items():  # evidence knows blocks, the text lines: each line is in a block
        for first, last in each["lines"]:
            assert any(one <= first and last <= other for one, other in blocks[entry]), entry
    assert "nadir-osmet" not in exact


@pytest.mark.feature("T14")
def test_reading_list_tells_names_that_no_entry_goes_by(root: Path, wiki: Any, tmp_path: Path) -> None:
    assert reading(root, wiki)["unknown"] is None
    assert "they need the document" in wiki(root, "source", "read", "ferry").out
    text = (
        "Here begins a tale of the harbour. The Marble Union met in Kelsen. Later the Marble Union and one Orsolya Fenn, a pilot, fell out.\n"
        "Nobody asked Orsolya Fenn. Then came Brandauer, then Brandauer again, and Brandauer stayed. However, it rained. However, it snowed. However.\n"
    )
    (tmp_path / "tale.txt").write_text(text, encoding="utf-8")
    assert wiki(root, "source", "add", str(tmp_path / "tale.txt"), "--key", "tale").status == 0
    found = json.loads(wiki(root, "source", "read", "tale", "--format", "json", "--file", str(tmp_path / "tale.txt")).out)["unknown"]
    assert {each["name"]: each["count"] for each in found} == {"Marble Union": 2, "Orsolya Fenn": 2, "Brandauer": 3}
    assert {each["name"]: each["perhaps"] for each in found}["Brandauer"] == ["ilse-brandauer"]
    assert {each["name"]: each["lines"] for each in found}["Orsolya Fenn"] == [1, 2]


@pytest.mark.feature("T14")
def test_reading_list_compares_figures_near_known_names(root: Path, wiki: Any, tmp_path: Path) -> None:
    text = (
        "In 1957 the Lake railway had a cost of 52 million rubles. Its length was 118 km.\n\n\n\n\n\n\n\n\n\n"
        "Of the Lake railway it is said that its price in 1999 was 30 million dollars.\n"
    )
    (tmp_path / "other.txt").write_text(text, encoding="utf-8")
    assert wiki(root, "source", "add", str(tmp_path / "other.txt"), "--key", "other").status == 0
    near = json.loads(wiki(root, "source", "read", "other", "--format", "json").out)["near"]
    told = {(each["relation"], each["line"], each["figure"], each["claim"]) for each in near if each["entry"] == "lake-railway"}
    assert ("repeats", 1, "118 km", "c-fact-length-ferry") in told
    assert ("contradicts", 1, "52,000,000 RUB", "c-fact-cost-1957-ferry") in told
    assert ("extends", 11, "30,000,000 USD", "") in told


def test_reading_list_tells_one_length_from_another_and_aid_from_freight(root: Path, wiki: Any, tmp_path: Path) -> None:
    text = "The Lake railway runs for 121 km.\nIt was given 5,000 tons of aid by Marble Union Trust that year.\n"
    (tmp_path / "note.txt").write_text(text, encoding="utf-8")
    assert wiki(root, "source", "add", str(tmp_path / "note.txt"), "--key", "note").status == 0
    found = json.loads(wiki(root, "source", "read", "note", "--file", str(tmp_path / "note.txt"), "--format", "json").out)
    told = {(near["relation"], near["figure"], near["claim"]) for near in found["near"]}
    assert ("contradicts", "121 km", "c-fact-length-ferry") in told
    assert not any(figure == "5,000 t" for _, figure, _ in told)
    assert "Marble Union Trust" in {name["name"] for name in found["unknown"]}


def test_reading_list_leaves_out_what_is_taken_up(root: Path, wiki: Any) -> None:
    figures = {(line, figure) for block in reading(root, wiki)["open"] for line, figure in block["figures"]}
    assert (30, "118 km") not in figures
    assert (30, "46,000,000 RUB") in figures


@pytest.mark.parametrize(("arguments", "status"), [(("fery",), 2), (("lost",), 1), (("ferry", "--file", str(TEXTS / "grid.txt")), 2)])
def test_source_read_refused(root: Path, wiki: Any, arguments: tuple[str, ...], status: int) -> None:
    ran = wiki(root, "source", "read", *arguments)
    assert (ran.status, ran.out) == (status, "")


def test_source_list_tells_citations_and_share(root: Path, wiki: Any) -> None:
    rows = {row["key"]: row for row in json.loads(wiki(root, "source", "list", "--format", "json").out)}
    assert (rows["ferry"]["citations"], rows["ferry"]["taken"]) == (4, 1)
    assert rows["ferry"]["figures"] > 30
    assert (rows["lost"]["share"], rows["lost"]["figures"]) == ("no evidence", None)
    text = wiki(root, "source", "list").out.splitlines()
    assert [line.split()[0] for line in text] == ["key", *sorted(rows)]


# --- source import ----------------------------------------------------------------------------------------------------

BIB = r"""
@comment{nothing}
@article{fenn_2019, author = {Fenn, Orsolya and {Marble Union and Sons} and M{\"u}ller, J.}, title = "The {Lake}: a story",
  journal = {Lake Review}, year = 2019, month = mar, volume = {7}, pages = {1--9}, doi = {10.1/x}}
@book{b2, title = {A \& B}, author = {Ilse Brandauer}, date = {2001-05-03}, publisher = {Pier {P}ress}}
"""
RIS = """TY  - JOUR
AU  - Fenn, Orsolya
TI  - The lake: a story
JO  - Lake Review
PY  - 2019/03
SP  - 1
EP  - 9
ER  -
TY  - RPRT
A1  - Marble Union
T1  - A report # with a sign
PB  - Marble Union
PY  - 2004
ER  -
"""
CSL = json.dumps([{"id": "Fenn 2019", "type": "article-journal", "title": "The lake: a story", "author": [{"family": "Fenn", "given": "O."}],
    "issued": {"date-parts": [[2019, 3, 1], [2019, 3, 4]]}}])  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "keys"),
    [
        ("a.bib", BIB, ["fenn-2019", "b2"]),
        ("a.ris", RIS, ["fenn-2019-the-lake-a-story", "marble-union-2004-a-report-with-a-sign"]),
        ("a.json", CSL, ["fenn-2019"]),
    ],
)
def test_imported_records_pass_check(root: Path, wiki: Any, tmp_path: Path, name: str, text: str, keys: list[str]) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    ran = wiki(root, "source", "import", str(tmp_path / name))
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == [f"seeds/{key}.md" for key in keys]
    check = wiki(root, "check", "seeds")
    assert (check.status, check.out) == (0, "")
    assert wiki(root, "fmt", "--check", *ran.out.splitlines()).status == 0
    again = wiki(root, "source", "import", str(tmp_path / name))
    assert again.out == ""
    assert again.err.count("was left as it is") == len(keys)


# --- locate, links ----------------------------------------------------------------------------------------------------


@pytest.mark.feature("E14")
@pytest.mark.parametrize(
    ("query", "line"),
    [
        (("118", "km"), "ferry, l. 30: 118 km (p. 41)"),
        (("46 million rubles",), "ferry, l. 30: 46000000 RUB (p. 41)"),
        (("14", "May", "1957"), "ferry, l. 34: 1957-05-14 (p. 41)"),
        (("Ozernaya", "Put"), "ferry, ll. 27-35: Ozernaya Put (p. 41)"),
    ],
)
def test_locate_gives_ready_locators(root: Path, wiki: Any, query: tuple[str, ...], line: str) -> None:
    ran = wiki(root, "locate", *query)
    assert (ran.status, ran.out.splitlines()) == (0, [line])
    assert wiki(root, "locate", *query, "--key", "ferry").out == ran.out


@pytest.mark.parametrize(("arguments", "status"), [(("119 km",), 1), (("118 km", "--key", "lost"), 1), (("118 km", "--key", "fery"), 2)])
def test_locate_finds_nothing(root: Path, wiki: Any, arguments: tuple[str, ...], status: int) -> None:
    ran = wiki(root, "locate", *arguments)
    assert (ran.status, ran.out) == (status, "")


@pytest.mark.feature("L9")
def test_links_says_why(root: Path, wiki: Any) -> None:
    rows = [line.split(" · ")[0] for line in wiki(root, "links", "lake-railway").out.splitlines()]
    assert rows == [
        "linked: Kelsen Pact → kelsen-pact: the first in its section",
        "not linked: Kelsen Pact → kelsen-pact: the section has a link to the entry already",
        "not linked: Lake railway → lake-railway: it is this entry itself",
        "linked: the port → kelsen: a link on purpose",
        "not linked: Kelsen → kelsen: the section has a link on purpose to the entry",
    ]


@pytest.mark.feature("L9")
@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("title: Lake railway\n", "title: Lake railway\nautolink: off\n", "this entry has 'autolink: off'"),
        ("title: Lake railway\n", "title: Lake railway\nautolink:\n  - Kelsen Pact\n", "this entry lists it under 'autolink'"),
        ("The Kelsen Pact followed", "The Southern shore line followed", "it is this entry itself"),
    ],
)
def test_links_tells_each_rule(root: Path, wiki: Any, old: str, new: str, rule: str) -> None:
    spoil(root, old, new)
    assert rule in wiki(root, "links", "lake-railway").out.splitlines()[0]


@pytest.mark.feature("L9")
def test_links_tells_shared_and_barred_names(root: Path, wiki: Any) -> None:
    spoil(root, "    cite: ferry, l. 28\n", "    link: no\n    cite: ferry, l. 28\naliases:\n  - Tulen\n")
    spoil(root, "The Kelsen Pact followed", "Tulen has the Southern shore line. The Kelsen Pact followed")
    rows = wiki(root, "links", "lake-railway").out.splitlines()
    assert rows[0].startswith("not linked: Tulen → lake-railway, tulen: entries share the name")
    assert rows[1].startswith("not linked: Southern shore line → lake-railway: the name has 'link: no'")


def test_links_of_no_entry(root: Path, wiki: Any) -> None:
    assert wiki(root, "links", "lake-railwy").status == 2


# --- the page ---------------------------------------------------------------------------------------------------------


def pages(root: Path, wiki: Any) -> tuple[str, str]:
    ran = wiki(root, "build", "--no-text-index")
    assert ran.status == 0, ran.err
    return tuple((root / "site" / path).read_text(encoding="utf-8") for path in ("sources/ferry/index.html", "sources/index.html"))  # type: ignore[return-value]


@pytest.mark.feature("C13", "T3", "T12")
def test_the_page_of_a_source(root: Path, wiki: Any) -> None:
    page, index = pages(root, wiki)
    row = re.search(r"<tr>(?:(?!</tr>).)*c-fact-length-ferry.*?</tr>", page, re.DOTALL)
    assert row
    assert "l. 30" in row[0]
    assert "p. 41<" in row[0]
    assert 'data-check="found"' in row[0]
    assert "found in the source" in row[0]
    assert "by machine: not found in the source" in page
    assert "4 claims rest on this source alone" in page
    share = re.search(r"data-share>([^<]+)<", page)
    assert share
    assert f'<td class="wiki-share">{share[1]}</td>' in index
    assert "no evidence" in index
    assert "l. 30: 46,000,000 RUB" in page
    assert "118 km" not in re.findall(r"l\. 30: [^;<]+", page)


def test_a_page_is_drawn_again_when_evidence_or_claims_change(root: Path, wiki: Any) -> None:
    before, _ = pages(root, wiki)
    spoil(root, "47 million RUB", "46 million RUB")
    spoil(root, "    vouched:\n      by: M. Sulin\n      why: The print is torn.\n", "")
    claimed, index = pages(root, wiki)
    assert "l. 30: 46,000,000 RUB" not in claimed
    assert before != claimed
    (root / "seeds" / "ferry.evidence.json").unlink()
    bare, bare_index = pages(root, wiki)
    assert "there is no evidence of this source" in bare
    assert "wiki-locate" not in bare.replace("wiki-locate.js", "")
    assert bare_index != index


def test_what_is_left_out_is_told_and_counts(root: Path, wiki: Any) -> None:
    record = root / "seeds" / "ferry.md"
    text = record.read_text(encoding="utf-8")
    left = "left-out:\n  - lines: 30\n    figure: 46 million rubles\n    reason: No other year is given.\n"
    record.write_text(text.replace("file:\n", f"{left}file:\n"), encoding="utf-8")
    page, _ = pages(root, wiki)
    assert "No other year is given." in page
    assert re.search(r"data-share>\d+ % \(1 of \d+, 1 left out\)<", page)
    assert "l. 30: 46,000,000 RUB" not in page


# --- the box on it ----------------------------------------------------------------------------------------------------

HARNESS = """
const box = require(process.argv[1]);
const {data, queries, words} = JSON.parse(require("fs").readFileSync(0, "utf8"));
const bytes = new TextEncoder();
process.stdout.write(JSON.stringify({
  found: queries.map((query) => box.search(data, query).map((row) => row.locator)),
  forms: words.map((text) => box.wordForms(text, data)),
  hashes: words.map((text) => [...box.blake2b(bytes.encode(text), bytes.encode("0123456789abcdef"), 2)]),
  long: [...box.blake2b(bytes.encode("abc"), [], 64)],
}));
"""


def in_browser(queries: list[str], words: list[str]) -> dict[str, Any]:
    """What the page's own script finds, run by the Node that comes with playwright."""
    text = (TEXTS / "ferry.txt").read_text(encoding="utf-8")
    evidence = read_file_evidence(make_evidence(text, "ferry", file="ferry.txt", sha256="0" * 64))
    data = json.loads(locate_data(evidence).unescape())
    return in_node(HARNESS, SCRIPT, given={"data": data, "queries": queries, "words": words})


@pytest.mark.parametrize(
    ("query", "locators"),
    [
        ("118 km", ["ferry, l. 30"]),
        ("118", ["ferry, l. 30"]),
        ("46 million rubles", ["ferry, l. 30"]),
        ("46,000,000 RUB", ["ferry, l. 30"]),
        ("0.0038 trillion", ["ferry, l. 63"]),
        ("$750 million", ["ferry, l. 65"]),
        ("14 May 1957", ["ferry, l. 34"]),
        ("May 14, 1957", ["ferry, l. 34"]),
        ("1957-05-14", ["ferry, l. 34"]),
        ("Ozernaya Put", ["ferry, ll. 27-35"]),
        ("the Ozernaya  put's", ["ferry, ll. 27-35"]),
        ("119 km", []),
        ("Nobody Known", []),
        ("of the", []),
        ("", []),
    ],
)
def test_the_box_finds_what_the_command_finds(query: str, locators: list[str]) -> None:
    assert in_browser([query], [])["found"] == [locators]


def test_the_box_hashes_and_folds_as_python_does() -> None:
    words = [
        "Türkiye’s envoy",
        "the Surkhan–Puli-Khumri line",
        "U.S. troops",
        "İrfan",
        "Ma’no",
        "NATO",
        "Straße",
        "6+2",
        "of the lake",
        "Mazār-e Sharīf",
        "در شهر كابِل",
        "США и Ёлкино",
        "Lag\u00adman Gu\u0308ney",
        "oʻzbek ўзбек",
        "Ma`no",
    ]
    found = in_browser([], words)
    assert [tuple(forms) for forms in found["forms"]] == [word_forms(text) for text in words]
    assert [256 * high + low for high, low in found["hashes"]] == [word_hash(text, b"0123456789abcdef") for text in words]
    assert bytes(found["long"]) == hashlib.blake2b(b"abc").digest()
    assert len(STOP) > 100
