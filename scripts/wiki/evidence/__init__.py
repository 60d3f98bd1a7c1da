"""Evidence: what of a source is published so that anyone can check claims without its text.

Of each line the numbers, units and dates in clear, and whether it plans, allows, alleges, reports, denies or negates; of each block of about
ten lines its page, heading and paragraphs, and the words as hashes that cannot be put back in order; of the whole the fingerprints of runs
of eight words. One file a source, `seeds/<key>.evidence.json`, in format 2; those of format 1 are read and answer as they always did.

In: documents and evidence files. Out: `Evidence`, which says what stands where without the text. It may import: model, numerals, disk.
"""

from __future__ import annotations

from wiki.evidence.add import SourceError, add_source, evidence_from_texts
from wiki.evidence.collect import make_evidence
from wiki.evidence.copied import Copied, copied_runs
from wiki.evidence.files import read_evidence, read_file_evidence
from wiki.evidence.hashes import word_forms
from wiki.evidence.locate import locate
from wiki.evidence.modality import modality_of
from wiki.evidence.model import Evidence
from wiki.evidence.parts import Block, LineFigures

__all__ = [
    "Block", "Copied", "Evidence", "LineFigures", "SourceError", "add_source", "copied_runs", "evidence_from_texts", "locate", "make_evidence",
    "modality_of", "read_evidence", "read_file_evidence", "word_forms",
]  # fmt: skip
