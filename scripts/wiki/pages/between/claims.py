"""What an entry says between two that are looked at in pairs: a row for each such claim of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup

from wiki.link.graph import Answers, LinkedEntry
from wiki.model import Card, Claim, Entry
from wiki.model.citations import locator_words
from wiki.model.dates import sort_key, words
from wiki.pages.between.partners import Ends, between, in_order
from wiki.pages.charts import plotted
from wiki.pages.claims import check_mark
from wiki.pages.disputes import Disputes
from wiki.pages.links import ROOT, entry_link, link_or_text
from wiki.pages.phrases import doubt, narrowing, per, unit
from wiki.pages.references import short_title
from wiki.read.vocabulary import Property

SECTIONS = {"fact": "Figures", "relation": "Relations", "position": "Positions", "announcement": "Announcements"}
"""Form of claim → section of a pair's page, in the order of the page; what involves both follows by kind."""


class PairRow(NamedTuple):
    """A claim between two entries, or an entry that involves both (then `anchor` is empty).

    `what` is plain text; `said` (who reports or says so), `note` and `source` (places and what the check answered) are HTML. `chart` is
    the title and unit of the series that a figure is of, `point` what is drawn of it (`Plotted`); both empty where nothing is.
    """

    sort: tuple[str, ...]
    section: str
    group: str
    id: str
    anchor: str
    titles: tuple[str, str]
    what: str
    when: str
    said: str
    note: str
    source: str
    chart: tuple[str, ...] = ()
    point: tuple[str, ...] = ()


class Teller(NamedTuple):
    """An entry that tells of pairs, what it may ask of the others, and its disputes."""

    linked: LinkedEntry
    graph: Answers
    disputes: Disputes

    @property
    def entry(self) -> Entry:
        """The entry itself."""
        return self.linked.entry


def claim_rows(teller: Teller) -> Iterator[tuple[Ends, PairRow]]:
    """Yield the entry's own claims that stand between two."""
    for claim in teller.entry.claims:
        ends = between(claim, teller.graph)
        if ends:
            yield in_order(*ends), _figure(claim, ends, teller) if claim.form == "fact" else statement(claim, ends, teller)


# --- figures ----------------------------------------------------------------------------------------------------------


def _figure(claim: Claim, ends: Ends, teller: Teller) -> PairRow:
    """Return a fact; what one says it exports to the other stands with what the other says it imports."""
    entry, graph = teller.entry, teller.graph
    known = graph.vocabulary.properties[claim.property]
    flow, (of, to) = _flow(known, ends, graph.vocabulary.properties)
    group, narrowed = f"{flow.label}, {of.title} with {to.title}", ", ".join(narrowing(claim))
    order = (_place(flow, graph.vocabulary.properties), of.id, narrowed, *sort_key(claim.date), entry.id)
    drawn = plotted(claim)
    title = f"{group}{f', {narrowed}' if narrowed else ''}, as {entry.title} has it"
    reporter = entry_link(entry, ROOT) + (f", as {known.label.lower()}" if flow is not known else "")
    return PairRow(
        sort=("0", *order, str(claim.rank != "preferred"), f"{claim.place.line:06}"),
        section=SECTIONS["fact"],
        group=group,
        id=entry.id,
        anchor=claim.anchor,
        titles=titles(ends),
        what=_value(claim, graph) + per(claim),
        when=words(claim.date) if claim.date else "",
        said=_speaker(claim, reporter, graph),
        note=_note(claim, teller),
        source=_source(claim, teller),
        chart=(title, unit(claim)) if drawn else (),
        point=tuple(drawn or ()),
    )


def _flow(known: Property, ends: Ends, properties: Mapping[str, Property]) -> tuple[Property, Ends]:
    """Return under which of two inverse properties a figure stands, the one that the vocabulary has first, and from whom to whom."""
    if known.inverse == known.id:
        return known, in_order(*ends)
    if known.inverse and _place(properties[known.inverse], properties) < _place(known, properties):
        return properties[known.inverse], (ends[1], ends[0])
    return known, ends


