"""Bibliographies → source records: BibTeX and biblatex, RIS, CSL-JSON.

Each reader returns references and what it could not read; here they get a key, become records, and are held against `wiki check` before any of
them is written. One bad reference costs that reference alone, and whatever a record has no place for is told of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from wiki.check.format import scalar
from wiki.check.sources import check_source
from wiki.commands.source.bibliography.reference import NAME_PARTS, Lines, Name, Reference, Told
from wiki.disk.files import write_if_changed
from wiki.model.ids import LONGEST, fault_of_id
from wiki.model.slug import ascii_id
from wiki.read.front_matter import read_text
from wiki.read.vocabulary import Vocabulary

FORMATS = (".bib", ".ris", ".json")
NOTES = "Who stands behind this source, what it would want, and how it was dated."


class BibliographyError(ValueError):
    """A file that holds no references that can be read; the message says why."""


@dataclass(slots=True)
class Imported:
    """Paths of records that were made, paths that were there already and were kept, and what an editor has to know of."""

    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


def import_records(root: Path, file: Path) -> Imported:
    """Write a record for each reference of `file`. All are made before the first is written.

    Raises BibliographyError if the file cannot be read, or holds no reference.
    """
    references, told = read_bibliography(file)
    done = Imported(told=told)
    texts: dict[str, str] = {}
    for reference in references:
        if not reference.texts.get("title"):
            reference.tell("found no title, expected one: no record was made")
            done.told += [each._replace(lost=index == len(reference.told) - 1) for index, each in enumerate(reference.told)]
            continue
        key = key_of(reference, texts)
        if reference.id and key != reference.id and _own_key(reference.id) in texts:
            reference.tell(f"another reference has this key or one like it already; this record is '{key}'")
        record = record_of(reference)
        faults = _faults(record, f"seeds/{key}.md")
        if faults:
            reference.tell(f"no record was made: {faults}")
        done.told += [each._replace(lost=bool(faults) and index == len(reference.told) - 1) for index, each in enumerate(reference.told)]
        if not faults:
            texts[key] = record
    for key, record in texts.items():
        path = f"seeds/{key}.md"
        if (root / path).exists():
            done.kept.append(path)
        else:
            write_if_changed(root / path, record.encode())
            done.made.append(path)
    done.told.sort(key=lambda each: each[:2])
    return done


def read_bibliography(file: Path) -> tuple[list[Reference], list[Told]]:
    """Return the references of a file, and what in it could not be read as one.

    Raises BibliographyError if it cannot be read, or holds none.
    """
    kind = file.suffix.lower()
    if kind not in FORMATS:
        raise BibliographyError(f"'{file.name}' is none of {', '.join(FORMATS)}")
    text = _text(file)
    references: list[Reference]
    if kind == ".bib":
        from wiki.commands.source.bibliography.bibtex import read_bibtex  # noqa: PLC0415 - libraries that the other formats do not need

        references, told = read_bibtex(text)
    elif kind == ".ris":
        from wiki.commands.source.bibliography.ris import read_ris  # noqa: PLC0415 - one of three

        references, told = read_ris(text)
    else:
        from wiki.commands.source.bibliography.csl import NotCsl, read_csl  # noqa: PLC0415 - one of three

        try:
            references, told = read_csl(text)
        except NotCsl as error:
            line, column = Lines(text).place(error.offset)
            raise BibliographyError(f"{file.name}:{line}:{column}: {error}") from error
    if not references and not told:
        raise BibliographyError(f"'{file.name}' holds no reference")
    return references, told


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise BibliographyError(f"'{file}' cannot be read: {error}") from error
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        raise BibliographyError(
            f"{file.name}:{line}:{column}: found a byte that is not UTF-8, expected UTF-8; save the file as UTF-8"
        ) from error


def _own_key(text: str) -> str:
    return text if not fault_of_id(text) else ascii_id(text)


def key_of(reference: Reference, taken: dict[str, str]) -> str:
    """Return the reference's own key if a record can bear it, else one made of it or of author, year and title."""
    first: Name = next((names[0] for names in reference.names.values() if names), {})
    parts = (first.get("family") or first.get("literal") or "", reference.texts.get("issued", "")[:4], reference.texts["title"][:24])
    tries = (_own_key(reference.id), ascii_id(" ".join(parts)), "source")
    key = next(each for each in tries if not fault_of_id(each))
    numbered = (f"{key[: LONGEST - 6].rstrip('-')}-{number}" for number in range(2, len(taken) + 3))
    return key if key not in taken else next(each for each in numbered if each not in taken)


def record_of(reference: Reference) -> str:
    """Return a reference as a record."""
    rows = ["---", f"type: {reference.type}", f"title: {scalar(reference.texts['title'])}"]
    for name, names in reference.names.items():
        rows += _name_rows(name, names)
    for name, text in reference.texts.items():
        if name != "title":
            rows.append(f"{name}: {scalar(text)}")
    return "\n".join([*rows, "---", NOTES, ""])


def _name_rows(name: str, names: list[Name]) -> list[str]:
    rows = []
    for each in names:
        parts = [(key, each[key]) for key in NAME_PARTS if each.get(key)]
        rows += [f"{'  - ' if not index else '    '}{key}: {scalar(text)}" for index, (key, text) in enumerate(parts)]
    return [f"{name}:", *rows] if rows else []


def _faults(record: str, path: str) -> str:
    """Return what `wiki check` would say of a record; '' where it says nothing."""
    raw, problems = read_text(record, path)
    if raw is not None:
        problems = [*problems, *check_source(raw, Vocabulary())[1]]
    return "; ".join(each.message for each in problems if each.severity == "error")
