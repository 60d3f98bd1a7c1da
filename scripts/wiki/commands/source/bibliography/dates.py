"""Dates of bibliographies → EDTF: biblatex's own, date-parts of CSL, and what people write into a field for the year."""

from __future__ import annotations

import re
from typing import Any

from wiki.model.dates import MONTHS, DateError, parse_date

_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_SHORT = {month[:3].lower(): number for number, month in enumerate(MONTHS, start=1)}
_DASH = r"\s*(?:--+|[–—/]|\bto\b|\buntil\b)\s*"
_CIRCA = re.compile(r"^(?:circa|ca?\.?|about|approx(?:imately|\.)?|around|um|около|ок\.)\s*(?=\d)", re.IGNORECASE)
_ERA = re.compile(r"\s*\b(B\.?\s?C\.?(?:\s?E\.?)?|A\.?\s?D\.?|C\.?\s?E\.?)(?=\s|$)\s*", re.IGNORECASE)


def edtf(text: str) -> str:
    """Return a date as EDTF; '' where it is not understood.

    >>> [edtf(each) for each in ("14 March 2001", "c. 1890", "2001--2003", "[1890?]", "44 BC", "2004-01-31T10:10:10Z", "Spring 2004")]
    ['2001-03-14', '1890~', '2001/2003', '1890?', '-0043', '2004-01-31', '2004-21']
    """
    text = " ".join(text.replace("\u2212", "-").replace("~ ", " ").split()).strip(" .,;")
    if len(text) > 100:
        return ""
    for read in (_own, _interval, _words):  # the first that makes a date of it
        if found := _valid(read(text)):
            return found
    return ""


def _valid(text: str) -> str:
    try:
        return parse_date(text).text if text else ""
    except DateError:
        return ""


def _own(text: str) -> str:
    """EDTF as biblatex has it: a time of day is left out, an open end has two dots, `u` and `x` are what is not known."""
    if not re.match(r"[-{.\d/]|\[.*[.,].*\]$", text):
        return ""
    text = re.sub(r"(?<=\d)[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?", "", text)
    text = re.sub(r"(?<=\d)[ux]{1,2}(?=$|[-/?~%])|(?<=-)(?:uu|xx)", lambda match: match[0].upper().replace("U", "X"), text)
    text = re.sub(r"(?<=-)XX-XX(?=$|/)", "XX", text)
    start, slash, end = text.partition("/")
    if slash and "/" not in end and re.search(r"\d", text) and not re.fullmatch(r"\d{1,2}", end):
        ends = [part if part not in ("", "open", "unknown", "*") else ".." for part in (start.strip(), end.strip())]
        return "/".join(ends)
    return text


def _interval(text: str) -> str:
    """Two dates with a dash or a slash between: whole ones, `May--June 2001`, `1--4 May 2001`, `1998/99`."""
    if match := re.fullmatch(r"(\d{3,4})\s*(?:--?|[–—/])\s*(\d{1,4})", text):
        first, last = match[1], match[2]
        if len(last) < 3 and int(last) <= 24 and re.search(r"\d-\d", text):
            return ""  # a month or a season that there is not, rather than years
        last = first[: len(first) - len(last)] + last if len(last) < len(first) else last
        return f"{int(first):04}/{int(last):04}" if int(last) > int(first) else ""
    if match := re.fullmatch(r"(\d{4})\s*(?:--?|–)", text):
        return f"{match[1]}/.."
    if match := re.fullmatch(r"(\d{4}-\d\d-)(\d\d)/(\d\d)", text):
        return f"{match[1]}{match[2]}/{match[1]}{match[3]}"
    if match := re.fullmatch(r"(\d{4}-)(\d\d)/(\d\d)", text):
        return f"{match[1]}{match[2]}/{match[1]}{match[3]}"
    parts = (
        re.split(_DASH, text)
        if re.search(_DASH, text)
        else re.split(r"\s+-\s+|(?<=[A-Za-z.])-(?=[A-Za-z])|(?<=\d)-(?=[A-Za-z]+\.? \d{4}$)", text)
    )
    if len(parts) != 2:
        return ""
    first, last = (part.strip() for part in parts)
    era = _ERA.search(last)
    if era and not _ERA.search(first):
        first = f"{first} {era[1]}"
    ends = [_valid(_own(part)) or _valid(_words(part)) for part in (first, last)]
    if not ends[0] and ends[1]:  # the year, or month and year, stand once
        year = re.search(r"[A-Za-z]+\.? \d{3,4}$" if re.fullmatch(r"\d{1,2}", first) else r"\d{3,4}$", last)
        ends[0] = _valid(_words(f"{first} {year[0]}")) if year else ""
    elif ends[0] and not ends[1] and re.search(r"[A-Za-z]", last):  # the year stands with the first
        ends[1] = _valid(_words(f"{last} {ends[0][:4]}"))
    return "/".join(ends) if all(ends) and not any("/" in end or "[" in end for end in ends) else ""


