"""*render*: the graph becomes finished pages; this module makes the page of an entry.

A page is finished HTML between Markdown headings, with final relative addresses, so that it depends on nothing but itself and
the theme. What a template shows is computed here; the templates hold the markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from wiki.link import figures
from wiki.link.graph import Answers, Link, LinkedEntry
from wiki.model import Card, CitationMark, Claim, ClaimEnd, ClaimStart, Date, Entry, Heading, Html, Outcome, Page
from wiki.model.dates import sort_key, words
from wiki.pages.between.partners import known_partners
from wiki.pages.disputes import Disputes
from wiki.pages.environment import heading, neutral, template
from wiki.pages.marks import Standing
from wiki.pages.references import References

BASE = "../../"
"""From /wiki/<id>/ and /sources/<key>/ to the root of the site."""


def render_entry(linked: LinkedEntry, graph: Answers, disputes: Disputes) -> Page:
    """Return the page of an entry with its disputes."""
    page = EntryPage(linked, graph)
    parts = {
        "standing": Standing(linked.entry, graph),
        "disputes": disputes,
        "partners": known_partners(linked.entry, graph),
    }
    return page_of(
        f"wiki/{linked.entry.id}.md",
        title=linked.entry.title,
        description=linked.entry.summary,
        meta={"entry": linked.entry.id, "kind": page.kind, "source": linked.entry.path},
        body=template("entry.md").render(page=page, entry=linked.entry, graph=graph, **parts),
    )


_encode = json.JSONEncoder(ensure_ascii=False).encode
_BREAKS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""What breaks a line in YAML but not in JSON."""


def _json(text: str) -> str:
    return _encode(text).translate(_BREAKS)


def page_of(path: str, *, title: str, body: str, description: str = "", meta: dict[str, str] | None = None) -> Page:
    """Return a page with its front matter; JSON strings are YAML strings, so nothing in a title can act."""
    fields = {"title": title, "description": description, "generator": "wiki", **(meta or {})}
    front = "".join(f"{key}: {_json(value)}\n" for key, value in fields.items() if value)
    return Page(path, f"---\n{front}---\n\n{neutral(body)}\n")


class TimelineItem(NamedTuple):
    """A row of a timeline: when, what (safe HTML), and the marks of its sources."""

    date: Date
    html: Markup
    marks: Markup


class Row(NamedTuple):
    """A claim as a table or list shows it: `attributes` of its element, `note` with what narrows or attributes it."""

    claim: Claim
    attributes: Markup
    value: Markup
    when: str
    note: Markup
    marks: Markup


