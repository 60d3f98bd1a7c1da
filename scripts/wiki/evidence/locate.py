"""Where in a source figures, dates or words stand: what an editor asks before citing, and without the document."""

from __future__ import annotations

from wiki.evidence.hashes import word_forms
from wiki.evidence.model import Evidence
from wiki.evidence.parts import figure_words
from wiki.numerals import read_figures


def locate(evidence: Evidence, query: str) -> list[tuple[int, str]]:
    """Return (line, what stands there) for the figures and dates of `query`; without any, the blocks where all its words stand.

    Of a block the first line is given, and what stands there names its lines.
    """
    figures, moments = read_figures(query)
    found: dict[tuple[int, str], None] = {}
    for figure in figures:
        for reading in figure.readings:
            found.update(((line, figure_words(reading)), None) for line in evidence.figure_lines(reading.value, reading.unit))
            if not reading.unit:
                found.update(_any_unit(evidence, reading.value))
    for moment in moments:
        found.update(((line, date), None) for date in moment.dates for line in evidence.date_lines(date))
    if not figures and not moments:
        forms = word_forms(query)
        for index in evidence.name_blocks(forms):
            block = evidence.blocks[index]
            found[block.first, f"in lines {block.first}-{block.last}: {query}"] = None
    return sorted(found)


def _any_unit(evidence: Evidence, value: object) -> dict[tuple[int, str], None]:
    """A bare number is looked for in any unit."""
    return {
        (line, figure_words(reading)): None
        for line, row in evidence.lines.items()
        for readings in row.numbers
        for reading in readings
        if reading.value == value
    }