def _words(text: str) -> str:
    """One date in words or figures, with what says that it is not sure."""
    inner = re.fullmatch(r"[\[(](.*)[\])]", text)
    text = (inner[1] if inner else text).strip()
    limit = re.fullmatch(r"(before|after|since|until|by)\s+(.*)", text, re.IGNORECASE)
    if limit:
        one = _words(limit[2])
        forms = {"before": "[..{}]", "by": "[..{}]", "after": "[{}..]", "since": "{}/..", "until": "../{}"}
        return forms[limit[1].lower()].format(one) if one else ""
    bare = _CIRCA.sub("", text)
    mark = "~" if bare != text or bare.endswith("~") else ""
    doubtful = bare.endswith("?")
    bare = re.sub(r"\s*[\[(]?\?[\])]?$|~$", "", bare).strip()
    if doubtful and re.fullmatch(r"\d{1,3}", bare):
        return ""  # a year whose last digit is not known
    found = _figures(bare)
    if not found:
        return ""
    return found + ("%" if mark and doubtful else "?" if doubtful else mark)


def _figures(text: str) -> str:
    era = _ERA.search(text)
    rest = _ERA.sub(" ", text, count=1).strip() if era else text
    if re.fullmatch(r"\d{1,4}", rest) and (era or len(rest) > 2):
        number = int(rest)
        return _year(1 - number) if era and era[1].upper().startswith("B") else _year(number)
    if era:
        return ""
    if re.fullmatch(r"\d{3}0s", rest):
        return f"{rest[:3]}X"
    if match := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th) (?:century|c\.?)", rest, re.IGNORECASE):
        return f"{int(match[1]) - 1:02}XX" if int(match[1]) else ""
    return _calendar(rest)


def _year(number: int) -> str:
    return f"{number:04}" if number >= 0 else f"-{-number:04}"


