"""Editors' verdicts on disagreements and sums: which verdict belongs to which claims."""

from __future__ import annotations

from collections.abc import Iterable

from wiki.model import Claim, Entry, Verdict


def verdict_on(claims: Iterable[Claim], entry: Entry) -> Verdict | None:
    """Return the verdict on claims: the first that names two of them, or one if no more of them are the entry's own."""
    own = {claim.anchor for claim in claims if claim.entry == entry.id}
    if not own:
        return None
    needed = min(2, len(own))
    return next((verdict for verdict in entry.verdicts if len(own & named(verdict)) >= needed), None)


def named(verdict: Verdict) -> frozenset[str]:
    """Return the anchors of the claims that a verdict names, with or without their `c-`."""
    return frozenset(name if name.startswith("c-") else f"c-{name}" for name in verdict.claims)
