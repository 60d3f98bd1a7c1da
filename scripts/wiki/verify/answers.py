"""Whether what is sought stands in the cited lines, and if not, where it does."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from wiki.evidence import Evidence, word_forms
from wiki.evidence.parts import Ranges
from wiki.link.graph import Asked, Link
from wiki.model import Answer, Citation, Claim, Source
from wiki.model.citations import locator_words
from wiki.numerals import Reading
from wiki.verify.lookup import AnyUnit, DateSought, FigureSought, NameSought, Sought, Spelling, not_understood, seek, spellings


class _Cited(NamedTuple):
    """A citation with the evidence it leads to."""

    citation: Citation
    evidence: Evidence
    lines: Ranges
    source: Source | None

    @property
    def words(self) -> str:
        return locator_words(self.citation.locator) or "the source"


def answer_claim(claim: Claim, asked: Asked, links: tuple[Link, ...], evidence: Mapping[str, Evidence]) -> tuple[Answer, ...]:
    """Return one answer for each citation of `claim`, in their order; `links` are those in the text of prose."""
    cited = [_cited(citation, asked, evidence) for citation in claim.citations]
    if all(isinstance(each, str) for each in cited):
        return tuple([Answer("not-checked", str(why)) for why in cited])
    sought, why_not = seek(claim, asked, links)
    if not sought:
        return (Answer("not-checked", why_not),) * len(cited)
    if claim.form == "prose":
        answers = _together(sought, claim, cited, asked)
        unread = not_understood(claim)
        return tuple(
            Answer("not-checked", f"'{unread}' is printed in a way that is not understood") if unread and each.outcome == "found" else each
            for each in answers
        )
    return tuple([_one(sought, each) for each in cited])


def _cited(citation: Citation, asked: Asked, evidence: Mapping[str, Evidence]) -> _Cited | str:
    """Return the citation with its evidence, or why it cannot be checked."""
    found = evidence.get(citation.source)
    if found is None:
        return f"there is no evidence of '{citation.source}'"
    lines = found.ranges_of(citation.locator)
    if not lines:
        return f"{locator_words(citation.locator)} leads outside the evidence, which has lines {found.first}-{found.last}"
    return _Cited(citation, found, lines, asked.source(citation.source))


def _is_source(name: Spelling, source: Source, *, titles: bool) -> bool:
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


# --- fields and prose -------------------------------------------------------------------------------------------------


def _one(sought: list[Sought], cited: _Cited | str) -> Answer:
    """A citation in a field must hold all that is sought."""
    if isinstance(cited, str):
        return Answer("not-checked", cited)
    missing = [each for each in sought if not _stands(each, cited)]
    if missing and all(isinstance(each, DateSought) and each.inferred for each in missing):
        return Answer("not-checked", "the date is inferred, not printed")
    if missing:
        return _missing(missing, cited)
    return Answer("found", "; ".join(each.text for each in sought))


def _together(sought: list[Sought], claim: Claim, cited: list[_Cited | str], asked: Asked) -> tuple[Answer, ...]:
    """The citations in one bracket answer together; one that supports nothing is not found."""
    held = [[each for each in sought if not isinstance(place, str) and _stands(each, place)] for place in cited]
    missing = [each for each in sought if not any(each in found for found in held)]
    worded = [each for each in missing if isinstance(each, FigureSought) and each.worded]
    unread = any(isinstance(place, str) for place in cited)
    answers = []
    for place, found in zip(cited, held, strict=True):
        if isinstance(place, str):
            answers.append(Answer("not-checked", place))
        elif missing and unread:
            answers.append(Answer("not-checked", f"{_quoted(missing)} may stand in a source of the same bracket that has no evidence"))
        elif len(missing) > len(worded):
            answers.append(_missing(missing, place))
        elif worded:
            answers.append(Answer("not-checked", f"{_quoted(worded)} is in words, and may be the editor's own sum"))
        elif not found and (own := asked.called(claim.entry)) and any(_name_stands(each, place) for each in spellings(own.names)):
            answers.append(Answer("not-checked", "only this entry's own name stands there; the rest is in the bracket's other sources"))
        elif not found:
            answers.append(Answer("not-found", f"nothing of this stands in {place.words}; the bracket's other sources hold it"))
        else:
            answers.append(Answer("found", "; ".join(each.text for each in found)))
    return tuple(answers)


# --- one thing in some lines ------------------------------------------------------------------------------------------


def _stands(sought: Sought, cited: _Cited) -> bool:
    match sought:
        case FigureSought(_, numbers):
            return all(any(_in(_lines(each, cited.evidence), cited.lines) for each in readings) for readings in numbers)
        case DateSought(_, dates):
            # a year of another calendar is printed as the interval of its days
            return cited.evidence.holds_date(sought.text, cited.lines) or all(
                cited.evidence.holds_date(date, cited.lines) for date in dates
            )
        case NameSought(_, names, titles):
            return any(_name_stands(each, cited, titles=titles) for each in names)


def _lines(reading: Reading | AnyUnit, evidence: Evidence) -> tuple[int, ...]:
    if isinstance(reading, AnyUnit):
        return evidence.value_lines(reading.reading.value)
    if reading.value < 0:
        return evidence.fall_lines(reading.value, reading.unit)
    return evidence.figure_lines(reading.value, reading.unit)


def _name_stands(name: Spelling, cited: _Cited, *, titles: bool = False) -> bool:
    for readings in name.figures:
        if not any(_in(cited.evidence.figure_lines(each.value, each.unit), cited.lines) for each in readings):
            return False
    if cited.source and _is_source(name, cited.source, titles=titles):
        return True
    return cited.evidence.name_in(name.forms, cited.evidence.blocks_in(cited.lines))


def _in(found: tuple[int, ...], lines: Ranges) -> bool:
    return any(first <= line <= last for line in found for first, last in lines)


# --- what is missing --------------------------------------------------------------------------------------------------


def _missing(missing: list[Sought], cited: _Cited) -> Answer:
    """Say what does not stand in the cited lines, and where in the source it does; where a figure there is not understood, nothing is sure."""
    if all(isinstance(each, FigureSought) for each in missing) and cited.evidence.unread_in(cited.lines):
        return Answer(
            "not-checked", f"{_quoted(missing)} may be the figure in {cited.words} that is printed in a way that is not understood"
        )
    reasons = []
    elsewhere: dict[int, None] = {}
    for each in missing:
        lines = _elsewhere(each, cited.evidence)
        elsewhere.update(dict.fromkeys(lines))
        reasons.append(f"'{each.text}' does not stand in {cited.words}{_where(each, lines, cited)}")
    return Answer("not-found", "; ".join(reasons), tuple(sorted(elsewhere)))


def _where(sought: Sought, lines: tuple[int, ...], cited: _Cited) -> str:
    near = "in the block from" if isinstance(sought, NameSought) else "on"
    if lines:
        shown = ", ".join(str(line) for line in lines[:8]) + (" …" if len(lines) > 8 else "")
        return f"; it stands {near} {'l.' if len(lines) == 1 else 'll.'} {shown}"
    if isinstance(sought, FigureSought):
        sure = [reading for readings in sought.numbers for reading in readings if isinstance(reading, Reading)]
        others = list(dict.fromkeys(other for reading in sure for other in cited.evidence.same_digits(reading.value, cited.lines)))
        if others:
            return f", which has {', '.join(others)}"
    return ", nor anywhere in the source"


def _elsewhere(sought: Sought, evidence: Evidence) -> tuple[int, ...]:
    match sought:
        case FigureSought(_, numbers):
            found = [{line for each in readings for line in _lines(each, evidence)} for readings in numbers]
            return tuple(sorted(set.union(*found))) if all(found) else ()
        case DateSought(_, dates):
            lines = [evidence.date_lines(date) for date in dates]
            return tuple(sorted({line for each in lines for line in each})) if all(lines) else ()
        case NameSought(_, names):
            blocks = {index for each in names if each.forms for index in evidence.name_blocks(each.forms)}
            return tuple(evidence.blocks[index].first for index in sorted(blocks))


def _quoted(missing: Sequence[Sought]) -> str:
    return ", ".join(f"'{each.text}'" for each in missing)
