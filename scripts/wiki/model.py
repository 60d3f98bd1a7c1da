"""The frozen types that the stages hand on; imports nothing of ours.

What there is in thousands (claims, citations, pieces of a body) is a named tuple, which is made and stored in a third of the time of
a frozen dataclass; what there is once an entry or less is a dataclass.

One set of types per stage, and nothing is filled in later: *read* makes `RawEntry` and `RawSource`, *check* makes `Entry` and
`Source`, *link* makes `Graph` (in linking.py), *render* makes `Page`.
"""

from __future__ import annotations

import copyreg
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, get_args


class Place(NamedTuple):
    """Where something stands: a path relative to the root with `/`, and a 1-based line and column in code points."""

    path: str
    line: int
    column: int = 1


NOWHERE = Place("", 1)


# --- read -----------------------------------------------------------------------------------------------------------


# --- values ---------------------------------------------------------------------------------------------------------


class Date(NamedTuple):
    """An EDTF date. `earliest` and `latest` are ISO days (`YYYY-MM-DD`), empty where the date is open or unknown."""

    text: str
    earliest: str
    latest: str
    precision: Literal["day", "month", "season", "year", "decade", "century", "interval", "set"]
    uncertain: bool = False
    approximate: bool = False


class Quantity(NamedTuple):
    """A number, or a range, with its unit; the magnitude (million …) is applied. `number` is None for a range."""

    number: Decimal | None
    low: Decimal
    high: Decimal
    qualifier: str
    unit: str


LocatorLabel = Literal["line", "page", "section", "paragraph"]


class Locator(NamedTuple):
    """A place in a source: `ll. 12, 40-44` is label `line` with ranges (12, 12), (40, 44); `sec. Title` has a text."""

    label: LocatorLabel
    ranges: tuple[tuple[int, int], ...]
    text: str


class Citation(NamedTuple):
    """A source's key and a place in it, and where the citation itself stands."""

    source: str
    locator: Locator | None
    place: Place


Form = Literal["fact", "relation", "status", "position", "announcement", "name", "prose"]


class Claim(NamedTuple):
    """One statement of an entry with its sources. `anchor` is `c-<id>`, unique within the entry.

    `property` also holds a relation's type, a position's stance, an announcement's type; `target` also a position's `on`.
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


class Answer(NamedTuple):
    """What evidence says of one citation of a claim; `elsewhere` are lines of the same source on which the missing thing stands."""

    outcome: Outcome
    reason: str
    elsewhere: tuple[int, ...] = ()


# --- bodies ---------------------------------------------------------------------------------------------------------


class Html(NamedTuple):
    """Finished HTML, safe by construction."""

    html: str


class Text(NamedTuple):
    """Plain text in which other entries may be mentioned; a newline in it is a line break of the file."""

    text: str
    sentence: int


class WikiLink(NamedTuple):
    """A link on purpose, `[[target#fragment|label]]`, unresolved."""

    target: str
    fragment: str
    label: str
    sentence: int
    place: Place


class CitationMark(NamedTuple):
    """A bracket of citations in prose; `claim` is the anchor of the prose claim that it makes."""

    claim: str


class ClaimStart(NamedTuple):
    """Where the text of a prose claim begins; `ClaimEnd` follows in the same block, outside other markup."""

    anchor: str


@dataclass(frozen=True)
class ClaimEnd:
    """Where the text of a prose claim ends."""


class Heading(NamedTuple):
    """A heading of the body, which opens a section."""

    level: int
    html: str
    text: str
    anchor: str


Piece = Html | Text | WikiLink | CitationMark | ClaimStart | ClaimEnd | Heading


@dataclass(frozen=True)
class Body:
    """A parsed body: pieces in reading order, and the plain text of its sentences (`Text.sentence` is an index)."""

    pieces: tuple[Piece, ...]
    sentences: tuple[str, ...]


# --- check ----------------------------------------------------------------------------------------------------------


class Alias(NamedTuple):
    """A string that finds and links an entry, as written in its file."""

    text: str
    place: Place
    origin: Literal["title", "alias", "name", "former"]
    link: bool = True


@dataclass(frozen=True)
class SameAs:
    """The same thing's identifier elsewhere."""

    scheme: str
    id: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Correction:
    """A row of the corrections log."""

    date: str
    what: str
    claim: str


@dataclass(frozen=True)
class Verdict:
    """An editor's verdict on a disagreement, shown beside it."""

    claims: tuple[str, ...]
    verdict: str
    why: str


@dataclass(frozen=True)
class Entry:
    """A checked entry: every value parsed, nothing resolved yet."""

    id: str
    kind: str
    subtype: str
    title: str
    summary: str
    path: str
    aliases: tuple[Alias, ...]
    claims: tuple[Claim, ...]
    body: Body
    title_place: Place
    summary_place: Place = NOWHERE
    open: tuple[str, ...] = ()
    open_places: tuple[Place, ...] = ()
    autolink: bool = True
    unlinked: tuple[str, ...] = ()
    reviewed: tuple[tuple[str, str], ...] = ()
    authors: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    same_as: tuple[SameAs, ...] = ()
    former: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()

    @property
    def url(self) -> str:
        """The address, relative to the site's root, with a trailing slash."""
        return f"wiki/{self.id}/"


@dataclass(frozen=True)
class Card:
    """What other pages show of an entry; `date` is when it happened as a whole, with the citations of that claim."""

    id: str
    kind: str
    subtype: str
    title: str
    summary: str
    date: Date | None
    date_citations: tuple[Citation, ...]

    @property
    def url(self) -> str:
        """The address, relative to the site's root, with a trailing slash."""
        return f"wiki/{self.id}/"


@dataclass(frozen=True)
class OutlineItem:
    """A heading of a source with the line it stands on (1-based, of the archived file)."""

    line: int
    title: str


@dataclass(frozen=True)
class LeftOut:
    """A figure of a source that the wiki does not take up, and why."""

    lines: str
    figure: str
    reason: str


@dataclass(frozen=True)
class SourceFile:
    """The archived text a source's lines are counted in; `first` and `last` are 1-based and inclusive."""

    name: str
    sha256: str
    first: int
    last: int


@dataclass(frozen=True)
class Source:
    """A checked source record. `csl` holds CSL-JSON variables as (key, JSON text) in the order written."""

    key: str
    path: str
    title: str
    csl: str
    source_type: str
    issued: Date | None
    date_inferred: str
    author: str
    container: str
    file: SourceFile | None
    outline: tuple[OutlineItem, ...]
    left_out: tuple[LeftOut, ...]
    notes: Body
    place: Place = NOWHERE

    @property
    def url(self) -> str:
        """The address, relative to the site's root, with a trailing slash."""
        return f"sources/{self.key}/"


# --- render ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """A finished page: its path in docs/ and its text."""

    path: str
    text: str


# --- in the store ---------------------------------------------------------------------------------------------------

Record = (
    Place | Date | Quantity | Locator | Citation | Claim | Announcement | NameDetail | Answer | Alias | Html | Text | WikiLink | CitationMark
    | ClaimStart | Heading
)  # fmt: skip


def _reduced(record: tuple[object, ...]) -> tuple[type[tuple[object, ...]], tuple[object, ...]]:
    """Return what pickle makes a record of again; asked for here, it need not look for it in each."""
    return type(record), tuple(record)


def stored(*types: type[tuple[object, ...]]) -> None:
    """Let records of these types be stored in the quickest way."""
    for each in types:
        copyreg.pickle(each, _reduced)


stored(*get_args(Record))
