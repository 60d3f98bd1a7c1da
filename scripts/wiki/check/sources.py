"""Source records: seeds/<key>.md, front matter of CSL variables and what this wiki adds."""

from __future__ import annotations

import json
import re
from typing import Any

from wiki.check.bodies import parse_body
from wiki.disk.boundary import stumbled
from wiki.model import Date, LeftOut, OutlineItem, Place, Source, SourceFile
from wiki.model.citations import LINE
from wiki.model.dates import parse_date, words
from wiki.model.ids import fault_of_id
from wiki.model.problems import Problem, has_errors, problem
from wiki.read.fields import Fields
from wiki.read.nodes import Mapping, Node, RawFile, Scalar, Sequence
from wiki.read.vocabulary import Vocabulary

# CSL 1.0.2, appendix IV: variables
NAMES = (
    "author", "chair", "collection-editor", "compiler", "composer", "container-author", "contributor", "curator", "director", "editor",
    "editorial-director", "executive-producer", "guest", "host", "illustrator", "interviewer", "narrator", "organizer", "original-author",
    "performer", "producer", "recipient", "reviewed-author", "script-writer", "series-creator", "translator",
)  # fmt: skip
DATES = ("accessed", "available-date", "event-date", "issued", "original-date", "submitted")
STRINGS = (
    "abstract", "annote", "archive", "archive_collection", "archive_location", "archive-place", "authority", "call-number",
    "chapter-number", "citation-number", "collection-number", "collection-title", "container-title", "container-title-short", "dimensions",
    "division", "DOI", "edition", "event-title", "event-place", "genre", "ISBN", "ISSN", "issue", "jurisdiction", "keyword", "language",
    "license", "medium", "note", "number", "number-of-pages", "number-of-volumes", "original-publisher", "original-publisher-place",
    "original-title", "page", "page-first", "part-number", "part-title", "PMCID", "PMID", "printing-number", "publisher",
    "publisher-place", "references", "reviewed-genre", "reviewed-title", "scale", "section", "short-title", "source", "status",
    "supplement-number", "title", "title-short", "type", "URL", "version", "volume", "volume-title", "volume-title-short", "year-suffix",
)  # fmt: skip
TYPES = (
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter", "classic",
    "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic", "hearing",
    "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture", "musical_score", "pamphlet", "paper-conference",
    "patent", "performance", "periodical", "personal_communication", "post", "post-weblog", "regulation", "report", "review",
    "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage",
)  # fmt: skip
_LINES = rf"{LINE}(?:\s*[-–]\s*{LINE})?"
OWN = ("source-type", "date-inferred", "file", "outline", "left-out", "archived")
SOURCE_KEYS = ("type", "title", *NAMES, *DATES, *(key for key in STRINGS if key not in ("type", "title")), *OWN)


def check_source(raw: RawFile, vocabulary: Vocabulary) -> tuple[Source | None, list[Problem]]:
    """Return the source, or None where its record has errors, with its problems."""
    try:
        return _check_source(raw, vocabulary)
    except Exception as error:  # noqa: BLE001 - the boundary of a file
        return None, [stumbled(raw.path, error)]


def _check_source(raw: RawFile, vocabulary: Vocabulary) -> tuple[Source | None, list[Problem]]:
    problems: list[Problem] = []
    fields = Fields(raw.fields, raw.path, problems, "a source record")
    top = Place(raw.path, 1)
    fault = fault_of_id(raw.id)
    if fault:
        problems.append(problem(top, "id", f"the file name '{raw.id}' is no key; {fault}"))
    fields.check_keys(SOURCE_KEYS, ("title",))
    fields.one_of("type", TYPES, what="CSL type")
    issued = fields.date("issued")
    title = fields.text("title")
    authors = _names(fields, "author")
    notes, claims, body_problems = parse_body(raw.body, raw.id, raw.path, raw.body_line)
    problems.extend(body_problems)
    problems.extend(problem(claim.place, "citation", "the notes of a source carry no citations") for claim in claims)
    file = _file(fields)
    source = Source(
        key=raw.id,
        path=raw.path,
        title=title,
        csl=json.dumps(_csl(fields, raw.id, issued), ensure_ascii=False, sort_keys=True),
        source_type=fields.one_of("source-type", vocabulary.source_types, what="type of source", rule="unknown-source-type"),
        issued=issued,
        date_inferred=fields.text("date-inferred"),
        author="; ".join(_full_name(name) for name in authors),
        container=fields.text("container-title") or fields.text("publisher"),
        file=file,
        outline=_outline(fields, file),
        left_out=_left_out(fields),
        notes=notes,
        place=top,
    )
    return (None if has_errors(problems) else source), problems


def _file(fields: Fields) -> SourceFile | None:
    """'file' names the archived text, its SHA-256 and the lines of it that are this source."""
    row = fields.mapping("file")
    if row is None:
        return None
    row.check_keys(("name", "sha256", "lines", "pages"), ("name", "sha256"))
    sha256 = row.text("sha256")
    if sha256 and not re.fullmatch(r"[0-9a-f]{64}", sha256):
        row.report("sha256", "value", "a SHA-256 is 64 digits 0-9 and a-f, of the whole file")
    lines = row.text("lines")
    match = re.fullmatch(rf"({LINE})\s*[-–]\s*({LINE})", lines)
    if lines and (not match or not 0 < int(match[1]) <= int(match[2])):
        row.report("lines", "value", f"'{lines}' is no range of lines; expected a form like '4043-4416'")
        match = None
    return SourceFile(row.text("name"), sha256, int(match[1]) if match else 0, int(match[2]) if match else 0)


