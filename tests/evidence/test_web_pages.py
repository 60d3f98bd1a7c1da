"""Web pages: what they tell of themselves, the article without what stands around it, tables, and places in them; pages of PDFs."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from wiki.check.sources import check_source
from wiki.evidence import Evidence, add_source, read_evidence, word_forms
from wiki.evidence.text import Document, document_of
from wiki.model import Source
from wiki.model.citations import parse_locator
from wiki.read.front_matter import read_file
from wiki.read.vocabulary import read_vocabulary

PAGES = Path(__file__).parent / "web"
WIKI = Path(__file__).parent.parent / "cases" / "verify" / "wiki"


def document(name: str) -> Document:
    file = PAGES / f"{name}.html"
    return document_of(file.read_bytes(), ".html", file.name)


@pytest.mark.parametrize(
    ("name", "about"),
    [
        ("news", {"title": "Ferry opens on Lake Ordabai", "author": [{"family": "Fenn", "given": "Orsolya"}], "issued": "2023-10-05",
            "container-title": "Lake Daily", "publisher": "Lake Daily", "language": "en", "URL": "https://lake.example/2023/ferry"}),
        ("report", {"title": "Transport on the lake", "issued": "2021-03", "publisher": "Pier Press", "language": "en",
            "author": [{"family": "Brandauer", "given": "Ilse"}, {"family": "Fenn", "given": "Orsolya"}]}),
        ("agency", {"title": "Мост через реку", "author": [{"family": "Сулина", "given": "Марта"}], "issued": "2024-02-11",
            "publisher": "Озёрное агентство", "language": "ru", "URL": "https://oz.example/most"}),
        ("blog", {"title": "راه آهن هرات", "author": [{"literal": "خبرگزاری دریاچه"}], "issued": "2022-05", "language": "fa"}),
        ("plain", {"title": "A note on grain"}),
    ],
)  # fmt: skip
def test_what_a_page_tells_of_itself(name: str, about: dict[str, Any]) -> None:
    assert document(name).about == about


@pytest.mark.parametrize(
    ("name", "there", "not_there"),
    [
        ("news", ["# Ferry opens", "75 km long", "## The port", "12 berths"], ["World", "Share", "Grain prices", "Ten things", "555"]),
        (
            "report",
            ["North\t75 km\t129 million USD", "South\t64 km\t1,250 million USD", "2020\t4.5 %", "\nTulen has one."],
            ["Jobs", "Imprint"],
        ),
        ("agency", ["118 км построен в 2023 году.\nПланируется"], ["Погода", "cookie"]),
        ("blog", ["۷۵ کیلومتر"], ["خانه", "پیوندها", "نظر"]),
        ("plain", ["In 1957 the town", "\n\nNobody knows why.\n\nWe ate well.", "1957  300"], []),
    ],
)
def test_the_article_and_nothing_around_it(name: str, there: list[str], not_there: list[str]) -> None:
    text = document(name).text
    assert [each for each in there if each not in text] == []
    assert [each for each in not_there if each in text] == []


def added(root: Path, name: str) -> tuple[Source, Evidence]:
    add_source(root, PAGES / f"{name}.html", name)
    return read_back(root, name)


def read_back(root: Path, name: str) -> tuple[Source, Evidence]:
    raw, _ = read_file(root, f"seeds/{name}.md")
    assert raw
    source, problems = check_source(raw, read_vocabulary(WIKI)[0])
    assert source, problems
    evidence, found = read_evidence(root, source)
    assert evidence, found
    return source, evidence


@pytest.mark.parametrize("name", sorted(file.stem for file in PAGES.glob("*.html")))
def test_the_record_to_begin_with_is_right(tmp_path: Path, name: str) -> None:
    source, _ = added(tmp_path, name)
    assert source.title == document(name).about["title"]


def test_a_record_says_who_when_and_where(tmp_path: Path) -> None:
    source, _ = added(tmp_path, "news")
    assert (source.author, source.container) == ("Orsolya Fenn", "Lake Daily")
    assert source.issued
    assert source.issued.text == "2023-10-05"
    assert "https://lake.example/2023/ferry" in source.csl


def test_paragraphs_and_headings_of_a_page_are_places(tmp_path: Path) -> None:
    _, evidence = added(tmp_path, "news")
    lines = document("news").text.split("\n")

    def at(locator: str) -> str:
        return " ".join(line for a, b in evidence.ranges_of(parse_locator(locator)) or () for line in lines[a - 1 : b] if line)

    assert at("para. 3").startswith("The ferry between")
    assert at("para. 3").endswith("$129 million.")
    assert at("para. 4") == "The ministry said that a second ferry would follow in 2025."
    assert at("para. 90") == ""
    assert "12 berths" in at("sec. The port")
    (line,) = evidence.figure_lines(Decimal(75), "km")
    assert evidence.ranges_of(parse_locator("para. 3")) == ((line, line + 1),)
    assert evidence.modality_in(evidence.ranges_of(parse_locator("para. 4")) or ()) >= {"reported", "possible"}


def test_cells_have_the_unit_of_their_head(tmp_path: Path) -> None:
    _, evidence = added(tmp_path, "report")
    (line,) = evidence.figure_lines(Decimal(129_000_000), "USD")
    assert evidence.figure_lines(Decimal(75), "km") == (line,)
    assert evidence.figure_lines(Decimal(75_000_000), "USD") == ()
    assert evidence.name_blocks(word_forms("North"))


def labelled_pdf(labels: bytes) -> bytes:
    """Write a PDF of four pages with labels."""
    catalogue = b"<< /Type /Catalog /Pages 2 0 R /PageLabels << /Nums [" + labels + b"] >> >>"
    objects = [catalogue, b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for text in (b"Foreword of 11 lines", b"More of 12 lines", b"The line has 75 km", b"Annex of 80 km"):
        stream = b"BT /F1 12 Tf 72 700 Td (" + text + b") Tj ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % len(objects))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [" + b" ".join(kids) + b"] /Count 4 /MediaBox [0 0 600 800] >>"
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def test_pages_have_the_labels_that_are_printed(tmp_path: Path) -> None:
    data = labelled_pdf(b"0 << /S /r >> 2 << /S /D /St 7 >> 3 << /S /D /P (A-) >>")
    (tmp_path / "a.pdf").write_bytes(data)
    assert document_of(data, ".pdf", "a.pdf").labels == ("i", "ii", "7", "A-1")
    add_source(tmp_path, tmp_path / "a.pdf", "a")
    _, evidence = read_back(tmp_path, "a")

    def held(locator: str) -> set[str]:
        ranges = evidence.ranges_of(parse_locator(locator)) or ()
        rows = [row for line, row in evidence.lines.items() if any(a <= line <= b for a, b in ranges)]
        return {str(readings[0].value) for row in rows for readings in row.numbers}

    assert held("p. ii") == {"12"}
    assert held("pp. i-ii") == {"11", "12"}
    assert held("p. 7") == {"75"}
    assert held("p. A-1") == {"80"}
    assert held("p. 1") == set()
    (line,) = evidence.figure_lines(Decimal(80), "km")
    assert evidence.page_words(line) == "p. A-1"


def test_broken_labels_break_nothing() -> None:
    assert len(document_of(labelled_pdf(b"(x) 3"), ".pdf", "a.pdf").labels) in (0, 4)
