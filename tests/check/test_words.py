"""Avoided words and unheld summaries: laws of the masks and of what claims hold."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.check.words import check_words, masked
from wiki.link.names import name_table
from wiki.link.summaries import Held, missing
from wiki.model import Body, Claim, Entry, Place
from wiki.model.dates import parse_date
from wiki.model.quantities import parse_quantity
from wiki.read.front_matter import read_text
from wiki.read.vocabulary import Vocabulary, Word

ENOUGH = settings(deadline=None, derandomize=True)
HERE = Place("page.md", 1)
WORDS = Vocabulary(words=(Word("junta", "government", "It judges."),))
NO_NAMES = name_table([])


@ENOUGH
@given(st.text(alphabet="ab \n“”«»\"'‘’`>[]()|@{}#~", max_size=60))
def test_a_mask_keeps_every_place(text: str) -> None:
    hidden = masked(text, ["b"])
    assert len(hidden) == len(text)
    assert [place for place, sign in enumerate(hidden) if sign == "\n"] == [place for place, sign in enumerate(text) if sign == "\n"]
    assert all(sign in (" ", text[place]) for place, sign in enumerate(hidden))


@ENOUGH
@given(st.lists(st.sampled_from(["junta", "Junta", "juntas", "quay", "“junta”", "\n", "\n\n"]), max_size=12))
def test_each_use_is_reported_at_its_place(words: list[str]) -> None:
    raw, _ = read_text(f"---\ntitle: Page\n---\n{' '.join(words)}\n", "entries/places/page.md")
    assert raw
    lines = f"---\ntitle: Page\n---\n{' '.join(words)}\n".split("\n")
    found = list(check_words(raw, WORDS))
    assert len(found) == sum(word.lower() == "junta" for word in words)
    for each in found:
        assert lines[each.line - 1][each.column - 1 :][:5].lower() == "junta"


def test_without_a_list_nothing_is_avoided() -> None:
    raw, _ = read_text("---\ntitle: The junta\n---\nThe junta.\n", "entries/places/page.md")
    assert raw
    assert list(check_words(raw, Vocabulary())) == []


def entry(summary: str, *claims: Claim) -> Entry:
    return Entry("page", "place", "", "Page", summary, "page.md", (), claims, Body((), ()), HERE)


def unheld(summary: str, *claims: Claim) -> list[str]:
    page = entry(summary, *claims)
    return [text for _, text in missing(page, Held(page, (), NO_NAMES), NO_NAMES)]


@ENOUGH
@given(st.integers(1, 10**6), st.sampled_from(["km", "t", "USD", "people"]), st.sampled_from(["", "thousand", "million", "billion"]))
def test_a_summary_that_repeats_a_value_is_held(number: int, unit: str, magnitude: str) -> None:
    value = f"{number:,} {magnitude} {unit}".replace("  ", " ")
    claim = Claim("page", "c-1", "fact", HERE, value=value, quantity=parse_quantity(value, (unit,)))
    assert unheld(f"It comes to {value} in all.", claim) == []


@ENOUGH
@given(st.integers(13, 999), st.integers(13, 999))
def test_another_number_is_not(number: int, other: int) -> None:
    claim = Claim("page", "c-1", "fact", HERE, value=f"{number} km", quantity=parse_quantity(f"{number} km", ("km",)))
    assert unheld(f"It has {other} km of quays.", claim) == ([] if number == other else [f"{other} km"])


@ENOUGH
@given(st.dates())
def test_a_day_holds_its_month_and_year(day: object) -> None:
    text = str(day)
    claim = Claim("page", "c-1", "status", HERE, value="open", date=parse_date(text))
    held = Held(entry("", claim), (), NO_NAMES)
    assert all(held.date(each) for each in (text, text[:7], text[:4], f"-{text[4:7]}", f"-{text[4:]}"))


def test_a_superlative_is_held_by_its_like() -> None:
    claim = Claim("page", "c-1", "prose", HERE, text="It is the biggest port.")
    assert unheld("The largest port, and the oldest.", claim) == ["oldest"]
