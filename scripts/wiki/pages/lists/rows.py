"""What an entry contributes to pages that are not its own: rows of indexes, timeline, sources, announcements, corrections.

A row is plain data, so that it can be kept, compared and sorted without the entry. Addresses in its HTML begin with ROOT.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup, escape

from wiki.judge.age import ages
from wiki.judge.outcomes import outcome_of
from wiki.link import figures
from wiki.link.graph import Answers, LinkedEntry
from wiki.model import Citation, Claim, Correction, Entry
from wiki.model.citations import locator_words
from wiki.model.dates import sort_key, words
from wiki.pages.between import PairRow, PartnerRow, pair_rows
from wiki.pages.boxes import Boxes
from wiki.pages.compare import SideRow, side_rows
from wiki.pages.disputes import Disputes
from wiki.pages.links import ROOT, entry_link
from wiki.pages.phrases import claim_words, per

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
    disputes: int

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
    """A citation of a source, by its place in it: what a machine answers for it and who vouches, and the numbers that the claim holds.

    `alone` if the claim has no other source, `sole` if nothing on its entry has.
    """

    line: int
    id: str
    order: int
    locator: str
    anchor: str
    title: str
    text: str
    form: str
    check: str
    why: str
    vouched: str
    amounts: tuple[tuple[str, str], ...]
    alone: bool
    sole: bool


class AnnouncementRow(NamedTuple):
    """Something announced, by whom (HTML), and what came of it: the state that is told, and what is computed where none is."""

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
    who: str
    computed: str
    overdue: bool


class DueRow(NamedTuple):
    """What is due for a new look, since when (an ISO day), and why: a status, a figure or an announcement."""

    due: str
    id: str
    anchor: str
    title: str
    sort: str
    what: str
    why: str


class DisagreementRow(NamedTuple):
    """A disagreement or sum on an entry; `values` are rows of value, date in words, who says so (HTML), entry and anchor."""

    folded: str
    id: str
    title: str
    dispute: str
    about: str
    label: str
    narrowing: str
    values: tuple[tuple[str, str, str, str, str], ...]
    calculation: str
    verdict: str
    why: str
    hint: str

    @property
    def own(self) -> int:
        """How many of the values stand on the entry itself."""
        return sum(entry == self.id for *_, entry, _ in self.values)


class CorrectionRow(NamedTuple):
    """Something put right."""

    date: str
    id: str
    title: str
    what: str
    anchor: str


Row = IndexRow | TimelineRow | SourceRow | AnnouncementRow | CorrectionRow | DueRow | DisagreementRow | PairRow | PartnerRow | SideRow
TYPES: dict[str, type] = {
    "index": IndexRow, "timeline": TimelineRow, "source": SourceRow, "announcements": AnnouncementRow, "corrections": CorrectionRow,
    "due": DueRow, "disagreements": DisagreementRow, "pair": PairRow, "partners": PartnerRow, "compare": SideRow,
}  # fmt: skip
"""The type of a channel's rows, by the part of its name before the colon."""


def rows_of(linked: LinkedEntry, graph: Answers, disputes: Disputes) -> dict[str, list[Row]]:
    """Return the entry's rows by channel."""
    entry = linked.entry
    folder = graph.vocabulary.kinds[entry.kind].folder
    channels: dict[str, list[Row]] = {
        "index:wiki": [_index_row(entry, graph, (), 0)],
        f"index:{folder}": [_index_row(entry, graph, graph.vocabulary.kinds[entry.kind].columns, disputes.count)],
        "disagreements": [*_disagreements(Boxes(disputes, graph, ROOT))],
        "timeline": [*_timeline(entry, graph)],
        "announcements": [_announcement(claim, entry, graph) for claim in entry.claims if claim.form == "announcement"],
        "corrections": [_correction(each, entry) for each in entry.corrections],
        "due": [*_due(entry, graph)],
    }
    channels |= {channel: [*found] for channel, found in pair_rows(linked, graph, disputes).items()}
    channels |= {channel: [*found] for channel, found in side_rows(linked, graph, disputes).items()}
    for citation, row in _source_rows(linked, graph):
        channels.setdefault(f"source:{citation.source}", []).append(row)
    return {channel: rows for channel, rows in channels.items() if rows}


def _source_rows(linked: LinkedEntry, graph: Answers) -> Iterator[tuple[Citation, SourceRow]]:
    """Yield each citation with its row."""
    entry = linked.entry
    rests_on = {citation.source for claim in entry.claims for citation in claim.citations}
    for order, claim in enumerate(entry.claims):
        answers = linked.answers.get(claim.anchor, ())
        sources = {citation.source for citation in claim.citations}
        vouched = f"{claim.vouched_by} ({claim.vouched_why})" if claim.vouched_by else ""
        for number, citation in enumerate(claim.citations):
            answer = answers[number] if number < len(answers) else None
            yield citation, SourceRow(
                _first_line(citation), entry.id, order, locator_words(citation.locator), claim.anchor, entry.title,
                claim_words(claim, graph), claim.form, answer.outcome if answer else "not-checked", answer.reason if answer else "", vouched,
                linked.amounts.get(claim.anchor, ()), len(sources) == 1, len(rests_on) == 1,
            )  # fmt: skip


