"""The published data: claims, facts, entries, graph, sources and inventory, as contract.md 6 has them.

Everything is sorted by entry id, then by place in the file; the same entries give the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, Self

from wiki.citations import locator_data
from wiki.disputing import Disputes
from wiki.graph import Answers, Graph, Link, LinkedEntry, page_anchors
from wiki.model import Citation, Claim, Date, Entry, Source
from wiki.quantities import plain

COLUMNS = (
    "claim", "cite_no", "entry", "kind", "form", "property", "value", "number", "low", "high", "qualifier", "unit", "per", "date",
    "date_from", "date_to", "date_inferred", "with", "part", "group", "of", "said_by", "via", "modality", "rank", "target", "text",
    "source", "locator", "line_from", "line_to", "page", "check", "vouched", "dispute", "url",
)  # fmt: skip
PER_CITATION = ("cite_no", "source", "locator", "line_from", "line_to", "page", "check")


class Chunks(NamedTuple):
    """What one entry contributes to the published data, as text; lists of JSON objects have one object a line."""

    claims: str
    facts: str
    entry: str
    nodes: str
    edges: str
    address: str


def export_entry(linked: LinkedEntry, graph: Answers, disputes: Disputes) -> Chunks:
    """Return an entry's part of every file of data."""
    entry = linked.entry
    rows = [claim_rows(claim, linked, graph, disputes) for claim in in_order(entry)]
    lines = [_csv(found) for found in rows]
    node = {"id": entry.id, "kind": entry.kind, "title": entry.title, "url": address(entry.url, graph)}
    anchors = sorted(page_anchors(entry, linked.pieces) | {link.anchor for link in linked.links})
    return Chunks(
        "".join(lines),
        "".join(line if len(found) == 1 else _csv([_joined(found)]) for line, found in zip(lines, rows, strict=True)),
        _line(entry_object(linked, graph, disputes)),
        _line(node),
        ",\n".join(_line(edge) for edge in _edges(linked, graph)),
        f"{_line(entry.url)}: {_line({'title': entry.title, 'kind': entry.kind, 'anchors': anchors})}",
    )


class DataFiles:
    """Writes the data files of the whole wiki below a site, entry by entry, so that none is ever held whole in memory."""

    NAMES = ("claims.csv", "facts.csv", "entries.json", "graph.json", "sources.json", "inventory.json")

    def __init__(self, site: Path, graph: Graph) -> None:
        self.folder, self.graph = site / "data", graph
        self.count = 0

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.files = {name: (self.folder / name).open("w", encoding="utf-8", newline="") for name in (*self.NAMES, "edges")}
        header = ",".join(COLUMNS) + "\n"
        settings = self.graph.settings
        self.files["claims.csv"].write(header)
        self.files["facts.csv"].write(header)
        self.files["entries.json"].write("[")
        self.files["graph.json"].write('{"nodes": [')
        self.files["inventory.json"].write(f'{{"site": {_line(settings.site_name)}, "url": {_line(settings.site_url)}, "addresses": {{')
        self.edges = 0
        return self

    def add(self, chunks: Chunks) -> None:
        """Add an entry's part; entries come by id."""
        gap = ",\n" if self.count else "\n"
        self.count += 1
        self.files["claims.csv"].write(chunks.claims)
        self.files["facts.csv"].write(chunks.facts)
        self.files["entries.json"].write(gap + chunks.entry)
        self.files["graph.json"].write(gap + chunks.nodes)
        self.files["inventory.json"].write(gap + chunks.address)
        if chunks.edges:
            self.files["edges"].write((",\n" if self.edges else "\n") + chunks.edges)
            self.edges += 1

    def __exit__(self, *error: object) -> None:
        graph = self.graph
        sources = sorted(graph.sources.values(), key=lambda source: source.key)
        self.files["sources.json"].write("[\n" + ",\n".join(_line(source_object(source)) for source in sources) + "\n]\n")
        rest = [f"{_line(f'wiki/{old}/')}: {_line({'redirect': f'wiki/{id_}/'})}" for old, id_ in sorted(graph.names.former.items())]
        rest += [f"{_line(source.url)}: {_line({'title': source.title, 'kind': 'source', 'anchors': []})}" for source in sources]
        self.files["inventory.json"].write(
            "".join((",\n" if self.count or number else "\n") + each for number, each in enumerate(rest)) + "\n}}\n"
        )
        self.files["entries.json"].write("\n]\n")
        self.files["edges"].close()
        edges = self.folder / "edges"
        self.files["graph.json"].write('\n],\n"edges": [')
        with edges.open(encoding="utf-8", newline="") as written:
            shutil.copyfileobj(written, self.files["graph.json"])
        edges.unlink()
        self.files["graph.json"].write("\n]}\n")
        for file in self.files.values():
            file.close()


