"""Where the sentences of a plain text begin."""

from __future__ import annotations

import re

# begins with exactly one sign, since only then is that sign sought and the pattern not tried at every letter
_END = re.compile(r"[.!?…؟۔][.!?…؟۔]*[\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[^\W_a-zа-я])")

# words whose full stop ends no sentence: titles, abbreviations of references, and single letters (initials)
_ABBREVIATION = re.compile(
    r"[\s(“\"'‘](?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Capt|Amb|Rev|St|Sh|No|Nos|vol|cf|ca|c|e\.g|i\.e|etc|vs|l|ll|p|pp|sec|para"
    r"|approx|ed|eds|art|op|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-ZА-Я]|(?:[A-Z]\.)+[A-Z])\.\s+$"
)


def sentence_starts(text: str) -> list[int]:
    """Return the offsets at which sentences begin; the first is 0.

    >>> sentence_starts("Sh. M. Mirziyoyev came. He left.")
    [0, 24]
    """
    starts = [0]
    led = f" {text}"  # so that before every word there is a space
    for match in _END.finditer(text):
        dot = match.start() + 1
        if led[dot] == "." and _ABBREVIATION.search(led, led.rfind(" ", 0, dot), match.end() + 1):
            continue
        starts.append(match.end())
    return starts
