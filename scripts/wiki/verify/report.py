"""What `wiki verify` prints: one row a citation, as text, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import get_args

from wiki.link.graph import LinkedEntry
from wiki.model import Answer, Outcome, Strength
from wiki.model.characters import one_line
from wiki.model.citations import locator_words

FORMATS = ("text", "json", "csv")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a machine answers for one citation of a claim, and who vouches for the claim."""

    path: str
    line: int
    column: int
    answer: Outcome
    entry: str
    claim: str
    source: str
    locator: str
    reason: str
    elsewhere: tuple[int, ...]
    vouched: str
    strength: str
    share: str
    doubts: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """It is not found, and nobody vouches for it."""
        return self.answer == "not-found" and not self.vouched


def verdicts_of(linked: LinkedEntry) -> Iterator[Verdict]:
    """Yield the verdicts on an entry's claims, from the answers it has; by place in the file."""
    found = []
    for claim in linked.entry.claims:
        for citation, answer in zip(claim.citations, linked.answers.get(claim.anchor, ()), strict=False):
            place = citation.place
            locator = locator_words(citation.locator)
            vouched = f"{claim.vouched_by}: {claim.vouched_why}" if claim.vouched_by else ""
            found.append(
                Verdict(
                    place.path,
                    place.line,
                    place.column,
                    answer=answer.outcome,
                    entry=claim.entry,
                    claim=claim.anchor,
                    source=citation.source,
                    locator=locator,
                    reason=answer.reason,
                    elsewhere=answer.elsewhere,
                    vouched=vouched,
                    strength=answer.strength,
                    share=share_text(answer),
                    doubts=answer.doubts,
                )
            )
    yield from sorted(found, key=lambda each: (each.line, each.column, each.claim))


def render_verdicts(verdicts: Iterable[Verdict], form: str) -> str:
    """Return the verdicts as `text`, `json` (a list of objects) or `csv` (with a header)."""
    if form == "json":
        return json.dumps([asdict(each) for each in verdicts], ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(Verdict.__slots__)
        for each in verdicts:
            row = asdict(each) | {"elsewhere": " ".join(map(str, each.elsewhere)), "doubts": "; ".join(each.doubts)}
            writer.writerow(row.values())
        return out.getvalue()
    return "".join(f"{one_line(_text(each))}\n" for each in verdicts)


def _text(each: Verdict) -> str:
    where = f"{each.source}, {each.locator}" if each.locator else each.source
    vouched = f" (vouched for by {each.vouched})" if each.vouched else ""
    how = f" [{each.strength}: {strength_words(each.share)}]" if each.strength else ""
    doubts = "".join(f"; but {doubt}" for doubt in each.doubts)
    return f"{each.path}:{each.line}:{each.column}: {each.answer} {each.entry}#{each.claim} {where}: {each.reason}{doubts}{how}{vouched}"


def share_text(answer: Answer) -> str:
    """Return the share behind an answer's strength as data have it.

    >>> share_text(Answer("found", "", strength="fair", share=0.03125))
    '0.0312'
    """
    return "" if answer.share is None else f"{answer.share:.4f}".rstrip("0").rstrip(".")


def strength_words(share: str) -> str:
    """Return what stands behind a strength in words.

    >>> strength_words("0.0312")
    'the same at 3.1 % of the other places'
    """
    return f"the same at {float(share):.1%} of the other places".replace("%", " %")


def tally(verdicts: Iterable[Verdict]) -> str:
    """Return how many citations have which answer, in words."""
    found = list(verdicts)
    vouched = sum(each.answer == "not-found" and not each.failed for each in found)
    said = [f"{sum(each.answer == answer for each in found)} {answer}" for answer in ("found", "not-found", "not-checked")]
    strengths = [f"{count} {each}" for each in get_args(Strength) if (count := sum(row.strength == each for row in found))]
    said[0] += f" ({', '.join(strengths)})" if strengths else ""
    said[1] += f" ({vouched} of them vouched for)" if vouched else ""
    return f"{len(found)} citations: {', '.join(said)}"
