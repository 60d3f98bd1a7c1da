"""What a build did not write it never takes away and never changes, in docs/ and in the site; and a site goes only where one may."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from wiki import cli
from wiki.disk.files import is_made
from wiki.disk.mark import MARK, mark_of, read_mark

MADE = b'---\ntitle: "Mine"\ngenerator: "wiki"\n---\n\nBy hand all the same.\n'


def build(root: Path, *arguments: str) -> int:
    """Build with one process; wrong usage is status 2."""
    try:
        return cli.main(["build", "--root", str(root), "--jobs", "1", "--no-text-index", *arguments])
    except SystemExit as stopped:
        return int(stopped.code or 0)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file, and every folder with a slash at its end."""
    return {
        f"{each.relative_to(folder).as_posix()}{'/' * each.is_dir()}": b"" if each.is_dir() else each.read_bytes()
        for each in sorted(folder.rglob("*"))
    }


def write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


# --- where a site may go ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "where", [".", "..", "entries", "entries/new", "seeds", "seeds/site", "docs", "docs/site", "docs/about/site", ".git/x", ".wiki-cache"]
)
@pytest.mark.parametrize("command", ["build", "serve"])
def test_a_site_goes_neither_above_the_wiki_nor_into_what_it_is_made_of(
    command: str, where: str, site_copy: Any, wiki: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = site_copy("another-subject")
    monkeypatch.chdir(root)
    before = snapshot(root)
    ran = wiki(root, command, "--site-dir", where)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"wiki: {(root / where).resolve()} cannot hold the site: ")
    assert "give a folder that is new, empty or holds a site made by 'wiki build'" in ran.err
    assert snapshot(root) == before


def test_a_link_hides_nothing(site_copy: Any, wiki: Any, tmp_path: Path) -> None:
    root = site_copy("another-subject")
    shutil.move(root / "entries", tmp_path / "elsewhere")
    (root / "entries").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "link").symlink_to(root)
    (tmp_path / "deep").symlink_to(tmp_path / "elsewhere")
    before = snapshot(tmp_path)
    for where in ("elsewhere", "elsewhere/new", "link", "link/docs/new", "deep", "deep/new", "."):
        assert wiki(root, "build", "--site-dir", str(tmp_path / where)).status == 2, where
    assert snapshot(tmp_path) == before


def test_a_site_goes_into_no_folder_of_another_wiki(site_copy: Any, wiki: Any) -> None:
    root, other = site_copy("minimal", "one"), site_copy("minimal", "other")
    before = snapshot(other)
    assert wiki(root, "build", "--site-dir", str(other)).status == 2
    assert wiki(root, "build", "--site-dir", str(other / "entries" / "new")).status == 2
    assert snapshot(other) == before


@pytest.mark.parametrize("name", ["notes.txt", "deep/er/notes.txt", ".hidden", MARK])
def test_a_folder_with_files_of_others_is_refused(name: str, site_copy: Any, wiki: Any, tmp_path: Path) -> None:
    root, site = site_copy("minimal"), tmp_path / "public"
    write(site / name, b"Mine.\n")
    before = snapshot(tmp_path)
    ran = wiki(root, "build", "--site-dir", str(site))
    assert ran.status == 2
    assert f"it holds {name.split('/', maxsplit=1)[0]}, and no build wrote this folder" in ran.err
    assert snapshot(tmp_path) == before


def test_a_file_is_no_folder(site_copy: Any, wiki: Any, tmp_path: Path) -> None:
    root = site_copy("minimal")
    write(tmp_path / "file", b"Mine.\n")
    for where in ("file", "file/below"):
        ran = wiki(root, "build", "--site-dir", str(tmp_path / where))
        assert (ran.status, "it is a file, or below one" in ran.err) == (2, True)
    assert (tmp_path / "file").read_bytes() == b"Mine.\n"


@pytest.mark.parametrize("name", ["site.new", "site.journal"])
def test_folders_named_as_ours_are_not_ours(name: str, site_copy: Any, wiki: Any) -> None:
    root = site_copy("minimal")
    write(root / name / "notes.txt", b"Mine.\n")
    before = snapshot(root)
    ran = wiki(root, "build")
    assert (ran.status, f"{root / name} is in the way" in ran.err) == (2, True)
    assert snapshot(root) == before
    (root / name / "notes.txt").unlink()
    assert wiki(root, "build").status == 0
    assert not (root / name).exists() or not any((root / name).iterdir())


