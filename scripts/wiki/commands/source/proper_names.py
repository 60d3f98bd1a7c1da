"""Names in a document's text: on which lines the wiki's stand, and which are repeated that no entry goes by."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wiki.evidence.hashes import fold
from wiki.evidence.outline import is_spaced
from wiki.evidence.stop_words import STOP
from wiki.link.names import Missing, NameTable
from wiki.numerals.noise import without_noise
from wiki.numerals.units import SIGNS

LEAST = 1
"""A name of several words is told if it stands so often, a single word once more or twice, since it may be a word like others."""
MOST = 60
_WORD = r"[^\W\d_][\w’'-]*"
_CAPITAL = re.compile(rf"(?<![\w’'-])(?=[^\W\d_])({_WORD}(?:[ ]{_WORD})*)")
_INNER = frozenset(("of", "the", "and", "for", "de", "al", "ul", "e", "i", "bin"))
_TITLES = frozenset(
    (
        "president", "deputy", "minister", "ministry", "foreign", "prime", "north", "south", "east", "west", "northern", "southern", "eastern", "western",
        "republic", "state", "government", "conclusion", "introduction", "figure", "table", "january", "february", "march", "april", "may",
        "june", "july", "august", "september", "october", "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday",
        "saturday", "sunday", "islamic", "article", "chapter", "university", "press", "journal", "dr", "mr", "prof", "professor", "general",
        "secretary", "conference", "economic", "international", "national", "development", "security", "asian", "muslim", "muslims", "islam",
        "url", "accessed", "date", "note", "source", "see", "ibid", "no", "vol",
    )
)  # fmt: skip
# a footnote's number, glued to the word before it
_NOTE = re.compile(r"(?<=[^\W\d_]{3})\d{1,3}\b")
_SENTENCE_END = re.compile(r"(?:^|[.!?:;•–—\x03“\"(\[»«]|\d)\s*$")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that a text repeats and no entry goes by; `perhaps` are entries of whose names it is a part."""

    name: str
    count: int
    lines: tuple[int, ...]
    perhaps: tuple[str, ...]


def lines_of_names(lines: Sequence[str], first: int, names: NameTable) -> dict[str, tuple[int, ...]]:
    """Return id → the lines on which a name stands that is this entry's alone; `first` is the number of the first line."""
    text, starts = _joined(lines)
    found: dict[str, set[int]] = {}
    for mention in names.mentions(_NOTE.sub(lambda match: " " * len(match[0]), text)):
        if len(mention.candidates) == 1:
            found.setdefault(mention.candidates[0], set()).add(first + bisect_right(starts, mention.start) - 1)
    for index, line in enumerate(lines[:-1]):
        for id_ in _over_the_end(line, lines[index + 1], names):
            found.setdefault(id_, set()).add(first + index)
    return {id_: tuple(sorted(each)) for id_, each in found.items()}


def _over_the_end(line: str, following: str, names: NameTable) -> Iterator[str]:
    """Yield the entries whose name is broken by a hyphen at the end of `line`, which may be the name's own or the printer's."""
    if line.rstrip().endswith("-"):
        head = line.rstrip()[:-1]
        for hyphen in ("-", ""):
            for mention in names.mentions(f"{head}{hyphen}{following.lstrip()}"):
                if mention.start < len(head) < mention.end and len(mention.candidates) == 1:
                    yield mention.candidates[0]


def unknown_names(lines: Sequence[str], first: int, names: NameTable) -> tuple[Unknown, ...]:
    """Return names in capitals that a text repeats and that no entry goes by, the most frequent first.

    A word that is in capitals only where a sentence begins is no name, nor is one of a heading in capitals throughout.
    """
    text, starts = _joined([("" if is_spaced(line) or (line.isupper() and len(line.split()) > 2) else line) for line in lines])
    quiet = list(re.sub(r"\n(?=[ \t]*\n)", "\x03", without_noise(text)[0]).replace("\n", " "))
    for mention in names.mentions(text):
        quiet[mention.start : mention.end] = "\x01" * (mention.end - mention.start)
    flat = "".join(quiet)
    found: dict[str, list[int]] = {}
    inside: set[str] = set()
    for start, name in _runs(flat):
        found.setdefault(name, []).append(first + bisect_right(starts, start) - 1)
        if not _SENTENCE_END.search(flat[max(0, start - 4) : start]):
            inside.add(name)
    parts = _parts(names)
    rows = []
    for name, at in found.items():
        single = " " not in name
        if (
            not isinstance(names.resolve(name), Missing)
            or name not in inside
            or len(at) < LEAST + 2 * single
            or (single and _is_word(name, len(at), flat))
        ):
            continue
        words = [fold(word) for word in name.split() if word not in _INNER]
        if _TITLES.issuperset(words):
            continue
        perhaps = set.intersection(*(parts.get(word, set()) for word in words)) if words else set()
        rows.append(Unknown(name, len(at), tuple(dict.fromkeys(at)), tuple(sorted(perhaps))[:3]))
    return tuple(sorted(rows, key=lambda row: (-row.count, row.name))[:MOST])


def _is_word(name: str, count: int, flat: str) -> bool:
    """Tell whether a single word in capitals is rather a title, a small word, a currency, or a word that stands as often without."""
    if fold(name) in _TITLES or fold(name) in STOP or len(name) < 3 or name in SIGNS:
        return True
    return len(re.findall(rf"\b{re.escape(name.lower())}\b", flat)) >= count


def _joined(lines: Sequence[str]) -> tuple[str, list[int]]:
    """Return the lines as one text, and where each begins."""
    text = "\n".join(lines)
    starts = [0]
    for line in lines[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    return text, starts


def _runs(flat: str) -> Iterator[tuple[int, str]]:
    """Yield runs of words in capitals, small words between them included; `'s` and what is broken at a line's end left out."""
    for match in _CAPITAL.finditer(flat):
        run: list[tuple[int, str]] = []
        position = match.start()
        for word in (*match[1].split(" "), ""):
            if word[:1].isupper() and not word.endswith("-"):
                run.append((position, re.sub(r"[’']s$|[’'-]+$", "", word)))
            elif run and word in _INNER and _goes_on([each for _, each in run], word):
                run.append((position, word))
            else:
                yield from _ended(run)
                run = []
            position += len(word) + 1
        yield from _ended(run)


def _goes_on(run: list[str], word: str) -> bool:
    """`Ministry of the Interior` and `Institute of War and Peace` go on; `Later the Union` and `Moscow and Beijing` do not."""
    if word == "the":
        return run[-1] in ("of", "for")
    return word != "and" or "of" in run or "for" in run


def _ended(run: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    while run and run[-1][1] in _INNER:
        run = run[:-1]
    while len(run) > 1 and run[0][1] in ("The", "A", "An", "In", "On", "At", "This", "For", "And", "But", "By", "As", "It"):
        run = run[1:]
    if run:
        yield run[0][0], " ".join(word for _, word in run)


def _parts(names: NameTable) -> dict[str, set[str]]:
    """Return folded word → the entries in whose names it stands."""
    found: dict[str, set[str]] = {}
    for name, ids in names.linked.items():
        for word in re.findall(_WORD, name):
            found.setdefault(fold(word), set()).update(ids)
    return found
