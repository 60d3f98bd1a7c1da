"""A build over an earlier one makes what a build from nothing makes, byte for byte, whatever has changed in between."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wiki import cli

LIME = "entries/hives/lime-walk.md"
SKEP = "entries/hives/wall-skep.md"
TREE = "entries/plants/small-leaved-lime.md"
VALE = "entries/people/ines-vale.md"
MADE = ("docs", "site", ".wiki-cache")


def replace(path: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def write(path: str, text: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")

    return edit


def remove(path: str) -> Callable[[Path], None]:
    return lambda root: (root / path).unlink()


def move(old: str, new: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        (root / old).rename(root / new)

    return edit


def move_kind(root: Path) -> None:
    replace("entries/vocabulary.yml", "folder: people", "folder: keepers")(root)
    move("entries/people", "entries/keepers")(root)


def entry(title: str, more: str = "", body: str = "") -> str:
    return f"---\ntitle: {title}\nsummary: {title}, in short.\n{more}---\n{body}"


EDITS: dict[str, Callable[[Path], None]] = {
    "a title that others link to": replace(LIME, "title: Lime Walk", "title: The lime walk"),
    "a summary": replace(TREE, "that flowers in July", "that flowers in high summer"),
    "an alias that stands in another's prose": replace(VALE, "summary: She", "aliases:\n  - box\nsummary: She"),
    "a new entry whose title stands in others' prose": write("entries/plants/july.md", entry("July", "", "See [[lime-walk]].\n")),
    "a name that two now share": write("entries/people/other-vale.md", entry("Ines the other", "aliases:\n  - Ines Vale\n")),
    "a name that one has again": remove("entries/people/other-vale.md"),
    "an entry that goes": remove(SKEP),
    "a link to what is gone, taken away with it": replace(
        VALE, "She found the Wall skep.", "She found a skep. It fed on the [[small-leaved-lime]]."
    ),
    "a fact": replace(LIME, "value: 25 kg", "value: 31 kg"),
    "a relation": replace(LIME, "  - type: kept-by\n    target: ines-vale\n    cite: notebook, p. 1\n", ""),
    "a source's title": replace("seeds/notebook.md", "A beekeeper's notebook", "The notebook of a beekeeper"),
    "a second source": write("seeds/letter.md", "---\ntitle: A letter\n---\n"),
    "a claim that cites it": replace(TREE, "cite: notebook, p. 9", "cite: letter"),
    "a former id": replace(TREE, "title: Small", "former: [lime]\ntitle: Small"),
    "an id": move("entries/plants/july.md", "entries/plants/the-month-of-july.md"),
    "a folder of another kind": move("entries/plants/the-month-of-july.md", "entries/people/the-month-of-july.md"),
    "a label of the vocabulary": replace("entries/vocabulary.yml", "label: feeds on", "label: flies to"),
    "a kind's folder": move_kind,
    "the site's name": replace("mkdocs.yml", "Bees of the valley", "Bees of the hills"),
    "the site's address": replace("mkdocs.yml", "site_url: https://bees.example.org/", "site_url: https://bees.example.net/wiki/"),
    "the date as of which things are stale": replace("mkdocs.yml", "site_name:", "extra: {wiki: {as-of: 2020-01-01}}\nsite_name:"),
    "a page by hand": replace("docs/about/index.md", "by hand", "with a pen"),
    "a new page by hand": write("docs/about/more.md", "# More\n"),
    "a file by hand": write("docs/assets/more.txt", "More.\n"),
    "a template": write("docs/.overrides/partials/copyright.html", "<p>Nobody's.</p>\n"),
    "no template": remove("docs/.overrides/partials/copyright.html"),
    "a home page by hand": write("docs/index.md", "# Welcome\n"),
    "no home page by hand": remove("docs/index.md"),
    "nothing": lambda root: (root / LIME).touch(),
}


def build(root: Path) -> None:
    assert cli.main(["build", "--root", str(root), "--no-text-index"]) == 0


def made(root: Path) -> dict[str, bytes]:
    files = (file for name in ("docs", "site") for file in sorted((root / name).rglob("*")) if file.is_file())
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def made_from_nothing(root: Path, to: Path) -> dict[str, bytes]:
    """Copy what is written by hand, build it, and return what was made."""
    shutil.rmtree(to, ignore_errors=True)
    for name in ("entries", "seeds", "mkdocs.yml", "docs/about", "docs/assets", "docs/.overrides", "docs/index.md"):
        source = root / name
        if source.is_dir():
            shutil.copytree(source, to / name)
        elif source.is_file() and b'generator: "wiki"' not in source.read_bytes():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, to / name)
    build(to)
    return made(to)


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


def test_after_each_edit_the_site_is_as_if_made_from_nothing(site_copy: Any, tmp_path: Path) -> None:
    root = site_copy("another-subject")
    build(root)
    wrong = {}
    for name, edit in EDITS.items():
        edit(root)
        build(root)
        found = differing(made(root), made_from_nothing(root, tmp_path / "fresh"))
        if found:
            wrong[name] = found
    assert wrong == {}


def test_after_all_edits_at_once_too(site_copy: Any, tmp_path: Path) -> None:
    root = site_copy("another-subject")
    build(root)
    for edit in EDITS.values():
        edit(root)
    build(root)
    assert differing(made(root), made_from_nothing(root, tmp_path / "fresh")) == []


def test_an_error_in_between_leaves_no_trace(site_copy: Any, tmp_path: Path) -> None:
    root = site_copy("another-subject")
    build(root)
    replace(LIME, "title: Lime Walk", "title: The lime walk")(root)
    replace(TREE, "title:", "titel:")(root)
    assert cli.main(["build", "--root", str(root)]) == 1
    replace(TREE, "titel:", "title:")(root)
    build(root)
    assert differing(made(root), made_from_nothing(root, tmp_path / "fresh")) == []


def lose_a_page(root: Path) -> None:
    (root / "site/wiki/lime-walk/index.html").unlink()


def change_a_page(root: Path) -> None:
    (root / "site/wiki/lime-walk/index.html").write_text("Gone.", encoding="utf-8")


def lose_the_site(root: Path) -> None:
    shutil.rmtree(root / "site")


def lose_made_pages(root: Path) -> None:
    shutil.rmtree(root / "docs/wiki")


def lose_the_cache(root: Path) -> None:
    shutil.rmtree(root / ".wiki-cache")


def spoil_the_cache(root: Path) -> None:
    for file in (root / ".wiki-cache").rglob("*"):
        if file.is_file():
            file.write_bytes(b"noise" * 100)


def lose_data(root: Path) -> None:
    shutil.rmtree(root / "site/data")


@pytest.mark.parametrize("damage", [lose_a_page, change_a_page, lose_the_site, lose_made_pages, lose_the_cache, spoil_the_cache, lose_data])
def test_what_was_lost_is_made_again(damage: Callable[[Path], None], site_copy: Any, tmp_path: Path) -> None:
    root = site_copy("another-subject")
    build(root)
    damage(root)
    replace(TREE, "that flowers in July", "that flowers in high summer")(root)
    build(root)
    assert differing(made(root), made_from_nothing(root, tmp_path / "fresh")) == []


def test_a_build_elsewhere_in_between_changes_nothing(site_copy: Any, tmp_path: Path) -> None:
    root = site_copy("another-subject")
    build(root)
    replace(TREE, "that flowers in July", "that flowers in high summer")(root)
    assert cli.main(["build", "--root", str(root), "--site-dir", str(tmp_path / "other"), "--no-text-index"]) == 0
    build(root)
    fresh = made_from_nothing(root, tmp_path / "fresh")
    assert differing(made(root), fresh) == []
    elsewhere = {
        f"site/{file.relative_to(tmp_path / 'other').as_posix()}": file.read_bytes()
        for file in (tmp_path / "other").rglob("*")
        if file.is_file()
    }
    assert differing(elsewhere, {path: data for path, data in fresh.items() if path.startswith("site/")}) == []


def test_a_build_that_was_killed_is_made_good_by_the_next(site_copy: Any, tmp_path: Path) -> None:
    root = site_copy("another-subject")
    build(root)
    command = [sys.executable, "-m", "wiki.cli", "build", "--root", str(root), "--no-text-index"]
    for turn in range(8):
        write("entries/plants/clover.md", entry(f"Clover {turn}", "", "Beside the small-leaved lime.\n"))(root)
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as building:
            time.sleep(0.1 + turn * 0.15)
            building.send_signal(signal.SIGKILL)
        assert (root / "site/index.html").is_file()
    build(root)
    assert differing(made(root), made_from_nothing(root, tmp_path / "fresh")) == []


def test_what_a_killed_build_left_of_a_page_is_in_nobodys_way(site_copy: Any) -> None:
    root = site_copy("another-subject")
    build(root)
    write("docs/wiki/.index.md.new", "---\nhalf a pa")(root)
    write("entries/plants/clover.md", entry("Clover", "", "Beside the small-leaved lime.\n"))(root)
    build(root)
    assert not (root / "docs/wiki/.index.md.new").exists()
    assert "Clover" in (root / "site/wiki/index.html").read_text(encoding="utf-8")
