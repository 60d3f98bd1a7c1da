"""Evidence: what of a source is published so that anyone can check claims without its text.

Of each line the numbers, units and dates in clear; of each block of about ten lines its page, heading and paragraphs, and the words
as hashes that cannot be put back in order. One file a source, `seeds/<key>.evidence.json`.
"""

from __future__ import annotations

from wiki.evidence.adding import SourceError, add_source, evidence_from_texts
from wiki.evidence.files import read_evidence, read_file_evidence
from wiki.evidence.locating import locate
from wiki.evidence.making import make_evidence
from wiki.evidence.model import Block, Evidence, LineFigures
from wiki.evidence.names import word_forms

__all__ = [
    "Block", "Evidence", "LineFigures", "SourceError", "add_source", "evidence_from_texts", "locate", "make_evidence", "read_evidence",
    "read_file_evidence", "word_forms",
]  # fmt: skip
