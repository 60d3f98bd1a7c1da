"""seeds/<key>.evidence.json → `Evidence`; what is damaged or belongs to another text is refused with a message."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from wiki.disk.boundary import stumbled
from wiki.evidence.collect import UNREAD
from wiki.evidence.gaps import from_gaps
from wiki.evidence.hashes import block_key
from wiki.evidence.indexes import RunIndex
from wiki.evidence.modality import CLASSES
from wiki.evidence.model import Evidence
from wiki.evidence.parts import Block, LineFigures, Ranges
from wiki.model import Place, Source
from wiki.model.characters import called, unseen_in
from wiki.model.problems import Problem, problem
from wiki.numerals import Reading

FORMATS = (1, 2)
"""Every format that was ever written. One of them is read as long as there are files of it, and answers as it did."""
_LINE = re.compile("[0-9]{1,7}")
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DATE = re.compile(rf"(?:[0-9]{{2}}[0-9X]{{2}}|-[0-9]{{4}}|-)(?:-[0-9]{{2}}){{0,2}}|{_DAY}/{_DAY}")
_HASHES = re.compile(r"(?:[0-9a-f]{4})*")
_RUNS = re.compile("(?:[g-z0-9_-]{0,9}[A-Za-f])*")
_READING = re.compile(r"([+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?)(?: (?!glued )(\S+))?(?: glued ([0-9]{1,9}))?")


class EvidenceError(ValueError):
    """A text that is no evidence; the message says what is wrong."""


def evidence_path(key: str) -> str:
    """Return the path of a source's evidence, relative to the root."""
    return f"seeds/{key}.evidence.json"


def read_evidence(root: Path, source: Source) -> tuple[Evidence | None, list[Problem]]:
    """Return the evidence of `source`, None where there is none or it cannot be used, with what is wrong."""
    try:
        return _read_evidence(root, source)
    except Exception as error:  # noqa: BLE001 - the boundary of a file
        return None, [stumbled(evidence_path(source.key), error)]


def _read_evidence(root: Path, source: Source) -> tuple[Evidence | None, list[Problem]]:
    path = evidence_path(source.key)
    file = root / path
    if not file.is_file():
        return None, []
    place = Place(path, 1)
    try:
        evidence = read_file_evidence(file.read_bytes())
    except EvidenceError as error:
        return None, [problem(place, "evidence", f"{error}; 'wiki source add' writes it anew from the document")]
    if reason := _of_another(evidence, source):
        return None, [problem(place, "evidence", reason)]
    return evidence, []


def _of_another(evidence: Evidence, source: Source) -> str:
    """Return why evidence is not that of a source as its record has it; '' where it is."""
    again, file = f"'wiki source add FILE --key {source.key}' writes it anew", source.file
    if evidence.source != source.key:
        return f"this is the evidence of '{evidence.source}'; {again}"
    if file is None:
        return f"the record {source.path} names no file that this could be the evidence of; add 'file' to it"
    if evidence.sha256 != file.sha256:
        hashes = f"SHA-256 {evidence.sha256[:12]}… and {file.sha256[:12]}…"
        return f"this is the evidence of another file than {source.path} names ({hashes}); {again}"
    if file.last and (evidence.first, evidence.last) != (file.first, file.last):
        lines = f"lines {evidence.first}-{evidence.last}, and {source.path} has lines {file.first}-{file.last}"
        return f"this is the evidence of {lines}; {again}"
    return ""


