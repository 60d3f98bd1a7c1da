"""The pages of /compare/: one a property of which several entries give figures, as a table of dates and entries, with charts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from wiki.link.graph import Graph
from wiki.model import addresses
from wiki.pages.charts import FEWEST as FEWEST_DATES
from wiki.pages.charts import Plotted, chart, points_from
from wiki.pages.compare.rows import SideRow
from wiki.pages.lists.plan import LISTED, Group, Plan, Rows, grouped, numbered, typed
from wiki.read.vocabulary import Vocabulary

FOLDER = addresses.SIDES

LEAD = "What the sources say of several, side by side. Each value leads to its claim, where its sources stand; charts have the same axes."

FEWEST = 3
"""Figures of fewer entries than this are not set side by side."""


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
