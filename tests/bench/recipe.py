"""The recipe of the synthetic wiki: what entry `number` of `count` is called and says, before it takes any form.

An entry has about 650 words in six sections, 12 links on purpose, 10 plain mentions of other entries' names, 6 relations, 3 citations
and 3 further names (Latin, Cyrillic, Arabic); one in 25 shares a name with its neighbour. Words are drawn by rank (Zipf, s = 1) from
20,000 pseudo-words, so that the vocabulary, and with it a search index, grows with the wiki as in real prose. An entry depends on
`number` and `count` only. Nobody links to the last entry on purpose, so that it can be removed; it is mentioned by name.
"""

# ruff: noqa: SIM905 - words in a row read better than words in quotation marks

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

SEED = 20260101
FEWEST = 100
VERBS = (
    "reports argues shows claims finds records notes measures observes proposes rejects supports doubts compares documents describes "
    "traces links follows precedes funds audits hosts extends replaces reviews signs opens closes"
).split()
NOUNS = (
    "council harbour ledger survey archive network budget treaty station river column method draft sample record valley board clinic "
    "census engine bridge market permit levy chart fleet branch mill quarry orchard garrison depot signal canal turbine sensor dataset "
    "protocol committee foundation institute report inquiry hearing ministry agency union cooperative laboratory museum library court "
    "tribunal assembly district province coast border island delta basin plateau"
).split()
ADJECTIVES = (
    "northern formal early late internal public private regional joint annual coastal rural urban technical interim final partial "
    "complete sealed open contested minor major former new independent federal local shared hidden central remote"
).split()
GLUE = (
    "the a this that each one its their for with over under after before during without between against across because although while "
    "and but or so yet of in on at by from to"
).split()
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
ENDINGS = ("n", "r", "st", "m", "l", "nd", "rk", "sh")
CYRILLIC = str.maketrans("bdfgklmnprstvzaeiou", "бдфгклмнпрствзаеиоу")
ARABIC = str.maketrans("bdfgklmnprstvzaeiou", "بدفگکلمنپرستۋزاېیۆو")
"""Letter by letter, as in Uyghur, so that two names never fall together."""

KINDS = ("actor", "project", "event")
SUFFIXES = {
    "actor": ("Institute", "Group", "Office", "Society"),
    "project": ("Programme", "Initiative", "Survey", "Works"),
    "event": ("Conference", "Incident", "Accord", "Hearing"),
}
OTHER_SCRIPTS = {"actor": ("ведомство", "اداره"), "project": ("проект", "پروژه"), "event": ("событие", "رویداد")}
RELATIONS = ("funded-by", "part-of", "preceded-by", "attended", "opposes", "refers-to")
STATUSES = ("proposed", "operating", "ended")
STANCES = ("supports", "opposes", "doubts")


@dataclass(frozen=True, slots=True)
class Subject:
    """Who an entry is about; `shared` is a name that it has in common with its neighbour, for one entry in 25."""

    number: int
    kind: str
    title: str
    names: tuple[str, str, str]
    shared: str

    @property
    def id(self) -> str:
        return f"{self.kind}-{self.number:05d}"


@dataclass(frozen=True, slots=True)
class Link:
    """A link on purpose, shown with the target's title."""

    to: int


@dataclass(frozen=True, slots=True)
class Cited:
    """The end of a sentence that carries the entry's citation `number` (0, 1, 2)."""

    number: int


Word = str | Link | Cited
Sentence = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, two paragraphs of three sentences, list items, and rows of a table (the first is its head)."""

    heading: str
    paragraphs: tuple[tuple[Sentence, ...], ...]
    items: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A value of a property; `where` counts lines in the entry's stretch of its source, from 0."""

    property: str
    value: str
    year: int
    where: int
    counterpart: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """All there is to say about an entry, before it takes any form."""

    subject: Subject
    day: tuple[int, int, int]
    tags: tuple[str, ...]
    relations: tuple[tuple[str, int, int], ...]
    facts: tuple[Fact, ...]
    status: tuple[str, int]
    position: tuple[str, int, str]
    disputed: str
    sections: tuple[Section, ...]


# --- the recipe -----------------------------------------------------------------------------------------------------


