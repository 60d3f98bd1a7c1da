"""The six forms of claims in fields: their keys, their values, their ids."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wiki.model import Announcement, Claim, Date, Form, NameDetail, Place, Quantity
from wiki.model.dates import DateError, parse_date
from wiki.model.problems import Problem, expected, problem
from wiki.model.quantities import QuantityError, parse_quantity
from wiki.read.fields import BROKEN, Fields
from wiki.read.nodes import Scalar
from wiki.read.vocabulary import Property, Vocabulary

ANNOUNCEMENTS = ("pledge", "target", "plan", "demand", "hope")
OUTCOMES = ("kept", "late", "dropped", "pending", "unknown")
MODALITIES = ("asserted", "planned", "possible", "alleged", "denied")
DOUBTS = ("reading", "referent", "ocr", "misprint")
RANKS = ("preferred", "superseded")
VERDICTS = ("open", "rounding", "misprint", "definition", "settled")
COMMON = (
    "date", "date-printed", "date-inferred", "with", "part", "group", "of", "said-by", "via", "modality", "rank", "reason", "note",
    "doubt", "vouched", "id", "cite",
)  # fmt: skip
KEYS = {
    "facts": ("property", "value", "per", *COMMON),
    "series": ("property", "unit", "values", "per", *(key for key in COMMON if key not in ("date", "id"))),
    "relations": ("type", "target", "as", "side", *COMMON),
    "status": ("value", *COMMON),
    "positions": ("on", "stance", "text", *COMMON),
    "announcements": ("type", "text", "value", "per", "due", "outcome", "outcome-date", "outcome-cite", "property", *COMMON),
    "names": ("text", "lang", "used-by", "since", "preferred", "reason", "by", "link", "note", "id", "cite"),
}  # fmt: skip
REQUIRED = {
    "facts": ("property", "value"),
    "series": ("property", "values"),
    "relations": ("type", "target"),
    "status": ("value",),
    "positions": ("on", "stance"),
    "announcements": ("type",),
    "names": ("text",),
}
_TEXTS = {
    "date-printed": "date_printed", "date-inferred": "date_inferred", "with": "counterpart", "part": "part", "group": "group", "of": "of",
    "said-by": "said_by", "via": "via", "reason": "reason", "note": "note",
}  # fmt: skip
"""The keys of COMMON that hold plain text → what a claim calls them."""

_GIVEN = re.compile(r"[\w.-]+")
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Context:
    """What a claim needs to know of the entry it stands on."""

    entry: str
    kind: str
    vocabulary: Vocabulary


def check_claims(fields: Fields, context: Context) -> tuple[Claim, ...]:
    """Return all claims of an entry's fields, in the order of the file; what is wrong goes to `fields.problems`."""
    claims: list[Claim] = []
    for key, _ in fields.node.items:
        check = _CHECKS.get(key.value)
        if check:
            for row in fields.rows(key.value):
                row.check_keys(KEYS[key.value], REQUIRED[key.value])
                claims.extend(check(row, context))
    return tuple(_distinct(claims, fields.problems))


def _distinct(claims: list[Claim], problems: list[Problem]) -> list[Claim]:
    """Two claims with the same id are an error that asks for an `id`."""
    seen: dict[str, Claim] = {}
    for claim in claims:
        first = seen.setdefault(claim.anchor, claim)
        if first is not claim:
            problems.append(
                problem(claim.place, "duplicate-claim", f"this claim has the same id as the one on line {first.place.line}, "
                        f"'{claim.anchor[2:]}'; give one of them an 'id'")
            )  # fmt: skip
    return list(seen.values())


def _common(row: Fields, context: Context, form: Form, claim: str) -> dict[str, Any]:
    """Return what all forms but names share, as keyword arguments of Claim."""
    vouched = row.mapping("vouched")
    if vouched:
        vouched.check_keys(("by", "why"), ("by", "why"))
    rank = row.one_of("rank", RANKS)
    if rank and not row.has("reason"):
        row.report("rank", "missing-key", f"a claim that is '{rank}' says why; add 'reason: …'")
    return {
        "entry": context.entry,
        "form": form,
        "place": row.place(),
        "date": row.date("date"),
        "modality": row.one_of("modality", MODALITIES) or "asserted",
        "rank": rank,
        "doubt": row.one_of("doubt", DOUBTS),
        "vouched_by": vouched.text("by") if vouched else "",
        "vouched_why": vouched.text("why") if vouched else "",
        "citations": row.required_citations("cite", claim),
        **{name: row.text(key) for key, name in _TEXTS.items() if key in row.node.named},
    }


