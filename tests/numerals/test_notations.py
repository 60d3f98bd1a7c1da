"""Notations: tables of printed forms that read as their value, and the law that a part of a figure is never found for the whole."""

from __future__ import annotations

import re
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.evidence.collect import figure_text
from wiki.model.quantities import QuantityError, parse_quantity
from wiki.numerals import measured, read_figures, rewritten, unread_figures

CASES = Path(__file__).parent.parent / "cases" / "verify"
ENOUGH = settings(max_examples=400, deadline=None, derandomize=True)


def unescaped(text: str) -> str:
    text = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
    return text.replace("\\s", " ").replace("\\n", "\n")


def table(name: str) -> list[list[str]]:
    rows = (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [[unescaped(cell) for cell in row.split("\t")] for row in rows if row and not row.startswith("#")]


def read(text: str, language: str = "") -> tuple[str, str]:
    figures, moments = read_figures(text, language)
    dates = [date for moment in moments for date in moment.dates] + [moment.season for moment in moments if moment.season]
    return "; ".join(figure_text(figure.readings) for figure in figures), ";".join(dates)


CHANGES = [(row[0], row[1]) for row in table("changing")]
FIGURES = ("5", "75", "250", "3.5", "12.75", "1,250", "12,400", "7", "420", "99")
FRAMES = ("They had {} there.", "In all {} people came.", "It was {} km, and so on.", "It cost {}.", "a share of {} % or so")


def holds(text: str, value: Decimal) -> list[str]:
    return [
        figure_text((each,)) for figure in read_figures(text)[0] for each in figure.readings if each.value == value and each.unit != "th"
    ]


@pytest.mark.parametrize(("where", "what"), CHANGES)
def test_what_is_added_changes_a_figure(where: str, what: str) -> None:
    for printed in FIGURES:
        value = Decimal(printed.replace(",", ""))
        if re.fullmatch(r"0+", re.sub("[\u00ad\u200b]", "", what)) and "." in printed and where == "behind":
            continue  # noughts behind a decimal change nothing
        for frame in FRAMES:
            text = frame.format(what + printed if where == "before" else printed + what)
            assert not holds(text, value), text


COMPOUND = (
    "1'250'000", "1’250", "1.5×10⁶", "2 × 10^3", "2e6", "½", "2½", "2 1/2", "3/4", "1.234,50", "1.000.000", "1 250 000", "1,00,000", "12,5",
    "−3.5", "10⁶",
)  # fmt: skip


@ENOUGH
@given(
    st.sampled_from(COMPOUND),
    st.sampled_from([what for where, what in CHANGES if where == "behind" and what[0] != "-"]),
    st.sampled_from(FRAMES),
)
def test_what_is_added_changes_a_figure_of_several_parts(printed: str, what: str, frame: str) -> None:
    old = {each.value for figure in read_figures(frame.format(printed))[0] for each in figure.readings}
    assert len(old) == 1, printed
    if re.fullmatch(r"0+", re.sub("[\u00ad\u200b]", "", what)) and re.search(r"[.,]5\d?$", printed):
        return
    if what == ",000" and re.search("[. ]", printed):
        return  # noughts behind a decimal comma
    if what.strip()[0] in "½¾1" and re.search("½$|/[24]$", printed):
        return  # two figures beside each other
    assert not holds(frame.format(printed + what), *old)


JOINTS = (*"^/×*·:'’½²⁶±", "^-", "/-", " × ", " x ", "''", "e", "E-", "**", "·10", "³×")


@ENOUGH
@given(
    st.lists(st.tuples(st.integers(3, 999_999), st.sampled_from(JOINTS)), min_size=1, max_size=3),
    st.integers(1, 999_999),
    st.sampled_from(FRAMES),
)
def test_no_part_of_a_joined_figure_stands_for_the_whole(parts: list[tuple[int, str]], last: int, frame: str) -> None:
    text = frame.format("".join(f"{number}{joint}" for number, joint in parts) + str(last))
    found = [each.value for figure in read_figures(text)[0] for each in figure.readings]
    assert not {Decimal(number) for number, _ in parts} & set(found), (text, found)


@pytest.mark.parametrize(("printed", "figures", "dates"), table("notations") + table("languages"))
def test_notation(printed: str, figures: str, dates: str) -> None:
    found = [(each.start, figure_text(each.readings)) for each in read_figures(printed)[0]]
    found += [(each.start, "?") for each in unread_figures(printed)]
    assert ("; ".join(text for _, text in sorted(found)), read(printed)[1]) == (figures, dates)


def test_there_are_many_notations() -> None:
    assert len([row for row in table("notations") if "?" not in row[1]]) >= 60
    assert len(table("languages")) >= 60


ENGLISH = tuple(row.split("\t") for row in (CASES / "printed.tsv").read_text(encoding="utf-8").splitlines() if not row.startswith("#"))


@pytest.mark.parametrize("other", ["Это 12 км дороги, и 15 августа. ", "۱۲ کیلومتر سرک. "])
def test_other_scripts_do_not_disturb_english(other: str) -> None:
    before = len(read_figures(other)[0])
    for printed, figures, _ in ENGLISH:
        text = other + printed.replace("\\n", "\n")
        if "\n" in text or len(re.findall(r"[A-Za-z]", printed)) < 40:
            continue
        assert "; ".join(figure_text(each.readings) for each in read_figures(text)[0][before:]) == figures.strip()


@pytest.mark.parametrize("name", ["ru", "fa", "uz", "ps", "en", ""])
def test_the_language_of_a_source_may_be_known(name: str) -> None:
    """English figures are the same in every language but for the comma before three digits, which parts decimals in some."""
    for text in ("75 km, US$129 million and 5 per cent", "12.5 % of 1,250,000 people", "on 15 August 2021"):
        assert read(text, name) == read(text)
    assert read("12,345 млн", "ru")[0] == "12345000"
    assert read("1,234 km", name)[0] == ("1.234 km | 1234 km" if name in ("ru", "uz") else "1234 km")


@given(st.text(alphabet=st.sampled_from("0123456789.,–−+ -$€%/^×'’½²⁶e()\n\tkmмлн тыسال۱۲٫٬\u200c\u00ad"), max_size=60))
def test_any_signs_are_read(text: str) -> None:
    found, moments = read_figures(text)
    assert all(0 <= each.start < each.end <= len(text) for each in (*found, *unread_figures(text)))
    assert all(0 <= each.start < each.end <= len(text) for each in moments)
    assert [each.start for each in found] == sorted(each.start for each in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("km²", "km2"),
        ("tonnes", "t"),
        ("m³/s", "m3/s"),
        ("dollars", "USD"),
        ("кВт·ч", "kWh"),
        ("Km", "km"),
        ("percent", "%"),
        ("cumecs", "m3/s"),
    ],
)
def test_a_vocabulary_may_spell_units_as_texts_do(one: str, other: str) -> None:
    assert measured(Decimal(5), one) == measured(Decimal(5), other)
    assert measured(Decimal(5), one)[1]