class EntryPage:
    """What the template of an entry asks for, computed from the graph in the order of the page."""

    def __init__(self, linked: LinkedEntry, graph: Answers) -> None:
        self.linked, self.graph, self.entry = linked, graph, linked.entry
        self.references = References(graph.source)
        self.kind = graph.vocabulary.kinds[self.entry.kind].label
        self.claims = {claim.anchor: claim for claim in self.entry.claims}

    # --- links and values

    def link(self, id_: str, fragment: str = "", text: str = "") -> Markup:
        """Return a link to an entry, or the text itself where there is none of this id."""
        target = self.graph.card(id_)
        if target is None:
            return Markup(escape(text or id_))  # noqa: S704
        return entry_link(target, BASE, fragment, text)

    def marks(self, claim: Claim) -> Markup:
        """Return the marks of a claim's citations and, of the entry's own, what the check of them answered."""
        check = check_mark(claim, self.linked) if claim.entry == self.entry.id and claim.citations else ""
        return Markup(f"{self.references.html(claim.citations)}{check}")  # noqa: S704 - both are safe

    def property_label(self, claim: Claim) -> str:
        """Return the label of the property a fact is about."""
        return self.graph.vocabulary.properties[claim.property].label

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

    def row(self, claim: Claim) -> Row:
        """Return a claim for a table: value, date, what narrows it, who says so."""
        return self._row(claim, self.value(claim), self.details(claim))

    def _row(self, claim: Claim, value: Markup, details: Iterable[Markup] = ()) -> Row:
        attributes = (
            f'id="{claim.anchor}" class="wiki-claim" data-check="{self.linked.check(claim)}"' if claim.entry == self.entry.id else ""
        )
        note = "; ".join(details)
        return Row(
            claim,
            Markup(attributes),  # noqa: S704 - anchors are slugs
            value,
            words(claim.date) if claim.date else "",
            Markup(f' <span class="wiki-note">{note}</span>' if note else ""),  # noqa: S704 - details are safe
            self.marks(claim),
        )

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
            yield say(f"doubtful {claim.doubt}" if claim.doubt != "misprint" else "misprint")
        if claim.note:
            yield say(claim.note)

    # --- the parts of the page, from top to bottom

    @property
    def status(self) -> Row | None:
        """The newest status."""
        claim = figures.latest_status(self.entry)
        return self._row(claim, self.value(claim)) if claim else None

    @property
    def glance(self) -> list[tuple[str, Row]]:
        """The rows of the at-a-glance box."""
        found = figures.at_a_glance(self.entry, self.graph.vocabulary)
        return [(self.property_label(claim), self._row(claim, self.value(claim))) for claim in found]

    @property
    def aliases(self) -> list[str]:
        """Other names, for the line under the title: each once, in the order of the file."""
        names = [alias.text for alias in self.entry.aliases if alias.origin in ("alias", "name")]
        folded = {self.entry.title.casefold()}
        return [name for name in names if name.casefold() not in folded and not folded.add(name.casefold())]  # type: ignore[func-returns-value]

    @property
    def body(self) -> Markup:
        """The prose, with links, claims and marks."""
        return Markup("".join(self._body_parts()))  # noqa: S704 - made of escaped pieces

    def _body_parts(self) -> Iterable[str]:
        opened = False
        wrapped: set[str] = set()
        for piece in self.linked.pieces:
            if isinstance(piece, Heading):
                if opened:
                    yield "</div>\n"
                opened = False
                yield f"\n{heading(piece.level, piece.text, piece.anchor)}\n\n"
                continue
            if not opened:
                yield '<div class="wiki-prose">\n'
                opened = True
            match piece:
                case Html(html):
                    yield scrolling(html) if "table>" in html else html
                case Link():
                    yield body_link(piece, self.graph)
                case ClaimStart(anchor):
                    wrapped.add(anchor)
                    yield f'<span class="wiki-claim" id="{anchor}" data-check="{self.linked.check(self.claims[anchor])}">'
                case ClaimEnd():
                    yield "</span>"
                case CitationMark(anchor):
                    marks = self.marks(self.claims[anchor])
                    outcome = self.linked.check(self.claims[anchor])
                    yield marks if anchor in wrapped else f'<span class="wiki-claim" id="{anchor}" data-check="{outcome}">{marks}</span>'
        if opened:
            yield "</div>\n"

    @property
    def timeline(self) -> list[TimelineItem]:
        """The entry's own dated turns, and the events that name it."""
        items = [*self._own_turns(), *self._events()]
        return sorted(items, key=lambda item: sort_key(item.date))

    def _own_turns(self) -> Iterable[TimelineItem]:
        for claim in self.entry.claims:
            if claim.form == "status" and claim.date:
                yield self._turn(claim, claim.date, self.graph.vocabulary.statuses[claim.value].label, _narrowed(claim))
            elif claim.form == "fact" and claim.value_date:
                yield self._turn(claim, claim.value_date, self.property_label(claim), _narrowed(claim))
            elif claim.form == "announcement" and claim.date:
                text = claim.text or f"{claim.property}: {claim.value}"
                yield self._turn(claim, claim.date, claim.property.capitalize(), f": {text}")

    def _turn(self, claim: Claim, date: Date, label: str, more: str) -> TimelineItem:
        html = f'<a href="#{claim.anchor}">{Markup.escape(label)}</a>{Markup.escape(more)}'
        return TimelineItem(date, Markup(html), self.marks(claim))  # noqa: S704 - escaped

    def _events(self) -> Iterable[TimelineItem]:
        seen: set[str] = set()
        for claim in self.graph.incoming(self.entry.id):
            event = self.graph.card(claim.entry)
            if event and event.date and event.id not in seen:
                seen.add(event.id)
                html = f"{entry_link(event, BASE)}. {Markup.escape(event.summary)}"
                yield TimelineItem(event.date, Markup(html), self.references.mark(event.date_citations))  # noqa: S704 - escaped

    @property
    def relations(self) -> list[tuple[str, list[Row]]]:
        """Relations from this entry and to it, grouped by the label that reads from here."""
        groups: dict[str, list[Row]] = {}
        for claim in self.entry.claims:
            if claim.form == "relation":
                label = self.graph.vocabulary.relations[claim.property].label
                groups.setdefault(label, []).append(self._relation_row(claim, claim.target, own=True))
        for claim in self.graph.incoming(self.entry.id):
            if claim.form == "relation" and self._is(claim.target):
                label = self.graph.vocabulary.relations[claim.property].inverse
                groups.setdefault(label, []).append(self._relation_row(claim, claim.entry, own=False))
        return list(groups.items())

    def _relation_row(self, claim: Claim, other: str, *, own: bool) -> Row:
        details = [Markup.escape(text) for text in (claim.title, claim.side) if text]
        return self._row(claim, self.link(other, "" if own else claim.anchor), [*details, *self.details(claim)])

    def _is(self, id_: str) -> bool:
        found = self.graph.card(id_) if id_ else None
        return found is not None and found.id == self.entry.id

    def position(self, claim: Claim) -> Row:
        """Return a position for a table: stance, date, what narrows it."""
        stance = self.graph.vocabulary.stances[claim.property].label
        details = [Markup("quoted from {}").format(self.link(claim.via))] if claim.via else []
        details += [Markup.escape(text) for text in (claim.part, claim.group, claim.note) if text]
        return self._row(claim, Markup.escape(stance), details)

    def dated(self, row: Row) -> Markup:
        """Return the date of a claim, which leads to it where it stands on another page."""
        when, claim = row.when or "undated", row.claim
        if claim.entry == self.entry.id:
            return Markup.escape(when)
        return Markup(f'<a href="{BASE}wiki/{claim.entry}/#{claim.anchor}">{escape(when)}</a>')  # noqa: S704 - ids are slugs

    @property
    def figures(self) -> list[tuple[str, list[Claim], list[Row]]]:
        """All facts, grouped by property, each as it is and as it is shown."""
        groups = figures.by_property(figures.facts(self.entry), self.graph.vocabulary)
        labels = self.graph.vocabulary.properties
        return [(labels[property_].label, claims, [self.row(claim) for claim in claims]) for property_, claims in groups]

    @property
    def statuses(self) -> list[Row]:
        """All statuses, newest first."""
        found = [claim for claim in self.entry.claims if claim.form == "status"]
        return [self.row(claim) for claim in sorted(found, key=lambda c: sort_key(c.date), reverse=True)]

    @property
    def open(self) -> list[str]:
        """Labels of what the sources leave open."""
        vocabulary = self.graph.vocabulary
        return [
            vocabulary.properties[id_].label if id_ in vocabulary.properties else vocabulary.relations[id_].label for id_ in self.entry.open
        ]

    @property
    def backlinks(self) -> list[tuple[Card, list[Link]]]:
        """Entries whose prose links here, each with the sentences that do."""
        groups: dict[str, list[Link]] = {}
        for link in self.graph.backlinks(self.entry.id):
            groups.setdefault(link.source, []).append(link)
        return [(card, links) for source, links in groups.items() if (card := self.graph.card(source))]


