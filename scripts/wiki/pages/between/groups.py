"""The pages of pairs: /between/, one list of partners an entry, and one page a pair that has rows enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from wiki.link.graph import Graph
from wiki.model import addresses
from wiki.pages.between.claims import PairRow
from wiki.pages.between.partners import FEWEST
from wiki.pages.between.rows import PartnerRow
from wiki.pages.charts import FEWEST as FEWEST_DATES
from wiki.pages.charts import Plotted, chart, points_from
from wiki.pages.plan import LISTED, Group, Plan, Rows, grouped, numbered, typed
from wiki.read.vocabulary import Vocabulary

FOLDER = addresses.PAIRS
MOST_PARTNERS = 12
"""How many partners of an entry the list of all pairs names; the entry's own list has the rest."""


def pair_groups(graph: Graph, rows: Rows, channels: Iterable[str]) -> Iterator[Group]:
    """Yield the pages of pairs; none where the vocabulary looks at nothing in pairs."""
    if not any(kind.pairs for kind in graph.vocabulary.kinds.values()):
        return
    known = sorted(channels)
    partners = tuple(channel for channel in known if channel.startswith("partners:"))
    yield Group("pairs", partners, partial(_index, graph.vocabulary, rows, partners))
    for channel in partners:
        yield Group(channel, (channel,), partial(_partners, rows, channel))
    for channel in known:
        if channel.startswith("pair:"):
            yield Group(channel, (channel,), partial(_pair, rows, channel))


def _counted(rows: Rows, channel: str) -> tuple[str, str, list[tuple[int, str, str]]]:
    """Return an entry's id and title, and its partners as (rows, id, title), most rows first."""
    found = typed(rows(channel), PartnerRow)
    counts: dict[str, tuple[int, str]] = {}
    for row in found:
        if row.other:
            counts[row.other] = (counts.get(row.other, (0, ""))[0] + row.number, row.other_title)
    ordered = sorted(((count, id_, title) for id_, (count, title) in counts.items()), key=lambda each: (-each[0], each[2], each[1]))
    return found[0].id, found[0].title, ordered


def _index(vocabulary: Vocabulary, rows: Rows, channels: tuple[str, ...]) -> Iterator[Plan]:
    subtypes = " or ".join(each.replace("-", " ") for kind in vocabulary.kinds.values() for each in kind.pairs)
    title = f"Between {subtypes} and {subtypes}"
    lead = "What the sources say between any two: figures by who reports them, relations, positions, announcements, and what involves both."
    found = sorted((_counted(rows, channel) for channel in channels), key=lambda each: (each[1], each[0]))
    listed = [(id_, name, [each for each in partners if each[0] >= FEWEST][:MOST_PARTNERS], len(partners)) for id_, name, partners in found]
    for number, part, splits in numbered(listed):
        yield Plan(f"{FOLDER}/{number}index.md", "pairs.md", title, {"entries": part, "splits": splits, "fewest": FEWEST}, lead, LISTED)


def _partners(rows: Rows, channel: str) -> Iterator[Plan]:
    id_, name, partners = _counted(rows, channel)
    lead = f"With whom {name} has dealings in this wiki, by how many rows there are."
    for number, part, splits in numbered(partners):
        shown = {"id": id_, "name": name, "partners": part, "splits": splits, "fewest": FEWEST}
        yield Plan(f"{FOLDER}/{id_}/{number}index.md", "partners.md", f"{name} and others", shown, lead, LISTED)


def _pair(rows: Rows, channel: str) -> Iterator[Plan]:
    """A pair's page; one of more than MOST rows goes on in parts."""
    found = sorted(typed(rows(channel), PairRow))
    if len(found) < FEWEST:
        return
    _, first, second = channel.split(":")
    names = found[0].titles
    title = f"{names[0]} and {names[1]}"
    lead = f"What the sources say between {names[0]} and {names[1]}. Each row leads to its claim, where its sources stand."
    charts = _charts(found)
    for number, part, splits in numbered(found):
        sections = [(section, grouped(own, lambda row: row.group)) for section, own in grouped(part, lambda row: row.section)]
        drawn = {group: charts.pop(group) for _, groups in sections for group, _ in groups if group in charts}
        shown = {"ends": ((first, names[0]), (second, names[1])), "sections": sections, "charts": drawn, "splits": splits}
        yield Plan(f"{FOLDER}/{first}/{second}/{number}index.md", "pair.md", title, shown, lead, LISTED)


def _charts(rows: list[PairRow]) -> dict[str, list[tuple[str, Any]]]:
    """Return title and drawing of each series with enough dates, by the group that it stands in."""
    charts: dict[str, list[tuple[str, Any]]] = {}
    series: dict[tuple[str, tuple[str, ...]], list[Plotted]] = {}
    for row in rows:
        if row.point:
            series.setdefault((row.group, row.chart), []).append(Plotted(*row.point))
    drawn = {key: found for key, found in series.items() if len({each.year for each in found}) >= FEWEST_DATES}
    for number, ((group, (title, unit)), found) in enumerate(drawn.items(), start=1):
        svg = chart(points_from(found), title=title, unit=unit, name=f"chart-{number}")
        charts.setdefault(group, []).append((title, svg))
    return charts
