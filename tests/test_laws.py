"""Laws that hold whatever is written: of links, dates, values, canonical form, published data, and text that means harm."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import warnings
from collections.abc import Mapping
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nh3
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wiki.build.pipeline import check_wiki
from wiki.check import blocks, items
from wiki.check.bodies import parse_body
from wiki.check.entries import ENTRY_KEYS
from wiki.check.format import FormatError, format_file
from wiki.link.graph import Graph, Link
from wiki.model import CitationMark, ClaimEnd, ClaimStart, Heading, Html
from wiki.model.dates import DateError, parse_date, sort_key, words
from wiki.model.problems import FORMATS, render_problems
from wiki.model.quantities import QuantityError, parse_quantity, plain
from wiki.pages.disputes import Disputes
from wiki.pages.entry import render_entry
from wiki.publish.data import COLUMNS, claim_rows, export_entry
from wiki.publish.objects import in_order
from wiki.read.front_matter import read_text

with warnings.catch_warnings():  # under -X dev its grammar is complained of, which is none of ours
    warnings.simplefilter("ignore")
    import edtf

BASE: dict[str, str] = yaml.safe_load((Path(__file__).parent / "cases" / "base.yml").read_text(encoding="utf-8"))
PAGE = "entries/places/page.md"
ENOUGH = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
FEWER = settings(ENOUGH, max_examples=40)


def checked(files: Mapping[str, str | bytes]) -> Any:
    """Check a wiki that is written to a folder of its own for this moment."""
    with tempfile.TemporaryDirectory() as folder:
        for path, content in files.items():
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        return check_wiki(Path(folder))


def entry(title: str, body: str = "") -> str:
    return f"---\ntitle: '{title}'\nsummary: One of many.\n---\n{body}"


# --- links ------------------------------------------------------------------------------------------------------------

WORDS = ("Aral", "aral", "Bek", "bek", "Old", "old", "river", "Great", "CAP", "Чу", "بلخ", "Aral's", "Bekir")
TITLES = ("Aral", "Old Aral", "Great old Aral", "Bek", "Bek river", "CAP", "Чу", "بلخ", "Old river")
prose = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), min_size=1, max_size=4).map(
    lambda paragraphs: "\n\n".join(f"And so {' '.join(each)}." for each in paragraphs)
)


def linked(titles: Mapping[str, str], body: str) -> Graph:
    files = {"mkdocs.yml": "site_name: Laws\n", "entries/vocabulary.yml": "kinds:\n  - {id: place, folder: places, label: Place}\n"}
    files |= {f"entries/places/{id_}.md": entry(title) for id_, title in titles.items()}
    found = checked({**files, "entries/places/page.md": entry("Page", body)})
    assert found.problems == ()
    graph: Graph = found.graph
    return graph


def links(graph: Graph) -> list[tuple[str, str]]:
    return [(graph.entries[link.target].entry.title, link.label) for link in graph.entries["page"].links]


def written_out(graph: Graph) -> str:
    """The page's body with each automatic link written on purpose."""
    parts = []
    for piece in graph.entries["page"].pieces:
        match piece:
            case Link():
                parts.append(f"[[{piece.target}|{piece.label}]]")
            case Html(html):
                parts.append(unescape(html.replace("<p>", "").replace("</p>", "\n")))
            case _:
                pytest.fail(f"plain prose has no {piece}")
    return "".join(parts)


@FEWER
@given(st.sets(st.sampled_from(TITLES), min_size=1), prose)
def test_linking_twice_is_linking_once(titles: set[str], body: str) -> None:
    once = linked({f"e{number}": title for number, title in enumerate(sorted(titles))}, body)
    twice = linked({f"e{number}": title for number, title in enumerate(sorted(titles))}, written_out(once))
    assert links(twice) == links(once)
    assert not any(link.auto for link in twice.entries["page"].links)


@FEWER
@given(st.sets(st.sampled_from(TITLES), min_size=1), prose, st.randoms())
def test_links_do_not_depend_on_the_order_of_entries(titles: set[str], body: str, order: Any) -> None:
    ids = [f"e{number}" for number in range(len(titles))]
    one = linked(dict(zip(ids, sorted(titles), strict=True)), body)
    order.shuffle(ids)
    assert links(linked(dict(zip(ids, sorted(titles), strict=True)), body)) == links(one)


