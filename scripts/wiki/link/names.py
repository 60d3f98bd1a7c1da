"""The one resolver: what a string refers to, for links on purpose, automatic links, targets of claims, redirects and search.

A resolution is a value with three outcomes. Names are looked up by their letters between word edges, so a name costs nothing where it
does not occur, and one entry can be linked without reading the others.
"""

from __future__ import annotations

import marshal
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, compress
from typing import Any, NamedTuple, Protocol

from wiki.model import Alias, Place
from wiki.model.letters import is_plain, placed, same_letters
from wiki.model.problems import Problem, problem

# A word: letters, digits and underscores of any script, with combining marks, Arabic vowel signs and joiners
WORD = re.compile(r"[\w\u0300-\u036f\u0483-\u0487\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u200c\u200d]+")
_PARTS = re.compile(f"({WORD.pattern})")
APART = "\x1f"
"""Stands in no name: white space in names is blanks (written_forms)."""


class Found(NamedTuple):
    """The one entry that is meant; `by` says how it was found."""

    id: str
    by: str


class Missing(NamedTuple):
    """Nothing goes by this name."""

    text: str


class Ambiguous(NamedTuple):
    """More than one entry goes by this name."""

    text: str
    candidates: tuple[str, ...]


Resolution = Found | Missing | Ambiguous


class Mention(NamedTuple):
    """A name that stands in a text at `start:end`, with the entries that go by it."""

    start: int
    end: int
    name: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameTable:
    """Every string that finds an entry. Mappings are text → ids, sorted; `longest` is first word → most words of a name."""

    ids: frozenset[str]
    former: Mapping[str, str]
    titles: Mapping[str, tuple[str, ...]]
    aliases: Mapping[str, tuple[str, ...]]
    folded: Mapping[str, tuple[str, ...]]
    linked: Mapping[str, tuple[str, ...]]
    longest: Mapping[str, int]

    def resolve(self, text: str) -> Resolution:
        """Look for an id, then a former id, then a title, then an alias, then any of them in another case."""
        if text in self.ids:
            return Found(text, "id")
        if text in self.former:
            return Found(self.former[text], "former id")
        name = same_letters(text)
        for table, by in ((self.titles, "title"), (self.aliases, "alias"), (self.folded, "name in another case")):
            ids = table.get(name.casefold() if table is self.folded else name)
            if ids:
                return Found(ids[0], by) if len(ids) == 1 else Ambiguous(text, ids)
        return Missing(text)

    def mentions(self, text: str) -> Iterator[Mention]:
        """Yield the names that stand in `text` between word edges: leftmost first, the longest at each place.

        No name reaches over APART, so that many texts can be searched as one. Names are compared by `same_letters`.
        """
        flat = text.replace("\n", " ")
        if not is_plain(flat):
            flat, begins, ends = placed(flat)
            for start, end, name, candidates in self._found(flat):
                yield Mention(begins[start], ends[end - 1], name, candidates)
            return
        yield from self._found(flat)

    def _found(self, flat: str) -> Iterator[Mention]:
        parts = _PARTS.split(flat)  # every second one is a word
        begin = list(compress(range(1, len(parts), 2), map(self.longest.__contains__, parts[1::2])))
        ends = list(accumulate(map(len, parts))) if begin else ()
        since = 0
        for at in begin:
            start = ends[at - 1]
            most = self.longest[parts[at]] if start >= since else 0
            for end in reversed(ends[at : at + 2 * most : 2]):
                candidates = self.linked.get(flat[start:end])
                if candidates:
                    yield Mention(start, end, flat[start:end], candidates)
                    since = end
                    break


class Called(NamedTuple):
    """What an entry is called where it is spoken of: its title, then aliases and names, but no former one."""

    id: str
    names: tuple[str, ...]


class KeptNames(NameTable):
    """A table of names that an earlier run left: each of its mappings is decoded when it is first asked for, and most never are."""

    __slots__ = ("kept",)

    def __init__(self, kept: Mapping[str, bytes]) -> None:
        object.__setattr__(self, "kept", kept)

    def __getattr__(self, name: str) -> Any:
        if name not in NameTable.__slots__:
            raise AttributeError(name)
        mapping = marshal.loads(self.kept[name])  # noqa: S302 - our own, checked
        object.__setattr__(self, name, mapping)
        return mapping


def keep_names(table: NameTable) -> bytes:
    """Return a table as the store has it."""
    return marshal.dumps({name: marshal.dumps(getattr(table, name)) for name in NameTable.__slots__})


