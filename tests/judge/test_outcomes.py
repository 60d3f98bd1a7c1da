"""What came of announcements: the table of outcomes, and which figure answers for one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.judge.outcomes import UNTOLD, ledger, newest_figure, outcome_of
from wiki.model import Announcement, Body, Claim, Entry, Place
from wiki.model.dates import parse_date

ENOUGH = settings(deadline=None, derandomize=True)


def fact(number: int, date: str = "", value: str = "3 t", part: str = "", modality: str = "asserted", per: str = "") -> Claim:
    return Claim(
        "page", f"c-{number}", "fact", Place("page.md", number), property="traffic", value=value, date=parse_date(date) if date else None,
        part=part, modality=modality, per=per,
    )  # fmt: skip


def announced(date: str = "", due: str = "", outcome: str = "", about: str = "traffic", type_: str = "plan", number: int = 99) -> Claim:
    detail = Announcement(parse_date(due) if due else None, about, outcome, None, ())
    return Claim(
        "page", f"c-{number}", "announcement", Place("page.md", number), property=type_, text="To grow.",
        date=parse_date(date) if date else None, announcement=detail,
    )  # fmt: skip


def entry(*claims: Claim) -> Entry:
    return Entry("page", "place", "", "Page", "A page.", "page.md", (), claims, Body((), ()), Place("page.md", 1))


@pytest.mark.parametrize(
    ("claim", "facts", "state", "overdue", "words"),
    [
        (announced("2020", "2023", "kept"), [fact(1, "2022")], "kept", False, ""),
        (announced("2020", "2023", "dropped"), [], "dropped", False, ""),
        (announced("2020", "2023"), [fact(1, "2022")], UNTOLD, True, "due 2023; newest figure here: 3 t, 2022"),
        (announced("2020", "2023", "pending"), [fact(1, "2022")], "pending", True, "due 2023; newest figure here: 3 t, 2022"),
        (announced("2020", "2023", "unknown", about=""), [fact(1, "2022")], "unknown", True, "due 2023"),
        (announced("2020", "2026"), [fact(1, "2019")], UNTOLD, False, "due 2026; no newer figure here; the last before it: 3 t, 2019"),
        (announced("2020", "2025-12"), [], UNTOLD, False, "due December 2025; no figure here to hold it against"),
        (announced("2020", "2025-11"), [], UNTOLD, True, "due November 2025; no figure here to hold it against"),
        (announced("2020", "2024/.."), [], UNTOLD, False, "due since 2024; no figure here to hold it against"),
        (announced(about=""), [], UNTOLD, False, "no date set; the sources read do not say what came of it"),
        (announced(), [fact(1, "1999", per="year")], UNTOLD, False, "no date set; newest figure here: 3 t a year, 1999"),
        (announced("2020"), [fact(1, "2022", part="coal"), fact(2), fact(3, "2022", modality="planned")], UNTOLD, False,
         "no date set; no figure here to hold it against"),
    ],
)  # fmt: skip
def test_outcomes(claim: Claim, facts: list[Claim], state: str, overdue: bool, words: str) -> None:  # noqa: FBT001 - a column
    found = outcome_of(claim, entry(*facts, claim), "2025-12-01")
    assert (found.state, found.overdue, found.words) == (state, overdue, words)


def test_without_an_as_of_date_nothing_is_overdue() -> None:
    claim = announced("1900", "1901")
    assert not outcome_of(claim, entry(claim), "").overdue


def test_only_an_announcement_has_an_outcome() -> None:
    with pytest.raises(ValueError, match="c-1"):
        outcome_of(fact(1), entry(), "")


YEARS = st.integers(1900, 2100).map(str)


@ENOUGH
@given(YEARS, st.lists(YEARS, max_size=6))
def test_the_newest_is_as_new_as_any(date: str, years: list[str]) -> None:
    facts = [fact(number, year) for number, year in enumerate(years, start=1)]
    found, fresh = newest_figure(announced(date), entry(*facts))
    assert (found is None) == (not years)
    if found and found.date:
        assert found.date.text == max(years)
        assert fresh == (max(years) >= date)


def test_the_ledger_is_by_type_then_time() -> None:
    claims = [announced("2012", number=1), announced(number=2), announced("2011", number=3), announced("2013", type_="hope", number=4)]
    assert [(type_, [claim.anchor for claim in found]) for type_, found in ledger(entry(*claims))] == [
        ("hope", ["c-4"]), ("plan", ["c-3", "c-1", "c-2"]),
    ]  # fmt: skip
