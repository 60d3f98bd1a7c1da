"""Text → evidence: of each line the figures in clear and how surely it speaks, of each block the words as hashes, of all the fingerprints."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from wiki.evidence.gaps import to_gaps
from wiki.evidence.hashes import block_key, fold, printed_forms, word_hash, words_of
from wiki.evidence.mending import joined, mended
from wiki.evidence.modality import modality_lines
from wiki.evidence.outline import Outline, is_spaced, read_outline, unspaced
from wiki.evidence.runs import fingerprints
from wiki.model.characters import cleaned
from wiki.model.quantities import rounded
from wiki.numerals import Figure, Moment, Reading, plain_number, read_figures, unread_figures

FORMAT = 2
LINES, WORDS = 10, 80
"""A block ends at so many lines, or earlier at so many words (lines may be whole paragraphs)."""
UNREAD = "?"
"""What stands for a figure that is not understood."""
PART_LINES, PART_WORDS = 5, 40
"""A block's words are kept by parts of so many lines or words, so that a name can be told to stand near the cited lines."""
ROW = 300
"""So many fingerprints stand in one row of the file."""
SHORTEST = 12
"""A heading ends no block of fewer words, since a handful is more easily put in order."""


def make_evidence(
    text: str,
    key: str,
    *,
    file: str,
    sha256: str,
    lines: tuple[int, int] = (0, 0),
    outline: tuple[tuple[int, str], ...] = (),
    labels: Sequence[str] = (),
) -> bytes:
    """Return the evidence file of the lines (1-based, inclusive; 0: all) of `text` that are the source `key`.

    `text` is the whole archived file, since its pages are counted there; `outline` holds (line, title) as the source's record has it;
    `labels` are what is printed on the pages that form feeds part, where that is known.
    """
    rows = mended(text.replace("\r\n", "\n")).split("\n")
    if rows and not rows[-1]:
        rows.pop()
    first, last = lines if lines[0] else (1, len(rows))
    last = min(last, len(rows))
    outlined = read_outline("\n".join(rows), outline, first, last, labels)
    own = [("" if number in outlined.furniture else rows[number - 1]) for number in range(first, last + 1)]
    # a running head is no text, but the year it prints may be cited
    running = {number: read_figures(rows[number - 1])[1] for number in sorted(outlined.furniture) if first <= number <= last}
    said = "\n".join(own)
    head = {"format": FORMAT, "key": key, "file": file, "sha256": sha256, "lines": f"{first}-{last}"}
    opening = "".join(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)},\n" for name, value in head.items())
    tables = (
        ("blocks", "[]", _block_rows(key, own, first, outlined)),
        ("paragraphs", "[]", _paragraph_rows(outlined)),
        ("figures", "{}", _figure_rows(said, first, running)),
        ("modality", "{}", (f'"{kind}": "{in_ranges(each)}"' for kind, each in modality_lines(said, first))),
        ("runs", "[]", _run_rows(said, key)),
    )
    body = ",\n".join(f'"{name}": {_table(form, list(each))}' for name, form, each in tables)
    return f"{{\n{opening}{body}\n}}\n".encode()


def _table(form: str, rows: list[str]) -> str:
    """Return rows of JSON in the brackets `form`, a line each."""
    return f"{form[0]}\n" + ",\n".join(rows) + f"\n{form[1]}" if rows else form


def in_ranges(numbers: Sequence[int]) -> str:
    """Return sorted numbers in short.

    >>> in_ranges([3, 7, 8, 9, 12])
    '3 7-9 12'
    """
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in found)


def _paragraph_rows(outlined: Outline) -> Iterator[str]:
    """Yield the lines on which paragraphs begin, as numbers in little room."""
    starts = list({number: line for line, number in reversed(list(outlined.paragraphs.items()))}.values())[::-1]
    for at in range(0, len(starts), ROW):
        yield f'"{to_gaps(starts[at : at + ROW])}"'


def _run_rows(said: str, key: str) -> Iterator[str]:
    """Yield the number of bits of a fingerprint, then the fingerprints, sorted."""
    bits, found = fingerprints((said, joined(said)), key)
    yield str(bits)
    kept = sorted(found)
    for at in range(0, len(kept), ROW):
        yield f'"{to_gaps(kept[at : at + ROW])}"'


# --- figures ----------------------------------------------------------------------------------------------------------


