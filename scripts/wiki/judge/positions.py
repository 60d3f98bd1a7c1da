"""Who says what on a question, as of when, side by side: R19 of the feature table."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wiki.model import Claim, Date
from wiki.model.dates import sort_key

Resolve = Callable[[str], str]
"""Returns the id of the entry that goes by an id, or the text itself."""


def holder_of(claim: Claim, resolve: Resolve) -> str:
    """Return who holds a position: an entry's id, or a text where the speaker has no entry."""
    return resolve(claim.said_by or claim.entry)


def by_holder(claims: Iterable[Claim], resolve: Resolve) -> list[tuple[str, list[Claim]]]:
    """Group positions by who holds them; the newest of each holder first, holders by their newest, undated ones last."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(holder_of(claim, resolve), []).append(claim)
    ordered = [(holder, newest_first(found)) for holder, found in groups.items()]
    return sorted(ordered, key=lambda each: (_newest_key(each[1][0].date), each[0]))


def by_subject(claims: Iterable[Claim], resolve: Resolve) -> list[tuple[str, list[Claim]]]:
    """Group positions by what they are on, in the order of the file; the newest of each first."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(resolve(claim.target), []).append(claim)
    return [(subject, newest_first(found)) for subject, found in groups.items()]


def newest_first(claims: Iterable[Claim]) -> list[Claim]:
    """Sort by date, newest first, undated ones last; equal dates stay in the order given."""
    return sorted(claims, key=lambda claim: _newest_key(claim.date))


def _newest_key(date: Date | None) -> tuple[bool, tuple[int, ...]]:
    """Turn a date so that the newest sorts first; it counts from its last day, an open one from its first."""
    if date is None:
        return (True, ())
    day = date.latest or sort_key(date)[0]
    return (False, tuple(-ord(sign) for sign in day))
