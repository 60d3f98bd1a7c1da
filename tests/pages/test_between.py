"""Pages of pairs, /between/…: what stands between two entries, in both directions, made from claims only."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest

from wiki.pages import plan
from wiki.pages.between import parties

VOCABULARY = """kinds:
  - {id: actor, folder: actors, label: Actor, subtypes: [town, person], pairs: [town]}
  - {id: event, folder: events, label: Event, requires: [date]}
properties:
  - {id: date, label: Date, type: date, kinds: [event]}
  - {id: sales, label: Sales, type: quantity, units: [EUR], inverse: purchases}
  - {id: purchases, label: Purchases, type: quantity, units: [EUR], inverse: sales}
  - {id: turnover, label: Turnover, type: quantity, units: [EUR], inverse: turnover}
  - {id: gifts, label: Gifts, type: quantity, units: [t]}
relations:
  - {id: twin-of, label: twin of, inverse: twin of, symmetric: yes}
  - {id: guest, label: guest, inverse: guest at}
  - {id: mayor-of, label: mayor of, inverse: mayor}
stances:
  - {id: praises, label: praises}
"""
HEAD = "title: {}\nsubtype: {}\nsummary: {} lies on the river.\n"


def entry(title: str, rest: str = "", subtype: str = "town") -> str:
    return f"---\n{HEAD.format(title, subtype, title)}{rest}---\nText.\n"


SERIES = "series:\n  - property: sales\n    unit: EUR\n    with: brod\n    values:\n      2001: 10\n      2002: 20\n      2003: 30\n    cite: book\n"
FAIR = (
    "---\ntitle: Fair\nsummary: A fair.\nfacts:\n  - property: date\n    value: 1999\n    cite: book\n"
    "relations:\n  - type: guest\n    target: aarau\n    cite: book\n  - type: guest\n    target: brod\n    cite: book\n---\nText.\n"
)
WIKI = {
    "mkdocs.yml": "site_name: Towns\n",
    "entries/vocabulary.yml": VOCABULARY,
    "seeds/book.md": "---\ntitle: Book\n---\n",
    "entries/actors/aarau.md": entry("Aarau", SERIES),
    "entries/actors/brod.md": entry("Brod"),
    "entries/actors/celje.md": entry("Celje"),
}


def page(site: Path, address: str) -> str:
    return (site / address / "index.html").read_text(encoding="utf-8")


def texts(source: str, tag: str) -> list[str]:
    """Return the plain text of every element of a kind."""
    found = re.findall(rf"<{tag}[ >].*?</{tag}>", source, re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]*>", "", each)).replace("¶", "").split()) for each in found]


def rows(source: str) -> list[list[str]]:
    """Return the cells of each row below the heads of tables."""
    found = re.findall(r"<tr><th scope=\"row\">.*?</tr>", source, re.DOTALL)
    return [texts(each, "th") + texts(each, "td") for each in found]


@pytest.fixture
def built(wiki: Any, plant: Any) -> Any:
    """Plant the wiki of towns with other files, build it and return its site/."""

    def build(files: dict[str, str]) -> Path:
        root: Path = plant({**WIKI, **files})
        ran = wiki(root, "build", "--no-text-index")
        assert ran.status == 0, ran.err
        return root / "site"

    return build


def test_what_one_sells_stands_with_what_the_other_buys(built: Any) -> None:
    bought = "facts:\n  - property: purchases\n    value: 12 EUR\n    with: aarau\n    date: 2001\n    cite: book\n"
    shown = page(built({"entries/actors/brod.md": entry("Brod", bought)}), "between/aarau/brod")
    assert texts(shown, "h3") == ["Sales, Aarau with Brod"]
    assert [row[:3] for row in rows(shown)] == [
        ["10 EUR", "2001", "Aarau"],
        ["12 EUR", "2001", "Brod, as purchases"],
        ["20 EUR", "2002", "Aarau"],
        ["30 EUR", "2003", "Aarau"],
    ]
    assert texts(shown, "figcaption") == ["Sales, Aarau with Brod, as Aarau has it"]
    assert shown.count('class="wiki-chart-dot"') == 3
    assert shown.count("sources disagree") == 2
    assert 'href="../../../wiki/brod/#c-fact-purchases-aarau-2001-book"' in shown


def test_what_is_the_same_from_both_sides_is_one_group(built: Any) -> None:
    def turnover(value: str, other: str) -> str:
        fact = f"  - property: turnover\n    value: {value} EUR\n    with: {other}\n    date: {{}}\n    cite: book\n"
        return "facts:\n" + "".join(fact.format(year) for year in (2001, 2002))

    files = {
        "entries/actors/aarau.md": entry("Aarau", turnover("5", "brod")),
        "entries/actors/brod.md": entry("Brod", turnover("6", "aarau")),
    }
    shown = page(built(files), "between/aarau/brod")
    assert texts(shown, "h3") == ["Turnover, Aarau with Brod"]
    assert [row[:3] for row in rows(shown)] == [
        ["5 EUR", "2001", "Aarau"],
        ["6 EUR", "2001", "Brod"],
        ["5 EUR", "2002", "Aarau"],
        ["6 EUR", "2002", "Brod"],
    ]
    assert "<figure" not in shown  # two dates make no chart


def test_every_section_in_its_order(built: Any) -> None:
    rest = (
        "facts:\n  - property: gifts\n    value: 3 t\n    with: brod\n    part: salt\n    cite: book\n"
        "relations:\n  - type: twin-of\n    target: brod\n    cite: book\n"
        "positions:\n  - on: fair\n    stance: praises\n    text: Well run.\n    cite: book\n"
        "announcements:\n  - type: plan\n    text: To give more.\n    value: 9 t\n    due: 2030\n    with: brod\n    cite: book\n"
    )
    brod = entry("Brod", "positions:\n  - on: aarau\n    stance: praises\n    said-by: its mayor\n    date: 1990\n    cite: book\n")
    files = {"entries/actors/aarau.md": entry("Aarau", rest), "entries/actors/brod.md": brod, "entries/events/fair.md": FAIR}
    shown = page(built(files), "between/aarau/brod")
    assert texts(shown, "h2") == ["Figures", "Relations", "Positions", "Announcements", "Events"]
    assert rows(shown) == [
        ["3 t", "no date", "Aarau", "salt", "Book ○ not checked"],
        ["Aarau twin of Brod", "no date", "Book ○ not checked"],
        ["Brod praises Aarau", "1990", "Brod; according to its mayor", "Book ○ not checked"],
        ["Aarau praises Fair: Well run.", "no date", "Aarau", "Book"],
        ["Plan: To give more. (9 t, due 2030)", "no date", "Aarau", "Book ○ not checked"],
        ["Fair", "1999", "Aarau: guest ○ not checked; Brod: guest ○ not checked"],
    ]
    for anchor in ("wiki/fair/#c-relation-guest-brod-book", "wiki/aarau/#c-position-fair-book", "sources/book/"):
        assert f'href="../../../{anchor}' in shown


def test_a_page_from_three_rows_on(built: Any) -> None:
    two = SERIES.replace("      2003: 30\n", "")
    site = built({"entries/actors/aarau.md": entry("Aarau", two)})
    assert not (site / "between" / "aarau" / "brod").exists()
    assert rows(page(site, "between/aarau")) == [["Brod", "2 no page yet; leads to the entry"]]
    assert 'href="../../wiki/brod/"' in page(site, "between/aarau")
    assert texts(page(site, "between"), "dd") == ["1 with fewer rows", "1 with fewer rows", "none"]


def test_lists_and_links_from_either_side(built: Any) -> None:
    site = built({})
    assert texts(page(site, "between"), "h1") == ["Between town and town"]
    assert texts(page(site, "between"), "dd") == ["Brod 3", "Aarau 3", "none"]
    for town in ("aarau", "brod"):
        assert 'href="../../between/aarau/brod/"' in page(site, f"between/{town}")
        assert 'href="../../between/aarau/brod/"' in page(site, f"wiki/{town}")
    assert "Nothing yet." in page(site, "between/celje")
    assert '<p class="wiki-aliases wiki-partners">With: <a href="../../between/celje/">others</a></p>' in page(site, "wiki/celje")
    assert 'href="../between/"' in page(site, "vocabulary")
    assert ">Between<" in re.sub(r"\s+", "", page(site, "timeline"))


def test_persons_and_what_is_not_of_the_two_make_no_rows(built: Any) -> None:
    mayor = "relations:\n  - type: mayor-of\n    target: aarau\n    cite: book\n  - type: mayor-of\n    target: celje\n    cite: book\n"
    about = "positions:\n  - on: celje\n    stance: praises\n    said-by: mayor\n    cite: book\n"
    files = {"entries/actors/mayor.md": entry("The mayor", mayor + about, "person")}
    assert "Nothing yet." in page(built(files), "between/celje")


def test_what_involves_too_many_makes_no_rows(built: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rows(page(built({"entries/events/fair.md": FAIR}), "between/brod")) == [["Aarau", "4"]]
    monkeypatch.setattr(parties, "MOST_PARTIES", 1)
    touched = {"entries/events/fair.md": FAIR.replace("A fair.", "A great fair.")}
    assert rows(page(built(touched), "between/brod")) == [["Aarau", "3"]]


def test_a_long_page_goes_on_in_parts(built: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "MOST", 2)
    site = built({})
    assert [row[0] for row in rows(page(site, "between/aarau/brod"))] == ["10 EUR", "20 EUR"]
    assert [row[0] for row in rows(page(site, "between/aarau/brod/part_2"))] == ["30 EUR"]
    assert [each for each in texts(page(site, "between/aarau/brod"), "li") if each.startswith("Part")] == ["Part 2 1"]
    assert "<figure" not in page(site, "between/aarau/brod/part_2")
    assert texts(page(site, "between/part_2"), "dd") == ["none"]


def test_without_the_key_there_is_nothing_of_it(built: Any) -> None:
    site = built({"entries/vocabulary.yml": VOCABULARY.replace(", pairs: [town]", "")})
    assert not (site / "between").exists()
    assert not (site / "compare").exists()
    assert not re.search("(between|compare)/", page(site, "wiki/aarau") + page(site, "timeline") + page(site, "vocabulary"))


def test_a_page_by_hand_stands_in_the_way(wiki: Any, plant: Any) -> None:
    ran = wiki(plant({**WIKI, "docs/between/mine.md": "# Mine\n"}), "build", "--no-text-index")
    assert ran.status == 1
    assert "docs/between/mine.md:1:1: the build makes pages here; move this file to docs/about/ [by-hand]" in ran.err


def gifts(*values: str, to: str = "") -> str:
    """Return facts on gifts, each `year amount`."""
    facts = ""
    for value in values:
        year, _, amount = value.partition(" ")
        facts += f"  - property: gifts\n    value: {amount}\n    date: {year}\n    cite: book\n" + (f"    with: {to}\n" if to else "")
    return f"facts:\n{facts}"


def test_figures_of_three_stand_side_by_side(built: Any) -> None:
    files = {
        "entries/actors/aarau.md": entry("Aarau", gifts("2001 1 t", "2002 2 t", "2003 3 t")),
        "entries/actors/brod.md": entry("Brod", gifts("2001 10 t", "2002 20 t", "2003 30 t", "2004 40 t", "2004 50 t")),
        "entries/actors/celje.md": entry("Celje", gifts("2002 5 t", "2003 6 t") + gifts("2003 7 t", to="brod").removeprefix("facts:\n")),
        "entries/actors/mayor.md": entry("The mayor", gifts("2001 9 t"), "person"),
    }
    site = built({path: text.replace("    value: 50 t\n", "    value: 50 t\n    id: again\n") for path, text in files.items()})
    shown = page(site, "compare/gifts")
    assert texts(shown, "h2") == ["As a whole, in t"]
    assert texts(shown, "th")[:4] == ["As of", "Aarau", "Brod", "Celje"]
    assert [[cell.replace(" ○ not checked", "") for cell in row] for row in rows(shown)] == [
        ["2001", "1 t", "10 t", ""],
        ["2002", "2 t", "20 t", "5 t"],
        ["2003", "3 t", "30 t", "6 t"],
        ["2004", "", "40 t sources disagree50 t sources disagree", ""],
    ]
    assert texts(shown, "figcaption") == ["Aarau", "Brod"]
    axes = [re.findall(r'wiki-chart-text"[^>]*>([^<]*)<', svg) for svg in re.findall(r"<svg class=\"wiki-chart\".*?</svg>", shown)]
    assert axes[0] == axes[1]
    assert rows(page(site, "compare")) == [["Gifts", "3", "10"]]
    assert 'href="../../wiki/celje/#c-fact-gifts-2002-book"' in shown


def test_figures_of_two_or_of_different_things_are_not_compared(built: Any) -> None:
    files = {
        "entries/actors/aarau.md": entry("Aarau", gifts("2001 1 t")),
        "entries/actors/brod.md": entry("Brod", gifts("2001 10 t")),
        "entries/actors/celje.md": entry("Celje", gifts("2002 5 t", to="brod")),
    }
    site = built(files)
    assert "Nothing to compare yet." in page(site, "compare")
    assert not (site / "compare" / "gifts").exists()