@cache
def lexicon() -> list[str]:
    """Return 20,000 pseudo-words; a word's rank is its frequency."""
    base = len(SYLLABLES)
    return [
        SYLLABLES[rank % base]
        + SYLLABLES[(rank // base) % base]
        + (SYLLABLES[rank // base**2] if rank >= base**2 else "")
        + ENDINGS[(rank * 31 + rank // 7) % len(ENDINGS)]
        for rank in range(20_000)
    ]


def stem(number: int) -> str:
    """Return a name that one can pronounce and nothing else bears: the number in syllables, at least three."""
    rest = number * 7919 + 104_729
    digits: list[str] = []
    while rest or len(digits) < 3:
        rest, digit = divmod(rest, len(SYLLABLES))
        digits.append(SYLLABLES[digit])
    return "".join(digits).capitalize()


@cache
def subject(number: int) -> Subject:
    """Return entry `number`'s names."""
    kind = KINDS[number % 3]
    own = stem(number)
    suffix = SUFFIXES[kind][(number // 3) % 4]
    cyrillic, arabic = OTHER_SCRIPTS[kind]
    names = (
        f"{own} {NOUNS[number % len(NOUNS)]} {suffix.lower()}",
        f"{own.lower().translate(CYRILLIC).capitalize()} {cyrillic}",
        f"{own.lower().translate(ARABIC)} {arabic}",
    )
    shared = f"{stem(number - number % 50)} Circle" if number % 50 in (0, 1) else ""
    return Subject(number, kind, f"{own} {suffix}", names, shared)


def document(number: int, count: int) -> Document:
    """Return entry `number` of a wiki of `count` entries."""
    random_ = random.Random(SEED * 1_000_003 + count * 100_003 + number)  # noqa: S311 - to be repeated, not to be secret
    # the last entry is never a target
    others = [each for each in (random_.randrange(count - 1) for _ in range(40)) if each != number]
    targets, related, rest = others[:12], others[12:18], others[18:20]
    relations = tuple((kind, to, random_.randint(1950, 2024)) for kind, to in zip(RELATIONS, related, strict=True))
    return Document(
        subject=subject(number),
        day=(random_.randint(1950, 2024), random_.randint(1, 12), random_.randint(1, 28)),
        tags=tuple(random_.sample(NOUNS, 4)),
        relations=relations,
        facts=_facts(random_, subject(number).kind, rest[0]),
        status=(random_.choice(STATUSES), random_.randint(1990, 2024)),
        position=(random_.choice(STANCES), rest[1], _prose(random_)),
        disputed=f"{random_.randint(900, 1800)} people" if number % 50 == 7 else "",
        sections=_sections(random_, targets, [random_.randrange(count) for _ in range(10)]),
    )


def _facts(random_: random.Random, kind: str, partner: int) -> tuple[Fact, ...]:
    number = random_.randint(11, 899)
    facts = [
        Fact("cost", f"about {number} million USD", random_.randint(1990, 2024), 2),
        Fact("members", f"{random_.randint(2, 9)},{random_.randint(100, 999)} people", random_.randint(1990, 2024), 3),
        Fact("trade", f"{random_.randint(1, 99)}.{random_.randint(1, 9)} million USD", random_.randint(1990, 2024), 4, partner),
    ]
    if kind == "project":
        facts.append(Fact("length", f"{random_.randint(11, 999)} km", random_.randint(1990, 2024), 5))
    return tuple(facts)


def _sections(random_: random.Random, targets: list[int], mentions: list[int]) -> tuple[Section, ...]:
    """Put the links into each third sentence, the mentions into the next, until there are none left."""
    links, names = iter(targets), iter(enumerate(mentions))
    sections = []
    for place in range(6):
        paragraphs = []
        for paragraph in range(2):
            sentences = []
            for line in range(3):
                words: list[Word] = list(_words(random_))
                turn = (place * 6 + paragraph * 3 + line) % 3
                if turn == 0 and (to := next(links, None)) is not None:
                    words.insert(len(words) // 2, Link(to))
                elif turn == 1 and (mention := next(names, None)) is not None:
                    words.insert(len(words) // 2, _mentioned(*mention))
                if line == 2 and paragraph == 1 and place % 2 == 0:
                    words += ["in", f"{random_.randint(1950, 2024)}", Cited(place // 2)]
                sentences.append(tuple(words))
            paragraphs.append(tuple(sentences))
        heading = f"{random_.choice(ADJECTIVES).capitalize()} {random_.choice(NOUNS)} {place + 1}"
        items = tuple(f"**{random_.choice(ADJECTIVES)}** {_prose(random_)}" for _ in range(4)) if place == 3 else ()
        sections.append(Section(heading, tuple(paragraphs), items, _table(random_) if place == 5 else ()))
    return tuple(sections)


def _mentioned(turn: int, number: int) -> str:
    """Return one of an entry's names, in turns; an ambiguous one, which must stay unlinked, where it has one."""
    whom = subject(number)
    return whom.shared or (whom.title, *whom.names)[turn % 4]


def _words(random_: random.Random) -> list[str]:
    kinds = (GLUE, NOUNS, ADJECTIVES, VERBS)
    words = [
        lexicon()[int(20_000 ** random_.random()) - 1] if place % 5 == 4 else random_.choice(kinds[place % 5])
        for place in range(random_.randint(9, 19))
    ]
    words[0] = words[0].capitalize()
    return words


def _prose(random_: random.Random) -> str:
    return " ".join(_words(random_))


def _table(random_: random.Random) -> tuple[tuple[str, ...], ...]:
    head = ("year", random_.choice(NOUNS), random_.choice(NOUNS))
    rows = ((f"{random_.randint(1950, 2024)}", f"{random_.randint(1, 999)}", random_.choice(ADJECTIVES)) for _ in range(4))
    return (head, *rows)


def all_names(count: int) -> Iterator[tuple[str, str]]:
    """Yield each name of each entry with the entry's id."""
    for number in range(count):
        whom = subject(number)
        yield from ((name, whom.id) for name in (whom.title, *whom.names, whom.shared) if name)
