"""Where GitHub's preview of an entry may show something else than the site: what is looked for first, at little cost."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wiki.check.lines import Lines
from wiki.model.problems import Problem

_SUSPECT = re.compile(r"\[\^|<!--|^[ >]*(?:[-*+]|\d+[.)]) +\[[ xX]\] |^ *> *\[!|\$|~[^~\s]", re.MULTILINE)
"""Where none of these stands, GitHub shows what the site does."""


def preview(text: str, lines: Lines) -> Iterable[Problem]:
    """Return what GitHub would show otherwise of a body."""
    if not _SUSPECT.search(text):
        return ()
    from wiki.check.otherwise import other_preview  # noqa: PLC0415 - few bodies hold any of it

    return other_preview(lines)
