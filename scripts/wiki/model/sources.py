"""A source record as checked: who published what, which lines of which file it is, what of it is left out."""

from __future__ import annotations

from dataclasses import dataclass

from wiki.model.bodies import Body
from wiki.model.values import NOWHERE, Date, Place


@dataclass(frozen=True)
class OutlineItem:
    """A heading of a source with the line it stands on (1-based, of the archived file)."""

    line: int
    title: str


@dataclass(frozen=True)
class LeftOut:
    """A figure of a source that the wiki does not take up, and why."""

    lines: str
    figure: str
    reason: str


@dataclass(frozen=True)
class SourceFile:
    """The archived text a source's lines are counted in; `first` and `last` are 1-based and inclusive."""

    name: str
    sha256: str
    first: int
    last: int


@dataclass(frozen=True)
class Source:
    """A checked source record. `csl` holds CSL-JSON variables as (key, JSON text) in the order written."""

    key: str
    path: str
    title: str
    csl: str
    source_type: str
    issued: Date | None
    date_inferred: str
    author: str
    container: str
    file: SourceFile | None
    outline: tuple[OutlineItem, ...]
    left_out: tuple[LeftOut, ...]
    notes: Body
    place: Place = NOWHERE

    @property
    def url(self) -> str:
        """The address, relative to the site's root, with a trailing slash."""
        return f"sources/{self.key}/"
