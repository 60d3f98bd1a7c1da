"""One run at a time: builds at once, a build beside `wiki serve`, runs that are killed, folders that two wikis share.

WIKI_ROUNDS=20 tries each longer than the five rounds that the suite has time for.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from wiki import cli
from wiki.build.state import check_world
from wiki.disk.lock import alone
from wiki.disk.workers import quiet

ROUNDS = int(os.environ.get("WIKI_ROUNDS", "5"))
ADA = "entries/keepers/ada-moor.md"
TEXT = "She has a house"


def command(root: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "wiki.cli", arguments[0], "--root", str(root), *arguments[1:]]


def begin(root: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(command(root, *arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def end(run: subprocess.Popen[str], status: int = 0) -> str:
    out, err = run.communicate(timeout=60)
    assert run.returncode == status, out + err
    assert "Traceback" not in err
    return err


def build(root: Path, *arguments: str) -> None:
    assert cli.main(["build", "--root", str(root), "--no-text-index", *arguments]) == 0


def edit(root: Path, turn: int) -> None:
    """Change a text, a title that others show, and what entries there are."""
    ada = root / ADA
    text = ada.read_text("utf-8")
    place = text.index("She ")
    ada.write_text(f"{text[:place]}She has {turn} houses{text[text.index(' in', place) :]}", "utf-8")
    new = root / "entries" / "ports" / "west-haven.md"
    if turn % 2:
        new.write_text(f"---\ntitle: West Haven {turn}\nsummary: A port.\n---\nBeside Grey Haven.\n", "utf-8")
    else:
        new.unlink(missing_ok=True)


def made(root: Path) -> dict[str, bytes]:
    files = (file for name in ("docs", "site") for file in sorted((root / name).rglob("*")) if file.is_file())
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def assert_as_cold(root: Path) -> None:
    cold = root.with_name("cold")
    shutil.rmtree(cold, ignore_errors=True)
    for name in ("entries", "seeds"):
        shutil.copytree(root / name, cold / name)
    shutil.copy(root / "mkdocs.yml", cold)
    build(cold)
    one, other = made(root), made(cold)
    assert sorted(path for path in {*one, *other} if one.get(path) != other.get(path)) == []


@contextmanager
def held(root: Path) -> Iterator[None]:
    """Hold the wiki as another process would."""
    opened = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


# --- at once ------------------------------------------------------------------------------------------------------------


def test_two_builds_at_once_end_as_one_from_nothing(site_copy: Any) -> None:
    root = site_copy("minimal")
    for turn in range(ROUNDS):
        edit(root, turn)
        options = ("--full",) if turn % 5 == 3 else ()
        runs = [begin(root, "build", "--no-text-index", *options), begin(root, "build", "--no-text-index")]
        time.sleep(0.05 * (turn % 4))
        edit(root, turn + 1)  # while they work
        for run in runs:
            end(run)
        build(root)
        assert_as_cold(root)


def test_builds_into_two_folders_at_once_are_both_whole(site_copy: Any, tmp_path: Path) -> None:
    root = site_copy("minimal")
    for turn in range(3):
        edit(root, turn)
        for run in [begin(root, "build", "--no-text-index", "--site-dir", str(tmp_path / each)) for each in ("one", "other")]:
            end(run)
        build(root)
        assert_as_cold(root)
        for each in ("one", "other"):
            found = {file.relative_to(tmp_path / each): file.read_bytes() for file in (tmp_path / each).rglob("*") if file.is_file()}
            assert found == {Path(path).relative_to("site"): data for path, data in made(root).items() if path.startswith("site/")}


def test_two_wikis_into_one_folder_at_once_are_never_mixed(site_copy: Any, tmp_path: Path) -> None:
    roots = [site_copy("minimal", "one"), site_copy("another-subject", "other")]
    for root in roots:
        build(root)
    whole = [{path: data for path, data in made(root).items() if path.startswith("site/")} for root in roots]
    (tmp_path / "public").mkdir()
    for _ in range(3):
        for run in [begin(root, "build", "--no-text-index", "--site-dir", str(tmp_path / "public" / "site")) for root in roots]:
            end(run)
        assert made(tmp_path / "public") in whole


@pytest.fixture
def served(site_copy: Any) -> Iterator[tuple[Path, str]]:
    """A wiki with the address at which it is served; nothing goes wrong there."""
    root = site_copy("minimal")
    with begin(root, "serve", "--port", "0") as server:
        assert server.stderr
        address = next(line for line in server.stderr if line.startswith("http://")).split()[0]
        yield root, address
        server.send_signal(signal.SIGINT)
        assert "Traceback" not in end(server)


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own server
        return str(answer.read().decode())


def test_a_build_beside_serve_ends_as_one_from_nothing(served: tuple[Path, str]) -> None:
    root, address = served
    for turn in range(1, ROUNDS + 1):
        edit(root, turn)
        time.sleep(0.06 * (turn % 4))
        err = end(begin(root, "build", "--full" if turn % 3 == 0 else "--no-text-index"))
        assert "waiting for" not in err or "'wiki serve'" in err
    wanted = f"She has {ROUNDS} houses"
    for _ in range(300):
        if wanted in get(f"{address}wiki/ada-moor/"):
            break
        time.sleep(0.1)
    time.sleep(4)  # it builds when the editor has paused
    build(root)
    assert wanted in get(f"{address}wiki/ada-moor/")
    assert_as_cold(root)


def test_serve_notices_that_the_cache_has_gone_and_come_again(served: tuple[Path, str]) -> None:
    root, address = served
    shutil.rmtree(root / ".wiki-cache")
    end(begin(root, "build"))
    edit(root, 7)
    for _ in range(300):
        if "She has 7 houses" in get(f"{address}wiki/ada-moor/"):
            break
        time.sleep(0.1)
    else:
        pytest.fail("the page never changed")


# --- waiting ------------------------------------------------------------------------------------------------------------

COMMANDS = (
    ("build",), ("check",), ("fmt",), ("new", "port", "West Haven"), ("verify",), ("locate", "9", "m"), ("links", "grey-haven"),
    ("source", "list"), ("source", "import", "library.bib"),
)  # fmt: skip


def test_every_command_waits_and_says_once_for_whom(site_copy: Any) -> None:
    root = site_copy("minimal")
    build(root)
    with held(root):
        (root / ".wiki-cache" / "lock").write_text("'wiki build' (process 1234)", "utf-8")
        runs = {each: begin(root, *each) for each in COMMANDS}
        said = {each: run.stderr.readline() if run.stderr else "" for each, run in runs.items()}  # each comes to wait, however slowly
        assert said == dict.fromkeys(COMMANDS, "wiki: waiting for 'wiki build' (process 1234)\n")
        assert {each: run.poll() for each, run in runs.items()} == dict.fromkeys(COMMANDS)
    for each, run in runs.items():
        _, err = run.communicate(timeout=60)
        assert "waiting for" not in err, each
        assert "Traceback" not in err
        assert run.returncode in (0, 1)


def test_who_need_not_wait_says_nothing_and_leaves_no_note(site_copy: Any, wiki: Any) -> None:
    root = site_copy("minimal")
    assert "waiting" not in wiki(root, "build").err
    assert sorted(file.name for file in (root / ".wiki-cache").iterdir() if not file.name.startswith("store")) == []


def test_a_second_run_is_told_of_the_first(site_copy: Any) -> None:
    root = site_copy("minimal")
    with begin(root, "serve", "--port", "0") as server, alone([root], "wiki build"):
        assert server.stderr
        assert next(iter(server.stderr)) == f"wiki: waiting for 'wiki build' (process {os.getpid()})\n"
        server.kill()


def test_a_run_within_a_run_does_not_wait_for_itself(site_copy: Any) -> None:
    root = site_copy("minimal")
    with alone([root]), alone([root, root / "site"]):
        check_world(root, quiet(jobs=1))
    with held(root):
        pass


def test_the_lock_is_not_lost_with_the_cache(site_copy: Any) -> None:
    root = site_copy("minimal")
    build(root)
    with alone([root], "wiki build"):
        shutil.rmtree(root / ".wiki-cache")
        run = begin(root, "build")
        assert run.stderr
        assert run.stderr.readline().startswith("wiki: waiting for another run of wiki")
        assert run.poll() is None
    end(run)


# --- killed -------------------------------------------------------------------------------------------------------------


def test_a_killed_build_holds_nobody_up(site_copy: Any) -> None:
    """Its workers live on for a moment, and hold the lock for as long as they write."""
    root = site_copy("minimal")
    for number in range(300):
        text = f"---\ntitle: Quay {number}\nsummary: A port.\n---\n{'Beside Grey Haven, and Ada Moor. ' * 20}\n"
        (root / "entries" / "ports" / f"quay-{number}.md").write_text(text, "utf-8")
    for turn in range(4):
        with subprocess.Popen(command(root, "build", "--full", "--jobs", "2"), stderr=subprocess.DEVNULL) as run:
            time.sleep(0.5 + 0.35 * turn)
            run.send_signal(signal.SIGKILL)
        started = time.monotonic()
        assert cli.main(["check", "--root", str(root)]) == 0
        assert time.monotonic() - started < 20
    build(root)
    assert_as_cold(root)
