"""Where sources disagree: computed from the claims of an entry and those of others that speak of it, never entered by hand.

Claims are comparable if they are about the same thing: entry, property, `with`, `part`, `group`, `of`, `date`, `per` and modality. Who
says it (`said-by`) and through whom (`via`) never keeps two claims apart: that is what a disagreement is. Comparable claims of which
any two cannot both hold (comparison.py) make one disagreement, with all of them in it. An editor's verdict is attached and shown;
it hides nothing.

- *Inverse*: where the vocabulary gives a property's inverse, what X says it exports to Y is compared with what Y says it imports from X,
  and the disagreement stands on both entries, also where only one of them has claims in it. Its id is made from the first claim of the
  entry that comes first, so that it is one and the same.
- *Superseded* claims are left out, *preferred* ones are not.
- *Statuses* are compared if they have a date and it is the same. *Announcements* are compared if they have the same date, due date and
  property: targets set at different times are a series and not a disagreement.
- *Text, addresses and entries* as values are not compared: two wordings, or two seats, may both be right, and only a reader can tell.
- Verdicts on claims that the rules do not set against each other are shown too (`stated`): editors may know better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from wiki.check.claims import claim_id
from wiki.judge.comparison import conflict, same_value
from wiki.judge.sums import Sum
from wiki.judge.verdicts import named, verdict_on
from wiki.link.graph import Answers
from wiki.model import Claim, Entry

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A value with all claims that give it; those that quote one and the same `via` are one voice and come as one list."""

    voices: tuple[tuple[Claim, ...], ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims that give this value."""
        return tuple(claim for voice in self.voices for claim in voice)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Claims that cannot all hold, seen from one entry.

    `about` is the property there (`status` for statuses); `hint` is `rounding` where nothing but rounding keeps the values apart;
    `entries` names the entries that it stands on, sorted.
    """

    id: str
    about: str
    values: tuple[Value, ...]
    entries: tuple[str, ...]
    verdict: str = ""
    why: str = ""
    hint: str = ""
    stated: bool = False

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims in it, as they stand on their own entries."""
        return tuple(claim for value in self.values for claim in value.claims)

    @property
    def anchor(self) -> str:
        """The id of its box on a page."""
        return f"d-{self.id}"


def disagreements(entry: Entry, graph: Answers, added: Iterable[Sum]) -> tuple[Disagreement, ...]:
    """Return the disagreements that stand on an entry, in the order of their first claims; `added` are its sums.

    Of the rest of the wiki only `card` and, where a property has an inverse, `incoming` are asked.
    """
    groups = ((key, group) for key, group in _comparable(entry, graph).items() if len(group) > 1)
    found = [made for key, group in groups if (made := _disagreement(entry.id, key, group, graph))]
    return (*(_judged(each, entry) for each in found), *_stated(entry, found, added))


def by_claim(found: Iterable[Disagreement]) -> dict[tuple[str, str], list[Disagreement]]:
    """Return the disagreements by the claims in them, each as (entry, anchor)."""
    claims: dict[tuple[str, str], list[Disagreement]] = {}
    for each in found:
        for claim in each.claims:
            claims.setdefault((claim.entry, claim.anchor), []).append(each)
    return claims


# --- what is comparable -----------------------------------------------------------------------------------------------


def _comparable(entry: Entry, graph: Answers) -> dict[Key, list[Claim]]:
    """Return the claims that speak of the same thing at the same time, by what that is."""
    groups: dict[Key, list[Claim]] = {}
    for claim in entry.claims:
        if claim.rank != "superseded" and (key := _key(claim, claim.property, _id(claim.counterpart, graph))):
            groups.setdefault(key, []).append(claim)
    properties = graph.vocabulary.properties
    if not any(each.inverse for each in properties.values()):
        return groups
    for claim in graph.incoming(entry.id):
        property_ = properties.get(claim.property) if claim.form == "fact" else None
        if property_ is None or not property_.inverse or claim.rank == "superseded" or _id(claim.counterpart, graph) != entry.id:
            continue
        key = _key(claim, property_.inverse, claim.entry)
        if key:
            groups.setdefault(key, []).append(claim)
    return groups


def _key(claim: Claim, property_: str, counterpart: str) -> Key | None:
    """Return what a claim speaks of, or None if it is compared with nothing."""
    if claim.rank == "superseded":
        return None
    about = [property_]
    match claim.form:
        case "fact":
            if not (claim.quantity or claim.value_date):
                return None
        case "status":
            if claim.date is None:
                return None
        case "announcement":
            detail = claim.announcement
            if not (claim.quantity and claim.date and detail and detail.about):
                return None
            about = [detail.about, property_, detail.due.text if detail.due else ""]
        case _:
            return None
    narrowed = (_folded(each) for each in (claim.part, claim.group, claim.of))
    when = f"{claim.date.earliest}/{claim.date.latest}" if claim.date else ""
    return (claim.form, *about, "|", counterpart, *narrowed, when, claim.per, claim.modality)


def _id(counterpart: str, graph: Answers) -> str:
    card = graph.card(counterpart) if counterpart else None
    return card.id if card else counterpart


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


# --- what cannot hold -------------------------------------------------------------------------------------------------


def _disagreement(entry: str, key: Key, group: list[Claim], graph: Answers) -> Disagreement | None:
    values = _values(group)
    firsts = [value.claims[0] for value in values]
    conflicts = {found for one, other in combinations(firsts, 2) if (found := conflict(one, other))}
    if not conflicts:
        return None
    first = min(group, key=lambda claim: (claim.entry, claim.place.line, claim.place.column))
    about = first.announcement.about if first.announcement else first.property
    counterpart = key[key.index("|") + 1]
    known = graph.vocabulary.properties.get(key[1]) if first.form == "fact" else None
    both = {counterpart} if known and known.inverse and counterpart and graph.card(counterpart) else set()
    made = claim_id(
        (
            first.entry, about, counterpart if first.entry == entry else entry, first.part, first.group, first.of,
            first.date.text if first.date else "", first.per, first.modality if first.modality != "asserted" else "",
            *key[2 : key.index("|")],
        )
    )  # fmt: skip
    hint = "rounding" if conflicts == {"rounding"} else ""
    return Disagreement(made, key[1], values, tuple(sorted({entry, *both})), hint=hint)


def _values(group: Iterable[Claim]) -> tuple[Value, ...]:
    """Group claims by value, and claims of one value by the source that they quote."""
    values: dict[tuple[object, ...], dict[tuple[str, ...], list[Claim]]] = {}
    for claim in group:
        voice = (claim.via,) if claim.via else (claim.entry, claim.anchor)
        values.setdefault(same_value(claim), {}).setdefault(voice, []).append(claim)
    return tuple(Value(tuple(tuple(voice) for voice in voices.values())) for voices in values.values())


# --- what editors say of it -------------------------------------------------------------------------------------------


def _judged(found: Disagreement, entry: Entry) -> Disagreement:
    verdict = verdict_on(found.claims, entry)
    return replace(found, verdict=verdict.verdict, why=verdict.why) if verdict else found


def _stated(entry: Entry, found: Iterable[Disagreement], added: Iterable[Sum]) -> Iterator[Disagreement]:
    """Yield what editors set side by side though the rules do not."""
    if not entry.verdicts:
        return
    sets = [*(each.claims for each in found), *(each.claims for each in added)]
    used = [verdict_on(claims, entry) for claims in sets]
    for verdict in entry.verdicts:
        claims = [claim for claim in entry.claims if claim.anchor in named(verdict)]
        if len(claims) < 2 or any(verdict is each for each in used):
            continue
        property_ = claims[0].property or claims[0].form
        made = claim_id((entry.id, property_, *(claim.anchor[2:] for claim in claims[:2])))
        yield Disagreement(made, property_, _values(claims), (entry.id,), verdict.verdict, verdict.why, stated=True)
