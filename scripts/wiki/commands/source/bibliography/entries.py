"""An entry of BibTeX, its values put together → a reference: titles, names, dates, addresses, and what has no place in a record."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

from wiki.commands.source.bibliography.dates import edtf, of_year_and_month
from wiki.commands.source.bibliography.fields import (
    ADDRESSES,
    DATES,
    GENRES,
    NAMES,
    READ,
    ROLES,
    SUBTYPES,
    TEXTS,
    TITLES,
    TYPES,
    WORDS,
    number_of,
)
from wiki.commands.source.bibliography.latex import LatexError, address, address_in, plain
from wiki.commands.source.bibliography.reference import Lines, Name, Reference, tidy


class Value(NamedTuple):
    """The text of a field, still with LaTeX in it, and where it stands."""

    text: str
    offset: int


class Given(NamedTuple):
    """An entry as it is read: key, type, fields, and what was noted on the way, each with its offset."""

    key: str
    kind: str
    fields: dict[str, Value]
    told: list[tuple[str, int]]
    offset: int


def reference_of(entry: Given, lines: Lines) -> Reference | None:
    """Return an entry as a reference; None for one of those that only hold others together and say nothing themselves."""
    if entry.kind == "set":
        return None
    return _Reader(entry, lines).read()


class _Fields:
    """The fields of one entry, and the reference that is made of them."""

    def __init__(self, entry: Given, lines: Lines) -> None:
        self.entry, self.lines = entry, lines
        self.made = Reference(*lines.place(entry.offset), entry.key, TYPES.get(entry.kind, "document"))
        for message, offset in entry.told:
            self.made.tell(message, lines.place(offset))

    def given(self, name: str) -> str:
        """Return a field as it stands, '' where there is none."""
        return self.entry.fields[name].text if name in self.entry.fields else ""

    def place(self, name: str) -> tuple[int, int]:
        """Return where a field stands."""
        return self.lines.place(self.entry.fields[name].offset)

    def plain(self, name: str, text: str | None = None) -> str:
        """Return a field as plain text, and tell of commands that are not known."""
        text = self.given(name) if text is None else text
        try:
            made, unknown = plain(text)
        except (LatexError, RecursionError) as error:
            why = "braces too deep in one another" if isinstance(error, RecursionError) else str(error)
            self.made.tell(f"the LaTeX in '{name}' was not understood ({why}); it was kept as it stands", self.place(name))
            return re.sub(r"[{}]", "", text)
        if unknown:
            named = ", ".join(f"\\{each}" for each in unknown)
            self.made.tell(
                f"'{name}' has {named}, which is not known here; the command was left out, and what it encloses kept", self.place(name)
            )
        return made

    def place_of(self, *names: str) -> int:
        """Return the offset of the first of these fields that is there."""
        return next((self.entry.fields[name].offset for name in names if name in self.entry.fields), self.entry.offset)


class _Reader(_Fields):
    """Turns the fields of one entry into variables."""

    def read(self) -> Reference:
        """Return the reference."""
        if self.entry.kind not in TYPES:
            self.made.tell(f"'@{self.entry.kind}' is no type that is known; the record's type is 'document'")
        self.titles()
        for name, variable in NAMES.items():
            self.persons(name, variable)
        self.issued()
        for name, variable in DATES.items():
            self.date(name, variable)
        self.addresses()
        for name, variable in TEXTS.items():
            self.text(name, variable)
        self.subtype()
        rest = sorted(set(self.entry.fields) - READ)
        if rest:
            self.made.tell(f"no place in a record for {', '.join(rest)}")
        return self.made

    def titles(self) -> None:
        """Join titles with what goes on after the colon."""
        for name, (after,) in TITLES.items():
            joined = _with_rest(self.plain(name), self.plain(after))
            if name == "title":
                self.made.put("title", joined)
            elif self.given(after) and joined:
                self.entry.fields[name] = Value(joined, self.place_of(name, after))

    def persons(self, name: str, variable: str) -> None:
        """Read a list of names; `and` inside braces is part of a name."""
        if not self.given(name).strip():
            return
        role = self.given(f"{name}type").strip().lower()
        variable = ROLES.get(role, variable) if role else variable
        text = re.sub(r"(?<!\\)~", " ", self.given(name))
        made = [parts for each in _persons(text) if (parts := _person(each, lambda part: tidy(self.plain(name, part))))]
        self.made.names[variable] = [*self.made.names.get(variable, []), *made]

    def issued(self) -> None:
        """Read `date`, else `year` with `month` and `day`."""
        if self.given("date").strip():
            self.date("date", "issued")
            for name in ("year", "month", "day"):
                if self.given(name) and "issued" not in self.made.texts:
                    break
            else:
                return
        year, month, day = (tidy(self.plain(name)) for name in ("year", "month", "day"))
        if not year:
            if month:
                self.made.tell(f"'month' was left out ('{month}'), since no year stands with it", self.place("month"))
            return
        found, whole = of_year_and_month(re.sub(r"^~\s*", "ca. ", year), re.sub(r"\s*~\s*", " ", month), day)
        if found:
            self.made.put("issued", found)
        else:
            self.untold("year", "issued", year)
        if found and not whole:
            name = "month" if month else "day"
            self.untold(name, "issued", month or day)

    def date(self, name: str, variable: str) -> None:
        """Read a field that is one date."""
        given = self.given(name).strip()
        if not given:
            return
        found = edtf(given) or edtf(tidy(self.plain(name)))
        if found:
            self.made.put(variable, found, self.place(name), name=name)
        else:
            self.untold(name, variable, given)

    def untold(self, name: str, variable: str, text: str) -> None:
        """Tell of a date that was not understood."""
        message = f"'{name}' was left out of '{variable}': '{text}' is no date that is understood; expected a form like 2004-01-31, 2001/2003 or 1890~"
        self.made.tell(message, self.place(name))

    def addresses(self) -> None:
        """Read `url` and `doi` as they stand, and an address that stands where people put it before there was a field."""
        for name, variable in ADDRESSES.items():
            if self.given(name).strip():
                self.made.put(variable, address(self.given(name)), self.place(name), name=name)
        for name in ("howpublished", "note"):
            found = address_in(self.given(name))
            rest = re.sub(r"[\s{}.]|\\(?:url|nolinkurl|path)", "", self.given(name))
            alone = name == "howpublished" or rest.replace("\\", "") == found.replace("\\", "").rstrip(".")
            if found and alone and self.made.texts.get("URL", found) == found:
                self.made.put("URL", found.rstrip("."))
                if len(rest) <= len(found) + 4:
                    self.entry.fields[name] = Value("", self.entry.fields[name].offset)

    def text(self, name: str, variable: str) -> None:
        """Read a field that is text."""
        if not self.given(name).strip():
            return
        text = self.plain(name)
        if name == "number":
            variable = number_of(self.entry.kind, series=bool(self.given("series")))
        elif name == "organization" and self.made.texts.get("publisher"):
            variable = "authority"
        elif name == "maintitle" and self.entry.kind in ("inbook", "incollection", "inproceedings") and not self.given("booktitle"):
            variable = "container-title"
        elif name in ("location", "origlocation"):
            text = "; ".join(re.sub(r"^country(?=[a-z]{2})", "", self.plain(name, each)) for each in _persons(self.given(name)))
        elif name == "langid" and self.given("language").strip():
            return  # by which a text is hyphenated, not in which the work is
        elif name == "language":
            text = re.sub(r"\blang(?=[a-z]{4})", "", text)
        elif name == "type":
            text = WORDS.get(text.strip().lower(), text)
        elif name == "edition":
            text = re.sub(r"\s+ed(?:ition|n)?\.?$", "", text)
        elif name == "howpublished":
            text = self.plain(name, re.sub(r"\\(?:url|nolinkurl)\s*(?=\{)", "", self.given(name)))
        self.made.put(variable, text, self.place(name), name=name)

    def subtype(self) -> None:
        """Say which thesis it is, and that an article is one of a newspaper."""
        if self.entry.kind in GENRES and "genre" not in self.made.texts:
            self.made.put("genre", GENRES[self.entry.kind])
        told = tidy(self.plain("entrysubtype"))
        if told.lower() in SUBTYPES:
            self.made.type = SUBTYPES[told.lower()]
        elif told:
            self.made.put("genre", told)


def _person(text: str, plainly: Callable[[str], str]) -> Name:
    """Return one name: `Given von Family`, `von Family, Jr, Given`, biblatex's `family=…`, or an institution in braces."""
    if re.match(r"\s*\"?\s*(?:family|given|prefix|suffix)\s*=", text):
        return _labelled(text, plainly)
    if text.startswith("{") and _closes(text) == len(text) - 1:
        return {"literal": plainly(text)}
    try:
        parts = parse_single_name_into_parts(text, strict=False)
    except InvalidNameError:
        return {"literal": plainly(text)}
    found = {"family": parts.last, "given": parts.first, "non-dropping-particle": parts.von, "suffix": parts.jr}
    read = {key: plainly(" ".join(words)) for key, words in found.items() if words}
    read = {key: value for key, value in read.items() if value}
    if set(read) == {"family"}:
        return {"literal": read["family"]}
    return read if "family" in read else {"literal": plainly(text)} if text.strip(" ,{}") else {}


