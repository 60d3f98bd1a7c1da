"""`wiki source`: documents are taken up, read for what they hold, and listed; records are imported from bibliographies."""

from __future__ import annotations

VERBS = {
    "add": "write the evidence of a document, and a record if there is none",
    "read": "say what a source holds for the wiki",
    "list": "list the sources, and how much of each is taken up",
    "import": "make records of a bibliography",
}
"""Verb → what it does."""
