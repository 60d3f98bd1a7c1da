"""What an entry contributes to pages that are not its own: its rows of indexes, timeline, sources, announcements and the like."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from markupsafe import Markup

from wiki.judge.age import ages
from wiki.judge.disagreements import Disagreement
from wiki.judge.outcomes import outcome_of
from wiki.judge.sums import Sum
from wiki.link import figures
from wiki.link.graph import Answers, LinkedEntry
from wiki.model import Answer, Citation, Claim, Correction, Entry
from wiki.model.citations import locator_words
from wiki.model.dates import sort_key, words
from wiki.pages.between import pair_rows
from wiki.pages.boxes import Boxes
from wiki.pages.compare import side_rows
from wiki.pages.disputes import Disputes
from wiki.pages.links import ROOT, entry_link, link_or_text
from wiki.pages.lists.rows import AnnouncementRow, CorrectionRow, DisagreementRow, DueRow, IndexRow, Row, SourceRow, TimelineRow
from wiki.pages.phrases import claim_words, per

PARTNERS = ("partner", "built-by", "financed-by", "operated-by")
"""Relations whose other end an index names beside the entry."""

_NO_ANSWER = Answer("not-checked", "")


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
        text = claim_words(claim, graph) if sources else ""
        vouched = f"{claim.vouched_by} ({claim.vouched_why})" if claim.vouched_by else ""
        rest = (vouched, linked.amounts.get(claim.anchor, ()), len(sources) == 1, len(rests_on) == 1)
        for number, citation in enumerate(claim.citations):
            answer = answers[number] if number < len(answers) else _NO_ANSWER
            place = (_first_line(citation), entry.id, order, locator_words(citation.locator))
            yield (
                citation,
                SourceRow(*place, claim.anchor, entry.title, text, claim.form, answer.outcome, answer.reason, *rest, answer.strength),
            )


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
        folded=folded(entry.title),
        id=entry.id,
        title=entry.title,
        subtype=entry.subtype.replace("-", " "),
        summary=entry.summary,
        status=str(shown),
        cells=cells,
        partners=str(partners),
        disputes=disputes,
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
    outcome = outcome_of(claim, entry, graph.settings.as_of)
    return AnnouncementRow(
        sort=sort_key(claim.date),
        id=entry.id,
        anchor=claim.anchor,
        when=words(claim.date) if claim.date else "",
        title=entry.title,
        type=claim.property,
        text=claim.text,
        value=claim.value + per(claim),
        due=words(detail.due) if detail and detail.due else "",
        outcome=outcome.state,
        who=str(link_or_text(claim.said_by, graph, ROOT)),
        computed=outcome.words,
        overdue=outcome.overdue,
    )


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
    for found in boxes.disputes.disagreements:
        said = boxes.said(found)
        values = tuple((each.value, each.when, str(each.who), each.claims[0].entry, each.claims[0].anchor) for each in said)
        yield _dispute(found, boxes)._replace(values=values, hint=boxes.hint(found))
    for found_sum in boxes.disputes.sums:
        yield _dispute(found_sum, boxes)._replace(calculation=found_sum.calculation)


def _dispute(found: Disagreement | Sum, boxes: Boxes) -> DisagreementRow:
    """Return what disagreements and sums have in common; of a sum the claim that prints it says what it is about."""
    entry = boxes.disputes.entry
    return DisagreementRow(
        folded=folded(entry.title),
        id=entry.id,
        title=entry.title,
        dispute=found.id,
        about=found.about,
        label=boxes.label(found.about),
        narrowing=boxes.narrowing(found.claims[:1] if isinstance(found, Sum) else found.claims),
        values=(),
        calculation="",
        verdict=boxes.verdict(found),
        why=found.why,
        hint="",
    )


def _first_line(citation: Citation) -> int:
    locator = citation.locator
    return locator.ranges[0][0] if locator and locator.ranges and locator.label == "line" else 0
