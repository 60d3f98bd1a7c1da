"""Addresses in plain text: what is read stays what was written, links hold no links, and hostile text takes no time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.check.addresses import with_addresses
from wiki.check.items import read_items

texts = st.lists(st.sampled_from(["https://", "www.", "osh", ".org", "/", "@", " ", "(", ")", "[x](y)", ".", ",", "&amp;", "**", "`", "<http://a.b>", "#", "=", "()", "\n"])).map("".join)  # fmt: skip


@settings(deadline=None, derandomize=True)
@given(texts)
def test_addresses_change_no_word_and_no_place(text: str) -> None:
    before = read_items(text, {})
    after = with_addresses(before)
    assert after.plain == before.plain
    assert "".join(after.plain[each.start : each.end] for each in after.items) == "".join(
        before.plain[each.start : each.end] for each in before.items
    )
    level = 0
    for each in after.items:
        level += {"link_open": 1, "link_close": -1}.get(each.kind, 0)
        assert level in (0, 1)


@pytest.mark.parametrize("text", ["http://" + "." * 99_999 + "a", "http://" + ")" * 99_999, "a." * 50_000, "a@" * 50_000, "a/" * 50_000, "a::" * 33_000, "(a.b" * 25_000, "&a;" * 33_000, "a=" * 50_000])  # fmt: skip
def test_time_grows_with_length(text: str) -> None:
    content = read_items(text, {})
    begin = time.process_time()
    with_addresses(content)
    assert time.process_time() - begin < 1
