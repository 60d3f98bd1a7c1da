"""The audits can be read, name claims that stand or are marked as gone, and the page on marks says what they and the benchmark give."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from tests.audit import audits
from tests.audit.audits import (
    KEYS,
    MARKS,
    VERDICTS,
    audit_files,
    changes,
    claims_by_place,
    held,
    read_audit,
    read_audits,
    share,
    write_marks,
)
from tests.audit.draw import sheet
from tests.audit.marks import PAGE, block, with_block
from tests.bench.planted import mark_of, measure
from tests.bench.planted_world import ROOT, World, load_world

from wiki.model import NOWHERE
from wiki.model.citations import parse_citations


@pytest.fixture(scope="module")
def world() -> World:
    return load_world(ROOT)


@pytest.mark.parametrize("file", audit_files(), ids=lambda file: file.stem)
def test_an_audit_has_the_form_that_its_readme_tells(file: Path) -> None:
    found = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert set(found) == {"date", "reader", "drawn", "claims"}
    assert str(found["date"]) == file.stem[:10]
    for row in found["claims"]:
        assert set(row) <= set(KEYS), row
        assert {"entry", "claim", "says", "cite", "mark", "verdict"} <= set(row), row
        assert row["verdict"] in VERDICTS, row
        assert row["mark"] in MARKS, row
        assert row.get("gone", True) is True, row
        assert row["verdict"] == "holds" or row.get("remark"), f"say why: {row}"
        parse_citations(row["cite"], NOWHERE)


@pytest.mark.parametrize("file", audit_files(), ids=lambda file: file.stem)
def test_no_claim_is_read_twice_in_an_audit(file: Path) -> None:
    rows = [(row.entry, row.claim) for row in read_audit(file)]
    assert len(rows) == len(set(rows))


def test_a_claim_stands_or_is_marked_as_gone(world: World) -> None:
    claims = claims_by_place(world)
    for row in read_audits():
        where = f"{row.file}: {row.entry}#{row.claim}"
        assert ((row.entry, row.claim) in claims) != row.gone, f"{where}: write or take out 'gone: true'"


def test_what_has_changed_since_is_told(world: World) -> None:
    row = next(row for row in read_audits() if not row.gone and not list(changes([row], world)))
    assert [what for _, what in changes([replace(row, claim="c-none")], world)] == ["gone"]
    assert [what for _, what in changes([replace(row, says="Other")], world)] == [f"says now: {row.says}"]
    assert [what for _, what in changes([replace(row, cite="other, l. 1")], world)] == [f"cites now: {row.cite}"]


def test_intervals_are_those_of_the_tables() -> None:
    assert share(0, 10).high == pytest.approx(27.75, abs=0.01)
    assert share(81, 263).low == pytest.approx(25.53, abs=0.01)
    assert share(81, 263).high == pytest.approx(36.62, abs=0.01)
    assert share(10, 10).high == pytest.approx(100)
    assert share(0, 0).words == "—"


def test_a_sheet_is_an_audit_without_verdicts(world: World) -> None:
    found = yaml.safe_load(sheet(world, 1))
    assert len(found["claims"]) == 60
    assert all(set(row) <= set(KEYS) and row["verdict"] is None for row in found["claims"])
    assert sheet(world, 1) == sheet(world, 1) != sheet(world, 2)


def test_marks_of_today_are_written_where_a_claim_is_as_it_was(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = audit_files()[0]
    kept = tmp_path / file.name
    kept.write_text(re.sub("    mark: .*", "    mark: weak", file.read_text(encoding="utf-8")), encoding="utf-8")
    monkeypatch.setattr(audits, "FOLDER", tmp_path)
    write_marks(read_audits(), world)
    moved = {(row.entry, row.claim) for row, _ in changes(read_audits(), world)}
    for row in read_audits():
        today = "weak" if (row.entry, row.claim) in moved else mark_of(world.answers[row.entry, row.claim])
        assert row.mark == today


def test_a_claim_that_could_be_put_better_holds() -> None:
    rows = [replace(row, mark="strong") for row in read_audits()]
    wrong = [row for row in rows if row.verdict not in {"holds", "wording"}]
    assert held(rows, "strong").hits == len(rows) - len(wrong)


@pytest.mark.feature("T3")
def test_the_page_on_marks_says_what_the_target_gives(world: World) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_block(page, block(read_audits(), measure(world))) == page, "run 'make planted'"
