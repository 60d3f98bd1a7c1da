"""The table of features: each row has one id, a mark names a row, and `make features` prints rows with their tests."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest
from tests import features
from tests.features import TABLE, by_test, marked, read_features, told

ROOT = Path(__file__).parent.parent
ROWS = """# Features

## Read

| # | a user can | best elsewhere |
|---|---|---|
| R1 | see a page | — |
| R2 ★ | turn a page | MW |

## Find

| # | a user can | best elsewhere |
|---|---|---|
| F1 | find a page (or "none") | Qz (buggy) |
"""
TESTS = """import pathlib

import pytest

@pytest.mark.feature("R1", "F1")
def test_both(): pathlib.Path("ran").touch()

@pytest.mark.feature("R1")
@pytest.mark.parametrize("page", [1, 2])
def test_pages(page): pathlib.Path("ran").touch()

@pytest.mark.parametrize("page", [pytest.param(1, marks=pytest.mark.feature("F1"), id="one: page"), 2])
def test_of_data(page): pathlib.Path("ran").touch()
"""


def run(root: Path, tests: str, *arguments: str, rows: str = ROWS) -> tuple[int, str]:
    """Run pytest on a file of tests, beside a table of features of its own."""
    shutil.copy(features.__file__, root / "features.py")
    for name, text in {"features.md": rows, "test_it.py": tests, "pytest.ini": "[pytest]\nmarkers = feature\n"}.items():
        (root / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "--quiet", "-p", "features", *arguments]
    ran = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)
    return ran.returncode, ran.stdout + ran.stderr


def test_each_row_is_told_with_its_tests_and_none_is_run(tmp_path: Path) -> None:
    status, said = run(tmp_path, TESTS, "--features")
    assert status == 0
    assert said.rpartition("\n\n")[0].splitlines() == [
        "",
        "Read: 1 of 2",
        "",
        "R1    see a page  [2]",
        "        test_it.py::test_both",
        "        test_it.py::test_pages (2 cases)",
        "",
        "Find: 1 of 1",
        "",
        'F1    find a page (or "none")  [2]',
        "        test_it.py::test_both",
        "        test_it.py::test_of_data[one: page]",
        "",
        "Not held by any test",
        "",
        "R2  ★ turn a page",
        "",
        "3 features: 2 held, 1 not held",
    ]
    assert not (tmp_path / "ran").exists()


def marked_with(mark: str) -> str:
    return f"import pytest\n\n@pytest.mark.feature{mark}\ndef test_it(): ...\n\ndef test_other(): ...\n"


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ('("R1", "R22")', "unknown feature 'R22'; did you mean 'R2'? (features.md)"),
        ('("r1")', "unknown feature 'r1'; did you mean 'R1'? (features.md)"),
        ('("X")', "unknown feature 'X'; expected one of: F1, R1, R2 (features.md)"),
        ("()", "the mark 'feature' names no row of features.md"),
        ("", "the mark 'feature' names no row of features.md"),
    ],
)
def test_a_mark_that_names_no_row_is_refused(mark: str, said: str, tmp_path: Path) -> None:
    status, told = run(tmp_path, marked_with(mark))
    assert (status, f"ERROR: test_it.py::test_it: {said}" in told) == (4, True), told
    assert "passed" not in told


@pytest.mark.parametrize("arguments", [("--features",), ("-k", "other")])
def test_it_is_refused_whatever_is_run(arguments: tuple[str, ...], tmp_path: Path) -> None:
    status, told = run(tmp_path, marked_with('("R4")'), *arguments)
    assert (status, "unknown feature 'R4'" in told) == (4, True), told


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("| F1 | lose a page | — |", "features.md:15: 'F1' is the id of another row; an id is given once"),
        ("| F2 | lose a page |", "features.md:15: this is no row; expected a form like"),
    ],
)
def test_a_table_with_a_wrong_row_is_refused(row: str, said: str, tmp_path: Path) -> None:
    status, told = run(tmp_path, TESTS, rows=f"{ROWS}{row}\n")
    assert (status, said in told) == (4, True), told
    assert not (tmp_path / "ran").exists()


def test_a_test_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    status, told = run(tmp_path, "import nothing_of_the_kind\n", "--features")
    assert status == 1
    assert "nothing_of_the_kind" in told


def test_a_case_that_is_data_carries_a_mark() -> None:
    assert [[each.args for each in marked(case)] for case in ({"feature": "R1"}, {"feature": ["R1", "F1"]}, {"body": ""})] == [
        [("R1",)], [("R1", "F1")], [],
    ]  # fmt: skip


def test_a_test_is_one_line_where_all_its_cases_hold_a_row() -> None:
    collected = by_test(["a::one[x]", "a::two[x]", "a::two[y[0]]", "a::three", "a::four[x]", "a::four[y]", "a::four[z]"])
    assert list(told(["a::one[x]", "a::two[x]", "a::two[y[0]]", "a::three", "a::four[x]", "a::four[z]"], collected)) == [
        "a::one[x]", "a::two (2 cases)", "a::three", "a::four[x]", "a::four[z]",
    ]  # fmt: skip


def test_no_folder_of_tests_is_passed_over(pytestconfig: pytest.Config) -> None:
    passed_over: list[str] = pytestconfig.getini("norecursedirs")
    folders = sorted({file.parent.name for file in (ROOT / "tests").rglob("test_*.py")})
    assert [name for name in folders if any(fnmatch(name, each) for each in passed_over)] == []


def test_the_table_of_this_project() -> None:
    rows = read_features(TABLE.read_text(encoding="utf-8"))
    assert len(rows) > 130
    by_letter = {(each.id[0], each.section) for each in rows.values()}
    assert len(by_letter) == len({letter for letter, _ in by_letter}) == 8, "the letter of an id is that of its section"


def test_make_features(tmp_path: Path) -> None:
    recipe = re.search(r"^features:.*\n\t\$\(BIN\)/pytest (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert recipe
    command = [sys.executable, "-m", "pytest", *recipe[1].split(), "-p", "no:cacheprovider", "--basetemp", str(tmp_path / "none")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    for id_ in read_features(TABLE.read_text(encoding="utf-8")):
        assert len(re.findall(rf"^{id_} ", ran.stdout, re.MULTILINE)) == 1, id_
    assert re.search(r"^\d+ features: \d+ held, \d+ not held$", ran.stdout, re.MULTILINE)
