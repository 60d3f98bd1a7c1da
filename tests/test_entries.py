"""The real entries and source records, one test each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wiki.build.pipeline import Checked, entry_paths, source_paths
from wiki.check.format import format_file
from wiki.model.problems import render_problems
from wiki.read.front_matter import read_file

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("path", [*entry_paths(ROOT), *source_paths(ROOT)])
def test_record_has_no_errors(path: str, real_checked: Checked) -> None:
    errors = [each for each in real_checked.problems if each.path == path and each.severity == "error"]
    assert render_problems(errors, "text") == ""


@pytest.mark.parametrize("path", entry_paths(ROOT))
def test_summary_stands_alone(path: str) -> None:
    raw, _ = read_file(ROOT, path)
    assert raw is not None
    summary = getattr(raw.fields.get("summary"), "value", "")
    assert re.search(r"[.?!][”\"')]?$", summary), "a summary ends in a full stop"


@pytest.mark.parametrize("path", [*entry_paths(ROOT), *source_paths(ROOT)])
def test_file_is_in_canonical_form(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert format_file(text, path) == text


def test_settings_and_vocabulary_have_no_errors(real_checked: Checked) -> None:
    elsewhere = [each for each in real_checked.problems if not each.path.endswith(".md") and each.severity == "error"]
    assert render_problems(elsewhere, "text") == ""


def test_every_file_is_an_entry(real_checked: Checked) -> None:
    assert len(real_checked.graph.entries) == len(entry_paths(ROOT))
    assert len(real_checked.graph.sources) == len(source_paths(ROOT))


def test_every_source_is_used(real_checked: Checked) -> None:
    claims = (claim for linked in real_checked.graph.entries.values() for claim in linked.entry.claims)
    cited = {citation.source for claim in claims for citation in claim.citations}
    assert cited == set(real_checked.graph.sources)