def test_new_empty_and_made_folders_will_do(site_copy: Any, wiki: Any, tmp_path: Path) -> None:
    root = site_copy("minimal")
    (tmp_path / "empty").mkdir()
    for where in ("empty", "a/b/new", "empty", "a/b/new"):
        assert wiki(root, "build", "--site-dir", str(tmp_path / where)).status == 0
    assert snapshot(tmp_path / "empty") == snapshot(tmp_path / "a" / "b" / "new")


def test_a_site_of_a_version_without_a_mark_is_taken_over(site_copy: Any, wiki: Any) -> None:
    root = site_copy("minimal")
    build(root)
    right = snapshot(root / "site")
    (root / "site" / MARK).unlink()
    shutil.rmtree(root / ".wiki-cache")
    write(root / "site" / "wiki" / "gone" / "index.html", b"Of before.")
    ran = wiki(root, "build", "--no-text-index")
    assert (ran.status, "made by an earlier version" in ran.err) == (0, True)
    assert snapshot(root / "site") == right | {"wiki/gone/": b"", "wiki/gone/index.html": b"Of before."}
    ran = wiki(root, "build", "--no-text-index")
    assert (ran.status, "made by an earlier version" in ran.err) == (0, False)


def test_two_wikis_take_turns_with_one_folder(site_copy: Any, tmp_path: Path) -> None:
    one, other, site = site_copy("minimal", "one"), site_copy("another-subject", "other"), tmp_path / "public"
    write(site / "x", b"")
    (site / "x").unlink()
    seen = []
    for root in (one, other, one, other):
        assert build(root, "--site-dir", str(site)) == 0
        seen.append(snapshot(site))
        write(site / "CNAME", b"bees.example.org\n")
    for root, found in ((one, seen[2]), (other, seen[3])):
        assert build(root) == 0
        assert found == snapshot(root / "site") | {"CNAME": b"bees.example.org\n"}


# --- the mark -----------------------------------------------------------------------------------------------------------


@given(st.dictionaries(st.text(st.sampled_from("a/\\\n\r \u00e4\udcff"), min_size=1, max_size=8), st.text("0123456789abcdef", min_size=1)))
@example({"data/claims.csv": ""})
def test_a_mark_says_what_was_written(files: dict[str, str]) -> None:
    folder = Path(os.environ.get("TMPDIR", "/tmp")) / f"wiki-mark-{os.getpid()}"  # noqa: S108 - hypothesis wants no fixture of a function's own
    folder.mkdir(exist_ok=True)
    try:
        (folder / MARK).write_bytes(mark_of(files))
        assert read_mark(folder) == files
    finally:
        shutil.rmtree(folder)


def test_the_mark_is_that_of_a_cold_build(site_copy: Any) -> None:
    over, fresh = site_copy("minimal", "over"), site_copy("minimal", "fresh")
    assert build(over) == 0
    for root in (over, fresh):
        (root / "entries/ports/south-haven.md").unlink()
        haven = root / "entries/ports/grey-haven.md"
        haven.write_text(haven.read_text("utf-8").replace("Ships turn at South Haven.", "Ships turn."), "utf-8")
        assert build(root) == 0
    assert (over / "site" / MARK).read_bytes() == (fresh / "site" / MARK).read_bytes()
    listed = read_mark(over / "site")
    assert listed is not None
    assert {*listed, MARK} == {path for path in snapshot(over / "site") if not path.endswith("/")}


# --- what is by hand ----------------------------------------------------------------------------------------------------


def test_a_file_in_the_way_is_named_and_left(site_copy: Any, wiki: Any) -> None:
    root = site_copy("minimal")
    assert build(root) == 0
    write(root / "site" / "wiki" / "west-haven" / "index.html", b"Mine.\n")
    write(root / "entries" / "ports" / "west-haven.md", b"---\ntitle: West Haven\nsummary: A port.\n---\n")
    before = snapshot(root / "site")
    ran = wiki(root, "build", "--no-text-index")
    file = root / "site" / "wiki" / "west-haven" / "index.html"
    assert (ran.status, f"wiki: {file} is in the way" in ran.err) == (1, True)
    assert snapshot(root / "site") == before
    file.rename(root / "mine.html")
    assert build(root) == 0
    assert "West Haven" in file.read_text("utf-8")


