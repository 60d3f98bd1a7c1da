"""How much a found says: places are asked by arithmetic, and what it says is what looking at every place would say."""

from __future__ import annotations

from decimal import Decimal
from itertools import starmap
from pathlib import Path

import pytest

from wiki.evidence import Evidence, make_evidence
from wiki.evidence.files import read_file_evidence
from wiki.model import Citation, Locator, Place
from wiki.numerals import Reading
from wiki.verify.keywords import variants
from wiki.verify.places import at_least, places_of
from wiki.verify.sought import DateSought, FigureSought, NameSought, Sought, WordsSought, spellings
from wiki.verify.standing import NOT, SURE, UNSURE, Cited, near, stands
from wiki.verify.strength import FEWEST, Held, strength_of

TEXTS = Path(__file__).parent.parent / "cases" / "verify" / "texts"


def evidence_of(text: str) -> Evidence:
    return read_file_evidence(make_evidence(text, "doc", file="doc.txt", sha256="0" * 64))


def cited(evidence: Evidence, first: int, last: int) -> Cited:
    locator = Locator("line", ((first, last),), "")
    return Cited(Citation("doc", locator, Place("e", 1)), evidence, ((first, last),), None, places_of(evidence))


def named(*names: str) -> NameSought:
    return NameSought(names[0], spellings(names))


def figure(number: str, unit: str = "") -> FigureSought:
    return FigureSought(number, ((Reading(Decimal(number), unit),),))


SOUGHT: list[Sought] = [
    figure("118", "km"), figure("4.5", "USD"), DateSought("2003", ("2003",)), DateSought("2003/2005", ("2003", "2005")),
    DateSought("1931-11-09", ("1931-11-09",)), DateSought("2010-06", ("2010-06",)), DateSought("200X", ("200X",)), named("Anselm Dorrit"),
    named("Ilse Brandauer", "Dorrit"), named("harbour"),
]  # fmt: skip


@pytest.mark.parametrize("sought", SOUGHT, ids=lambda each: each.text)
@pytest.mark.parametrize("length", [1, 3, 10])
def test_all_places_at_once_are_each_place_by_itself(sought: Sought, length: int) -> None:
    evidence = evidence_of((TEXTS / "ferry.txt").read_text(encoding="utf-8"))
    runs = places_of(evidence).holding(sought, length)
    places = [(first, first + length - 1) for first in range(evidence.first, evidence.last - length + 2)]
    assert [bool(runs >> index & 1) for index in range(len(places))] == [
        stands(sought, each) != NOT for each in starmap(lambda a, b: cited(evidence, a, b), places)
    ]


TEXT = "\n".join([f"In {1900 + line} the mill at Oxbridge ground {100 + line} t of grain." for line in range(1, 101)])


@pytest.mark.parametrize(
    ("sought", "expected"),
    [
        ([figure("105", "t")], ("strong", 0.0)),
        ([named("Oxbridge")], ("weak", 1.0)),
        ([named("Oxbridge"), figure("105", "t")], ("strong", 0.0)),
        ([DateSought("190X", ("190X",))], ("weak", 8 / 99)),
    ],
)
def test_strength_is_the_share_of_other_places(sought: list[Sought], expected: tuple[str, float]) -> None:
    place = cited(evidence_of(TEXT), 5, 5)
    strength, share = strength_of([Held(each, stands(each, place)) for each in sought], (), place)
    assert (strength, round(share, 9)) == (expected[0], round(expected[1], 9))


def test_a_short_source_tells_little() -> None:
    lines = TEXT.split("\n")
    for count, expected in ((FEWEST, "weak"), (FEWEST + 1, "strong")):
        place = cited(evidence_of("\n".join(lines[:count])), 5, 5)
        assert strength_of([Held(figure("105", "t"), SURE)], (), place)[0] == expected


def test_what_stands_in_the_block_is_fair_at_most() -> None:
    lines = TEXT.replace("Oxbridge", "the bridge").split("\n")
    lines[4] = lines[4].replace("the bridge", "Oxbridge")
    place = cited(evidence_of("\n".join(lines * 10)), 3, 3)
    how = stands(named("Oxbridge"), place)
    assert how == UNSURE
    assert strength_of([Held(named("Oxbridge"), how)], (), place, most="strong")[0] in ("fair", "weak")


def test_key_words_weigh_by_how_rare_they_are() -> None:
    lines = TEXT.split("\n")
    lines[50] = "Weavers quarrelled with dyers over indigo."
    evidence = evidence_of("\n".join(lines))
    words = WordsSought("The dyer quarrels with weavers about indigo", 3, 0.5)
    common = WordsSought("The mill ground grain", 3, 0.5)
    assert stands(words, cited(evidence, 51, 51)) != NOT
    assert stands(words, cited(evidence, 91, 91)) == NOT
    assert stands(common, cited(evidence, 51, 51)) == NOT


def test_who_spoke_may_be_named_before_under_the_same_heading() -> None:
    lines = ["Rosamund Pell, who keeps the mill, said so."] + ["It ground grain." for _ in range(60)]
    evidence = evidence_of("\n".join(lines))
    pell = named("Rosamund Pell")
    assert near(pell, cited(evidence, 25, 25))
    assert stands(pell, cited(evidence, 25, 25)) == NOT
    assert not near(pell, cited(evidence, 58, 58))


def test_endings_of_words_are_ignored() -> None:
    assert "tajik" in variants("tajiks")
    assert "detained" in variants("detains")
    assert variants("dam") == ("dam",)


def test_counting_bit_by_bit() -> None:
    sets = [(0b10110, 3), (0b00011, 2), (0b11000, 1)]
    for wanted in range(1, 7):
        totals = [sum(weight for members, weight in sets if members >> bit & 1) for bit in range(5)]
        assert at_least(sets, wanted, 0b11111) == sum(1 << bit for bit, total in enumerate(totals) if total >= wanted)
