"""The pages of sources: claims by place, what rests on a source, how much of it is taken up, where a figure stands; and the list of all."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from wiki.evidence import Evidence
from wiki.evidence.coverage import DEFINITION, Coverage, Held, cited_lines, cover
from wiki.evidence.stop_words import STOP, STOP_ELSEWHERE
from wiki.model import Html, Source, Text
from wiki.model.folding import JOINERS, packed_table
from wiki.numerals import plain_number
from wiki.pages.claims import CHECKS, STRENGTHS
from wiki.pages.lists.rows import SourceRow
from wiki.pages.plan import LISTED, Evidences, Plan, Rows, Told, typed
from wiki.pages.references import full_reference


class Placed(NamedTuple):
    """A citation by its place in the source: locator, page in words, and what was answered for it."""

    line: int
    locator: str
    page: str
    id: str
    title: str
    anchor: str
    text: str
    check: str
    sign: str
    said: str
    why: str
    alone: bool
    strength: str


class Part(NamedTuple):
    """A block of the source with figures: how many, how many are taken up or left out, and those that are neither."""

    lines: str
    page: str
    heading: str
    figures: int
    taken: int
    left_out: int
    open: tuple[tuple[int, str], ...]


def source_list(sources: Iterable[Source], told: Told) -> Plan:
    """Plan the list of all sources, which tells what their pages told."""
    listed = [(source.url, full_reference(source), source.source_type, *told[_source_path(source)]) for source in sources]
    lead = "The documents that the claims of this wiki rest on. Each has a page that lists, by place in it, every claim made from it."
    return Plan("sources/index.md", "sources.md", "Sources", {"sources": listed, "definition": DEFINITION}, lead, LISTED | {"hide": "toc"})


def source_page(source: Source, rows: Rows, evidence: Evidences) -> Iterator[Plan]:
    """Plan the page of a source."""
    shown = shown_of(source, typed(rows(f"source:{source.key}"), SourceRow), evidence(source.key))
    shown["notes"] = Markup("".join(_notes(source)))  # noqa: S704 - made of escaped pieces
    shown["record"] = (source.csl, source.date_inferred, repr(source.file), source.left_out)
    meta = {"kind": "Source", "source": source.path}
    told = (shown["citations"], shown["share"] or "no evidence")
    yield Plan(_source_path(source), "source.md", source.title, shown, full_reference(source), meta, told)


def _source_path(source: Source) -> str:
    return f"sources/{source.key}.md"


def _notes(source: Source) -> Iterator[str]:
    for piece in source.notes.pieces:
        if isinstance(piece, Html):
            yield piece.html
        elif isinstance(piece, Text):
            yield str(Markup.escape(piece.text))


def shown_of(source: Source, rows: Sequence[SourceRow], evidence: Evidence | None) -> dict[str, Any]:
    """Return what the template of a source's page asks for, as plain data."""
    alone = {(row.id, row.title, row.anchor) for row in rows if row.alone}
    held = (Held(row.id, row.anchor, row.locator, row.amounts) for row in rows)
    coverage = cover(evidence, held, source.left_out) if evidence else None
    checks = [row.check for row in rows]
    return {
        "sections": _sections(source, sorted(_placed(row, evidence) for row in rows), evidence),
        "entries": len({row.id for row in rows}),
        "citations": len(rows),
        "checks": [(said, checks.count(check)) for check, (_, said) in CHECKS.items() if check in checks],
        "alone": sorted((title, id_, count) for (id_, title), count in Counter(row[:2] for row in alone).items()),
        "claims_alone": len(alone),
        "sole": sorted({(row.title, row.id) for row in rows if row.sole}),
        "share": coverage.share.words if coverage else "",
        "definition": DEFINITION,
        "parts": _parts(coverage) if coverage else (),
        "locate": locate_data(evidence) if evidence else "",
    }


# --- claims by place --------------------------------------------------------------------------------------------------


def _placed(row: SourceRow, evidence: Evidence | None) -> Placed:
    sign, said = CHECKS[row.check]
    if row.vouched:
        sign, said = "☑", f"vouched for by {row.vouched}; by machine: {said}"
    line = row.line or _first_line(row.locator, evidence)
    page = page_words(evidence, line) if line else ""
    if row.strength:
        said = f"{said}, {row.strength}"
    why = row.why if row.check != "found" else STRENGTHS.get(row.strength, "")
    return Placed(
        line, row.locator or "whole", page, row.id, row.title, row.anchor, row.text, row.check, sign, said, why, row.alone, row.strength
    )


def _first_line(locator: str, evidence: Evidence | None) -> int:
    """Return the line on which a page, section or paragraph begins; 0 where it is not known."""
    lines = cited_lines(evidence, locator) if locator and evidence else ()
    return lines[0][0] if lines else 0


def page_words(evidence: Evidence | None, line: int) -> str:
    """Return the page of a line as printed; in brackets one that is inferred; '' where none is known."""
    return evidence.page_words(line) if evidence else ""


def _sections(source: Source, placed: Sequence[Placed], evidence: Evidence | None) -> list[tuple[str, list[Placed]]]:
    """Group claims by the heading they stand under: the record's outline, else the one that the evidence found."""
    starts = sorted((item.line, item.title) for item in source.outline)
    if not starts and evidence:
        starts = [(block.first, block.heading) for block in evidence.blocks if block.heading]
    lines = [line for line, _ in starts]
    found: dict[str, list[Placed]] = {}
    for row in placed:
        before = bisect_right(lines, row.line)
        heading = (starts[before - 1][1] if before else "Before the first heading") if row.line else "The source as a whole"
        found.setdefault(heading if starts or not row.line else "The text", []).append(row)
    return list(found.items())


# --- how much is taken up ---------------------------------------------------------------------------------------------


def _parts(coverage: Coverage) -> list[Part]:
    parts = []
    for each in coverage.blocks:
        block, share = each.block, each.share
        page = block.page_words
        left = tuple((figure.line, figure.text) for figure in each.figures if figure.open)
        parts.append(Part(f"{block.first}–{block.last}", page, block.heading, share.figures, share.taken, share.left_out, left))
    return parts


def locate_data(evidence: Evidence) -> Markup:
    """Return what the box on the page looks figures, dates and words up in: no more than the evidence has."""
    figures = [
        (line, plain_number(reading.value), reading.unit)
        for line, row in evidence.lines.items()
        for readings in row.numbers
        for reading in readings
    ]
    dates = [(line, date) for line, row in evidence.lines.items() for date in row.dates]
    blocks = [(block.first, block.last, page_words(evidence, block.first), block.words) for block in evidence.blocks]
    found: dict[str, object] = {
        "key": evidence.source,
        "figures": figures,
        "dates": dates,
        "blocks": blocks,
        "stop": " ".join(sorted(STOP)),
    }
    if evidence.form > 1:
        found |= {"elsewhere": " ".join(sorted(STOP_ELSEWHERE)), "fold": packed_table(), "joiners": JOINERS}
    text = json.dumps(found, separators=(",", ":"), ensure_ascii=False)
    # it stands between single quotes, since JSON is full of double ones
    return Markup(text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;"))  # noqa: S704
