"""Characters that no text of a wiki holds, since nobody sees them and they change what is read; and texts as they are safely printed."""

from __future__ import annotations

import re

_TURNS = "\u202a-\u202e\u2066-\u2069"
"""Embeddings, overrides and isolates: they reorder what stands around them. Texts from right to left need none of them."""

REFUSED = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML 1.2 (5.1, printable characters) does not allow, and what turns the direction of text."""

IN_NAMES = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{_TURNS}\ud800-\udfff\ufffe\uffff]")
"""The same and every break of a line: what no name of a file may hold, and no line of a log."""


def called(character: str) -> str:
    r"""Return what a refused character is called in a message.

    >>> called("\x07"), called("\u202e")
    ('a control character, U+0007', 'a sign that turns the direction of text, U+202E')
    """
    what = "a sign that turns the direction of text" if re.match(f"[{_TURNS}]", character) else "a control character"
    return f"{what}, U+{ord(character):04X}"


def cleaned(text: str) -> str:
    """Return a text without what is refused, its breaks of lines as spaces: for what is taken over from elsewhere."""
    return REFUSED.sub("", IN_NAMES.sub(lambda found: " " if found[0].isspace() else "", text))


def one_line(text: str) -> str:
    r"""Return a text as one line that says what it holds and commands nothing: neither a terminal nor a workflow of GitHub.

    The runner takes a line that begins with `::` for a command, and `##[` wherever it stands.

    >>> print(one_line("a\n::error::b\x1b[2J"), one_line("::add-mask::a"))
    a\n::error::b\x1b[2J \x3a:add-mask::a
    """
    if IN_NAMES.search(text):
        text = IN_NAMES.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
    if "##[" in text:
        text = text.replace("##[", r"#\x23[")
    if "::" in text and text.lstrip().startswith("::"):
        text = text.replace("::", r"\x3a:", 1)
    return text


def printed(text: str) -> str:
    """Return a text of several lines with each of them as `one_line` has it."""
    return "\n".join(one_line(line) for line in text.split("\n"))
