"""How a claim is shown: its value and what narrows it, the marks of its sources, what the check of them answered."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from wiki.link.graph import Answers, LinkedEntry
from wiki.model import Claim, Outcome
from wiki.model.dates import words
from wiki.pages.links import BASE, entry_link
from wiki.pages.phrases import doubt
from wiki.pages.references import References

CHECKS = {
    "found": ("✓", "found in the source"),
    "not-found": ("✗", "not found in the source"),
    "not-checked": ("○", "not checked"),
}
"""What a machine answered → sign and words."""
STRENGTHS = {
    "strong": "at most one in a hundred other places of the source would have passed as well",
    "fair": "at most one in twenty other places of the source would have passed as well, or it is not certain that it stands in these lines",
    "weak": "more than one in twenty other places of the source would have passed as well, or the source is too short to tell",
}
"""How much a found says → why."""

_NOTHING = Markup("")


class Row(NamedTuple):
    """A claim as a table or list shows it: `attributes` of its element, `note` with what narrows or attributes it."""

    claim: Claim
    attributes: Markup
    value: Markup
    when: str
    note: Markup
    marks: Markup


class Display:
    """Shows claims on the page of an entry. References are numbered as their marks are asked for, from top to bottom."""

    def __init__(self, linked: LinkedEntry, graph: Answers) -> None:
        self.linked, self.graph, self.entry = linked, graph, linked.entry
        self.references = References(graph.source)

    # --- parts of a row

    def link(self, id_: str, fragment: str = "") -> Markup:
        """Return a link to an entry, or the text itself where there is none of this id."""
        target = self.graph.card(id_)
        return entry_link(target, BASE, fragment) if target else Markup(escape(id_))  # noqa: S704

    def marks(self, claim: Claim) -> Markup:
        """Return the marks of a claim's citations and, of the entry's own, what the check of them answered."""
        check = check_mark(claim, self.linked) if claim.entry == self.entry.id and claim.citations else ""
        return Markup(f"{self.references.html(claim.citations)}{check}")  # noqa: S704 - both are safe

    def value(self, claim: Claim) -> Markup:
        """Return a claim's value as printed: dates in words, entries as links."""
        if claim.form == "fact" and claim.value_date:
            return Markup(escape(words(claim.value_date)))  # noqa: S704
        if claim.form == "fact" and claim.target:
            return self.link(claim.target)
        if claim.form == "status":
            return Markup(escape(self.graph.vocabulary.statuses[claim.value].label))  # noqa: S704
        text = escape(claim.value)
        if claim.value.startswith(("http://", "https://")):
            return Markup(f'<a href="{text}" rel="noopener noreferrer">{text}</a>')  # noqa: S704
        return Markup(text + (f" a {escape(claim.per)}" if claim.per else ""))  # noqa: S704

    def details(self, claim: Claim) -> Iterable[Markup]:
        """Yield what narrows or attributes a claim, each as a short phrase."""
        say = Markup.escape
        if claim.counterpart:
            yield say("with ") + self.link(claim.counterpart)
        for value in (claim.part, claim.group):
            if value:
                yield say(value)
        if claim.of:
            yield say(f"of {claim.of}")
        if claim.modality != "asserted":
            yield Markup("<em>{}</em>").format(claim.modality)
        if claim.said_by:
            yield say("according to ") + self.link(claim.said_by)
        if claim.via:
            yield say("quoted from ") + self.link(claim.via)
        if claim.date_printed:
            yield say(f"printed as “{claim.date_printed}”")
        if claim.date_inferred:
            yield say(f"date inferred: {claim.date_inferred}")
        if claim.rank:
            yield say(f"{claim.rank}: {claim.reason}")
        if claim.doubt:
            yield say(doubt(claim))
        if claim.note:
            yield say(claim.note)

    # --- rows

    def row(self, claim: Claim) -> Row:
        """Return a claim for a table: value, date, what narrows it, who says so."""
        return self._row(claim, self.value(claim), self.details(claim))

    def brief(self, claim: Claim) -> Row:
        """Return a claim for where there is no room for what narrows it."""
        return self._row(claim, self.value(claim))

    def relation(self, claim: Claim, other: str) -> Row:
        """Return a relation with its other end."""
        own = claim.entry == self.entry.id
        details = [Markup.escape(text) for text in (claim.title, claim.side) if text]
        return self._row(claim, self.link(other, "" if own else claim.anchor), [*details, *self.details(claim)])

    def position(self, claim: Claim) -> Row:
        """Return a position for a table: stance, date, what narrows it."""
        stance = self.graph.vocabulary.stances[claim.property].label
        details = [Markup("quoted from {}").format(self.link(claim.via))] if claim.via else []
        details += [Markup.escape(text) for text in (claim.part, claim.group, claim.note) if text]
        return self._row(claim, Markup.escape(stance), details)

    def _row(self, claim: Claim, value: Markup, details: Iterable[Markup] = ()) -> Row:
        attributes = f'id="{claim.anchor}" class="wiki-claim" data-check="{self.linked.check(claim)}"'
        note = "; ".join(details)
        return Row(
            claim,
            Markup(attributes) if claim.entry == self.entry.id else _NOTHING,  # noqa: S704 - anchors are slugs
            value,
            words(claim.date) if claim.date else "",
            Markup(f' <span class="wiki-note">{note}</span>') if note else _NOTHING,  # noqa: S704 - details are safe
            self.marks(claim),
        )

    def when(self, row: Row) -> Markup:
        """Return the date of a row's claim, which leads to it where it stands on another page."""
        when, claim = row.when or "undated", row.claim
        if claim.entry == self.entry.id:
            return Markup.escape(when)
        return Markup(f'<a href="{BASE}wiki/{claim.entry}/#{claim.anchor}">{escape(when)}</a>')  # noqa: S704 - ids are slugs


def check_mark(claim: Claim, linked: LinkedEntry) -> Markup:
    """Return the sign and the words for what the check of a claim answered, and who vouches for it."""
    outcome, strength, why = linked.check(claim), linked.strength(claim), ""
    if outcome != "found":
        reasons = dict.fromkeys(answer.reason for answer in linked.answers.get(claim.anchor, ()) if answer.outcome == outcome)
        why = "; ".join(filter(None, reasons))
    return _check_mark(outcome, strength, why, claim.vouched_by, claim.vouched_why)


@lru_cache(maxsize=1024)
def _check_mark(outcome: Outcome, strength: str, why: str, vouched_by: str, vouched_why: str) -> Markup:
    sign, said = CHECKS[outcome]
    said, why = (f"{said}, {strength}", STRENGTHS[strength]) if strength else (said, why)
    if vouched_by:
        sign, said = "☑", f"vouched for by {vouched_by} ({vouched_why}); by machine: {said}"
    title = f"{said[0].upper()}{said[1:]}" + (f": {why}" if why else "")
    how = f' data-strength="{strength}"' if strength else ""
    return Markup(  # noqa: S704 - escaped
        f'<span class="wiki-check" data-check="{outcome}"{how} title="{escape(title)}"><span aria-hidden="true">{sign}</span>'
        f'<span class="wiki-words"> {escape(said, quote=False)}</span></span>'
    )
