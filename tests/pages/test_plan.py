"""Long lists in parts: every row stands in one part, and the first page leads to all the others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.pages import plan
from wiki.pages.plan import Split, cut, numbered, parts_of

MANY = [*range(2 * plan.MOST + 1)]


@given(st.integers(0, 5 * plan.MOST))
def test_no_row_is_lost_or_doubled(count: int) -> None:
    parts = parts_of([*range(count)])
    assert [row for part in parts for row in part] == [*range(count)]
    assert max(map(len, parts)) <= plan.MOST


@pytest.mark.parametrize("folder", ["part_", "part-"])
def test_numbered_parts_lead_from_the_first(folder: str) -> None:
    (first, _, splits), *others = numbered(MANY, folder)
    assert first == ""
    assert [split.slug + "/" for split in splits] == [where for where, _, _ in others] == [f"{folder}2/", f"{folder}3/"]
    assert [(split.label, split.count) for split in splits] == [("Part 2", plan.MOST), ("Part 3", 1)]
    assert all(links == () for _, _, links in others)


def test_what_fits_is_not_cut() -> None:
    assert [*cut([1, 2], "1990", "1990", number="{}-part-{}")] == [(Split("1990", "1990", 2), [1, 2])]


def test_what_does_not_fit_is_cut_into_numbered_parts() -> None:
    found = [split for split, _ in cut(MANY, "1990", "1990", number="{}-part-{}")]
    assert [split.slug for split in found] == ["1990-part-1", "1990-part-2", "1990-part-3"]
    assert [split.label for split in found] == ["1990, part 1", "1990, part 2", "1990, part 3"]
    assert [split.slug for split, _ in cut(MANY, "a", "A", part="{} {}")] == ["a-1", "a-2", "a-3"]
