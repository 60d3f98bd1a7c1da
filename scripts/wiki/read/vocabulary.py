"""entries/vocabulary.yml → kinds, properties, relation types, statuses, stances, types of source, choice of words."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from wiki.disk.boundary import stumbled
from wiki.disk.plain_files import read_plain
from wiki.model import Place
from wiki.model.addresses import TAKEN
from wiki.model.ids import fault_of_id
from wiki.model.problems import Problem, expected, problem
from wiki.read.fields import BROKEN
from wiki.read.nodes import Mapping, Scalar, Sequence

PATH = "entries/vocabulary.yml"
TYPES = ("quantity", "number", "share", "date", "text", "entry", "url")
DIMENSIONS = ("with", "part", "group", "of")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry and the folder its files are in.

    `requires` lists properties that each entry must have, `columns` those that its index shows as a table,
    `pairs` the subtypes whose entries are looked at two at a time, on pages below /between/.
    """

    id: str
    folder: str
    label: str
    plural: str
    subtypes: tuple[str, ...] | None
    requires: tuple[str, ...]
    columns: tuple[str, ...]
    definition: str
    pairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Property:
    """What a fact may be about; None in `kinds` or `dimensions` means all are allowed."""

    id: str
    label: str
    type: str
    units: tuple[str, ...]
    kinds: tuple[str, ...] | None
    dimensions: tuple[str, ...] | None
    inverse: str
    definition: str
    stale_after: str
    equals: str = ""
    exists: bool = False

    @property
    def terms(self) -> tuple[tuple[str, int], ...]:
        """What its values add up from: `exports - imports` is exports with 1 and imports with -1; empty where it is no sum.

        >>> Property("b", "B", "quantity", (), None, None, "", "", "", "exports - imports").terms
        (('exports', 1), ('imports', -1))
        """
        found = re.findall(r"(?:^|\s([+-])\s)\s*([a-z0-9-]+)", self.equals)
        return tuple((id_, -1 if sign == "-" else 1) for sign, id_ in found)


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation with its label at both ends; None in `sources` or `targets` means every kind is allowed."""

    id: str
    label: str
    inverse: str
    sources: tuple[str, ...] | None
    targets: tuple[str, ...] | None
    symmetric: bool
    definition: str
    exists: bool = False
    """Who asserts it says that the thing is there."""


@dataclass(frozen=True, slots=True)
class Term:
    """A status, stance or type of source; what has a status that is `ahead` is not there yet."""

    id: str
    label: str
    definition: str
    stale_after: str
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A word that the wiki avoids outside quotations, what it uses instead, and why."""

    avoid: str
    use: str
    why: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The domain as data; each mapping is id → row, in the order of the file."""

    kinds: Map[str, Kind] = field(default_factory=dict)
    properties: Map[str, Property] = field(default_factory=dict)
    relations: Map[str, RelationType] = field(default_factory=dict)
    statuses: Map[str, Term] = field(default_factory=dict)
    stances: Map[str, Term] = field(default_factory=dict)
    source_types: Map[str, Term] = field(default_factory=dict)
    words: tuple[Word, ...] = ()

    def kind_of_folder(self, folder: str) -> Kind | None:
        """Return the kind whose entries are in `folder`."""
        return next((kind for kind in self.kinds.values() if kind.folder == folder), None)


Row = TypeVar("Row")
_KEYS = {
    "kinds": ("id", "folder", "label", "plural", "subtypes", "requires", "columns", "pairs", "definition"),
    "properties": ("id", "label", "type", "units", "kinds", "dimensions", "inverse", "definition", "stale-after", "equals", "exists"),
    "relations": ("id", "label", "inverse", "from", "to", "symmetric", "definition", "exists"),
    "statuses": ("id", "label", "definition", "stale-after", "ahead"),
    "stances": ("id", "label", "definition"),
    "sources": ("id", "label", "definition"),
    "words": ("avoid", "use", "why"),
}


def read_vocabulary(root: Path) -> tuple[Vocabulary, list[Problem]]:
    """Read entries/vocabulary.yml."""
    from wiki.read.front_matter import read_text  # noqa: PLC0415 - reading knows nothing of vocabularies

    if not os.path.lexists(root / PATH):
        return Vocabulary(), [problem(Place(PATH, 1), "vocabulary", "there is no vocabulary; 'wiki init' writes one to begin with")]
    text, found = read_plain(root, PATH)
    if text is None:
        return Vocabulary(), found
    raw, problems = read_text(f"---\n{text.rstrip()}\n---\n", PATH)
    moved = [Problem(p.path, max(1, p.line - 1), p.column, p.rule, p.message, p.severity) for p in problems]
    try:
        return parse_vocabulary(raw.fields, moved) if raw else (Vocabulary(), moved)
    except Exception as error:  # noqa: BLE001 - the boundary of a file
        return Vocabulary(), [*moved, stumbled(PATH, error)]


def parse_vocabulary(fields: Mapping, problems: list[Problem]) -> tuple[Vocabulary, list[Problem]]:
    """Make a vocabulary of the parsed file; lines in `fields` are one too high, for the fence that read_text wants."""
    tables: dict[str, list[_Row]] = {}
    for key, node in fields.items:
        if key.value == BROKEN:
            continue
        if key.value not in _KEYS:
            problems.append(problem(_place(key), "unknown-key", expected(key.value, _KEYS, what="list in the vocabulary")))
            continue
        if not isinstance(node, Sequence):
            if not (isinstance(node, Scalar) and not node.value):
                problems.append(problem(_place(node), "shape", f"'{key.value}' must be a list of rows"))
            continue
        tables[key.value] = [_Row(row, key.value, problems) for row in node.items if isinstance(row, Mapping)]
        for row in node.items:
            if not isinstance(row, Mapping):
                _report_row(row, key.value, problems)
    vocabulary = Vocabulary(
        kinds=_table(tables, "kinds", _kind, problems),
        properties=_table(tables, "properties", _property, problems),
        relations=_table(tables, "relations", _relation, problems),
        statuses=_table(tables, "statuses", _term, problems),
        stances=_table(tables, "stances", _term, problems),
        source_types=_table(tables, "sources", _term, problems),
        words=tuple(Word(r.text("avoid", required=True), r.text("use"), r.text("why")) for r in tables.get("words", ())),
    )
    problems.extend(_cross_check(vocabulary, tables))
    return vocabulary, problems


class _Row:
    """One row of a list; unknown keys are reported once, on construction."""

    def __init__(self, node: Mapping, table: str, problems: list[Problem]) -> None:
        self.node, self.table, self.problems = node, table, problems
        for key, _ in node.items:
            if key.value not in _KEYS[table] and key.value != BROKEN:
                problems.append(problem(_place(key), "unknown-key", expected(key.value, _KEYS[table], what=f"key in {table}")))

    def text(self, key: str, *, required: bool = False) -> str:
        node = self.node.get(key)
        if isinstance(node, Scalar) and node.value:
            return node.value
        if node is not None and not isinstance(node, Scalar):
            self.problems.append(problem(_place(node), "shape", f"'{key}' must be text"))
        elif required:
            self.problems.append(problem(_place(self.node), "missing-key", f"a row of {self.table} needs '{key}'"))
        return ""

    def ids(self, key: str) -> tuple[str, ...] | None:
        node = self.node.get(key)
        if node is None:
            return None
        if isinstance(node, Scalar):
            return (node.value,) if node.value else ()
        if isinstance(node, Sequence):
            return tuple(each.value for each in node.items if isinstance(each, Scalar))
        self.problems.append(problem(_place(node), "shape", f"'{key}' must be a list"))
        return None


def _report_row(node: Scalar | Sequence, table: str, problems: list[Problem]) -> None:
    problems.append(problem(_place(node), "shape", f"a row of {table} must be a mapping, like '{{id: …, label: …}}'"))


def _table(tables: Map[str, list[_Row]], name: str, make: Callable[[_Row], Row], problems: list[Problem]) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for row in tables.get(name, ()):
        key = row.text("id", required=True)
        if not key:
            continue
        fault = fault_of_id(key)
        if fault:
            problems.append(problem(_place(row.node), "id", f"'{key}' is not an id; {fault}"))
            continue  # an id stands in addresses and attributes
        if key in rows:
            problems.append(problem(_place(row.node), "duplicate-id", f"'{key}' is given twice under {name}"))
        rows.setdefault(key, make(row))
    return rows


def _kind(row: _Row) -> Kind:
    key, label = row.text("id"), row.text("label")
    label = label or key.capitalize()
    return Kind(
        key,
        _folder(row),
        label,
        row.text("plural") or f"{label}s",
        row.ids("subtypes"),
        row.ids("requires") or (),
        row.ids("columns") or (),
        row.text("definition"),
        row.ids("pairs") or (),
    )


def _folder(row: _Row) -> str:
    """A kind's folder has the form of an id: it is a folder of entries/ and of the site, and must lead out of neither."""
    folder = row.text("folder")
    usual = f"{row.text('id')}s"
    node = row.node.get("folder") or row.node
    fault = fault_of_id(folder or usual)
    if fault:
        row.problems.append(problem(_place(node), "vocabulary", f"'{folder or usual}' is no name of a folder; {fault}"))
        return usual
    if (folder or usual) in TAKEN:
        message = f"the folder '{folder or usual}' is taken: the site has, or will have, pages of its own there; name it otherwise"
        row.problems.append(problem(_place(node), "vocabulary", message))
    return folder or usual


