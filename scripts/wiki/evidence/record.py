"""The record to begin with of a new source: what its document tells of itself, the file, the outline; the rest is the editor's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from wiki.evidence.model import Evidence
from wiki.evidence.outline import read_outline
from wiki.evidence.text import Document
from wiki.model.characters import cleaned

_ASKED = {"author": ("# author:", "#   - {family: …, given: …}"), "issued": ("# issued: 2022-03",), "publisher": ("# publisher: …",)}


def new_record(document: Document, name: str, sha256: str, evidence: Evidence) -> str:
    """Return the text of the record."""
    text, about = document.text, document.about
    headings = read_outline(text).headings
    first = next((line.strip() for line in text.split("\n") if line.strip()), name)
    title = about.get("title") or (headings[0][1] if headings else first)
    rows = ["---", f"type: {'webpage' if about else 'document'}", f"title: {_quoted(cleaned(title))}"]
    rows += [row for key in ("author", "issued", "container-title", "publisher", "URL") for row in _told(key, about)]
    if asked := [row for key, lines in _ASKED.items() if key not in about for row in lines]:
        rows += ["# fill in what is known, each without its `#`:", *asked]
    rows += ["# source-type: …", f"language: {about.get('language') or 'en'}"]
    rows += ["file:", f"  name: {_quoted(name)}", f"  sha256: {sha256}", f"  lines: {evidence.first}-{evidence.last}"]
    if headings:
        rows.append("outline:")
        for line, heading in headings:
            rows += [f"  - line: {line}", f"    title: {_quoted(cleaned(heading))}"]
    rows += ["---", "Who stands behind this source, what it would want, and how it was dated.", ""]
    return "\n".join(rows)


def _told(key: str, about: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a variable that the document tells."""
    value = about.get(key)
    if key == "author" and value:
        yield "author:"
        for name in value:
            (one, said), *others = name.items()
            yield f"  - {one}: {_quoted(said)}"
            yield from (f"    {part}: {_quoted(each)}" for part, each in others)
    elif value:
        yield f"{key}: {value if key == 'issued' else _quoted(str(value))}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
