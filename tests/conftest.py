"""What all tests share: the command run in process, small wikis made of a table of files, the wikis of tests/sites."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from wiki import cli
from wiki.build.pipeline import Checked, check_wiki

INSTALL = ("apt-get", "install", "--yes", "--no-install-recommends", "chromium", "libatomic1")
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update")

TESTS = Path(__file__).parent

pytest_plugins = ("tests.features",)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind: its exit status and what it wrote."""

    status: int
    out: str
    err: str


Runner = Callable[..., Ran]
Planter = Callable[[Mapping[str, str | bytes]], Path]
Copier = Callable[..., Path]


@pytest.fixture
def wiki(capsys: pytest.CaptureFixture[str]) -> Runner:
    """Run the command in this process: `wiki(root, "check", "--format", "json")`."""

    def run(root: Path, *arguments: str) -> Ran:
        capsys.readouterr()
        try:
            status = cli.main([arguments[0], "--root", str(root), *arguments[1:]])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    return run


@pytest.fixture
def plant(tmp_path: Path) -> Planter:
    """Write a tree of files, path → content, into a folder of its own, and return that folder."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        root = tmp_path / "wiki"
        for path, content in files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        return root

    return write


@pytest.fixture
def site_copy(tmp_path: Path) -> Copier:
    """Copy one of tests/sites, `site_copy("minimal")`, so that a test may build and break it; none is ever used in its place."""

    def copy(name: str, to: str = "") -> Path:
        return Path(shutil.copytree(TESTS / "sites" / name, tmp_path / (to or name), symlinks=True))

    return copy


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of the real wiki, of which these tests are a part."""
    return TESTS.parent


@pytest.fixture(scope="session")
def real_checked(real: Path) -> Checked:
    """The real wiki, read, checked and linked once for all tests."""
    return check_wiki(real)


@pytest.fixture(scope="session")
def real_site(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real wiki, copied and built once for all tests in a process of its own; returns its site/."""
    root = copy_real(real, tmp_path_factory.mktemp("real"))
    subprocess.run([sys.executable, "-m", "wiki.cli", "build", "--root", str(root)], check=True, capture_output=True)
    return root / "site"


def copy_real(real: Path, root: Path) -> Path:
    """Copy what the real wiki is made of, without what a build has made."""
    by_hand = ("index.md", "about", "assets", ".overrides", "revisions")
    for name in ("entries", "seeds", *(f"docs/{each}" for each in by_hand)):
        if (real / name).is_dir():
            shutil.copytree(real / name, root / name)
    for name in ("mkdocs.yml", "urls.lock", "docs/index.md"):
        if (real / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(real / name, root / name)
    return root


@pytest.fixture
def real_copy(real: Path, tmp_path: Path) -> Path:
    """A copy of the real wiki, not yet built."""
    return copy_real(real, tmp_path / "real wiki elsewhere")


# --- a browser --------------------------------------------------------------------------------------------------------


def found_chromium() -> str:
    return next((path for name in NAMES if (path := shutil.which(name))), "")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Chromium's path; a machine without it gets it where that is allowed, and is told how where it is not."""
    complete = found_chromium() and find_library("atomic")  # Playwright's driver needs libatomic
    if not complete and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(("apt-get", "update"), check=True, capture_output=True)
        subprocess.run(INSTALL, check=True, capture_output=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    if not found_chromium():
        pytest.fail(f"these tests need Chromium; run: sudo {' '.join(INSTALL)}", pytrace=False)
    return found_chromium()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()
