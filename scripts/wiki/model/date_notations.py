"""Dates in the notations that people bring along: how each is written in EDTF, for the message that refuses it.

Asked only once a date was refused; whatever is proposed is itself tried.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_MONTH = rf"(?P<name>(?:{'|'.join(_MONTHS)})[a-z]*\.?)"
_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_FORMS = (
    rf"{_DAY} (?:of )?{_MONTH},? {_YEAR}", rf"{_MONTH} {_DAY},? {_YEAR}", rf"{_MONTH},? (?:of )?{_YEAR}", rf"{_YEAR},? {_MONTH}(?: {_DAY})?",
    rf"{_YEAR}[-/.](?P<month>\d{{1,2}})(?:[-/.]{_DAY})?", rf"{_DAY}\.(?P<month>\d{{1,2}})\.{_YEAR}", rf"(?P<month>\d{{1,2}})[/.]{_YEAR}",
    rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)", _YEAR,
)  # fmt: skip
_DATES = tuple(re.compile(form, re.IGNORECASE) for form in _FORMS)
_AMBIGUOUS = re.compile(rf"(\d{{1,2}})[/-](\d{{1,2}})[/-]{_YEAR}")
_ABOUT = re.compile(r"(?:c\.|ca\.?|circa|about|around|approximately|approx\.?|~|≈|early|late|mid|mid-|in|on)\s*(?=\w)|~", re.IGNORECASE)


def _one(text: str) -> Iterator[tuple[str, str]]:
    """Yield one date in EDTF, and what was otherwise."""
    why = "a date is year, month and day in digits"
    for pattern in _DATES:
        if match := pattern.fullmatch(text):
            found = match.groupdict()
            name = (found.get("name") or "").lower()[:3]
            month = f"{_MONTHS.index(name) + 1:02}" if name else (found.get("month") or "").zfill(2) if found.get("month") else ""
            yield (
                "-".join([each for each in (found["year"], month, (found.get("day") or "").zfill(2) if found.get("day") else "") if each]),
                why,
            )
            return
    if match := _AMBIGUOUS.fullmatch(text):
        first, second, year = match.groups()
        for month, day in ((second, first), (first, second)):
            if int(month) <= 12:
                yield f"{year}-{month.zfill(2)}-{day.zfill(2)}", f"{why}, the year first"
    if match := re.fullmatch(rf"({'|'.join(_SEASONS)}),? (?:of )?{_YEAR}", text, re.IGNORECASE):
        yield f"{match[2]}-{_SEASONS[match[1].lower()]}", "seasons are 21 to 24"
    if match := re.fullmatch(r"(\d{3})0'?s|the (\d{3})0'?s", text):
        yield f"{match[1] or match[2]}X", "a decade ends in X"
    if match := re.fullmatch(r"(?:the )?(\d{1,2})(?:st|nd|rd|th) century", text, re.IGNORECASE):
        yield f"{int(match[1]) - 1:02}XX", "a century ends in XX"
    if match := re.fullmatch(rf"q([1-4])[ /-]?{_YEAR}|{_YEAR.replace('year', 'first')}[ /-]?q([1-4])", text, re.IGNORECASE):
        quarter, year = int(match[1] or match[4]), match["year"] or match["first"]
        yield f"{year}-{3 * quarter - 2:02}/{year}-{3 * quarter:02}", "a quarter is an interval"
    if match := re.fullmatch(r"(\d{1,4}) ?(?:b\.?c\.?(?:e\.?)?)", text, re.IGNORECASE):
        yield f"-{int(match[1]) - 1:04}", "a year before Christ is one less, with a minus"


def _forms(text: str) -> Iterator[tuple[str, str]]:
    """Yield forms in EDTF that may be what is meant, and what is otherwise in each."""
    yield from _one(text)
    if about := _ABOUT.match(text):
        plain = about[0].strip().lower() in ("in", "on")
        for form, why in _one(text[about.end() :].strip()):
            yield form if plain else f"{form}~", why if plain else "'~' behind a date says about"
    for sign, form in ((r"(?:since|from|after)\s+", "{}/.."), (r"(?:until|till)\s+", "../{}"), (r"(?:by|before)\s+", "[..{}]")):
        if match := re.match(sign, text, re.IGNORECASE):
            yield from ((form.format(date), "an open date has two dots") for date, _ in _one(text[match.end() :]))
    if match := re.fullmatch(r"(?:since |from )?(.+?)\s*[–—-]\s*(?:today|now|present|ongoing)?", text, re.IGNORECASE):
        yield from ((f"{date}/..", "an open date has two dots") for date, _ in _one(match[1]))
    either = re.split(r"\s+or\s+|,\s*", text)
    if len(either) > 1 and all(re.fullmatch(r"\d{4}(?:-\d\d){0,2}", each) for each in either):
        yield f"[{','.join(either)}]", "one of several dates stands in brackets"
    if match := re.fullmatch(rf"(\d{{1,2}})\s*(?:–|-|—|to)\s*(\d{{1,2}} .+{_YEAR})", text):
        yield from ((f"{last[:8]}{match[1].zfill(2)}/{last}", "an interval has '/' between its ends") for last, _ in _one(match[2]))
    for ends in (re.split(r"\s*(?:–|—|\bto\b|\band\b|\buntil\b| - )\s*", re.sub(r"^(?:from|between) ", "", text, flags=re.IGNORECASE)),
                 text.split("-"), text.split("/")):  # fmt: skip
        if len(ends) == 2:
            last = f"{ends[0][:2]}{ends[1]}" if re.fullmatch(r"\d\d", ends[1]) and re.fullmatch(r"\d{4}", ends[0]) else ends[1]
            first = ends[0] if re.search(r"\d{4}", ends[0]) else f"{ends[0]} {last[-4:]}"
            yield from ((f"{a}/{b}", "an interval has '/' between its ends") for a, _ in _one(first) for b, _ in _one(last))


def proposal(text: str, fits: Callable[[str], bool]) -> str:
    """Return what is otherwise in a date and the form to write, where one fits; empty where none does.

    >>> proposal("15 August 2021", lambda form: form == "2021-08-15")
    'a date is year, month and day in digits; write 2021-08-15'
    """
    if len(text) > 80:
        return ""
    text = "".join(str(unicodedata.digit(each)) if not each.isascii() and each.isdecimal() else each for each in " ".join(text.split()))
    text = re.sub("[‐‑‒−]", "-", text)
    forms = [(form, why) for form, why in _forms(text) if fits(form)]
    if not forms:
        return ""
    (form, why), *others = dict(forms).items()
    also = f" or {others[0][0]}" if others and why.endswith("first") else ""
    quoted = f"'{form}'" if form[0] in "[{" else form
    return f"{why}; write {quoted}{also}"