@FEWER
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_text_without_names_has_no_links(body: str) -> None:
    title = "\u4e2d\u592e"
    graph = checked({**BASE, "entries/places/page.md": entry(title, body)}).graph
    if "page" in graph.entries:
        names = {alias.text.casefold() for each in graph.entries.values() for alias in each.entry.aliases if each.entry.id != "page"}
        assert all(link.name.casefold() in names for link in graph.entries["page"].links)
        assert graph.entries["page"].links == () or any(name in body.casefold() for name in names)


# --- dates ------------------------------------------------------------------------------------------------------------

days = st.dates().map(lambda day: day.isoformat())
prefixed = st.builds(lambda day, length: day[:length], days, st.sampled_from((4, 7, 10)))
marked = st.builds(lambda text, mark: text + mark, prefixed, st.sampled_from(("", "", "~", "?", "%")))
unspecified = st.builds(
    lambda day, form: form(day), days, st.sampled_from((lambda d: f"{d[:3]}X", lambda d: f"{d[:2]}XX", lambda d: f"{d[:7]}-XX"))
)
seasons = st.builds(lambda day, season: f"{day[:4]}-{season}", days, st.integers(21, 24))
simple = marked | unspecified | seasons
intervals = st.tuples(prefixed, prefixed).map(lambda pair: "/".join(sorted(pair))) | prefixed.map(lambda day: f"{day}/..")
ORACLE_LACKS = re.compile(r"^0000|^000X|^00XX")
"""Python's dates have no year 0, in which edtf counts."""


@ENOUGH
@given(days, st.sampled_from((4, 7)))
def test_a_date_lies_within_its_prefix(day: str, length: int) -> None:
    whole, part = parse_date(day[:length]), parse_date(day)
    assert whole.earliest <= part.earliest <= part.latest <= whole.latest
    assert sort_key(whole)[0] <= sort_key(part)[0]
    assert words(part).endswith(words(whole))


@ENOUGH
@given(days, days)
def test_dates_sort_as_days_do(one: str, other: str) -> None:
    assert (sort_key(parse_date(one)) < sort_key(parse_date(other))) == (one < other)


@ENOUGH
@given(st.integers(1, 4000), st.integers(1, 4000))
def test_years_before_the_first_sort_as_time_does(one: int, other: int) -> None:
    assert (sort_key(parse_date(f"-{one:04}")) < sort_key(parse_date(f"-{other:04}"))) == (one > other)
    assert sort_key(parse_date(f"-{one:04}")) < sort_key(parse_date(f"{other:04}"))


@ENOUGH
@given(simple | intervals)
def test_dates_agree_with_the_edtf_package(text: str) -> None:
    if ORACLE_LACKS.search(text):
        return
    date, oracle = parse_date(text), edtf.parse_edtf(text)
    if date.precision == "season":  # edtf's seasons are its own choice
        return
    if date.earliest:
        assert date.earliest == "{:04}-{:02}-{:02}".format(*oracle.lower_strict()[:3])
    if date.latest:
        assert date.latest == "{:04}-{:02}-{:02}".format(*oracle.upper_strict()[:3])


@ENOUGH
@given(simple | intervals)
def test_every_date_has_words(text: str) -> None:
    said = words(parse_date(text))
    assert said
    assert not set(said) & set("X/[]{}~%")


@ENOUGH
@given(st.text(max_size=12) | st.from_regex(r"[-0-9X./\[\]{},~?%]{1,12}", fullmatch=True))
def test_any_text_is_a_date_or_is_refused(text: str) -> None:
    try:
        date = parse_date(text)
    except DateError:
        return
    assert not (date.earliest and date.latest) or sort_key(parse_date(date.earliest)) <= sort_key(parse_date(date.latest))
    assert words(date)


# --- values -----------------------------------------------------------------------------------------------------------

numbers = st.decimals(min_value=0, max_value=10**9, places=2)
MAGNITUDES = {"": 1, " hundred": 100, " thousand": 1000, " million": 10**6, " billion": 10**9}


@ENOUGH
@given(numbers, st.sampled_from((",", "\u2009", "\u202f", "\u00a0")))
def test_separators_do_not_change_a_number(number: Decimal, separator: str) -> None:
    written = f"{number:,f}".replace(",", separator)
    assert parse_quantity(f"{written} km", ("km",)).number == number


