"""What an entry contributes to pages that are not its own: rows of indexes, timeline, sources, announcements, corrections.

A row is plain data, so that it can be kept, compared and sorted without the entry. Addresses in its HTML begin with ROOT, which
the page that shows the row replaces by its own way to the root.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from markupsafe import Markup, escape

from wiki import figures
from wiki.citations import locator_words
from wiki.dates import sort_key, words
from wiki.linking import Answers, LinkedEntry
from wiki.model import Citation, Claim, Entry
from wiki.rendering import entry_link

ROOT = "\x01"
PARTNERS = ("partner", "built-by", "financed-by", "operated-by")


class IndexRow(NamedTuple):
    """A row of an index; `cells` are HTML, one a column of the kind."""

    folded: str
    id: str
    title: str
    subtype: str
    summary: str
    status: str
    cells: tuple[str, ...]
    partners: str

    @property
    def letter(self) -> str:
        """The letter that the entry is filed under in lists split by letter."""
        return self.folded[:1] if self.folded[:1].isalpha() else "0-9"


class TimelineRow(NamedTuple):
    """A dated turn of an entry."""

    sort: tuple[str, str, str]
    id: str
    anchor: str
    year: str
    when: str
    title: str
    what: str


class SourceRow(NamedTuple):
    """A citation of a source, by its place in it."""

    line: int
    id: str
    order: int
    locator: str
    anchor: str
    title: str
    text: str


class AnnouncementRow(NamedTuple):
    """Something announced, and what came of it."""

    sort: tuple[str, str, str]
    id: str
    anchor: str
    when: str
    title: str
    type: str
    text: str
    value: str
    due: str
    outcome: str


class CorrectionRow(NamedTuple):
    """Something put right."""

    date: str
    id: str
    title: str
    what: str


Row = IndexRow | TimelineRow | SourceRow | AnnouncementRow | CorrectionRow
TYPES: dict[str, type] = {
    "index": IndexRow, "timeline": TimelineRow, "source": SourceRow, "announcements": AnnouncementRow, "corrections": CorrectionRow,
}  # fmt: skip
"""The type of a channel's rows, by the part of its name before the colon."""


def rows_of(linked: LinkedEntry, graph: Answers) -> dict[str, list[Row]]:
    """Return the entry's rows by channel."""
    entry = linked.entry
    folder = graph.vocabulary.kinds[entry.kind].folder
    channels: dict[str, list[Row]] = {
        "index:wiki": [_index_row(entry, graph, ())],
        f"index:{folder}": [_index_row(entry, graph, graph.vocabulary.kinds[entry.kind].columns)],
        "timeline": [*_timeline(entry, graph)],
        "announcements": [_announcement(claim, entry) for claim in entry.claims if claim.form == "announcement"],
        "corrections": [CorrectionRow(each.date, entry.id, entry.title, each.what) for each in entry.corrections],
    }
    for order, claim in enumerate(entry.claims):
        for citation in claim.citations:
            row = SourceRow(
                _first_line(citation), entry.id, order, locator_words(citation.locator) or "whole", claim.anchor, entry.title,
                claim_words(claim, graph),
            )  # fmt: skip
            channels.setdefault(f"source:{citation.source}", []).append(row)
    return {channel: rows for channel, rows in channels.items() if rows}


def folded(title: str) -> str:
    """Return a title as lists are sorted by: without case, marks and opening quotes."""
    text = unicodedata.normalize("NFKD", title.casefold())
    return "".join(sign for sign in text if not unicodedata.combining(sign)).lstrip("\"'“‘«( ")


def _index_row(entry: Entry, graph: Answers, columns: tuple[str, ...]) -> IndexRow:
    status = figures.latest_status(entry) if columns else None
    shown = Markup("")
    if status:
        label = graph.vocabulary.statuses[status.value].label
        when = Markup(' <span class="wiki-when">{}</span>').format(words(status.date)) if status.date else ""
        shown = Markup('<a class="wiki-status" href="{}{}#{}">{}</a>{}').format(ROOT, entry.url, status.anchor, label, when)
    cells = tuple(str(_cell(entry, column, graph)) for column in columns)
    partners = _partners(entry, graph) if columns else ""
    return IndexRow(
        folded(entry.title), entry.id, entry.title, entry.subtype.replace("-", " "), entry.summary, str(shown), cells, str(partners)
    )


