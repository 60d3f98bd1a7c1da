"""A document becomes a source: its evidence is written, and a record to begin with where there is none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from wiki.evidence.collect import make_evidence
from wiki.evidence.files import evidence_path, read_file_evidence
from wiki.evidence.model import Evidence
from wiki.evidence.record import new_record
from wiki.evidence.text import Document, ExtractError, document_of
from wiki.model import Source
from wiki.model.characters import called, unseen_in


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
    document, sha256 = _document_of(file)
    record = root / "seeds" / f"{key}.md"
    if source is None and record.is_file():
        raise SourceError(f"seeds/{key}.md has errors; 'wiki check' says which")
    if source is not None and source.file is None:
        count = len(document.text.split("\n")) - document.text.endswith("\n")
        raise SourceError(f"{source.path} names no file; add to it\nfile:\n  name: {file.name}\n  sha256: {sha256}\n  lines: 1-{count}")
    data = _evidence_of(document, sha256, file.name, key, source)
    evidence = read_file_evidence(data)
    (root / "seeds").mkdir(exist_ok=True)
    if source is None:
        record.write_text(new_record(document, file.name, sha256, evidence), encoding="utf-8", newline="\n")
    (root / evidence_path(key)).write_bytes(data)
    return Added(evidence_path(key), "" if source else f"seeds/{key}.md", len(evidence.lines))


def evidence_from_texts(texts: Path, source: Source) -> Evidence | None:
    """Make the evidence of `source` from the document itself, None where it is not in the folder `texts`.

    Raises SourceError for a file of that name with another SHA-256.
    """
    if source.file is None or not (texts / source.file.name).is_file():
        return None
    document, sha256 = _document_of(texts / source.file.name)
    return read_file_evidence(_evidence_of(document, sha256, source.file.name, source.key, source))


def _document_of(file: Path) -> tuple[Document, str]:
    if unseen_in(file.name):
        raise SourceError(f"the file name '{file.name}' holds {called(unseen_in(file.name))}; name it otherwise")
    try:
        data = file.read_bytes()
        return document_of(data, file.suffix.lower(), file.name), hashlib.sha256(data).hexdigest()
    except ExtractError as error:
        raise SourceError(str(error)) from error
    except OSError as error:
        raise SourceError(f"'{file}' cannot be read: {error.strerror}") from error


def _evidence_of(document: Document, sha256: str, name: str, key: str, source: Source | None) -> bytes:
    if source is None or source.file is None:
        return make_evidence(document.text, key, file=name, sha256=sha256, labels=document.labels)
    if source.file.sha256 != sha256:
        raise SourceError(
            f"'{name}' is another file than {source.path} names (SHA-256 {sha256[:12]}…, expected {source.file.sha256[:12]}…)"
        )
    lines = (source.file.first, source.file.last)
    outline = tuple((item.line, item.title) for item in source.outline)
    return make_evidence(document.text, key, file=source.file.name, sha256=sha256, lines=lines, outline=outline, labels=document.labels)