@ENOUGH
@given(numbers, st.sampled_from(sorted(MAGNITUDES)))
def test_a_magnitude_is_as_good_as_its_zeros(number: Decimal, magnitude: str) -> None:
    factor = MAGNITUDES[magnitude]
    short, long = (parse_quantity(text, ("USD",)) for text in (f"{number:f}{magnitude} USD", f"{number * factor:f} USD"))
    assert (short.number, plain(short.number)) == (long.number, plain(long.number))


@ENOUGH
@given(numbers, numbers, st.sampled_from(sorted(MAGNITUDES)))
def test_a_range_has_its_ends(one: Decimal, other: Decimal, magnitude: str) -> None:
    low, high = sorted((one, other))
    quantity = parse_quantity(f"{low:f}–{high:f}{magnitude} t", ("t",))
    assert (quantity.number, quantity.low, quantity.high) == (None, low * MAGNITUDES[magnitude], high * MAGNITUDES[magnitude])


@ENOUGH
@given(numbers)
def test_a_plain_number_is_read_back(number: Decimal) -> None:
    assert Decimal(plain(number)) == number
    assert "E" not in plain(number)


@ENOUGH
@given(st.text(max_size=20) | st.from_regex(r"(about )?[0-9,.]{1,8}[ –-]?[0-9]{0,3} ?(million)? ?(km)?", fullmatch=True))
def test_any_text_is_a_value_or_is_refused(text: str) -> None:
    try:
        quantity = parse_quantity(text, ("km",))
    except QuantityError:
        return
    assert quantity.low <= quantity.high
    assert quantity.unit == "km"


# --- canonical form and published data --------------------------------------------------------------------------------

letters = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufffc\ufeff"), min_size=1, max_size=40)
TRICKY = (
    "a: b",
    "a #b",
    "#b",
    "- a",
    "-",
    "it's",
    '"so"',
    "'so'",
    "@log",
    "[a, b]",
    "{a: b}",
    "*a",
    "&a",
    "!a",
    "|",
    ">",
    "%",
    "no",
    "null",
    "a:",
    "? a",
    "~",
)
texts = st.sampled_from(TRICKY) | letters.map(lambda text: " ".join(text.split())).filter(bool)
facts = st.builds(
    lambda value, rest, cite: {"property": "motto", "value": value, **rest, "cite": cite},
    texts,
    st.dictionaries(st.sampled_from(("part", "group", "of", "via", "note", "said-by")), texts),
    st.sampled_from(("log", "survey, l. 4", "survey, ll. 4-9, 12; log, p. 3", ["log", "survey, sec. The end"])),
)
entries = st.builds(
    lambda title, summary, aliases, rows: {
        "title": title, "summary": summary, "aliases": aliases, "facts": [{**row, "id": str(n)} for n, row in enumerate(rows)],
    },
    texts.filter(lambda title: title.casefold() not in ("osh", "moor", "ort")),
    texts,
    st.lists(texts, max_size=3, unique_by=str.casefold),
    st.lists(facts, min_size=1, max_size=4),
)  # fmt: skip
comments = st.lists(st.sampled_from(("# a comment", "  # another")), max_size=2)


def as_file(value: Mapping[str, Any], notes: list[str]) -> str:
    """Write an entry as people do who leave YAML to a program: any style, any order of keys."""
    front = yaml.safe_dump(dict(value), allow_unicode=True, sort_keys=True, width=10**6)
    return "---\n" + "".join(f"{note}\n" for note in notes) + front + "---\n\n\nOf the log [@log].\n\n\n"


def formatted(text: str) -> str | None:
    try:
        return format_file(text, PAGE)
    except FormatError:
        return None


@FEWER
@given(entries, comments)
def test_formatting_twice_is_formatting_once(value: dict[str, Any], notes: list[str]) -> None:
    before = as_file(value, notes)
    once = formatted(before)
    if once is None:
        assert read_text(before, PAGE)[1], "what is refused has a problem"
        return
    assert formatted(once) == once
    assert sum(line.strip() in ("# a comment", "# another") for line in once.splitlines()) >= len(notes)


