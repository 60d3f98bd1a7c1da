"""What is not there yet: an entry that is only proposed, planned or agreed asserts nothing that says it exists."""

from __future__ import annotations

from collections.abc import Iterator

from wiki.link.figures import latest_status
from wiki.model import Claim, Entry
from wiki.model.problems import Problem, problem
from wiki.read.vocabulary import Vocabulary


def check_ahead(entry: Entry, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Yield the claims that assert as existing what the entry's newest status says is still ahead; the vocabulary says which do."""
    status = latest_status(entry)
    if status is None or not is_ahead(entry, vocabulary):
        return
    known = vocabulary.statuses[status.value]
    for claim in entry.claims:
        if claim.modality == "asserted" and not claim.vouched_by and not claim.rank and says_it_exists(claim, vocabulary):
            said = f"'{claim.property}' is asserted of what is only {known.label.lower()}; add 'modality: planned', or the newer status"
            yield problem(claim.place, "ahead", said, "warning")


def is_ahead(entry: Entry, vocabulary: Vocabulary) -> bool:
    """Tell whether an entry's newest status says that all of it is still ahead."""
    status = latest_status(entry)
    known = vocabulary.statuses.get(status.value) if status else None
    return status is not None and known is not None and known.ahead and not status.part


def says_it_exists(claim: Claim, vocabulary: Vocabulary) -> bool:
    """Tell whether who asserts a claim says that its entry is there, by the vocabulary."""
    if claim.form == "relation":
        relation = vocabulary.relations.get(claim.property)
        return relation is not None and relation.exists
    found = vocabulary.properties.get(claim.property) if claim.form == "fact" else None
    return found is not None and found.exists and not claim.part
