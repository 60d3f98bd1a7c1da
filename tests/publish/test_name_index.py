"""Search: what is typed finds the entry, in few files, and the browser folds as Python does."""

from __future__ import annotations

import dataclasses
import random
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.node import in_node

from wiki.model.folding import fold
from wiki.publish import name_index as searching
from wiki.publish.name_index import FOLDER, SearchRow, name_index

SCRIPT = Path(searching.__file__).parent / "theme" / "assets" / "wiki-search.js"

ROWS = (
    SearchRow(
        "hairatan-railway",
        "Hairatan–Mazar-i-Sharif railway",
        "Project",
        "wiki/hairatan-railway/",
        "Railway of 75 km from the Uzbek border.",
        ("Hairatan railway", "Khairaton – Mazar-I-Sharif railway", "Хайратон", "راه‌آهن حیرتان"),
    ),
    SearchRow("hairatan", "Hairatan", "Place", "wiki/hairatan/", "River port.", ("Hairaton", "Khairaton")),
    SearchRow("mazar-i-sharif", "Mazar-i-Sharif", "Place", "wiki/mazar-i-sharif/", "City.", ("Mazār-e Sharīf",)),
    SearchRow("uzbekistan", "Uzbekistan", "Actor", "wiki/uzbekistan/", "State.", ("Oʻzbekiston", "Ўзбекистон")),
    SearchRow("usa", "United States", "Actor", "wiki/usa/", "State.", ("U.S.", "US")),
    SearchRow("china", "China", "Actor", "wiki/china/", "State.", ("中国",)),
    SearchRow("ashgabat", "Ashgabat", "Place", "wiki/ashgabat/", "City.", ("Aşgabat",)),
)

HARNESS = """
const search = require(process.argv[1]);
const {files, queries, texts} = JSON.parse(require("fs").readFileSync(0, "utf8"));
const index = search.opened(JSON.parse(files["search/names/meta.json"]));
(async () => {
  const found = [];
  for (const query of queries) {
    const reads = [];
    const read = async (path) => { reads.push(path); return JSON.parse(files[path]); };
    const hits = await search.findNames(index, query, read);
    found.push({reads, ids: hits.map((hit) => hit.id), spellings: hits.map((hit) => hit.spelling)});
  }
  process.stdout.write(JSON.stringify({found, folded: texts.map(index.fold)}));
})();
"""


def in_browser(files: dict[str, bytes], queries: list[str], texts: list[str] | None = None) -> dict[str, Any]:
    """What the page's own script makes of it, run by the Node that comes with playwright."""
    given = {"files": {path: data.decode() for path, data in files.items()}, "queries": queries, "texts": texts or []}
    return in_node(HARNESS, SCRIPT, given=given)


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 -- the same rows and queries each time


def first(query: str) -> tuple[str, str]:
    """Id and matched spelling of the best answer among ROWS."""
    answer = in_browser(name_index(ROWS), [query])["found"][0]
    return (answer["ids"][0], answer["spellings"][0]) if answer["ids"] else ("", "")


# --- folding ---------------------------------------------------------------------------------------------


@pytest.mark.feature("F2")
@pytest.mark.parametrize(
    ("group", "folded"),
    [
        (("oʻzbek", "o'zbek", "o‘zbek", "o’zbek", "Oʼzbek", "O`ZBEK", "ўзбек"), "ozbek"),
        (("Şaraf", "sharaf".replace("h", ""), "Ŝáräf"), "saraf"),
        (("ی ک", "ي ك", "ى ک"), "y k"),
        (("حيرتان", "حیرتان", "حِیرتان"), "hyrtan"),
        (("Хайратон", "хайратон"), "khayraton"),
        (("Mazar-i-Sharif", "mazar i  sharif", "MAZAR–I–SHARIF."), "mazar i sharif"),
        (("١٢", "۱۲", "１２", "12"), "12"),
        (("Straße", "STRASSE", "straẞe"), "strasse"),
        (("中国",), "中国"),
        (("", " ", "-–—", "\u200c"), ""),
    ],
)
def test_spellings_that_are_one_for_search(group: tuple[str, ...], folded: str) -> None:
    assert [fold(text) for text in group] == [folded] * len(group)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_words_fold_by_themselves(one: str, other: str) -> None:
    assert fold(f"{one} {other}").split() == fold(one).split() + fold(other).split()


