"""Bibliographies → source records: CSL-JSON as it is, RIS and BibTeX with the fields that a record has a place for.

Both older formats are read by hand: a record needs some twenty of their fields, and an editor looks it over before it is used.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wiki.check.format import scalar
from wiki.check.sources import DATES, NAMES, STRINGS, TYPES
from wiki.model.characters import cleaned
from wiki.model.ids import fault_of_id
from wiki.model.slug import ascii_id

Item = dict[str, Any]
"""An item of CSL-JSON."""


class BibliographyError(ValueError):
    """A file that holds no references that can be read; the message says why."""


def import_records(root: Path, file: Path) -> tuple[list[str], list[str]]:
    """Write a record for each reference of `file`; return the paths made, and those that were there already and were kept.

    Raises BibliographyError if the file cannot be read, or holds no reference.
    """
    made, kept = [], []
    taken: set[str] = set()
    for item in read_bibliography(file):
        key = _key(item, taken)
        taken.add(key)
        path = f"seeds/{key}.md"
        if (root / path).exists():
            kept.append(path)
            continue
        (root / "seeds").mkdir(exist_ok=True)
        (root / path).write_text(record_of(item), encoding="utf-8", newline="\n")
        made.append(path)
    return made, kept


def read_bibliography(file: Path) -> list[Item]:
    """Return the references of a file as CSL-JSON.

    Raises BibliographyError if it cannot be read, or holds none.
    """
    readers = {".json": _read_csl, ".ris": _read_ris, ".bib": _read_bibtex}
    if file.suffix.lower() not in readers:
        raise BibliographyError(f"'{file.name}' is none of {', '.join(readers)}")
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BibliographyError(f"'{file}' cannot be read: {error}") from error
    try:
        items = readers[file.suffix.lower()](text)
    except RecursionError as error:
        raise BibliographyError(f"'{file.name}' holds lists too deep in one another") from error
    if not items:
        raise BibliographyError(f"'{file.name}' holds no reference")
    for item in items:
        if not item.get("title"):
            raise BibliographyError(f"'{file.name}': the reference '{item.get('id', '')}' has no title")
    return items


def _key(item: Item, taken: set[str]) -> str:
    """Return the item's own id if it is a key, else one made of it or of author, year and title."""
    own = str(item.get("id", ""))
    names = item.get("author") or [{}]
    parts = (names[0].get("family") or names[0].get("literal") or "", _date(item.get("issued"))[:4], str(item["title"])[:24])
    key = own if not fault_of_id(own) else ascii_id(own) or ascii_id(" ".join(parts))
    numbered = (f"{key}-{number}" for number in range(2, len(taken) + 3))
    return key if key not in taken else next(each for each in numbered if each not in taken)


def record_of(item: Item) -> str:
    """Return an item of CSL-JSON as a record; variables that a record has no place for are left out."""
    kind = item.get("type")
    rows = ["---", f"type: {kind if kind in TYPES else 'document'}", f"title: {scalar(cleaned(str(item['title'])))}"]
    for name, value in item.items():
        if name in ("type", "title", "id"):
            continue
        if name in NAMES and isinstance(value, list):
            rows += _name_rows(name, value)
        elif name in DATES:
            date = _date(value)
            rows += [f"{name}: {date}"] if date else []
        elif name in STRINGS and isinstance(value, str | int | float) and str(value).strip():
            rows.append(f"{name}: {scalar(cleaned(str(value)))}")
    return "\n".join([*rows, "---", "Who stands behind this source, what it would want, and how it was dated.", ""])


def _name_rows(name: str, value: list[Any]) -> list[str]:
    rows = []
    for each in value:
        parts = [
            (key, cleaned(str(each[key]))) for key in ("family", "given", "literal", "suffix", "non-dropping-particle") if each.get(key)
        ]
        rows += [f"{'  - ' if not index else '    '}{key}: {scalar(text)}" for index, (key, text) in enumerate(parts)]
    return [f"{name}:", *rows] if rows else []


