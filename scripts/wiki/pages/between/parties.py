"""What involves both of two that are looked at in pairs: an event, a project, and what one of them says on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from wiki.model import Card, Claim
from wiki.model.dates import sort_key, words
from wiki.pages.between.claims import SECTIONS, PairRow, Teller, statement, titles
from wiki.pages.between.partners import Ends, in_order, paired
from wiki.pages.claims import check_mark
from wiki.pages.links import ROOT

MOST_PARTIES = 12
"""What involves more than this says little of any two of them; and the pairs that it makes grow with the square of their number."""

Party = tuple[Card, list[Claim]]
"""One whom an entry involves, and the claims that say so."""


def party_rows(teller: Teller) -> Iterator[tuple[Ends, PairRow]]:
    """Yield the entry itself where its relations and facts name two, and the positions that one of them takes on it.

    Entries of the very kinds that pairs are made of (persons, organisations) are left out: that both have to do with them says
    little of the two.
    """
    if teller.graph.vocabulary.kinds[teller.entry.kind].pairs:
        return
    parties = _parties(teller)
    if not parties or len(parties) > MOST_PARTIES:
        return
    for number, one in enumerate(parties):
        for other in parties[number + 1 :]:
            yield (one[0], other[0]), _both(one, other, teller)
    yield from _positions([card for card, _ in parties], teller)


def _parties(teller: Teller) -> list[Party]:
    """Return whom the relations and facts of an entry name, by id."""
    named: dict[str, Party] = {}
    for claim in teller.entry.claims:
        if claim.form in ("relation", "fact"):
            for card in {card.id: card for id_ in (claim.target, claim.counterpart) if (card := paired(id_, teller.graph))}.values():
                named.setdefault(card.id, (card, []))[1].append(claim)
    return [named[id_] for id_ in sorted(named)]


def _both(one: Party, other: Party, teller: Teller) -> PairRow:
    entry, kinds = teller.entry, teller.graph.vocabulary.kinds
    own = teller.graph.card(entry.id)
    date = own.date if own else None
    place = f"{len(SECTIONS) + list(kinds).index(entry.kind):02}"
    return PairRow(
        sort=(f"9{place}", *sort_key(date), entry.id),
        section=kinds[entry.kind].plural,
        group="",
        id=entry.id,
        anchor="",
        titles=titles((one[0], other[0])),
        what=entry.title,
        when=words(date) if date else "",
        said="",
        note=str(Markup("; ").join(Markup("{}: {}").format(card.title, _roles(claims, teller)) for card, claims in (one, other))),
        source="",
    )


def _roles(claims: Iterable[Claim], teller: Teller) -> Markup:
    """Return how an entry is named: each relation or property once, with a link to its claim and what the check answered."""
    vocabulary = teller.graph.vocabulary
    first = {claim.property: claim for claim in reversed(list(claims))}
    link = Markup('<a href="{}{}#{}">{}</a> {}')
    return Markup(", ").join(
        link.format(ROOT, teller.entry.url, claim.anchor, label.label, check_mark(claim, teller.linked))
        for claim in reversed(first.values())
        for label in [vocabulary.relations[claim.property] if claim.form == "relation" else vocabulary.properties[claim.property]]
    )


def _positions(parties: list[Card], teller: Teller) -> Iterator[tuple[Ends, PairRow]]:
    """Yield what somebody says on this entry, which involves others."""
    graph = teller.graph
    own = graph.card(teller.entry.id)
    for claim in (*teller.entry.claims, *graph.incoming(teller.entry.id)):
        subject = graph.card(claim.target) if claim.form == "position" else None
        holder = paired(claim.said_by, graph) or paired(claim.entry, graph) if subject and subject == own else None
        if holder:
            for card in parties:
                if card.id != holder.id:
                    yield in_order(holder, card), statement(claim, (holder, card), teller, own)
