"""The theme: what it was made from is still what is installed, and what comes from entries is escaped."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import material
import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as BrowserPage
from tests.publish.test_text_index import Site

from wiki.publish import theme
from wiki.publish.name_index import SearchRow, name_index
from wiki.publish.passages import page_passages

OURS = Path(theme.__file__).parent
MATERIAL = Path(material.__file__).parent / "templates"

# "Made from Material's partials/header.html, sha256 8cf3…", over one line or two.
_PIN = re.compile(r"Made from Material's ([\w/.-]+),\s+sha256\s+([0-9a-f]{64})")

PINS = [
    (str(path.relative_to(OURS)), original, digest)
    for path in sorted(OURS.rglob("*.html"))
    for original, digest in _PIN.findall(path.read_text(encoding="utf-8"))
]


def test_the_overrides_name_their_originals() -> None:
    partials = {f"partials/{name}.html" for name in ("header", "nav", "nav-item", "copyright")}
    assert {ours for ours, _, _ in PINS} == {"main.html", *partials}


@pytest.mark.parametrize(("ours", "original", "digest"), PINS)
def test_the_originals_are_those_the_overrides_were_made_from(ours: str, original: str, digest: str) -> None:
    installed = hashlib.sha256((MATERIAL / original).read_bytes()).hexdigest()
    assert installed == digest, f"{original} of Material has changed: take over what is new, then pin it in {ours}"


# --- a wiki built with it --------------------------------------------------------------------------------

ENTRY = """\
---
title: 'Line "A" <b>&</b> more'
description: 'It said "75 km" <i>'
entry: line-a
kind: Project
source: entries/projects/line-a.md
---
# Line A

<p class="wiki-summary">A line.</p>

## Route &lt;u&gt; & <u>

