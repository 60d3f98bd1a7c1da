"""The same letters in other code points: one law for linking and search, and the places of what was written."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wiki.link.names import name_table
from wiki.model import Alias, Body, Entry, Place
from wiki.model.folding import fold
from wiki.model.letters import is_plain, placed, same_letters

ENOUGH = settings(deadline=None, derandomize=True)
HERE = Place("page.md", 1)
UNSEEN = "\u00ad\u200e\u200f\u2060\ufeff"
letters = st.text(
    st.characters(categories=["L", "M", "N", "Z", "P", "Cf"]) | st.sampled_from("e\u0301u\u0308\u1100\u1161\u11a8  -\u2011" + UNSEEN)
)


@ENOUGH
@given(letters)
@example("e\u00ad\u0301")
@example("\u1112\u1161\u11ab\u1100\u1173\u11af")
def test_each_letter_keeps_its_place(text: str) -> None:
    found = placed(text)
    assert found.text == same_letters(text)
    assert len(found.begins) == len(found.ends) == len(found.text)
    assert all(begin < end for begin, end in zip(found.begins, found.ends, strict=True))
    assert found.begins == sorted(found.begins)
    assert all(
        same_letters(text[begin:end]) == same_letters(letter)
        for letter, begin, end in zip(*found, strict=True)
        if len(set(found.begins)) == len(found.begins)
    )


@ENOUGH
@given(letters)
def test_what_is_canonically_equal_is_the_same_for_linking_and_search(text: str) -> None:
    same = same_letters(text)
    for form in ("NFC", "NFD"):
        assert same_letters(unicodedata.normalize(form, text)) == same
        assert fold(unicodedata.normalize(form, text)) == fold(text)
    assert same_letters(same) == same
    assert is_plain(text) == (same == text)
    assert fold(same) == fold(text)


TITLES = (
    "G\u00fcney",
    "Lake Bank",
    "Trans-Lake line",
    "\u0419\u043e\u043b\u043e\u0442\u0430\u043d\u044c",
    "\ud55c\uad6d \ub3c4\uc2dc",
    "H\u1ed3 T\u00e2y",
)


@st.composite
def written_otherwise(draw: st.DrawFn) -> tuple[str, str]:
    """A title, and the same letters as somebody else may type them."""
    title = draw(st.sampled_from(TITLES))
    text = unicodedata.normalize(draw(st.sampled_from(("NFC", "NFD"))), title)
    text = text.replace(" ", draw(st.sampled_from((" ", "\u00a0", "\u202f", "  ", "\n"))))
    text = text.replace("-", draw(st.sampled_from(("-", "\u2010", "\u2011"))))
    at = draw(st.integers(1, len(text) - 1))
    unseen = draw(st.sampled_from(("", *UNSEEN))) if not unicodedata.combining(text[at]) else ""
    return title, text[:at] + unseen + text[at:]


@ENOUGH
@given(written_otherwise(), st.sampled_from(("", "The town of ", "\u200e", "Pre\u0301s de ")))
def test_a_name_is_found_however_its_letters_are_written(name: tuple[str, str], before: str) -> None:
    title, text = name
    table = name_table([Entry("town", "place", "", title, "", "t.md", (Alias(title, HERE, "title"),), (), Body((), ()), HERE)])
    (found,) = table.mentions(f"{before}{text}, which is here")
    written = f"{before}{text}, which is here"[found.start : found.end]
    assert same_letters(written.replace("\n", " ")) == found.name == title
    assert table.resolve(text.replace("\n", " ")) == ("town", "title")


@pytest.mark.parametrize(
    "text", ["e\u0301" * 50_000, "e" + "\u0301" * 100_000, "\u1100" * 100_000, " \u200e" * 50_000, "\u00a0" * 100_000, "\u200e" * 100_000]
)
def test_time_grows_with_length(text: str) -> None:
    begin = time.process_time()
    placed(text)
    assert time.process_time() - begin < 1