_line = json.JSONEncoder(ensure_ascii=False).encode


def in_order(entry: Entry) -> list[Claim]:
    """Return an entry's claims by place in its file."""
    return sorted(entry.claims, key=lambda claim: (claim.place.line, claim.place.column))


def address(url: str, graph: Answers) -> str:
    """Return the full address of a page where mkdocs.yml gives site_url, else the address from the site's root."""
    return f"{graph.settings.site_url.rstrip('/')}/{url}"


def claim_rows(claim: Claim, linked: LinkedEntry, graph: Answers, disputes: Disputes) -> list[dict[str, str]]:
    """Return a claim as rows of claims.csv: one a citation, one where it has none."""
    entry = linked.entry
    shared = {
        "claim": claim.anchor,
        "entry": claim.entry,
        "kind": entry.kind,
        "form": claim.form,
        "property": claim.property,
        "value": claim.value,
        **_quantity(claim),
        "per": claim.per,
        **_dates(claim.date),
        "date_inferred": claim.date_inferred,
        "with": claim.counterpart,
        "part": claim.part,
        "group": claim.group,
        "of": claim.of,
        "said_by": claim.said_by,
        "via": claim.via,
        "modality": "" if claim.form in ("name", "prose") else claim.modality,
        "rank": claim.rank,
        "target": claim.target,
        "text": claim.text,
        "vouched": claim.vouched_by,
        "dispute": "; ".join(disputes.ids(claim)),
        "url": address(f"{entry.url}#{claim.anchor}", graph),
    }
    rows = [
        {**shared, **_citation(number, citation), "check": _check(linked, claim, number)}
        for number, citation in enumerate(claim.citations, start=1)
    ]
    return rows or [{**shared, "check": "not-checked"}]


def _quantity(claim: Claim) -> dict[str, str]:
    quantity = claim.quantity
    if quantity is None:
        return {}
    ranged = quantity.number is None
    return {
        "number": plain(quantity.number),
        "low": plain(quantity.low) if ranged else "",
        "high": plain(quantity.high) if ranged else "",
        "qualifier": quantity.qualifier,
        "unit": quantity.unit,
    }


def _dates(date: Date | None) -> dict[str, str]:
    return {"date": date.text, "date_from": date.earliest, "date_to": date.latest} if date else {}


def _check(linked: LinkedEntry, claim: Claim, number: int) -> str:
    """Return what evidence says of a claim's citation, counted from 1."""
    answers = linked.answers.get(claim.anchor, ())
    return answers[number - 1].outcome if number <= len(answers) else "not-checked"


def _citation(number: int, citation: Citation) -> dict[str, str]:
    row = {"cite_no": str(number), "source": citation.source, "locator": locator_data(citation.locator)}
    locator = citation.locator
    if locator and locator.ranges:
        first, last = str(locator.ranges[0][0]), str(locator.ranges[-1][1])
        if locator.label == "line":
            row |= {"line_from": first, "line_to": last}
        elif locator.label == "page":
            row["page"] = first if first == last else f"{first}-{last}"
    return row


def _joined(rows: list[dict[str, str]]) -> dict[str, str]:
    return rows[0] | {key: "; ".join(row.get(key, "") for row in rows) for key in PER_CITATION}


