"""RIS: a line is a tag of two signs, two blanks, a hyphen and a value; a line without a tag goes on with the value before it."""

from __future__ import annotations

import re
from typing import NamedTuple

from wiki.commands.source.bibliography.dates import edtf
from wiki.commands.source.bibliography.reference import Reference, Told, inverted, tidy

_LINE = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?")

_TYPES = {
    "ABST": "article-journal", "ADVS": "motion_picture", "AGGR": "dataset", "ANCIENT": "classic", "ART": "graphic", "BILL": "bill",
    "BLOG": "post-weblog", "BOOK": "book", "CASE": "legal_case", "CHAP": "chapter", "CHART": "figure", "CLSWK": "classic", "COMP": "software",
    "CONF": "paper-conference", "CPAPER": "paper-conference", "CTLG": "book", "DATA": "dataset", "DBASE": "dataset", "DICT": "entry-dictionary",
    "EBOOK": "book", "ECHAP": "chapter", "EDBOOK": "book", "EJOUR": "article-journal", "ELEC": "webpage", "ENCYC": "entry-encyclopedia",
    "EQUA": "figure", "FIGURE": "figure", "GEN": "document", "GOVDOC": "report", "GRNT": "document", "HEAR": "hearing", "ICOMM": "post",
    "INPR": "article-journal", "JFULL": "periodical", "JOUR": "article-journal", "LEGAL": "legislation", "MANSCPT": "manuscript", "MAP": "map",
    "MGZN": "article-magazine", "MPCT": "motion_picture", "MULTI": "webpage", "MUSIC": "musical_score", "NEWS": "article-newspaper",
    "PAMP": "pamphlet", "PAT": "patent", "PCOMM": "personal_communication", "RPRT": "report", "SER": "book", "SLIDE": "graphic",
    "SOUND": "song", "STAND": "standard", "STAT": "legislation", "THES": "thesis", "UNBILL": "bill", "UNPB": "manuscript",
    "UNPD": "manuscript", "VIDEO": "motion_picture", "WEB": "webpage",
}  # fmt: skip

_TEXTS = {
    "JO": "container-title", "JF": "container-title", "JA": "container-title-short", "J1": "container-title-short",
    "J2": "container-title-short", "PB": "publisher", "CY": "publisher-place", "PP": "publisher-place", "VL": "volume", "VO": "volume",
    "IS": "issue", "CP": "issue", "DO": "DOI", "UR": "URL", "LA": "language", "AB": "abstract", "N2": "abstract", "ET": "edition", "N1": "note",
    "NV": "number-of-volumes", "KW": "keyword", "ST": "title-short", "OP": "original-title", "DB": "source", "DP": "source", "AN": "call-number",
    "CN": "call-number", "SE": "section", "M3": "genre", "ID": "id", "T3": "collection-title", "NO": "note", "RN": "annote",
}  # fmt: skip

_NAMES = {"AU": "author", "A1": "author", "A2": "editor", "ED": "editor", "A3": "collection-editor", "A4": "translator"}
_WHOLE = ("book", "report", "thesis", "periodical", "map", "manuscript")


class _Field(NamedTuple):
    tag: str
    text: str
    line: int


def read_ris(text: str) -> tuple[list[Reference], list[Told]]:
    """Return the references of a file, and fields that belong to none."""
    made: list[Reference] = []
    told: list[Told] = []
    rows: list[_Field] = []
    started = False
    for field in _fields(text):
        if field.tag in ("TY", "ER"):
            _close(rows, made, told, started=started)
            rows, started = ([field], True) if field.tag == "TY" else ([], False)
        else:
            rows.append(field)
    _close(rows, made, told, started=started)
    return made, told


def _close(rows: list[_Field], made: list[Reference], told: list[Told], *, started: bool) -> None:
    if started:
        made.append(_reference(rows))
    elif rows:
        message = f"found '{rows[0].tag}  - {rows[0].text[:80]}', expected 'TY  - ' before it: what stands there belongs to no reference"
        told.append(Told(rows[0].line, 1, message, lost=True))


def _fields(text: str) -> list[_Field]:
    found: list[_Field] = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        match = _LINE.fullmatch(line.rstrip())
        if match:
            found.append(_Field(match[1], (match[2] or "").strip(), number))
        elif line.strip() and found and found[-1].tag != "ER":
            last = found[-1]
            found[-1] = last._replace(text=f"{last.text} {line.strip()}".strip())
    return found