<p>Text.</p>
"""

OLD = "---\ntitle: Old\nentry: line-a\nsearch: exclude\ncanonical: wiki/line-a/\n---\n# Old\n"

SETTINGS = """\
site_url: https://example.org/sub/
extra: {wiki: {edit-url: https://example.org/edit/main/, license-text: CC BY & more, license-data: CC0}}
"""


def build(root: Path, settings: str = "", entry: str = ENTRY) -> Path:
    """A site of two pages by plain mkdocs, as anyone may run it."""
    name = "site_name: A <wiki> & more\ntheme: {name: wiki}\nplugins: []\n"
    (root / "mkdocs.yml").write_text(name + settings, encoding="utf-8")
    for path, text in {
        "index.md": "# Home\n",
        "wiki/line-a/index.md": entry,
        "wiki/line-a/r1.md": OLD,
    }.items():
        page = root / "docs" / path
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    run = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return root / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("wiki"), SETTINGS)


class Page(HTMLParser):
    """The start tags of a page with their attributes, and the text of its title."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.title = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "title" and not self.title:
            self.title = data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_an_entry_carries_its_marks(site: Path) -> None:
    page = Page(site / "wiki/line-a/index.html")
    (article,) = page.all("article")
    assert article["data-entry"] == "line-a"
    assert article["data-kind"] == "Project"
    assert article["data-title"] == 'Line "A" <b>&</b> more'
    assert "data-searched" in article


def test_what_an_entry_says_is_escaped(site: Path) -> None:
    page = Page(site / "wiki/line-a/index.html")
    assert page.title == 'Line "A" <b>&</b> more – A <wiki> & more'
    assert {"name": "description", "content": 'It said "75 km" <i>'} in page.all("meta")
    assert not [name for name, _ in page.tags if name in {"b", "i", "wiki"}]
    assert len(page.all("u")) <= 1, "the heading itself says <u>, the contents beside it must not"


def test_links_of_the_page(site: Path) -> None:
    page = Page(site / "wiki/line-a/index.html")
    assert {"rel": "canonical", "href": "https://example.org/sub/wiki/line-a/"} in page.all("link")
    edits = [link["href"] for link in page.all("a") if link.get("rel") == "edit"]
    assert edits == ["https://example.org/edit/main/entries/projects/line-a.md"]
    footer = (site / "wiki/line-a/index.html").read_text(encoding="utf-8")
    assert "Text: CC BY &amp; more" in footer
    assert "Data: CC0" in footer


def test_an_old_revision_is_not_searched_and_names_the_current_page(site: Path) -> None:
    page = Page(site / "wiki/line-a/r1/index.html")
    assert {"rel": "canonical", "href": "https://example.org/sub/wiki/line-a/"} in page.all("link")
    assert "data-searched" not in page.all("article")[0]
    assert "r1" not in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_the_search_box_is_a_combobox(site: Path) -> None:
    page = Page(site / "index.html")
    (box,) = [tag for tag in page.all("input") if tag.get("role") == "combobox"]
    ids = {attributes.get("id"): attributes for _, attributes in page.tags}
    assert ids[box["aria-controls"]]["role"] == "listbox"
    assert box["aria-expanded"] == "false"
    assert box["aria-label"]


@pytest.mark.parametrize("name", ["index.html", "wiki/line-a/index.html", "404.html"])
def test_a_page_loads_from_its_own_origin_only(site: Path, name: str) -> None:
    page = Page(site / name)
    loaded = [tag.get("href", "") for tag in page.all("link") if tag.get("rel") != "canonical"]
    loaded += [tag.get("src", "") for kind in ("script", "img", "iframe") for tag in page.all(kind)]
    assert not [address for address in loaded if "//" in address]


def test_no_clock_in_the_sitemap(site: Path) -> None:
    assert "lastmod" not in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_a_wiki_with_nothing_but_a_name_builds(tmp_path: Path) -> None:
    page = Page(build(tmp_path) / "wiki/line-a/index.html")
    assert not [link for link in page.all("a") if link.get("rel") == "edit"]
    assert page.all("article")[0]["data-entry"] == "line-a"


# --- colours ---------------------------------------------------------------------------------------------


def colours(scheme: str) -> dict[str, str]:
    """The variables that the style sheet sets for a scheme: the light ones for both, the dark ones on screens only."""
    css = (OURS / "assets/wiki.css").read_text(encoding="utf-8")
    begins = {"default": '\n[data-md-color-scheme="slate"] {', "slate": '@media screen {\n  [data-md-color-scheme="slate"] {'}
    block = css.split(begins[scheme], 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


INK = ["default-fg-color", "default-fg-color--light", "typeset-a-color", "accent-fg-color"]


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_text_stands_out_from_its_ground(scheme: str) -> None:
    """AA: 4.5 to 1 for all text, on the page, in boxes and on a highlighted claim."""
    known = colours(scheme)
    inks = [f"md-{name}" for name in INK] + [f"wiki-{name}" for name in ("found", "missing", "unknown", "dispute")]
    grounds = ["md-default-bg-color", "wiki-box", "wiki-dispute-box", "wiki-target"]
    weak = [
        (ink, ground, round(contrast(known[ink], known[ground]), 2))
        for ink in inks
        for ground in grounds
        if contrast(known[ink], known[ground]) < 4.5
    ]
    assert weak == []


def test_dark_without_javascript_is_the_same_dark() -> None:
    css = (OURS / "assets/wiki.css").read_text(encoding="utf-8")
    block = css.split('.no-js [data-md-color-scheme="default"] {', 1)[1].split("}", 1)[0]
    without = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    assert {name: value for name, value in colours("slate").items() if without.get(name) != value} == {
        "md-primary-bg-color--light": "#aab2ba"
    }


def test_paper_is_white_whichever_scheme_is_on() -> None:
    """Dark colours are for screens alone; nothing changes its colour slowly while it is printed."""
    css = (OURS / "assets/wiki.css").read_text(encoding="utf-8")
    assert '[data-md-color-scheme="default"],\n[data-md-color-scheme="slate"] {' in css
    assert css.count('[data-md-color-scheme="slate"] {') == 2
    assert "transition: none !important" in css.split("@media print {", 1)[1].split("\n}", 1)[0]


# --- in a browser ----------------------------------------------------------------------------------------

LINKS = """
<p class="wiki-claim" id="c-length">It is 75 km long<sup class="wiki-cite"><a href="#ref-1">1</a></sup>. See
<a class="wiki-auto" href="../line-b/">Line B</a> and <a class="wiki-link" href="../line-b/#c-cost">its cost</a>.</p>

<ol class="wiki-references"><li id="ref-1">A brief, 2022.</li></ol>
"""

LINE_B = """\
---
title: Line B
entry: line-b
kind: Project
---
# Line B

<p class="wiki-summary">The other line.</p>

## Money

<p>First. <span class="wiki-claim" id="c-cost">It cost 129 million USD.</span></p>
"""

ROWS = [
    SearchRow("line-a", "Line A", "Project", "wiki/line-a/", "A line.", ("Chiziq A", "Йўл")),
    SearchRow("line-b", "Line B", "Project", "wiki/line-b/", "The other line.", ()),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a site with search is served, below a path of its own as on most hosts."""
    root = tmp_path_factory.mktemp("served")
    (root / "docs/wiki/line-b").mkdir(parents=True)
    (root / "docs/wiki/line-b/index.md").write_text(LINE_B, encoding="utf-8")
    site = build(root, SETTINGS, ENTRY + LINKS)
    for path, data in name_index(ROWS).items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)
    index = Site(root / "index")
    found = {
        path: page_passages(path, (site / path).read_text()) for path in ("index.html", "wiki/line-a/index.html", "wiki/line-b/index.html")
    }
    index.update({path: page for path, page in found.items() if page})
    index.close()
    shutil.copytree(index.site, site, dirs_exist_ok=True)
    site.rename(root / "sub")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(root)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sub/"
    server.shutdown()
    server.server_close()


class Silent(SimpleHTTPRequestHandler):
    """A plain static server that says nothing."""

    def log_message(self, format: str, *args: Any) -> None: ...


@pytest.fixture
def entry(browser: Browser, address: str) -> Iterator[BrowserPage]:
    """The page of an entry; whatever it loads must come from its own origin, and nothing may fail."""
    page = browser.new_page()
    wrong: list[str] = []
    page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith(address) else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address + "wiki/line-a/")
    yield page
    page.close()
    assert wrong == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("a.wiki-auto", "The other line."),
        ("a.wiki-link", "It cost 129 million USD."),
        ("sup.wiki-cite a", "A brief, 2022."),
    ],
)
def test_a_link_shows_what_it_points_at(entry: BrowserPage, link: str, shown: str) -> None:
    entry.hover(link)
    expect(entry.locator(".wiki-preview")).to_contain_text(shown)
    entry.keyboard.press("Escape")
    expect(entry.locator(".wiki-preview")).to_have_count(0)


@pytest.mark.browser
def test_a_preview_comes_by_keyboard_too(entry: BrowserPage) -> None:
    entry.focus("sup.wiki-cite a")
    entry.keyboard.press("Tab")
    expect(entry.locator(".wiki-preview")).to_contain_text("The other line.")


@pytest.mark.feature("F2")
@pytest.mark.browser
def test_search_by_keyboard(entry: BrowserPage, address: str) -> None:
    entry.keyboard.press("/")
    box = entry.get_by_role("combobox")
    expect(box).to_be_focused()
    entry.keyboard.type("yol")
    first = entry.get_by_role("option").first
    expect(first).to_contain_text("also Йўл")
    entry.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    entry.keyboard.press("Escape")
    expect(entry.get_by_role("listbox")).to_be_hidden()
    box.fill("million")
    expect(entry.get_by_role("option").first).to_contain_text("Money")
    entry.keyboard.press("Enter")
    entry.wait_for_url(address + "wiki/line-b/#money")


@pytest.mark.browser
def test_search_on_a_phone(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(address)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("combobox").fill("line b")
    expect(page.get_by_role("option").first).to_contain_text("Line B")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("option").first.click()
    page.wait_for_url(address + "wiki/line-b/")
    page.close()