def _csv(rows: Iterable[dict[str, str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([map(row.get, COLUMNS) for row in rows])
    return text.getvalue()


def entry_object(linked: LinkedEntry, graph: Answers, disputes: Disputes) -> dict[str, Any]:
    """Return an entry as entries.json and its own index.json hold it."""
    entry = linked.entry
    claims = in_order(entry)
    return {
        "id": entry.id,
        "kind": entry.kind,
        "subtype": entry.subtype,
        "title": entry.title,
        "summary": entry.summary,
        "aliases": [alias.text for alias in entry.aliases if alias.origin == "alias"],
        "names": [claim_object(claim, linked) for claim in claims if claim.form == "name"],
        "url": address(entry.url, graph),
        "dates": sorted({claim.value_date.text for claim in claims if claim.value_date}),
        **{
            key: [claim_object(claim, linked) for claim in claims if claim.form == form]
            for key, form in (("facts", "fact"), ("relations", "relation"), ("status", "status"), ("positions", "position"), ("announcements", "announcement"))
        },
        "links": [_link(link, link.target) for link in linked.links],
        "backlinks": [_link(link, link.source) for link in graph.backlinks(entry.id)],
        "disagreements": disputes.objects(),
        "reviewed": [{"by": who, "date": when} for who, when in entry.reviewed],
    }  # fmt: skip


def _link(link: Link, id_: str) -> dict[str, Any]:
    return {"id": id_, "anchor": link.anchor, "text": link.sentence}


def claim_object(claim: Claim, linked: LinkedEntry) -> dict[str, Any]:
    """Return a claim as JSON; what it does not have is left out."""
    quantity = claim.quantity
    value: dict[str, Any] = {
        "claim": claim.anchor,
        "property": claim.property,
        "value": claim.value,
        "number": plain(quantity.number) if quantity else "",
        "low": plain(quantity.low) if quantity and quantity.number is None else "",
        "high": plain(quantity.high) if quantity and quantity.number is None else "",
        "qualifier": quantity.qualifier if quantity else "",
        "unit": quantity.unit if quantity else "",
        "per": claim.per,
        "target": claim.target,
        "as": claim.title,
        "side": claim.side,
        "text": claim.text,
        **_dates(claim.date),
        "date_printed": claim.date_printed,
        "date_inferred": claim.date_inferred,
        "with": claim.counterpart,
        "part": claim.part,
        "group": claim.group,
        "of": claim.of,
        "said_by": claim.said_by,
        "via": claim.via,
        "modality": "" if claim.form == "name" else claim.modality,
        "rank": claim.rank,
        "reason": claim.reason,
        "note": claim.note,
        "doubt": claim.doubt,
    }
    if claim.announcement:
        detail = claim.announcement
        value |= {
            "due": detail.due.text if detail.due else "",
            "about": detail.about,
            "outcome": detail.outcome,
            "outcome_date": detail.outcome_date.text if detail.outcome_date else "",
        }
    if claim.name:
        value |= {
            "lang": claim.name.language,
            "used_by": claim.name.used_by,
            "since": claim.name.since.text if claim.name.since else "",
            "preferred": claim.name.preferred or "",
            "by": "editors" if claim.name.by_editors else "",
        }
    found: dict[str, Any] = {key: each for key, each in value.items() if each != ""}
    found["cite"] = [
        {"source": each.source, "locator": locator_data(each.locator), "check": _check(linked, claim, number)}
        for number, each in enumerate(claim.citations, start=1)
    ]
    return found


def _edges(linked: LinkedEntry, graph: Answers) -> Iterator[dict[str, str]]:
    """Yield an entry's relations, then its mentions of others in prose."""
    entry = linked.entry
    for claim in in_order(entry):
        if claim.form == "relation":
            cite = "; ".join(f"{c.source}, {locator_data(c.locator)}".removesuffix(", ") for c in claim.citations)
            card = graph.card(claim.target)
            target = card.id if card else claim.target
            yield _edge(entry, target, claim.property, claim.date.text if claim.date else "", cite, claim.anchor, graph)
    for link in linked.links:
        yield _edge(entry, link.target, "mentions", "", "", link.anchor, graph)


def _edge(entry: Entry, target: str, type_: str, date: str, cite: str, anchor: str, graph: Answers) -> dict[str, str]:
    url = address(f"{entry.url}#{anchor}", graph)
    return {"source": entry.id, "target": target, "type": type_, "date": date, "cite": cite, "url": url}


def source_object(source: Source) -> dict[str, Any]:
    """Return a source as CSL-JSON, with its archived file under `custom`."""
    item: dict[str, Any] = json.loads(source.csl)
    if source.file:
        lines = f"{source.file.first}-{source.file.last}" if source.file.last else ""
        item["custom"] = {"file": source.file.name, "sha256": source.file.sha256, "lines": lines}
    return item
