"""Why a name in a body is linked or not: the rules of links.py, told mention by mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from wiki.link.names import Found, Named, NameTable, written_forms
from wiki.model import Body, Entry, Heading, Piece, Text, WikiLink
from wiki.model.characters import one_line
from wiki.model.letters import same_letters


@dataclass(frozen=True, slots=True)
class Explained:
    """A name in a body: what it may mean, whether it is linked, by which rule, and the sentence it stands in."""

    name: str
    candidates: tuple[str, ...]
    linked: bool
    rule: str
    sentence: str


def explain_links(entry: Entry, body: Body, names: NameTable, others: Iterable[Named]) -> Iterator[Explained]:
    """Yield the names in an entry's `body` in reading order; `others` are all entries, for the names that are not linked by themselves."""
    barred = _barred(others, names)
    longest = dict(names.longest)
    for name in barred:
        word = name.split()[0]
        longest[word] = max(longest.get(word, 0), len(name.split()))
    same: dict[str, Any] = {name: getattr(names, name) for name in NameTable.__slots__}  # also of a table that an earlier run left
    table = NameTable(**{**same, "linked": {**barred, **names.linked}, "longest": longest})
    unlinked = {form for name in entry.unlinked for form in (same_letters(name), *written_forms(name))}
    for section in _sections(body.pieces):
        on_purpose = {_target(piece, names) for piece in section if isinstance(piece, WikiLink)}
        done: set[str] = set()
        for piece in section:
            if isinstance(piece, WikiLink):
                target = _target(piece, names)
                sentence = _one_line(body.sentences[piece.sentence])
                why = "a link on purpose" if target else "no entry, or more than one, goes by this name"
                yield Explained(piece.label or piece.target, (target,) if target else (), bool(target), why, sentence)
            elif isinstance(piece, Text):
                sentence = _one_line(body.sentences[piece.sentence])
                for mention in table.mentions(piece.text):
                    rule = _rule(entry, mention.name, mention.candidates, barred.keys() - names.linked.keys(), unlinked, on_purpose, done)
                    yield Explained(mention.name, mention.candidates, not rule, rule or "the first in its section", sentence)
                    if not rule:
                        done.add(mention.candidates[0])


def _rule(
    entry: Entry, name: str, candidates: tuple[str, ...], barred: Iterable[str], unlinked: set[str], on_purpose: set[str], done: set[str]
) -> str:
    """Return why a plain mention is not linked; '' where it is."""
    if not entry.autolink:
        return "this entry has 'autolink: off'"
    if name in barred:
        return "the name has 'link: no'"
    if len(candidates) > 1:
        return "entries share the name; write [[id]] for the one that is meant"
    if candidates[0] == entry.id:
        return "it is this entry itself"
    if name in unlinked:
        return "this entry lists it under 'autolink'"
    if candidates[0] in on_purpose:
        return "the section has a link on purpose to the entry"
    return "the section has a link to the entry already" if candidates[0] in done else ""


def _barred(entries: Iterable[Named], names: NameTable) -> dict[str, tuple[str, ...]]:
    """Return the forms of names that are not linked by themselves (`link: no`) → ids."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        for alias in entry.aliases:
            if not alias.link:
                for form in written_forms(alias.text):
                    found.setdefault(form, set()).add(entry.id)
    return {form: tuple(sorted(ids)) for form, ids in found.items() if form not in names.linked}


def _target(link: WikiLink, names: NameTable) -> str:
    found = names.resolve(link.target)
    return found.id if isinstance(found, Found) else ""


def _sections(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    section: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Heading):
            yield section
            section = []
        section.append(piece)
    yield section


def _one_line(text: str) -> str:
    return " ".join(text.split())


def render_links(found: Iterable[Explained]) -> str:
    """Return the explanation as text, a line a name."""
    lines = []
    for each in found:
        to = ", ".join(each.candidates)
        sign = "linked" if each.linked else "not linked"
        begins = each.sentence if len(each.sentence) <= 60 else f"{each.sentence[:57]}…"
        lines.append(one_line(f"{sign}: {each.name} → {to or '?'}: {each.rule} · {begins}") + "\n")
    return "".join(lines)
