"""Figures of several entries side by side: rows of those that are looked at in pairs, and the pages below /compare/.

There is one page a property of which several entries give figures, as a table of dates and entries, with charts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

from markupsafe import Markup

from wiki.link.graph import Answers, Graph, LinkedEntry
from wiki.model import Claim, addresses
from wiki.model.dates import sort_key, words
from wiki.pages.between import is_paired
from wiki.pages.charts import FEWEST as FEWEST_DATES
from wiki.pages.charts import Plotted, chart, plotted, points_from
from wiki.pages.claims import check_mark
from wiki.pages.disputes import Disputes
from wiki.pages.links import ROOT
from wiki.pages.phrases import narrowing_with, per, unit
from wiki.pages.plan import LISTED, Group, Plan, Rows, grouped, numbered, typed
from wiki.pages.references import short_title
from wiki.read.vocabulary import Vocabulary

FOLDER = addresses.SIDES

LEAD = "What the sources say of several, side by side. Each value leads to its claim, where its sources stand; charts have the same axes."

FEWEST = 3
"""Figures of fewer entries than this are not set side by side."""


class SideRow(NamedTuple):
    """A figure of an entry; those with the same `about` (what narrows it) and `unit` are compared.

    `cell` is HTML, `point` what a chart has of it (`Plotted`; empty where nothing is drawn).
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
    return SideRow(
        about=", ".join(narrowing_with(claim, graph)),
        unit=unit(claim),
        sort=(*sort_key(claim.date), entry.title, str(claim.rank != "preferred"), f"{claim.place.line:06}"),
        title=entry.title,
        id=entry.id,
        when=words(claim.date) if claim.date else "no date",
        cell=str(_cell(claim, linked, graph) + disputes.mark(claim, f"{ROOT}{entry.url}")),
        point=tuple(plotted(claim) or ()),
    )


def _cell(claim: Claim, linked: LinkedEntry, graph: Answers) -> Markup:
    """Return a value that leads to its claim and names its sources, with what the check answered."""
    sources = dict.fromkeys(short_title(source) for each in claim.citations if (source := graph.source(each.source)))
    link = Markup('<a href="{}{}#{}" title="{}">{}</a>')
    cell = link.format(ROOT, linked.entry.url, claim.anchor, ", ".join(sources), claim.value + per(claim))
    if claim.rank:
        cell += Markup(' <span class="wiki-note">{}</span>').format(claim.rank)
    return cell + Markup(" ") + check_mark(claim, linked) if claim.citations else cell


# --- pages ------------------------------------------------------------------------------------------------------------


def side_groups(graph: Graph, rows: Rows, channels: Iterable[str]) -> Iterator[Group]:
    """Yield the pages of comparisons; none where the vocabulary looks at nothing in pairs."""
    if not any(kind.pairs for kind in graph.vocabulary.kinds.values()):
        return
    known = tuple(sorted(channel for channel in channels if channel.startswith("compare:")))
    yield Group(FOLDER, known, partial(_index, graph.vocabulary, rows, known))
    for channel in known:
        yield Group(channel, (channel,), partial(_property, graph.vocabulary, rows, channel))


def _index(vocabulary: Vocabulary, rows: Rows, channels: tuple[str, ...]) -> Iterator[Plan]:
    listed = []
    for property_ in vocabulary.properties.values():
        channel = f"compare:{property_.id}"
        found = _compared(rows, channel) if channel in channels else []
        if found:
            listed.append((property_.id, property_.label, len({row.id for row in found}), len(found)))
    lead = "Figures side by side: by property, whose they are and when. Values keep their unit and currency."
    for number, part, splits in numbered(listed):
        yield Plan(f"{FOLDER}/{number}index.md", "sides.md", "Compare", {"properties": part, "splits": splits}, lead, LISTED)


def _compared(rows: Rows, channel: str) -> list[SideRow]:
    """Return the figures that are compared: of the same thing and unit, of FEWEST or more entries."""
    found = sorted(typed(rows(channel), SideRow))
    by_about = grouped(found, _about)
    return [row for _, own in by_about if len({row.id for row in own}) >= FEWEST for row in own]


def _about(row: SideRow) -> str:
    return f"{row.about or 'as a whole'}, in {row.unit}" if row.unit else row.about or "as a whole"


def _property(vocabulary: Vocabulary, rows: Rows, channel: str) -> Iterator[Plan]:
    """The comparisons of a property; more than MOST figures go on in parts."""
    found = _compared(rows, channel)
    if not found:
        return
    property_ = vocabulary.properties[channel.partition(":")[2]]
    charts = {about: _charts(number, property_.label, own) for number, (about, own) in enumerate(grouped(found, _about), start=1)}
    for number, part, splits in numbered(found):
        tables = [(about, charts.pop(about, []), *_table(own)) for about, own in grouped(part, _about)]
        shown = {"tables": tables, "splits": splits, "id": property_.id}
        title = f"{property_.label} compared"
        yield Plan(f"{FOLDER}/{property_.id}/{number}index.md", "side.md", title, shown, LEAD, LISTED | {"hide": "toc"})


def _table(rows: list[SideRow]) -> tuple[list[tuple[str, str]], list[tuple[str, list[list[str]]]]]:
    """Return the columns (title and id of each entry) and the rows: a date, and the values of each entry on it."""
    columns = sorted({(row.title, row.id) for row in rows})
    lines = [
        (when, [[row.cell for row in own if row.id == id_] for _, id_ in columns]) for when, own in grouped(rows, lambda row: row.when)
    ]
    return columns, lines


def _charts(number: int, label: str, rows: list[SideRow]) -> list[tuple[str, Any]]:
    """Draw the series of each entry, all on the same axes so that they can be compared."""
    series = grouped((row for row in rows if row.point), lambda row: row.id)
    drawn = [(own[0], [Plotted(*row.point) for row in own]) for _, own in sorted(series, key=lambda each: each[1][0].title)]
    drawn = [(first, plots) for first, plots in drawn if len({plot.year for plot in plots}) >= FEWEST_DATES]
    if len(drawn) == 1:  # nothing to compare it with
        return []
    axes = points_from(plot for _, plots in drawn for plot in plots)
    return [
        (first.title, chart(points_from(plots), title=f"{first.title}: {label}{f', {first.about}' if first.about else ''}",
                            unit=first.unit, name=f"chart-{number}-{each}", axes=axes))
        for each, (first, plots) in enumerate(drawn, start=1)
    ]  # fmt: skip