def _identified(row: Fields, claim: Claim) -> Claim:
    """Give the claim its anchor: the `id` written, else made from what does not change when a value is corrected."""
    given = row.text("id")
    if given and not _GIVEN.fullmatch(given):
        row.report("id", "id", f"'{given}' is no id of a claim; expected letters, digits, '.', '-' and '_'")
    about = claim.target if claim.form == "position" else "" if claim.form == "status" else claim.property
    parts = (
        claim.form,
        about,
        "" if claim.form in ("position", "fact") else claim.target,
        claim.counterpart,
        claim.part,
        claim.group,
        claim.of,
        claim.date.text if claim.date else "",
        claim.said_by,
        claim.citations[0].source if claim.citations else "",
    )
    made = claim_id(parts) + (f"-{WORD_GAP.sub('-', claim.value).strip('-')}" if claim.form == "name" else "")
    return claim._replace(anchor="c-" + (given or made))


def claim_id(parts: tuple[str, ...]) -> str:
    """Join what identifies a claim into an id that can stand in an address.

    >>> claim_id(("fact", "cost", "", "2009/2010", "kjfs-2022-uzbekistan"))
    'fact-cost-2009--2010-kjfs-2022-uzbekistan'
    """
    return "-".join(_part(part) for part in parts if part)


WORD_GAP = re.compile(r"[^\w-]+")
_SIGNS = {"/": "--", "..": "to", "~": "about", "?": "maybe", "%": "pc"}


@lru_cache(maxsize=65536)
def _part(text: str) -> str:
    text = unicodedata.normalize("NFC", text).casefold()
    for sign, letters in _SIGNS.items():
        text = text.replace(sign, letters)
    return WORD_GAP.sub("-", text).strip("-")


# --- the forms --------------------------------------------------------------------------------------------------------


def _property(row: Fields, context: Context) -> Property | None:
    found = row.text("property")
    if not found:
        return None
    known = context.vocabulary.properties.get(found)
    if known is None:
        row.report("property", "unknown-property", expected(found, context.vocabulary.properties, what="property"))
        return None
    if known.kinds is not None and context.kind not in known.kinds:
        row.report("property", "kind", f"property '{found}' is for {' or '.join(known.kinds)}, and this entry is of kind '{context.kind}'")
    if known.dimensions is not None:
        for dimension in ("with", "part", "group", "of"):
            if row.has(dimension) and dimension not in known.dimensions:
                allowed = ", ".join(known.dimensions) or "none"
                row.report(dimension, "dimension", f"property '{found}' has no dimension '{dimension}'; it has: {allowed}")
    return known


def _value(row: Fields, text: str, known: Property, place: Place) -> dict[str, Any]:
    """Parse a value by the property's type, as keyword arguments of Claim."""
    values: dict[str, Any] = {"value": text}
    try:
        if known.type in ("quantity", "number", "share"):
            values["quantity"] = _quantity(text, known)
        elif known.type == "date":
            values["value_date"] = parse_date(text)
        elif known.type == "entry":
            values["target"] = text
        elif known.type == "url" and not _ADDRESS.fullmatch(text):
            row.problems.append(problem(place, "value", f"'{text}' is not an address; expected one like https://example.org/"))
    except DateError as error:
        row.problems.append(problem(place, "date", str(error)))
    except QuantityError as error:
        rule = "unit" if error.unit else "value"
        row.problems.append(problem(place, rule, str(error)))
    return values


def _quantity(text: str, known: Property) -> Quantity:
    units = known.units or (("%",) if known.type == "share" else ())
    return parse_quantity(text, units)


def _fact(row: Fields, context: Context) -> list[Claim]:
    known = _property(row, context)
    common = _common(row, context, "fact", "this fact")
    text = row.text("value")
    if known is None or not text:
        return []
    values = _value(row, text, known, row.place("value"))
    return [_identified(row, Claim(anchor="", property=known.id, per=row.text("per"), **values, **common))]


