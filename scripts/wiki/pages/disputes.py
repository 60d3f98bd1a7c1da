"""How disagreements and sums are shown: as boxes on an entry's page, as rows of /disagreements/, as data."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from wiki.judge.disagreements import Disagreement, by_claim, disagreements
from wiki.judge.sums import Sum, sums
from wiki.link.graph import Answers
from wiki.model import Claim, Entry, Source
from wiki.model.dates import words
from wiki.model.quantities import plain
from wiki.pages.references import short_title

_NO_MARK = Markup("")
VERDICTS = {
    "open": "open",
    "rounding": "a matter of rounding",
    "misprint": "a misprint",
    "definition": "a matter of definition",
    "settled": "settled",
}
"""Verdicts in words."""


@dataclass(frozen=True, slots=True)
class Said:
    """A value in a box: as printed, the claim's address, its date in words, the words for who says so, and the claims of one voice."""

    value: str
    url: str
    when: str
    who: Markup
    claims: tuple[Claim, ...]


class Disputes:
    """The disagreements and sums of one entry, as templates, rows and data ask for them.

    Links are relative: `base` is the way from the page that shows them to the root of the site; from an entry's own page at first.
    """

    def __init__(self, entry: Entry, graph: Answers) -> None:
        self.entry, self.graph, self.base = entry, graph, "../../"
        self.sums = sums(entry, graph.vocabulary)
        self.disagreements = disagreements(entry, graph, self.sums)

    def seen_from(self, base: str) -> Disputes:
        """Return the same for a page that is `base` away from the root."""
        seen = copy(self)
        seen.base = base
        return seen

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.disagreements) + len(self.sums)

    @cached_property
    def _marked(self) -> dict[tuple[str, str], list[tuple[str, str, str]]]:
        """Anchor of the box, its id and what to call it, by the claims in it."""
        marked = {
            claim: [(each.anchor, each.id, "sources disagree") for each in found] for claim, found in by_claim(self.disagreements).items()
        }
        for found in self.sums:
            for claim in found.claims:
                marked.setdefault((claim.entry, claim.anchor), []).append((found.anchor, found.id, "does not add up"))
        return marked

    def ids(self, claim: Claim) -> tuple[str, ...]:
        """Return the ids of the disagreements and sums that a claim is in."""
        return tuple(id_ for _, id_, _ in self._marked.get((claim.entry, claim.anchor), ()))

    def mark(self, claim: Claim, page: str = "") -> Markup:
        """Return what a claim carries in tables: a link to each box that it is in, on this page or another."""
        found = self._marked.get((claim.entry, claim.anchor))
        if not found:
            return _NO_MARK
        link = Markup(' <a class="wiki-disputed" data-dispute="{}" href="{}#{}">{}</a>')
        return Markup("").join(link.format(id_, page, anchor, label) for anchor, id_, label in found)

    def listed(self) -> Iterator[tuple[str, str, str]]:
        """Yield what the top of a page says: anchor of the box, what it is about, and what narrows it."""
        for found in self.disagreements:
            yield found.anchor, self.label(found.about).lower(), self.narrowing(found.claims)
        for found_sum in self.sums:
            yield found_sum.anchor, f"{self.label(found_sum.about).lower()} that does not add up", self.narrowing(found_sum.claims[:1])

    # --- words

    def label(self, about: str) -> str:
        """Return the words for what a disagreement is about: a property's label, or a form of claim."""
        known = self.graph.vocabulary.properties.get(about)
        return known.label if known else about.replace("-", " ").capitalize()

    def narrowing(self, claims: tuple[Claim, ...]) -> str:
        """Return what claims share beside the property: partner, part, group, base, date, modality."""
        claim = next((each for each in claims if each.entry == self.entry.id), claims[0])
        counterpart = claim.counterpart if claim.entry == self.entry.id else claim.entry  # the other side of what others say
        card = self.graph.card(counterpart) if counterpart else None
        parts = (
            f"with {card.title if card else counterpart}" if counterpart else "",
            claim.part,
            claim.group,
            f"of {claim.of}" if claim.of else "",
            words(claim.date) if claim.date and all(each.date == claim.date for each in claims) else "",
            f"a {claim.per}" if claim.per and all(each.per == claim.per for each in claims) else "",
            claim.modality if claim.modality != "asserted" else "",
        )
        return ", ".join(part for part in parts if part)

    def value(self, claim: Claim) -> str:
        """Return a claim's value in words."""
        if claim.value_date:
            return words(claim.value_date)
        if claim.form == "status":
            return self.graph.vocabulary.statuses[claim.value].label
        return claim.value or claim.text

    def verdict(self, found: Disagreement | Sum) -> str:
        """Return the editors' verdict in words; '' where there is none."""
        return VERDICTS.get(found.verdict, found.verdict)

    def hint(self, found: Disagreement) -> str:
        """Return what was computed of a disagreement beside that it is one."""
        return "One value is the other rounded to the digits printed." if found.hint else ""

    def said(self, found: Disagreement) -> Iterator[Said]:
        """Yield the values side by side, one row a voice."""
        for value in found.values:
            for voice in value.voices:
                claim = voice[0]
                yield Said(
                    self.value(claim), self.url(claim), words(claim.date) if claim.date else "", Markup("; ").join(self._who(voice)), voice
                )

    def elsewhere(self, found: Disagreement) -> Markup:
        """Return links to the same disagreement on the other entries that it stands on, where a verdict may be too."""
        cards = [card for id_ in found.entries if id_ != self.entry.id and (card := self.graph.card(id_))]
        link = Markup('<a class="wiki-link" href="{}{}#{}">{}</a>')
        return Markup(", ").join(link.format(self.base, card.url, found.anchor, card.title) for card in cards)

    def url(self, claim: Claim) -> str:
        """Return a claim's address as seen from the page."""
        return f"#{claim.anchor}" if claim.entry == self.entry.id else f"{self.base}wiki/{claim.entry}/#{claim.anchor}"

    def _who(self, voice: tuple[Claim, ...]) -> Iterator[Markup]:
        """Yield who says so, through whom, and what the editors add."""
        yield Markup(" and ").join(dict.fromkeys(self._speaker(claim) for claim in voice))
        claim = voice[0]
        if claim.via:
            yield Markup("quoted from {}").format(self._linked(claim.via))
        if claim.entry != self.entry.id:
            yield Markup("as {} on {}").format(self.label(claim.property).lower(), self._linked(claim.entry))
        for claim in voice:
            notes = (
                f"preferred: {claim.reason}" if claim.rank == "preferred" else "",
                "" if not claim.doubt else "misprint" if claim.doubt == "misprint" else f"doubtful {claim.doubt}",
                claim.note,
            )
            if any(notes):
                yield Markup('<span class="wiki-note">{}</span>').format("; ".join(note for note in notes if note))

    def _speaker(self, claim: Claim) -> Markup:
        if claim.said_by:
            return self._linked(claim.said_by)
        sources = dict.fromkeys(each.source for each in claim.citations)
        found = [_titled(source) for key in sources if (source := self.graph.source(key))]
        return Markup(", ").join(found) if found else Markup("no source")

    def _linked(self, id_: str) -> Markup:
        card = self.graph.card(id_)
        if card is None:
            return Markup(escape(id_))  # noqa: S704
        return Markup('<a class="wiki-link" href="{}{}">{}</a>').format(self.base, card.url, card.title)

    # --- data

    def objects(self) -> list[dict[str, Any]]:
        """Return what entries.json says of the entry's disagreements, then of its sums."""
        found: list[dict[str, Any]] = []
        for each in self.disagreements:
            values = [_value(claim) for claim in each.claims]
            kind = "stated" if each.stated else "disagreement"
            found.append({**self._shared(each, kind), "hint": each.hint, "values": values})
        for each_sum in self.sums:
            values = [_value(claim) for claim in each_sum.claims]
            found.append({**self._shared(each_sum, "sum"), "calculation": each_sum.calculation, "values": values})
        return [{key: value for key, value in each.items() if value != "" or key in ("verdict", "why")} for each in found]

    def _shared(self, found: Disagreement | Sum, kind: str) -> dict[str, Any]:
        own = self.entry.id
        claims = [claim.anchor if claim.entry == own else f"{claim.entry}#{claim.anchor}" for claim in found.claims]
        return {"id": found.id, "kind": kind, "property": found.about, "claims": claims, "verdict": found.verdict, "why": found.why}


def _titled(source: Source) -> Markup:
    """Return a source by its author; one without by its title, since articles of one journal share everything else."""
    return Markup("{}").format(short_title(source)) if source.author else Markup("<cite>{}</cite>").format(source.title)


def _value(claim: Claim) -> dict[str, str]:
    number = claim.quantity.number if claim.quantity else None
    value = {
        "entry": claim.entry,
        "claim": claim.anchor,
        "value": claim.value,
        "number": plain(number),
        "unit": claim.quantity.unit if claim.quantity else "",
        "date": claim.date.text if claim.date else "",
        "said_by": claim.said_by,
        "via": claim.via,
        "source": claim.citations[0].source if claim.citations else "",
    }
    return {key: each for key, each in value.items() if each}
