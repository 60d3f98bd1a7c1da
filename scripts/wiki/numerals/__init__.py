"""Numbers, magnitudes, units and dates in running text, as printed and with the damage of scans.

A figure has one reading or several where the print is ambiguous (`1.000`, `$444.4 to $774.6 million`, `20016` with note 16);
what is not understood is left alone rather than misread. `read_figures` is the one door, for sources and for claims alike.

In: text as it is printed. Out: figures, dates and units that stand in it, each in all readings it allows. It imports no other room.
"""

from __future__ import annotations

from wiki.numerals.figures import Figure, Reading
from wiki.numerals.moments import Calendar, Moment, calendar_of
from wiki.numerals.neighbours import plain_number
from wiki.numerals.printed import read_figures, unread_figures
from wiki.numerals.rewriting import rewritten
from wiki.numerals.units import measured

__all__ = [
    "Calendar",
    "Figure",
    "Moment",
    "Reading",
    "calendar_of",
    "measured",
    "plain_number",
    "read_figures",
    "rewritten",
    "unread_figures",
]
