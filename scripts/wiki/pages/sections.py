"""The sections of an entry's page, in the order of the page; its template asks for each at its place, so that references count up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from wiki.link.figures import at_a_glance, by_property, facts, latest_status
from wiki.link.graph import Link
from wiki.model import Card, Claim, Date, Entry
from wiki.model.dates import sort_key
from wiki.pages.claims import Display, Row
from wiki.pages.links import BASE, entry_link


def status(display: Display) -> Row | None:
    """Return the newest status."""
    claim = latest_status(display.entry)
    return display.brief(claim) if claim else None


def aliases(entry: Entry) -> list[str]:
    """Return other names, for the line under the title: each once, in the order of the file."""
    names = {entry.title.casefold(): entry.title}
    for alias in entry.aliases:
        if alias.origin in ("alias", "name"):
            names.setdefault(alias.text.casefold(), alias.text)
    return list(names.values())[1:]


def glance(display: Display) -> list[tuple[str, Row]]:
    """Return the rows of the at-a-glance box, by the labels of their properties."""
    vocabulary = display.graph.vocabulary
    return [(vocabulary.properties[claim.property].label, display.brief(claim)) for claim in at_a_glance(display.entry, vocabulary)]


# --- timeline ---------------------------------------------------------------------------------------------------------


class Turn(NamedTuple):
    """A row of a timeline: when, what (safe HTML), and the marks of its sources."""

    date: Date
    html: Markup
    marks: Markup


def timeline(display: Display) -> list[Turn]:
    """Return the entry's own dated turns and the events that name it, in the order of time."""
    return sorted([*_own_turns(display), *_events(display)], key=lambda turn: sort_key(turn.date))


def _own_turns(display: Display) -> Iterator[Turn]:
    vocabulary = display.graph.vocabulary
    for claim in display.entry.claims:
        if claim.form == "status" and claim.date:
            yield _turn(claim, claim.date, vocabulary.statuses[claim.value].label, _narrowing(claim), display)
        elif claim.form == "fact" and claim.value_date:
            yield _turn(claim, claim.value_date, vocabulary.properties[claim.property].label, _narrowing(claim), display)
        elif claim.form == "announcement" and claim.date:
            text = claim.text or f"{claim.property}: {claim.value}"
            yield _turn(claim, claim.date, claim.property.capitalize(), f": {text}", display)


def _turn(claim: Claim, date: Date, label: str, more: str, display: Display) -> Turn:
    html = f'<a href="#{claim.anchor}">{Markup.escape(label)}</a>{Markup.escape(more)}'
    return Turn(date, Markup(html), display.marks(claim))  # noqa: S704 - escaped


def _narrowing(claim: Claim) -> str:
    narrowing = " · ".join(part for part in (claim.part, claim.group, claim.note) if part)
    return f" ({narrowing})" if narrowing else ""


def _events(display: Display) -> Iterator[Turn]:
    graph = display.graph
    seen: set[str] = set()
    for claim in graph.incoming(display.entry.id):
        event = graph.card(claim.entry)
        if event and event.date and event.id not in seen:
            seen.add(event.id)
            html = f"{entry_link(event, BASE)}. {Markup.escape(event.summary)}"
            yield Turn(event.date, Markup(html), display.references.mark(event.date_citations))  # noqa: S704 - escaped


# --- relations, figures -----------------------------------------------------------------------------------------------


def relations(display: Display) -> list[tuple[str, list[Row]]]:
    """Return the relations from this entry and to it, by the label that reads from here."""
    entry, graph = display.entry, display.graph
    known = graph.vocabulary.relations
    groups: dict[str, list[Row]] = {}
    for claim in entry.claims:
        if claim.form == "relation":
            groups.setdefault(known[claim.property].label, []).append(display.relation(claim, claim.target))
    for claim in graph.incoming(entry.id):
        target = graph.card(claim.target) if claim.form == "relation" and claim.target else None
        if target and target.id == entry.id:
            groups.setdefault(known[claim.property].inverse, []).append(display.relation(claim, claim.entry))
    return list(groups.items())


def statuses(display: Display) -> list[Row]:
    """Return all statuses, newest first."""
    found = [claim for claim in display.entry.claims if claim.form == "status"]
    return [display.row(claim) for claim in sorted(found, key=lambda claim: sort_key(claim.date), reverse=True)]


def figures(display: Display) -> list[tuple[str, list[Claim], list[Row]]]:
    """Return all facts by the label of their property, each as it is and as it is shown."""
    vocabulary = display.graph.vocabulary
    groups = by_property(facts(display.entry), vocabulary)
    return [(vocabulary.properties[id_].label, claims, [display.row(claim) for claim in claims]) for id_, claims in groups]


# --- what is open, what links here ------------------------------------------------------------------------------------


def left_open(display: Display) -> list[str]:
    """Return the labels of what the sources leave open."""
    vocabulary = display.graph.vocabulary
    return [(vocabulary.properties.get(id_) or vocabulary.relations[id_]).label for id_ in display.entry.open]


def backlinks(display: Display) -> list[tuple[Card, list[Link]]]:
    """Return the entries whose prose links here, each with the sentences that do."""
    groups: dict[str, list[Link]] = {}
    for link in display.graph.backlinks(display.entry.id):
        groups.setdefault(link.source, []).append(link)
    return [(card, links) for source, links in groups.items() if (card := display.graph.card(source))]
