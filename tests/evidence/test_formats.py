"""Evidence is read in every format that was ever written, and what was found in a file stays found when it is written anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wiki.build.pipeline import Checked
from wiki.evidence import Evidence, read_file_evidence
from wiki.evidence.first_format import word_forms as first_forms
from wiki.evidence.hashes import word_forms
from wiki.verify import verify_wiki

OLD = Path(__file__).parent / "format-1"
FILES = sorted(OLD.glob("*.json"))
SEEDS = Path(__file__).parent.parent.parent / "seeds"


@pytest.fixture(scope="module")
def first() -> dict[str, Evidence]:
    """The evidence of the first nineteen sources, as format 1 had it."""
    return {evidence.source: evidence for file in FILES if (evidence := read_file_evidence(file.read_bytes()))}


def test_files_of_format_1_are_read(first: dict[str, Evidence]) -> None:
    assert len(first) == 19
    for evidence in first.values():
        assert evidence.form == 1
        assert evidence.modality_in(((evidence.first, evidence.last),)) == frozenset()
        assert evidence.runs is None


@pytest.mark.feature("T8")
def test_what_was_found_in_format_1_is_found_in_format_2(first: dict[str, Evidence], real_checked: Checked) -> None:
    now = {key: read_file_evidence((SEEDS / f"{key}.evidence.json").read_bytes()) for key in first}
    assert {evidence.form for evidence in now.values()} == {2}
    before = {claim.entry + claim.anchor: answers for claim, answers in verify_wiki(real_checked.graph, first)}
    after = {claim.entry + claim.anchor: answers for claim, answers in verify_wiki(real_checked.graph, now)}
    lost = [
        (anchor, one.reason, other.reason)
        for anchor, answers in before.items()
        for one, other in zip(answers, after[anchor], strict=True)
        if one.outcome == "found" and other.outcome == "not-found"
    ]
    assert lost == []
    assert sum(answer.outcome == "found" for answers in before.values() for answer in answers) > 3500


def test_the_lines_and_pages_of_both_formats_are_the_same(first: dict[str, Evidence]) -> None:
    for key, old in first.items():
        new = read_file_evidence((SEEDS / f"{key}.evidence.json").read_bytes())
        assert (new.first, new.last, new.sha256) == (old.first, old.last, old.sha256)
        assert [(block.first, block.last, block.page, block.heading) for block in new.blocks] == [
            (block.first, block.last, block.page, block.heading) for block in old.blocks
        ]


def test_format_1_looks_words_up_as_it_hashed_them() -> None:
    """There, letters that are not Latin were kept; in format 2 all scripts fold alike."""
    forms = word_forms("Йолотань")
    assert forms.first == first_forms("Йолотань") == ("иолотань",)
    assert forms == ("yolotan",)


def test_what_is_not_of_the_format_is_refused() -> None:
    found = json.loads(FILES[0].read_bytes())
    with pytest.raises(ValueError, match="format 3"):
        read_file_evidence(json.dumps({**found, "format": 3}).encode())
    with pytest.raises(ValueError, match="damaged"):
        read_file_evidence(json.dumps({**found, "format": 2}).encode())
