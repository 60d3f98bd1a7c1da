"""CSL-JSON: its variables are those of a record; dates become EDTF, markup is taken out, and what is no such variable is named."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from wiki.check.sources import DATES, NAMES, STRINGS, TYPES
from wiki.commands.source.bibliography.dates import of_csl
from wiki.commands.source.bibliography.reference import NAME_PARTS, Lines, Name, Reference, Told, tidy

_DECODER = json.JSONDecoder()
_NEXT = re.compile(r"\}\s*,?\s*(?=\{)|(?m:^)\s*,?\s*(?=\{)")
_WRAPPED = re.compile(r'\{\s*(?:"[^"]*"\s*:\s*(?:"[^"]*"|[\d.]+)\s*,\s*)*"items"\s*:\s*(?=\[)')
_MOST_TRIES = 200


class NotCsl(ValueError):  # noqa: N818 - what the file is not
    """The file is no list of references; the message says what was found and expected."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(" ".join(message.split()))
        self.offset = offset


def read_csl(text: str) -> tuple[list[Reference], list[Told]]:
    """Return the references of a file, and items that are none.

    Raises NotCsl where it holds no list of them.
    """
    lines = Lines(text)
    made, told = [], []
    for item, start, end in _items(text):
        place = lines.place(start)
        if isinstance(item, NotCsl):
            told.append(Told(*lines.place(item.offset), f"{item}; nothing was read from here to line {lines.place(end)[0]}", lost=True))
        elif not isinstance(item, dict):
            told.append(Told(*place, f"found {json.dumps(item)[:60]}, expected a reference in braces", lost=True))
        else:
            made.append(_reference(item, text, (start, end), lines))
    return made, told


def _items(text: str) -> Iterator[tuple[Any, int, int]]:
    """Yield each item with where it begins and ends; one that is no JSON as NotCsl, and the next that is."""
    start = re.match(r"\s*", text)
    position = start.end() if start else 0
    if inside := _WRAPPED.match(text, position):
        position = inside.end()
    elif text[position : position + 1] == "{":
        found, end = _decoded(text, position)
        if isinstance(found, NotCsl):
            raise found
        if "items" in found:
            raise NotCsl("this is no CSL-JSON: found 'items' that is no list, expected a list of items", position)
        yield found, position, end
        return
    if text[position : position + 1] != "[":
        raise NotCsl(f"this is no CSL-JSON: found '{text[position : position + 20]}', expected a list of items", position)
    position += 1
    while position < len(text):
        blank = re.compile(r"[\s,]*").match(text, position)
        position = blank.end() if blank else position
        if position >= len(text) or text[position] == "]":
            break
        found, end = _decoded(text, position)
        yield found, position, end
        position = end
    if position >= len(text) and text.strip():
        yield NotCsl("found the end of the file, expected ']'", len(text.rstrip())), position, position


def _decoded(text: str, position: int) -> tuple[Any, int]:
    """Return the JSON at a place and where it ends; a fault, and where the next item begins."""
    try:
        return _DECODER.raw_decode(text, position)
    except RecursionError:
        return NotCsl("found lists too deep in one another, expected a reference", position), len(text)
    except json.JSONDecodeError as error:
        fault = NotCsl(
            f"this is no JSON: found '{text[error.pos : error.pos + 20].strip()}' ({error.msg[0].lower()}{error.msg[1:]})", error.pos
        )
    except ValueError as error:  # a number of some thousand digits
        fault = NotCsl(f"this is no JSON that can be read ({error})", position)
    for number, match in enumerate(_NEXT.finditer(text, max(position + 1, fault.offset - 1))):
        if number > _MOST_TRIES:
            break
        try:
            item, _ = _DECODER.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            continue
        if isinstance(item, dict) and ("title" in item or {"id", "type"} <= set(item)):
            return fault, match.end()
    return fault, len(text)


def _reference(item: dict[str, Any], text: str, span: tuple[int, int], lines: Lines) -> Reference:
    kind = item.get("type")
    key = item.get("id", "")
    made = Reference(*lines.place(span[0]), tidy(str(key)) if isinstance(key, str | int | float) else "")
    made.type = kind if kind in TYPES else "document"
    if kind not in TYPES and kind not in (None, ""):
        made.tell(f"{json.dumps(kind)} is no type of CSL; the record's type is 'document'")
    homeless = []
    for name, value in item.items():
        if name in ("id", "type") or value in (None, "", [], {}):
            continue
        at = text.find(f'"{name}"', *span)
        place = lines.place(max(at, span[0]))
        if name in NAMES:
            made.names[name] = _names(value, name, made, place)
        elif name in DATES:
            _date(name, value, item, made, place)
        elif name in STRINGS:
            _text(name, value, made, place)
        elif name == "custom" and isinstance(value, dict):
            homeless += [f"custom.{each}" for each in value if each != "edtf"]
        else:
            homeless.append(name)
    if homeless:
        made.tell(f"no place in a record for {', '.join(homeless)}")
    return made


def _text(name: str, value: Any, made: Reference, place: tuple[int, int]) -> None:
    """Take over a string or a number; of a list, as registries have it, its strings."""
    values = value if isinstance(value, list) else [value]
    if all(isinstance(each, str | int | float) and not isinstance(each, bool) for each in values):
        if name == "title":
            values = values[:1]
        made.put(name, (", " if name in ("keyword", "ISBN", "ISSN") else "; ").join(map(str, values)), place)
    else:
        made.tell(f"'{name}' was left out: found {json.dumps(value)[:80]}, expected text", place)


def _date(name: str, value: Any, item: dict[str, Any], made: Reference, place: tuple[int, int]) -> None:
    custom = item.get("custom")
    exact = custom.get("edtf") if isinstance(custom, dict) else None
    own = exact.get(name) if isinstance(exact, dict) else None
    found, understood = of_csl(own) if isinstance(own, str) else of_csl(value)
    if found:
        made.put(name, found, place)
    elif not understood:
        made.tell(
            f"'{name}' was left out: {json.dumps(value, ensure_ascii=False)[:200]} is no date that is understood; expected date-parts",
            place,
        )


def _names(value: Any, variable: str, made: Reference, place: tuple[int, int]) -> list[Name]:
    """Take over names; a text is one as it stands."""
    found = []
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str) and each.strip():
            found.append({"literal": tidy(each)})
        elif isinstance(each, dict):
            if isinstance(each.get("name"), str) and "literal" not in each:
                each["literal"] = each["name"]
            name = {key: tidy(each[key]) for key in NAME_PARTS if isinstance(each.get(key), str) and tidy(each[key])}
            found += [name] if name else []
            if not name:
                made.tell(f"a name under '{variable}' was left out: found {json.dumps(each)[:80]}, expected family or literal", place)
        elif each not in (None, ""):
            made.tell(f"a name under '{variable}' was left out: found {json.dumps(each)[:80]}, expected family or literal", place)
    return found
