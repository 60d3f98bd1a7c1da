"""Figures of several entries side by side: rows for the pages of /compare/, of those entries that are looked at in pairs (pairing.py)."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from wiki.link.graph import Answers, LinkedEntry
from wiki.model import Claim
from wiki.model.dates import sort_key, words
from wiki.pages.between.partners import is_paired
from wiki.pages.charts import plotted
from wiki.pages.disputes import Disputes
from wiki.pages.entry import check_mark
from wiki.pages.references import short_title


class SideRow(NamedTuple):
    """A figure of an entry; those with the same `about` (what narrows it) and `unit` are compared.

    `cell` is HTML, `point` what a chart has of it (charting.Plotted; empty where nothing is drawn).
    """

    about: str
    unit: str
    sort: tuple[str, ...]
    title: str
    id: str
    when: str
    cell: str
    point: tuple[str, ...]


def side_rows(linked: LinkedEntry, graph: Answers, disputes: Disputes) -> dict[str, list[SideRow]]:
    """Return the rows that an entry gives to comparisons, by channel: `compare:<property>`."""
    channels: dict[str, list[SideRow]] = {}
    if is_paired(linked.entry, graph):
        for claim in linked.entry.claims:
            if claim.form == "fact" and claim.quantity:
                channels.setdefault(f"compare:{claim.property}", []).append(_side_row(claim, linked, graph, disputes))
    return channels


def _side_row(claim: Claim, linked: LinkedEntry, graph: Answers, disputes: Disputes) -> SideRow:
    entry = linked.entry
    card = graph.card(claim.counterpart) if claim.counterpart else None
    parts = (
        f"with {card.title if card else claim.counterpart}" if claim.counterpart else "", claim.part, claim.group,
        f"of {claim.of}" if claim.of else "", claim.modality if claim.modality != "asserted" else "",
    )  # fmt: skip
    unit = (claim.quantity.unit if claim.quantity else "") + (f" a {claim.per}" if claim.per else "")
    sources = dict.fromkeys(short_title(source) for each in claim.citations if (source := graph.source(each.source)))
    value = claim.value + (f" a {claim.per}" if claim.per else "")
    link = Markup('<a href="{}{}#{}" title="{}">{}</a>')
    cell = link.format(disputes.base, entry.url, claim.anchor, ", ".join(sources), value)
    if claim.rank:
        cell += Markup(' <span class="wiki-note">{}</span>').format(claim.rank)
    cell += Markup(" ") + check_mark(claim, linked) if claim.citations else Markup("")
    return SideRow(
        ", ".join(part for part in parts if part), unit, (*sort_key(claim.date), entry.title, str(claim.rank != "preferred"),
        f"{claim.place.line:06}"), entry.title, entry.id, words(claim.date) if claim.date else "no date",
        str(cell + disputes.mark(claim, f"{disputes.base}{entry.url}")), tuple(plotted(claim) or ()),
    )  # fmt: skip