@FEWER
@given(entries, comments)
def test_formatting_keeps_every_claim(value: dict[str, Any], notes: list[str]) -> None:
    before = as_file(value, notes)
    after = formatted(before)
    if after is None:
        return

    def content(text: str) -> list[str]:
        graph = checked({**BASE, PAGE: text}).graph
        if "page" not in graph.entries:
            return []
        page = graph.entries["page"].entry
        return sorted([*map(str, rows_of(graph)), page.title, page.summary, *(alias.text for alias in page.aliases)])

    assert content(after) == content(before)


def rows_of(graph: Graph) -> list[dict[str, str]]:
    page = graph.entries["page"]
    disputes = Disputes(page.entry, graph)
    rows = [row for claim in in_order(page.entry) for row in claim_rows(claim, page, graph, disputes)]
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


@FEWER
@given(entries)
def test_claims_are_read_back_as_they_were_written(value: dict[str, Any]) -> None:
    graph = checked({**BASE, "entries/places/page.md": as_file(value, [])}).graph
    if "page" not in graph.entries:
        return
    written = rows_of(graph)
    page = graph.entries["page"]
    text = export_entry(page, graph, Disputes(page.entry, graph)).claims.decode()
    found = list(csv.DictReader(io.StringIO(text, newline=""), fieldnames=COLUMNS))
    assert found == written
    assert [row["value"] for row in found if row["form"] == "fact" and row["cite_no"] == "1"] == [fact["value"] for fact in value["facts"]]


# --- text that means harm -----------------------------------------------------------------------------------------------

HARM = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "<svg/onload=alert(1)>", "](data:text/html,x)",
    "<!--", "-->", "]]>", "{{ 7*7 }}", "{% raw %}", "[[", "]]", "[[x|<b>]]", "[@log", "]", "{#c-x}", "`", "```", "|", "\\", "&lt;script&gt;", "\n",
    "\n\n", "# ", "> ", "- ", "[x]: javascript:alert(1)", "![x](//evil.example/x.png)", '"onmouseover="alert(1)', "<a href='jAvAsCrIpT:x'>",
    '<https://example.org/"onclick=x>', "[a](<java\nscript:x>)", "Lindau", " [@log, p. 3]", "<details open ontoggle=x>", "\x00", "\u202e",
    "\n\n> <img src=x onerror=alert(1)>", "[<img src=x onerror=alert(1)>](https://example.org/)", "\n\n# <img src=x onerror=alert(1)>\n",
    "\n\n| <img src=x onerror=alert(1)> | b |\n|---|---|\n| `<img src=x onerror=alert(1)>` | [[lindau\\|<img src=x onerror=alert(1)>]] |\n\n",
    "*<img src=x onerror=alert(1)> [@log]*", "[[lindau|<img src=x onerror=alert(1)>]]", "`<img src=x onerror=alert(1)>`", '[a](/b "<img src=x>")',
)  # fmt: skip
harmful = st.lists(st.sampled_from(HARM) | st.text(max_size=8), max_size=12).map("".join)
SAFE = {
    **{tag: {"class", "id", "href", "title", "rel", "start", "align", "style", "src", "alt", "loading", "tabindex", "data-check", "data-auto",
             "scope", "open", "lang", "dir", "aria-label", "aria-hidden", "colspan", "rowspan"} for tag in (*nh3.ALLOWED_TAGS, "details", "summary", "h1", "h2", "h3", "h4", "h5", "h6")},
}  # fmt: skip


