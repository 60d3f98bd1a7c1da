"""Search in the text: the index finds what a plain reading of the pages finds, and a mended one is as one made anew."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.model.test_tables import table
from tests.node import in_node

from wiki.disk.outputs import Outputs, walk
from wiki.disk.store import Store, digest, pack
from wiki.model.folding import fold, packed_table, stem
from wiki.publish import text_index as texts
from wiki.publish.passages import COMMON, Passages, entry_passages, page_passages, passages
from wiki.publish.text_index import TextIndex

SCRIPT = Path(texts.__file__).parent / "theme" / "assets" / "wiki-text.js"
NAMES_SCRIPT = SCRIPT.with_name("wiki-search.js")

HARNESS = """
const [script, names, site] = process.argv.slice(1);
const fs = require("fs");
const text = require(script);
const {fold, stems, queries, wanted} = JSON.parse(fs.readFileSync(0, "utf8"));
const index = text.opened(JSON.parse(fs.readFileSync(site + "/search/text/meta.json")), require(names).folder(fold));
(async () => {
  const found = [];
  for (const query of queries) {
    const read = async (path, how) => {
      const data = fs.readFileSync(site + "/" + path);
      return how === "bytes" ? new Uint8Array(data) : JSON.parse(data);
    };
    found.push(await text.showTexts(index, await text.findTexts(index, query, read), read, wanted, 1000));
  }
  process.stdout.write(JSON.stringify({found, stems: stems.map((word) => index.fold(word).split(" ").map(text.stem).join(" "))}));
})();
"""


class Site:
    """A folder of pages with an index, which is brought up to new pages as a build does it."""

    def __init__(self, root: Path) -> None:
        self.site, self.new = root / "site", root / "site.new"
        self.site.mkdir(parents=True)
        self.store = Store(root, b"test")
        self.files: dict[str, bytes] = {}

    def update(self, pages: Mapping[str, Passages]) -> None:
        """Index these pages, path → passages."""
        records = {path: pack(tuple(page)) for path, page in pages.items()}
        self.store.delete("passages", [path for path, _, _ in self.store.all("passages")])
        self.store.put("passages", [(path, b"", data) for path, data in records.items()])
        stamps = dict(walk(self.site))
        outputs = Outputs(self.site, {path: (stamps[path], content) for path, content in self.files.items()})
        index = TextIndex(self.store, outputs, self.new)
        self.files, _ = index.update({path: digest(data) for path, data in records.items()})
        for path in stamps.keys() - self.files.keys():
            (self.site / path).unlink()
        if self.new.is_dir():
            shutil.copytree(self.new, self.site, dirs_exist_ok=True)
            shutil.rmtree(self.new)

    def held(self) -> dict[str, bytes]:
        """Return every file of the index."""
        assert {path for path, _ in walk(self.site)} == self.files.keys()
        return {path: (self.site / path).read_bytes() for path in sorted(self.files)}

    def close(self) -> None:
        """Close the store."""
        self.store.close()


def in_browser(site: Path, queries: list[str], stems: Iterable[str] = (), wanted: int = 1000) -> dict[str, Any]:
    """What the page's own script makes of it, run by the Node that comes with playwright."""
    meta = {"fold": packed_table(), "joiners": "'`´ʹʻʼʽʾʿˈ‘’‛′＇ـ"}
    given = {"fold": meta, "queries": queries, "stems": list(stems), "wanted": wanted}
    return in_node(HARNESS, SCRIPT, NAMES_SCRIPT, site, given=given)


def indexed(root: Path, pages: Mapping[str, str]) -> Path:
    """A site of pages, name → HTML."""
    made = Site(root)
    made.update({f"wiki/{name}/index.html": passages(f"wiki/{name}/index.html", name, "Project", html) for name, html in pages.items()})
    made.close()
    return made.site


# --- words -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stems_in_browser(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    words = [each.values[0] for each in table("words", "stems")]
    found = in_browser(indexed(tmp_path_factory.mktemp("stems"), {"page": ""}), [], words)["stems"]
    return dict(zip(words, found, strict=True))


@pytest.mark.parametrize(("written", "known_by"), table("words", "stems"))
def test_stem(written: str, known_by: str, stems_in_browser: dict[str, str]) -> None:
    assert stem(fold(written)) == known_by
    assert stems_in_browser[written] == known_by


# --- what of a page is indexed -------------------------------------------------------------------------------------

PAGE = """<div class="wiki-head">
<h1 id="line-a">Line A &amp; B</h1>
<p class="wiki-summary">Built in 2010<sup class="wiki-cite"><a id="r-1" href="#ref-1">[1]</a></sup>\
<span class="wiki-check" data-check="found" title="x &gt; y"><span aria-hidden="true">●</span>\
<span class="wiki-words"> found</span></span>.</p>
</div>

<table><thead><tr><th>Head</th></tr></thead><tbody><tr><td>75</td><td>km</td></tr></tbody></table>

<h2 id="money">Mo<em>ney</em><a class="headerlink" href="#money" title="Permanent link">&para;</a></h2>
<p>It cost <a href="../b/">one&nbsp;million</a> <b>US</b>D.</p><ul><li>Paid</li><li>twice</li></ul>
<h2 id="backlinks">Linked from</h2>
<p>Elsewhere.</p>
<h2 id="references">References</h2>
<p>A book.</p>
<h2 id="names">Names</h2>
<p>None.</p>
"""


