"""The published data: claims, facts, entries, graph, sources and inventory, as contract.md 6 has them.

Everything is sorted by entry id, then by place in the file; the same entries give the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from wiki.citations import locator_words
from wiki.linking import Graph, Link, LinkedEntry, page_anchors
from wiki.model import Citation, Claim, Date, Entry, Source
from wiki.quantities import plain

COLUMNS = (
    "claim", "cite_no", "entry", "kind", "form", "property", "value", "number", "low", "high", "qualifier", "unit", "per", "date",
    "date_from", "date_to", "date_inferred", "with", "part", "group", "of", "said_by", "via", "modality", "rank", "target", "text",
    "source", "locator", "line_from", "line_to", "page", "check", "vouched", "dispute", "url",
)  # fmt: skip
PER_CITATION = ("cite_no", "source", "locator", "line_from", "line_to", "page", "check")


def export(graph: Graph) -> Iterator[tuple[str, bytes]]:
    """Yield path (relative to the site) and bytes of each file of data."""
    linked = [graph.entries[id_] for id_ in sorted(graph.entries)]
    objects = [entry_object(each, graph) for each in linked]
    yield "data/claims.csv", _csv(row for each in linked for claim in in_order(each.entry) for row in claim_rows(claim, each.entry, graph))
    yield "data/facts.csv", _csv(_joined(claim_rows(claim, each.entry, graph)) for each in linked for claim in in_order(each.entry))
    yield "data/entries.json", _json(objects)
    yield "data/graph.json", _json(graph_object(linked, graph))
    yield "data/sources.json", _json([source_object(graph.sources[key]) for key in sorted(graph.sources)])
    yield "data/inventory.json", _json(inventory(graph))
    for each, value in zip(linked, objects, strict=True):
        yield f"{each.entry.url}index.json", _json(value)


def in_order(entry: Entry) -> list[Claim]:
    """Return an entry's claims by place in its file."""
    return sorted(entry.claims, key=lambda claim: (claim.place.line, claim.place.column))


def address(url: str, graph: Graph) -> str:
    """Return the full address of a page where mkdocs.yml gives site_url, else the address from the site's root."""
    return f"{graph.settings.site_url.rstrip('/')}/{url}"


def claim_rows(claim: Claim, entry: Entry, graph: Graph) -> list[dict[str, str]]:
    """Return a claim as rows of claims.csv: one a citation, one where it has none."""
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
        "dispute": "",
        "url": address(f"{entry.url}#{claim.anchor}", graph),
    }
    rows = [{**shared, **_citation(number, citation)} for number, citation in enumerate(claim.citations, start=1)]
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


def _citation(number: int, citation: Citation) -> dict[str, str]:
    row = {"cite_no": str(number), "source": citation.source, "locator": locator_words(citation.locator), "check": "not-checked"}
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


def _csv(rows: Iterable[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def entry_object(linked: LinkedEntry, graph: Graph) -> dict[str, Any]:
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
        "names": [claim_object(claim) for claim in claims if claim.form == "name"],
        "url": address(entry.url, graph),
        "dates": sorted({claim.value_date.text for claim in claims if claim.value_date}),
        **{
            key: [claim_object(claim) for claim in claims if claim.form == form]
            for key, form in (("facts", "fact"), ("relations", "relation"), ("status", "status"), ("positions", "position"), ("announcements", "announcement"))
        },
        "links": [_link(link, link.target) for link in linked.links],
        "backlinks": [_link(link, link.source) for link in graph.backlinks.get(entry.id, ())],
        "disagreements": [{"claims": list(each.claims), "verdict": each.verdict, "why": each.why} for each in entry.verdicts],
    }  # fmt: skip


def _link(link: Link, id_: str) -> dict[str, Any]:
    return {"id": id_, "anchor": link.anchor, "text": link.sentence}


def claim_object(claim: Claim) -> dict[str, Any]:
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
    found["cite"] = [{"source": each.source, "locator": locator_words(each.locator), "check": "not-checked"} for each in claim.citations]
    return found


def graph_object(linked: list[LinkedEntry], graph: Graph) -> dict[str, Any]:
    """Return nodes and edges; a mention in prose is an edge of type `mentions`."""
    nodes = [
        {"id": each.entry.id, "kind": each.entry.kind, "title": each.entry.title, "url": address(each.entry.url, graph)} for each in linked
    ]
    edges = []
    for each in linked:
        for claim in in_order(each.entry):
            if claim.form == "relation":
                cite = "; ".join(f"{c.source}, {locator_words(c.locator)}".rstrip(", ") for c in claim.citations)
                edges.append(
                    _edge(each.entry, claim.target, claim.property, claim.date.text if claim.date else "", cite, claim.anchor, graph)
                )
        edges += [_edge(each.entry, link.target, "mentions", "", "", link.anchor, graph) for link in each.links]
    return {"nodes": nodes, "edges": edges}


def _edge(entry: Entry, target: str, type_: str, date: str, cite: str, anchor: str, graph: Graph) -> dict[str, str]:
    found = graph.entry(target)
    url = address(f"{entry.url}#{anchor}", graph)
    return {"source": entry.id, "target": found.id if found else target, "type": type_, "date": date, "cite": cite, "url": url}


def source_object(source: Source) -> dict[str, Any]:
    """Return a source as CSL-JSON, with its archived file under `custom`."""
    item: dict[str, Any] = json.loads(source.csl)
    if source.file:
        lines = f"{source.file.first}-{source.file.last}" if source.file.last else ""
        item["custom"] = {"file": source.file.name, "sha256": source.file.sha256, "lines": lines}
    return item


def inventory(graph: Graph) -> dict[str, Any]:
    """Return every address of an entry or source with its title and anchors, for links from other sites."""
    entries = {
        each.entry.url: {
            "title": each.entry.title,
            "kind": each.entry.kind,
            "anchors": sorted(page_anchors(each.entry) | {link.anchor for link in each.links}),
        }
        for each in graph.entries.values()
    }
    sources = {source.url: {"title": source.title, "kind": "source", "anchors": []} for source in graph.sources.values()}
    former = {f"wiki/{old}/": {"redirect": f"wiki/{id_}/"} for old, id_ in graph.names.former.items()}
    return {
        "site": graph.settings.site_name,
        "url": graph.settings.site_url,
        "addresses": dict(sorted({**entries, **sources, **former}.items())),
    }