def folded(title: str) -> str:
    """Return a title as lists are sorted by: without case, marks and opening quotes."""
    text = unicodedata.normalize("NFKD", title.casefold())
    return "".join(sign for sign in text if not unicodedata.combining(sign)).lstrip("\"'“‘«( ")


def _index_row(entry: Entry, graph: Answers, columns: tuple[str, ...], disputes: int) -> IndexRow:
    status = figures.latest_status(entry) if columns else None
    shown = Markup("")
    if status:
        label = graph.vocabulary.statuses[status.value].label
        when = _as_of(status, entry, graph)
        shown = Markup('<a class="wiki-status" href="{}{}#{}">{}</a>{}').format(ROOT, entry.url, status.anchor, label, when)
    cells = tuple(str(_cell(entry, column, graph)) for column in columns)
    partners = _partners(entry, graph) if columns else ""
    return IndexRow(
        folded(entry.title),
        entry.id,
        entry.title,
        entry.subtype.replace("-", " "),
        entry.summary,
        str(shown),
        cells,
        str(partners),
        disputes,
    )


def _cell(entry: Entry, property_: str, graph: Answers) -> Markup:
    claim = figures.headline(entry, property_)
    if claim is None:
        return Markup("")
    text = words(claim.value_date) if claim.value_date else claim.value + per(claim)
    other = graph.card(claim.counterpart) if claim.counterpart else None
    parts = (claim.modality if claim.modality != "asserted" else "", claim.part, claim.group, f"with {other.title}" if other else "")
    note = ", ".join(part for part in parts if part)
    shown = Markup('<a href="{}{}#{}">{}</a>').format(ROOT, entry.url, claim.anchor, text)
    when = _as_of(claim, entry, graph) if claim.quantity else Markup("")
    return shown + (Markup(' <span class="wiki-note">{}</span>').format(note) if note else "") + when


def _as_of(claim: Claim, entry: Entry, graph: Answers) -> Markup:
    """Return a claim's date, and that it is stale where it is; '' where there is neither."""
    age = ages(entry, graph.vocabulary, graph.settings.as_of, graph.source).get(claim.anchor)
    if age:
        text = f"{words(age.since)}; older than {age.limit}"
        return Markup(' <span class="wiki-when wiki-stale" data-stale="{}" title="{}">{}</span>').format(age.due, age.words, text)
    return Markup(' <span class="wiki-when">{}</span>').format(words(claim.date)) if claim.date else Markup("")


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


def _announcement(claim: Claim, entry: Entry, graph: Answers) -> AnnouncementRow:
    detail = claim.announcement
    card = graph.card(claim.said_by) if claim.said_by else None
    outcome = outcome_of(claim, entry, graph.settings.as_of)
    return AnnouncementRow(
        sort_key(claim.date), entry.id, claim.anchor, words(claim.date) if claim.date else "", entry.title, claim.property,
        claim.text, claim.value + per(claim), words(detail.due) if detail and detail.due else "", outcome.state,
        str(entry_link(card, ROOT) if card else escape(claim.said_by)), outcome.words, outcome.overdue,
    )  # fmt: skip


def _correction(each: Correction, entry: Entry) -> CorrectionRow:
    anchor = each.claim if each.claim.startswith("c-") or not each.claim else f"c-{each.claim}"
    return CorrectionRow(each.date, entry.id, entry.title, each.what, anchor)


def _due(entry: Entry, graph: Answers) -> Iterator[DueRow]:
    """Yield what is due for a new look: stale statuses and figures, and announcements whose date has passed without an outcome."""
    old = ages(entry, graph.vocabulary, graph.settings.as_of, graph.source)
    for claim in entry.claims:
        if claim.anchor in old:
            age = old[claim.anchor]
            yield DueRow(age.due, entry.id, claim.anchor, entry.title, claim.form, claim_words(claim, graph), age.words)
        elif claim.form == "announcement" and claim.announcement and claim.announcement.due:
            outcome = outcome_of(claim, entry, graph.settings.as_of)
            if outcome.overdue:
                day = claim.announcement.due.latest
                yield DueRow(day, entry.id, claim.anchor, entry.title, claim.form, claim_words(claim, graph), outcome.words)


def _disagreements(boxes: Boxes) -> Iterator[DisagreementRow]:
    entry = boxes.disputes.entry
    for found in boxes.disputes.disagreements:
        said = boxes.said(found)
        values = tuple((each.value, each.when, str(each.who), each.claims[0].entry, each.claims[0].anchor) for each in said)
        yield DisagreementRow(
            folded(entry.title), entry.id, entry.title, found.id, found.about, boxes.label(found.about),
            boxes.narrowing(found.claims), values, "", boxes.verdict(found), found.why, boxes.hint(found),
        )  # fmt: skip
    for found_sum in boxes.disputes.sums:
        narrowing = boxes.narrowing(found_sum.claims[:1])
        yield DisagreementRow(
            folded(entry.title), entry.id, entry.title, found_sum.id, found_sum.about, boxes.label(found_sum.about), narrowing, (),
            found_sum.calculation, boxes.verdict(found_sum), found_sum.why, "",
        )  # fmt: skip


def _first_line(citation: Citation) -> int:
    locator = citation.locator
    return locator.ranges[0][0] if locator and locator.ranges and locator.label == "line" else 0
