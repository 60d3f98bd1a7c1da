"""Problems are values: made where they are found, printed in one place (cli.py)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from wiki.model.characters import one_line
from wiki.model.values import Place

Severity = Literal["error", "warning"]
FORMATS = ("text", "json", "github")
LONGEST = 1000
"""Of a message, in characters; the longest that is meant is the joined text of a split list."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a file; `rule` is a stable kebab-case id explained on the page of rules (rules.py)."""

    path: str
    line: int
    column: int
    rule: str
    message: str
    severity: Severity = "error"


def problem(place: Place, rule: str, message: str, severity: Severity = "error") -> Problem:
    """Return a problem at `place`; what it quotes at length is cut."""
    if len(message) > LONGEST:
        message = f"{message[: LONGEST // 2]} … {message[-LONGEST // 2 :]}"
    return Problem(place.path, place.line, place.column, rule, message, severity)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any problem is an error rather than a warning."""
    return any(each.severity == "error" for each in problems)


def expected(found: str, valid: Iterable[str], *, what: str) -> str:
    """Say what was found, what was expected and the nearest valid form.

    >>> expected("lenght", ["length", "cost"], what="property")
    "unknown property 'lenght'; did you mean 'length'?"
    """
    choices = sorted(set(valid))
    near = nearest(found, choices)
    if near:
        return f"unknown {what} '{found}'; did you mean '{near}'?"
    shown = ", ".join(choices[:12]) + (" …" if len(choices) > 12 else "")
    return f"unknown {what} '{found}'; expected one of: {shown}" if choices else f"unknown {what} '{found}'; none is defined"


def nearest(found: str, valid: Iterable[str]) -> str | None:
    """Return the valid form nearest to what was found, or None where none is near."""
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - only needed once something is wrong

    choices = [each for each in sorted(set(valid)) if 2 * len(each) > len(found)]  # 'm' is not what 'miles' was meant to be
    best = process.extractOne(found, choices, scorer=fuzz.QRatio, processor=utils.default_process, score_cutoff=65)
    if best is None:  # a part of the right word, but never a long text that holds the wrong one somewhere
        short = [choice for choice in choices if len(choice) <= 2 * len(found)]
        best = process.extractOne(found, short, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=85)
    return str(best[0]) if best else None


def render_problems(problems: Iterable[Problem], form: str) -> str:
    """Return the problems, sorted by place, as `text`, `json` or `github` (workflow annotations)."""
    rows = sorted(set(problems))
    if form == "json":
        keys = ("path", "line", "column", "severity", "rule", "message")
        made = json.dumps([{key: getattr(row, key) for key in keys} for row in rows], ensure_ascii=False, indent=1) + "\n"
        return made.encode("utf-8", "backslashreplace").decode()  # a file name that is no UTF-8, as JSON escapes it
    if form == "github":
        return "".join(
            f"::{row.severity} file={_escape(row.path, property=True)},line={row.line},col={row.column},"
            f"title={row.rule}::{_escape(row.message)}\n"
            for row in rows
        )
    return "".join(
        one_line(f"{row.path}:{row.line}:{row.column}: {'warning: ' if row.severity == 'warning' else ''}{row.message} [{row.rule}]") + "\n"
        for row in rows
    )


def _escape(text: str, *, property: bool = False) -> str:
    """Escape a workflow command as GitHub's runner unescapes it (actions/toolkit, packages/core/src/command.ts)."""
    text = one_line(text).replace("%", "%25")
    return text.replace(":", "%3A").replace(",", "%2C") if property else text
