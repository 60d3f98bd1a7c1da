"""How the claims of an entry stand, for its page: their age, what came of announcements, positions, voices, names, charts.

Everything here is a query on one entry and on what its page may ask of the wiki (`Answers`); the markup is in the templates.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from markupsafe import Markup

from wiki.judge.age import Age, ages, issued_of
from wiki.judge.outcomes import Outcome, ledger, outcome_of
from wiki.judge.positions import by_holder, by_subject, holder_of
from wiki.judge.voices import Voices, voices
from wiki.link.graph import Answers
from wiki.model import Claim, Entry
from wiki.model.dates import words
from wiki.pages import charts
from wiki.pages.phrases import narrowing_with, unit

_NOTHING = Markup("")
SCRIPTS = ("Latin", "Cyrillic", "Arabic")
"""The scripts that tables of names begin with, in this order; others follow by name."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn series: the svg, and its title in words."""

    title: str
    svg: Markup


class Standing:
    """Answers the templates' questions on one entry."""

    def __init__(self, entry: Entry, graph: Answers) -> None:
        self.entry, self.graph = entry, graph
        self._numbers = count(1)

    @cached_property
    def ages(self) -> dict[str, Age]:
        """The stale claims, by anchor."""
        return ages(self.entry, self.graph.vocabulary, self.graph.settings.as_of, self.graph.source)

    def age(self, claim: Claim) -> Age | None:
        """Return how a claim of this entry is stale."""
        return self.ages.get(claim.anchor) if claim.entry == self.entry.id else None

    def stale(self, claim: Claim) -> Markup:
        """Return the attribute of what shows a claim: since when it is stale."""
        age = self.age(claim)
        return Markup(f' data-stale="{age.due}"') if age else _NOTHING  # noqa: S704 - an ISO day

    def age_note(self, claim: Claim) -> Markup:
        """Return the words for how a claim is stale, to stand behind its date."""
        age = self.age(claim)
        return Markup(' <span class="wiki-stale">{}</span>').format(age.note) if age else _NOTHING

    def undated(self, claim: Claim) -> str:
        """Say how old an undated figure or status is at least: `undated; source of 2022`."""
        if claim.date or not (claim.quantity or claim.form == "status"):
            return ""
        issued = issued_of(claim, self.graph.source)
        return f"undated; source of {words(issued)}" if issued else "undated"

    def outcome(self, claim: Claim) -> Outcome:
        """Return what came of an announcement."""
        return outcome_of(claim, self.entry, self.graph.settings.as_of)

    @cached_property
    def ledger(self) -> list[tuple[str, list[Claim]]]:
        """The announcements by type."""
        return ledger(self.entry)

    def _resolve(self, id_: str) -> str:
        card = self.graph.card(id_)
        return card.id if card else id_

    @cached_property
    def held_here(self) -> list[tuple[str, list[Claim]]]:
        """What is said on this entry, by who says it: positions of its own file and of others'."""
        found = [claim for claim in self.entry.claims if claim.form == "position" and self._resolve(claim.target) == self.entry.id]
        found += [
            claim for claim in self.graph.incoming(self.entry.id)
            if claim.form == "position" and self._resolve(claim.target) == self.entry.id
        ]  # fmt: skip
        return by_holder(found, self._resolve)

    @cached_property
    def held(self) -> list[tuple[str, list[Claim]]]:
        """What this entry (or somebody in its file) says on others, by subject: of its own file, and where another's file says so."""
        found = [claim for claim in self.entry.claims if claim.form == "position" and self._resolve(claim.target) != self.entry.id]
        found += [
            claim for claim in self.graph.incoming(self.entry.id)
            if claim.form == "position" and claim.said_by and self._resolve(claim.said_by) == self.entry.id
            and self._resolve(claim.target) != self.entry.id
        ]  # fmt: skip
        return by_subject(found, self._resolve)

    def speaker(self, claim: Claim) -> str:
        """Return who speaks where it is somebody other than this entry; '' where it is the entry itself."""
        holder = holder_of(claim, self._resolve)
        return "" if holder == self.entry.id else holder

    @cached_property
    def voices(self) -> Voices:
        """On how many voices the entry rests."""
        return voices(self.entry, self.graph.source)

    @property
    def types(self) -> list[tuple[str, int]]:
        """The types of the sources by their labels."""
        known = self.graph.vocabulary.source_types
        return [(known[type_].label if type_ in known else type_, number) for type_, number in self.voices.types]

    @cached_property
    def named(self) -> list[Claim]:
        """The names in the order of the file."""
        return [claim for claim in self.entry.claims if claim.form == "name"]

    @property
    def names(self) -> list[tuple[str, list[Claim]]]:
        """The names by script, the preferred first; the script that holds a preferred name comes first."""
        return names_by_script(self.named)

    def charts(self, claims: Iterable[Claim]) -> list[Chart]:
        """Draw the series among the facts of one property."""
        drawn = []
        for group in charts.series_of(claims):
            first = group[0]
            title = ", ".join((self.graph.vocabulary.properties[first.property].label, *narrowing_with(first, self.graph)))
            svg = charts.chart(charts.points_of(group), title=title, unit=unit(first), name=f"chart-{next(self._numbers)}")
            drawn.append(Chart(title, svg))
        return drawn


def names_by_script(claims: Iterable[Claim]) -> list[tuple[str, list[Claim]]]:
    """Group names by the script that they are written in; preferred ones first, in a script and among the scripts."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(script_of(claim.value), []).append(claim)

    def preferred(claim: Claim) -> bool:
        return bool(claim.name and claim.name.preferred)

    def rank(script: str) -> tuple[bool, int, str]:
        place = SCRIPTS.index(script) if script in SCRIPTS else len(SCRIPTS)
        return (not any(preferred(claim) for claim in groups[script]), place, script)

    return [(script, sorted(groups[script], key=lambda claim: not preferred(claim))) for script in sorted(groups, key=rank)]


def script_of(text: str) -> str:
    """Return the script of a text's first letter, in Unicode's words.

    >>> [script_of(each) for each in ("Khairaton", "Хайратон", "حیرتان", "海拉顿", "7")]
    ['Latin', 'Cyrillic', 'Arabic', 'Chinese characters', 'Other']
    """
    letter = next((sign for sign in text if sign.isalpha()), "")
    name = unicodedata.name(letter, "") if letter else ""
    word = name.split(" ")[0].capitalize()
    return "Other" if not word else "Chinese characters" if word == "Cjk" else word
