"""The disagreements and sums of an entry, and which claims are in them."""

from __future__ import annotations

from functools import cached_property

from markupsafe import Markup

from wiki.judge.disagreements import by_claim, disagreements
from wiki.judge.sums import sums
from wiki.link.graph import Answers
from wiki.model import Claim, Entry

_NO_MARK = Markup("")


class Disputes:
    """The disagreements and sums of one entry, as its page, its rows and its data ask for them."""

    def __init__(self, entry: Entry, graph: Answers) -> None:
        self.entry = entry
        self.sums = sums(entry, graph.vocabulary)
        self.disagreements = disagreements(entry, graph, self.sums)

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
