"""How much of a source is taken up: what counts as a figure, what takes one up, what leaves one out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from wiki.evidence import Evidence, make_evidence, read_file_evidence
from wiki.evidence.coverage import Coverage, Held, Share, amounts_of, cover, printed_figures
from wiki.evidence.parts import LineFigures
from wiki.model import Claim, LeftOut, Place, Quantity
from wiki.model.citations import parse_citations
from wiki.numerals import Reading

TEXT = """\
In 1957 the line of 118 kilometers was opened; it cost 46 million rubles.
By 1970 freight had grown to 3.1 million tons and by 1980 to 4.6 million tons.
The two towns had one station each and 61 350 people.

Below it stood 12 sheds.
"""


def evidence(text: str = TEXT) -> Evidence:
    return read_file_evidence(make_evidence(text, "lake", file="lake.txt", sha256="0" * 64))


def held(locator: str, *amounts: tuple[str, str]) -> Held:
    return Held("railway", f"c-{locator}", locator, amounts)


def texts(coverage: Coverage) -> list[str]:
    return [each.text for each in coverage.open]


def test_figures_are_numbers_and_not_years_nor_ones_and_twos() -> None:
    assert texts(cover(evidence(), ())) == ["118 km", "46,000,000 RUB", "3,100,000 t", "4,600,000 t", "61,350", "12"]


def test_a_year_with_a_footnote_is_no_figure() -> None:
    row = LineFigures(((Reading(Decimal(202010), ""),), (Reading(Decimal(202010), "t"),)), ("2020",))
    assert [readings[0].unit for readings in printed_figures(row)] == ["t"]


@pytest.mark.parametrize(
    ("holding", "left"),
    [
        (held("l. 1", ("118", "km")), 5),
        (held("l. 1", ("118000", "m")), 5),
        (held("ll. 1–5", ("118", "km"), ("12", "")), 4),
        (held("", ("118", "km")), 5),
        (held("ll. 2-3", ("118", "km")), 6),
        (held("l. 1", ("118", "t")), 6),
        (held("l. 1", ("119", "km")), 6),
        (held("l. 1", ("118", "")), 5),
        (held("ll. 900-901", ("118", "km")), 6),
        (held("p. 4", ("118", "km")), 6),
    ],
)
def test_a_claim_takes_up_what_it_holds_on_the_lines_it_cites(holding: Held, left: int) -> None:
    coverage = cover(evidence(), (holding,))
    assert len(texts(coverage)) == left
    assert coverage.share == Share(6, 6 - left, 0)


@pytest.mark.parametrize(
    ("row", "left"),
    [
        (LeftOut("5", "12", "sheds are no subject here"), 5),
        (LeftOut("1, 2-3", "46 million rubles", "a sum without a date"), 5),
        (LeftOut("2", "all figures of the line", "given better elsewhere"), 4),
        (LeftOut("2", "12", "sheds"), 6),
        (LeftOut("5", "13", "sheds"), 6),
    ],
)
def test_the_record_leaves_out_what_it_names_on_its_lines(row: LeftOut, left: int) -> None:
    coverage = cover(evidence(), (), (row,))
    assert len(texts(coverage)) == left
    assert coverage.share == Share(6, 0, 6 - left)


def test_what_a_claim_holds_is_not_left_out_as_well() -> None:
    coverage = cover(evidence(), (held("l. 5", ("12", "")),), (LeftOut("5", "12", "sheds"),))
    assert (coverage.share.taken, coverage.share.left_out) == (1, 0)


@pytest.mark.feature("T12")
def test_blocks_add_up_and_say_where_they_are() -> None:
    coverage = cover(evidence("\n".join(f"Shed {number} held {number * 100} t of grain." for number in range(1, 41))), ())
    assert len(coverage.blocks) > 2
    assert sum(block.share.figures for block in coverage.blocks) == coverage.share.figures
    for block in coverage.blocks:
        assert all(block.block.first <= each.line <= block.block.last for each in block.figures)


@pytest.mark.parametrize(
    ("share", "percent"),
    [(Share(0, 0, 0), None), (Share(3, 3, 0), 100), (Share(1000, 998, 1), 99), (Share(3, 1, 1), 66), (Share(4, 0, 0), 0)],
)
def test_a_hundred_per_cent_is_all_of_it(share: Share, percent: int | None) -> None:
    assert share.percent == percent


CLAIM = Claim(entry="railway", anchor="c-1", form="fact", place=Place("e.md", 1), citations=parse_citations("lake, l. 1", Place("e.md", 1)))


@pytest.mark.parametrize(
    ("claim", "amounts"),
    [
        (CLAIM._replace(quantity=Quantity(Decimal(118), Decimal(118), Decimal(118), "", "km")), {("118", "km")}),
        (CLAIM._replace(quantity=Quantity(None, Decimal(150), Decimal(200), "", "MW")), {("150", "MW"), ("200", "MW")}),
        (CLAIM._replace(quantity=Quantity(Decimal(-27), Decimal(-27), Decimal(-27), "", "%")), {("27", "%")}),
        (CLAIM._replace(form="prose", text="It cost 46 million rubles in 1957."), {("46000000", "RUB")}),
        (CLAIM._replace(value="a gauge of 1520 mm"), {("1520", "mm")}),
        (CLAIM._replace(form="name", value="6+2 format"), set()),
    ],
)
def test_amounts_that_a_claim_holds(claim: Claim, amounts: set[tuple[str, str]]) -> None:
    assert set(amounts_of(claim)) == amounts
