"""Nothing that is written in a wiki acts on its pages: whatever stands in a body or a field is text, or is refused.

The laws build whole wikis in which every text holds signs that mean something in HTML, Markdown, templates and attribute lists; their
pages are parsed as browsers do. What was once seen to run is opened in a browser.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import html5lib
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from playwright.sync_api import Browser, Dialog, Request
from tests.test_cases import FOLDER as CASES
from tests.test_laws import BASE, ENOUGH, checked, harmful

from wiki.build.pipeline import build_wiki
from wiki.check.bodies import parse_body
from wiki.check.inlines import markdown
from wiki.disk.workers import quiet
from wiki.model import Heading, Html, Text
from wiki.model.problems import has_errors
from wiki.pages.disputes import Disputes
from wiki.pages.entry import render_entry
from wiki.publish.engine import EXTENSIONS, finish

# --- what the engine makes of a page -------------------------------------------------------------------------------

LINES = (
    "# x { #a onfocus=y }", '&#35; x { #a" onfocus="y" }', "\\# x", "- # x\n- y", "```\n# a comment\n\n\n\ttab\n```", "    # code\n\n\n    code",
    "~~~ {.x onclick=y}\ncode\n~~~", "\\~~~ {.x}\ncode\n\\~~~", "{: onclick=y }", "word {: .x }", "[x]: http://e.org", "*[x]: y", "!!! note\n    x",
    '--8<-- "x"', "| a |\n|---|\n| {: x } |", ":smile: ==x== $$x$$", '<div markdown="1">\n# x\n</div>', "1. # x", "> # x", "a  \n# b", "===",
    "text\n===", "^x^ ~y~", "&amp;#35; x", "<!-- x -->", "<?php ?>", "x\t# y", "## Heading ~ ^ = $ {x} [y](z) `c` *d* _e_ <f> & {#anchor-x}", "%% x",
)  # fmt: skip
lines = st.lists(st.sampled_from(LINES) | harmful, min_size=1, max_size=5).map("\n\n".join)
one_line = st.sampled_from(LINES).map(lambda text: " ".join(text.split())) | harmful.map(lambda text: " ".join(text.split()))


def page_of(body: str, title: str) -> Any:
    """Return the page of an entry with this body and title; None where it has errors."""
    facts = [{"property": "motto", "value": title or "x", "cite": "log"}]
    fields = {"title": title or "Page", "summary": title or "A page.", "facts": facts}
    front = yaml.safe_dump(fields, allow_unicode=True, default_style="'", width=10**6)
    graph = checked({**BASE, "entries/places/page.md": f"---\n{front}---\n{body}"}).graph
    if "page" not in graph.entries:
        return None
    linked = graph.entries["page"]
    return render_entry(linked, graph, Disputes(linked.entry, graph))


@settings(ENOUGH, max_examples=150)
@given(lines, one_line)
def test_markdown_makes_of_a_page_what_it_is_finished_to(body: str, title: str) -> None:
    page = page_of(body, title)
    if page is None:
        return
    text = page.text.split("\n---\n", 1)[1].strip()
    engine = Markdown(extensions=["fenced_code", *(each if isinstance(each, str) else next(iter(each)) for each in EXTENSIONS)],
                      extension_configs={"toc": {"permalink": True}})  # fmt: skip
    assert engine.convert(text) == finish(page).content


@settings(ENOUGH, max_examples=150)
@given(lines)
def test_what_a_body_says_is_what_its_page_shows(body: str) -> None:
    page = page_of(body, "Page")
    if page is None:
        return
    shown = html5lib.parseFragment(finish(page).content, namespaceHTMLElements=False)
    told = html5lib.parseFragment(f"<div>{markdown().render(body)}</div>", namespaceHTMLElements=False)
    assert [code_of(each) for each in shown.iter("pre")] == [code_of(each) for each in told.iter("pre")]
    words = " ".join("".join(shown.itertext()).split())
    for piece in parse_body(body, "page", "entries/places/page.md", 1)[0].pieces:
        text = piece.text if isinstance(piece, Text | Heading) else "".join(texts_of(piece.html)) if isinstance(piece, Html) else ""
        assert " ".join(text.split()) in words


def texts_of(html: str) -> Iterator[str]:
    """Yield the texts of a piece of HTML."""
    yield from html5lib.parseFragment(html).itertext()


def code_of(element: Any) -> str:
    """Return what a block of code shows."""
    return "".join(element.itertext())


# --- a whole wiki ----------------------------------------------------------------------------------------------------

FRAGMENTS = (
    '"', "'", "<", ">", "&", "<b>", "</title>", "<script>alert(1)</script>", '<img src=x onerror="alert(1)">', '" onfocus="alert(1)" autofocus x="',
    "' onfocus='alert(1)' x='", "{{ 7 * 7 }}", "{% raw %}", "{# x #}", "{ #a onclick=b }", "{: onclick=b }", "# x", "## x {#y}", "`", "*", "_", "~~~", "]",
    "](javascript:alert(1))", "[x](y)", "&lt;b&gt;", "&#35;", "--8<--", "\\", "$x$", "javascript:alert(1)", "<!--", "-->", "]]>", "<svg/onload=alert(1)>",
)  # fmt: skip
hostile = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=3).map(" ".join)


class Written:
    """Numbers the texts that go into a wiki, so that each can be found again on its pages."""

    def __init__(self, core: str) -> None:
        self.core, self.texts = core, list[str]()

    def __call__(self) -> str:
        self.texts.append(f"q{len(self.texts)}q {self.core} z{len(self.texts)}z")
        return self.texts[-1]


def front(**fields: Any) -> str:
    """Return front matter in which every value is quoted."""
    return f"---\n{yaml.safe_dump(fields, allow_unicode=True, default_style=chr(39), width=10**6, sort_keys=False)}---\n"


def wiki_of(text: Written) -> Mapping[str, str]:
    """Return a wiki with a text in each place where one may stand."""
    vocabulary = {
        "kinds": [
            {"id": "place", "folder": "places", "label": text(), "plural": text(), "definition": text(), "columns": ["motto"]},
            {"id": "event", "folder": "events", "label": text(), "plural": text()},
        ],
        "properties": [
            {"id": "motto", "label": text(), "type": "text", "definition": text()},
            {"id": "length", "label": text(), "type": "quantity", "units": ["km"]},
            {"id": "date", "label": text(), "type": "date"},
        ],
        "relations": [{"id": "near", "label": text(), "inverse": text(), "definition": text()}],
        "statuses": [{"id": "open", "label": text(), "definition": text()}],
        "stances": [{"id": "supports", "label": text(), "definition": text()}],
        "sources": [{"id": "report", "label": text(), "definition": text()}],
        "words": [{"avoid": "harbor", "use": text(), "why": text()}],
    }
    config = {
        "site_name": text(),
        "site_description": text(),
        "nav": [{text(): "index.md"}, {text(): [{text(): "timeline/index.md"}, {text(): "places/index.md"}]}],
        "extra": {"wiki": {"license-text": text(), "license-data": text()}},
    }
    source = front(
        title=text(), author=[{"family": text(), "given": text()}], publisher=text(), issued="2020", URL="https://e.org/?a='b'&c=\"d\"",
        **{"source-type": "report", "container-title": text()},
    )  # fmt: skip
    cite = "book, sec. " + text.core.translate(str.maketrans(";[]", ",()"))
    claim = {"cite": cite, "date": "2020", "note": text(), "part": text(), "group": text(), "said-by": text(), "via": text()}
    page = front(
        title=text(), summary=text(), aliases=[text()], names=[{"text": text(), "used-by": text(), "reason": text(), "cite": cite}],
        status=[{"value": "open", "note": text(), "cite": cite, "date": "2020"}],
        facts=[
            {"property": "motto", "value": text(), "modality": "planned", "id": "planned", **claim},
            {"property": "motto", "value": text(), **claim},
            {"property": "length", "value": "5 km", "date-inferred": text(), "vouched": {"by": text(), "why": text()}, **claim},
        ],
        relations=[{"type": "near", "target": "other", "as": text(), "side": text(), **claim}],
        positions=[{"on": "other", "stance": "supports", "text": text(), **claim}],
        announcements=[{"type": "plan", "text": text(), **claim}],
        corrections=[{"date": "2020-01-01", "what": text()}], reviewed=[{"by": text(), "date": "2020-01-01"}],
    )  # fmt: skip
    other = front(title="Other", summary="Another.")
    event = front(title=text(), summary=text(), facts=[{"property": "date", "value": "2020-05", "cite": cite}],
                  relations=[{"type": "near", "target": "page", "cite": cite}])  # fmt: skip
    return {
        "mkdocs.yml": yaml.safe_dump(config, allow_unicode=True, sort_keys=False, width=10**6),
        "entries/vocabulary.yml": yaml.safe_dump(vocabulary, allow_unicode=True, default_style="'", width=10**6),
        "seeds/book.md": source + "Notes.\n",
        "entries/places/page.md": page + "Text and more text [@book, p. 1].\n",
        "entries/places/other.md": other,
        "entries/events/fair.md": event,
    }


def planted(files: Mapping[str, str], folder: str) -> Path:
    """Write a wiki."""
    for path, content in files.items():
        file = Path(folder, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return Path(folder)


def elements(html: str) -> Iterator[Any]:
    """Yield the elements of a page as a browser builds them."""
    yield from html5lib.parse(html, namespaceHTMLElements=False).iter()


def kinds_of(site: Path) -> set[tuple[str, str]]:
    """Return every kind of element with every attribute that the pages of a site hold."""
    pages = (each for file in site.rglob("*.html") for each in elements(file.read_text(encoding="utf-8")))
    return {(each.tag, name) for each in pages if isinstance(each.tag, str) for name in ("", *each.attrib)}


def shown_on(site: Path) -> str:
    """Return all that the pages of a site show, in their text and in what is said of their elements."""
    found = []
    for file in site.rglob("*.html"):
        for each in elements(file.read_text(encoding="utf-8")):
            found += [each.text or "", each.tail or "", *each.attrib.values()]
    return " ".join(" ".join(found).split())


def built(files: Mapping[str, str], folder: str) -> Path:
    """Build a wiki and return its site."""
    root = planted(files, folder)
    problems = build_wiki(root, root / "site", quiet(jobs=1), text_index=False)
    assert not has_errors(problems), problems
    return root / "site"


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """What the pages of the same wiki hold when its texts are plain words."""
    return kinds_of(built(wiki_of(Written("plain words")), str(tmp_path_factory.mktemp("harmless"))))


@settings(ENOUGH, max_examples=12)
@given(hostile)
def test_whatever_stands_in_a_field_is_text(harmless: set[tuple[str, str]], core: str) -> None:
    written = Written(core)
    files = wiki_of(written)
    with tempfile.TemporaryDirectory() as folder:
        site = built(files, folder)
        assert kinds_of(site) - harmless == set()
        shown = shown_on(site)
        assert [each for each in written.texts if re.sub(r"\s+", " ", each) not in shown] == []


# --- in a browser ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cases_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cases of tests/cases/hostile that are not refused, each an entry of one wiki, and a wiki's own texts that would act."""
    bodies: dict[str, Any] = yaml.safe_load((CASES / "hostile" / "bodies.yml").read_text(encoding="utf-8"))
    files = {path: text for path, text in BASE.items() if path != "mkdocs.yml"}
    for number, case in enumerate(each for each in bodies.values() if "problems" not in each):
        files[f"entries/places/case-{number}.md"] = f"---\ntitle: Case\nsummary: Of many.\n---\n{case['body']}"
    acting = Written("\"><img src=x onerror=\"alert(1)\"> ' onfocus='alert(1)' autofocus x='")
    config = {
        "site_name": acting(),
        "site_description": acting(),
        "nav": [{acting(): "index.md"}, {acting(): [{acting(): "places/index.md"}]}],
    }
    files["mkdocs.yml"] = yaml.safe_dump(config, width=10**6)
    files["entries/places/fields.md"] = front(
        title=acting(),
        summary=acting(),
        aliases=[acting()],
        facts=[{"property": "motto", "value": acting(), "note": acting(), "cite": "log"}],
    )
    return built(files, str(tmp_path_factory.mktemp("cases")))


def test_no_page_acts(cases_site: Path, browser: Browser) -> None:
    """No dialog, nothing that has the focus or takes it with a line of script, no request to another place."""
    acted: list[str] = []

    def opened(dialog: Dialog) -> None:
        acted.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def requested(request: Request) -> None:
        if not request.url.startswith(("file:", "data:", "blob:")):
            acted.append(f"request: {request.url}")

    page = browser.new_page()
    page.on("dialog", opened)
    page.on("request", requested)
    pages = sorted(file for file in cases_site.rglob("*.html") if 'http-equiv="refresh"' not in file.read_text(encoding="utf-8"))
    assert len(pages) > 20
    for file in pages:
        page.goto(file.as_uri(), wait_until="domcontentloaded")
        if page.evaluate("document.activeElement !== document.body"):
            acted.append(f"focus on {file}")
        page.keyboard.press("Tab")
        acted += page.evaluate(ACTING)
    page.close()
    assert acted == []


ACTING = """() => [...document.querySelectorAll("*")].flatMap((each) => [...each.attributes]
    .filter((one) => one.name.startsWith("on") || /^\\s*javascript:/i.test(one.value) || one.name === "autofocus")
    .map((one) => `${location}: ${each.tagName} ${one.name}=${one.value}`))"""