def _calendar(text: str) -> str:
    """Day, month or season, and year, in any order that leaves no doubt."""
    pieces = [piece for piece in re.split(r"[\s,./_-]+", text) if piece.lower() not in ("", "of", "the")]
    years = [piece for piece in pieces if re.fullmatch(r"\d{4}", piece)]
    if len(years) != 1 or len(pieces) > 3:
        return ""
    rest = [piece for piece in pieces if piece is not years[0]]
    named = [piece for piece in rest if _month(piece)]
    days = [re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", piece) for piece in rest if piece not in named]
    if len(named) > 1 or not all(re.fullmatch(r"\d{1,2}", day) for day in days):
        return ""
    if named:
        return "-".join([years[0], f"{_month(named[0]):02}", *(f"{int(day):02}" for day in days)]) if len(days) < 2 else ""
    numbers = [int(day) for day in days]
    if len(numbers) == 2 and pieces[0] is not years[0]:  # the year last: with points the day is first, else only what is over 12
        day_first = "." in text or numbers[0] > 12 or numbers[0] == numbers[1]
        if not day_first and numbers[1] <= 12:
            return ""
        numbers = numbers[::-1] if day_first else numbers
    return "-".join([years[0], *(f"{number:02}" for number in numbers)])


def _month(word: str) -> int:
    """Return the month or the season that a word names, as EDTF counts them; 0 where it names none."""
    word = word.lower().strip(".")
    if word in _SEASONS:
        return _SEASONS[word]
    if len(word) < 3:
        return 0
    number = _SHORT.get(word[:3], 0)
    return number if number and (MONTHS[number - 1].lower().startswith(word) or word == "sept") else 0


def of_year_and_month(year: str, month: str, day: str = "") -> tuple[str, bool]:
    """Return the date of BibTeX's two fields, and whether all that they say is in it.

    >>> of_year_and_month("2001", "14 March"), of_year_and_month("2001", "May--June"), of_year_and_month("2001", "Michaelmas")
    (('2001-03-14', True), ('2001-05/2001-06', True), ('2001', False))
    """
    alone = edtf(year)
    if not month.strip(" .,"):
        return alone, not day
    if alone and not re.fullmatch(r"\d{4}[?~%]?", alone):
        return alone, len(alone) >= 7 and alone[4:5] == "-"
    bare, mark = (alone[:4], alone[4:]) if alone else ("", "")
    month = month.strip(" .,")
    for text in _joined(bare, month, day.strip()):
        if found := edtf(text):
            return found + (mark if "/" not in found else ""), True
    return alone, False


def _joined(year: str, month: str, day: str) -> list[str]:
    if not year:
        return []
    if re.fullmatch(r"\d{1,2}", month):
        return [f"{year}-{int(month):02}-{int(day):02}"] if re.fullmatch(r"\d{1,2}", day) else [f"{year}-{int(month):02}"]
    if re.fullmatch(r"\d{1,2}\s*(?:--?|–|/)\s*\d{1,2}", month):
        first, last = re.findall(r"\d+", month)
        return [f"{year}-{int(first):02}/{year}-{int(last):02}"]
    if match := re.fullmatch(r"(\d{1,2})[\s,./-]+(\d{1,2})", month):
        return [f"{int(match[1])} {MONTHS[int(match[2]) - 1]} {year}"] if 0 < int(match[2]) <= 12 else []
    if match := re.fullmatch(r"([A-Za-z]+)\.?\s+(\d{1,2})\s*(?:--?|–|/)\s*(\d{1,2})", month):
        return [f"{match[2]}--{match[3]} {match[1]} {year}"]
    return [f"{day} {month} {year}".strip()]


# --- date variables of CSL-JSON -----------------------------------------------------------------------------------------


def of_csl(value: Any) -> tuple[str, bool]:
    """Return a date variable as EDTF, and whether it was understood; one that is empty is understood, and no date.

    >>> of_csl({"date-parts": [[2019, "5"]]}), of_csl({"date-parts": [[None]]}), of_csl({"raw": "circa 1890"})
    (('2019-05', True), ('', True), ('1890~', True))
    """
    if isinstance(value, str | int) and not isinstance(value, bool):
        return edtf(str(value)), bool(edtf(str(value))) or not str(value).strip()
    if not isinstance(value, dict):
        return "", value is None
    parts = value.get("date-parts")
    found = _of_parts(parts, value)
    if found:
        return found, True
    for name in ("raw", "literal"):
        text = value.get(name)
        if isinstance(text, str) and text.strip():
            return edtf(text), bool(edtf(text))
    return "", not any(str(each).strip() for each in value.values() if not _is_empty(each))


def _is_empty(value: Any) -> bool:
    return all(map(_is_empty, value)) if isinstance(value, list) else value in (None, "", 0, "0")


def _of_parts(parts: Any, value: dict[str, Any]) -> str:
    if not isinstance(parts, list):
        return ""
    rows = parts if any(isinstance(each, list) for each in parts) else [parts]
    ends = [_end(row) for row in rows if isinstance(row, list)]
    if not ends or len(ends) > 2 or not any(ends) or None in ends:
        return ""
    about = "~" if value.get("circa") not in (None, False, 0, "", "0", "false") else ""
    if len(ends) == 2 and ends[0] != ends[1]:
        return _valid("/".join(f"{end}{about}" if end else ".." for end in ends))
    one = str(ends[0])
    season = _season(value.get("season"))
    if season and re.fullmatch(r"-?\d{4}", one):
        one = f"{one}-{season}"
    return _valid(one + about)


def _end(row: list[Any]) -> str | None:
    """Return one end as EDTF, '' where it is empty, None where it is no date. CSL counts 1 BC as -1, EDTF as 0."""
    if _is_empty(row):
        return ""
    texts = [str(each).strip() for each in row if not _is_empty(each)]
    if _is_empty(row[0]):
        return None
    if len(texts) == 1 and not re.fullmatch(r"-?\d{1,4}", texts[0]):
        return _valid(edtf(texts[0])) or None
    if len(texts) > 3 or not all(re.fullmatch(r"-?\d{1,4}", text) for text in texts):
        return None
    year, *rest = map(int, texts)
    if rest and 13 <= rest[0] <= 16:
        rest[0] += 8
    return "-".join([_year(year if year > 0 else year + 1), *(f"{number:02}" for number in rest)])


def _season(value: Any) -> int:
    text = str(value).strip().lower() if value is not None else ""
    if text in _SEASONS:
        return _SEASONS[text]
    number = int(text) if re.fullmatch(r"\d{1,2}", text) else 0
    return number + 20 if 1 <= number <= 4 else number if 21 <= number <= 24 else 0
