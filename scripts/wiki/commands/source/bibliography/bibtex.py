"""BibTeX and biblatex, split by bibtexparser; values are put together, inherited and turned into variables here."""

from __future__ import annotations

import logging
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from bibtexparser.model import Block, DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ImplicitComment, ParsingFailedBlock, String
from bibtexparser.splitter import Splitter

from wiki.commands.source.bibliography.entries import Given, Value, reference_of
from wiki.commands.source.bibliography.fields import SAME, inherited
from wiki.commands.source.bibliography.reference import Lines, Reference, Told
from wiki.model.dates import MONTHS

_START = re.compile(r"@[A-Za-z]\w*\s*[{(]")
_COMMENTED = re.compile(r"(?m)^[ \t]*%.*$")
_KEYLESS = re.compile(r"(?mi)^([ \t]*@(?!string|preamble|comment)[a-z]+[ \t]*[{(])(\s*)(?=[A-Za-z][\w-]*\s*=\s*[\"{\w])")
_HIDDEN = "\ue0a0"
"""Stands for the sign @ in a comment while the file is split."""
_MOST_RETRIES = 200

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it says is told with its place


@dataclass(slots=True)
class _Found:
    """An entry with the place where it begins, and its fields as they were put together."""

    key: str
    kind: str
    offset: int
    fields: dict[str, Value] = field(default_factory=dict)
    told: list[tuple[str, int]] = field(default_factory=list)


def read_bibtex(text: str) -> tuple[list[Reference], list[Told]]:
    """Return the references of a file, and what could not be read as one."""
    lines, told = Lines(text), []
    strings: dict[str, str] = {month[:3].lower(): month for month in MONTHS}
    entries = []
    for block, offset in _blocks(text):
        if isinstance(block, ParsingFailedBlock):
            told.append(_failed(block, offset, lines))
        elif isinstance(block, ImplicitComment):
            told += _stray(block, offset, lines)
        elif isinstance(block, String):
            strings[block.key.lower()] = _joined(block.value, strings)[0]
        elif isinstance(block, Entry):
            entries.append((block, offset))
    found = [_entry(block, offset, text, strings) for block, offset in entries]
    _inherit(found)
    made = [reference_of(Given(each.key, each.kind, each.fields, each.told, each.offset), lines) for each in found if each.kind != "xdata"]
    return [each for each in made if each], told


def _blocks(text: str) -> Iterator[tuple[Block, int]]:
    """Yield blocks with their offsets. Where one is never closed, what follows inside it is looked at again."""
    start = 0
    masked = _COMMENTED.sub(lambda match: match[0].replace("@", _HIDDEN), text)
    added = [match.end(1) for match in _KEYLESS.finditer(masked)]
    masked = _KEYLESS.sub(lambda match: f"{match[1]},{match[2]}", masked)
    for _ in range(_MOST_RETRIES):
        cursor, again = start, -1
        for block in Splitter(masked[start:]).split().blocks:
            raw = block.raw or ""
            cursor = max(masked.find(raw, cursor), cursor)
            whole = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock) else block
            yield whole or block, cursor - bisect_left([place + index for index, place in enumerate(added)], cursor)
            if isinstance(block, ParsingFailedBlock) and cursor + len(raw) >= len(masked) - 1:
                inner = _START.search(masked, cursor + 2)
                again = inner.start() if inner else -1
            cursor += len(raw)
        if again < 0:
            return
        start = again


def _failed(block: ParsingFailedBlock, offset: int, lines: Lines) -> Told:
    raw = (block.raw or "").replace(_HIDDEN, "@")
    head = re.match(r"@\s*(\w+)\s*[{(]\s*([^\s,={}()\"]*)", raw)
    what = f"@{head[1]} '{head[2]}'" if head and head[2] else f"@{head[1]}" if head else "a reference"
    why = str(getattr(block.error, "abort_reason", block.error)).strip().rstrip(".").replace("`", "'")
    why = re.sub(r"^Expected (?:either )?(.*?),? but found (?:a )?(.*?)(?: before)?$", r"found \2, expected \1", why)
    why = re.sub(
        r"^Unexpected block start: '(.*?)'\. Was still looking for (?:field-value )?closing (.*)$",
        r"found \1, expected the closing \2",
        why,
    )
    why = why.replace("Was still looking for field-value closing", "expected the closing").replace(
        "Unexpectedly reached end of file", "found the end of the file, expected its closing brace"
    )
    line = lines.place(min(offset + len(raw) + 1, len(lines.text)))[0]
    return Told(
        *lines.place(offset),
        f"{what} was not read: {why} (line {line})",
        lost=not re.match(r"@(?:string|preamble|comment)", raw, re.IGNORECASE),
    )


_STRAY = re.compile(
    r"(?m)^[ \t]*(?:(?P<field>,[ \t]*\w[\w-]*\s*=\s*[{\"\w][^\n]{0,40})|(?P<entry>[A-Za-z]+[ \t]*\{[^\s,{}=]*,)\s*\w[\w-]*\s*=)"
)


