"""`wiki source import`: the bibliographies of tests/cases/bibliography, and laws that hold of any."""

from __future__ import annotations

import json
import string
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wiki.check.sources import DATES, NAMES, STRINGS, TYPES, check_source
from wiki.commands.source.bibliography import BibliographyError, import_records, read_bibliography, record_of
from wiki.commands.source.bibliography.reference import NAME_PARTS, Reference, tidy
from wiki.model.sources import Source
from wiki.publish.objects import source_object
from wiki.read.front_matter import read_text
from wiki.read.vocabulary import Vocabulary

CASES = Path(__file__).parents[1] / "cases" / "bibliography"
FILES = sorted(file for file in CASES.iterdir() if file.suffix != ".yml")


def fields(record: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(record.split("---\n")[1], Loader=yaml.BaseLoader)  # noqa: S506 - all of it as text
    return found


@pytest.mark.feature("C11")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_bibliography_gives_these_records(file: Path, plant: Any, wiki: Any) -> None:
    expected = yaml.load(file.with_suffix(".yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - all of it as text
    root = plant(
        {"mkdocs.yml": "site_name: Wiki\n", "seeds/kept.md": "---\ntitle: Kept\n---\n", file.name: file.read_text(encoding="utf-8")}
    )
    ran = wiki(root, "source", "import", str(root / file.name))
    lost = int(expected.get("lost", 0))
    assert ran.status == (1 if lost else 0)
    assert ran.out.splitlines() == [f"seeds/{key}.md" for key in expected["records"]]
    assert {key: fields((root / f"seeds/{key}.md").read_text(encoding="utf-8")) for key in expected["records"]} == expected["records"]
    told = [f"wiki: {root / file.name}:{line}" for line in expected.get("told", [])]
    assert [line for line in ran.err.splitlines() if " not imported" not in line] == told
    assert (f"{lost} of the references" in ran.err) == bool(lost)
    assert wiki(root, "check", "seeds").out == ""
    assert wiki(root, "fmt", "--check", *ran.out.splitlines()).status == 0


def test_every_file_has_its_records() -> None:
    assert {file.stem for file in FILES} == {file.stem for file in CASES.glob("*.yml")}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.txt", "x", "is none of"),
        ("a.json", "3", r"a\.json:1:1: .*found '3', expected a list"),
        ("a.json", '{"title": }', r"a\.json:1:11: .*no JSON"),
        ("a.json", '{"items": 5}', "expected a list"),
        ("a.json", "[]", "holds no reference"),
        ("a.bib", "nothing", "holds no reference"),
        ("a.ris", "nothing", "holds no reference"),
    ],
)
def test_a_bibliography_that_is_none(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(BibliographyError, match=message):
        read_bibliography(tmp_path / name)


def test_a_file_in_another_encoding_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_bytes("@book{a,\n title = {Größe}}".encode("latin-1"))
    with pytest.raises(BibliographyError, match=r"a\.bib:2:13: found a byte that is not UTF-8"):
        read_bibliography(tmp_path / "a.bib")


def test_a_record_that_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("@book{a, title = {New}}\n@book{b, title = {B}}", encoding="utf-8")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.md").write_text("old", encoding="utf-8")
    done = import_records(tmp_path, tmp_path / "a.bib")
    assert (done.made, done.kept) == (["seeds/b.md"], ["seeds/a.md"])
    assert (tmp_path / "seeds/a.md").read_text(encoding="utf-8") == "old"


def test_deep_braces_cost_their_own_reference_alone(tmp_path: Path) -> None:
    deep = "{" * 20_000 + "x" + "}" * 20_000
    (tmp_path / "a.bib").write_text(f"@book{{a, title = {{{deep}}}}}\n@book{{b, title = {{B}}}}", encoding="utf-8")
    assert "seeds/b.md" in import_records(tmp_path, tmp_path / "a.bib").made


@pytest.mark.feature("C11")
def test_neither_an_import_nor_a_build_asks_the_network(plant: Any, wiki: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    for door in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(f"socket.socket.{door}", refused)
    monkeypatch.setattr("socket.getaddrinfo", refused)
    base = yaml.safe_load((CASES.parent / "base.yml").read_text(encoding="utf-8"))
    root = plant({**base, "list.bib": "@online{far, title = {Far}, url = {https://www.example.org/}, doi = {10.1000/x}}"})
    assert wiki(root, "source", "import", str(root / "list.bib")).status == 0
    ran = wiki(root, "build", "--jobs", "1")
    assert ran.status == 0, ran.err
    assert "https://www.example.org/" in (root / "site/data/sources.json").read_text(encoding="utf-8")


# --- laws ---------------------------------------------------------------------------------------------------------------

WORDS = st.text(string.ascii_letters + string.digits + "äßłÆşЖқاअ 橋'\"#:;,.-–—/\\{}[]()*&<>%$_~|!?@`=+", min_size=1, max_size=30)
EDTF = st.sampled_from(
    ("1951", "1951-03", "1951-03-30", "1951~", "1951?", "1951%", "1951-03?", "1951-23", "1951-23~", "195X", "19XX", "1951-XX", "1951/1953",
     "1951-03/1951-04", "1951-03/1952", "1951-03-30/1951-04-02", "1951-03/..", "../1951", "[..1951]", "[1951..]", "[1951,1953]", "-0043", "0000",
     "-0043-03-15", "1951~/1953", "1951/1951", "1951-21/1951-23", "0890", "1951-03-XX")
)  # fmt: skip
NAME = st.fixed_dictionaries({"family": WORDS}, optional=dict.fromkeys(NAME_PARTS[1:5], WORDS)) | st.fixed_dictionaries({"literal": WORDS})
REFERENCES = st.builds(
    Reference,
    line=st.just(1),
    column=st.just(1),
    id=st.just("key"),
    type=st.sampled_from(TYPES),
    texts=st.fixed_dictionaries(
        {"title": WORDS},
        optional={**dict.fromkeys(set(STRINGS) - {"title", "type"}, WORDS), **dict.fromkeys(DATES, EDTF)},
    ),
    names=st.dictionaries(st.sampled_from(NAMES), st.lists(NAME, min_size=1, max_size=3), max_size=3),
)


def settled(reference: Reference) -> Reference:
    """As a reader has it: texts and names tidied, empty ones left out."""
    texts = {}
    for name, text in reference.texts.items():
        made = text if name in DATES else tidy(text, verbatim=name in ("URL", "DOI"))
        if made:
            texts[name] = made
    names = {
        name: [{part: tidy(text) for part, text in each.items() if tidy(text)} for each in rows] for name, rows in reference.names.items()
    }
    return Reference(
        1, 1, "key", reference.type, texts, {name: rows for name, each in names.items() if (rows := [row for row in each if row])}
    )


def checked(record: str) -> Source:
    raw, problems = read_text(record, "seeds/key.md")
    assert raw is not None
    assert problems == []
    source, problems = check_source(raw, Vocabulary())
    assert problems == []
    assert source is not None
    return source


@pytest.mark.feature("C11")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(reference=REFERENCES)
def test_a_record_comes_back_from_the_published_sources(reference: Reference, tmp_path: Path) -> None:
    reference = settled(reference)
    if not reference.texts.get("title"):
        return
    published = source_object(checked(record_of(reference)))
    (tmp_path / "sources.json").write_text(json.dumps([published]), encoding="utf-8")
    (again,), told = read_bibliography(tmp_path / "sources.json")
    assert (told, again.told) == ([], [])
    assert (again.id, again.type, again.texts, again.names) == ("key", reference.type, reference.texts, reference.names)


PIECES = {
    ".bib": ("@book{", "@article(", "a,", "title", "author", "year", "date", "month", "crossref", " = ", "{", "}", ")", '"', "#", ",", "\n", "\n@",
             "\\'e", "\\ss", "\\", "$", "%", "~", "and", "2001", "--", "x", "@string{", "@comment{", "ж"),
    ".ris": ("TY  - ", "ER  - ", "TI  - ", "AU  - ", "PY  - ", "DA  - ", "SP  - ", "\n", "\n", "BOOK", "2001", "/", ",", "x", "goes on"),
    ".json": ("[", "]", "{", "}", '"title"', '"id"', '"issued"', '"author"', '"date-parts"', ":", ",", '"x"', "1", "null", "\n", "[[2019]]"),
}  # fmt: skip


@pytest.mark.parametrize("suffix", PIECES)
def test_whatever_a_file_holds_it_is_read_or_told(suffix: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.sampled_from(PIECES[suffix]), max_size=40))
    def holds(pieces: list[str]) -> None:
        root = tmp_path_factory.mktemp("root")
        file = root / f"list{suffix}"
        file.write_text("".join(pieces), encoding="utf-8")
        try:
            done = import_records(root, file)
        except BibliographyError:
            return
        for path in done.made:
            checked((root / path).read_text(encoding="utf-8"))
        assert done.made or done.told

    holds()
