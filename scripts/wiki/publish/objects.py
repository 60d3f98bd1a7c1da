"""The objects of the published data: an entry with its claims, links and disagreements, and a source, each as JSON has it."""

from __future__ import annotations

import json
from typing import Any

from wiki.judge.disagreements import Disagreement
from wiki.judge.sums import Sum
from wiki.link.graph import Answers, Link, LinkedEntry
from wiki.model import Announcement, Answer, Citation, Claim, Date, Entry, NameDetail, Quantity, Source
from wiki.model.citations import locator_data
from wiki.model.quantities import plain
from wiki.pages.disputes import Disputes
from wiki.verify.report import share_text

Object = dict[str, Any]

LISTS = {"facts": "fact", "relations": "relation", "status": "status", "positions": "position", "announcements": "announcement"}
"""Key of a list of claims → their form; names stand before the address."""


def in_order(entry: Entry) -> list[Claim]:
    """Return an entry's claims by place in its file."""
    return sorted(entry.claims, key=lambda claim: (claim.place.line, claim.place.column))


def address(url: str, graph: Answers) -> str:
    """Return the full address of a page where mkdocs.yml gives site_url, else the address from the site's root."""
    return f"{graph.settings.site_url.rstrip('/')}/{url}"


def answer_of(linked: LinkedEntry, claim: Claim, number: int) -> Answer:
    """Return what evidence says of a claim's citation, counted from 1."""
    answers = linked.answers.get(claim.anchor, ())
    return answers[number - 1] if number <= len(answers) else _NO_ANSWER


_NO_ANSWER = Answer("not-checked", "")


def entry_object(linked: LinkedEntry, graph: Answers, disputes: Disputes) -> Object:
    """Return an entry as entries.json and its own index.json hold it."""
    entry = linked.entry
    claims = in_order(entry)
    listed = {key: [claim_object(claim, linked) for claim in claims if claim.form == form] for key, form in LISTS.items()}
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
        **listed,
        "links": [_link(link, link.target) for link in linked.links],
        "backlinks": [_link(link, link.source) for link in graph.backlinks(entry.id)],
        "disagreements": dispute_objects(disputes),
        "reviewed": [{"by": who, "date": when} for who, when in entry.reviewed],
    }


def _link(link: Link, id_: str) -> Object:
    return {"id": id_, "anchor": link.anchor, "text": link.sentence}


# --- claims -----------------------------------------------------------------------------------------------------------


def claim_object(claim: Claim, linked: LinkedEntry) -> Object:
    """Return a claim as JSON; what it does not have is left out."""
    value: Object = {
        "claim": claim.anchor,
        "property": claim.property,
        "value": claim.value,
        **(_quantity(claim.quantity) if claim.quantity else {}),
        "per": claim.per,
        "target": claim.target,
        "as": claim.title,
        "side": claim.side,
        "text": claim.text,
        **(_date(claim.date) if claim.date else {}),
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
        value |= _announcement(claim.announcement)
    if claim.name:
        value |= _name(claim.name)
    found: Object = {key: each for key, each in value.items() if each != ""}
    found["cite"] = [_cite(each, answer_of(linked, claim, number)) for number, each in enumerate(claim.citations, start=1)]
    return found


def _cite(citation: Citation, answer: Answer) -> Object:
    found = {"source": citation.source, "locator": locator_data(citation.locator), "check": answer.outcome}
    return {**found, "strength": answer.strength, "share": share_text(answer)} if answer.strength else found


def _quantity(quantity: Quantity) -> Object:
    number = (
        {"number": plain(quantity.number)} if quantity.number is not None else {"low": plain(quantity.low), "high": plain(quantity.high)}
    )
    return {**number, "qualifier": quantity.qualifier, "unit": quantity.unit}


def _date(date: Date) -> Object:
    return {"date": date.text, "date_from": date.earliest, "date_to": date.latest}


def _announcement(detail: Announcement) -> Object:
    due, came = detail.due.text if detail.due else "", detail.outcome_date.text if detail.outcome_date else ""
    return {"due": due, "about": detail.about, "outcome": detail.outcome, "outcome_date": came}


def _name(detail: NameDetail) -> Object:
    return {
        "lang": detail.language,
        "used_by": detail.used_by,
        "since": detail.since.text if detail.since else "",
        "preferred": detail.preferred or "",
        "by": "editors" if detail.by_editors else "",
    }


# --- disagreements ----------------------------------------------------------------------------------------------------


def dispute_objects(disputes: Disputes) -> list[Object]:
    """Return an entry's disagreements, then its sums."""
    found: list[Object] = []
    for each in disputes.disagreements:
        shared = _dispute(each, "stated" if each.stated else "disagreement", disputes.entry)
        found.append({**shared, "hint": each.hint, "values": [_value(claim) for claim in each.claims]})
    for each_sum in disputes.sums:
        shared = _dispute(each_sum, "sum", disputes.entry)
        found.append({**shared, "calculation": each_sum.calculation, "values": [_value(claim) for claim in each_sum.claims]})
    return [{key: value for key, value in each.items() if value != "" or key in ("verdict", "why")} for each in found]


def _dispute(found: Disagreement | Sum, kind: str, entry: Entry) -> Object:
    claims = [claim.anchor if claim.entry == entry.id else f"{claim.entry}#{claim.anchor}" for claim in found.claims]
    return {"id": found.id, "kind": kind, "property": found.about, "claims": claims, "verdict": found.verdict, "why": found.why}


def _value(claim: Claim) -> dict[str, str]:
    value = {
        "entry": claim.entry,
        "claim": claim.anchor,
        "value": claim.value,
        "number": plain(claim.quantity.number) if claim.quantity else "",
        "unit": claim.quantity.unit if claim.quantity else "",
        "date": claim.date.text if claim.date else "",
        "said_by": claim.said_by,
        "via": claim.via,
        "source": claim.citations[0].source if claim.citations else "",
    }
    return {key: each for key, each in value.items() if each}


# --- sources ----------------------------------------------------------------------------------------------------------


def source_object(source: Source) -> dict[str, Any]:
    """Return a source as CSL-JSON, with its archived file and dates that CSL cannot say under `custom`."""
    item: dict[str, Any] = json.loads(source.csl)
    if source.file:
        lines = f"{source.file.first}-{source.file.last}" if source.file.last else ""
        item["custom"] = item.get("custom", {}) | {"file": source.file.name, "sha256": source.file.sha256, "lines": lines}
    return item
