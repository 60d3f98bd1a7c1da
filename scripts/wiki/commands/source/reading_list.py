"""Reading lists: what a document holds for the wiki, from its evidence alone, or from its text where that is at hand.

Which entries it mentions and where, which names it repeats that no entry goes by, and which of its figures no claim has taken up:
those that repeat a claim of an entry named nearby, may contradict one, or may extend an entry; then all of them, by block.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

from wiki.build.kept import load_entry
from wiki.build.world import Named, World, named
from wiki.commands.source.catalogue import held_by_source
from wiki.commands.source.proper_names import Unknown, lines_of_names, unknown_names
from wiki.evidence import Evidence, word_forms
from wiki.evidence.coverage import Coverage, Printed, cover
from wiki.evidence.outline import read_outline
from wiki.model import Claim, Entry, Source
from wiki.model.characters import one_line
from wiki.model.citations import locator_words
from wiki.numerals import Reading, measured
from wiki.read.vocabulary import Property, Vocabulary

THROUGHOUT = 0.5
"""An entry that stands in more than this part of the blocks is mentioned throughout."""
MOST_NEAR = 3
"""So many entries at most are told for one figure, those first that the source mentions least."""
_VAGUE = frozenset(("number", "total", "share", "value", "date", "rate", "level", "size", "amount", "annual", "per"))


@dataclass(frozen=True, slots=True)
class Mentioned:
    """An entry that a source mentions, on which lines, and how often its claims cite the source."""

    entry: str
    title: str
    lines: tuple[tuple[int, int], ...]
    throughout: bool
    citations: int


@dataclass(frozen=True, slots=True)
class Near:
    """A figure that no claim has taken up, near the name of an entry: it `repeats` or may `contradict` a claim, or may `extend` the entry."""

    relation: str
    line: int
    figure: str
    entry: str
    claim: str
    says: str


@dataclass(frozen=True, slots=True)
class OpenBlock:
    """The figures of a block that no claim holds and the record does not leave out, as (line, figure)."""

    first: int
    last: int
    page: int
    page_printed: bool
    label: str
    heading: str
    figures: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class ReadingList:
    """What a source holds for the wiki; `unknown` is None where its text is not at hand."""

    source: str
    title: str
    lines: tuple[int, int]
    share: str
    mentioned: tuple[Mentioned, ...]
    unknown: tuple[Unknown, ...] | None
    near: tuple[Near, ...]
    open: tuple[OpenBlock, ...]


def reading_list(world: World, source: Source, evidence: Evidence, text: str = "") -> ReadingList:
    """Return the reading list of a source; `text` is that of the whole archived file, if it is at hand."""
    held = held_by_source(world).get(source.key, [])
    coverage = cover(evidence, held, source.left_out)
    lines = _own_lines(text.replace("\r\n", "\n"), evidence) if text else []
    named = _Named(world, evidence)
    citations: dict[str, int] = {}
    for each in held:
        citations[each.entry] = citations.get(each.entry, 0) + 1
    return ReadingList(
        source.key,
        source.title,
        (evidence.first, evidence.last),
        coverage.share.words,
        tuple(_mentioned(named, citations, lines)),
        unknown_names(lines, evidence.first, world.names) if lines else None,
        tuple(_near(named, coverage)),
        tuple(_open(coverage)),
    )


def _own_lines(text: str, evidence: Evidence) -> list[str]:
    """Return the source's lines of its file, running heads left empty."""
    furniture = read_outline(text, (), evidence.first, evidence.last).furniture
    lines = text.split("\n")[evidence.first - 1 : evidence.last]
    return ["" if number in furniture else line for number, line in enumerate(lines, start=evidence.first)]


def _mentioned(named: _Named, citations: Mapping[str, int], lines: Sequence[str]) -> Iterator[Mentioned]:
    evidence = named.evidence
    exact = lines_of_names(lines, evidence.first, named.world.names) if lines else None
    for id_, blocks in named.blocks.items():
        found = _merged((line, line) for line in exact.get(id_, ())) if exact is not None else _merged(_spans(evidence, blocks))
        if found:
            card = named.world.card(id_)
            often = len(blocks) > THROUGHOUT * len(evidence.blocks) and len(evidence.blocks) > 4
            yield Mentioned(id_, card.title if card else id_, found, often, citations.get(id_, 0))