class Named(Protocol):
    """The part of an entry that the table of names is made from."""

    @property
    def id(self) -> str:
        """The id."""
        ...

    @property
    def path(self) -> str:
        """The file, relative to the root."""
        ...

    @property
    def aliases(self) -> tuple[Alias, ...]:
        """Every string that finds it."""
        ...

    @property
    def former(self) -> tuple[str, ...]:
        """Its old ids."""
        ...

    @property
    def title_place(self) -> Place:
        """Where its title stands."""
        ...


def name_table(entries: Iterable[Named]) -> NameTable:
    """Make the table of all names of all entries."""
    ids: set[str] = set()
    former: dict[str, str] = {}
    titles: dict[str, set[str]] = {}
    aliases: dict[str, set[str]] = {}
    folded: dict[str, set[str]] = {}
    linked: dict[str, set[str]] = {}
    barred: set[str] = set()
    for entry in entries:
        ids.add(entry.id)
        former.update(dict.fromkeys(entry.former, entry.id))
        for alias in entry.aliases:
            text = same_letters(alias.text)
            (titles if alias.origin == "title" else aliases).setdefault(text, set()).add(entry.id)
            folded.setdefault(text.casefold(), set()).add(entry.id)
            for form in written_forms(alias.text):
                linked.setdefault(form, set()).add(entry.id)
                if not alias.link:
                    barred.add(form)
    alone = {id_: (id_,) for id_ in ids}  # nearly every name is one entry's: these tuples are shared
    usable = {name: _frozen(found, alone) for name, found in linked.items() if len(found) > 1 or name not in barred}
    longest: dict[str, int] = {}
    for name in usable:
        words = WORD.findall(name)
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    in_titles, in_aliases, in_case = ({text: _frozen(found, alone) for text, found in table.items()} for table in (titles, aliases, folded))
    return NameTable(frozenset(ids), former, in_titles, in_aliases, in_case, usable, longest)


def _frozen(found: set[str], alone: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted(found)) if len(found) > 1 else alone[min(found)]


def written_forms(name: str) -> tuple[str, ...]:
    """Return the forms in which a plain mention of `name` may be written: as it is, and with its first letter's other case.

    A name all in capitals is found only as written; signs at its ends do not count. Letters are compared by `same_letters`, and so returned.

    >>> written_forms("Hairatan railway")
    ('Hairatan railway', 'hairatan railway')
    >>> written_forms("TAPI")
    ('TAPI',)
    """
    name = same_letters(name)
    words = list(WORD.finditer(name))
    if not words:
        return ()
    core = " ".join(name[words[0].start() : words[-1].end()].split())
    if core.upper() == core and core.lower() != core:
        return (core,)
    other = core[0].lower() + core[1:] if core[0].isupper() else core[0].upper() + core[1:]
    return (core,) if other == core else (core, other)


def check_names(entries: Mapping[str, Named]) -> Iterator[Problem]:
    """No alias equals another entry's id, no former id is in use, and a name shared by two entries is reported."""
    holders: dict[str, dict[str, Alias]] = {}
    for entry in entries.values():
        for old in entry.former:
            if old in entries:
                yield problem(entry.title_place, "duplicate-id", f"former id '{old}' is the id of another entry ({entries[old].path})")
        for alias in entry.aliases:
            other = alias.text.casefold()
            if alias.origin != "title" and other in entries and other != entry.id:
                yield problem(
                    alias.place,
                    "alias-is-id",
                    f"alias '{alias.text}' is the id of another entry ({entries[other].path}); name it otherwise",
                )
            for form in written_forms(alias.text):
                holders.setdefault(form, {}).setdefault(entry.id, alias)
    reported: set[tuple[str, Place]] = set()
    for form, found in sorted(holders.items()):
        if len(found) < 2:
            continue
        for entry_id, alias in found.items():
            others = ", ".join(f"'{each}'" for each in sorted(found) if each != entry_id)
            key = (alias.text, alias.place)
            if key not in reported:
                reported.add(key)
                yield problem(
                    alias.place, "ambiguous-name",
                    f"name '{alias.text}' is shared with {others}: it is never linked by itself and gets a disambiguation page", "warning",
                )  # fmt: skip
        del form


def shared_names(table: NameTable) -> dict[str, tuple[str, ...]]:
    """Return the names that two or more entries share, each once (in the spelling that sorts first), with their ids."""
    shared: dict[str, tuple[str, ...]] = {}
    seen: set[str] = set()
    for name, ids in sorted(table.linked.items()):
        if len(ids) > 1 and name.casefold() not in seen:
            seen.add(name.casefold())
            shared[name] = ids
    return shared
