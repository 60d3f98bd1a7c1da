"""Characters that no text of a wiki holds, since nobody sees them and they change what is read; and texts as they are safely printed."""

from __future__ import annotations

import re

_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Embeddings, overrides and isolates: they reorder what stands around them. Texts from right to left need none of them."""

REFUSED = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f{_TURNS}\ud800-\udfff\ufffe\uffff]")
"""What YAML 1.2 (5.1, printable characters) does not allow, and what turns the direction of text."""

_OTHERS = f"\u2028\u2029{_TURNS}\ufffe\uffff"


def _is_unseen(character: str) -> bool:
    """Tell whether a character is one of those, or breaks a line."""
    return character < " " or "\x7f" <= character <= "\x9f" or "\ud800" <= character <= "\udfff" or character in _OTHERS


def unseen_in(text: str) -> str:
    """Return the first character that may stand in no name of a file and no line of a log; '' where there is none."""
    return "" if text.isprintable() else next(filter(_is_unseen, text), "")


def called(character: str) -> str:
    r"""Return what a refused character is called in a message.

    >>> called("\x07"), called("\u202e")
    ('a control character, U+0007', 'a sign that turns the direction of text, U+202E')
    """
    what = "a sign that turns the direction of text" if character in _TURNS else "a control character"
    return f"{what}, U+{ord(character):04X}"


def cleaned(text: str) -> str:
    """Return a text without what is refused, its breaks of lines as spaces: for what is taken over from elsewhere."""
    return "".join((" " if each.isspace() else "") if _is_unseen(each) else each for each in text)


def one_line(text: str) -> str:
    r"""Return a text as one line that says what it holds and commands nothing: neither a terminal nor a workflow of GitHub.

    The runner takes a line that begins with `::` for a command, and `##[` wherever it stands.

    >>> print(one_line("a\n::error::b\x1b[2J"), one_line("::add-mask::a"))
    a\n::error::b\x1b[2J \x3a:add-mask::a
    """
    if not text.isprintable():
        text = "".join(each.encode("unicode_escape").decode() if _is_unseen(each) else each for each in text)
    if "##[" in text:
        text = text.replace("##[", r"#\x23[")
    if "::" in text and text.lstrip().startswith("::"):
        text = text.replace("::", r"\x3a:", 1)
    return text


def printed(text: str) -> str:
    """Return a text of several lines with each of them as `one_line` has it."""
    return "\n".join(one_line(line) for line in text.split("\n"))
