"""References of one page: numbered in the order in which they are first cited, each leading back to where it is cited."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

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
class References:
    """Collects the citations of a page as its parts are rendered from top to bottom."""

    source: Callable[[str], Source | None]
    _cited: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    _sources: dict[str, Source] = field(default_factory=dict)
    _marks: int = 0

    def mark(self, citations: Iterable[Citation]) -> Markup:
        """Return the marks of a claim's citations, `[1][2]`, each leading to its place in the list."""
        marks = []
        for citation in citations:
            source = self.source(citation.source)
            if source is None:
                continue
            self._sources[citation.source] = source
            places = self._cited.setdefault(citation.source, {})
            number = list(self._cited).index(citation.source) + 1
            locator = locator_words(citation.locator)
            anchors = places.setdefault(locator, [])
            self._marks += 1
            anchors.append(f"r-{self._marks}")
            place = list(places).index(locator) + 1
            title = f"{short_title(source)}{', ' if locator else ''}{locator}"
            marks.append(f'<a id="r-{self._marks}" href="#ref-{number}-{place}" title="{escape(title)}">[{number}]</a>')
        return Markup(f'<sup class="wiki-cite">{"".join(marks)}</sup>' if marks else "")  # noqa: S704 - parts are escaped

    def listed(self) -> tuple[Reference, ...]:
        """Return the reference list; call it when everything above it is rendered."""
        return tuple(
            Reference(
                number,
                self._sources[key],
                tuple(
                    Place(f"ref-{number}-{index}", locator, tuple(marks)) for index, (locator, marks) in enumerate(places.items(), start=1)
                ),
            )
            for number, (key, places) in enumerate(self._cited.items(), start=1)
        )


def short_title(source: Source) -> str:
    """Return a source in a few words: author or container, and year."""
    who = source.author.split(" ")[-1] if source.author and ";" not in source.author else source.author or source.container
    year = f" {source.issued.text[:4]}" if source.issued and source.issued.text[:4].isdigit() else ""
    return f"{who or source.title}{year}"


def full_reference(source: Source) -> str:
    """Return a source as a reference list prints it, in plain text: who, when, what, where."""
    csl = json.loads(source.csl)
    when = words(source.issued) if source.issued else "no date"
    inferred = ", date inferred" if source.date_inferred else ""
    number = " ".join(part for part in (csl.get("volume", ""), f"({csl['issue']})" if csl.get("issue") else "") if part)
    where = ", ".join(
        part for part in (csl.get("container-title", ""), number, csl.get("publisher", ""), csl.get("publisher-place", "")) if part
    )
    pages = f", pp. {csl['page']}" if csl.get("page") else ""
    who = f"{source.author} " if source.author else ""
    title = source.title if source.title[-1:] in ".?!" else f"{source.title}."
    return f"{who}({when}{inferred}). {title} {where}{pages}".rstrip() + ("." if where else "")
