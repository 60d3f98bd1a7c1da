"""What is said of things that do not stand in the cited lines: that, and where they do."""

from __future__ import annotations

from collections.abc import Sequence

from wiki.evidence import Evidence
from wiki.model import Answer
from wiki.numerals import Reading
from wiki.verify.places import reading_lines
from wiki.verify.sought import DateSought, FigureSought, NameSought, Sought, WordsSought
from wiki.verify.standing import Cited


def missing_answer(missing: Sequence[Sought], cited: Cited) -> Answer:
    """Say what does not stand in the cited lines, and where in the source it does; where a figure there is not understood, nothing is sure."""
    if all(isinstance(each, FigureSought) for each in missing) and cited.evidence.unread_in(cited.lines):
        what = f"{quoted(missing)} may be the figure in {cited.words} that is printed in a way that is not understood"
        return Answer("not-checked", what)
    reasons = []
    elsewhere: dict[int, None] = {}
    for each in missing:
        lines = _elsewhere(each, cited.evidence)
        elsewhere.update(dict.fromkeys(lines))
        reasons.append(f"'{each.text}' does not stand in {cited.words}{_where(each, lines, cited)}")
    return Answer("not-found", "; ".join(reasons), tuple(sorted(elsewhere)))


def doubtful(sought: Sought, what: str, cited: Cited, but: str = "") -> str:
    """Say of something that the claim says in its own words, or that is named only before, that the lines do not have it."""
    return f"{what} '{sought.text}' does not stand in {cited.words}" + (f", {but}" if but else "")


def _where(sought: Sought, lines: tuple[int, ...], cited: Cited) -> str:
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
            found = [{line for each in readings for line in reading_lines(each, evidence)} for readings in numbers]
            return tuple(sorted(set.union(*found))) if all(found) else ()
        case DateSought(_, dates):
            lines = [evidence.date_lines(date) for date in dates]
            return tuple(sorted({line for each in lines for line in each})) if all(lines) else ()
        case NameSought(_, names):
            blocks = {index for each in names if each.forms for index in evidence.name_blocks(each.forms)}
            return tuple(evidence.blocks[index].first for index in sorted(blocks))
        case WordsSought():
            return ()


def quoted(missing: Sequence[Sought]) -> str:
    """Name some things."""
    return ", ".join(f"'{each.text}'" for each in missing)
