"""What stands between two entries that are looked at in pairs: rows for the pages of /between/.

Rows are made from claims only, each by the entry
that the claim, or the thing that involves both, stands on; so a pair's page depends on nothing but its rows. Addresses in their HTML
begin with the base of `Disputes`, which the page that shows them replaces (rows.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup

from wiki.link.graph import Answers, LinkedEntry
from wiki.model import Card, Claim
from wiki.model.citations import locator_words
from wiki.model.dates import sort_key, words
from wiki.pages.between.partners import between, is_paired, paired
from wiki.pages.charts import plotted
from wiki.pages.disputes import Disputes
from wiki.pages.entry import check_mark, entry_link
from wiki.pages.references import short_title

MOST_PARTIES = 12
"""What involves more than this says little of any two of them; and the pairs that it makes grow with the square of their number."""

SECTIONS = {"fact": "Figures", "relation": "Relations", "position": "Positions", "announcement": "Announcements"}
"""Form of claim → section of a pair's page, in the order of the page; what involves both follows by kind."""


class PairRow(NamedTuple):
    """A claim between two entries, or an entry that involves both (then `anchor` is empty).

    `what` is plain text; `said` (who reports or says so), `note` and `source` (places and what the check answered) are HTML. `chart` is
    the title and unit of the series that a figure is of, `point` what is drawn of it (charting.Plotted); both empty where nothing is.
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
    chart: tuple[str, ...]
    point: tuple[str, ...]


class PartnerRow(NamedTuple):
    """How many rows an entry gives to two that are looked at as a pair; a row of the one itself has no `other`."""

    title: str
    id: str
    other: str
    other_title: str
    number: int


def pair_rows(linked: LinkedEntry, graph: Answers, disputes: Disputes) -> dict[str, list[PairRow | PartnerRow]]:
    """Return the rows that an entry gives to pages of pairs, by channel: `pair:<a>:<b>`, a before b, and `partners:<a>`."""
    channels: dict[str, list[PairRow | PartnerRow]] = {}
    if not any(kind.pairs for kind in graph.vocabulary.kinds.values()):
        return channels
    entry = linked.entry
    if is_paired(entry, graph):
        channels[f"partners:{entry.id}"] = [PartnerRow(entry.title, entry.id, "", "", 0)]
    teller = _Teller(linked, graph, disputes)
    pairs: dict[str, tuple[Card, Card]] = {}
    for ends, row in (*teller.direct(), *teller.involved()):
        channel = f"pair:{ends[0].id}:{ends[1].id}"
        pairs[channel] = ends
        channels.setdefault(channel, []).append(row)
    for channel, (a, b) in pairs.items():
        count = len(channels[channel])
        for card, other in ((a, b), (b, a)):
            channels.setdefault(f"partners:{card.id}", []).append(PartnerRow(card.title, card.id, other.id, other.title, count))
    return channels


Ends = tuple[Card, Card]


def _in_order(one: Card, other: Card) -> Ends:
    return (one, other) if one.id < other.id else (other, one)


class _Teller:
    """Tells of one entry what it says of pairs."""

    def __init__(self, linked: LinkedEntry, graph: Answers, disputes: Disputes) -> None:
        self.linked, self.entry, self.graph, self.disputes = linked, linked.entry, graph, disputes
        self.base = disputes.base
        self.places = {id_: f"{number:04}" for number, id_ in enumerate(graph.vocabulary.properties)}

    # --- claims between two

    def direct(self) -> Iterator[tuple[Ends, PairRow]]:
        """Yield the entry's own claims that stand between two."""
        for claim in self.entry.claims:
            ends = between(claim, self.graph)
            if ends:
                yield _in_order(*ends), self._figure(claim, ends) if claim.form == "fact" else self._said(claim, ends)

    def _figure(self, claim: Claim, ends: Ends) -> PairRow:
        """Return a figure; what one says it exports to the other stands with what the other says it imports."""
        properties = self.graph.vocabulary.properties
        known = properties[claim.property]
        flow, (of, to) = known, ends
        if known.inverse and (known.inverse == known.id or self.places[known.inverse] < self.places[known.id]):
            flow = properties[known.inverse]
            of, to = _in_order(*ends) if known.inverse == known.id else (to, of)
        group = f"{flow.label}, {of.title} with {to.title}"
        narrowed = ", ".join(
            part for part in (claim.part, claim.group, f"of {claim.of}" if claim.of else "",
                              claim.modality if claim.modality != "asserted" else "") if part
        )  # fmt: skip
        drawn = plotted(claim)
        unit = (claim.quantity.unit if claim.quantity else "") + (f" a {claim.per}" if claim.per else "")
        title = f"{group}{f', {narrowed}' if narrowed else ''}, as {self.entry.title} has it"
        said = entry_link(self.entry, self.base) + (f", as {known.label.lower()}" if flow is not known else "")
        target = self.graph.card(claim.target) if claim.target else None
        value = words(claim.value_date) if claim.value_date else target.title if target else claim.value
        order = (*sort_key(claim.date), self.entry.id, str(claim.rank != "preferred"), f"{claim.place.line:06}")
        return PairRow(
            ("0", self.places[flow.id], of.id, narrowed, *order), SECTIONS["fact"], group, self.entry.id, claim.anchor, self._titles(ends),
            value + (f" a {claim.per}" if claim.per else ""), words(claim.date) if claim.date else "",
            self._speaker(claim, said), self._note(claim), self._source(claim),
            (title, unit) if drawn else (), tuple(drawn or ()),
        )  # fmt: skip

    def _said(self, claim: Claim, ends: Ends, on: Card | None = None) -> PairRow:
        """Return a relation, a position or an announcement; a position may be `on` something that involves the other."""
        one, other = ends
        vocabulary, when = self.graph.vocabulary, words(claim.date) if claim.date else ""
        own = claim.entry == self.entry.id
        match claim.form:
            case "relation":
                what = f"{one.title} {vocabulary.relations[claim.property].label} {other.title}"
            case "position":
                what = f"{one.title} {vocabulary.stances[claim.property].label} {(on or other).title}"
                what += f": {claim.text}" if claim.text else ""
            case _:
                due = f"due {words(claim.announcement.due)}" if claim.announcement and claim.announcement.due else ""
                value = claim.value + (f" a {claim.per}" if claim.value and claim.per else "")
                more = ", ".join(part for part in (value if claim.text else "", due) if part)
                what = f"{claim.property.capitalize()}: {claim.text or value}{f' ({more})' if more else ''}"
        section = SECTIONS[claim.form]
        order = (*sort_key(claim.date), claim.entry, f"{claim.place.line:06}", claim.anchor)
        link = Markup("") if claim.form == "relation" else entry_link(one, self.base)
        return PairRow(
            (str(list(SECTIONS).index(claim.form)), *order), section, "", claim.entry, claim.anchor, self._titles(ends), what, when,
            self._speaker(claim, link), self._note(claim, (claim.title, claim.side)), self._source(claim, own=own), (), (),
        )  # fmt: skip

    # --- what involves both

    def involved(self) -> Iterator[tuple[Ends, PairRow]]:
        """Yield the entry itself where its relations and facts name two, and the positions that one of them takes on it.

        Entries of the very kinds that pairs are made of (persons, organisations) are left out: that both have to do with them says
        little of the two.
        """
        if self.graph.vocabulary.kinds[self.entry.kind].pairs:
            return
        named: dict[str, tuple[Card, list[Claim]]] = {}
        for claim in self.entry.claims:
            if claim.form in ("relation", "fact"):
                for card in {card.id: card for id_ in (claim.target, claim.counterpart) if (card := paired(id_, self.graph))}.values():
                    named.setdefault(card.id, (card, []))[1].append(claim)
        if not named or len(named) > MOST_PARTIES:
            return
        parties = [named[id_] for id_ in sorted(named)]
        for number, one in enumerate(parties):
            for other in parties[number + 1 :]:
                yield (one[0], other[0]), self._both(one, other)
        yield from self._positions([card for card, _ in parties])

    def _both(self, *parties: tuple[Card, list[Claim]]) -> PairRow:
        kinds = self.graph.vocabulary.kinds
        own = self.graph.card(self.entry.id)
        date = own.date if own else None
        note = Markup("; ").join(Markup("{}: {}").format(card.title, self._roles(claims)) for card, claims in parties)
        section = kinds[self.entry.kind].plural
        place = f"{len(SECTIONS) + list(kinds).index(self.entry.kind):02}"
        titles = (parties[0][0].title, parties[1][0].title)
        return PairRow(
            (f"9{place}", *sort_key(date), self.entry.id), section, "", self.entry.id, "", titles, self.entry.title,
            words(date) if date else "", "", str(note), "", (), (),
        )  # fmt: skip

    def _roles(self, claims: Iterable[Claim]) -> Markup:
        """Return how an entry is named: each relation or property once, with a link to its claim and what the check answered."""
        vocabulary = self.graph.vocabulary
        first = {claim.property: claim for claim in reversed(list(claims))}
        link = Markup('<a href="{}{}#{}">{}</a> {}')
        return Markup(", ").join(
            link.format(self.base, self.entry.url, claim.anchor, label.label, check_mark(claim, self.linked))
            for claim in reversed(first.values())
            for label in [vocabulary.relations[claim.property] if claim.form == "relation" else vocabulary.properties[claim.property]]
        )

    def _positions(self, parties: list[Card]) -> Iterator[tuple[Ends, PairRow]]:
        """Yield what somebody says on this entry, which involves others."""
        own = self.graph.card(self.entry.id)
        for claim in (*self.entry.claims, *self.graph.incoming(self.entry.id)):
            subject = self.graph.card(claim.target) if claim.form == "position" else None
            holder = paired(claim.said_by, self.graph) or paired(claim.entry, self.graph) if subject and subject == own else None
            if holder:
                for card in parties:
                    if card.id != holder.id:
                        yield _in_order(holder, card), self._said(claim, (holder, card), own)

    # --- words

    def _titles(self, ends: Ends) -> tuple[str, str]:
        first, second = _in_order(*ends)
        return first.title, second.title

    def _speaker(self, claim: Claim, first: Markup) -> str:
        """Return who says so: `first`, then whoever the claim names."""
        parts = [first] if first else []
        if claim.said_by:
            speaker = self._linked(claim.said_by)
            parts += [] if first.startswith(speaker) else [Markup("according to {}").format(speaker)]
        if claim.via:
            parts.append(Markup("quoted from {}").format(self._linked(claim.via)))
        return str(Markup("; ").join(parts))

    def _linked(self, id_: str) -> Markup:
        card = self.graph.card(id_)
        return entry_link(card, self.base) if card else Markup.escape(id_)

    def _note(self, claim: Claim, more: tuple[str, ...] = ()) -> str:
        """Return what narrows a claim, what the editors add, and the disagreements that it is in."""
        parts = (
            *more, claim.part, claim.group, f"of {claim.of}" if claim.of else "",
            claim.modality if claim.modality != "asserted" else "", f"{claim.rank}: {claim.reason}" if claim.rank else "",
            "" if not claim.doubt else "misprint" if claim.doubt == "misprint" else f"doubtful {claim.doubt}", claim.note,
        )  # fmt: skip
        text = Markup.escape("; ".join(part for part in parts if part))
        return str(text + self.disputes.mark(claim, f"{self.base}wiki/{claim.entry}/"))

    def _source(self, claim: Claim, *, own: bool = True) -> str:
        """Return the sources with their places, each leading to the source's page, and what the check of them answered."""
        link = Markup('<a href="{}{}" title="{}">{}</a>')
        found = [
            link.format(self.base, source.url, f"{source.title}{', ' if citation.locator else ''}{locator_words(citation.locator)}",
                        short_title(source))
            for citation in claim.citations if (source := self.graph.source(citation.source))
        ]  # fmt: skip
        check = Markup(" ") + check_mark(claim, self.linked) if own and claim.citations else Markup("")
        return str(Markup(", ").join(dict.fromkeys(found)) + check)