def _spans(evidence: Evidence, blocks: Iterable[int]) -> Iterator[tuple[int, int]]:
    return ((evidence.blocks[index].first, evidence.blocks[index].last) for index in blocks)


def _merged(ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


class _Named:
    """The entries of the wiki as they stand in one source: id → indexes of the blocks that name it."""

    def __init__(self, world: World, evidence: Evidence) -> None:
        self.world, self.evidence = world, evidence
        self.entries: dict[str, Entry] = {}

    @cached_property
    def blocks(self) -> dict[str, tuple[int, ...]]:
        """Id → blocks, of entries that stand in the source at all."""
        found = {}
        for id_ in self.world.whole:
            forms = dict.fromkeys(self._forms(named(id_, self.world.summaries[id_])))
            blocks = {index for each in forms for index in self.evidence.name_blocks(each)}
            if blocks:
                found[id_] = tuple(sorted(blocks))
        return found

    def _forms(self, entry: Named) -> Iterator[tuple[str, ...]]:
        """Yield the words of each spelling that says which entry is meant: not shared, not barred from links, no common word."""
        for alias in entry.aliases:
            forms = word_forms(alias.text)
            common = len(forms) == 1 and (alias.text[:1].islower() or len(forms[0]) < 3)
            shared = len(self.world.names.linked.get(alias.text, ())) > 1
            if forms and alias.link and alias.origin != "former" and not common and not shared:
                yield forms

    def entry(self, id_: str) -> Entry:
        """Load an entry, once."""
        if id_ not in self.entries:
            self.entries[id_] = load_entry(self.world, id_)
        return self.entries[id_]

    def in_block(self, index: int) -> list[str]:
        """Return the entries that a block names, those first that the source names least."""
        return sorted((id_ for id_, blocks in self.blocks.items() if index in blocks), key=lambda id_: (len(self.blocks[id_]), id_))


# --- figures ----------------------------------------------------------------------------------------------------------


def _near(named: _Named, coverage: Coverage) -> Iterator[Near]:
    indexes = {block.first: index for index, block in enumerate(named.evidence.blocks)}
    for covered in coverage.blocks:
        index = indexes[covered.block.first]
        for figure in covered.figures:
            if figure.open:
                found = [near for id_ in named.in_block(index) for near in _compared(figure, named, id_, index)]
                best = next((r for r in ("repeats", "contradicts", "extends") if any(n.relation == r for n in found)), "")
                yield from [near for near in found if near.relation == best][:MOST_NEAR]


def _compared(figure: Printed, named: _Named, id_: str, index: int) -> Iterator[Near]:
    entry = named.entry(id_)
    vocabulary = named.world.vocabulary
    around = named.evidence.calendar(((figure.line - 1, figure.line + 1),))
    for claim in entry.claims:
        if claim.quantity and _same(figure, claim) and (figure.readings[0].unit or figure.readings[0].value >= 10):
            yield _of(figure, "repeats", claim, vocabulary)
    about = [property_ for property_ in vocabulary.properties.values() if _about(property_, entry, figure.readings[0])]
    for property_ in about:
        told = _told_near(property_, named.evidence, index, figure.line)
        if not told and len(about) > 1:
            continue
        claims = [claim for claim in entry.claims if claim.property == property_.id and claim.quantity and not _same(figure, claim)]
        # a figure without a date is of the thing itself, as its length is
        same = [claim for claim in claims if not claim.date or (claim.date.text[:4].isdigit() and around.holds(claim.date.text[:4]))]
        for claim in same:
            yield _of(figure, "contradicts", claim, vocabulary)
        if told and not same:
            yield Near("extends", figure.line, figure.text, id_, "", f"{property_.label}: no value of that date")


def _told_near(property_: Property, evidence: Evidence, index: int, line: int) -> bool:
    """Tell whether a word of a property's label stands near a line: in the same few lines, or in the block where evidence knows no more."""
    if evidence.form == 1:
        return any(evidence.blocks[index].holds(form) for form in _label_forms(property_))
    return any(evidence.name_strictly_in((form,), ((line, line),)) == "yes" for form in _label_forms(property_))


def _of(figure: Printed, relation: str, claim: Claim, vocabulary: Vocabulary) -> Near:
    property_ = vocabulary.properties.get(claim.property)
    cites = "; ".join(f"{each.source}, {locator_words(each.locator)}".removesuffix(", ") for each in claim.citations)
    date = f" ({claim.date.text})" if claim.date else ""
    says = f"{property_.label if property_ else claim.property}: {claim.value}{date}, from {cites}"
    return Near(relation, figure.line, figure.text, claim.entry, claim.anchor, says)


def _same(figure: Printed, claim: Claim) -> bool:
    assert claim.quantity  # noqa: S101 - both callers ask
    quantity = claim.quantity
    ends = {measured(abs(end), quantity.unit) for end in (quantity.low, quantity.high)}
    return any(measured(reading.value, reading.unit) in ends for reading in figure.readings)


def _about(property_: Property, entry: Entry, reading: Reading) -> bool:
    """Tell whether a figure may be a value of the property: one with a unit, and of the same measure."""
    if not reading.unit or (property_.kinds is not None and entry.kind not in property_.kinds):
        return False
    units = property_.units or (("%",) if property_.type == "share" else ())
    return any(measured(reading.value, reading.unit)[1] == measured(reading.value, unit)[1] != "" for unit in units)


def _label_forms(property_: Property) -> Iterator[str]:
    for form in word_forms(property_.label):
        if form not in _VAGUE and len(form) > 3:
            yield form
            yield form[:-1] if form.endswith("s") else f"{form}s"


def _open(coverage: Coverage) -> Iterator[OpenBlock]:
    for covered in coverage.blocks:
        figures = tuple((each.line, each.text) for each in covered.figures if each.open)
        if figures:
            block = covered.block
            yield OpenBlock(block.first, block.last, block.page, block.page_printed, block.label, block.heading, figures)


# --- as text ----------------------------------------------------------------------------------------------------------


def render_list(found: ReadingList, form: str) -> str:
    """Return a reading list as `text` or `json`."""
    if form == "json":
        return json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n"
    return "".join(f"{one_line(line)}\n" for line in _lines(found))


_RELATIONS = {
    "repeats": "Figures that repeat a claim of an entry named nearby",
    "contradicts": "Figures that may contradict a claim",
    "extends": "Figures that may extend an entry",
}


def _lines(found: ReadingList) -> Iterator[str]:
    yield f"{found.source}: {found.title}, ll. {found.lines[0]}-{found.lines[1]}"
    yield f"figures taken up: {found.share}"
    yield ""
    yield f"Entries it mentions ({len(found.mentioned)})"
    for entry in sorted(found.mentioned, key=lambda each: (each.throughout, each.entry)):
        cited = f"{entry.citations} citations" if entry.citations else "not cited"
        where = "throughout" if entry.throughout else _ranges(entry.lines)
        yield f"  {entry.entry}: {where} ({cited})"
    if found.unknown is None:
        yield ""
        yield "Names that no entry goes by: they need the document (--texts DIR or --file FILE); there is only its evidence here"
    else:
        yield ""
        yield f"Names that no entry goes by ({len(found.unknown)})"
        for name in found.unknown:
            perhaps = f" (perhaps {', '.join(name.perhaps)})" if name.perhaps else ""
            yield f"  {name.name}: {name.count} times, {_ranges((line, line) for line in name.lines)}{perhaps}"
    for relation, title in _RELATIONS.items():
        rows = [near for near in found.near if near.relation == relation]
        yield ""
        yield f"{title} ({len(rows)})"
        for near in rows:
            anchor = f"#{near.claim}" if near.claim else ""
            yield f"  l. {near.line}: {near.figure} · {near.entry}{anchor} · {near.says}"
    yield ""
    yield f"Figures that no claim holds ({sum(len(block.figures) for block in found.open)})"
    for block in found.open:
        label = block.label or str(block.page or "")
        page = f"p. {label}{'' if block.page_printed else ' (inferred)'}" if label else ""
        place = ", ".join(part for part in (f"ll. {block.first}-{block.last}", page, block.heading) if part)
        yield f"  {place}: {'; '.join(f'l. {line}: {figure}' for line, figure in block.figures)}"


def _ranges(ranges: Iterable[tuple[int, int]]) -> str:
    found = list(ranges)
    said = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in found[:10])
    return f"{'l.' if len(found) == 1 and found[0][0] == found[0][1] else 'll.'} {said}{' …' if len(found) > 10 else ''}"
