"""Slips of the keyboard in front matter: what stands in a line in place of what YAML needs, and the line as it was meant.

Asked only where there is reason to: YAML could not read the text, or a sign stands in it that looks like another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

BREAKS = re.compile("[\x85\u2028\u2029]")
"""What breaks a line for YAML and for nobody else."""

_COLONS = "：﹕∶꞉︓ː"
_DASHES = "‐‑‒–—―−•◦▪‣·●－"
_BLANKS = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff\u00ad\u200e\u200f"
LOOKALIKES = re.compile(f"^[ \t]*(?:[{_DASHES}]|[{_BLANKS}])|^[ \t]*-[{_BLANKS}]|^[ \t]*(?:- +)?[\\w-]+[ {_BLANKS}]*(?:[{_COLONS}]|[:][{_BLANKS}]|[{_BLANKS}])", re.MULTILINE)  # fmt: skip
"""Where a line is indented, a list's item begins, or a key ends by a sign that only looks like the one that YAML knows."""

_INDENT = re.compile(f"[ \t]*[{_BLANKS}][ \t{_BLANKS}]*")
_ITEM = re.compile(rf"([ ]*)(?:([{_DASHES}*+])[ {_BLANKS}]*|-([{_BLANKS}]+) *)(?=\S)")
_STUCK = re.compile(r"( *)-(?![-\s\d.])(?=\S)")
_KEY = r"[ ]*(?:- +)?[A-Za-z][\w-]*"
_COLON = re.compile(rf"({_KEY})[ {_BLANKS}]*([{_COLONS}])[ {_BLANKS}]*")
_NO_SPACE = re.compile(rf"({_KEY}):(?!//)(?=[^\s:{_BLANKS}])")
_BLANK = re.compile(rf"({_KEY}) *(?:([{_BLANKS}]+) *:|:[ ]*([{_BLANKS}]))[ {_BLANKS}]*")
_EQUALS = re.compile(rf"({_KEY}) *(=>|:=|=) *(?=\S)")
_BARE = re.compile(r"( *(?:- +)?)([A-Za-z][\w-]*) +(\S[^:]*)")
_HYPHEN = re.compile(r"( *)-(?=[A-Za-z][\w-]*:(?: |$))")
_APART = re.compile(rf"({_KEY})(?: +:|[;.,·]) *(?=\S)")
_USUAL = frozenset(
    [
        "title",
        "summary",
        "subtype",
        "type",
        "value",
        "property",
        "target",
        "cite",
        "date",
        "name",
        "id",
        "label",
        "on",
        "stance",
        "text",
        "lines",
        "issued",
        "with",
        "part",
        "reason",
        "note",
    ]
)
"""Keys by which a line without a colon is known for more than a text that goes on."""
_PROPER = re.compile(r" *(?:- +)?[\w-]+ *:(?:\s|$)|\s*$|\s*#")
_BLOCK = re.compile(r"( *)(?:- +)?(?:[\w-]+: +)?[|>][-+0-9]*\s*$")


class Slip(NamedTuple):
    """What is wrong in a line, at which column (from 1), by which rule, and the line as it was meant."""

    column: int
    rule: str
    message: str
    meant: str


def named(sign: str) -> str:
    """Return what a sign is called, with its number.

    >>> named("\u00a0"), named("：")
    ('a no-break space, U+00A0', 'a full-width colon, U+FF1A')
    """
    called = unicodedata.name(sign, "sign that nobody sees").lower().replace("fullwidth", "full-width")
    return f"{'an' if called[0] in 'aeio' else 'a'} {called}, U+{ord(sign):04X}"


def slip(line: str) -> Slip | None:
    """Return the slip in a line of front matter; None where it has none."""
    if match := _INDENT.match(line):
        sign = re.search(f"[{_BLANKS}]", line)
        meant = " " * len(match[0].replace("\t", "  ")) + line[match.end() :]
        return Slip(
            (sign.start() if sign else 0) + 1,
            "yaml-blank",
            f"{named(line[sign.start()] if sign else ' ')}, indents this line; use spaces",
            meant,
        )
    if match := _HYPHEN.match(line):
        meant = f"{match[1][:-1]} - {line[match.end() :]}" if match[1] else f"- {line[1:]}"
        message = f"there is no space behind the hyphen; write '{_cut(meant.strip())}'"
        return Slip(match.end() + 1, "yaml-blank", message, meant[1:] if match[1] else meant)
    if match := _ITEM.match(line):
        sign_of = match[2] or match[3][0]
        meant = f"{match[1]}- {line[match.end() :]}"
        column = len(match[1]) + (1 if match[2] else 2)
        said = "begins this item" if match[2] else "stands behind the hyphen"
        return Slip(column, "yaml-blank", f"{named(sign_of)}, {said}; write '{_cut(meant.strip())}'", meant)
    return _slip_of_key(line)


def _slip_of_key(line: str) -> Slip | None:
    """Return the slip between a key and its value."""
    for pattern, what in ((_COLON, "{}, stands where a colon should"), (_BLANK, "{}, stands where a space should")):
        if match := pattern.match(line):
            group = next(number for number in (2, 3) if number <= pattern.groups and match[number])
            meant = f"{match[1]}: {line[match.end() :]}".rstrip()
            message = f"{what.format(named(match[group][0]))}; write '{_cut(meant.strip())}'"
            return Slip(match.start(group) + 1, "yaml-blank", message, meant)
    if match := _NO_SPACE.match(line):
        meant = f"{match[1]}: {line[match.end() :]}"
        return Slip(match.end(), "yaml-blank", f"there is no space behind the colon; write '{_cut(meant.strip())}'", meant)
    if match := _EQUALS.match(line):
        meant = f"{match[1]}: {line[match.end() :]}"
        return Slip(match.start(2) + 1, "yaml-blank", f"'{match[2]}' stands where a colon should; write '{_cut(meant.strip())}'", meant)
    return None


