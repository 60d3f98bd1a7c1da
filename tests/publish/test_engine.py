"""The shell of a page is Material's own: `wiki build` and plain `mkdocs build` on docs/ make the same bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from wiki.build.pipeline import build_wiki
from wiki.disk.workers import quiet

SITES = Path(__file__).parent.parent / "sites"
CONFIG = """site_name: Same & <same>
site_url: https://example.org/wiki/
theme: {name: wiki}
plugins: []
markdown_extensions:
  - attr_list
  - md_in_html
  - tables
  - toc: {permalink: true}
nav:
  - Home: index.md
  - Timeline: timeline/index.md
not_in_nav: "*"
validation: {nav: {omitted_files: ignore}}
"""
NASTY = """---
title: 'A "title" & <b>of</b> {{ signs }} # and * all'
summary: 'It holds & < > " {# signs #} of every kind.'
---
A lead with `code` & <i>no HTML</i>.

## A heading with *marks*, [brackets] & <signs> {braces}
Text.

### Below it: “quotes”, 1. numbers - and _lines_
Text.

#### And below that
Text.

## Второй раздел
Text.
"""


def test_the_same_bytes_as_plain_mkdocs(tmp_path: Path) -> None:
    root = Path(shutil.copytree(SITES / "minimal", tmp_path / "wiki"))
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    folder = next(each for each in sorted((root / "entries").iterdir()) if each.is_dir())
    (folder / "nasty-signs.md").write_text(NASTY, encoding="utf-8")
    problems = build_wiki(root, root / "site", quiet(jobs=1), text_index=False)
    assert [each for each in problems if each.severity == "error"] == []
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "0", "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(tmp_path / "plain")]
    subprocess.run(command, cwd=root, env=environment, check=True)
    plain = {file.relative_to(tmp_path / "plain").as_posix(): file.read_bytes() for file in (tmp_path / "plain").rglob("*.html")}
    ours = {path: (root / "site" / path).read_bytes() for path in plain}
    assert "wiki/nasty-signs/index.html" in plain
    assert [path for path in plain if plain[path] != ours[path]] == []
