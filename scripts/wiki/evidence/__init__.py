"""Evidence: what of a source is published so that anyone can check claims without its text.

Of each line the numbers, units and dates in clear; of each block of about ten lines its page, heading and paragraphs, and the words
as hashes that cannot be put back in order. One file a source, `seeds/<key>.evidence.json`.

In: documents and evidence files. Out: `Evidence`, which says what stands where without the text. It may import: model, numerals, disk.
"""

from __future__ import annotations

from wiki.evidence.add import SourceError, add_source, evidence_from_texts
from wiki.evidence.collect import make_evidence
from wiki.evidence.files import read_evidence, read_file_evidence
from wiki.evidence.hashes import word_forms
from wiki.evidence.locate import locate
from wiki.evidence.model import Evidence
from wiki.evidence.parts import Block, LineFigures

__all__ = [
    "Block", "Evidence", "LineFigures", "SourceError", "add_source", "evidence_from_texts", "locate", "make_evidence", "read_evidence",
    "read_file_evidence", "word_forms",
]  # fmt: skip
