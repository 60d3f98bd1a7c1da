"""An entry's numbers for calculating: each with what it may be, found by property and what narrows it, added up, put into words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import product

from wiki.judge.comparison import Interval, interval, scaled, unit_of
from wiki.model import Claim, Date, Entry
from wiki.model.quantities import plain, rounded
from wiki.read.vocabulary import Vocabulary

MOST_CHOICES = 200


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of one or more claims: what it may be, what it is as printed, the claims, and how it is written."""

    range: Interval
    number: Decimal
    claims: tuple[Claim, ...]
    words: str


class Book:
    """An entry's numbers, found by property and what narrows them."""

    def __init__(self, entry: Entry, vocabulary: Vocabulary) -> None:
        self.entry, self.vocabulary = entry, vocabulary
        self.claims = [
            claim for claim in entry.claims if claim.form == "fact" and claim.quantity and claim.rank != "superseded" and _finite(claim)
        ]

    @cached_property
    def _by_narrowing(self) -> dict[tuple[object, ...], list[Claim]]:
        found: dict[tuple[object, ...], list[Claim]] = {}
        for claim in self.claims:
            found.setdefault(narrowing(claim), []).append(claim)
        return found

    @cached_property
    def _names(self) -> list[tuple[str, str]]:
        """What an `of` may call a property, the longest first, and the property."""
        names = {name.casefold(): each.id for each in self.vocabulary.properties.values() for name in (each.label, each.id)}
        return sorted(names.items(), key=lambda item: -len(item[0]))

    def like(self, claim: Claim, **changed: object) -> list[Claim]:
        """Return the claims that equal one in property, dimensions, date, rate, modality and unit, but for what is changed."""
        return self._by_narrowing.get(narrowing(claim._replace(**changed)), [])  # type: ignore[arg-type]

    def amounts(self, claim: Claim, **changed: object) -> list[Amount]:
        """Return the printed numbers like a claim but for what is changed; where nobody prints one, those that it equals."""
        found = [amount_of(each) for each in self.like(claim, **changed)]
        return found or self.added(claim._replace(**changed))  # type: ignore[arg-type]

    def added(self, claim: Claim) -> list[Amount]:
        """Return every sum that the vocabulary says a claim's property equals, of what is printed."""
        terms = self.vocabulary.properties[claim.property].terms
        columns = [[amount_of(each) for each in self.like(claim, property=term)] for term, _ in terms]
        found = []
        for choice in choices_of(columns):
            total, number = Interval(Decimal(0), Decimal(0)), Decimal(0)
            for amount, (_, sign) in zip(choice, terms, strict=True):
                total = total + amount.range if sign > 0 else total - amount.range
                number += sign * amount.number
            signs = ("" if index == 0 else " + " if sign > 0 else " − " for index, (_, sign) in enumerate(terms))
            text = "".join(sign + amount.words for sign, amount in zip(signs, choice, strict=True))
            found.append(Amount(total, number, tuple(claim for amount in choice for claim in amount.claims), text))
        return found

    def property_named(self, text: str) -> str:
        """Return the property that an `of` names: `exports`, `Exports`, `trade with Afghanistan`; '' if it names none."""
        folded = text.casefold()
        return next((id_ for name, id_ in self._names if folded == name or folded.startswith(f"{name} with ")), "")


def narrowing(claim: Claim) -> tuple[object, ...]:
    """Return what two claims share that may be calculated with: property, dimensions, date, rate, modality and measure."""
    texts = (" ".join(each.casefold().split()) for each in (claim.part, claim.group, claim.of))
    unit = unit_of(claim.quantity.unit)[0] if claim.quantity else ""
    return (claim.property, claim.counterpart, *texts, _period(claim.date), claim.per, claim.modality, unit)


def _period(date: Date | None) -> tuple[str, str]:
    return (date.earliest, date.latest) if date else ("", "")


def _finite(claim: Claim) -> bool:
    """Tell whether a claim's number has an upper end."""
    return claim.quantity is not None and (claim.quantity.qualifier not in ("over", "at least") or claim.quantity.high < 0)


def amount_of(claim: Claim) -> Amount:
    """Return a claim's number in the base unit of its measure; of a range its middle."""
    quantity = claim.quantity
    if quantity is None:  # the book holds none such
        raise ValueError(claim.anchor)
    factor = unit_of(quantity.unit)[1]
    number = quantity.number if quantity.number is not None else (quantity.low + quantity.high) / 2
    return Amount(scaled(interval(claim.value, quantity), factor), number * factor, (claim,), claim.value)


def choices_of(columns: list[list[Amount]]) -> Iterator[tuple[Amount, ...]]:
    """Yield every choice of one amount a column; none where a column is empty or there are too many to tell."""
    count = 1
    for column in columns:
        count *= len(column)
    if columns and 0 < count <= MOST_CHOICES:
        yield from product(*columns)


def added_up(amounts: Iterable[Amount]) -> Interval:
    """Return what amounts may be together."""
    total = Interval(Decimal(0), Decimal(0))
    for amount in amounts:
        total += amount.range
    return total


# --- words ------------------------------------------------------------------------------------------------------------


def said(number: Decimal, like: Claim) -> str:
    """Put a number in the unit of a claim into words, with a magnitude.

    >>> from wiki.model import Place, Quantity
    >>> said(Decimal(445_000_000), Claim("a", "c-a", "fact", Place("", 1), quantity=Quantity(None, Decimal(0), Decimal(0), "", "USD")))
    '445 million USD'
    """
    unit = like.quantity.unit if like.quantity else ""
    number = number / unit_of(unit)[1]
    for magnitude, name in ((10**9, "billion"), (10**6, "million")):
        if abs(number) >= magnitude:
            return f"{_grouped(number / magnitude)} {name} {unit}".rstrip()
    return f"{_grouped(number)} {unit}".rstrip()


def _grouped(number: Decimal) -> str:
    whole, dot, decimals = plain(rounded(number, 3)).partition(".")
    return f"{int(whole):,}".replace("-", "−") + dot + decimals if whole not in ("-0", "0") else whole.replace("-", "−") + dot + decimals


def percent(number: Decimal, *, sign: bool = False) -> str:
    """Put a share or a change into words, to a tenth: `+74.6 %`."""
    text = plain(rounded(number, 1)).replace("-", "−")
    return f"{'+' if sign and number > 0 else ''}{text} %"