def _place(property_: Property, properties: Mapping[str, Property]) -> str:
    return f"{list(properties).index(property_.id):04}"


def _value(claim: Claim, graph: Answers) -> str:
    if claim.value_date:
        return words(claim.value_date)
    target = graph.card(claim.target) if claim.target else None
    return target.title if target else claim.value


# --- relations, positions, announcements ------------------------------------------------------------------------------


def statement(claim: Claim, ends: Ends, teller: Teller, on: Card | None = None) -> PairRow:
    """Return a relation, a position or an announcement; a position may be `on` something that involves the other."""
    speaker = Markup("") if claim.form == "relation" else entry_link(ends[0], ROOT)
    order = (*sort_key(claim.date), claim.entry, f"{claim.place.line:06}", claim.anchor)
    return PairRow(
        sort=(str(list(SECTIONS).index(claim.form)), *order),
        section=SECTIONS[claim.form],
        group="",
        id=claim.entry,
        anchor=claim.anchor,
        titles=titles(ends),
        what=_sentence(claim, ends[0], on or ends[1], teller.graph),
        when=words(claim.date) if claim.date else "",
        said=_speaker(claim, speaker, teller.graph),
        note=_note(claim, teller, (claim.title, claim.side)),
        source=_source(claim, teller),
    )


def _sentence(claim: Claim, one: Card, other: Card, graph: Answers) -> str:
    vocabulary = graph.vocabulary
    match claim.form:
        case "relation":
            return f"{one.title} {vocabulary.relations[claim.property].label} {other.title}"
        case "position":
            return f"{one.title} {vocabulary.stances[claim.property].label} {other.title}" + (f": {claim.text}" if claim.text else "")
        case _:
            due = f"due {words(claim.announcement.due)}" if claim.announcement and claim.announcement.due else ""
            value = claim.value + (per(claim) if claim.value else "")
            more = ", ".join(part for part in (value if claim.text else "", due) if part)
            return f"{claim.property.capitalize()}: {claim.text or value}{f' ({more})' if more else ''}"


# --- the cells of a row -----------------------------------------------------------------------------------------------


def titles(ends: Ends) -> tuple[str, str]:
    """Return the titles of two, in the order of their ids."""
    first, second = in_order(*ends)
    return first.title, second.title


def _speaker(claim: Claim, first: Markup, graph: Answers) -> str:
    """Return who says so: `first`, then whoever the claim names."""
    parts = [first] if first else []
    if claim.said_by:
        speaker = link_or_text(claim.said_by, graph, ROOT)
        parts += [] if first.startswith(speaker) else [Markup("according to {}").format(speaker)]
    if claim.via:
        parts.append(Markup("quoted from {}").format(link_or_text(claim.via, graph, ROOT)))
    return str(Markup("; ").join(parts))


def _note(claim: Claim, teller: Teller, more: tuple[str, ...] = ()) -> str:
    """Return what narrows a claim, what the editors add, and the disagreements that it is in."""
    parts = (*more, *narrowing(claim), f"{claim.rank}: {claim.reason}" if claim.rank else "", doubt(claim), claim.note)
    text = Markup.escape("; ".join(part for part in parts if part))
    return str(text + teller.disputes.mark(claim, f"{ROOT}wiki/{claim.entry}/"))


def _source(claim: Claim, teller: Teller) -> str:
    """Return the sources with their places, each leading to the source's page, and of the entry's own what the check answered."""
    link = Markup('<a href="{}{}" title="{}">{}</a>')
    found = []
    for citation in claim.citations:
        if source := teller.graph.source(citation.source):
            place = f"{source.title}{', ' if citation.locator else ''}{locator_words(citation.locator)}"
            found.append(link.format(ROOT, source.url, place, short_title(source)))
    own = claim.entry == teller.entry.id
    check = Markup(" ") + check_mark(claim, teller.linked) if own and claim.citations else Markup("")
    return str(Markup(", ").join(dict.fromkeys(found)) + check)