def read_file_evidence(data: bytes) -> Evidence:
    """Read an evidence file.

    Raises EvidenceError if `data` is not one.
    """
    try:
        found = json.loads(data, parse_constant=_refuse)
        form = found["format"]
        if form not in FORMATS:
            raise EvidenceError(f"this is evidence of format {form}, and this program reads formats 1 and 2")
        key = str(found["key"])
        first, last = _range(found["lines"])
        blocks = tuple(_block(key, row) for row in found["blocks"])
        lines = {_number(line): _figures(row) for line, row in found["figures"].items()}
        evidence = Evidence(key, _text(found["file"]), str(found["sha256"]), first, last, blocks, lines, form)
        if form > 1:
            starts = tuple(line for row in found["paragraphs"] for line in _gaps(row))
            evidence = replace(evidence, modality=_modality(found["modality"]), runs=_runs(found["runs"]), paragraphs=starts)
    except (KeyError, TypeError, AttributeError, InvalidOperation, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise EvidenceError(f"this evidence file is damaged ({type(error).__name__}: {error})") from error
    except (ValueError, ArithmeticError) as error:
        raise EvidenceError(f"this evidence file is damaged ({error})") from error
    except RecursionError as error:
        raise EvidenceError("this evidence file is damaged (its lists stand too deep in one another)") from error
    _check(evidence)
    return evidence


def _check(evidence: Evidence) -> None:
    """Blocks follow each other and cover the source's lines; figures stand within them."""
    expected = evidence.first
    for block in evidence.blocks:
        if block.first != expected or block.last < block.first:
            raise EvidenceError(f"this evidence file is damaged (a block begins at line {block.first}, expected {expected})")
        expected = block.last + 1
    if expected != evidence.last + 1:
        raise EvidenceError(f"this evidence file is damaged (its blocks end at line {expected - 1}, its lines at {evidence.last})")
    if any(not evidence.first <= line <= evidence.last for line in evidence.lines):
        raise EvidenceError("this evidence file is damaged (a figure stands outside its lines)")
    starts = evidence.paragraphs
    if starts and (starts[0] < evidence.first or starts[-1] > evidence.last or list(starts) != sorted(set(starts))):
        raise EvidenceError("this evidence file is damaged (its paragraphs do not follow each other)")
    if any(not evidence.first <= first <= last <= evidence.last for lines in evidence.modality.values() for first, last in lines):
        raise EvidenceError("this evidence file is damaged (a word of modality stands outside its lines)")


def _range(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    return _number(first), _number(last)


def _number(text: object) -> int:
    """Return the number of a line, page or paragraph."""
    if not _LINE.fullmatch(str(text)):
        raise EvidenceError(f"this evidence file is damaged ('{str(text)[:40]}' is no number of a line or page)")
    return int(str(text))


def _refuse(constant: str) -> object:
    raise EvidenceError(f"this evidence file is damaged ({constant} is no figure)")


def _text(text: object) -> str:
    """Return a text that reaches pages: JSON itself refuses most of what no text may hold, unless it is written as an escape."""
    held = unseen_in(str(text))
    if held:
        raise EvidenceError(f"this evidence file is damaged (a text holds {called(held)})")
    return str(text)


def _block(key: str, row: dict[str, Any]) -> Block:
    first, last = _range(row["lines"])
    words, parts = _words(row["words"], first, last)
    return Block(
        first,
        last,
        page=_number(row.get("page", row.get("page-inferred", 0))),
        page_printed="page" in row or "label" in row,
        heading=_text(row.get("heading", "")),
        paragraphs=_range(row["paragraphs"]) if "paragraphs" in row else (0, 0),
        words=words,
        key=block_key(key, first),
        label=_text(row.get("label", "")),
        parts=parts,
    )


def _words(found: str | dict[str, str], first: int, last: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the hashes of a block's words, and its parts; in format 1 it has none."""
    parts: list[tuple[int, int]] = []
    words = found if isinstance(found, str) else "".join(found.values())
    if not _HASHES.fullmatch(words):
        raise EvidenceError(f"this evidence file is damaged (the words of lines {first}-{last} are no hashes)")
    if isinstance(found, dict):
        end = 0
        for line, each in found.items():
            end += len(each)
            parts.append((_number(line), end))
        starts = [line for line, _ in parts]
        if starts[:1] != [first] or starts != sorted(set(starts)) or starts[-1] > last or any(end % 4 for _, end in parts):
            raise EvidenceError(f"this evidence file is damaged (the parts of lines {first}-{last} do not follow each other)")
    return words, tuple(parts)


def _modality(found: dict[str, str]) -> dict[str, Ranges]:
    if not set(CLASSES).issuperset(found):
        raise EvidenceError(f"this evidence file is damaged ({', '.join(sorted(set(found) - set(CLASSES)))} is no class of words)")
    return {kind: tuple(_range(each if "-" in each else f"{each}-{each}") for each in lines.split()) for kind, lines in found.items()}


def _gaps(row: str) -> Iterator[int]:
    if not _RUNS.fullmatch(row):
        raise EvidenceError("this evidence file is damaged (its paragraphs are no numbers)")
    return from_gaps(row)


def _runs(found: list[Any]) -> RunIndex:
    bits, *rows = found
    if not isinstance(bits, int) or not 0 < bits <= 64 or not all(_RUNS.fullmatch(row) for row in rows):
        raise EvidenceError("this evidence file is damaged (its runs are no fingerprints)")
    return RunIndex(bits, tuple(rows))


def _figures(row: dict[str, Any]) -> LineFigures:
    return LineFigures(
        tuple(() if figure == UNREAD else tuple(_reading(text) for text in figure.split(" | ")) for figure in row.get("numbers", ())),
        tuple(_date(date.partition(" glued ")[0]) for date in row.get("dates", ())),
    )


def _date(text: str) -> str:
    if not _DATE.fullmatch(text):
        raise EvidenceError(f"this evidence file is damaged ('{text}' is no date)")
    return text


def _reading(text: str) -> Reading:
    match = _READING.fullmatch(text)
    if not match or unseen_in(text):
        raise EvidenceError(f"this evidence file is damaged ('{text}' is no figure)")
    return Reading(Decimal(match[1]), match[2] or "", match[3] or "", match[1][0] == "+")
