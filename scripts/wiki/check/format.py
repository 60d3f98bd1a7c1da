"""`wiki fmt`: front matter in its canonical form, block style with keys in one order; nothing is lost.

Comments stand on lines of their own and stay before the key or item that they precede.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wiki.check.claims import KEYS
from wiki.check.entries import ENTRY_KEYS
from wiki.model.problems import Problem
from wiki.read.front_matter import read_text
from wiki.read.nodes import Mapping, Node, Scalar, Sequence

FLOW = ("open", "former")
"""Lists of ids, which are written on one line."""

_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`](?:.*\S)?|-?\d.*\S|-?\d")


class FormatError(Exception):
    """The file cannot be put into canonical form without loss; `problems` says what is wrong in it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("the file has errors")
        self.problems = problems


def format_file(text: str, path: str) -> str:
    """Return the canonical form of an entry or a source record.

    Raises FormatError where the file has an error that a rewrite could hide; the file is then to be left as it is.
    """
    raw, problems = read_text(text, path)
    if raw is None or problems:
        raise FormatError(problems)
    lines = text.replace("\r\n", "\n").removeprefix("\ufeff").split("\n")
    order = ENTRY_KEYS if path.startswith("entries/") else ()
    writer = _Writer(_comments(lines, raw.fields, raw.body_line))
    front = "\n".join([*writer.mapping(_ordered(raw.fields, order), 0), *writer.rest()])
    body = raw.body.strip("\n")
    made = f"---\n{front}\n---\n" + (f"{body}\n" if body else "")
    again, _ = read_text(made, path)
    if again is None or values(again.fields) != values(_ordered(raw.fields, order)) or again.body.strip("\n") != body:
        raise FormatError(problems)
    return made


def values(node: Node) -> object:
    """Return a node's values without places, as lists, pairs and strings with single spaces."""
    match node:
        case Scalar(value):
            return " ".join(value.split())
        case Sequence(items):
            return [values(item) for item in items]
        case Mapping():
            return [(key.value, values(value)) for key, value in node.items]


def _ordered(node: Mapping, order: tuple[str, ...]) -> Mapping:
    """Put known keys first, in the order of `order`, and the keys of claims in theirs."""
    named = {}
    for key, value in sorted(node.items, key=lambda item: order.index(item[0].value) if item[0].value in order else len(order)):
        own = KEYS.get(key.value) if order else None
        ordered = value
        if own and isinstance(value, Sequence):
            rows = (_ordered(row, own) if isinstance(row, Mapping) else row for row in value.items)
            ordered = Sequence(tuple(rows), value.line, value.column)
        named[key.value] = (key, ordered)
    return Mapping(named, node.line, node.column)


def _comments(lines: list[str], fields: Mapping, body_line: int) -> dict[int, list[str]]:
    """Return comments by the line of the key or item that they stand before; 0 holds those at the end."""
    starts = sorted(set(_lines(fields)))
    found: dict[int, list[str]] = {}
    for number, line in enumerate(lines[: body_line - 1], start=1):
        if line.lstrip().startswith("#"):
            after = next((start for start in starts if start > number), 0)
            found.setdefault(after, []).append(line.strip())
    return found


def _lines(node: Node) -> Iterator[int]:
    match node:
        case Mapping():
            for key, value in node.items:
                yield key.line
                yield from _lines(value)
        case Sequence(items):
            for item in items:
                yield item.line
                yield from _lines(item)
        case Scalar():
            return


@dataclass(slots=True)
class _Writer:
    """Writes nodes as block-style lines; each comment is written once, before the line that it preceded."""

    comments: dict[int, list[str]]

    def before(self, line: int, indent: int) -> Iterator[str]:
        for comment in self.comments.pop(line, ()):
            yield " " * indent + comment

    def rest(self) -> Iterator[str]:
        for _, comments in sorted(self.comments.items()):
            yield from comments

    def mapping(self, node: Mapping, indent: int) -> Iterator[str]:
        for key, value in node.items:
            yield from self.before(key.line, indent)
            name = " " * indent + scalar(key.value) + ":"
            if isinstance(value, Scalar):
                yield f"{name} {scalar(value.value)}"
            elif not value.items:
                yield f"{name} " + ("[]" if isinstance(value, Sequence) else "{}")
            elif isinstance(value, Mapping):
                yield name
                yield from self.mapping(value, indent + 2)
            elif key.value in FLOW and all(isinstance(item, Scalar) for item in value.items):
                yield f"{name} [{', '.join(item.value for item in value.items if isinstance(item, Scalar))}]"
            else:
                yield name
                yield from self.sequence(value, indent + 2)

    def sequence(self, node: Sequence, indent: int) -> Iterator[str]:
        for item in node.items:
            yield from self.before(item.line, indent)
            lead = " " * indent + "- "
            if isinstance(item, Scalar):
                yield lead + scalar(item.value)
                continue
            inner = self.mapping(item, indent + 2) if isinstance(item, Mapping) else self.sequence(item, indent + 2)
            lines = list(inner)
            first = next((index for index, line in enumerate(lines) if not line.lstrip().startswith("#")), 0)
            yield from (line[2:] for line in lines[:first])
            yield lead + lines[first].lstrip()
            yield from lines[first + 1 :]


def scalar(text: str) -> str:
    """Return a string as YAML writes it: plain where that is read back the same, else in single quotes."""
    text = " ".join(text.split())
    if _PLAIN.fullmatch(text) and ": " not in text and " #" not in text and not text.endswith(":"):
        return text
    return "'" + text.replace("'", "''") + "'"
