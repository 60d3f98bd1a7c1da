"""README.md never says another number than the wiki has."""

from __future__ import annotations

from tests.bench.figures import README, block, count_figures, with_block
from tests.bench.planted_world import ROOT, load_world


def test_readme_has_the_figures_of_today() -> None:
    page = README.read_text(encoding="utf-8")
    assert with_block(page, block(count_figures(load_world(ROOT)))) == page, "run 'make figures'"


def test_each_answer_is_counted_once() -> None:
    found = count_figures(load_world(ROOT))
    assert found.found + found.vouched + found.unvouched + found.not_checked == found.citations
    assert found.unvouched == 0