def test_what_came_in_the_way_of_a_killed_move_is_named_and_left(site_copy: Any, wiki: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    root = site_copy("minimal")
    assert build(root) == 0
    write(root / "entries" / "ports" / "west-haven.md", b"---\ntitle: West Haven\nsummary: A port.\n---\n")
    (root / "entries" / "ports" / "south-haven.md").unlink()

    def killed(_: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("wiki.disk.swap.roll_forward", killed)
        assert build(root) == 130
    mine = {root / "site" / "wiki" / each / "index.html": b"Mine.\n" for each in ("west-haven", "south-haven")}
    for file, data in mine.items():
        write(file, data)
    for _ in range(2):
        ran = wiki(root, "build", "--no-text-index")
        assert (ran.status, f"wiki: {next(iter(mine))} is in the way" in ran.err) == (1, True)
        assert {file: file.read_bytes() for file in mine} == mine
    next(iter(mine)).unlink()
    assert build(root) == 0
    assert [file.read_bytes() == b"Mine.\n" for file in mine] == [False, True]
    assert not (root / "site.journal").exists()


def test_only_the_head_of_a_page_says_that_it_was_made(tmp_path: Path) -> None:
    for text, made in (
        (MADE, True),
        (MADE.replace(b"title", b"generator_"), True),
        (MADE.replace(b'generator: "wiki"', b'of: the generator: "wiki"'), False),
        (b'# Marks\n\ngenerator: "wiki"\n---\n', False),
        (b'---\ntitle: Mine\n---\n\ngenerator: "wiki"\n\n---\n', False),
    ):
        write(tmp_path / "page.md", text)
        assert is_made(tmp_path / "page.md") == made, text
    assert not is_made(tmp_path / "nothing.md")


def lose_the_cache(root: Path) -> None:
    shutil.rmtree(root / ".wiki-cache")


@pytest.mark.parametrize("also", [lambda _: None, lose_the_cache], ids=["kept", "lost"])
def test_what_another_hand_has_made_of_a_page_that_goes_stays(also: Callable[[Path], None], site_copy: Any) -> None:
    root = site_copy("minimal")
    assert build(root) == 0
    page = root / "site" / "wiki" / "south-haven" / "index.html"
    page.write_bytes(b"Mine now.\n")
    also(root)
    (root / "entries/ports/south-haven.md").unlink()
    assert build(root) == 0
    assert page.read_bytes() == b"Mine now.\n"
    assert not page.with_name("index.json").exists()


def test_a_page_that_goes_goes_without_the_cache_too(site_copy: Any) -> None:
    root = site_copy("minimal")
    assert build(root) == 0
    lose_the_cache(root)
    (root / "entries/ports/south-haven.md").unlink()
    assert build(root) == 0
    assert not (root / "site" / "wiki" / "south-haven").exists()
    assert not (root / "docs" / "wiki" / "south-haven.md").exists()


def test_a_page_that_another_hand_has_changed_is_made_again_and_that_is_said(site_copy: Any, wiki: Any) -> None:
    root = site_copy("minimal")
    assert build(root) == 0
    right = snapshot(root / "site")
    for also in (lambda _: None, lose_the_cache):
        (root / "site" / "wiki" / "south-haven" / "index.html").write_bytes(b"Changed.\n")
        also(root)
        ran = wiki(root, "build", "--no-text-index")
        assert "made again what another hand had changed in the site: wiki/south-haven/index.html\n" in ran.err
        assert snapshot(root / "site") == right


def test_a_file_becomes_a_folder_and_a_folder_a_file(site_copy: Any) -> None:
    root = site_copy("minimal")
    for _ in range(2):
        write(root / "docs" / "assets" / "note", b"A file.\n")
        assert build(root) == 0
        assert (root / "site" / "assets" / "note").is_file()
        (root / "docs" / "assets" / "note").unlink()
        write(root / "docs" / "assets" / "note" / "deep" / "er.txt", b"In a folder.\n")
        assert build(root) == 0
        assert (root / "site" / "assets" / "note" / "deep" / "er.txt").is_file()
        shutil.rmtree(root / "docs" / "assets" / "note")


def test_pages_in_docs_about_are_by_hand_whatever_they_say(site_copy: Any) -> None:
    root = site_copy("minimal")
    mine = {"docs/about/copy.md": MADE, "docs/about/telling.md": b'# Marks\n\nA made page says\n\n    generator: "wiki"\n'}
    for path, data in mine.items():
        write(root / path, data)
    (root / "docs" / "empty" / "within").mkdir(parents=True)
    for _ in range(2):
        assert build(root) == 0
        (root / "entries/ports/south-haven.md").unlink(missing_ok=True)
    assert {path: (root / path).read_bytes() for path in mine} == mine
    assert (root / "site" / "about" / "copy" / "index.html").is_file()
    assert (root / "docs" / "empty" / "within").is_dir()


# --- the law ------------------------------------------------------------------------------------------------------------

FOLDERS = ("", "about/", "assets/", "assets/deep/er/", "wiki/", "wiki/alder/", "data/", "trees/", "mine/", "mine/.hidden/", "search/")
NAMES = ("index.html", "index.md", "alder.md", "mine.md", "note.txt", "claims.csv", "CNAME", ".nojekyll", "\u0439 \u00e4.txt", "index.json")
CONTENTS = (b"Mine.\n", b"", MADE, b'# Mine\n\ngenerator: "wiki"\n', b"---\ntitle: Mine\n---\n\nMine.\n", b"\xff\xfe\n")
by_hand = st.tuples(
    st.sampled_from(("docs/", "site/", "site.new/", "site.journal/")),
    st.sampled_from(FOLDERS),
    st.sampled_from(NAMES),
    st.sampled_from(CONTENTS),
)
steps = st.one_of(
    by_hand,
    st.sampled_from(("edit", "remove", "add", "full", "cache", "mark", "elsewhere")),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=st.lists(by_hand, max_size=2), sequence=st.lists(steps, min_size=2, max_size=7))
def test_nothing_that_no_build_wrote_ever_goes_or_changes(
    before: list[tuple[str, ...]], sequence: list[Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("law") / "wiki"
    start(root)
    hand: dict[Path, bytes] = {}
    for each in before:
        put(root, each, hand)
    for step in (None, *sequence):
        option = do(root, step, hand)
        status = build(root, *option)
        assert status in (0, 1, 2)
        assert {file: file.read_bytes() if file.is_file() else None for file in hand} == hand, (step, status)


def start(root: Path) -> None:
    write(root / "mkdocs.yml", b"site_name: Grove\n")
    write(root / "entries/vocabulary.yml", b"kinds: [{id: tree, folder: trees, label: Tree}]\nsources: [{id: book, label: Book}]\n")
    for id_ in ("alder", "birch"):
        write(root / "entries/trees" / f"{id_}.md", f"---\ntitle: {id_}\nsummary: A tree.\n---\nStands.\n".encode())


def put(root: Path, each: tuple[Any, ...], hand: dict[Path, bytes]) -> None:
    """Write a file by hand where none is; in docs/, a page in a folder of made pages that says it was made is a made one."""
    where, folder, name, content = each
    file = root / where / folder / name
    says_so = where == "docs/" and content == MADE and name.endswith(".md") and not folder.startswith(("about/", "assets/"))
    if not os.path.lexists(file) and not says_so and not any(above.is_file() for above in file.parents):
        write(file, content)
        hand[file] = content


def do(root: Path, step: Any, hand: dict[Path, bytes]) -> tuple[str, ...]:
    """Do one thing; return with what the build is to be called."""
    alder = root / "entries" / "trees" / "alder.md"
    if isinstance(step, tuple):
        put(root, step, hand)
    elif step == "edit":
        write(root / "entries/trees/birch.md", f"---\ntitle: birch\nsummary: A tree.\n---\nStands {len(hand)}.\n".encode())
    elif step == "remove":
        alder.unlink(missing_ok=True)
    elif step == "add":
        write(alder, b"---\ntitle: alder\nsummary: A tree.\n---\nStands again.\n")
    elif step == "cache":
        shutil.rmtree(root / ".wiki-cache", ignore_errors=True)
    elif step == "mark":
        (root / "site" / MARK).unlink(missing_ok=True)
    return {"full": ("--full",), "elsewhere": ("--site-dir", str(root.parent / "elsewhere"))}.get(step, ()) if isinstance(step, str) else ()
