"""References of one page: numbered in the order in which they are first cited, each leading back to where it is cited."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from markupsafe import Markup, escape

from wiki.citations import locator_words
from wiki.dates import words
from wiki.model import Citation, Source


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a source, as the reference list prints it, with the anchors of the marks that cite it."""

    anchor: str
    words: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A source in the reference list of a page."""

    number: int
    source: Source
    places: tuple[Place, ...]


@dataclass(slots=True)
class _Cited:
    """A source that the page cites: its number, what its marks say on hovering, and its places with their marks."""

    number: int
    source: Source
    title: str
    places: dict[str, tuple[int, list[str]]] = field(default_factory=dict)


@dataclass(slots=True)
class References:
    """Collects the citations of a page as its parts are rendered from top to bottom."""

    source: Callable[[str], Source | None]
    _cited: dict[str, _Cited | None] = field(default_factory=dict)
    _sources: int = 0
    _marks: int = 0

    def mark(self, citations: Iterable[Citation]) -> Markup:
        """Return the marks of a claim's citations, `[1][2]`, each leading to its place in the list."""
        marks = ""
        for citation in citations:
            cited = self._cited[citation.source] if citation.source in self._cited else self._cite(citation.source)
            if cited is None:
                continue
            locator = locator_words(citation.locator)
            number, anchors = cited.places.get(locator) or cited.places.setdefault(locator, (len(cited.places) + 1, []))
            self._marks += 1
            anchors.append(f"r-{self._marks}")
            title = f"{cited.title}, {escape(locator)}" if locator else cited.title
            marks += f'<a id="r-{self._marks}" href="#ref-{cited.number}-{number}" title="{title}">[{cited.number}]</a>'
        return Markup(f'<sup class="wiki-cite">{marks}</sup>' if marks else "")  # noqa: S704 - parts are escaped

    def _cite(self, key: str) -> _Cited | None:
        source = self.source(key)
        if source is not None:
            self._sources += 1
        self._cited[key] = _Cited(self._sources, source, escape(short_title(source))) if source else None
        return self._cited[key]

    def listed(self) -> tuple[Reference, ...]:
        """Return the reference list; call it when everything above it is rendered."""
        return tuple(
            Reference(
                cited.number,
                cited.source,
                tuple(Place(f"ref-{cited.number}-{number}", locator, tuple(marks)) for locator, (number, marks) in cited.places.items()),
            )
            for cited in self._cited.values()
            if cited
        )


def short_title(source: Source) -> str:
    """Return a source in a few words: author or container, and year."""
    who = source.author.split(" ")[-1] if source.author and ";" not in source.author else source.author or source.container
    year = f" {source.issued.text[:4]}" if source.issued and source.issued.text[:4].isdigit() else ""
    return f"{who or source.title}{year}"


def full_reference(source: Source) -> str:
    """Return a source as a reference list prints it, in plain text: who, when, what, where."""
    inferred = ", date inferred" if source.date_inferred else ""
    return _reference(source.csl, source.author, source.title, words(source.issued) + inferred if source.issued else f"no date{inferred}")


@lru_cache(maxsize=4096)
def _reference(record: str, author: str, title: str, when: str) -> str:
    csl = json.loads(record)
    number = " ".join(part for part in (csl.get("volume", ""), f"({csl['issue']})" if csl.get("issue") else "") if part)
    where = ", ".join(
        part for part in (csl.get("container-title", ""), number, csl.get("publisher", ""), csl.get("publisher-place", "")) if part
    )
    pages = f", pp. {csl['page']}" if csl.get("page") else ""
    who = f"{author} " if author else ""
    title = title if title[-1:] in ".?!" else f"{title}."
    return f"{who}({when}). {title} {where}{pages}".rstrip() + ("." if where else "")
