"""Whether what is sought stands in the cited lines, how surely, and whether it stands shortly before them."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from wiki.evidence import Evidence, word_forms
from wiki.evidence.parts import Ranges
from wiki.model import Citation, Source
from wiki.model.citations import locator_words
from wiki.numerals import Reading, measured
from wiki.verify.keywords import key_words
from wiki.verify.places import Places, reading_lines
from wiki.verify.sought import AnyUnit, DateSought, FigureSought, NameSought, Sought, Spelling, WordsSought

BEFORE = 40
"""So many lines before the cited ones, under the same heading, may name who speaks in them."""
NOT, OWN, UNSURE, SURE = range(4)
"""How something stands there: not; as the name of who stands behind the whole source; in the block or in one of two readings; in the lines."""


class Cited(NamedTuple):
    """A citation with the evidence it leads to."""

    citation: Citation
    evidence: Evidence
    lines: Ranges
    source: Source | None
    places: Places

    @property
    def words(self) -> str:
        """The place in words."""
        return locator_words(self.citation.locator) or "the source"

    @property
    def length(self) -> int:
        """How many lines are cited."""
        return self.places.ranges(self.lines).bit_count()


def stands(sought: Sought, cited: Cited) -> int:
    """Tell how something stands in the cited lines: NOT, OWN, UNSURE or SURE."""
    match sought:
        case FigureSought(_, numbers):
            return min((_figure(readings, cited) for readings in numbers), default=NOT)
        case DateSought(_, dates, _, otherwise):
            # a year of another calendar is printed as the interval of its days
            held = cited.evidence.holds_date(sought.text, cited.lines) or all(
                cited.evidence.holds_date(date, cited.lines) for date in dates
            )
            return SURE if held or (otherwise and all(cited.evidence.holds_date(date, cited.lines) for date in otherwise)) else NOT
        case NameSought(_, names, titles):
            return next((how for each in names if (how := _name(each, cited, titles=titles))), NOT)
        case WordsSought():
            return UNSURE if _words(sought, cited) else NOT


def _figure(readings: tuple[Reading | AnyUnit, ...], cited: Cited) -> int:
    """A figure that has another reading too is not sure."""
    lines = [line for each in readings for line in reading_lines(each, cited.evidence) if _in(line, cited.lines)]
    if not lines:
        return NOT
    figures = (figure for line in lines for figure in cited.evidence.lines[line].numbers if len(figure) == 1)
    return SURE if any(_equal(figure[0], each) for figure in figures for each in readings) else UNSURE


def _equal(printed: Reading, sought: Reading | AnyUnit) -> bool:
    if isinstance(sought, AnyUnit):
        return printed.value == sought.reading.value
    value = abs(printed.value) if sought.value < 0 else printed.value  # a fall may be printed with its minus or with a word for it
    return measured(value, printed.unit) == measured(abs(sought.value) if sought.value < 0 else sought.value, sought.unit)


def _name(name: Spelling, cited: Cited, *, titles: bool) -> int:
    for readings in name.figures:
        if not any(_in(line, cited.lines) for each in readings for line in reading_lines(each, cited.evidence)):
            return NOT
    if cited.source and is_source(name, cited.source, titles=titles):
        return OWN
    if not cited.places.has_name(name.forms, cited.evidence.blocks_in(cited.lines)):
        return NOT
    return SURE if _strictly(name.forms, cited) else UNSURE


def _strictly(forms: tuple[str, ...], cited: Cited) -> bool:
    """Tell whether a name surely stands in the lines: evidence may know, else the lines must be a whole block of it."""
    strictly: Callable[[tuple[str, ...], Ranges], str] | None = getattr(cited.evidence, "name_strictly_in", None)
    if strictly:
        return strictly(forms, cited.lines) == "yes"
    cited_lines = cited.places.ranges(cited.lines)
    blocks = cited.evidence.blocks_in(cited.lines)
    whole = (index for index in blocks if not cited.places.blocks((index,)) & ~cited_lines)
    return any(all(cited.places.has_word(form, (index,)) for form in cited.places.known(forms)) for index in whole)


def _words(sought: WordsSought, cited: Cited) -> bool:
    """Tell whether enough key words stand in the blocks of the lines: enough that are rare, and enough of their weight."""
    places, here = cited.places, narrowed(sought, cited).words or ()
    if sum(map(bool, here)) < max(sought.least, 1):
        return False
    found = [places.word_blocks(forms) for forms in here]
    if sum(map(places.is_rare, found)) < sought.least:
        return False
    return sum(places.weight(each) for each in found if each) >= sought.share * sum(map(places.weight, found))


def narrowed(sought: WordsSought, cited: Cited) -> WordsSought:
    """Return key words as far as they stand in the blocks of the lines, each in that form: to look for all of them everywhere is slow."""
    if sought.words is not None:
        return sought
    kept, key = cited.places.narrowed, (sought.text, cited.lines)
    if key not in kept:
        blocks = cited.evidence.blocks_in(cited.lines)
        kept[key] = tuple(
            [next(((form,) for form in forms if cited.places.has_word(form, blocks)), ()) for forms in key_words(sought.text)]
        )
    return sought._replace(words=kept[key])


def _in(line: int, lines: Ranges) -> bool:
    return any(first <= line <= last for first, last in lines)


# --- shortly before ---------------------------------------------------------------------------------------------------


def near(sought: Sought, cited: Cited) -> bool:
    """Tell whether something stands shortly before the cited lines, under the same heading."""
    evidence, first = cited.evidence, min(first for first, _ in cited.lines)
    index = min(evidence.blocks_in(((first, first),)), default=0)
    heading = evidence.blocks[index].heading
    while index > 0 and evidence.blocks[index - 1].heading == heading and evidence.blocks[index].first > first - BEFORE:
        index -= 1
    begin = max(evidence.blocks[index].first, first - BEFORE)
    return stands(sought, cited._replace(lines=((min(begin, first), max(last for _, last in cited.lines)),))) != NOT


# --- who stands behind a source ---------------------------------------------------------------------------------------


def is_source(name: Spelling, source: Source, *, titles: bool) -> bool:
    """Tell whether a name is of one who stands behind a source or, if `titles`, a part of how a sentence may call it."""
    if frozenset(name.forms) in _own_names(source.csl):
        return True
    return titles and _called(source.title, source.container, source.key).issuperset(name.forms)


@lru_cache(maxsize=4096)
def _called(title: str, container: str, key: str) -> frozenset[str]:
    """Return the words by which a sentence may call a source."""
    return _forms_of(f"{title} {container} {key}")


@lru_cache(maxsize=4096)
def _own_names(csl: str) -> frozenset[frozenset[str]]:
    """Return the names, each a set of words, of a source's authors and publisher, who stand behind each of its lines."""
    record = json.loads(csl)
    names = [record.get(key, "") for key in ("publisher", "container-title")]
    names += record.get("publisher", "").split(",")
    for author in record.get("author", ()):
        family = author.get("family", "")
        names += [family, f"{author.get('given', '')} {family}", author.get("literal", "")]
    return frozenset(found for found in map(_forms_of, names) if found)


def _forms_of(text: str) -> frozenset[str]:
    return frozenset(word_forms(text))