def _no_colon(line: str) -> Slip | None:
    """Return what is wrong with a line that YAML would not have and in which no colon stands."""
    match = _APART.match(line)
    if match:
        meant = f"{match[1]}: {line[match.end() :]}"
        return Slip(
            match.end(1) + 1, "yaml-blank", f"a key and its value are parted by a colon and a space; write '{_cut(meant.strip())}'", meant
        )
    match = _BARE.fullmatch(line)
    if match and match[2] in _USUAL:
        meant = f"{match[1]}{match[2]}: {match[3]}"
        return Slip(len(match[1]) + len(match[2]) + 1, "yaml-blank", f"no colon follows the key; write '{_cut(meant.strip())}'", meant)
    message = "this line belongs to no key; indent it if the text above goes on in it, or begin it with a key, like 'title: …'"
    return None if _PROPER.match(line) or line.lstrip().startswith(("- ", "-\n")) else Slip(_indent(line) + 1, "yaml", message, "")


def _out_of_line(lines: list[str], number: int) -> Slip | None:
    """Return what is wrong with a key that stands neither below its neighbours nor inside the one above."""
    line = lines[number]
    above = next((lines[at] for at in range(number - 1, -1, -1) if lines[at].strip()), "")
    match = re.match(r"( *(?:- +)?)[\w-]+:", above)
    if not (match and _PROPER.match(line)):
        return None
    own, other = _indent(line), len(match[1])
    if own == other or (own > other and not above[match.end() :].strip()):
        return None
    said = f"this line is indented by {own} and what it belongs to by {other}; keys of one item stand below one another"
    return Slip(1, "yaml", said, " " * other + line.lstrip())


def stuck(text: str) -> bool:
    """Tell whether a text that YAML took for one value is an item without a space behind its hyphen."""
    return _STUCK.match(text) is not None


def nearest_slip(lines: list[str], number: int) -> tuple[int, Slip] | None:
    """Return the slip that made YAML stop at a line: its own, or that of a line before it that YAML ran on from."""
    for at in range(number, -1, -1):
        found = slip(lines[at])
        if found and not _in_block(lines, at):
            return at, found
        if at != number and _PROPER.match(lines[at]):
            break
    return None


def astray(lines: list[str], number: int, told: str) -> tuple[int, Slip] | None:
    """Return the line that has no key or stands out of line with the others, if that is why YAML stopped at one and `told` this."""
    if "could not find expected ':'" in told:
        found = _no_colon(lines[number])
        return (number, found) if found else None
    if not any(each in told for each in ("mapping values", "expected '-'", "expected key", "expected <block end>")):
        return None
    above = next((at for at in range(number - 1, -1, -1) if lines[at].strip()), number)
    if above != number and _indent(lines[above]) <= _indent(lines[number]) and (found := _no_colon(lines[above])):
        return above, found
    found = _out_of_line(lines, number)
    return (number, found) if found else None


def unclosed(lines: list[str], number: int) -> int:
    """Return the line above in which a quote is opened that the one at `number` closes by chance; `number` where there is none."""
    for at in range(number - 1, -1, -1):
        match = re.match(r"\s*(?:- +)?(?:[\w-]+: +)?([\"'])(.*)$", lines[at])
        if match and match[1] not in match[2].replace("''", "").replace('\\"', ""):
            return at
        if _PROPER.match(lines[at]):
            break
    return number


def lookalikes(lines: list[str]) -> Iterator[tuple[int, Slip]]:
    """Yield the lines in which a sign stands that only looks like one of YAML's, with what is wrong."""
    for at, line in enumerate(lines):
        if not line.isascii() and LOOKALIKES.match(line) and not _in_block(lines, at):
            found = slip(line)
            if found:
                yield at, found


def _in_block(lines: list[str], number: int) -> bool:
    """Tell whether a line stands in a text of several lines, opened by `|` or `>`."""
    indent = _indent(lines[number])
    for at in range(number - 1, -1, -1):
        if lines[at].strip() and _indent(lines[at]) < indent:
            if _BLOCK.match(lines[at]):
                return True
            indent = _indent(lines[at])
    return False


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def quoted(text: str) -> str:
    """Return a text in single quotes, as YAML takes it as it stands.

    >>> quoted("It's")
    "'It''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def quotes(value: str) -> str:
    """Say what is wrong with a value in quotes, and how to write it."""
    quote, inner = value[0], value[1:]
    closed = inner[:-1] if inner.endswith(quote) else ""
    if quote == "'" and closed and "'" in closed:
        doubled = closed.replace("''", "'").replace("'", "''")
        return f"an apostrophe ends text in single quotes; write '{_cut(doubled)}', each apostrophe doubled"
    if quote == '"' and closed and '"' in closed:
        single = closed.replace("'", "''")
        return f"a quotation mark ends text in double quotes; write '{_cut(single)}' in single quotes"
    if inner[-1:] in "“”„‘’‚«»" and inner:
        return f"the text opens with {quote} and ends with {named(inner[-1])}; close it with {quote}"
    return "the quotes around this value are not closed, or something follows them"


def escapes(value: str) -> str:
    """Say how to write a text in double quotes in which backslashes stand for something else than themselves."""
    inner = value[1:-1] if value.endswith('"') and len(value) > 1 else value[1:]
    plain = inner.replace("\\\\", "\\").replace("'", "''")
    return f"in double quotes a backslash begins an escape; write '{_cut(plain)}' in single quotes, or each backslash doubled"