def _reference(rows: list[_Field]) -> Reference:
    kind = rows[0].text.strip().upper()
    made = Reference(rows[0].line, 1, type=_TYPES.get(kind, "document"))
    made.id = next((row.text for row in rows if row.tag == "ID"), "")
    titles = [row for row in rows if row.tag in ("TI", "T1") and row.text]
    others = ("CT", "BT", "T2", "ST") if made.type in _WHOLE else ("CT", "ST")
    titles = titles or [row for tag in others for row in rows if row.tag == tag and row.text][:1]
    for row in titles:
        made.put("title", row.text, (row.line, 1), name=row.tag)
    if kind not in _TYPES:
        made.tell(f"'TY  - {rows[0].text}' is no type that is known; the record's type is 'document'")
    _dates(rows, made)
    _pages(rows, made)
    homeless = []
    for row in rows[1:]:
        if not row.text or row in titles or row.tag in ("ID", "PY", "Y1", "DA", "Y2", "SP", "EP"):
            continue
        if row.tag in _NAMES:
            name = {key: tidy(value) for key, value in inverted(row.text).items()}
            made.names.setdefault(_NAMES[row.tag], []).append(name)
        elif variable := _variable(row.tag, made.type):
            made.put(variable, row.text, (row.line, 1), name=row.tag)
        else:
            homeless.append(row.tag)
    if homeless:
        made.tell(f"no place in a record for {', '.join(dict.fromkeys(homeless))}")
    return made


def _variable(tag: str, type_: str) -> str:
    """Return the variable of a tag; what some tags mean hangs on the type."""
    if tag in ("T2", "BT"):
        return "collection-title" if type_ in _WHOLE else "container-title"
    if tag == "SN":
        return "ISBN" if type_ in ("book", "chapter", "report", "thesis", "paper-conference") else "ISSN"
    if tag in ("IS", "M1"):
        return "number" if type_ in ("report", "legislation", "bill", "patent", "standard") else "issue" if tag == "IS" else ""
    return _TEXTS.get(tag, "")


def _dates(rows: list[_Field], made: Reference) -> None:
    """The most exact of PY, Y1 and DA is the date; Y2 is the day on which it was looked at."""
    best = ""
    for row in rows:
        if row.tag not in ("PY", "Y1", "DA", "Y2") or not row.text.strip(" /"):
            continue
        found, whole = _date(row.text)
        if not found or not whole:
            variable = "accessed" if row.tag == "Y2" else "issued"
            left = "was left out" if not found else f"was taken as {found}"
            made.tell(
                f"'{row.tag}' {left}: '{row.text}' is no date that is understood; expected a form like 2016/10/19 ({variable})",
                (row.line, 1),
            )
        if row.tag == "Y2" and found:
            made.put("accessed", found)
        elif found and len(found) > len(best):
            best, old = found, best
            if old and not found.startswith(old[:4]):
                made.tell(f"the dates differ: '{old}' and '{found}'; the more exact was taken (issued)", (row.line, 1))
        elif found and found[:4] != best[:4]:
            made.tell(f"the dates differ: '{best}' and '{found}'; the first was taken (issued)", (row.line, 1))
    if best:
        made.put("issued", best)


def _date(text: str) -> tuple[str, bool]:
    """Return `year/month/day/other` as EDTF, and whether all of it was understood; a season may be the other."""
    parts = [part.strip() for part in text.split("/")]
    if len(parts) > 2 and re.fullmatch(r"-?\d{1,4}", parts[0]) and all(re.fullmatch(r"\d{0,2}", part) for part in parts[1:3]):
        numbers = [int(part) for part in parts[1:3] if part]
        other = " ".join(part for part in parts[3:] if part)
        year = edtf(parts[0] if len(parts[0]) == 4 else parts[0].zfill(4))
        found = edtf("-".join([year, *(f"{number:02}" for number in numbers)])) if year else ""
        if other and not numbers and (named := edtf(f"{other} {year}")):
            return named, True
        return found or year, bool(found) and not other
    if len(parts) == 2 and re.fullmatch(r"\d{4}", parts[0]) and re.fullmatch(r"\d{0,2}", parts[1]):
        found = edtf(f"{parts[0]}-{int(parts[1]):02}" if parts[1] else parts[0])
        return found or edtf(parts[0]), bool(found)
    found = edtf(text)
    begins = re.match(r"\d{4}\b", text)
    return found or (begins[0] if begins else ""), bool(found)


def _pages(rows: list[_Field], made: Reference) -> None:
    first = next((row.text for row in rows if row.tag == "SP" and row.text), "")
    last = next((row.text for row in rows if row.tag == "EP" and row.text), "")
    both = f"{first}-{last}" if first and last and first != last and "-" not in first else first or last
    if made.type in ("book", "thesis", "report") and first and not last and re.fullmatch(r"\d+(?: ?p\.?)?", first):
        made.put("number-of-pages", first)
    else:
        made.put("page", both)
