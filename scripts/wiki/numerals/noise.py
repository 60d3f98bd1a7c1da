"""What looks like a figure and is none: addresses, references in brackets, page numbers of references, numbers of lists and notes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

# what a text must hold for the pattern to be looked for at all, and the pattern
_NOISE = tuple(
    (re.compile(sign), re.compile(pattern))
    for sign, pattern in (
        # web and mail addresses; in scans they break into pieces, so a piece with several slashes or a known ending counts too
        (
            r"[/@]|www\.",
            r"(?:https?:)?//[^\s\]]+(?:\s(?=[^\s]*[/%_=])[^\s]*[/%_=][^\s\])]*)*|\bwww\.\S+|\S+@\S+\.\S+|\b\S*(?:/\S*){3,}",
        ),
        # `[12]`, `[6, p. 6–7]`, `[23, pp. 242–243; 7, p. 5]`, `[1. – ? p. 3]`
        (r"\[", r"\[\s*\d+(?:[\s\d,;.–?-]|(?:pp?|с)\.?(?=[\s\d]))*\]"),
        (
            r"[.pPsel]\s\d",
            r"(?<![A-Za-z])(?:pp?|[Pp]ages?|Pp?|ll?|Vol|vol|[Nn]otes?|[Ff]ootnotes?)\.?\s\d+(?:\s?[–-]\s?\d+)?(?!\d)",
        ),
        (r":\d", r"(?<![\d^/*×·:'’½²⁶±-])\d{1,2}:\d\d(?!\d)"),
        # names with a number in them: 6+2, CASA-1000, COVID-19, F-16; a number glued behind a letter
        (
            r"-\d",
            r"(?<![A-Za-z\d⁰¹²³⁴-⁹¼-¾])(?!(?:mid|pre|post|early|late|since|until|over|around|about|nearly)-)(?:[A-Za-z]+-)+\d+(?:[.,]\d+)*(?![\d])",
        ),
        (r"\+", r"(?<![\w+.,])\d{1,2}(?:\+\d{1,2})+(?![\w+])"),
        # numbers of a list: `1. From`, `2) failure`, at a line's start
        (r"\d[.)]\s", r"(?m)^[ \t]*#*[ \t]*\d{1,2}(?:\.\d{1,2})*[.)](?=\s+[^\W\d])|(?<=[\s(;:])\d\)(?=\s)"),
    )
)
_ENDLESS = re.compile(r"\d{22,}|\d{1,3}(?:[,.\s]\d{3}){7,}|\d[.,]\d{22,}")
"""More digits than a figure has that anybody counted: a code, a row of a table that lost its columns."""
_MARK_BEFORE = 8000
"""How many characters before a footnote its mark may stand: a page or two."""
_NOTE = re.compile(r"(?m)^[ \t]*(\d{1,3})[ \t]+(?=[A-Z“\"«‘][^\n]{3,}|URL)")


@dataclass(frozen=True, slots=True)
class Notes:
    """The footnotes of a text: where each begins, and its number, in reading order."""

    starts: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()

    def follows(self, number: int, position: int, within: int = 6000) -> bool:
        """Tell whether note `number` begins at most `within` characters behind `position` (a page or two)."""
        at = bisect_left(self.starts, position)
        while at < len(self.starts) and self.starts[at] <= position + within:
            if self.numbers[at] == number:
                return True
            at += 1
        return False


def blank(text: str, spans: Sequence[tuple[int, int]], sign: str = " ") -> str:
    """Return `text` with the spans replaced by `sign`, line ends and places kept."""
    if not spans:
        return text
    pieces: list[str] = []
    last = 0
    for start, end in sorted(spans):
        start = max(start, last)  # noqa: PLW2901 - overlapping spans are one
        if end > start:
            pieces += [text[last:start], re.sub(r"[^\n]", sign, text[start:end])]
            last = end
    return "".join((*pieces, text[last:]))


def without_noise(text: str) -> tuple[str, Notes]:
    """Return `text` with what is no figure blanked, places kept, and its footnotes."""
    text = text.replace("\\$", " $")
    if _ENDLESS.search(text):
        text = blank(text, [match.span() for match in _ENDLESS.finditer(text)])
    for sign, pattern in _NOISE:
        if sign.search(text):
            text = blank(text, [match.span() for match in pattern.finditer(text)])
    notes = _notes(text)
    text = blank(text, [(start, start + len(str(number))) for start, number in zip(notes.starts, notes.numbers, strict=True)])
    return text, notes


def _notes(text: str) -> Notes:
    """Footnotes stand at the foot of a page: lines that begin with a number, behind an empty line or another note, counting on.

    Scans lose a few, so a number may be some ahead. Each has a mark before it in the text, glued to a word, a number or a sign;
    without one, a line like `17 Afghan students` is no note.
    """
    starts: list[int] = []
    numbers: list[int] = []
    for match in _NOTE.finditer(text):
        number = int(match[1])
        line = text.rfind("\n", 0, match.start(1)) + 1
        apart = line == 0 or not text[text.rfind("\n", 0, line - 1) + 1 : line - 1].strip()
        continues = bool(starts) and text.count("\n", starts[-1], line) <= 5 and numbers[-1] < number
        if (apart or continues) and (numbers[-1] if numbers else 0) < number <= (numbers[-1] + 12 if numbers else 20):
            mark = rf"(?:[^\W\d_]|\d{{3}}|[)”“\"’%]){number}(?!\d)"
            if re.search(mark, text[max(0, line - _MARK_BEFORE) : line]):
                starts.append(match.start(1))
                numbers.append(number)
    return Notes(tuple(starts), tuple(numbers))