def _property(row: _Row) -> Property:
    return Property(
        row.text("id"),
        row.text("label") or row.text("id"),
        row.text("type", required=True),
        row.ids("units") or (),
        row.ids("kinds"),
        row.ids("dimensions"),
        row.text("inverse"),
        row.text("definition"),
        row.text("stale-after"),
        row.text("equals"),
        _yes(row, "exists"),
    )


def _relation(row: _Row) -> RelationType:
    label = row.text("label") or row.text("id")
    symmetric = row.text("symmetric") in ("yes", "true")
    return RelationType(
        row.text("id"),
        label,
        row.text("inverse", required=not symmetric) or label,
        row.ids("from"),
        row.ids("to"),
        symmetric,
        row.text("definition"),
        _yes(row, "exists"),
    )


def _term(row: _Row) -> Term:
    return Term(row.text("id"), row.text("label") or row.text("id"), row.text("definition"), row.text("stale-after"), _yes(row, "ahead"))


def _yes(row: _Row, key: str) -> bool:
    return row.text(key) in ("yes", "true")


def _cross_check(vocabulary: Vocabulary, tables: Map[str, list[_Row]]) -> Iterator[Problem]:
    """Each kind, property and type named in a row is defined, and each stretch of time is a number of months or years."""
    for row in tables.get("properties", ()):
        kind = row.text("type")
        if kind and kind not in TYPES:
            yield problem(_place(row.node), "vocabulary", expected(kind, TYPES, what="type"))
        inverse = row.text("inverse")
        if inverse and inverse not in vocabulary.properties:
            yield problem(_place(row.node), "vocabulary", expected(inverse, vocabulary.properties, what="property"))
        yield from _check_equals(row, vocabulary)
        for dimension in row.ids("dimensions") or ():
            if dimension not in DIMENSIONS:
                yield problem(_place(row.node), "vocabulary", expected(dimension, DIMENSIONS, what="dimension"))
    for table, keys in (("properties", ("kinds",)), ("relations", ("from", "to"))):
        for row in tables.get(table, ()):
            for key in keys:
                for kind in row.ids(key) or ():
                    if kind not in vocabulary.kinds:
                        yield problem(_place(row.node), "vocabulary", expected(kind, vocabulary.kinds, what="kind"))
    folders: dict[str, str] = {}
    for row in tables.get("kinds", ()):
        kind_of_row = vocabulary.kinds.get(row.text("id"))
        if kind_of_row and folders.setdefault(kind_of_row.folder, kind_of_row.id) != kind_of_row.id:
            message = f"the folder '{kind_of_row.folder}' is that of kind '{folders[kind_of_row.folder]}' already; each kind has its own"
            yield problem(_place(row.node.get("folder") or row.node), "vocabulary", message)
        for required in (*(row.ids("requires") or ()), *(row.ids("columns") or ())):
            if required not in vocabulary.properties:
                yield problem(_place(row.node), "vocabulary", expected(required, vocabulary.properties, what="property"))
        subtypes = row.ids("subtypes")
        for subtype in row.ids("pairs") or ():
            if subtypes is not None and subtype not in subtypes:
                yield problem(_place(row.node), "vocabulary", expected(subtype, subtypes, what="subtype"))
    for table in ("properties", "statuses"):
        for row in tables.get(table, ()):
            stale = row.text("stale-after")
            if stale and not re.fullmatch("[0-9]{1,3} (months?|years?|days?)", stale):
                yield problem(_place(row.node), "vocabulary", f"'{stale}' is no stretch of time; expected a form like '24 months'")


def _check_equals(row: _Row, vocabulary: Vocabulary) -> Iterator[Problem]:
    """What a property equals is properties of the vocabulary with `+` or `-` between them, like `exports + imports`."""
    equals = row.text("equals")
    if equals and not re.fullmatch(r"[a-z0-9-]+(?: [+-] [a-z0-9-]+)+", equals):
        yield problem(_place(row.node), "vocabulary", f"'{equals}' is no sum; expected a form like 'exports + imports'")
    elif equals:
        for term in re.split(r" [+-] ", equals):
            if term not in vocabulary.properties:
                yield problem(_place(row.node), "vocabulary", expected(term, vocabulary.properties, what="property"))


def _place(node: Scalar | Sequence | Mapping) -> Place:
    return Place(PATH, max(1, node.line - 1), node.column)