def _cell(entry: Entry, property_: str, graph: Answers) -> Markup:
    claim = figures.headline(entry, property_)
    if claim is None:
        return Markup("")
    text = words(claim.value_date) if claim.value_date else claim.value + (f" a {claim.per}" if claim.per else "")
    other = graph.card(claim.counterpart) if claim.counterpart else None
    parts = (claim.modality if claim.modality != "asserted" else "", claim.part, claim.group, f"with {other.title}" if other else "")
    note = ", ".join(part for part in parts if part)
    shown = Markup('<a href="{}{}#{}">{}</a>').format(ROOT, entry.url, claim.anchor, text)
    return shown + (Markup(' <span class="wiki-note">{}</span>').format(note) if note else "")


def _partners(entry: Entry, graph: Answers) -> Markup:
    ids = dict.fromkeys(claim.target for claim in entry.claims if claim.form == "relation" and claim.property in PARTNERS)
    return Markup(", ").join(entry_link(card, ROOT) for id_ in ids if (card := graph.card(id_)))


def _timeline(entry: Entry, graph: Answers) -> list[Row]:
    own = figures.own_date(entry, graph.vocabulary)
    turns = [(own[0], "", entry.summary)] if own else []
    for claim in entry.claims:
        if claim.form == "status" and claim.date and not claim.part:
            turns.append((claim.date, claim.anchor, graph.vocabulary.statuses[claim.value].label))
        elif claim.form == "fact" and claim.value_date and not (own and own[1] is claim):
            turns.append((claim.value_date, claim.anchor, graph.vocabulary.properties[claim.property].label))
    return [
        TimelineRow(sort_key(date), entry.id, anchor, (date.earliest or date.latest)[:4], words(date), entry.title, what)
        for date, anchor, what in turns
    ]


def _announcement(claim: Claim, entry: Entry) -> AnnouncementRow:
    detail = claim.announcement
    value = claim.value + (f" a {claim.per}" if claim.per else "")
    return AnnouncementRow(
        sort_key(claim.date), entry.id, claim.anchor, words(claim.date) if claim.date else "", entry.title, claim.property,
        claim.text, value, words(detail.due) if detail and detail.due else "", detail.outcome if detail else "",
    )  # fmt: skip


def _first_line(citation: Citation) -> int:
    locator = citation.locator
    return locator.ranges[0][0] if locator and locator.ranges and locator.label == "line" else 0


def claim_words(claim: Claim, graph: Answers) -> str:
    """Return a claim in a few plain words, for lists in which it stands beside its entry's title."""
    vocabulary = graph.vocabulary
    target = graph.card(claim.target) if claim.target else None
    to = target.title if target else claim.target
    when = f" ({words(claim.date)})" if claim.date else ""
    match claim.form:
        case "fact":
            value = words(claim.value_date) if claim.value_date else to if claim.target else claim.value
            return f"{vocabulary.properties[claim.property].label}: {value}{f' a {claim.per}' if claim.per else ''}{when}"
        case "relation":
            return f"{vocabulary.relations[claim.property].label} {to}{when}"
        case "status":
            return f"Status: {vocabulary.statuses[claim.value].label}{when}"
        case "position":
            return f"{vocabulary.stances[claim.property].label} {to}{': ' if claim.text else ''}{claim.text}{when}"
        case "announcement":
            return f"{claim.property}: {claim.text or claim.value}{when}"
        case "name":
            return f"Name: {claim.value}"
        case "prose":
            return claim.text


def rooted(html: str, base: str) -> Markup:
    """Return a row's HTML as a page shows it that is `base` away from the root of the site."""
    return Markup(html.replace(ROOT, str(escape(base))))  # noqa: S704 - made above, of escaped parts
