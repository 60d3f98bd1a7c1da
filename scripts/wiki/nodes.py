"""YAML as written: each value a string with its place, since the vocabulary and not YAML says what a value is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


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


@dataclass(frozen=True)
class Mapping:
    """A YAML mapping; keys in the order written, each once."""

    items: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        """Return the value under `key`, or None."""
        return self._by_name.get(key)

    @cached_property
    def _by_name(self) -> dict[str, Node]:
        return {name.value: value for name, value in self.items}


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