UNITS = ("km", "m", "km2", "USD", "EUR", "CHF", "PKR", "%", "m3", "m3/s", "t", "kWh", "MW", "people", "times")


@pytest.mark.parametrize(("written", "form"), table("written"))
def test_a_value_is_taken_or_its_form_is_told(written: str, form: str) -> None:
    """A value in another notation is refused with the form that means the same, or without one; it never means something else."""
    try:
        taken = parse_quantity(written, UNITS)
    except QuantityError:
        assert rewritten(written, UNITS) == ("" if form == "-" else form)
        if form != "-":
            meant = parse_quantity(form, UNITS)
            values = {each.value for figure in read_figures(written)[0] for each in figure.readings}
            assert {meant.low, meant.high} <= values
    else:
        assert form == "="
        assert measured(taken.low, taken.unit)


def test_there_are_many_ways_to_write_a_value() -> None:
    assert len([row for row in table("written") if row[1] != "-"]) >= 60


@pytest.mark.parametrize(
    "unit", ["1,2,", "1.2.", "1/2 ", "1'2", "10⁶", "1-2-", "½", "1 05 ", "1e", "1 and a ", "۱/۲/", "пять ", "2021/22/", "+1 23 "]
)
def test_no_run_of_signs_takes_long(unit: str) -> None:
    text = unit * (40_000 // len(unit))
    start = time.process_time()
    read_figures(text)
    assert time.process_time() - start < 3
