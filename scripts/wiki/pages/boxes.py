"""How disagreements and sums are shown: as boxes on an entry's page, as rows of /disagreements/."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from wiki.judge.disagreements import Disagreement
from wiki.judge.sums import Sum
from wiki.link.graph import Answers
from wiki.model import Claim, Source
from wiki.model.dates import words
from wiki.pages.disputes import Disputes
from wiki.pages.phrases import doubt
from wiki.pages.references import short_title

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


@dataclass(frozen=True, slots=True)
class Boxes:
    """The boxes of an entry's disputes; `base` is the way from the page that shows them to the root of the site."""

    disputes: Disputes
    graph: Answers
    base: str

    def listed(self) -> Iterator[tuple[str, str, str]]:
        """Yield what the top of a page says: anchor of the box, what it is about, and what narrows it."""
        for found in self.disputes.disagreements:
            yield found.anchor, self.label(found.about).lower(), self.narrowing(found.claims)
        for found_sum in self.disputes.sums:
            yield found_sum.anchor, f"{self.label(found_sum.about).lower()} that does not add up", self.narrowing(found_sum.claims[:1])

    # --- words

    def label(self, about: str) -> str:
        """Return the words for what a disagreement is about: a property's label, or a form of claim."""
        known = self.graph.vocabulary.properties.get(about)
        return known.label if known else about.replace("-", " ").capitalize()

    def narrowing(self, claims: tuple[Claim, ...]) -> str:
        """Return what claims share beside the property: partner, part, group, base, date, modality."""
        own = self.disputes.entry.id
        claim = next((each for each in claims if each.entry == own), claims[0])
        counterpart = claim.counterpart if claim.entry == own else claim.entry  # the other side of what others say
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

    # --- links

    def said(self, found: Disagreement) -> Iterator[Said]:
        """Yield the values side by side, one row a voice."""
        for value in found.values:
            for voice in value.voices:
                claim = voice[0]
                who = Markup("; ").join(_who(voice, self))
                yield Said(self.value(claim), self.url(claim), words(claim.date) if claim.date else "", who, voice)

    def elsewhere(self, found: Disagreement) -> Markup:
        """Return links to the same disagreement on the other entries that it stands on, where a verdict may be too."""
        cards = [card for id_ in found.entries if id_ != self.disputes.entry.id and (card := self.graph.card(id_))]
        link = Markup('<a class="wiki-link" href="{}{}#{}">{}</a>')
        return Markup(", ").join(link.format(self.base, card.url, found.anchor, card.title) for card in cards)

    def url(self, claim: Claim) -> str:
        """Return a claim's address as seen from the page."""
        return f"#{claim.anchor}" if claim.entry == self.disputes.entry.id else f"{self.base}wiki/{claim.entry}/#{claim.anchor}"

    def link(self, id_: str) -> Markup:
        """Return a link to an entry, or the text itself where there is none of this id."""
        card = self.graph.card(id_)
        return Markup('<a class="wiki-link" href="{}{}">{}</a>').format(self.base, card.url, card.title) if card else escape(id_)


def _who(voice: tuple[Claim, ...], boxes: Boxes) -> Iterator[Markup]:
    """Yield who says so, through whom, and what the editors add."""
    yield Markup(" and ").join(dict.fromkeys(_speaker(claim, boxes) for claim in voice))
    claim = voice[0]
    if claim.via:
        yield Markup("quoted from {}").format(boxes.link(claim.via))
    if claim.entry != boxes.disputes.entry.id:
        yield Markup("as {} on {}").format(boxes.label(claim.property).lower(), boxes.link(claim.entry))
    for claim in voice:
        notes = (f"preferred: {claim.reason}" if claim.rank == "preferred" else "", doubt(claim), claim.note)
        if any(notes):
            yield Markup('<span class="wiki-note">{}</span>').format("; ".join(note for note in notes if note))


def _speaker(claim: Claim, boxes: Boxes) -> Markup:
    if claim.said_by:
        return boxes.link(claim.said_by)
    keys = dict.fromkeys(each.source for each in claim.citations)
    found = [_titled(source) for key in keys if (source := boxes.graph.source(key))]
    return Markup(", ").join(found) if found else Markup("no source")


def _titled(source: Source) -> Markup:
    """Return a source by its author; one without by its title, since articles of one journal share everything else."""
    return Markup("{}").format(short_title(source)) if source.author else Markup("<cite>{}</cite>").format(source.title)
