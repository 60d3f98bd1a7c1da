"""Front matter as typed values: each reader returns the clean value or records a problem at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from wiki.model import Citation, Date, Place
from wiki.model.citations import EXAMPLES, CitationError, parse_citations
from wiki.model.dates import DateError, parse_date
from wiki.model.problems import Problem, expected, nearest, problem
from wiki.read.nodes import Mapping, Node, Scalar, Sequence

BROKEN = "\ufffc"
"""What reading.py puts for a value that YAML could not read; its problem is reported already."""


_EMPTY_ITEM = "an item of '{}' is empty; give it a value or delete its line"
_SEPARATORS = re.compile(r"[,;،؛、，；]\s|[،؛、，；]|\s[|/]\s")
"""What parts several in one text, as people write it."""


class Fields(NamedTuple):
    """A mapping of front matter with the file it is in and the list that its problems go to."""

    node: Mapping
    path: str
    problems: list[Problem]
    what: str

    def place(self, key: str = "") -> Place:
        """Return where the value of `key` stands, or the mapping itself."""
        node = (self.node.get(key) if key else None) or self.node
        return Place(self.path, node.line, node.column)

    def report(self, key: str, rule: str, message: str, severity: str = "error") -> None:
        """Record a problem at the value of `key`."""
        self.problems.append(problem(self.place(key), rule, message, "warning" if severity == "warning" else "error"))

    def check_keys(self, known: Iterable[str], required: Iterable[str] = ()) -> None:
        """Each key is known, and each required key is there. One that is told is taken for what was meant: nothing follows from it."""
        allowed = tuple(known)
        for key, value in tuple(self.node.items):
            if key.value not in allowed and key.value != BROKEN:
                place = Place(self.path, key.line, key.column)
                self.problems.append(problem(place, "unknown-key", expected(key.value, allowed, what=f"key in {self.what}")))
                if (near := nearest(key.value, allowed)) and near not in self.node.named:
                    self.node.named[near] = (key, value)
        for key_name in required:
            if key_name not in self.node.named:
                self.report("", "missing-key", f"{self.what} needs '{key_name}'")

    def has(self, key: str) -> bool:
        """Tell whether `key` is given."""
        return key in self.node.named

    def text(self, key: str) -> str:
        """Return a string; '' where it is missing or of another shape (reported)."""
        node = self.node.get(key)
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            self.report(key, "shape", f"'{key}' must be text, not {_shape(node)}{_as_text(node)}")
            return ""
        words = node.value.split()
        if not words:
            self.report(key, "empty", f"'{key}' is empty; give it a value or leave the key out")
        return "" if node.value == BROKEN else " ".join(words)

    def scalars(self, key: str) -> tuple[Scalar, ...]:
        """Return a list of strings with their places; a single string counts as a list of one."""
        node = self.node.get(key)
        if node is None:
            return ()
        if isinstance(node, Scalar):
            if not node.value.strip():
                self.report(key, "empty", f"'{key}' is empty; give it a value or leave the key out")
            return (node,) if node.value.strip() and node.value != BROKEN else ()
        if isinstance(node, Mapping):
            self.report(key, "shape", f"'{key}' must be a list, not a mapping")
            return ()
        found = []
        for item in node.items:
            if isinstance(item, Scalar):
                if not item.value.strip():
                    self.problems.append(problem(self._at(item), "empty", _EMPTY_ITEM.format(key)))
                elif item.value != BROKEN:
                    found.append(item)
            else:
                self.problems.append(problem(self._at(item), "shape", f"an item of '{key}' must be text, not {_shape(item)}"))
        return tuple(found)

    def rows(self, key: str) -> Iterator[Fields]:
        """Yield each mapping of a list of mappings."""
        node = self.node.get(key)
        if node is None or (isinstance(node, Scalar) and node.value == BROKEN):
            return
        if isinstance(node, Scalar) and not node.value.strip():
            self.report(key, "empty", f"'{key}' is empty; give it a value or leave the key out")
            return
        if not isinstance(node, Sequence):
            self.report(key, "shape", f"'{key}' must be a list of mappings, each beginning with '- '; found {_shape(node)}")
            return
        for item in node.items:
            if isinstance(item, Mapping):
                yield Fields(item, self.path, self.problems, f"an item of '{key}'")
            elif isinstance(item, Scalar) and not item.value.strip():
                self.problems.append(problem(self._at(item), "empty", _EMPTY_ITEM.format(key)))
            elif not (isinstance(item, Scalar) and item.value == BROKEN):
                self.problems.append(
                    problem(self._at(item), "shape", f"an item of '{key}' must be a mapping of keys to values, not {_shape(item)}")
                )

    def mapping(self, key: str) -> Fields | None:
        """Return a mapping."""
        node = self.node.get(key)
        if node is None:
            return None
        if not isinstance(node, Mapping):
            self.report(key, "shape", f"'{key}' must be a mapping of keys to values, not {_shape(node)}")
            return None
        return Fields(node, self.path, self.problems, f"'{key}'")

    def one_of(self, key: str, valid: Iterable[str], *, what: str = "", rule: str = "value") -> str:
        """Return a string out of a closed list."""
        found = self.text(key)
        if found and found not in valid:
            self.report(key, rule, expected(found, valid, what=what or f"'{key}'"))
            return ""
        return found

    def flag(self, key: str, *, default: bool) -> bool:
        """Return yes or no."""
        found = self.one_of(key, ("yes", "no", "true", "false", "on", "off"))
        return default if not found else found in ("yes", "true", "on")

    def date(self, key: str) -> Date | None:
        """Return an EDTF date."""
        found = self.text(key)
        if not found:
            return None
        try:
            return parse_date(found)
        except DateError as error:
            self.report(key, "date", str(error))
            return None

    def citations(self, key: str) -> tuple[Citation, ...]:
        """Return the citations of a field: one string, or a list of them."""
        found: list[Citation] = []
        for scalar in self.scalars(key):
            place = Place(self.path, scalar.line, scalar.column)
            try:
                found.extend(parse_citations(scalar.value, place))
            except CitationError as error:
                self.problems.append(problem(Place(self.path, scalar.line, scalar.column + error.offset), "citation", str(error)))
        return tuple(found)

    def required_citations(self, key: str, claim: str) -> tuple[Citation, ...]:
        """Return the citations of a claim; a claim without any is refused."""
        node = self.node.get(key)
        if node is None or (isinstance(node, Scalar) and not node.value):
            self.report("", "unsourced", f"{claim} has no source; add '{key}: {EXAMPLES}'")
            return ()
        return self.citations(key)

    def _at(self, node: Node) -> Place:
        return Place(self.path, node.line, node.column)


def listed(fields: Fields, key: str) -> tuple[Scalar, ...]:
    """Return a list of strings; several in one text are told, since they would be taken for one."""
    node = fields.node.get(key)
    if isinstance(node, Scalar) and node.value != BROKEN:
        from wiki.read.slips import quoted, stuck  # noqa: PLC0415 - most lists are written as lists

        if stuck(node.value):
            fields.report(key, "shape", f"an item of '{key}' begins with '- ', a hyphen and a space; found '{node.value}'")
            return ()
        parts = [part for each in _SEPARATORS.split(node.value) if (part := each.strip())]
        if len(parts) > 1:
            several = ", ".join(parts)
            message = f"'{key}' is a list; write [{several}] for several, or [{quoted(node.value)}] for one with a comma in it"
            fields.report(key, "shape", message)
            return ()
    return fields.scalars(key)


def _as_text(node: Node) -> str:
    """Say how a list in brackets is written as text."""
    items = [item.value for item in node.items if isinstance(item, Scalar)] if isinstance(node, Sequence) else []
    text = ", ".join(items)
    from wiki.read.slips import quoted  # noqa: PLC0415 - only needed once something is wrong

    return f"; write {quoted(text)}" if text and BROKEN not in items and len(text) <= 60 else ""


def _shape(node: Node) -> str:
    return {Scalar: "text", Sequence: "a list", Mapping: "a mapping"}[type(node)]
