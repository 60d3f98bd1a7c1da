"""A document becomes a source: its evidence is written, and a record to begin with where there is none."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from wiki.evidence.collect import make_evidence
from wiki.evidence.files import evidence_path, read_file_evidence
from wiki.evidence.model import Evidence
from wiki.evidence.outline import read_outline
from wiki.evidence.text import ExtractError, extract_text
from wiki.model import Source
from wiki.model.characters import called, cleaned, unseen_in


class SourceError(ValueError):
    """A document that cannot be taken up as a source; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Added:
    """What was written: paths relative to the root."""

    evidence: str
    record: str
    lines: int


def add_source(root: Path, file: Path, key: str, source: Source | None = None) -> Added:
    """Write the evidence of `file`, and the record `seeds/<key>.md` if there is none; `source` is the record that there is.

    The record is never changed. Raises SourceError if the text cannot be had, or the record is of another file.
    """
    text, sha256 = _text_of(file)
    record = root / "seeds" / f"{key}.md"
    if source is None and record.is_file():
        raise SourceError(f"seeds/{key}.md has errors; 'wiki check' says which")
    if source is not None and source.file is None:
        count = len(text.split("\n")) - text.endswith("\n")
        raise SourceError(f"{source.path} names no file; add to it\nfile:\n  name: {file.name}\n  sha256: {sha256}\n  lines: 1-{count}")
    data = _evidence_of(text, sha256, file.name, key, source)
    evidence = read_file_evidence(data)
    (root / "seeds").mkdir(exist_ok=True)
    if source is None:
        record.write_text(_new_record(text, file.name, sha256, evidence), encoding="utf-8", newline="\n")
    (root / evidence_path(key)).write_bytes(data)
    return Added(evidence_path(key), "" if source else f"seeds/{key}.md", len(evidence.lines))


def evidence_from_texts(texts: Path, source: Source) -> Evidence | None:
    """Make the evidence of `source` from the document itself, None where it is not in the folder `texts`.

    Raises SourceError for a file of that name with another SHA-256.
    """
    if source.file is None or not (texts / source.file.name).is_file():
        return None
    text, sha256 = _text_of(texts / source.file.name)
    return read_file_evidence(_evidence_of(text, sha256, source.file.name, source.key, source))


def _text_of(file: Path) -> tuple[str, str]:
    if unseen_in(file.name):
        raise SourceError(f"the file name '{file.name}' holds {called(unseen_in(file.name))}; name it otherwise")
    try:
        return extract_text(file), hashlib.sha256(file.read_bytes()).hexdigest()
    except ExtractError as error:
        raise SourceError(str(error)) from error
    except OSError as error:
        raise SourceError(f"'{file}' cannot be read: {error.strerror}") from error


def _evidence_of(text: str, sha256: str, name: str, key: str, source: Source | None) -> bytes:
    if source is None or source.file is None:
        return make_evidence(text, key, file=name, sha256=sha256)
    if source.file.sha256 != sha256:
        raise SourceError(
            f"'{name}' is another file than {source.path} names (SHA-256 {sha256[:12]}…, expected {source.file.sha256[:12]}…)"
        )
    lines = (source.file.first, source.file.last)
    outline = tuple((item.line, item.title) for item in source.outline)
    return make_evidence(text, key, file=source.file.name, sha256=sha256, lines=lines, outline=outline)


def _new_record(text: str, name: str, sha256: str, evidence: Evidence) -> str:
    """Return a record to begin with: title, file and outline are found, the rest is the editor's."""
    headings = read_outline(text).headings
    title = headings[0][1] if headings else next((line.strip() for line in text.split("\n") if line.strip()), name)
    rows = [
        "---", "type: document", f"title: {_quoted(cleaned(title))}", "# fill in what is known, each without its `#`:", "# author:",
        "#   - {family: …, given: …}", "# issued: 2022-03", "# publisher: …", "# source-type: …", "language: en",
        "file:", f"  name: {_quoted(name)}", f"  sha256: {sha256}", f"  lines: {evidence.first}-{evidence.last}",
    ]  # fmt: skip
    if headings:
        rows.append("outline:")
        for line, heading in headings:
            rows += [f"  - line: {line}", f"    title: {_quoted(cleaned(heading))}"]
    rows += ["---", "Who stands behind this source, what it would want, and how it was dated.", ""]
    return "\n".join(rows)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