def _figure_rows(text: str, first: int, running: Mapping[int, tuple[Moment, ...]]) -> Iterator[str]:
    """Yield a row of JSON for each line that has figures or dates."""
    found, moments = read_figures(text)
    found = tuple(sorted((*found, *unread_figures(text)), key=lambda figure: figure.start))
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    numbers: dict[int, list[Figure]] = {}
    dates: dict[int, dict[str, None]] = {}
    for figure in found:
        numbers.setdefault(bisect_right(starts, _digit_place(figure, text)), []).append(figure)
    for moment in moments:
        for line in {bisect_right(starts, moment.start), bisect_right(starts, moment.end - 1)}:
            dates.setdefault(line, {}).update(dict.fromkeys(_moment_texts(moment)))
    for number, printed in running.items():
        for moment in printed:
            dates.setdefault(number - first + 1, {}).update(dict.fromkeys(_moment_texts(moment)))
    for line in sorted({*numbers, *dates}):
        row: dict[str, list[str]] = {}
        if line in numbers:
            row["numbers"] = [figure_text(figure.readings) for figure in numbers[line]]
        if line in dates:
            row["dates"] = list(dates[line])
        yield f'"{first + line - 1}": {json.dumps(row, ensure_ascii=False)}'


def _digit_place(figure: Figure, text: str) -> int:
    """A figure stands where its digits begin: a currency's sign may be on the line above, its unit on the line below."""
    match = re.compile(r"\d").search(text, figure.start, figure.end)
    return match.start() if match else figure.start


def _moment_texts(moment: Moment) -> list[str]:
    dates = [
        f"{date} glued {moment.note}" if moment.note and index == len(moment.dates) - 1 else date for index, date in enumerate(moment.dates)
    ]
    return [*dates, moment.season] if moment.season else dates


def figure_text(readings: tuple[Reading, ...]) -> str:
    """Return a figure as evidence prints it, its readings parted by ` | `; `?` where it is not understood.

    >>> from decimal import Decimal
    >>> figure_text((Reading(Decimal(20016), ""), Reading(Decimal(200), "", "16")))
    '20016 | 200 glued 16'
    """
    return (
        UNREAD
        if not readings
        else " | ".join(
            " ".join(
                part
                for part in (
                    "+" * each.plus + plain_number(rounded(each.value, 6)),
                    each.unit,
                    f"glued {each.note}" if each.note else "",
                )
                if part
            )
            for each in readings
        )
    )


# --- blocks -----------------------------------------------------------------------------------------------------------


def _block_rows(key: str, own: list[str], first: int, outlined: Outline) -> Iterator[str]:
    words = _line_words(own)
    headings = {line - first for line, _ in outlined.headings}
    pages = {line - first for line, _ in outlined.heads}
    for start, end in _spans(own, headings, pages):
        known: dict[str, object] = {"lines": f"{first + start}-{first + end}"}
        page = outlined.page_of(first + start)
        if page and page.number:
            known["page" if page.printed else "page-inferred"] = page.number
        if page and page.label:
            known["label"] = page.label
        heading = outlined.heading_of(first + start)
        if heading:
            known["heading"] = cleaned(heading)
        paragraphs = [outlined.paragraphs[line] for line in range(first + start, first + end + 1) if line in outlined.paragraphs]
        if paragraphs:
            known["paragraphs"] = f"{paragraphs[0]}-{paragraphs[-1]}"
        salt = block_key(key, first + start)
        known["words"] = {str(first + a): _hashes(words[a : b + 1], salt) for a, b in _parts(own, start, end)}
        yield json.dumps(known, ensure_ascii=False)


def _hashes(words: Sequence[set[str]], salt: bytes) -> str:
    return "".join(f"{each:04x}" for each in sorted({word_hash(form, salt) for line in words for form in line}))


def _parts(own: list[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a block; what is left at its end and is short goes with the part before it."""
    parts: list[tuple[int, int]] = []
    at = start
    for index in range(start, end + 1):
        rest = sum(len(line.split()) for line in own[index + 1 : end + 1])
        if index == end or (
            rest >= SHORTEST and (index - at + 1 >= PART_LINES or sum(len(line.split()) for line in own[at : index + 1]) >= PART_WORDS)
        ):
            parts.append((at, index))
            at = index + 1
    yield from parts


def _spans(own: list[str], headings: set[int], pages: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the blocks; one also ends before a heading or a new page; before a heading not if it is very short."""
    start = count = 0
    for index, line in enumerate(own):
        if (index in pages and index > start) or (index in headings and count >= SHORTEST):
            yield start, index - 1
            start, count = index, 0
        count += len(line.split())
        if index - start + 1 >= LINES or count >= WORDS or index == len(own) - 1:
            yield start, index
            start, count = index + 1, 0


_BROKEN = re.compile(r"([^\W\d_]+)-\s*$")


def _line_words(own: list[str]) -> list[set[str]]:
    """Return the forms of each line's words; a word broken at a line's end counts whole on both lines, and so do its parts."""
    found = [{form for _, word in words_of(unspaced(line) if is_spaced(line) else line) for form in printed_forms(word)} for line in own]
    for index, line in enumerate(own[:-1]):
        broken = _BROKEN.search(line)
        following = next((at for at in range(index + 1, min(index + 4, len(own))) if own[at].strip()), None)
        if broken and following is not None:
            rest = re.match(r"\s*([^\W\d_]+)", own[following])
            if rest:
                whole = fold(broken[1] + rest[1])
                found[index].add(whole)
                found[following].add(whole)
    return found
