"""Ages against a given date: the arithmetic of stretches, and what never depends on a clock."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.judge.age import ages, as_of_date, later, limit_of, newest, same_thing
from wiki.model import Body, Claim, Entry, Form, Place, Source
from wiki.model.dates import parse_date
from wiki.read.vocabulary import Property, Term, Vocabulary

ENOUGH = settings(deadline=None, derandomize=True)
VOCABULARY = Vocabulary(
    properties={
        "traffic": Property("traffic", "Traffic", "quantity", ("t",), None, None, "", "", "24 months"),
        "cost": Property("cost", "Cost", "quantity", ("USD",), None, None, "", "", ""),
    },
    statuses={"open": Term("open", "Open", "", "1 year"), "closed": Term("closed", "Closed", "", "")},
)


def claim(number: int, *, form: Form = "fact", about: str = "traffic", date: str = "", rank: str = "", part: str = "") -> Claim:
    property_, value = ("status", about) if form == "status" else (about, "3 t")
    return Claim(
        "page", f"c-{number}", form, Place("page.md", number), property=property_, value=value, date=parse_date(date) if date else None,
        rank=rank, part=part,
    )  # fmt: skip


def entry(*claims: Claim) -> Entry:
    return Entry("page", "place", "", "Page", "A page.", "page.md", (), claims, Body((), ()), Place("page.md", 1))


def no_source(_key: str) -> Source | None:
    return None


@pytest.mark.parametrize(
    ("day", "stretch", "due"),
    [
        ("2011-12-31", "24 months", "2013-12-31"),
        ("2011-01-31", "1 month", "2011-02-28"),
        ("2012-01-31", "1 month", "2012-02-29"),
        ("2012-02-29", "1 year", "2013-02-28"),
        ("2012-02-29", "4 years", "2016-02-29"),
        ("2011-11-30", "3 months", "2012-02-29"),
        ("2011-12-30", "3 days", "2012-01-02"),
        ("0999-12-31", "1 day", "1000-01-01"),
    ],
)
def test_a_stretch_later(day: str, stretch: str, due: str) -> None:
    assert later(day, stretch) == due


@ENOUGH
@given(st.dates(dt.date(1, 1, 1), dt.date(9000, 1, 1)), st.integers(0, 400))
def test_days_are_counted_as_calendars_do(day: dt.date, count: int) -> None:
    assert later(day.isoformat(), f"{count} days") == (day + dt.timedelta(count)).isoformat()


@ENOUGH
@given(st.dates(dt.date(1, 1, 1), dt.date(8000, 1, 1)), st.integers(0, 100), st.integers(0, 100))
def test_years_are_twelve_months_and_time_runs_forward(day: dt.date, years: int, more: int) -> None:
    start = day.isoformat()
    assert later(start, f"{years} years") == later(start, f"{12 * years} months")
    assert later(start, f"{years} months") <= later(start, f"{years + more} months")


@pytest.mark.parametrize(
    ("as_of", "stale"),
    [("", set()), ("no date", set()), ("2013-12-31", set()), ("2014-01-01", {"c-2"}), ("2014", {"c-2"}), ("2030-06", {"c-2", "c-3"})],
)
def test_the_newest_of_a_thing_gets_stale(as_of: str, stale: set[str]) -> None:
    page = entry(
        claim(1, date="2001"), claim(2, date="2011"), claim(3, date="2020", part="coal"), claim(4, about="cost", date="1900"),
        claim(5, date="1900", part="ore", rank="superseded"), claim(6, form="status", about="closed", date="1950"),
        claim(7, form="status", about="open", date="1940"), claim(8, part="salt"),
    )  # fmt: skip
    assert set(ages(page, VOCABULARY, as_of, no_source)) == stale


def test_what_has_no_rule_has_no_limit() -> None:
    assert [limit_of(each, VOCABULARY) for each in (claim(1), claim(2, about="cost"), claim(3, form="status", about="open"))] == [
        "24 months", "", "1 year",
    ]  # fmt: skip
    assert limit_of(claim(4, form="relation", about="run-by"), VOCABULARY) == ""


DATES = st.sampled_from(["", "1999", "2001-05", "2001-05-06", "2003/2005", "[..2004]", "2006/..", "200X", "2004~"])
CLAIMS = st.lists(
    st.builds(
        claim, st.integers(1, 10**6), form=st.sampled_from(["fact", "status"]), about=st.sampled_from(["traffic", "open", "closed"]),
        date=DATES, part=st.sampled_from(["", "coal"]), rank=st.sampled_from(["", "superseded", "preferred"]),
    ),
    max_size=8, unique_by=lambda each: each.anchor,
)  # fmt: skip


@ENOUGH
@given(CLAIMS.map(lambda claims: [each for each in claims if each.value in ("open", "closed") or each.form == "fact"]))
def test_each_thing_that_stands_has_a_newest(claims: list[Claim]) -> None:
    standing = [each for each in claims if each.rank != "superseded"]
    found = newest(claims, no_source)
    assert {same_thing(each) for each in found} == {same_thing(each) for each in standing}
    assert all(each in standing for each in found)


@ENOUGH
@given(CLAIMS, st.dates(dt.date(1990, 1, 1), dt.date(2050, 1, 1)), st.integers(0, 4000))
def test_what_is_stale_stays_so(claims: list[Claim], day: dt.date, more: int) -> None:
    page = entry(*claims)
    before = set(ages(page, VOCABULARY, day.isoformat(), no_source))
    assert before <= set(ages(page, VOCABULARY, (day + dt.timedelta(more)).isoformat(), no_source))


def test_words_say_since_when_and_at_when() -> None:
    age = ages(entry(claim(1, date="2011")), VOCABULARY, "2025-12-01", no_source)["c-1"]
    assert (age.words, age.due) == ("as of 2011; older than 24 months at December 2025", "2013-12-31")
    age = ages(entry(claim(1, date="2011-08~")), VOCABULARY, "2025", no_source)["c-1"]
    assert age.words == "as of about August 2011; older than 24 months at 2025"
    age = ages(entry(claim(1, date="[..2016]")), VOCABULARY, "2025", no_source)["c-1"]
    assert age.words == "by 2016; older than 24 months at 2025"


def test_no_date_is_none() -> None:
    assert as_of_date("") is None
    assert as_of_date("soon") is None
    assert as_of_date("2025") == parse_date("2025")