def _date(value: Any) -> str:
    """Return a date of CSL-JSON as EDTF; '' where it is in words."""
    if not isinstance(value, dict) or not value.get("date-parts"):
        return ""
    try:
        ends = ["-".join(_part(str(part), 2 if index else 4) for index, part in enumerate(parts)) for parts in value["date-parts"] if parts]
    except (TypeError, ValueError):  # no list, or parts that are no numbers
        return ""
    return "/".join(ends) + ("~" if value.get("circa") and len(ends) == 1 else "")


def _part(text: str, width: int) -> str:
    if not re.fullmatch(r"-?[0-9]{1,4}", text.strip()):
        raise ValueError(text)
    return f"{int(text):0{width}d}"


# --- CSL-JSON ---------------------------------------------------------------------------------------------------------


def _read_csl(text: str) -> list[Item]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise BibliographyError(f"this is no JSON (line {error.lineno}: {error.msg})") from error
    except ValueError as error:  # a number of some thousand digits
        raise BibliographyError(f"this is no JSON that can be read ({error})") from error
    items = found.get("items", [found]) if isinstance(found, dict) else found
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise BibliographyError("this is no CSL-JSON: expected a list of items")
    for item in items:
        for name in NAMES:
            if name in item and not (isinstance(item[name], list) and all(isinstance(each, dict) for each in item[name])):
                raise BibliographyError(f"this is no CSL-JSON: '{name}' of '{item.get('id', '')}' is no list of names")
    return items


# --- RIS --------------------------------------------------------------------------------------------------------------

_RIS_TYPES = {
    "JOUR": "article-journal", "MGZN": "article-magazine", "NEWS": "article-newspaper", "BOOK": "book", "CHAP": "chapter", "RPRT": "report",
    "THES": "thesis", "CONF": "paper-conference", "CPAPER": "paper-conference", "ELEC": "webpage", "BLOG": "post-weblog", "DATA": "dataset",
    "LEGAL": "legislation", "MAP": "map", "UNPB": "manuscript",
}  # fmt: skip
_RIS_TEXTS = {
    "TI": "title", "T1": "title", "T2": "container-title", "JO": "container-title", "JF": "container-title", "PB": "publisher",
    "CY": "publisher-place", "VL": "volume", "IS": "issue", "DO": "DOI", "UR": "URL", "LA": "language", "AB": "abstract", "ET": "edition",
    "ID": "id",
}  # fmt: skip


def _read_ris(text: str) -> list[Item]:
    items: list[Item] = []
    item: Item = {}
    for match in re.finditer(r"(?m)^([A-Z][A-Z0-9])  -[ ]?(.*?)\s*$", text):
        tag, value = match[1], match[2]
        if tag == "TY":
            item = {"type": _RIS_TYPES.get(value, "document")}
            items.append(item)
        elif tag in ("AU", "A1", "A2", "ED"):
            item.setdefault("author" if tag in ("AU", "A1") else "editor", []).append(_name(value))
        elif tag in ("PY", "Y1", "DA") and value and (tag == "DA" or "issued" not in item):
            item["issued"] = _parts(value.split("/"))
        elif tag == "SP":
            item["page"] = value
        elif tag == "EP" and item.get("page"):
            item["page"] += f"-{value}"
        elif tag in _RIS_TEXTS and value:
            item.setdefault(_RIS_TEXTS[tag], value)
    return items


def _parts(parts: list[str]) -> dict[str, Any]:
    numbers = []
    for part in parts[:3]:
        if not re.fullmatch(r"[0-9]{1,4}", part.strip()):
            break
        numbers.append(int(part))
    return {"date-parts": [numbers]} if numbers else {}


def _name(text: str) -> dict[str, str]:
    """`Family, Given` are a person's two names, `Given Family` too if there are two words at least, one word a name as it stands."""
    family, comma, given = (part.strip() for part in text.partition(","))
    if comma:
        return {"family": family, "given": given}
    first, _, last = text.strip().rpartition(" ")
    return {"family": last, "given": first} if first else {"literal": text.strip()}


# --- BibTeX -----------------------------------------------------------------------------------------------------------

