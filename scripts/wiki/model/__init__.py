"""The frozen types that the stages hand on, and the small languages that editors write values in.

In: texts of single values (a date, a quantity, a citation). Out: frozen types. It imports no other room.

One set of types per stage, and nothing is filled in later: *read* makes `RawFile`, *check* makes `Entry` and `Source`, *link* makes
`Graph`, *pages* makes `Page`. What there is in thousands (claims, citations, pieces of a body) is a named tuple, which is made and
stored in a third of the time of a frozen dataclass; what there is once an entry or less is a dataclass.
"""

from wiki.model.bodies import Body, CitationMark, ClaimEnd, ClaimStart, Heading, Html, Piece, Text, Uncited, WikiLink
from wiki.model.claims import Announcement, Answer, Claim, Form, NameDetail, Outcome, Strength
from wiki.model.entries import Alias, Card, Correction, Entry, Page, SameAs, Verdict
from wiki.model.sources import LeftOut, OutlineItem, Source, SourceFile
from wiki.model.values import NOWHERE, Citation, Date, Locator, LocatorLabel, Place, Quantity, stored

__all__ = [
    "NOWHERE",
    "Alias",
    "Announcement",
    "Answer",
    "Body",
    "Card",
    "Citation",
    "CitationMark",
    "Claim",
    "ClaimEnd",
    "ClaimStart",
    "Correction",
    "Date",
    "Entry",
    "Form",
    "Heading",
    "Html",
    "LeftOut",
    "Locator",
    "LocatorLabel",
    "NameDetail",
    "Outcome",
    "OutlineItem",
    "Page",
    "Piece",
    "Place",
    "Quantity",
    "SameAs",
    "Source",
    "SourceFile",
    "Strength",
    "Text",
    "Uncited",
    "Verdict",
    "WikiLink",
    "stored",
]
