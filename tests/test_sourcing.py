"""The commands about sources: verify, source add, list, read and import, locate, links; and the page of a source."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable

import wiki as package
from wiki.evidence import make_evidence, read_file_evidence, word_forms
from wiki.evidence.names import STOP, word_hash
from wiki.importing import BibliographyError, read_bibliography
from wiki.sourcepages import locate_data

FOLDER = Path(__file__).parent / "cases" / "verify"
TEXTS = FOLDER / "texts"
SCRIPT = Path(package.__file__).parent / "theme" / "assets" / "wiki-locate.js"

RAILWAY = """\
---
title: Lake railway
summary: A railway.
names:
  - text: Ozernaya Put
    cite: ferry, l. 27
facts:
  - property: length
    value: 118 km
    cite: ferry, l. 30
  - property: cost
    value: 47 million RUB
    date: 1957
    cite: ferry, l. 30
    vouched:
      by: M. Sulin
      why: The print is torn.
  - property: freight
    value: 3.1 million t
    date: 1970
    cite: lost, l. 4
  - property: freight
    value: 9 million t
    date: 2008
    cite: ferry, l. 61
---
The Kelsen Pact followed the Kelsen Pact [@ferry, l. 52]. Lake railway is the title; [[kelsen|the port]] is a link on purpose to Kelsen.
"""


@pytest.fixture
def root(tmp_path: Path, wiki: Any) -> Path:
    """A wiki about a lake with one entry that has claims, and the evidence of one source."""
    root = Path(shutil.copytree(FOLDER / "wiki", tmp_path / "lake"))
    assert wiki(root, "source", "add", str(TEXTS / "ferry.txt"), "--key", "ferry").status == 0
    folder = root / "entries" / "topics"
    (folder / "lake-railway.md").write_text(RAILWAY.replace("  - property: freight\n    value: 9 million t\n    date: 2008\n    cite: ferry, l. 61\n", ""), "utf-8")
    return root


@pytest.fixture
def wiki(wiki: Any) -> Any:
    """Put `--root` behind the verb of `wiki source`, whose options are the verb's own."""

    def run(root: Path, *arguments: str) -> Any:
        if arguments[0] == "source":
            return wiki(root, *arguments) if False else _source(root, arguments)
        return wiki(root, *arguments)

    def _source(root: Path, arguments: tuple[str, ...]) -> Any:
        return wiki.__closure__ and wiki(root, *arguments)

    return run
