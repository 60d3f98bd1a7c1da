"""The rows that an entry gives to the pages of pairs, by channel.

Rows are made from claims only, each by the entry that the claim, or the thing that involves both, stands on; so a pair's page depends
on nothing but its rows.
"""

from __future__ import annotations

from typing import NamedTuple

from wiki.link.graph import Answers, LinkedEntry
from wiki.pages.between.claims import PairRow, Teller, claim_rows
from wiki.pages.between.parties import party_rows
from wiki.pages.between.partners import Ends, is_paired
from wiki.pages.disputes import Disputes


class PartnerRow(NamedTuple):
    """How many rows an entry gives to two that are looked at as a pair; a row of the one itself has no `other`."""

    title: str
    id: str
    other: str
    other_title: str
    number: int


def pair_rows(linked: LinkedEntry, graph: Answers, disputes: Disputes) -> dict[str, list[PairRow | PartnerRow]]:
    """Return the rows that an entry gives to pages of pairs, by channel: `pair:<a>:<b>`, a before b, and `partners:<a>`."""
    channels: dict[str, list[PairRow | PartnerRow]] = {}
    if not any(kind.pairs for kind in graph.vocabulary.kinds.values()):
        return channels
    entry = linked.entry
    if is_paired(entry, graph):
        channels[f"partners:{entry.id}"] = [PartnerRow(entry.title, entry.id, "", "", 0)]
    teller = Teller(linked, graph, disputes)
    pairs: dict[str, Ends] = {}
    for ends, row in (*claim_rows(teller), *party_rows(teller)):
        channel = f"pair:{ends[0].id}:{ends[1].id}"
        pairs[channel] = ends
        channels.setdefault(channel, []).append(row)
    for channel, (a, b) in pairs.items():
        count = len(channels[channel])
        for card, other in ((a, b), (b, a)):
            channels.setdefault(f"partners:{card.id}", []).append(PartnerRow(card.title, card.id, other.id, other.title, count))
    return channels
