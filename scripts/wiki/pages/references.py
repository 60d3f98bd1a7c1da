"""References of one page: numbered in the order in which they are first cited, each leading back to where it is cited."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from wiki.model import Citation, Locator, Source
from wiki.model.citations import locator_words
from wiki.model.dates import words


class Place(NamedTuple):
    """A place in a source: as the reference list prints it, what marks that cite it show, and these marks, counted from 1."""

    anchor: str
    words: str
    shown: str
    marks: list[tuple[str, str]]


class Reference(NamedTuple):
    """A source in the reference list of a page, `title` in a few words, escaped, and its places by their words."""

    number: int
    source: Source
    title: str
    places: dict[str, Place]


@dataclass(slots=True)
class References:
    """Collects the citations of a page as its parts are rendered from top to bottom."""

    source: Callable[[str], Source | None]
    _cited: dict[str, Reference] = field(default_factory=dict)
    _places: dict[tuple[str, Locator | None], Place | None] = field(default_factory=dict)
    _marks: int = 0

    def mark(self, citations: Iterable[Citation]) -> Markup:
        """Return the marks of a claim's citations, `[1][2]`, each leading to its place in the list."""
        return Markup(self.html(citations))  # noqa: S704 - parts are escaped

    def html(self, citations: Iterable[Citation]) -> str:
        """Return these marks as a part of more HTML."""
        marks = ""
        for citation in citations:
            key = citation.source, citation.locator
            place = self._places[key] if key in self._places else self._cite(*key)
            if place is None:
                continue
            self._marks += 1
            anchor = f"r-{self._marks}"
            place.marks.append((str(len(place.marks) + 1), anchor))
            marks += f'<a id="{anchor}" {place.shown}</a>'
        return f'<sup class="wiki-cite">{marks}</sup>' if marks else ""

    def _cite(self, key: str, locator: Locator | None) -> Place | None:
        """Return the place that a locator leads to, new or the same in other signs; None where there is no such source."""
        cited = self._cited.get(key)
        if cited is None and (source := self.source(key)) is not None:
            cited = self._cited[key] = Reference(len(self._cited) + 1, source, escape(short_title(source)), {})
        place = None
        if cited is not None:
            words = locator_words(locator)
            place = cited.places.get(words)
            if place is None:
                anchor = f"ref-{cited.number}-{len(cited.places) + 1}"
                title = f"{cited.title}, {escape(words)}" if words else cited.title
                place = cited.places[words] = Place(anchor, words, f'href="#{anchor}" title="{title}">[{cited.number}]', [])
        self._places[key, locator] = place
        return place

    def listed(self) -> Collection[Reference]:
        """Return the reference list; call it when everything above it is rendered."""
        return self._cited.values()


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
