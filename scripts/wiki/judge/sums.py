"""Sums, shares and changes that do not add up, each with the calculation in words.

Only what an entry's own claims determine is calculated, and only what printed precision cannot explain is reported: every number
stands for what rounds to it at its last digit (comparison.py), and if any choice among the printed numbers adds up, nothing is said.
Numbers of the same speaker and source are taken together where there are such, else those of whoever gives them.

- *Totals*: what the vocabulary says a property `equals` (trade: exports + imports; balance: exports - imports), for the same partner,
  part, group, date and modality.
- *Changes*: a `change` whose `of` names a property, against the totals of its date and of the date that its note (“Against 2015”) or
  its own span (2015/2020) begins with; a total that nobody prints may be added up from what it equals.
- *Shares*: a share whose `of` names a property, or a part whose note gives its share “of the total”, against part and whole.
- *Parts* against their whole: together they are not more than it, and if one of them is the rest, not less. Shares of one base do not
  exceed 100 %.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from wiki.check.claims import claim_id
from wiki.judge.amounts import Amount, Book, added_up, amount_of, choices_of, narrowing, percent, said
from wiki.judge.comparison import Interval, interval
from wiki.judge.verdicts import verdict_on
from wiki.model import Claim, Date, Entry, Quantity
from wiki.model.dates import DateError, parse_date, words
from wiki.read.vocabulary import Vocabulary

CHANGE = "change"
HUNDRED = Decimal(100)

# the year that a change is measured from, in its note: "Against 2015.", "Against the same months of 2020."
_SINCE = re.compile(r"\b(?:against|since|over|from|than|compared (?:with|to))\b[^.;]*?\b(\d{4})\b", re.IGNORECASE)
_YEAR_BEFORE = re.compile(r"\b(?:the )?(?:year before|previous year)\b", re.IGNORECASE)
# a part's share, in its note: "35.5% of the total"
_OF_TOTAL = re.compile(r"(\d+(?:\.\d+)?)\s?% of (?:the |its |all )?(?:total|whole|exports|imports|trade)\b", re.IGNORECASE)
_REST = re.compile(r"\b(?:others?|rest|remainder|remaining)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sum:
    """A printed number that others do not add up to; `about` is its property, and `claims` begins with the one that prints it."""

    id: str
    about: str
    claims: tuple[Claim, ...]
    calculation: str
    verdict: str = ""
    why: str = ""

    @property
    def anchor(self) -> str:
        """The id of its box on a page."""
        return f"d-{self.id}"


def sums(entry: Entry, vocabulary: Vocabulary) -> tuple[Sum, ...]:
    """Return what does not add up on an entry, in the order of the claims that print the totals."""
    if sum(claim.quantity is not None for claim in entry.claims) < 2:
        return ()
    book = Book(entry, vocabulary)
    found = [*_totals(book), *_changes(book), *_shares(book), *_parts(book), *_hundreds(book)]
    verdicts = [(each, verdict_on(each.claims, entry)) for each in found]
    judged_sums = [replace(each, verdict=verdict.verdict, why=verdict.why) if verdict else each for each, verdict in verdicts]
    unique = {each.id: each for each in judged_sums}
    return tuple(sorted(unique.values(), key=lambda each: (each.claims[0].place.line, each.id)))


def _voice(claim: Claim) -> tuple[str, str]:
    return claim.said_by, claim.citations[0].source if claim.citations else ""


def _nearest(choices: Iterable[tuple[Amount, ...]], claim: Claim) -> tuple[Amount, ...]:
    """Return the choice that shares most speakers and sources with a claim; the first of several."""
    return max(choices, key=lambda choice: sum(_voice(each) == _voice(claim) for amount in choice for each in amount.claims))


def _sum(claim: Claim, amounts: Iterable[Amount], calculation: str, kind: str) -> Sum:
    used = dict.fromkeys((claim, *(each for amount in amounts for each in amount.claims)))
    return Sum(claim_id((claim.entry, kind, claim.anchor[2:])), claim.property, tuple(used), calculation)


# --- the rules --------------------------------------------------------------------------------------------------------


def _totals(book: Book) -> Iterator[Sum]:
    for claim in book.claims:
        if not book.vocabulary.properties[claim.property].terms:
            continue
        printed = amount_of(claim)
        choices = [(each,) for each in book.added(claim)]
        if choices and not any(each.range.meets(printed.range) for (each,) in choices):
            (near,) = _nearest(choices, claim)
            yield _sum(claim, (near,), f"{near.words} = {said(near.number, claim)}; printed is {claim.value}", "sum")


def _changes(book: Book) -> Iterator[Sum]:
    for claim in book.claims:
        about = book.property_named(claim.of) if claim.property == CHANGE else ""
        if not about or not claim.date or not claim.quantity or claim.quantity.unit != "%":
            continue
        since, until = _span(claim)
        if since is None or until is None:
            continue
        choices = [
            choice
            for unit in _units(book, about)
            for choice in choices_of(
                [
                    book.amounts(_blank(claim, unit), property=about, of="", date=until),
                    book.amounts(_blank(claim, unit), property=about, of="", date=since, modality="asserted"),
                ]
            )
            if choice[1].range.low > 0
        ]
        printed = interval(claim.value, claim.quantity)
        if choices and not any(_growth(*choice).meets(printed) for choice in choices):
            end, start = near = _nearest(choices, claim)
            growth = (end.number / start.number - 1) * HUNDRED
            calculation = (
                f"{_whole(end, about)} ({words(until)}) against {_whole(start, about)} ({words(since)}) is {percent(growth, sign=True)}; "
                f"printed is {claim.value}"
            )
            yield _sum(claim, near, calculation, "change")


def _blank(claim: Claim, unit: str) -> Claim:
    """Return a claim as a model of totals in a unit."""
    return claim._replace(quantity=Quantity(None, Decimal(0), Decimal(0), "", unit))


def _units(book: Book, property_: str) -> list[str]:
    terms = [property_, *(term for term, _ in book.vocabulary.properties[property_].terms)]
    return list(dict.fromkeys(claim.quantity.unit for claim in book.claims if claim.property in terms and claim.quantity))


def _whole(amount: Amount, property_: str) -> str:
    several = len(amount.claims) > 1
    return f"{property_} of {amount.words}{f' = {said(amount.number, amount.claims[0])}' if several else ''}"


def _growth(end: Amount, start: Amount) -> Interval:
    low, high = end.range.low / start.range.high, end.range.high / start.range.low
    return Interval((low - 1) * HUNDRED, (high - 1) * HUNDRED)


def _span(claim: Claim) -> tuple[Date | None, Date | None]:
    """Return from when to when a change is measured: the ends of a span of years, else the same time of the year that the note names."""
    date = claim.date
    if date is None or not date.earliest[:4].isdigit() or not date.latest[:4].isdigit():
        return None, None
    if date.precision == "interval" and date.earliest[:4] != date.latest[:4]:
        start, end = date.text.split("/")
        return parse_date(start), parse_date(end)
    match = _SINCE.search(claim.note)
    until = int(date.latest[:4])
    since = int(match[1]) if match else until - 1 if _YEAR_BEFORE.search(claim.note) else until
    moved = re.sub(r"\d{4}", lambda year: f"{int(year[0]) - until + since:04}", date.text)
    try:
        return (parse_date(moved), date) if moved != date.text else (None, None)
    except DateError:  # 29 February
        return None, None


def _shares(book: Book) -> Iterator[Sum]:
    for claim in book.claims:
        known = book.vocabulary.properties[claim.property]
        if known.type == "share" and claim.property != CHANGE and (about := book.property_named(claim.of)):
            printed, text = interval(claim.value, claim.quantity) if claim.quantity else None, claim.value
            parts = [each for unit in _units(book, about) for each in book.amounts(_blank(claim, unit), property=about, of="")]
        elif match := _OF_TOTAL.search(claim.note):
            half = Decimal(1).scaleb(-len(match[1].partition(".")[2])) / 2
            printed, text = Interval(Decimal(match[1]) - half, Decimal(match[1]) + half), f"{match[1]} %"
            parts = [amount_of(claim)]
        else:
            continue
        for dimension in ("part", "group", "counterpart"):
            if printed and getattr(claim, dimension):
                yield from _share(book, claim, parts, dimension, printed, text)


def _share(book: Book, claim: Claim, parts: list[Amount], dimension: str, printed: Interval, text: str) -> Iterator[Sum]:
    choices = [
        (part, whole)
        for part in parts
        for whole in book.amounts(part.claims[0], **{dimension: ""})
        if whole.range.low > 0
    ]  # fmt: skip
    shares = [Interval(p.range.low / w.range.high * HUNDRED, p.range.high / w.range.low * HUNDRED) for p, w in choices]
    if choices and not any(share.meets(printed) for share in shares):
        part, whole = near = _nearest(choices, claim)
        share = percent(part.number / whole.number * HUNDRED)
        yield _sum(claim, near, f"{part.words} of {whole.words} is {share}; printed is {text}", "share")


def _parts(book: Book) -> Iterator[Sum]:
    """Parts of one speaker and source, against every printed whole."""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in book.claims:
        if claim.part and claim.quantity and claim.quantity.unit != "%":
            groups.setdefault((narrowing(claim._replace(part="")), _voice(claim)), []).append(claim)
    for claims in groups.values():
        wholes = [amount_of(each) for each in book.like(claims[0], part="")]
        if not wholes or len({claim.part.casefold() for claim in claims}) < len(claims):
            continue
        amounts = [amount_of(each) for each in claims]
        total = added_up(amounts)
        rest = any(_REST.search(claim.part) for claim in claims)
        if all(total.low > whole.range.high or (rest and not total.meets(whole.range)) for whole in wholes):
            (whole,) = _nearest([(each,) for each in wholes], claims[0])
            number = said(sum((each.number for each in amounts), Decimal(0)), claims[0])
            together = " + ".join(each.words for each in amounts) + (f" = {number}" if len(amounts) > 1 else "")
            yield _sum(whole.claims[0], amounts, f"{together}; the whole is printed as {whole.words}", "parts")


def _hundreds(book: Book) -> Iterator[Sum]:
    """Shares of one base, of one speaker and source, that differ in part or group only (a partner may be part of another)."""
    for dimension in ("part", "group"):
        groups: dict[tuple[object, ...], list[Claim]] = {}
        for claim in book.claims:
            if claim.of and claim.property != CHANGE and claim.quantity and claim.quantity.unit == "%" and getattr(claim, dimension):
                bare = claim._replace(**{dimension: ""})  # type: ignore[arg-type]
                groups.setdefault((narrowing(bare), _voice(claim)), []).append(claim)
        for claims in groups.values():
            names = {getattr(claim, dimension).casefold() for claim in claims}
            amounts = [amount_of(each) for each in claims]
            if len(names) == len(claims) and added_up(amounts).low > HUNDRED:
                number = percent(sum((each.number for each in amounts), Decimal(0)))
                calculation = (
                    f"{' + '.join(each.words for each in amounts)} = {number} of {claims[0].of}, more than a whole, unless they overlap"
                )
                yield _sum(claims[0], amounts, calculation, "shares")
