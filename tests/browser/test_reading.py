"""What a reader does: opens pages, follows links there and back, searches, on any screen, with and without JavaScript."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

ENTRY = "wiki/tapi/"


@pytest.fixture(scope="module")
def entries(real_site: Path) -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in json.loads((real_site / "data/entries.json").read_bytes())}


def addresses(entries: dict[str, dict[str, Any]], site: Path) -> list[str]:
    """Ten pages that are hard to lay out: home, indexes, and the entries with most text, links, and claims."""

    def size(path: str) -> int:
        return (site / path / "index.html").stat().st_size

    largest = sorted((f"wiki/{id_}/" for id_ in entries), key=size, reverse=True)[:4]
    return ["", "projects/", "timeline/", "sources/", "vocabulary/", "wiki/", *largest]


# --- pages ------------------------------------------------------------------------------------------------------------


def test_home_page_leads_to_entries(visit: Any) -> None:
    page = visit("")
    expect(page).to_have_title(re.compile("Central Asia and Afghanistan"))
    expect(page.locator("h1")).to_be_visible()
    page.locator("article a[href*='wiki/']").first.click()
    expect(page.locator("article[data-entry]")).to_be_visible()


def test_entry_shows_its_parts(visit: Any, entries: dict[str, dict[str, Any]]) -> None:
    page = visit(ENTRY)
    entry = entries["tapi"]
    expect(page.locator("h1")).to_contain_text(entry["title"])
    expect(page).to_have_title(re.compile(re.escape(entry["title"])))
    expect(page.locator(".wiki-summary")).to_have_text(entry["summary"])
    for section in ("#relations", "#references", "#backlinks"):
        expect(page.locator(section)).to_be_visible()


@pytest.mark.feature("C12")
def test_citation_leads_to_its_reference_and_back(visit: Any) -> None:
    page = visit(ENTRY)
    page.locator(".wiki-prose .wiki-cite a").first.click()
    place = page.locator(page.evaluate("location.hash"))
    expect(place).to_be_in_viewport()
    place.locator(".wiki-back a").first.click()
    expect(page.locator(page.evaluate("location.hash"))).to_be_in_viewport()


def test_link_leads_to_the_entry(visit: Any, entries: dict[str, dict[str, Any]]) -> None:
    page = visit(ENTRY)
    target = entries["tapi"]["links"][0]["id"]
    page.locator(f"#m-{target}").click()
    expect(page.locator(f"article[data-entry='{target}']")).to_be_visible()


@pytest.mark.feature("L6")
def test_backlink_leads_to_the_very_place(visit: Any, entries: dict[str, dict[str, Any]]) -> None:
    page = visit(ENTRY)
    back = entries["tapi"]["backlinks"][-1]
    page.locator(f"#backlinks ~ ul a[href$='{back['id']}/#{back['anchor']}']").last.click()
    expect(page.locator(f"article[data-entry='{back['id']}']")).to_be_visible()
    mention = page.locator(f"#{back['anchor']}")
    expect(mention).to_be_in_viewport()
    assert "/tapi/" in (mention.get_attribute("href") or "")


def test_relation_seen_from_the_other_end_leads_to_the_claim(visit: Any) -> None:
    page = visit("wiki/asian-development-bank/")
    page.locator("#relations ~ dl a[href*='/tapi/#c-relation']").first.click()
    expect(page.locator("article[data-entry='tapi']")).to_be_visible()
    expect(page.locator(f"[id='{page.evaluate('location.hash').removeprefix('#')}']")).to_be_in_viewport()


def test_folded_claim_opens_where_a_link_leads_to_it(visit: Any, entries: dict[str, dict[str, Any]]) -> None:
    claim = entries["tapi"]["facts"][0]["claim"]
    page = visit(f"{ENTRY}#{claim}")
    expect(page.locator(f"[id='{claim}']")).to_be_in_viewport()


# --- search -----------------------------------------------------------------------------------------------------------


def search(page: Page, text: str) -> None:
    box = page.get_by_role("combobox")
    box.click()
    box.fill("")
    box.press_sequentially(text)


def first_result_is(page: Page, id_: str) -> None:
    expect(page.get_by_role("option").first).to_have_attribute("href", re.compile(f"/wiki/{id_}/$"))


def test_search_finds_an_entry_by_title_and_opens_it(visit: Any) -> None:
    page = visit("")
    search(page, "TAPI gas pipeline")
    first_result_is(page, "tapi")
    page.get_by_role("option").first.click()
    expect(page.locator("article[data-entry='tapi']")).to_be_visible()


@pytest.mark.feature("F1")
def test_search_finds_entries_by_title_and_by_alias(visit: Any, entries: dict[str, dict[str, Any]]) -> None:
    names: dict[str, set[str]] = {}
    for id_, entry in entries.items():
        for name in (entry["title"], *entry["aliases"]):
            names.setdefault(name.casefold(), set()).add(id_)
    page = visit("projects/")
    with_alias = [id_ for id_, entry in entries.items() if entry["aliases"] and len(names[entry["aliases"][0].casefold()]) == 1]
    assert len(with_alias) > 20
    for id_ in with_alias[:: len(with_alias) // 6]:
        for name in (entries[id_]["title"], entries[id_]["aliases"][0]):
            search(page, name)
            first_result_is(page, id_)


def test_search_finds_text(visit: Any) -> None:
    page = visit("")
    search(page, "pipelines Chelyabinsk")
    found = page.get_by_role("group", name="In the text", exact=True)
    expect(found.locator("mark", has_text="Chelyabinsk").first).to_be_visible()
    search(page, "Chelyabinsk xyzzy")
    fewer = page.get_by_role("group", name="In the text, where not all is found together")
    expect(fewer.get_by_role("option").first).to_be_visible()
    expect(found).to_have_count(0)
    search(page, '"of the Chelyabinsk mill"')
    expect(found.locator("mark", has_text="Chelyabinsk").first).to_be_visible()
    found.get_by_role("option").first.click()
    expect(page.locator(":target")).to_be_in_viewport()
    expect(page.locator("article")).to_contain_text("of the Chelyabinsk mill")
    search(page, "xyzzy")
    expect(page.get_by_role("status")).to_have_text("Nothing found")


def test_keyboard_alone_reaches_a_result(visit: Any) -> None:
    page = visit("")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("TAPI gas")
    first_result_is(page, "tapi")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("article[data-entry='tapi']")).to_be_visible()


def test_tab_reaches_the_search_box(visit: Any) -> None:
    page = visit(ENTRY)
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('role')") == "combobox":
            break
    expect(page.get_by_role("combobox")).to_be_focused()


def test_search_on_a_phone(visit: Any) -> None:
    page = visit(ENTRY, width=360, height=740)
    page.get_by_role("button", name="Search").click()
    page.keyboard.type("Afghanistan")
    first_result_is(page, "afghanistan")
    width = page.evaluate("document.querySelector('.wiki-search__panel').getBoundingClientRect().right")
    assert width <= 360


# --- screens ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_scrolls_sideways(width: int, visit: Any, address: str, real_site: Path, entries: dict[str, dict[str, Any]]) -> None:
    page = visit("", width=width, height=740)
    too_wide = []
    for path in addresses(entries, real_site):
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        scrolled = page.evaluate("(window.scrollTo(1000, 0), window.scrollX)")
        if scrolled > 0:
            too_wide.append((path, scrolled))
    assert too_wide == []


CONTRAST = """() => {
  const numbers = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const back = light(numbers(getComputedStyle(document.body).backgroundColor));
  const seen = (selector) => {
    const [r, g, b, a = 1] = numbers(getComputedStyle(document.querySelector(selector)).color);
    const under = numbers(getComputedStyle(document.body).backgroundColor);
    const fore = light([r, g, b].map((v, i) => v * a + under[i] * (1 - a)));
    return (Math.max(fore, back) + 0.05) / (Math.min(fore, back) + 0.05);
  };
  return {back, text: seen(".wiki-prose p"), link: seen(".wiki-prose a[data-auto]")};
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_system_and_can_be_read(scheme: str, visit: Any) -> None:
    page = visit(ENTRY, color_scheme=scheme)
    found = page.evaluate(CONTRAST)
    assert (found["back"] > 0.5) == (scheme == "light")
    assert found["text"] >= 4.5
    assert found["link"] >= 4.5


# --- without JavaScript -------------------------------------------------------------------------------------------------


def test_without_javascript_all_text_is_there(visit: Any) -> None:
    with_scripts = visit(ENTRY).locator("article").text_content().split()
    page = visit(ENTRY, java_script_enabled=False)
    without = page.locator("article").text_content()
    assert [word for word in with_scripts if word not in without] == []
    expect(page.locator(".wiki-prose").first).to_be_visible()
    page.locator("details summary").first.click()
    expect(page.locator("details table").first).to_be_visible()


def test_without_javascript_the_list_of_entries_stands_in_for_search(visit: Any) -> None:
    page = visit("", java_script_enabled=False)
    expect(page.get_by_role("combobox")).to_be_hidden()
    page.get_by_role("banner").get_by_role("link", name="All entries").click()
    page.get_by_role("article").get_by_role("link", name="T", exact=True).click()
    expect(page.locator("article a[href*='/tapi/']").first).to_be_visible()


def test_paths_not_there_have_a_page_that_helps(browser: Any, address: str, real_site: Path) -> None:
    assert "404" not in [file.name for file in real_site.iterdir()]
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}404.html")
    expect(page.locator("article")).to_be_visible()
    context.close()
