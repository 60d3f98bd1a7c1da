"""`--as-of`: what is due for a new look, in `wiki check`, on the pages and on /due/; and the lists of announcements and corrections."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

BASE = {
    "mkdocs.yml": "site_name: Ports\n",
    "entries/vocabulary.yml": (
        "kinds:\n  - {id: place, folder: places, label: Place}\n"
        "properties:\n  - {id: traffic, label: Traffic, type: quantity, units: [t]}\n"
        "statuses:\n  - {id: open, label: Open, stale-after: 24 months}\n"
    ),
    "seeds/log.md": "---\ntitle: Log\n---\n",
    "entries/places/osh.md": (
        "---\ntitle: Osh\nsummary: A port.\n"
        "status:\n  - value: open\n    date: 2011\n    cite: log\n"
        "announcements:\n  - type: plan\n    text: To dredge it.\n    date: 2010\n    due: 2013\n    cite: log\n"
        "  - type: hope\n    text: That ships come.\n    outcome: kept\n    due: 2012\n    cite: log\n"
        "corrections:\n  - date: 2012-05-06\n    what: The year was wrong.\n---\n"
    ),
}


def test_check_tells_what_is_due_only_when_asked(wiki: Any, plant: Any) -> None:
    root = plant(BASE)
    assert (wiki(root, "check").out, wiki(root, "check").status) == ("", 0)
    ran = wiki(root, "check", "--as-of", "2014-01-01")
    overdue = "plan whose date has passed, without an outcome: due 2013; the sources read do not say what came of it"
    assert ran.out.splitlines() == [
        "entries/places/osh.md:5:5: warning: status 'open' is due for a new look: as of 2011; older than 24 months at January 2014 [stale]",
        f"entries/places/osh.md:9:5: warning: {overdue} [overdue]",
    ]
    assert ran.status == 0
    assert wiki(root, "check", "--as-of", "2013-12-31").out == ""


@pytest.mark.parametrize("command", ["check", "build"])
def test_what_is_no_date_is_wrong_usage(wiki: Any, plant: Any, command: str) -> None:
    ran = wiki(plant(BASE), command, "--as-of", "2014-13")
    assert ran.status == 2
    assert "no month 13" in ran.err


@pytest.mark.feature("T6")
def test_pages_are_told_against_the_date_given(wiki: Any, plant: Any) -> None:
    root: Path = plant(BASE)

    def built(*arguments: str) -> tuple[str, str]:
        assert wiki(root, "build", "--no-text-index", *arguments).status == 0
        return tuple((root / "site" / path).read_text(encoding="utf-8") for path in ("wiki/osh/index.html", "due/index.html"))  # type: ignore[return-value]

    page, due = built()
    assert "data-stale" not in page
    assert "Nothing is due." in due
    page, due = built("--as-of", "2014-01-01")
    assert page.count('data-stale="2013-12-31"') == 2  # under the title, and in the table
    assert "the date has passed" in page
    assert due.count("<tr data-stale=") == 2
    assert 'href="../wiki/osh/#c-status-2011-log"' in due
    page, due = built("--as-of", "2013")
    assert "data-stale" not in page
    assert "Nothing is due." in due
    (root / "mkdocs.yml").write_text("site_name: Ports\nextra:\n  wiki:\n    as-of: 2014-01-01\n", encoding="utf-8")
    page, due = built()
    assert "data-stale" in page
    assert "2 claims, the longest due first" in due


@pytest.mark.feature("T10")
def test_lists_of_the_whole_wiki(wiki: Any, plant: Any) -> None:
    root: Path = plant(BASE)
    assert wiki(root, "build", "--no-text-index", "--as-of", "2014").status == 0
    ledger = (root / "site" / "announcements" / "index.html").read_text(encoding="utf-8")
    assert "2 announcements by type and outcome" in ledger
    for fragment in (
        '<h2 id="hope">',
        '<h2 id="plan">',
        'data-outcome="kept"',
        'data-outcome="no outcome given" data-overdue',
        "due 2013;",
    ):
        assert fragment in ledger
    corrections = (root / "site" / "corrections" / "index.html").read_text(encoding="utf-8")
    assert "<td>2012-05-06</td>" in corrections
    assert "The year was wrong." in corrections


def test_a_long_ledger_is_split_by_type(wiki: Any, plant: Any) -> None:
    rows = "".join(
        f"  - type: {'plan' if number % 4 else 'hope'}\n    text: Number {number}.\n    id: a{number}\n    due: 2013\n    cite: log\n"
        for number in range(280)
    )
    root: Path = plant({**BASE, "entries/places/osh.md": f"---\ntitle: Osh\nsummary: A port.\nannouncements:\n{rows}---\n"})
    assert wiki(root, "build", "--no-text-index", "--as-of", "2020").status == 0
    site = root / "site"
    first = (site / "announcements" / "index.html").read_text(encoding="utf-8")
    parts = ("hope", "plan-1", "plan-2")
    assert all(f'href="{part}/"' in first for part in parts)
    assert "<tr data-outcome" not in first
    pages = [(site / "announcements" / part / "index.html").read_text(encoding="utf-8") for part in parts]
    assert [page.count("<tr data-outcome") for page in pages] == [70, 200, 10]
    due = [file.read_text(encoding="utf-8").count("<tr data-stale") for file in sorted((site / "due").rglob("index.html"))]
    assert sorted(due) == [80, 200]