LETTERS = st.characters(categories=["Ll", "Lo", "Nd"], max_codepoint=0x06FF)


@given(st.text(LETTERS), st.text(LETTERS))
def test_a_beginning_folds_to_a_beginning(one: str, other: str) -> None:
    """So that a name is found while it is being typed."""
    whole = unicodedata.normalize("NFC", one + other)
    if whole.startswith(one):
        assert fold(whole).startswith(fold(one))


def test_the_browser_folds_as_python_does() -> None:
    # Letters of the scripts of the region and around, assigned long enough ago for both to know them.
    letters = [chr(code) for code in (*range(0x20, 0x590), *range(0x5D0, 0x700), *range(0x900, 0xA80))]
    letters += [chr(code) for code in (*range(0x10A0, 0x1200), *range(0x1E00, 0x2100), *range(0x3040, 0x3100))]
    choose = dice(7)
    texts = letters + ["".join(choose.choices(letters, k=12)) for _ in range(3000)]
    texts += [name for row in ROWS for name in (row.title, *row.names)]
    assert in_browser(name_index(ROWS), [], texts)["folded"] == [fold(text) for text in texts]


# --- finding ---------------------------------------------------------------------------------------------


@pytest.mark.feature("F2")
@pytest.mark.parametrize(
    ("query", "entry", "spelling"),
    [
        ("Hairatan", "hairatan", ""),
        ("hairatan railway", "hairatan-railway", "Hairatan railway"),
        ("railway hairatan", "hairatan-railway", ""),
        ("khairaton", "hairatan", "Khairaton"),
        ("Хайрат", "hairatan-railway", "Хайратон"),
        ("حيرتان", "hairatan-railway", "راه‌آهن حیرتان"),
        ("o'zbek", "uzbekistan", "Oʻzbekiston"),
        ("Ўзб", "uzbekistan", "Oʻzbekiston"),
        ("mazari sharif", "mazar-i-sharif", ""),
        ("mazarisharif", "mazar-i-sharif", ""),
        ("u.s", "usa", "U.S."),
        ("us", "usa", "US"),
        ("中", "china", "中国"),
        ("uzbekiztan", "uzbekistan", ""),
        ("ubzekistan", "uzbekistan", ""),
        ("zbekistan", "uzbekistan", ""),
        ("ashgabad", "ashgabat", ""),
        ("hairetan rail", "hairatan-railway", ""),
        ("chinb", "china", ""),
        ("chx", "", ""),
        ("xyzzy", "", ""),
    ],
)
def test_what_is_typed_finds_the_entry(query: str, entry: str, spelling: str) -> None:
    assert first(query) == (entry, spelling)


# --- ten thousand entries --------------------------------------------------------------------------------

SYLLABLES = [
    "ha",
    "ra",
    "tan",
    "kha",
    "jik",
    "uz",
    "bek",
    "kan",
    "da",
    "har",
    "ka",
    "bul",
    "ma",
    "zar",
    "sha",
    "rif",
    "ter",
    "mez",
    "du",
    "shan",
    "be",
    "al",
    "ty",
    "osh",
    "na",
    "ryn",
]
COMMON = ["Afghanistan", "Uzbekistan", "Tajikistan", "Kazakhstan", "Turkmenistan", "Kyrgyzstan", "Pakistan", "Iran", "China", "Russia"]
THINGS = ["railway", "road", "bridge", "pipeline", "agreement", "visit", "talks", "conference", "ministry", "company", "meeting", "canal"]


