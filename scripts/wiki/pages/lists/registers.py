"""Registers across all entries: announcements, disagreements, what is due for a new look, corrections."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from wiki.check.claims import OUTCOMES
from wiki.judge.age import as_of_date
from wiki.link.graph import Graph
from wiki.model.dates import words
from wiki.pages.lists.rows import AnnouncementRow, CorrectionRow, DisagreementRow, DueRow
from wiki.pages.plan import LISTED, MOST, Plan, Rows, cut, grouped, numbered, typed


def announcements(rows: Rows) -> Iterator[Plan]:
    """Plan the ledger: how many of each type came to what, and the announcements by type."""
    lead = "What was pledged, aimed at, planned, demanded or hoped for: by whom, when, for when, and what came of it."
    found = sorted(typed(rows("announcements"), AnnouncementRow), key=lambda row: (row.type, row.sort, row.id, row.anchor))
    outcomes = [*(each for each in OUTCOMES if any(row.outcome == each for row in found))]
    outcomes += sorted({row.outcome for row in found} - set(outcomes))
    types = grouped(found, lambda row: row.type)
    tally = [(type_, [sum(row.outcome == each for row in own) for each in outcomes], len(own)) for type_, own in types]
    shown = {"tally": tally, "outcomes": outcomes, "whole": len(found)}
    meta = LISTED | {"hide": "toc"}
    if len(found) <= MOST:
        yield Plan("announcements/index.md", "announcements.md", "Announcements", {**shown, "types": types, "splits": ()}, lead, meta)
        return
    parts = [*chain.from_iterable(cut(own, type_, type_) for type_, own in types)]
    shown_first = {**shown, "types": (), "splits": tuple(split for split, _ in parts)}
    yield Plan("announcements/index.md", "announcements.md", "Announcements", shown_first, lead, meta)
    for split, part in parts:
        shown_part = {"tally": (), "outcomes": (), "whole": len(part), "types": grouped(part, lambda row: row.type), "splits": ()}
        yield Plan(f"announcements/{split.slug}/index.md", "announcements.md", f"Announcements: {split.label}", shown_part, "", meta)


def due(graph: Graph, rows: Rows) -> Iterator[Plan]:
    """Plan what is due for a new look, the longest due first, in numbered parts."""
    at = as_of_date(graph.settings.as_of)
    when = f"at {words(at)}" if at else "(no as-of date is set, so nothing is)"
    lead = f"What is due for a new look {when}: statuses and figures older than their rule allows, announcements whose date has passed."
    found = sorted(typed(rows("due"), DueRow))
    for folder, part, splits in numbered(found, "part-"):
        shown = {"rows": part, "splits": splits, "whole": len(found)}
        yield Plan(f"due/{folder}index.md", "due.md", "Due for a new look", shown, lead, LISTED | {"hide": "toc"})


def disagreements(rows: Rows) -> Iterator[Plan]:
    """Plan the list of every disagreement once, by the entry it stands on first, and every sum that is off; in numbered parts."""
    lead = "Where sources disagree, computed from the claims of all entries, and numbers that do not add up. Editors may judge, never hide."
    once: dict[str, DisagreementRow] = {}
    for row in sorted(typed(rows("disagreements"), DisagreementRow)):
        other = once.get(row.dispute)
        if other is None or (bool(row.verdict), row.own) > (bool(other.verdict), other.own):
            once[row.dispute] = row
    found = sorted(once.values())
    judged = sum(bool(row.verdict) for row in found)
    for folder, part, splits in numbered(found, "part-"):
        entries = [(own[0].title, id_, own) for id_, own in grouped(part, lambda row: row.id)]
        shown = {"entries": entries, "splits": splits, "whole": len(found), "judged": judged}
        yield Plan(f"disagreements/{folder}index.md", "disagreements.md", "Disagreements", shown, lead, LISTED)


def corrections(rows: Rows) -> Plan:
    """Plan the list of what has been put right, the newest first."""
    found = sorted(typed(rows("corrections"), CorrectionRow), reverse=True)
    lead = "What was wrong in an entry and has been put right."
    return Plan("corrections/index.md", "corrections.md", "Corrections", {"rows": found}, lead, LISTED)
