"""Words that are a source's own: what an entry says in runs of eight words or more that stand in a source it cites, quotations aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from wiki.check.words import masked
from wiki.evidence import Evidence
from wiki.evidence.copied import copied_runs, may_hold_runs
from wiki.evidence.runs import RUN
from wiki.link.graph import Link, LinkedEntry
from wiki.model import ClaimEnd, ClaimStart, Heading, Html, Place, Text, WikiLink
from wiki.model.problems import Problem, problem


class _Said(NamedTuple):
    """A text of an entry, where it stands, and the sources that it may have its words from."""

    text: str
    place: Place
    sources: tuple[str, ...]


def check_copied(linked: LinkedEntry, evidence: Mapping[str, Evidence]) -> Iterator[Problem]:
    """Summary, body and texts of claims are in the editors' own words."""
    for said in _texts(linked):
        for key in said.sources if said.text.count(" ") >= RUN - 1 else ():
            if key not in evidence or not may_hold_runs(said.text, evidence[key]):
                continue
            own = masked(said.text, [])
            for run in copied_runs(own, evidence[key], _names(own, linked)):
                words = " ".join(said.text[run.start : run.end].split())
                where = f"{key}, ll. {run.first}-{run.last}" if run.last > run.first else f"{key}, l. {run.first}"
                yield problem(said.place, "copied", f"'{words}' seems to be the source's own words ({where})", "warning")


def _names(text: str, linked: LinkedEntry) -> list[tuple[int, int]]:
    """Return where the names stand that the entry links."""
    labels = sorted({link.label for link in linked.links if link.label}, key=len, reverse=True)
    return [match.span() for match in re.finditer("|".join(map(re.escape, labels)), text)] if labels else []


def _texts(linked: LinkedEntry) -> Iterator[_Said]:
    entry = linked.entry
    cited = tuple(dict.fromkeys(citation.source for claim in entry.claims for citation in claim.citations))
    yield _Said(entry.summary, entry.summary_place, cited)
    for claim in entry.claims:
        sources = tuple(dict.fromkeys(citation.source for citation in claim.citations))
        own = claim.value if claim.form == "fact" and not (claim.quantity or claim.value_date or claim.target) else ""
        for text in filter(None, (claim.text, own, claim.note, claim.reason)):
            yield _Said(text, claim.place, sources)
    places = {claim.anchor: claim.place for claim in entry.claims}
    yield from _uncited(linked, places, entry.title_place, cited)


def _uncited(linked: LinkedEntry, places: Mapping[str, Place], place: Place, cited: tuple[str, ...]) -> Iterator[_Said]:
    """Yield what a body says without a citation of its own, placed at the last thing before it whose place is known."""
    said: list[str] = []
    inside = False
    for piece in linked.pieces:
        if said and (isinstance(piece, ClaimStart | Heading) or (isinstance(piece, Html) and piece.html.startswith("</"))):
            yield _Said("".join(said), place, cited)
            said = []
        if isinstance(piece, ClaimStart):
            inside, place = True, places.get(piece.anchor, place)
        elif isinstance(piece, ClaimEnd):
            inside = False
        elif isinstance(piece, Text | Link | WikiLink) and not inside:
            said.append(piece.text if isinstance(piece, Text) else piece.label)
    yield _Said("".join(said), place, cited)
