"""Altered prose: the words are changed in the entry's own file, and its section goes through the real parser and linker again.

Links are made by section (the first mention of each entry), so that what a section gives is what the whole body would give.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.bench.planted_checks import Standing
from tests.bench.planted_world import World, alone_with

from wiki.check.bodies import parse_body
from wiki.check.prose import tidy
from wiki.link.links import link_body
from wiki.model import Claim
from wiki.numerals import Reading, measured, plain_number, read_figures
from wiki.read.front_matter import read_text


class Edit(NamedTuple):
    """Words of a claim's text at `start:end`, and what they become."""

    start: int
    end: int
    new: str


class Wording(NamedTuple):
    """What is done to a claim's text, what came in for what, and whether that stands in the cited lines."""

    edits: tuple[Edit, ...]
    replacement: str
    within: bool


class _Section(NamedTuple):
    """A section of a body: its text, and the line of the file that it begins on."""

    text: str
    line: int


@lru_cache(maxsize=512)
def _sections(root: Path, path: str) -> tuple[_Section, ...]:
    """Return the sections of a body, each with its heading."""
    raw, _ = read_text((root / path).read_text(encoding="utf-8"), path)
    found: list[_Section] = []
    lines: list[str] = []
    for number, line in enumerate(raw.body.split("\n") if raw else (), start=raw.body_line if raw else 1):
        if line.startswith("#") and lines:
            found.append(_Section("\n".join(lines), number - len(lines)))
            lines = []
        lines.append(line)
    first = (raw.body_line if raw else 1) + (raw.body.count("\n") + 1 if raw else 0) - len(lines)
    return (*found, _Section("\n".join(lines), first))


def reworded(claim: Claim, edits: Sequence[Edit], world: World) -> Standing | None:
    """Return a claim of prose with its words changed, as its file would give it; None where markup is in the way."""
    linked = world.graph.entries[claim.entry]
    path = linked.entry.path
    section = next(each for each in reversed(_sections(world.root, path)) if each.line <= claim.place.line)
    before = section.text.split("\n")[: claim.place.line - section.line]
    bracket = sum(len(line) + 1 for line in before) + claim.place.column - 1
    text, source = claim.text, section.text[:bracket]
    for start, end, new in sorted(edits, reverse=True):
        at = _occurrence(source, text[start:end], text[end:].count(text[start:end]))
        if at < 0:
            return None
        source = source[:at] + new + source[at + end - start :]
        text = text[:start] + new + text[end:]
    body, claims, _ = parse_body(source + section.text[bracket:], claim.entry, path, section.line)
    made = next((each for each in claims if each.text == tidy(text) and _cited(each) == _cited(claim)), None)
    if made is None:
        return None
    pieces, _ = link_body(replace(linked.entry, body=body), world.graph)
    standing = alone_with(replace(linked, pieces=pieces.pieces, links=pieces.links), made)
    return Standing(made, standing)


def _cited(claim: Claim) -> list[tuple[object, ...]]:
    return [tuple(each[:2]) for each in claim.citations]


def _occurrence(text: str, words: str, passed: int) -> int:
    """Return where words stand for the last time but `passed`; -1 where they do not."""
    at = len(text)
    for _ in range(passed + 1):
        at = text.rfind(words, 0, at)
        if at < 0:
            return -1
    return at


# --- what is altered --------------------------------------------------------------------------------------------------


def year(claim: Claim, world: World, random: Random) -> Iterator[Wording]:
    """Another year that the source prints."""
    years = [
        (moment.start + match.start(), match[0])
        for moment in read_figures(claim.text)[1]
        for match in re.finditer(r"\b(?:1[5-9]|20)\d\d\b", claim.text[moment.start : moment.end])
    ]
    if years:
        start, old = random.choice(years)
        others = [each for each in world.years[random.choice(world.sources(claim))] if each not in {text for _, text in years}]
        for new in random.sample(others, len(others)):
            within = any(evidence.holds_date(new, lines) for evidence, lines in world.cited(claim))
            yield Wording((Edit(start, start + len(old), new),), f"{old} → {new}", within)


