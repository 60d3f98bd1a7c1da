"""The files of published data: claims, facts, entries, graph, sources and inventory, as how-to-cite.md has them.

Everything is sorted by entry id, then by place in the file; the same entries give the same bytes.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from json.encoder import encode_basestring as _text
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple, Self

from wiki.link.graph import Answers, Graph, LinkedEntry, page_anchors
from wiki.model import Citation, Claim, Date, Quantity
from wiki.model.citations import locator_data
from wiki.model.quantities import plain
from wiki.pages.disputes import Disputes
from wiki.publish.objects import address, answer_of, entry_object, in_order, source_object
from wiki.verify.report import share_text

COLUMNS = (
    "claim", "cite_no", "entry", "kind", "form", "property", "value", "number", "low", "high", "qualifier", "unit", "per", "date",
    "date_from", "date_to", "date_inferred", "with", "part", "group", "of", "said_by", "via", "modality", "rank", "target", "text",
    "source", "locator", "line_from", "line_to", "page", "check", "vouched", "dispute", "url",
    "strength", "share", "as", "side", "note", "doubt", "due", "outcome", "sentence",
)  # fmt: skip
PER_CITATION = ("cite_no", "source", "locator", "line_from", "line_to", "page", "check", "strength", "share")


class Chunks(NamedTuple):
    """What one entry contributes to the published data, as it is written; lists of JSON objects have one object a line.

    `facts` is empty where it is the same as `claims`: where no claim has two citations.
    """

    claims: bytes
    facts: bytes
    entry: bytes
    nodes: bytes
    edges: bytes
    address: bytes


def export_entry(linked: LinkedEntry, graph: Answers, disputes: Disputes) -> Chunks:
    """Return an entry's part of every file of data."""
    entry = linked.entry
    rows = [claim_rows(claim, linked, graph, disputes) for claim in in_order(entry)]
    lines = [list(map(_csv, found)) for found in rows]
    facts = [own[0] if len(own) == 1 else _csv(_joined(found)) for own, found in zip(lines, rows, strict=True)]
    claims = [line for own in lines for line in own]
    node = {"id": entry.id, "kind": entry.kind, "title": entry.title, "url": address(entry.url, graph)}
    anchors = sorted(page_anchors(entry, linked.pieces) | {link.anchor for link in linked.links})
    chunks = (
        "".join(claims),
        "".join(facts) if len(facts) < len(claims) else "",
        _line(entry_object(linked, graph, disputes)),
        _line(node),
        ",\n".join(_edges(linked, graph)),
        f"{_line(entry.url)}: {_line({'title': entry.title, 'kind': entry.kind, 'anchors': anchors})}",
    )
    return Chunks(*(chunk.encode() for chunk in chunks))


class DataFiles:
    """Writes the data files of the whole wiki below a site, entry by entry, so that none is ever held whole in memory."""

    NAMES = ("claims.csv", "facts.csv", "entries.json", "graph.json", "sources.json", "inventory.json")

    def __init__(self, site: Path, graph: Graph) -> None:
        self.folder, self.graph = site / "data", graph
        self.count = 0

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.files = {name: (self.folder / name).open("wb") for name in (*self.NAMES, "edges")}
        header = ",".join(COLUMNS) + "\n"
        settings = self.graph.settings
        self._write("claims.csv", header)
        self._write("facts.csv", header)
        self._write("entries.json", "[")
        self._write("graph.json", '{"nodes": [')
        self._write("inventory.json", f'{{"site": {_line(settings.site_name)}, "url": {_line(settings.site_url)}, "addresses": {{')
        self.edges = 0
        return self

    def _write(self, name: str, text: str) -> None:
        self.files[name].write(text.encode())

    def add(self, chunks: Chunks) -> None:
        """Add an entry's part; entries come by id."""
        gap = b",\n" if self.count else b"\n"
        self.count += 1
        self.files["claims.csv"].write(chunks.claims)
        self.files["facts.csv"].write(chunks.facts or chunks.claims)
        self.files["entries.json"].writelines((gap, chunks.entry))
        self.files["graph.json"].writelines((gap, chunks.nodes))
        self.files["inventory.json"].writelines((gap, chunks.address))
        if chunks.edges:
            self.files["edges"].writelines((b",\n" if self.edges else b"\n", chunks.edges))
            self.edges += 1

    def __exit__(self, *error: object) -> None:
        graph = self.graph
        sources = sorted(graph.sources.values(), key=lambda source: source.key)
        self._write("sources.json", "[\n" + ",\n".join(_line(source_object(source)) for source in sources) + "\n]\n")
        rest = [f"{_line(f'wiki/{old}/')}: {_line({'redirect': f'wiki/{id_}/'})}" for old, id_ in sorted(graph.names.former.items())]
        rest += [f"{_line(source.url)}: {_line({'title': source.title, 'kind': 'source', 'anchors': []})}" for source in sources]
        self._write(
            "inventory.json", "".join((",\n" if self.count or number else "\n") + each for number, each in enumerate(rest)) + "\n}}\n"
        )
        self._write("entries.json", "\n]\n")
        self.files["edges"].close()
        edges = self.folder / "edges"
        self._write("graph.json", '\n],\n"edges": [')
        with edges.open("rb") as written:
            shutil.copyfileobj(written, self.files["graph.json"])
        edges.unlink()
        self._write("graph.json", "\n]}\n")
        for file in self.files.values():
            file.close()