def _stray(block: ImplicitComment, offset: int, lines: Lines) -> Iterator[Told]:
    """Tell of fields behind a brace that closed too early, and of an entry that lacks its sign @; other words between entries are comments."""
    for match in _STRAY.finditer(block.raw or ""):
        place = lines.place(offset + match.start())
        if match["field"]:
            found = " ".join(match["field"].lstrip(", ").split())
            yield Told(*place, f"found '{found}' outside of any reference, expected it before the closing brace; it was not read")
        else:
            yield Told(*place, f"found '{match['entry']}', expected '@' before it; it was not read", lost=True)


_NEXT_FIELD = re.compile(r"\s+(?P<name>[A-Za-z][\w-]*)\s*=\s*(?=\S)")


def _values(name: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield a field, and those that stand in its value because the comma between them is missing."""
    while True:
        end = _closing(value, 0) + 1 if value[:1] in ("{", '"') else len(value.split(None, 1)[0]) if value.strip() else 0
        missing = _NEXT_FIELD.match(value, end)
        if not missing:
            yield name, value
            return
        yield name, value[:end]
        name, value = missing["name"].lower(), value[missing.end() :]


def _entry(block: Entry, offset: int, text: str, strings: dict[str, str]) -> _Found:
    """Put together the values of an entry; the first of two fields of a name stands, as in BibTeX."""
    found = _Found(block.key.replace(_HIDDEN, "@").strip(), block.entry_type.lower(), offset)
    cursor = offset
    for each in block.fields:
        name = each.key.replace(_HIDDEN, "@").rsplit("\n", 1)[-1].strip().lower()
        place = text.find(str(each.value), cursor)
        cursor = max(place, cursor)
        if name.startswith("%"):
            continue
        for number, (own, given) in enumerate(_values(name, str(each.value).replace(_HIDDEN, "@"))):
            if number:
                found.told.append((f"found '{own}' behind a value, expected a comma before it; it was read as a field", cursor))
            _put(found, own, Value(given, cursor), strings)
    return found


def _put(found: _Found, name: str, given: Value, strings: dict[str, str]) -> None:
    value, unknown = _joined(given.text, strings)
    if unknown:
        message = f"'{name}' names {', '.join(map(repr, unknown))}, which no @string gives; the name itself was kept"
        found.told.append((message, given.offset))
    if name not in found.fields:
        found.fields[name] = Value(value, given.offset)
    elif found.fields[name].text != value:
        found.told.append((f"a second '{name}' was left out ('{value[:200]}')", given.offset))


_PIECE = re.compile(r"\s*(?:#\s*)?([^\s#{\"]+)")


def _joined(value: str, strings: dict[str, str]) -> tuple[str, list[str]]:
    """Return a value with its parts joined and abbreviations resolved, and names that no @string gives.

    >>> _joined('"Dams of " # lake # { {U}p}', {"lake": "the Lake"})
    ('Dams of the Lake {U}p', [])
    """
    made, position = "", 0
    unknown: list[str] = []
    while position < len(value):
        sign = value[position]
        if sign in '{"':
            end = _closing(value, position)
            made += value[position + 1 : end]
            position = end + 1
        elif sign == "#" or sign.isspace():
            position += 1
        else:
            match = _PIECE.match(value, position)
            word = match[1] if match else sign
            position = match.end() if match else position + 1
            if word.lower() in strings:
                made += strings[word.lower()]
            else:
                made += f" {word}" if unknown else word
                unknown += [] if re.fullmatch(r"[\d.,:/–-]+", word) else [word]
    return made, unknown


def _closing(value: str, start: int) -> int:
    """Return where the brace or the quotation mark at `start` is closed."""
    quoted, depth = value[start] == '"', 0
    for position in range(start + 1, len(value)):
        sign = value[position]
        if value[position - 1] == "\\" and sign in '{}"':
            continue
        if sign == "{":
            depth += 1
        elif sign == "}":
            if not depth and not quoted:
                return position
            depth -= 1
        elif sign == '"' and quoted and not depth:
            return position
    return len(value)


def _take_over(child: _Found, parent: _Found, *, whole: bool) -> None:
    closed = {name for same in SAME if set(same) & set(child.fields) for name in same}
    for name, value in parent.fields.items():
        for own in (name,) if whole else inherited(name, child.kind, parent.kind):
            if own not in closed:
                child.fields.setdefault(own, value)


def _inherit(entries: list[_Found]) -> None:
    """Give each entry what it lacks and its parents have: those of `xdata` as it is, that of `crossref` by biblatex's rules."""
    by_key = {each.key.casefold(): each for each in reversed(entries)}
    done: set[int] = set()

    def settle(child: _Found, above: tuple[int, ...]) -> None:
        if id(child) in done or id(child) in above or len(above) > 50:
            return
        for name in ("xdata", "crossref"):
            given = child.fields.get(name)
            keys = [key.strip() for key in given.text.split(",") if key.strip()] if given else []
            for key in keys:
                parent = by_key.get(key.casefold())
                if parent is None or parent is child:
                    child.told.append(
                        (f"'{name}' names '{key}', and no such reference is in the file", given.offset if given else child.offset)
                    )
                    continue
                settle(parent, (*above, id(child)))
                _take_over(child, parent, whole=name == "xdata")
        done.add(id(child))

    for each in entries:
        settle(each, ())
