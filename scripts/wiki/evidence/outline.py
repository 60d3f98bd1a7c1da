"""The outline of a plain text: its headings, its pages (printed in running heads, else inferred) and its paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# `8 Kazakhstan Journal • №1–2 2022` or `45№1–2 (3–4) 2022 • Journal`: a page number, an issue and a journal on a line of their own
_RUNNING = re.compile(r"\s*(?P<page>\d{1,4})\s*(?:(?=№|No\.)[^\n]{0,40}•[^\n]{3,80}|[A-Z][^\n•]{3,80}•[^\n]{0,40})\s*")
# `C E N T R A L  A S I A`: capitals set apart
_SPACED = re.compile(r"\s*(?:[A-ZА-Я0-9’'“”:,.&()–-]\s+){4,}[A-ZА-Я0-9’'“”:,.&()–-]*\s*")
_MARKDOWN = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s+[A-ZА-Я][^.]{3,90}")


@dataclass(frozen=True, slots=True)
class Page:
    """The page that a line is on; `printed` if a running head or a page label says so, else it is inferred.

    `label` is what is printed where that is no number (then `number` is 0).
    """

    number: int
    printed: bool
    label: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """Where things stand in a text; all lines are 1-based.

    `headings` are (line, title) in order; `paragraphs` is line → number of its paragraph, empty lines left out; `furniture` are the
    lines of running heads, which are no part of the text.
    """

    headings: tuple[tuple[int, str], ...]
    heads: tuple[tuple[int, int], ...]
    paragraphs: Mapping[int, int]
    furniture: frozenset[int]
    labels: tuple[str, ...] = ()

    def heading_of(self, line: int) -> str:
        """Return the last heading at or above `line`, '' where there is none."""
        index = bisect_right(self.headings, line, key=lambda item: item[0]) - 1
        return self.headings[index][1] if index >= 0 else ""

    def page_of(self, line: int) -> Page | None:
        """Return the page of `line`: printed where a label or a running head on the page says so, else counted between and beyond such heads."""
        if self.labels:
            index = bisect_right(self.heads, line, key=lambda item: item[0])
            label = self.labels[index] if index < len(self.labels) else ""
            return _labelled(label) if label else None
        if not self.heads:
            return None
        index = bisect_right(self.heads, line, key=lambda item: item[0]) - 1
        if index >= 0 and line == self.heads[index][0]:
            return Page(self.heads[index][1], printed=True)
        first, last = self.heads[0], self.heads[-1]
        rate = (last[0] - first[0]) / (last[1] - first[1]) if last[1] > first[1] else 45.0
        if index < 0:
            return Page(max(1, first[1] - 1 - int((first[0] - 1 - line) / rate)), printed=False)
        at, number = self.heads[index]
        if index + 1 < len(self.heads):
            following = self.heads[index + 1]
            rate = (following[0] - at) / max(1, following[1] - number)
        offset = int((line - at) / rate)
        return Page(number + offset, printed=offset == 0)


def _labelled(label: str) -> Page:
    return Page(int(label), printed=True) if re.fullmatch("[0-9]{1,7}", label) else Page(0, printed=True, label=label)


def read_outline(text: str, given: tuple[tuple[int, str], ...] = (), first: int = 1, last: int = 0, labels: Sequence[str] = ()) -> Outline:
    """Read the outline of the lines `first` to `last` (0: the end) of `text`; headings that are `given` stand in place of those found.

    Pages are counted over the whole text, since an article seldom prints enough numbers of its own; `labels` are those of its pages.
    """
    lines = text.split("\n")
    last = last or len(lines)
    heads = _heads(lines)
    furniture = frozenset(_furniture(lines, {line for line, _ in heads}))
    own = range(first, min(last, len(lines)) + 1)
    headings = given or tuple((line, title) for line in own if (title := _heading(lines, line - 1)) and line not in furniture)
    return Outline(tuple(headings), heads, _paragraphs(lines, own, furniture), furniture, tuple(labels))


def _heads(lines: list[str]) -> tuple[tuple[int, int], ...]:
    """Find running heads whose page numbers rise; one that does not fit is taken for text."""
    found: list[tuple[int, int]] = []
    pages = 0
    for number, line in enumerate(lines, start=1):
        if "\f" in line:
            # a form feed is a page's end: the pages of a PDF, counted from 1
            pages += line.count("\f")
            found.append((number, pages + 1))
            continue
        match = _RUNNING.fullmatch(line)
        if match and not pages and (not found or int(match["page"]) > found[-1][1]):
            found.append((number, int(match["page"])))
    return tuple(found)


def _furniture(lines: list[str], heads: set[int]) -> set[int]:
    """A running head, and the line in spaced capitals that repeats the title below it."""
    found = {head for head in heads if _RUNNING.fullmatch(lines[head - 1])}
    for head in tuple(found):
        for line in range(head + 1, min(head + 4, len(lines) + 1)):
            if _SPACED.fullmatch(lines[line - 1]):
                found.add(line)
                break
    return found


def _heading(lines: list[str], index: int) -> str:
    """Return the title if the line is a heading: Markdown, spaced capitals, capitals alone, or a number and a short title apart."""
    line = lines[index].strip()
    if not 2 < len(line) < 160:
        return ""
    markdown = _MARKDOWN.fullmatch(line)
    if markdown:
        return markdown[2].strip("*_ ")
    if _SPACED.fullmatch(line):
        return unspaced(line).capitalize()
    above = index == 0 or not lines[index - 1].strip()
    apart = above and (index + 1 >= len(lines) or not lines[index + 1].strip())
    if above and len(line) < 100 and re.search(r"[A-ZА-Я]{3}", line) and line == line.upper() and not re.search(r"\d{3}", line):
        return line.capitalize()
    return line if apart and _NUMBERED.fullmatch(line) else ""


def unspaced(line: str) -> str:
    """Join capitals that are set apart.

    >>> unspaced("C E N T R A L  A S I A")
    'CENTRAL ASIA'
    """
    return " ".join(re.sub(r"\s", "", word) for word in re.split(r"\s{2,}", line.strip()))


def is_spaced(line: str) -> bool:
    """Tell whether a line is set in spaced capitals."""
    return _SPACED.fullmatch(line) is not None


def _paragraphs(lines: list[str], own: range, furniture: frozenset[int]) -> dict[int, int]:
    """Number the paragraphs: parted by empty lines, or each line one where lines are as long as paragraphs.

    An empty line inside a sentence is the end of a page and parts nothing.
    """
    texts = [lines[line - 1] for line in own if lines[line - 1].strip()]
    long_lines = bool(texts) and sum(map(len, texts)) / len(texts) > 160
    numbers: dict[int, int] = {}
    count = 0
    ended = True
    before = ""
    for line in own:
        text = lines[line - 1].strip()
        if line in furniture:
            continue
        if not text:
            ended = True
            continue
        continues = bool(before) and text[0].islower() and before[-1] not in '.!?:;”"“»'
        if (ended or long_lines) and not (continues and not long_lines):
            count += 1
        numbers[line] = count
        ended, before = False, text
    return numbers
