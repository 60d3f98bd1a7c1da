"""Positions, voices and names of a page: who comes first, what is counted, and that nothing is lost."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.judge.positions import by_holder, by_subject, newest_first
from wiki.judge.voices import UNSAID, voices
from wiki.model import Body, Citation, Claim, Entry, NameDetail, Place, Source
from wiki.model.dates import parse_date
from wiki.pages.marks import names_by_script, script_of

ENOUGH = settings(deadline=None, derandomize=True)
HERE = Place("page.md", 1)


def position(number: int, who: str = "", date: str = "", on: str = "canal") -> Claim:
    return Claim(
        "page", f"c-{number}", "position", HERE, property="supports", target=on, said_by=who, date=parse_date(date) if date else None
    )


def same(id_: str) -> str:
    return {"old-board": "board"}.get(id_, id_)


def test_holders_stand_by_their_newest_and_each_newest_first() -> None:
    claims = [position(1, "moor", "2001"), position(2, "board", "2010"), position(3, "moor", "2015"), position(4, "old-board"), position(5)]
    found = by_holder(claims, same)
    assert [(who, [claim.anchor for claim in own]) for who, own in found] == [
        ("moor", ["c-3", "c-1"]), ("board", ["c-2", "c-4"]), ("page", ["c-5"]),
    ]  # fmt: skip


def test_subjects_stay_in_the_order_of_the_file() -> None:
    claims = [position(1, date="2001", on="z"), position(2, date="2001", on="a"), position(3, date="2002/..", on="z")]
    assert [(on, [claim.anchor for claim in own]) for on, own in by_subject(claims, same)] == [("z", ["c-3", "c-1"]), ("a", ["c-2"])]


POSITIONS = st.lists(
    st.builds(
        position, st.integers(1, 10**6), st.sampled_from(["", "moor", "board", "old-board"]),
        st.sampled_from(["", "1999", "2001-05", "[..2004]", "2006/..", "200X"]),
    ),
    max_size=9, unique_by=lambda each: each.anchor,
)  # fmt: skip


@ENOUGH
@given(POSITIONS)
def test_no_position_is_lost_or_doubled(claims: list[Claim]) -> None:
    found = [claim for _, own in by_holder(claims, same) for claim in own]
    assert sorted(found, key=id) == sorted(claims, key=id)
    dated = [claim.date is not None for claim in newest_first(claims)]
    assert dated == sorted(dated, reverse=True)


def source(key: str, **csl: str) -> Source:
    return Source(key, "", key, json.dumps(csl), csl.get("type", ""), None, "", csl.get("author", ""), "", None, (), (), Body((), ()))


SOURCES = {
    "a": source("a", publisher="Press", type="report", **{"publisher-place": "Osh"}),
    "b": source("b", publisher="Press", type="report"),
    "c": source("c", author="Ada Moor"),
}


def cited(number: int, *keys: str, via: str = "") -> Claim:
    return Claim("page", f"c-{number}", "fact", HERE, via=via, citations=tuple(Citation(key, None, HERE) for key in keys))


def entry(*claims: Claim) -> Entry:
    return Entry("page", "place", "", "Page", "A page.", "page.md", (), claims, Body((), ()), HERE)


def test_voices_are_counted_by_citation() -> None:
    found = voices(entry(cited(1, "a", "b"), cited(2, "b", via="Gazette"), cited(3, "b", "c", "gone", via="Gazette")), SOURCES.get)
    assert found.citations == 5
    assert [(each.key, count) for each, count in found.sources] == [("b", 3), ("a", 1), ("c", 1)]
    assert found.publishers == (("Press", 4), ("Ada Moor", 1))
    assert found.types == (("report", 4), (UNSAID, 1))
    assert found.countries == ((UNSAID, 4), ("Osh", 1))
    assert found.repeated == (("Gazette", 2),)
    assert found.largest_share == 60


def test_no_source_is_no_voice() -> None:
    found = voices(entry(cited(1)), SOURCES.get)
    assert (found.citations, found.sources, found.largest_share) == (0, (), 0)


@ENOUGH
@given(st.lists(st.lists(st.sampled_from(["a", "b", "c", "gone"]), max_size=4), max_size=6))
def test_each_count_adds_up_to_all_citations(keys: list[list[str]]) -> None:
    found = voices(entry(*(cited(number, *each) for number, each in enumerate(keys))), SOURCES.get)
    for counts in (found.sources, found.publishers, found.types, found.countries):
        assert sum(count for _, count in counts) == found.citations


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Khairaton", "Latin"),
        ("“Ҳайратон”", "Cyrillic"),
        ("حیرتان", "Arabic"),
        ("海拉顿", "Chinese characters"),
        ("12", "Other"),
        ("", "Other"),
    ],
)
def test_scripts(text: str, script: str) -> None:
    assert script_of(text) == script


def name(text: str, *, preferred: bool = False) -> Claim:
    detail = NameDetail("", "", None, preferred, by_editors=False, link=True)
    return Claim("page", f"c-{text}", "name", HERE, value=text, name=detail)


def test_the_preferred_name_and_its_script_come_first() -> None:
    claims = [name("Leaf"), name("برگ"), name("Лист"), name("Листва", preferred=True), name("葉"), name("Folio", preferred=True)]
    assert [(script, [claim.value for claim in own]) for script, own in names_by_script(claims)] == [
        ("Latin", ["Folio", "Leaf"]), ("Cyrillic", ["Листва", "Лист"]), ("Arabic", ["برگ"]), ("Chinese characters", ["葉"]),
    ]  # fmt: skip


@ENOUGH
@given(st.lists(st.tuples(st.text(min_size=1, max_size=5), st.booleans()), max_size=8))
def test_no_name_is_lost(texts: list[tuple[str, bool]]) -> None:
    claims = [name(text, preferred=preferred) for text, preferred in texts]
    assert sorted(id(claim) for _, own in names_by_script(claims) for claim in own) == sorted(id(claim) for claim in claims)