_line = json.JSONEncoder(ensure_ascii=False).encode
_csv = csv.writer(SimpleNamespace(write=str), lineterminator="\n").writerow
"""Returns the line: what it is written to gives back what it got."""


def claim_rows(claim: Claim, linked: LinkedEntry, graph: Answers, disputes: Disputes) -> list[tuple[str, ...]]:
    """Return a claim as rows of claims.csv, by COLUMNS: one a citation, one where it has none."""
    entry = linked.entry
    shared = (
        claim.entry, entry.kind, claim.form, claim.property, claim.value, *_measured(claim.quantity), claim.per, *_dated(claim.date),
        claim.date_inferred, claim.counterpart, claim.part, claim.group, claim.of, claim.said_by, claim.via,
        "" if claim.form in ("name", "prose") else claim.modality, claim.rank, claim.target, claim.text,
    )  # fmt: skip
    last = (claim.vouched_by, "; ".join(disputes.ids(claim)), address(f"{entry.url}#{claim.anchor}", graph))
    detail = claim.announcement
    due = detail.due.text if detail and detail.due else ""
    said = (claim.title, claim.side, claim.note, claim.doubt, due, detail.outcome if detail else "", claim.sentence)
    cites: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
        (str(number), (*_place(citation), answer.outcome), (answer.strength, share_text(answer)))
        for number, citation in enumerate(claim.citations, start=1)
        if (answer := answer_of(linked, claim, number))
    ]
    return [(claim.anchor, number, *shared, *place, *last, *how, *said) for number, place, how in cites or [_NO_CITATION]]


def _measured(quantity: Quantity | None) -> tuple[str, ...]:
    """Return number, low and high end, qualifier, unit; one number has no ends."""
    if quantity is None:
        return ("",) * 5
    ends = (plain(quantity.low), plain(quantity.high)) if quantity.number is None else ("", "")
    return (plain(quantity.number), *ends, quantity.qualifier, quantity.unit)


def _dated(date: Date | None) -> tuple[str, str, str]:
    return (date.text, date.earliest, date.latest) if date else ("", "", "")


_NO_CITATION: tuple[str, tuple[str, ...], tuple[str, ...]] = ("", ("", "", "", "", "", "not-checked"), ("", ""))


def _place(citation: Citation) -> tuple[str, str, str, str, str]:
    """Return source, locator, first and last line, page."""
    locator = citation.locator
    found = citation.source, locator_data(locator)
    if locator and locator.ranges:
        first, last = str(locator.ranges[0][0]), str(locator.ranges[-1][1])
        if locator.label == "line":
            return *found, first, last, ""
        if locator.label == "page":
            return *found, "", "", first if first == last else f"{first}-{last}"
    return *found, "", "", locator.text if locator and locator.label == "page" else ""


def _joined(rows: list[tuple[str, ...]]) -> list[str]:
    """Return one row for a claim with several citations."""
    return [
        "; ".join(found) if column in PER_CITATION else found[0] for column, found in zip(COLUMNS, zip(*rows, strict=True), strict=True)
    ]


def _edges(linked: LinkedEntry, graph: Answers) -> Iterator[str]:
    """Yield an entry's relations, then its mentions of others in prose, each as JSON."""
    entry = linked.entry
    url = address(entry.url, graph)
    for claim in in_order(entry):
        if claim.form == "relation":
            cite = "; ".join(f"{c.source}, {locator_data(c.locator)}".removesuffix(", ") for c in claim.citations)
            card = graph.card(claim.target)
            target = card.id if card else claim.target
            date = claim.date.text if claim.date else ""
            type_ = claim.property if claim.modality == "asserted" else f"{claim.modality}:{claim.property}"
            yield _edge(entry.id, target, type_, date, cite, f"{url}#{claim.anchor}", claim.modality, claim.said_by)
    for link in linked.links:
        yield _edge(entry.id, link.target, "mentions", "", "", f"{url}#{link.anchor}")


def _edge(source: str, target: str, type_: str, date: str, cite: str, url: str, modality: str = "", said_by: str = "") -> str:
    """Return what `_line` would, at a quarter of the time: there are more edges than all else."""
    return (
        f'{{"source": {_text(source)}, "target": {_text(target)}, "type": {_text(type_)}, "date": {_text(date)}, '
        f'"modality": {_text(modality)}, "said_by": {_text(said_by)}, "cite": {_text(cite)}, "url": {_text(url)}}}'
    )
