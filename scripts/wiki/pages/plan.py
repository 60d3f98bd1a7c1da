"""Pages that are no entry's own: a plan of each, made of rows that entries give; groups of plans; how long lists are split."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from wiki.evidence import Evidence
from wiki.link.graph import Graph
from wiki.model import Page
from wiki.model.dates import words
from wiki.pages.environment import template
from wiki.pages.front_matter import page_of
from wiki.pages.links import rooted
from wiki.pages.references import full_reference

MOST = 200
"""A list of more rows than this is split."""

LISTED = {"search": "exclude"}
"""The text index leaves out lists: their rows are found where they come from."""

Evidences = Callable[[str], Evidence | None]
"""Returns the evidence of a source."""

Told = Mapping[str, tuple[Any, ...]]
"""Path of a page → what it told."""

Row = tuple[Any, ...]
"""What an entry gives to such pages: plain data, a named tuple of one of the types in `lists.TYPES`."""

Rows = Callable[[str], Sequence[Row]]
"""Returns the rows of a channel, in the order of their entries' ids."""


@dataclass(frozen=True)
class Plan:
    """A page to be drawn: where, with what. `shown` is all that the page depends on beside templates and vocabulary.

    `told` is what lists of pages tell of it (see `Group.telling`).
    """

    path: str
    template: str
    title: str
    shown: Mapping[str, Any]
    description: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    told: tuple[Any, ...] = ()

    def draw(self, graph: Graph) -> Page:
        """Return the page."""
        base = "../" * self.path.count("/") if self.path.endswith("index.md") else "../../"
        body = template(self.template).render(
            title=self.title, lead=self.description, base=base, graph=graph, rooted=rooted, full_reference=full_reference, words=words,
            source=graph.source(self.path.split("/")[1].removesuffix(".md")) if self.template == "source.md" else None, **self.shown,
        )  # fmt: skip
        return page_of(self.path, title=self.title, description=self.description, body=body, meta=dict(self.meta))


@dataclass(frozen=True)
class Group:
    """Pages planned together: they depend on the rows of `channels`, on the `evidence` of sources and, if `named`, on the table of names.

    Those that are `telling` tell what other pages told (`Plan.told`), which depends on the same, and are planned when all others are.
    """

    name: str
    channels: tuple[str, ...]
    plan: Callable[[], Iterable[Plan]]
    named: bool = False
    evidence: tuple[str, ...] = ()
    telling: bool = False


@dataclass(frozen=True)
class Split:
    """A part of a long list: the slug it has in the address, its label and how many rows it holds."""

    slug: str
    label: str
    count: int


AnyRow = TypeVar("AnyRow", bound=Row)
Item = TypeVar("Item")


def typed(rows: Sequence[Row], of: type[AnyRow]) -> list[AnyRow]:
    """Return the rows of a channel as what they are."""
    return [row for row in rows if isinstance(row, of)]


def parts_of(rows: list[Item]) -> list[list[Item]]:
    """Return a list in parts of MOST; one part, if it is empty."""
    return [rows[start : start + MOST] for start in range(0, len(rows), MOST)] or [[]]


def grouped(rows: Iterable[Item], key: Callable[[Item], str]) -> list[tuple[str, list[Item]]]:
    """Return rows by their key, keys and rows in the order given."""
    groups: dict[str, list[Item]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.items())


def numbered(rows: list[Item], folder: str = "part_") -> Iterator[tuple[str, list[Item], tuple[Split, ...]]]:
    """Yield a list in parts of MOST: the folder that a part has in the address, its rows, and on the first the links to the others.

    The folder has an underscore, which no id of an entry or property has, where such ids may stand in its place.
    """
    parts = parts_of(rows)
    splits = tuple(Split(f"{folder}{number}", f"Part {number}", len(part)) for number, part in enumerate(parts[1:], start=2))
    for number, part in enumerate(parts, start=1):
        yield (f"{folder}{number}/", part, ()) if number > 1 else ("", part, splits)


def cut(rows: list[Item], slug: str, label: str, number: str = "{}-{}", part: str = "{}, part {}") -> Iterator[tuple[Split, list[Item]]]:
    """Yield a part of a split list, itself in parts of MOST if it is longer; `number` and `part` make slug and label of those."""
    parts = parts_of(rows)
    if len(parts) == 1:
        yield Split(slug, label, len(rows)), rows
        return
    for count, own in enumerate(parts, start=1):
        yield Split(number.format(slug, count), part.format(label, count), len(own)), own
