"""What GitHub's preview of an entry shows otherwise than the site: told, so that nobody is surprised by what is published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wiki.check.lines import Lines
from wiki.model import Place
from wiki.model.problems import Problem, problem

_CODE = re.compile(r"^(?P<fence> {0,3}(?:```+|~~~+)).*?(?:^(?P=fence)[`~]*\s*$|\Z)|(?P<ticks>`+)(?!`)(?:[^`]|(?!(?P=ticks)(?!`))`){1,1000}?(?P=ticks)(?!`)|^(?: {4}|\t)(?! *(?:[-*+]|\d+[.)]) ).*$", re.MULTILINE | re.DOTALL)  # fmt: skip
_FOOTNOTE = re.compile(r"(?<!\\)\[\^(?P<label>[^\]\s]{1,80})\]")
_OTHERS = (
    (re.compile(r"^[ >]*(?:[-*+]|\d+[.)]) +(?P<at>\[[ xX]\]) ", re.MULTILINE), "GitHub shows a box to tick for '{}', and the site the brackets; write it in words"),
    (re.compile(r"^ *> *(?P<at>\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\])", re.MULTILINE | re.IGNORECASE), "GitHub makes a coloured box of '{}', and the site shows the word; write it in words"),
    (re.compile(r"(?P<at>\$\$[^$]{1,100}\$\$|\$`[^`\n]+`\$|(?<![\w$\\])\$(?![\s\d$])[^$\n]{1,100}(?<![\s\\])\$(?![\w$]))"), "GitHub shows '{}' as a formula, and the site as it is written"),
    (re.compile(r"(?<![~\w\\])(?P<at>~(?=[^~\s])[^~\n]{1,100}(?<=[^\s~])~)(?![~\w])"), "GitHub strikes '{}' out, and the site does not; write two tildes on each side, or none"),
)  # fmt: skip


def other_preview(lines: Lines) -> Iterator[Problem]:
    """Yield what GitHub would show otherwise."""
    text = "\n".join(lines.texts)
    text = _CODE.sub(lambda match: _blank(match[0]), text)
    for start, end in list(_comments(text)):
        yield problem(_place(text, start, lines), "comment", "a comment would be published as text; take it out of the file")
        text = text[:start] + _blank(text[start:end]) + text[end:]
    seen: set[str] = set()
    for match in _FOOTNOTE.finditer(text):
        if match["label"] not in seen:
            seen.add(match["label"])
            message = (
                f"there are no footnotes here, and '{match[0]}' would be shown as text; cite with [@key, l. 12], or say it in the sentence"
            )
            yield problem(_place(text, match.start(), lines), "footnote", message)
    for pattern, message in _OTHERS:
        for match in pattern.finditer(text):
            shown = match["at"] if len(match["at"]) <= 40 else f"{match['at'][:39]}…"
            place = _place(text, match.start("at"), lines)
            yield problem(place, "preview", message.format(" ".join(shown.split())), "warning")


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _comments(text: str) -> Iterator[tuple[int, int]]:
    """Yield where comments begin and end; of several that are not closed, the first."""
    at = text.find("<!--")
    while at >= 0:
        closed = text.find("-->", at + 4)
        yield at, closed + 3 if closed >= 0 else len(text)
        at = text.find("<!--", closed) if closed >= 0 else -1


def _place(text: str, at: int, lines: Lines) -> Place:
    return Place(lines.path, lines.first + text.count("\n", 0, at), at - text.rfind("\n", 0, at))
