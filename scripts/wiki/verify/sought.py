"""What of a claim can be looked up in a source, as values: figures, dates, names, key words, and what comes of each if it is missing."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from wiki.evidence import word_forms
from wiki.numerals import Reading, read_figures


class Spelling(NamedTuple):
    """A name to look for: the forms of its words, and the figures in it (`6+2`)."""

    forms: tuple[str, ...]
    figures: tuple[tuple[Reading, ...], ...]


class FigureSought(NamedTuple):
    """Numbers that must all stand there, each in one of its readings (unit None: in any unit); a range has two.

    `worded` if the editor wrote it in words, which may be the editor's own count or sum.
    """

    text: str
    numbers: tuple[tuple[Reading | AnyUnit, ...], ...]
    worded: bool = False


class AnyUnit(NamedTuple):
    """A number whose unit the claim leaves out (`goods for 877 and 804 million dollars`)."""

    reading: Reading


class DateSought(NamedTuple):
    """Dates that must all stand there (an interval has two); `inferred` if the claim says that it is not printed.

    `otherwise` may all stand in their place: the years, where the claim gives the printed words (`first half of 2022`).
    """

    text: str
    dates: tuple[str, ...]
    inferred: bool = False
    otherwise: tuple[str, ...] = ()


class NameSought(NamedTuple):
    """An entry, or a name, of which one spelling must stand there; `titles` if it may stand for the source itself, by its title."""

    text: str
    spellings: tuple[Spelling, ...]
    titles: bool = False


class WordsSought(NamedTuple):
    """Key words of a text: at least `least` that are rare in the source, and `share` of the weight of all.

    `words` are these words, each in the forms in which it is looked for; None: in all that English gives it (keywords.py).
    """

    text: str
    least: int
    share: float
    words: tuple[tuple[str, ...], ...] | None = None


Sought = FigureSought | DateSought | NameSought | WordsSought

Role = Literal["must", "near", "quoted", "asks", "decides", "helps"]
"""What comes of a claim if the thing does not stand in the cited lines:

- `must`: it is not found;
- `near`: a warning if it stands shortly before them under the same heading (who spoke is named once), else it is not found;
- `quoted`: the same, and a warning if it stands anywhere in the source (whom it quotes may be named in a note or a list);
- `asks`: a warning, since the claim has it in the editors' words;
- `decides`: nothing, but where the claim has nothing else, it is not checked;
- `helps`: nothing; where it stands, the answer is the stronger.
"""


class Need(NamedTuple):
    """A thing sought, and what comes of it if it is missing; `what` names it in warnings (`speaker`)."""

    sought: Sought
    role: Role = "must"
    what: str = ""


@lru_cache(maxsize=16384)
def spellings(names: tuple[str, ...]) -> tuple[Spelling, ...]:
    """Return the spellings under which what is called by `names` may stand in a text."""
    return tuple(dict.fromkeys(found for name in names if (found := spelling(name))))


@lru_cache(maxsize=65536)
def spelling(text: str) -> Spelling | None:
    """Return what to look for where `text` is a name; None where nothing in it can be looked up."""
    figures = tuple(figure.readings for figure in read_figures(text)[0] if not figure.worded) if re.search(r"\d", text) else ()
    forms = word_forms(text)
    return Spelling(forms, figures) if forms or figures else None
