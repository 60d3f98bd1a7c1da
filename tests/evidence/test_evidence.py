"""Evidence files: what they hold, that they are refused when damaged, and that they do not give the text back."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from wiki.check.sources import check_source
from wiki.evidence import Evidence, SourceError, add_source, evidence_from_texts, locate, make_evidence, read_evidence, read_file_evidence
from wiki.evidence.hashes import printed_forms, word_forms, words_of
from wiki.evidence.parts import Block
from wiki.evidence.text import ExtractError, extract_text
from wiki.model import Source
from wiki.read.front_matter import read_file
from wiki.read.vocabulary import read_vocabulary

FOLDER = Path(__file__).parent.parent / "cases" / "verify"
TEXTS = FOLDER / "texts"


def made(name: str, text: str = "") -> Evidence:
    text = text or (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    return read_file_evidence(make_evidence(text, name, file=f"{name}.txt", sha256="0" * 64))


def source_of(root: Path, key: str) -> Source:
    vocabulary, _ = read_vocabulary(FOLDER / "wiki")
    raw, _ = read_file(root, f"seeds/{key}.md")
    assert raw
    source, problems = check_source(raw, vocabulary)
    assert source, problems
    return source


# --- what it holds ----------------------------------------------------------------------------------------------------


def test_lines_pages_and_headings() -> None:
    evidence = made("ferry")
    assert (evidence.first, evidence.last) == (1, 82)
    assert evidence.page_of(22) == (41, True)
    assert evidence.page_of(60) == (42, True)
    assert evidence.page_of(2) == (40, False)
    heading = {block.first: block.heading for block in evidence.blocks}
    assert set(heading.values()) >= {"Introduction", "Conclusion", "The second line"}
    assert [reading.unit for readings in evidence.lines[30].numbers[:2] for reading in readings] == ["km", "RUB"]
    assert evidence.lines[67].dates == ("2012",)


def test_given_outline_stands_in_place_of_the_one_found() -> None:
    text = (TEXTS / "ferry.txt").read_text(encoding="utf-8")
    data = make_evidence(text, "ferry", file="f", sha256="0", outline=((22, "By water"), (61, "By land")))
    assert {block.heading for block in read_file_evidence(data).blocks} == {"", "By water", "By land"}


def test_part_of_a_file_counts_the_file_s_own_lines() -> None:
    text = (TEXTS / "ferry.txt").read_text(encoding="utf-8")
    evidence = read_file_evidence(make_evidence(text, "ferry", file="f", sha256="0", lines=(60, 82)))
    assert evidence.figure_lines(Decimal(64), "km") == (67,)
    assert evidence.figure_lines(Decimal(118), "km") == ()
    assert evidence.page_of(61) == (42, True)


def test_same_text_same_bytes() -> None:
    text = (TEXTS / "grid.txt").read_text(encoding="utf-8")
    first = make_evidence(text, "grid", file="grid.txt", sha256="0")
    assert first == make_evidence(text, "grid", file="grid.txt", sha256="0")
    assert first == make_evidence(text.replace("\n", "\r\n"), "grid", file="grid.txt", sha256="0")


@pytest.mark.feature("T8")
def test_one_line_of_json_a_line_and_no_words() -> None:
    data = make_evidence((TEXTS / "memoir.txt").read_text(encoding="utf-8"), "memoir", file="memoir.txt", sha256="0").decode()
    assert "grandmother" not in data
    assert all(len(line) < 1200 for line in data.splitlines())
    assert json.loads(data)["figures"] == {}
    assert json.loads(data)["format"] == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Burkha-Tulen", "the Burkha-\nTulen bridge"),
        ("Varnaul", "a road to Var-\nnaul and on"),
        ("Kelsen Pact", "the Kelsen Pact6 of that year"),
        ("Türkiye", "T\u00fcrkiye\u2019s envoy"),
        ("Turkiye", "Türkiye"),
        ("Ma'no", "the \u201cMa\u2019no\u201c centre"),
        ("Central Asia", "C E N T R A L  A S I A"),
        ("U.S.", "the US and others"),
        ("USA", "the U.S.A. and others"),
        ("Lake Review", "˝Lake Review˝"),
        ("Merv Tau", "Merv-Tau"),
        ("Sarmia", "Sarmia's"),
    ],
)
def test_damage_hides_no_name(name: str, text: str) -> None:
    assert made("x", text).name_blocks(word_forms(name))


def test_capitals_matter_where_a_word_is_short() -> None:
    assert not made("x", "they told us to wait").name_blocks(word_forms("US"))
    assert made("x", "they told the US to wait").name_blocks(word_forms("US"))


def test_a_name_may_straddle_two_blocks() -> None:
    lines = [f"word{chr(97 + index)} stands here" for index in range(20)]
    lines[9] += " Anselm"
    lines[10] = "Dorrit " + lines[10]
    evidence = made("x", "\n".join(lines))
    assert len(evidence.blocks) == 2
    assert evidence.name_blocks(word_forms("Anselm Dorrit")) == (0, 1)
    lines[19] += " Ilse"
    assert made("x", "\n".join(lines)).name_blocks(word_forms("Ilse Brandauer")) == ()


# --- hashes ----------------------------------------------------------------------------------------------------------


def test_rates_are_as_stated() -> None:
    """Of 100,000 words some 60 pass that a block of 40 does not hold; every word that it holds is found."""
    evidence = made("memoir")
    sure = random.Random(1)  # noqa: S311 - the same words in each run
    letters = "abcdefghijklmnopqrstuvwxyz"
    dictionary = ["".join(sure.choices(letters, k=9)) for _ in range(20_000)]
    passed = [sum(block.holds(word) for word in dictionary) * 20 / len(block.words) for block in evidence.blocks[:4]]
    assert all(1.0 < each < 2.2 for each in passed), passed  # 100,000 / 65,536 = 1.5 for each word of the block
    forms = {form for _, word in words_of((TEXTS / "memoir.txt").read_text(encoding="utf-8")) for form in printed_forms(word)}
    assert all(evidence.word_blocks(form) for form in forms)


def hashes(block: Block) -> set[str]:
    return {block.words[at : at + 4] for at in range(0, len(block.words), 4)}


def test_a_table_serves_one_source_and_block_only() -> None:
    text = (TEXTS / "memoir.txt").read_text(encoding="utf-8")
    one, other = made("one", text), made("other", text)
    assert all(len(hashes(a) & hashes(b)) <= 3 for a, b in zip(one.blocks, other.blocks, strict=True))


# --- reading it -------------------------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A wiki with the record of one source and its evidence."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "ferry.md").write_bytes((FOLDER / "wiki" / "seeds" / "ferry.md").read_bytes())
    add_source(tmp_path, TEXTS / "ferry.txt", "ferry", source_of(tmp_path, "ferry"))
    return tmp_path


def test_evidence_is_read_back(root: Path) -> None:
    evidence, problems = read_evidence(root, source_of(root, "ferry"))
    assert problems == []
    assert evidence
    assert evidence == evidence_from_texts(TEXTS, source_of(root, "ferry"))


def test_no_evidence_is_no_problem(root: Path) -> None:
    (root / "seeds" / "ferry.evidence.json").unlink()
    assert read_evidence(root, source_of(root, "ferry")) == (None, [])


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def with_key(**changed: object) -> Callable[[bytes], bytes]:
    return lambda data: json.dumps({**json.loads(data), **changed}).encode()


def without_a_block(data: bytes) -> bytes:
    found = json.loads(data)
    del found["blocks"][2]
    return json.dumps(found).encode()


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (cut, "damaged"),
        (lambda _: b"", "damaged"),
        (lambda _: b"[]", "damaged"),
        (lambda _: b"\xff\xfe", "damaged"),
        (with_key(format=99), "format 99"),
        (with_key(key="other"), "evidence of 'other'"),
        (with_key(sha256="1" * 64), "another file"),
        (with_key(figures={"9999": {"numbers": ["1 km"]}}), "outside its lines"),
        (with_key(figures={"5": {"numbers": ["many km"]}}), "no figure"),
        (with_key(figures={"5": ["1 km"]}), "damaged"),
        (without_a_block, "a block begins at line"),
    ],
)
def test_damaged_evidence_is_refused(root: Path, damage: Callable[[bytes], bytes], message: str) -> None:
    file = root / "seeds" / "ferry.evidence.json"
    file.write_bytes(damage(file.read_bytes()))
    evidence, problems = read_evidence(root, source_of(root, "ferry"))
    assert evidence is None
    (found,) = problems
    assert message in found.message
    assert (found.path, found.rule) == ("seeds/ferry.evidence.json", "evidence")


def test_evidence_of_other_lines_is_refused(root: Path) -> None:
    source = source_of(root, "ferry")
    assert source.file
    evidence, problems = read_evidence(root, replace(source, file=replace(source.file, last=80)))
    assert evidence is None
    assert "lines 1-82" in problems[0].message


def test_texts_of_another_sha_are_refused(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text("something else\n", encoding="utf-8")
    with pytest.raises(SourceError, match="another file"):
        evidence_from_texts(tmp_path, source_of(FOLDER / "wiki", "ferry"))
    assert evidence_from_texts(tmp_path, source_of(FOLDER / "wiki", "grid")) is None


# --- adding and locating ----------------------------------------------------------------------------------------------


def test_adding_a_new_source_writes_a_record_to_begin_with(tmp_path: Path) -> None:
    added = add_source(tmp_path, TEXTS / "grid.txt", "grid")
    assert (added.evidence, added.record) == ("seeds/grid.evidence.json", "seeds/grid.md")
    source = source_of(tmp_path, "grid")
    assert source.title == "Policy Note"
    assert source.file
    assert source.file.sha256 == hashlib.sha256((TEXTS / "grid.txt").read_bytes()).hexdigest()
    assert [item.title for item in source.outline] == ["Policy Note", "Introduction", "Lines and stations", "Gas", "People", "Conclusion"]
    assert read_evidence(tmp_path, source)[1] == []


def test_adding_to_a_record_keeps_it(root: Path) -> None:
    before = (root / "seeds" / "ferry.md").read_bytes()
    assert add_source(root, TEXTS / "ferry.txt", "ferry", source_of(root, "ferry")).record == ""
    assert (root / "seeds" / "ferry.md").read_bytes() == before


def test_adding_another_file_to_a_record_is_refused(root: Path) -> None:
    before = (root / "seeds" / "ferry.evidence.json").read_bytes()
    with pytest.raises(SourceError, match="another file"):
        add_source(root, TEXTS / "grid.txt", "ferry", source_of(root, "ferry"))
    assert (root / "seeds" / "ferry.evidence.json").read_bytes() == before


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("118 km", [30]),
        ("118", [30]),
        ("46 million rubles", [30]),
        ("14 May 1957", [34]),
        ("Ozernaya Put", [27]),
        ("119 km", []),
        ("Nobody Known", []),
    ],
)
def test_locate(query: str, lines: list[int]) -> None:
    assert [line for line, _ in locate(made("ferry"), query)] == lines


# --- taking text from documents ---------------------------------------------------------------------------------------


def test_text_of_a_web_page(tmp_path: Path) -> None:
    page = (
        "<html><head><title>No</title><style>p{}</style></head><body><nav>Home</nav><h2>Two  lines</h2>"
        "<p>75 <b>km</b> long\nand narrow</p><script>alert(1)</script><ul><li>one</li><li>two</li></ul></body></html>"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert extract_text(tmp_path / "a.html") == "## Two lines\n\n75 km long and narrow\n\none\ntwo\n"


def pdf(pages: Iterable[str]) -> bytes:
    """Write a small PDF, a line of text a page."""
    texts = list(pages)
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for text in texts:
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        page = f"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        objects.append(page.encode())
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(texts)} /MediaBox [0 0 600 800] >>".encode()
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + table + end


def test_text_and_pages_of_a_pdf(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(["The first page has 75 km.", "The second has 80 km."]))
    text = extract_text(tmp_path / "a.pdf")
    assert text.splitlines()[0] == "The first page has 75 km."
    evidence = made("a", text)
    (line,) = evidence.figure_lines(Decimal(80), "km")
    assert evidence.page_of(line)[0] == 2


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.docx", b"PK", "expected one of"),
        ("a.txt", b"\xff\xfe\x00", "not UTF-8"),
        ("a.pdf", b"no pdf", "cannot be read as PDF"),
        ("a.pdf", pdf([""]), "holds no text"),
    ],
)
def test_documents_without_text_are_refused(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ExtractError, match=message):
        extract_text(tmp_path / name)


def test_a_name_is_told_of_some_blocks_as_of_all() -> None:
    text = "\n".join(f"The river {chr(97 + n % 26)}{chr(97 + n // 3)} runs past North Ford to the old mill." for n in range(60))
    evidence = made("x", text.replace("North Ford", "North\nFord", 3))
    for name in ("North Ford", "old mill", "river", "South Ford"):
        forms = word_forms(name)
        found = set(evidence.name_blocks(forms))
        assert {index for index in range(len(evidence.blocks)) if evidence.name_in(forms, [index])} == found
