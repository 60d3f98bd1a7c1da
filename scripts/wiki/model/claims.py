"""What an entry claims, in each of its forms, and what evidence answers of it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from wiki.model.values import Citation, Date, Place, Quantity, stored

Form = Literal["fact", "relation", "status", "position", "announcement", "name", "prose"]


class Claim(NamedTuple):
    """One statement of an entry with its sources. `anchor` is `c-<id>`, unique within the entry.

    `property` also holds a relation's type, a position's stance, an announcement's type; `target` also a position's `on`;
    `text` is the part of a sentence that a claim of prose answers for, `sentence` the whole of it.
    """

    entry: str
    anchor: str
    form: Form
    place: Place
    property: str = ""
    value: str = ""
    quantity: Quantity | None = None
    value_date: Date | None = None
    per: str = ""
    target: str = ""
    title: str = ""
    side: str = ""
    text: str = ""
    date: Date | None = None
    date_printed: str = ""
    date_inferred: str = ""
    counterpart: str = ""
    part: str = ""
    group: str = ""
    of: str = ""
    said_by: str = ""
    via: str = ""
    modality: str = "asserted"
    rank: str = ""
    reason: str = ""
    note: str = ""
    doubt: str = ""
    vouched_by: str = ""
    vouched_why: str = ""
    series: str = ""
    sentence: str = ""
    citations: tuple[Citation, ...] = ()
    announcement: Announcement | None = None
    name: NameDetail | None = None


class Announcement(NamedTuple):
    """What only an announcement has: when it was due, which property it is about, and what came of it."""

    due: Date | None
    about: str
    outcome: str
    outcome_date: Date | None
    outcome_citations: tuple[Citation, ...]


class NameDetail(NamedTuple):
    """What only a name has: its language, who uses it since when, and whether plain mentions of it are linked."""

    language: str
    used_by: str
    since: Date | None
    preferred: bool
    by_editors: bool
    link: bool


Outcome = Literal["found", "not-found", "not-checked"]
Strength = Literal["strong", "fair", "weak"]


class Answer(NamedTuple):
    """What evidence says of one citation of a claim; `elsewhere` are lines of the same source on which the missing thing stands.

    Of what is found, `strength` says how much that says, and `share` at what share of the source's other places the answer would have
    been the same. `doubts` are things of the claim that do not stand there and yet may be right.
    """

    outcome: Outcome
    reason: str
    elsewhere: tuple[int, ...] = ()
    strength: Strength | Literal[""] = ""
    share: float | None = None
    doubts: tuple[str, ...] = ()


stored(Claim, Announcement, NameDetail, Answer)