def test_what_is_indexed_of_an_entry() -> None:
    found = entry_passages("wiki/line-a/index.html", "Line A & B", "Project", PAGE)
    assert json.loads(found.fragment) == [
        "wiki/line-a/",
        "Line A & B",
        "Project",
        [
            ["", "Line A & B", "Built in 2010. 75 km"],
            ["money", "Money", "It cost one million USD. Paid twice"],
            ["names", "Names", "None."],
        ],
    ]
    weights = dict(zip(found.terms.split(), found.weights, strict=True))
    assert " ".join(sorted(weights)) == "2010 75 b built cost it km line million money name none one paid twice usd"
    assert weights["line"] > weights["money"] > weights["built"] > weights["km"]


def test_a_page_that_is_not_to_be_found_is_not_indexed() -> None:
    article = '<article class="x"{} data-title="A &amp; B" data-kind="Project"><p>Text</p></article>'
    found = page_passages("index.html", article.format(" data-searched"))
    assert found is not None
    assert json.loads(found.fragment) == ["", "A & B", "Project", [["", "A & B", "Text"]]]
    assert page_passages("index.html", article.format("")) is None


# --- what is found --------------------------------------------------------------------------------------------------

SITE = {
    "alder": "<p>The railways of two countries meet at the border.</p><h2 id='x'>x</h2>",
    "birch": '<h2 id="route">Route of the railway</h2><p>From the border to Mazār-e Sharīf, 75 km.</p><h2 id="money">Money</h2><p>A loan.</p>',
    "cedar": "<p>Граница Узбекистана; a loan and &lt;b&gt;more&lt;/b&gt; loans. مرز حیرتان</p>",
    "doum": "<p>Sharif went to Mazar. A border railway was a plan.</p>",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return indexed(tmp_path_factory.mktemp("found"), SITE)


@pytest.mark.parametrize(
    ("query", "found", "together"),
    [
        ("railway", ["alder", "birch", "doum"], True),
        ("RAILWAYS ", ["alder", "birch", "doum"], True),
        ("railw", ["alder", "birch", "doum"], True),
        ("railw ", [], False),
        ("country", ["alder"], True),
        ("countri", ["alder"], True),
        ("border railway", ["alder", "birch", "doum"], True),
        ("the railway of the border", ["alder", "birch", "doum"], True),
        ('"border railway"', ["doum"], True),
        ('"border rail', ["alder", "birch", "doum"], False),
        ('"mazar-e sharif"', ["birch"], True),
        ("“Sharif went”", ["doum"], True),
        ("loan border", ["birch"], True),
        ("loan countries", ["alder", "birch", "cedar"], False),
        ("loan xyzzy", ["birch", "cedar"], False),
        ("Узбекист", ["cedar"], True),
        ("حيرتان", ["cedar"], True),
        ("<b>more", ["cedar"], True),
        ("xyzzy", [], False),
        ("the", [], True),
        ("", [], True),
    ],
)
def test_what_is_asked_finds_the_pages(site: Path, query: str, found: list[str], together: bool) -> None:  # noqa: FBT001 - a column of the table
    answer = in_browser(site, [query])["found"][0]
    assert sorted(page["title"] for page in answer["pages"]) == found
    if found:
        assert answer["all"] == together


def shown(site: Path, query: str) -> dict[str, Any]:
    page: dict[str, Any] = in_browser(site, [query])["found"][0]["pages"][0]
    return page


def test_a_result_leads_to_the_section_and_shows_the_words(site: Path) -> None:
    page = shown(site, "mazar railways 75")
    assert (page["url"], page["section"], page["kind"]) == ("wiki/birch/#route", "Route of the railway", "Project")
    assert page["excerpt"] == [["From the border to ", False], ["Mazār-e", True], [" Sharīf, ", False], ["75", True], [" km.", False]]


def test_what_looks_like_markup_stays_text(site: Path) -> None:
    assert ["loans", True] in shown(site, "more loan")["excerpt"]
    assert "".join(text for text, _ in shown(site, "more")["excerpt"]).count("<b>") == 1


def test_an_excerpt_is_the_piece_where_the_words_stand_together(tmp_path: Path) -> None:
    page = shown(indexed(tmp_path, {"page": f"<p>{'canal ' + 'word ' * 60}the canal at Kunduz {'word ' * 60}</p>"}), "kunduz canal")
    text = "".join(text for text, _ in page["excerpt"])
    assert "the canal at Kunduz" in text
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert len(text.split()) < 35


def test_a_title_and_many_mentions_come_first(tmp_path: Path) -> None:
    filler = "word " * 100
    pages = {"other": f"<p>A canal. {filler}</p>", "often": f"<p>{'canal ' * 5}{filler}</p>", "canal": f"<p>{filler}</p>"}
    found = in_browser(indexed(tmp_path, pages), ["canal"])["found"][0]["pages"]
    assert [page["title"] for page in found] == ["canal", "often", "other"]


# --- laws ----------------------------------------------------------------------------------------------------------

WORDS = (
    "rail",
    "rails",
    "railway",
    "border",
    "borders",
    "city",
    "cities",
    "Ўзбек",
    "граница",
    "حیرتان",
    "of",
    "1990s",
    "中国",
    "a-b",
    "ra",
)
QUERY_WORDS = (*WORDS, "r", "rai", "citie", "xyzzy")
text_of = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
pages_of = st.dictionaries(st.sampled_from([f"page-{n}" for n in range(9)]), st.tuples(text_of, text_of), max_size=9)


def html_of(page: tuple[str, str]) -> str:
    return f'<p>{escape(page[0])}</p><h2 id="more">{escape(page[1])}</h2><p>…</p>'


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of a few terms, and pages that share numbers."""
    monkeypatch.setattr(texts, "CAP", 40)
    monkeypatch.setattr(texts, "page_number", lambda path: digest(path.encode())[0] % 5)


def is_found(page: str, query: str) -> bool:
    """Whether a page has all words of a query, by reading it."""
    own = {stem(word) for word in fold(page).split()}
    words = [word for word in fold(query).split() if word not in COMMON.split()]
    if not words:
        return False
    begun = words.pop() if not query.endswith(" ") and words[-1:] == fold(query).split()[-1:] else ""
    if begun and (len(begun) < 3 or begun in words):
        words.append(begun)
        begun = ""
    last = begun.removesuffix("e").removesuffix("i") + "y" if begun.endswith(("i", "ie")) else begun
    return all(stem(word) in own for word in words) and (
        not begun or any(term == stem(begun) or term.startswith((begun, last)) for term in own)
    )


@pytest.mark.usefixtures("crowded")
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    pages=pages_of,
    queries=st.lists(st.lists(st.sampled_from(QUERY_WORDS), min_size=1, max_size=3).map(" ".join), min_size=5, max_size=15),
    end=st.sampled_from(["", " "]),
)
def test_the_index_finds_what_reading_finds(
    pages: dict[str, tuple[str, str]], queries: list[str], end: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    queries = [query + end for query in queries]
    site = indexed(tmp_path_factory.mktemp("law"), {name: html_of(page) for name, page in pages.items()})
    for query, answer in zip(queries, in_browser(site, queries)["found"], strict=True):
        read = sorted(name for name, page in pages.items() if is_found(f"{name} {' '.join(page)}", query))
        assert sorted(page["title"] for page in answer["pages"] if answer["all"]) == read, query


@pytest.mark.usefixtures("crowded")
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=st.lists(pages_of, min_size=2, max_size=5), few=st.sampled_from([0, 2]))
def test_a_mended_index_is_as_one_made_anew(
    edits: list[dict[str, tuple[str, str]]], few: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("mended")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "FEW", few)
        warm = Site(root / "warm")
        for step, pages in enumerate(edits):
            records = {
                f"wiki/{name}/index.html": passages(f"wiki/{name}/index.html", name, "", html_of(page)) for name, page in pages.items()
            }
            warm.update(records)
            cold = Site(root / f"cold-{step}")
            cold.update(records)
            assert warm.held() == cold.held()
            cold.close()
        warm.close()


def test_one_edit_changes_few_files(tmp_path: Path) -> None:
    pages = {f"page-{n}": f"<p>{' '.join(f'word{n * k % 997} common{k}' for k in range(60))}</p>" for n in range(400)}
    paths = {name: f"wiki/{name}/index.html" for name in pages}
    site = Site(tmp_path)
    site.update({paths[name]: passages(paths[name], name, "", html) for name, html in pages.items()})
    before = site.held()
    pages["page-7"] = pages["page-7"].replace("</p>", " and one sentence more.</p>")
    site.update({paths[name]: passages(paths[name], name, "", html) for name, html in pages.items()})
    after = site.held()
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert len(before) - len(pages) > 12
    assert 2 <= len(changed) <= 5
    site.close()


def test_a_file_of_the_index_that_was_lost_is_made_again(tmp_path: Path) -> None:
    pages = {name: passages(f"wiki/{name}/index.html", name, "", html) for name, html in SITE.items()}
    site = Site(tmp_path)
    site.update(pages)
    before = site.held()
    for path in before:
        (site.site / path).write_bytes(b"spoiled")
        site.files[path] = b""
        site.update(pages)
        assert site.held() == before
    site.close()
