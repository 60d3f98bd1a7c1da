"""The page of a source in a browser: the box that says where a figure stands."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

SOURCE = "sources/kjfs-2022-uzbekistan/"
LOCATOR = "kjfs-2022-uzbekistan, l. 4245"


@pytest.mark.feature("E14")
def test_a_figure_becomes_a_locator_by_keyboard_alone(visit: Any) -> None:
    page = visit(SOURCE)
    box = page.get_by_role("searchbox", name="A figure, a date or words")
    box.focus()
    page.keyboard.type("75 km")
    expect(page.locator(".wiki-locate li code")).to_have_text([LOCATOR])
    page.keyboard.press("Enter")
    assert page.url.endswith(SOURCE)
    expect(page.locator(".wiki-locate p")).to_have_text("1 place")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=f"Copy {LOCATOR}")).to_be_focused()


@pytest.mark.feature("E14")
def test_words_become_blocks_and_nothing_says_so(visit: Any) -> None:
    page = visit(SOURCE)
    box = page.locator("#wiki-locate")
    box.fill("Contact Group")
    expect(page.locator(".wiki-locate li code").first).to_contain_text("kjfs-2022-uzbekistan, ll. ")
    box.fill("76 km")
    expect(page.locator(".wiki-locate p")).to_have_text("Nothing of this stands in the evidence.")
    expect(page.locator(".wiki-locate li")).to_have_count(0)
    box.fill("")
    expect(page.locator(".wiki-locate p")).to_have_text("")


def test_without_javascript_the_command_stands_in_for_the_box(visit: Any) -> None:
    page = visit(SOURCE, java_script_enabled=False)
    expect(page.locator("#wiki-locate")).to_be_hidden()
    expect(page.locator("noscript code")).to_be_visible()


@pytest.mark.parametrize("path", [SOURCE, "sources/"])
def test_a_phone_shows_it_without_scrolling_sideways(visit: Any, path: str) -> None:
    page = visit(path, width=360, height=740)
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    assert page.evaluate("(window.scrollTo(1000, 0), window.scrollX)") == 0
