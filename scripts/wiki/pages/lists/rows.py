"""The types of rows that entries give to lists.

A row is plain data, so that it can be kept, compared and sorted without the entry. Addresses in its HTML begin with ROOT.
"""

from __future__ import annotations

from typing import NamedTuple

from wiki.pages.between import PairRow, PartnerRow
from wiki.pages.compare import SideRow


class IndexRow(NamedTuple):
    """A row of an index; `cells` are HTML, one a column of the kind."""

    folded: str
    id: str
    title: str
    subtype: str
    summary: str
    status: str
    cells: tuple[str, ...]
    partners: str
    disputes: int

    @property
    def letter(self) -> str:
        """The letter that the entry is filed under in lists split by letter."""
        return self.folded[:1] if self.folded[:1].isalpha() else "0-9"


class TimelineRow(NamedTuple):
    """A dated turn of an entry."""

    sort: tuple[str, str, str]
    id: str
    anchor: str
    year: str
    when: str
    title: str
    what: str


class SourceRow(NamedTuple):
    """A citation of a source, by its place in it: what a machine answers for it and who vouches, and the numbers that the claim holds.

    `alone` if the claim has no other source, `sole` if nothing on its entry has; `strength` is how much it says that it was found.
    """

    line: int
    id: str
    order: int
    locator: str
    anchor: str
    title: str
    text: str
    form: str
    check: str
    why: str
    vouched: str
    amounts: tuple[tuple[str, str], ...]
    alone: bool
    sole: bool
    strength: str


class AnnouncementRow(NamedTuple):
    """Something announced, by whom (HTML), and what came of it: the state that is told, and what is computed where none is."""

    sort: tuple[str, str, str]
    id: str
    anchor: str
    when: str
    title: str
    type: str
    text: str
    value: str
    due: str
    outcome: str
    who: str
    computed: str
    overdue: bool


class DueRow(NamedTuple):
    """What is due for a new look, since when (an ISO day), and why: a status, a figure or an announcement."""

    due: str
    id: str
    anchor: str
    title: str
    sort: str
    what: str
    why: str


class DisagreementRow(NamedTuple):
    """A disagreement or sum on an entry; `values` are rows of value, date in words, who says so (HTML), entry and anchor."""

    folded: str
    id: str
    title: str
    dispute: str
    about: str
    label: str
    narrowing: str
    values: tuple[tuple[str, str, str, str, str], ...]
    calculation: str
    verdict: str
    why: str
    hint: str

    @property
    def own(self) -> int:
        """How many of the values stand on the entry itself."""
        return sum(entry == self.id for *_, entry, _ in self.values)


class CorrectionRow(NamedTuple):
    """Something put right."""

    date: str
    id: str
    title: str
    what: str
    anchor: str


Row = IndexRow | TimelineRow | SourceRow | AnnouncementRow | CorrectionRow | DueRow | DisagreementRow | PairRow | PartnerRow | SideRow
TYPES: dict[str, type] = {
    "index": IndexRow, "timeline": TimelineRow, "source": SourceRow, "announcements": AnnouncementRow, "corrections": CorrectionRow,
    "due": DueRow, "disagreements": DisagreementRow, "pair": PairRow, "partners": PartnerRow, "compare": SideRow,
}  # fmt: skip
"""The type of a channel's rows, by the part of its name before the colon."""