def number(claim: Claim, world: World, random: Random) -> Iterator[Wording]:
    """Another number that the source prints with the same unit, at the magnitude of the sentence."""
    figures = [each for each in read_figures(claim.text)[0] if not each.worded and len(each.readings) == 1]
    if not figures:
        return
    figure = random.choice(figures)
    reading = figure.readings[0]
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", claim.text[figure.start : figure.end])
    if not digits or reading.value <= 2:
        return
    scale = reading.value / Decimal(digits[0].replace(",", ""))
    others = [each for each in world.readings[random.choice(world.sources(claim))] if other_of_unit(each, reading)]
    for other in random.sample(others, len(others)):
        new = f"{(other.value / scale).normalize():,f}"
        if len(new) <= 9:
            start = figure.start + digits.start()
            within = any(set(evidence.figure_lines(other.value, other.unit)) & _numbers(lines) for evidence, lines in world.cited(claim))
            edit = Edit(start, start + len(digits[0]), new)
            if _reads(claim.text[: edit.start] + new + claim.text[edit.end :], other):
                yield Wording((edit,), f"{plain_number(reading.value)} → {plain_number(other.value)} {other.unit}".strip(), within)


def other_of_unit(one: Reading, other: Reading) -> bool:
    return one.unit == other.unit and measured(one.value, one.unit) != measured(other.value, other.unit)


def _numbers(lines: Iterable[tuple[int, int]]) -> set[int]:
    return {number for first, last in lines for number in range(first, last + 1)}


def _reads(text: str, reading: Reading) -> bool:
    return any((each.value, each.unit) == (reading.value, reading.unit) for figure in read_figures(text)[0] for each in figure.readings)


def negation(claim: Claim, _world: World, random: Random) -> Iterator[Wording]:
    """A *not* put in, or taken out."""
    verbs = "is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|did|does|do"
    out = [*re.finditer(rf"\b(?:{verbs})( not)\b|\b[cC]an(not)\b", claim.text)]
    if out:
        match = random.choice(out)
        span = match.span(1) if match[1] else match.span(2)
        yield Wording((Edit(*span, ""),), f"{match[0]} → {match[0].replace(' not', '').replace('cannot', 'can')}", within=False)
        return
    into = [*re.finditer(rf"\b(?:{verbs})\b", claim.text)]
    if into:
        match = into[0]
        yield Wording((Edit(match.start(), match.end(), f"{match[0]} not"),), f"{match[0]} → {match[0]} not", within=False)


def place(claim: Claim, world: World, random: Random) -> Iterator[Wording]:
    """Another place or state that the source names, in place of one in the sentence."""
    named = [each for each in _mentions(claim, world) if _class(each.target, world)]
    if not named:
        return
    old = random.choice(named)
    source = random.choice(world.sources(claim))
    taken = {claim.entry, *(each.target for each in named)}
    others = [id_ for id_ in world.named[source] if id_ not in taken and _class(id_, world) == _class(old.target, world)]
    for id_ in random.sample(others, len(others)):
        title = world.graph.entries[id_].entry.title if id_ in world.graph.entries else ""
        if title:
            yield Wording((Edit(old.start, old.end, title),), f"{old.target} → {id_}", world.stands(claim, id_))


def swapped(claim: Claim, world: World, random: Random) -> Iterator[Wording]:
    """Two actors of the sentence in each other's place."""
    actors = [each for each in _mentions(claim, world) if _kind(each.target, world) == "actor"]
    pairs = [(one, other) for one in actors for other in actors if one.start < other.start and one.target != other.target]
    for one, other in random.sample(pairs, len(pairs)):
        first, second = claim.text[one.start : one.end], claim.text[other.start : other.end]
        edits = (Edit(one.start, one.end, second), Edit(other.start, other.end, first))
        yield Wording(edits, f"{first} ↔ {second}", within=False)


class _Named(NamedTuple):
    start: int
    end: int
    target: str


def _mentions(claim: Claim, world: World) -> list[_Named]:
    return [
        _Named(each.start, each.end, each.candidates[0]) for each in world.graph.names.mentions(claim.text) if len(each.candidates) == 1
    ]


def _kind(id_: str, world: World) -> str:
    card = world.graph.card(id_)
    return card.kind if card else ""


def _class(id_: str, world: World) -> str:
    """Return what a place name is of: a place, a state, or nothing of the kind."""
    card = world.graph.card(id_)
    return "" if card is None else "place" if card.kind == "place" else "state" if card.subtype == "state" else ""