def made_up(count: int) -> list[SearchRow]:
    """Entries with four names each, of words of which some stand in a fifth of all names."""
    choose = dice(1)
    places = ["".join(choose.choices(SYLLABLES, k=choose.randint(2, 4))).capitalize() for _ in range(6000)]
    shapes = (
        lambda: f"{choose.choice(places)} {choose.choice(places)}",
        lambda: f"{choose.choice(COMMON)}–{choose.choice(COMMON)} {choose.choice(THINGS)}",
        lambda: f"{choose.choice(places)}–{choose.choice(places)} {choose.choice(THINGS)}",
        lambda: f"{choose.choice(THINGS)} of {choose.choice(COMMON)} in {choose.choice(places)}",
        lambda: f"{choose.choice(COMMON)} {choose.choice(THINGS)} of {choose.randint(1990, 2025)}",
    )
    rows = []
    for number in range(count):
        title, *names = (choose.choice(shapes)() for _ in range(4))
        key = f"{fold(title).replace(' ', '-')}-{number}"
        summary = "What happened there, and then, " + " ".join(choose.choices(places, k=8))
        rows.append(SearchRow(key, title, "Project", f"wiki/{key}/", summary, tuple(names)))
    return rows


@pytest.fixture(scope="module")
def many() -> list[SearchRow]:
    return made_up(10_000)


@pytest.fixture(scope="module")
def files(many: list[SearchRow]) -> dict[str, bytes]:
    return name_index(many)


def test_a_query_reads_two_files_and_60_kb_at_most(many: list[SearchRow], files: dict[str, bytes]) -> None:
    choose = dice(2)
    queries = []
    for row in choose.sample(many, 400):
        name = choose.choice((row.title, *row.names))
        cut = choose.randrange(1, len(name) + 1)
        slip = choose.randrange(len(name))
        queries += [name, name[:cut], name[:slip] + choose.choice("abcxyz") + name[slip + 1 :]]
    answers = in_browser(files, queries)["found"]
    meta = len(files[FOLDER + "meta.json"])
    assert max(len(answer["reads"]) for answer in answers) <= 2
    assert max(meta + sum(len(files[path]) for path in answer["reads"]) for answer in answers) <= 60_000


@pytest.mark.feature("F1")
def test_a_name_finds_its_entry_first(many: list[SearchRow], files: dict[str, bytes]) -> None:
    bearers: dict[str, set[str]] = {}
    for row in many:
        for name in (row.title, *row.names):
            bearers.setdefault(fold(name), set()).add(row.id)
    names = dice(3).sample(sorted(bearers), 1500)
    answers = in_browser(files, names)["found"]
    lost = [name for name, answer in zip(names, answers, strict=True) if not set(answer["ids"][:1]) <= bearers[name]]
    empty = [name for name, answer in zip(names, answers, strict=True) if not answer["ids"]]
    assert (lost, empty) == ([], [])


@pytest.mark.feature("F3")
def test_one_wrong_letter_is_forgiven(many: list[SearchRow], files: dict[str, bytes]) -> None:
    """Where the slip makes another name, that one is found instead; and a word may slip out of both its files."""
    choose = dice(4)
    asked = []
    for row in choose.sample(many, 600):
        words = row.title.lower().replace("–", " ").split()
        place = max(range(len(words)), key=lambda at: len(words[at]))
        at = choose.randrange(len(words[place]))
        words[place] = words[place][:at] + choose.choice("qwxv") + words[place][at + 1 :]
        asked.append((" ".join(words), row.title))
    answers = in_browser(files, [query for query, _ in asked])["found"]
    titles = {row.id: (row.title, *row.names) for row in many}
    hits = [
        any(fold(title) in map(fold, titles[found]) for found in answer["ids"][:8])
        for answer, (_, title) in zip(answers, asked, strict=True)
    ]
    assert sum(hits) >= 0.97 * len(hits)


# --- the files -------------------------------------------------------------------------------------------


def test_the_same_rows_in_any_order_give_the_same_bytes() -> None:
    rows = made_up(600)
    assert name_index(rows) == name_index(reversed(rows))


def test_one_edit_changes_few_files(many: list[SearchRow], files: dict[str, bytes]) -> None:
    old = many[77]
    new = dataclasses.replace(old, title="Renamed place", summary="Another summary.")
    rows = [new if row is old else row for row in many]
    after = name_index(rows)
    changed = {path for path in {*files, *after} if files.get(path) != after.get(path)}
    assert 0 < len(changed) < 60


def test_an_empty_wiki_has_an_index() -> None:
    assert in_browser(name_index([]), ["a", "kabul"])["found"][1]["ids"] == []