class Tags(HTMLParser):
    """Collects what a browser would take for tags, with their attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, tuple[tuple[str, str], ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(sorted((name, value or "") for name, value in attrs))))


def tags(html: str) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    parser = Tags()
    parser.feed(html)
    parser.close()
    return parser.found


def cleaned(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(SAFE),
        attributes=SAFE,
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
        strip_comments=True,
        generic_attribute_prefixes={"data-"},
    )


@ENOUGH
@given(harmful)
def test_no_body_makes_a_tag_that_a_sanitiser_would_remove(text: str) -> None:
    body, _, _ = parse_body(text, "page", "entries/places/page.md", 1)
    html = "".join(piece.html for piece in body.pieces if isinstance(piece, Html | Heading))
    assert tags(cleaned(html)) == tags(html)


@FEWER
@given(harmful, harmful.map(lambda text: " ".join(text.split())))
def test_no_page_makes_a_tag_that_a_sanitiser_would_remove(body: str, title: str) -> None:
    fields = {
        "title": title or "Page",
        "summary": title or "A page.",
        "facts": [{"property": "motto", "value": title or "x", "cite": "log"}],
    }
    front = yaml.safe_dump(fields, allow_unicode=True, default_style="'", width=10**6)
    graph = checked({**BASE, "entries/places/page.md": f"---\n{front}---\n{body}"}).graph
    if "page" not in graph.entries:
        return
    linked = graph.entries["page"]
    page = render_entry(linked, graph, Disputes(linked.entry, graph)).text.split("\n---\n", 1)[1]
    html = "\n".join(line for line in page.split("\n") if not line.startswith("## "))
    assert tags(cleaned(html)) == tags(html)


SIGNS = (
    "word ", "Word. ", "1. ", "2010 ", "- ", "+ ", "> ", "# ", "\n", "\n", "\n\n", "\n- ", "\n  ", "    ", "  \n", "\n ", "\t", "|", "---", "===",
    "|a|b|\n|---|---|\n|1|2|", "`", "~~", "**", "**b**", " **bold** ", "*", "_", "[[", "]]", "[[lindau]]", "[[lindau#f|La\nbel]]", "[@log, p. 3]",
    "{#c-x}", "{#", "}", "[", "]", "](", ")", "[x](y.md)", "[x](http://e.org)", "](file:x)", "![", "<b>", "<http://e.org>", "&amp;", "\\", "!",
    "[r]: http://e.org\n", "[r]", "é", "“Q” ", "(p) ", "٣",
)  # fmt: skip
BEGINNINGS = (
    "", "Word ", "# ", "## H\n", "- ", "- **b** word\n- ", "| a | b |\n|:-:|--:|\n| c | ", "| a |\n| - |",
    "| a | b |\n|:-:|--:|\n| c | d |\n| e | f |", "- one\n- two\n  and more\n- three",
)  # fmt: skip
of_signs = st.lists(st.sampled_from(SIGNS), max_size=12).map("".join)
of_blocks = st.lists(
    st.tuples(st.sampled_from(BEGINNINGS), st.lists(st.sampled_from(SIGNS), max_size=3).map("".join)).map("".join), max_size=5
)


@settings(ENOUGH, max_examples=400)
@given(of_signs | of_blocks.map("\n\n".join))
def test_text_read_without_the_rules_of_commonmark_is_what_they_make_of_it(text: str) -> None:
    read = parse_body(text, "page", "entries/places/page.md", 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(items, "plain_items", lambda _content: None)
        patch.setattr(blocks, "plain_blocks", lambda _text: None)
        assert read == parse_body(text, "page", "entries/places/page.md", 1)


@ENOUGH
@given(harmful)
def test_marks_of_claims_open_and_close_in_turn(text: str) -> None:
    body, claims, _ = parse_body(text, "page", "entries/places/page.md", 1)
    opened = False
    for piece in body.pieces:
        if isinstance(piece, ClaimStart | ClaimEnd):
            assert opened == isinstance(piece, ClaimEnd)
            opened = not opened
    assert not opened
    marks = [piece.claim for piece in body.pieces if isinstance(piece, CitationMark)]
    assert marks == [claim.anchor for claim in claims]
    assert len(set(marks)) == len(marks)


@FEWER
@given(st.binary(max_size=200) | harmful.map(lambda text: f"---\n{text}\n---\n{text}".encode("utf-8", "surrogatepass")))
def test_any_bytes_are_an_entry_or_a_problem(data: bytes) -> None:
    found = checked({**BASE, "entries/places/page.md": data, "seeds/noise.md": data})
    for path, record in (("entries/places/page.md", found.graph.entries.get("page")), ("seeds/noise.md", found.graph.sources.get("noise"))):
        assert record or any(each.path == path for each in found.problems)
    for form in FORMATS:
        assert render_problems(found.problems, form)


@FEWER
@given(st.recursive(texts | st.none(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=8))
def test_any_shape_of_fields_is_told(value: Any) -> None:
    lists = [key for key in ENTRY_KEYS if key not in ("title", "summary")]
    front = yaml.safe_dump({"title": "Page", "summary": "A page.", **dict.fromkeys(lists, value)}, allow_unicode=True, width=10**6)
    found = checked({**BASE, "entries/places/page.md": f"---\n{front}---\n"})
    assert "page" in found.graph.entries or found.problems
