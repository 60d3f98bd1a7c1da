"""YAML as written: each value a string with its place, since the vocabulary and not YAML says what a value is."""

from __future__ import annotations

import re
from collections.abc import ValuesView
from dataclasses import dataclass
from typing import NamedTuple

UNUSUAL = re.compile(
    "[\x85\u2028\u2029]|^[ \t]*-? *(?:[^\x00-\x7f\\w]|[\\w-]+ *:?[\xa0\xad\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff：﹕∶꞉︓])|ː",
    re.MULTILINE,
)
"""Where no sign beyond ASCII stands but in values, none is taken for one of YAML's."""


class Scalar(NamedTuple):
    """A YAML scalar as written: always a string, since the vocabulary and not YAML says what a value is."""

    value: str
    line: int
    column: int


class Sequence(NamedTuple):
    """A YAML list."""

    items: tuple[Node, ...]
    line: int
    column: int


class Mapping(NamedTuple):
    """A YAML mapping: name → the key and its value; in the order written, each once."""

    named: dict[str, tuple[Scalar, Node]]
    line: int
    column: int

    @property
    def items(self) -> ValuesView[tuple[Scalar, Node]]:
        """The keys with their values."""
        return self.named.values()

    def get(self, key: str) -> Node | None:
        """Return the value under `key`, or None."""
        found = self.named.get(key)
        return found and found[1]


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True)
class RawFile:
    """A file of entries/ or seeds/ as read: front matter with places, and the body with the line it begins on."""

    id: str
    path: str
    folder: str
    fields: Mapping
    body: str
    body_line: int
    front: tuple[str, ...] = ()
    """The lines of the front matter as written; the first is line `front_line` of the file."""
    front_line: int = 2