def _labelled(text: str, plainly: Callable[[str], str]) -> Name:
    """Return a name in biblatex's extended form, each part with its label."""
    found: dict[str, str] = {}
    for part in re.split(r",(?![^{]*\})", text.replace('"', "")):
        label, _, value = part.partition("=")
        found[re.sub(r"-i$", "", label.strip().lower())] = plainly(value.strip())
    prefix = "non-dropping-particle" if found.get("useprefix") == "true" else "dropping-particle"
    named = {"family": "family", "given": "given", "prefix": prefix, "suffix": "suffix"}
    return {named[label]: value for label, value in found.items() if label in named and value}


def _persons(text: str) -> list[str]:
    """Names are parted by `and`, but not inside braces, where it is part of an institution's name.

    >>> _persons("Ana Ortiz and {Barnes and Noble} AND Li, W.")
    ['Ana Ortiz', '{Barnes and Noble}', 'Li, W.']
    """
    parts, depth, start = [], 0, 0
    for match in re.finditer(r"\\.|[{}]|(?<=\s)and(?=\s)", " ".join(text.split()), re.IGNORECASE):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
        elif match[0][0] != "\\" and not depth:
            parts.append(match.string[start : match.start()])
            start = match.end()
    return [part.strip() for part in (*parts, " ".join(text.split())[start:]) if part.strip(" ,")]


def _with_rest(text: str, rest: str) -> str:
    """Return a title with its second part, after a colon where the first ends with no sign of its own."""
    if not text.strip() or not rest.strip():
        return text or rest
    return f"{text.rstrip()} {rest}" if text.rstrip().endswith((":", "?", "!", ".")) else f"{text.rstrip()}: {rest}"


def _closes(text: str) -> int:
    """Return where the brace at the beginning is closed."""
    depth = 0
    for position, sign in enumerate(text):
        depth += {"{": 1, "}": -1}.get(sign, 0) if position == 0 or text[position - 1] != "\\" else 0
        if not depth:
            return position
    return len(text)