_BIB_TYPES = {
    "article": "article-journal", "book": "book", "inbook": "chapter", "incollection": "chapter", "inproceedings": "paper-conference",
    "conference": "paper-conference", "techreport": "report", "report": "report", "phdthesis": "thesis", "mastersthesis": "thesis",
    "thesis": "thesis", "online": "webpage", "misc": "document", "unpublished": "manuscript", "dataset": "dataset",
}  # fmt: skip
_BIB_TEXTS = {
    "title": "title", "journal": "container-title", "journaltitle": "container-title", "booktitle": "container-title", "publisher": "publisher",
    "institution": "publisher", "school": "publisher", "address": "publisher-place", "location": "publisher-place", "volume": "volume",
    "number": "issue", "issue": "issue", "pages": "page", "doi": "DOI", "url": "URL", "language": "language", "langid": "language",
    "edition": "edition", "isbn": "ISBN", "issn": "ISSN", "abstract": "abstract", "note": "note",
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ACCENTS = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    "c": "\u0327",
    "v": "\u030c",
    "u": "\u0306",
}


def _read_bibtex(text: str) -> list[Item]:
    items = []
    for match in re.finditer(r"@(\w+)\s*\{\s*([^,\s{}]*)\s*,", text):
        kind = match[1].lower()
        if kind in ("comment", "string", "preamble"):
            continue
        fields = dict(_bib_fields(text, match.end()))
        item: Item = {"id": match[2], "type": _BIB_TYPES.get(kind, "document")}
        for name in ("author", "editor"):
            if fields.get(name):
                item[name] = [_bib_name(each) for each in _split_names(fields[name])]
        issued = _bib_date(fields)
        if issued:
            item["issued"] = issued
        for name, variable in _BIB_TEXTS.items():
            if fields.get(name):
                item.setdefault(variable, _plain(fields[name]).replace("--", "–"))
        items.append(item)
    return items


def _bib_fields(text: str, position: int) -> Iterator[tuple[str, str]]:
    """Yield the fields of an entry up to its closing brace: `name = {value}`, `"value"` or a bare word."""
    while match := re.compile(r"[\s,]*([\w-]+)\s*=\s*").match(text, position):
        start = position = match.end()
        if text[start : start + 1] in ("{", '"'):
            close = "}" if text[start] == "{" else '"'
            depth, position = 0, start + 1
            while position < len(text) and (depth or text[position] != close):
                depth += {"{": 1, "}": -1}.get(text[position], 0) if text[position - 1] != "\\" else 0
                position += 1
            yield match[1].lower(), text[start + 1 : position]
            position += 1
        else:
            bare = re.compile(r"[^,}\s]*").match(text, start)
            position = bare.end() if bare else start
            yield match[1].lower(), text[start:position]


def _bib_date(fields: dict[str, str]) -> dict[str, Any]:
    if fields.get("date"):
        return _parts(re.split(r"[-/]", _plain(fields["date"])))
    month = _plain(fields.get("month", "")).lower()[:3]
    number = str(_MONTHS.index(month) + 1) if month in _MONTHS else month
    return _parts([_plain(fields.get("year", "")), number])


def _split_names(text: str) -> list[str]:
    """Names are parted by `and`, but not inside braces, where it is part of an institution's name."""
    parts, depth, start = [], 0, 0
    for match in re.finditer(r"[{}]|\s+and\s+", text):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
        elif not depth:
            parts.append(text[start : match.start()])
            start = match.end()
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]


def _bib_name(text: str) -> dict[str, str]:
    return {"literal": _plain(text)} if re.fullmatch(r"\{[^{}]*\}", text) else _name(_plain(text))


def _plain(text: str) -> str:
    """Return a BibTeX value as plain text: accents put on their letters, braces and commands taken away."""
    text = re.sub(r"\\([\"'`^~=]|[cvu](?=[\s{]))\s*\{?\\?([A-Za-z])\}?", lambda m: m[2] + _ACCENTS[m[1]], text)
    text = re.sub(r"\\([&%$#_])", r"\1", text)
    text = re.sub(r"\\[A-Za-z]+\s*", "", text).replace("{", "").replace("}", "").replace("~", " ")
    return unicodedata.normalize("NFC", " ".join(text.split()))
