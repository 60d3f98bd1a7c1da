"""What is kept of each entry from run to run beside the entry itself: small records of plain data, and what they add to facets."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple, TypeVar

from wiki.disk.store import pack
from wiki.link.graph import card_of, page_anchors
from wiki.model import Entry
from wiki.model.citations import locator_words
from wiki.model.problems import Problem
from wiki.read.vocabulary import Vocabulary

ProblemRow = tuple[Any, ...]
MANY = 40
"""So many texts are sought sooner by looking at each record than by searching for each text."""


class Summary(NamedTuple):
    """What is kept of an entry; `card` is empty where the entry has errors and is set aside."""

    path: str
    card: tuple[str, str, str, str, str, str]
    title_at: tuple[int, int]
    aliases: tuple[tuple[str, str, bool, int, int], ...]
    former: tuple[str, ...]
    claims: tuple[tuple[str, int], ...]
    """Target → hash of the claims that name it."""
    anchors: int
    problems: tuple[ProblemRow, ...]


class Links(NamedTuple):
    """What is kept of an entry's links: target → hash of the links to it, and what linking depended on."""

    targets: tuple[tuple[str, int], ...]
    content: bytes
    problems: tuple[ProblemRow, ...]
    asked: tuple[str, ...]
    answers: int


class Made(NamedTuple):
    """What is kept of a finished page: what it depended on, what it is, and the rows it gives to other pages."""

    key: bytes
    asked: tuple[str, ...]
    answers: int
    page: bytes
    text: bytes
    rows: tuple[tuple[str, int], ...]


Record = TypeVar("Record", bound=tuple[Any, ...])


class Packed(MutableMapping[str, Record]):
    """Id → record, in memory as the bytes that the store has: a record is decoded when it is asked for."""

    def __init__(self, make: Callable[..., Record], data: dict[str, bytes]) -> None:
        self.make, self.data = make, data

    def __getitem__(self, id_: str) -> Record:
        return self.make(*marshal.loads(self.data[id_]))  # noqa: S302 - our own, checked

    def __setitem__(self, id_: str, record: Record) -> None:
        self.data[id_] = pack(tuple(record))

    def __delitem__(self, id_: str) -> None:
        del self.data[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)

    def __contains__(self, id_: object) -> bool:
        return id_ in self.data

    def holding(self, texts: Collection[str]) -> list[str]:
        """Return the ids of records that may hold one of the texts, and of all that do; most are never decoded."""
        if len(texts) > MANY:
            return list(self.data)
        wanted = [text.encode() for text in texts]
        return [id_ for id_, data in self.data.items() if any(each in data for each in wanted)]


def number(value: Any) -> int:
    """Return a 64-bit hash of plain data or bytes."""
    return int.from_bytes(blake2b(value if isinstance(value, bytes) else pack(value), digest_size=8).digest(), "big")


@lru_cache(maxsize=1 << 16)
def number_of(id_: str) -> int:
    """Return `number` of an id, which is asked for wherever the entry is named."""
    return number(id_)


def problem_rows(problems: Iterable[Problem]) -> tuple[ProblemRow, ...]:
    """Return problems as plain data; `Problem(*row)` is the way back."""
    return tuple((p.path, p.line, p.column, p.rule, p.message, p.severity) for p in problems)


def summarise(path: str, entry: Entry | None, problems: Iterable[Problem], vocabulary: Vocabulary, naming: Mapping[str, bytes]) -> Summary:
    """Return the summary of a checked entry; `naming` is target → the claims that name it, as the store keeps them."""
    found = problem_rows(problems)
    if entry is None:
        return Summary(path, ("",) * 6, (1, 1), (), (), (), 0, found)
    card = card_of(entry, vocabulary)
    cites = "; ".join(f"{c.source}, {locator_words(c.locator)}".removesuffix(", ") for c in card.date_citations)
    date = card.date.text if card.date else ""
    return Summary(
        path,
        (card.kind, card.subtype, card.title, card.summary, date, cites),
        (entry.title_place.line, entry.title_place.column),
        tuple((a.text, a.origin, a.link, a.place.line, a.place.column) for a in entry.aliases),
        entry.former,
        tuple((target, number(data)) for target, data in sorted(naming.items())),
        number(tuple(sorted(page_anchors(entry, entry.body.pieces)))),
        found,
    )


Part = tuple[str, int]
"""What something adds to a facet: the facet, and a hash."""


def parts_of_summary(id_: str, summary: Summary | None, former: Mapping[str, str]) -> Iterator[Part]:
    """Yield what an entry contributes to facets."""
    if summary is None:
        return
    if not summary.card[0]:
        yield f"card:{id_}", 1  # set aside: nothing to link to, but no error of whoever names it
        return
    own, card, names = number_of(id_), number(summary.card), number([alias[:2] for alias in summary.aliases])
    yield f"card:{id_}", card
    yield f"names:{id_}", names
    yield f"anchors:{id_}", summary.anchors
    for old in summary.former:
        yield f"card:{old}", card ^ own
        yield f"names:{old}", names ^ own
    for target, hashed in summary.claims:
        yield f"in:{former.get(target, target)}", hashed ^ own


def parts_of_links(id_: str, links: Links | None) -> Iterator[Part]:
    """Yield what the links of an entry contribute to facets."""
    own = number_of(id_)
    return ((f"back:{target}", hashed ^ own) for target, hashed in (links.targets if links else ()))