def _outline(fields: Fields, file: SourceFile | None) -> tuple[OutlineItem, ...]:
    """'outline' lists the source's headings with the line each stands on, inside the source's own lines."""
    items = []
    for row in fields.rows("outline"):
        row.check_keys(("line", "title"), ("line", "title"))
        line = row.text("line")
        if not re.fullmatch(LINE, line):
            row.report("line", "value", f"'{line}' is no line; expected a number of at most 7 digits")
            continue
        if file and file.last and not file.first <= int(line) <= file.last:
            row.report("line", "locator-range", f"line {line} is outside the source's lines {file.first}-{file.last}")
        items.append(OutlineItem(int(line), row.text("title")))
    return tuple(items)


def _left_out(fields: Fields) -> tuple[LeftOut, ...]:
    """'left-out' lists figures that the wiki does not take up, each with its reason."""
    found = []
    for row in fields.rows("left-out"):
        row.check_keys(("lines", "figure", "reason"), ("lines", "figure", "reason"))
        lines = row.text("lines")
        if lines and not re.fullmatch(rf"{_LINES}(?:,\s*{_LINES})*", lines):
            row.report("lines", "value", f"'{lines}' are no lines; expected a form like '12, 40-44'")
        found.append(LeftOut(lines, row.text("figure"), row.text("reason")))
    return tuple(found)


def _names(fields: Fields, key: str) -> list[dict[str, str]]:
    """A CSL name has 'family' and 'given', or 'literal'; a plain string is taken as literal."""
    node = fields.node.get(key)
    if isinstance(node, Scalar):
        return [{"literal": node.value}] if node.value else []
    names = []
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, Scalar):
            names.append({"literal": item.value})
        elif isinstance(item, Mapping):
            row = Fields(item, fields.path, fields.problems, f"a name under '{key}'")
            row.check_keys(("family", "given", "literal", "suffix", "non-dropping-particle", "dropping-particle"))
            names.append({name.value: value.value for name, value in item.items if isinstance(value, Scalar)})
    return names


def _full_name(name: dict[str, str]) -> str:
    """Return a name as it is read out: Ludwig von Aarden, Omar Karim Jr."""
    order = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return name.get("literal") or " ".join(name[part] for part in order if name.get(part))


def _csl(fields: Fields, key: str, issued: Date | None) -> dict[str, Any]:
    """Return the record as CSL-JSON (schema 1.0.2); a date that its form does not say whole stands under `custom` as EDTF, too."""
    item: dict[str, Any] = {"id": key, "type": fields.text("type") or "document"}
    exact: dict[str, str] = {}
    for name, node in fields.node.items:
        if name.value in NAMES:
            item[name.value] = _names(fields, name.value)
        elif name.value in DATES:
            date = issued if name.value == "issued" else fields.date(name.value)
            if date:
                item[name.value] = csl_date(date)
                if not _CARRIED.fullmatch(date.text):
                    exact[name.value] = date.text
        elif name.value in STRINGS and name.value != "type":
            item[name.value] = _string(node)
    return item | ({"custom": {"edtf": exact}} if exact else {})


def csl_date(date: Date) -> dict[str, Any]:
    """Return a date as CSL-JSON has it: date-parts, or `literal` where a part is open."""
    if not date.earliest or not date.latest:
        return {"literal": words(date)}
    if date.precision == "season":
        year, season = date.text.rsplit("-", 1)
        return {"date-parts": [[_year(year)]], "season": int(season[:2]) - 20, **_circa(date)}
    if date.precision == "interval":
        start, end = (parse_date(part) for part in date.text.split("/"))
        first, last = _parts(start.earliest, _DEPTHS.get(start.precision, 1)), _parts(end.latest, _DEPTHS.get(end.precision, 1))
    else:
        depth = _DEPTHS.get(date.precision, 1)
        first, last = _parts(date.earliest, depth), _parts(date.latest, depth)
    return {"date-parts": [first] if first == last else [first, last], **_circa(date)}


_DEPTHS = {"day": 3, "month": 2}
_CARRIED = re.compile(r"-?\d{4}(?:-\d\d){0,2}~?|(-?\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?)/(?!\1$)-?\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?")
"""Dates that CSL's form says whole; of others it leaves out a doubt, an open end or a digit that is not known."""


def _parts(day: str, depth: int) -> list[int]:
    """Return the first parts of a day."""
    year, month, number = day.rsplit("-", 2)
    return [_year(year), int(month), int(number)][:depth]


def _year(text: str) -> int:
    """Return a year as CSL counts it: the year before the year 1 is -1, which EDTF has as 0000."""
    number = int(text)
    return number if number > 0 else number - 1


def _circa(date: Date) -> dict[str, bool]:
    return {"circa": True} if date.approximate or date.uncertain else {}


def _string(node: Node) -> str:
    return " ".join(node.value.split()) if isinstance(node, Scalar) else ""