CHECKS = {
    "found": ("✓", "found in the source"),
    "not-found": ("✗", "not found in the source"),
    "not-checked": ("○", "not checked"),
}
"""What a machine answered → sign and words."""


def check_mark(claim: Claim, linked: LinkedEntry) -> Markup:
    """Return the sign and the words for what the check of a claim answered, and who vouches for it."""
    outcome = linked.check(claim)
    why = ""
    if outcome != "found":
        reasons = dict.fromkeys(answer.reason for answer in linked.answers.get(claim.anchor, ()) if answer.outcome == outcome)
        why = "; ".join(filter(None, reasons))
    return _check_mark(outcome, why, claim.vouched_by, claim.vouched_why)


@lru_cache(maxsize=1024)
def _check_mark(outcome: Outcome, why: str, vouched_by: str, vouched_why: str) -> Markup:
    sign, said = CHECKS[outcome]
    if vouched_by:
        sign, said = "☑", f"vouched for by {vouched_by} ({vouched_why}); by machine: {said}"
    title = f"{said[0].upper()}{said[1:]}" + (f": {why}" if why else "")
    return Markup(  # noqa: S704 - escaped
        f'<span class="wiki-check" data-check="{outcome}" title="{escape(title)}"><span aria-hidden="true">{sign}</span>'
        f'<span class="wiki-words"> {escape(said, quote=False)}</span></span>'
    )


def _narrowed(claim: Claim) -> str:
    narrowing = " · ".join(part for part in (claim.part, claim.group, claim.note) if part)
    return f" ({narrowing})" if narrowing else ""


def entry_link(entry: Card | Entry, base: str, fragment: str = "", text: str = "") -> Markup:
    """Return a link to an entry's page, seen from a page that is `base` away from the root."""
    to = f"#{escape(fragment)}" if fragment else ""
    return Markup(f'<a class="wiki-link" href="{base}{entry.url}{to}">{escape(text or entry.title)}</a>')  # noqa: S704 - escaped


def scrolling(html: str) -> str:
    """Put tables of a body, or the half of one that stands in this piece, into boxes that scroll."""
    return html.replace("<table>", '<div class="wiki-scroll" tabindex="0"><table>').replace("</table>", "</table></div>")


def body_link(link: Link, graph: Answers) -> str:
    """Return a link in prose; it has an id, so that a backlink can lead to this very place."""
    fragment = f"#{escape(link.fragment)}" if link.fragment else ""
    kind = 'class="wiki-auto" data-auto' if link.auto else 'class="wiki-link"'
    card = graph.card(link.target) if link.label == link.target else None
    label = escape(card.title if card else link.label, quote=False)
    return f'<a {kind} id="{link.anchor}" href="{BASE}wiki/{link.target}/{fragment}">{label}</a>'
