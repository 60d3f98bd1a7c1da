"""The choice of words: what vocabulary.yml's `words` avoid is reported where the wiki speaks in its own voice; T16.

Its own voice is the title, the summary, the body and the texts of claims. Not its own voice, and left alone: quotations, block
quotations, code, citations, targets of links, and the names that the entry itself goes by (a name is somebody's).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from wiki.model import Place
from wiki.model.problems import Problem, problem
from wiki.read.nodes import Mapping, Node, RawFile, Scalar, Sequence
from wiki.read.vocabulary import Vocabulary, Word

OWN = ("title", "summary")
CLAIM_TEXTS = ("text", "note", "reason", "part", "group", "of", "what", "why", "date-inferred")
"""The keys of claims (and of corrections, verdicts, vouching) that hold the editors' own words; names and printed dates do not."""
LISTS = ("facts", "series", "relations", "status", "positions", "announcements", "corrections", "disagreements")

# not our own voice; each stretch is blanked out before words are looked for, and none runs over an empty line
_OTHERS = re.compile(
    r"^ {0,3}(?P<fence>```+|~~~+).*?(?:^ {0,3}(?P=fence)|\Z)"  # a fenced block
    r"|^ {0,3}>[^\n]*$"  # a line of a block quotation
    r"|`[^`\n]+`"
    r"|“(?:[^”\n]|\n(?!\s*\n))*”"
    r"|«(?:[^»\n]|\n(?!\s*\n))*»"
    r"|(?<!\w)\"(?:[^\"\n]|\n(?!\s*\n))*\""
    r"|(?<!\w)‘(?:[^‘\n]|\n(?!\s*\n))*?’(?!\w)"
    r"|\[@[^\]]*\]"
    r"|\[\[[^\]|]*(?:\||(?=\]\]))"  # the target of a link; its label is ours
    r"|\]\([^)\n]*\)"
    r"|\{#[^}\n]*\}",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Avoided:
    """A word of the vocabulary's list, the pattern that finds it (whole, in any case, over the end of a line too), and how it begins."""

    word: Word
    pattern: re.Pattern[str]
    beginning: str

    @classmethod
    def of(cls, word: Word) -> Avoided:
        """Make the pattern."""
        return cls(word, _whole(word.avoid), _small(word.avoid.split()[0]))

    def message(self, found: str) -> str:
        """Say what to write in place of `found`, and why."""
        use = f"; use {self.word.use}" if self.word.use else ""
        why = f" ({self.word.why.rstrip('.')})" if self.word.why else ""
        return f"'{' '.join(found.split())}' is avoided here{use}{why}"


def check_words(raw: RawFile, vocabulary: Vocabulary) -> Iterator[Problem]:
    """No avoided word stands where the wiki speaks in its own voice."""
    voice = list(_own_voice(raw.fields))
    said = _small("\n".join((*(scalar.value for scalar in voice), raw.body)))
    avoided = [each for each in _avoided(vocabulary.words) if each.beginning in said]
    if not avoided:
        return
    names = [name for name in _own_names(raw.fields) if any(each.pattern.search(name) for each in avoided)]
    for scalar in voice:
        for each in avoided:
            for number, found in _found(each, scalar.value, names):
                place = _place_in_front(raw, scalar, each, number)
                yield problem(place, "word", each.message(found), "warning")
    own = masked(raw.body, names)
    for each in avoided:
        for match in each.pattern.finditer(own):
            before = raw.body[: match.start()]
            place = Place(raw.path, raw.body_line + before.count("\n"), match.start() - before.rfind("\n"))
            yield problem(place, "word", each.message(raw.body[match.start() : match.end()]), "warning")


@lru_cache(maxsize=8)
def _avoided(words: tuple[Word, ...]) -> tuple[Avoided, ...]:
    return tuple(Avoided.of(word) for word in words if word.avoid.strip())


def _small(text: str) -> str:
    """Return a text in which letters that patterns take for the same in any case are the same."""
    return text.casefold().replace("ı", "i").replace("\u0307", "")


def _whole(text: str) -> re.Pattern[str]:
    parts = r"\s+".join(re.escape(part) for part in text.split())
    return re.compile(rf"(?<!\w){parts}(?!\w)", re.IGNORECASE)


def masked(text: str, names: list[str]) -> str:
    """Return a text of the same length in which what is not our own voice is blank.

    >>> masked("the “regime” fell", [])
    'the          fell'
    """

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match.group())

    text = _OTHERS.sub(blank, text)
    for name in names:
        text = _whole(name).sub(blank, text)
    return text


def _found(avoided: Avoided, text: str, names: list[str]) -> Iterator[tuple[int, str]]:
    """Yield each use that counts, with which of all uses in the text it is."""
    own = ""
    for number, match in enumerate(avoided.pattern.finditer(text)):
        own = own or masked(text, names)
        if avoided.pattern.match(own, match.start()):
            yield number, match.group()


def _own_names(fields: Mapping) -> Iterator[str]:
    yield from (each.value for each in _items(fields.get("aliases")) if isinstance(each, Scalar))
    for row in _items(fields.get("names")):
        text = row.get("text") if isinstance(row, Mapping) else None
        if isinstance(text, Scalar) and text.value.strip():
            yield text.value


def _own_voice(fields: Mapping) -> Iterator[Scalar]:
    for key in OWN:
        value = fields.get(key)
        if isinstance(value, Scalar):
            yield value
    for name in LISTS:
        for row in _items(fields.get(name)):
            if isinstance(row, Mapping):
                yield from _texts(row)
                vouched = row.get("vouched")
                if isinstance(vouched, Mapping):
                    yield from _texts(vouched)


def _texts(row: Mapping) -> Iterator[Scalar]:
    yield from (value for key, value in row.items if key.value in CLAIM_TEXTS and isinstance(value, Scalar))


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()


def _place_in_front(raw: RawFile, scalar: Scalar, avoided: Avoided, number: int) -> Place:
    """Return where the use of this number stands in the file: a value may be quoted, folded or run over lines."""
    lines = raw.front[scalar.line - raw.front_line :]
    text = "\n".join((" " * (scalar.column - 1) + lines[0][scalar.column - 1 :], *lines[1:])) if lines else ""
    for index, match in enumerate(avoided.pattern.finditer(text)):
        if index == number:
            before = text[: match.start()]
            return Place(raw.path, scalar.line + before.count("\n"), match.start() - before.rfind("\n"))
    return Place(raw.path, scalar.line, scalar.column)