def _series(row: Fields, context: Context) -> list[Claim]:
    known = _property(row, context)
    common = _common(row, context, "fact", "this series")
    unit = row.text("unit")
    node = row.mapping("values")
    if node is None or known is None:
        return []
    claims = []
    for key, value in node.node.items:
        place = Place(row.path, value.line, value.column)
        date = _series_date(row, key)
        if not isinstance(value, Scalar):
            row.problems.append(problem(place, "shape", "a value of a series must be text, like '2010: 663.3'"))
            continue
        if date is None or value.value in ("", BROKEN):
            if not value.value:
                row.problems.append(problem(place, "empty", "this value is empty; give it a number or leave the date out"))
            continue
        text = f"{value.value} {unit}".strip() if unit and not value.value.endswith(unit) else value.value
        values = _value(row, text, known, place)
        claim = Claim(
            anchor="", property=known.id, per=row.text("per"), series=f"{row.place().line}", **values,
            **{**common, "date": date, "place": Place(row.path, key.line, key.column)},
        )  # fmt: skip
        claims.append(_identified(row, claim))
    return claims


def _series_date(row: Fields, key: Scalar) -> Date | None:
    try:
        return parse_date(key.value)
    except DateError as error:
        row.problems.append(problem(Place(row.path, key.line, key.column), "date", str(error)))
        return None


def _relation(row: Fields, context: Context) -> list[Claim]:
    types = context.vocabulary.relations
    found = row.text("type")
    if found and found not in types:
        row.report("type", "unknown-relation", expected(found, types, what="relation type"))
        found = ""
    common = _common(row, context, "relation", "this relation")
    target = row.text("target")
    if not found or not target:
        return []
    allowed = types[found].sources
    if (
        allowed is not None
        and context.kind not in allowed
        and not (types[found].symmetric and context.kind in (types[found].targets or ()))
    ):
        row.report("type", "kind", f"relation '{found}' starts from {' or '.join(allowed)}, and this entry is of kind '{context.kind}'")
    return [_identified(row, Claim(anchor="", property=found, target=target, title=row.text("as"), side=row.text("side"), **common))]


def _status(row: Fields, context: Context) -> list[Claim]:
    found = row.one_of("value", context.vocabulary.statuses, what="status", rule="unknown-status")
    common = _common(row, context, "status", "this status")
    return [_identified(row, Claim(anchor="", property="status", value=found, **common))] if found else []


def _position(row: Fields, context: Context) -> list[Claim]:
    stance = row.one_of("stance", context.vocabulary.stances, what="stance", rule="unknown-stance")
    common = _common(row, context, "position", "this position")
    target = row.text("on")
    if not stance or not target:
        return []
    return [_identified(row, Claim(anchor="", property=stance, target=target, text=row.text("text"), **common))]


def _announcement(row: Fields, context: Context) -> list[Claim]:
    found = row.one_of("type", ANNOUNCEMENTS, what="type of announcement")
    known = _property(row, context) if row.has("property") else None
    common = _common(row, context, "announcement", "this announcement")
    text = row.text("text")
    value = row.text("value")
    if not text and not value:
        row.report("", "missing-key", "an announcement needs 'text' or 'value'")
    values: dict[str, Any] = {}
    if value:
        anything = Property("", "", "quantity", _all_units(context.vocabulary), None, None, "", "", "")
        values = _value(row, value, known or anything, row.place("value"))
    detail = Announcement(
        due=row.date("due"),
        about=known.id if known else "",
        outcome=row.one_of("outcome", OUTCOMES),
        outcome_date=row.date("outcome-date"),
        outcome_citations=row.citations("outcome-cite"),
    )
    if not found:
        return []
    claim = Claim(anchor="", property=found, text=text, per=row.text("per"), announcement=detail, **{**common, **values})
    return [_identified(row, claim)]


def _all_units(vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(sorted({unit for each in vocabulary.properties.values() for unit in each.units} | {"%"}))


def _name(row: Fields, context: Context) -> list[Claim]:
    text = row.text("text")
    by = row.one_of("by", ("editors",))
    citations = row.citations("cite") if by and not row.has("cite") else row.required_citations("cite", "this name (unless 'by: editors')")
    detail = NameDetail(
        language=row.text("lang"),
        used_by=row.text("used-by"),
        since=row.date("since"),
        preferred=row.flag("preferred", default=False),
        by_editors=by == "editors",
        link=row.flag("link", default=True),
    )
    if not text:
        return []
    claim = Claim(
        entry=context.entry, anchor="", form="name", place=row.place(), value=text, reason=row.text("reason"), note=row.text("note"),
        citations=citations, name=detail,
    )  # fmt: skip
    return [_identified(row, claim)]


_CHECKS: dict[str, Callable[[Fields, Context], list[Claim]]] = {
    "facts": _fact,
    "series": _series,
    "relations": _relation,
    "status": _status,
    "positions": _position,
    "announcements": _announcement,
    "names": _name,
}
