"""What `wiki review` lists: each citation of an entry's claims, weakest first, with what was looked up and what was not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wiki.link.graph import LinkedEntry
from wiki.model import Answer, Citation, Claim
from wiki.model.characters import one_line
from wiki.model.citations import locator_words
from wiki.verify.report import share_text, strength_words

GROUPS = ("not-found", "not-checked", "weak", "fair", "strong")
"""In the order in which a second reader looks at them."""


class Reviewed(NamedTuple):
    """A citation for a second reader: `looked_up` is what was found there, `open` what a person has to look for."""

    group: str
    claim: str
    says: str
    source: str
    locator: str
    looked_up: str
    open: tuple[str, ...]
    share: str
    line: int


def review(linked: LinkedEntry) -> list[Reviewed]:
    """Return the citations of an entry's claims, weakest first, then by place in the file; those vouched for stand last in their group."""
    rows = [
        (GROUPS.index(_group(answer)), bool(claim.vouched_by), citation.place.line, number, _row(claim, citation, answer))
        for number, (claim, citation, answer) in enumerate(_cited(linked))
    ]
    return [row for *_, row in sorted(rows, key=lambda each: each[:4])]


def _cited(linked: LinkedEntry) -> Iterator[tuple[Claim, Citation, Answer]]:
    for claim in linked.entry.claims:
        for citation, answer in zip(claim.citations, linked.answers.get(claim.anchor, ()), strict=False):
            yield claim, citation, answer


def _group(answer: Answer) -> str:
    return answer.strength or answer.outcome


def _row(claim: Claim, citation: Citation, answer: Answer) -> Reviewed:
    found = answer.outcome == "found"
    left = list(answer.doubts) if found else [answer.reason, *answer.doubts]
    if claim.vouched_by:
        left.append(f"vouched for by {claim.vouched_by}: {claim.vouched_why}")
    return Reviewed(
        _group(answer), claim.anchor, says(claim), citation.source, locator_words(citation.locator), answer.reason if found else "",
        (*left, *(f"{name} '{value}'" for name, value in _unseen(claim))), share_text(answer), citation.place.line,
    )  # fmt: skip


def says(claim: Claim) -> str:
    """Return what a claim says in one line."""
    if claim.form == "prose":
        return claim.text
    parts = (
        claim.property, claim.value, claim.target, f"with {claim.counterpart}" if claim.counterpart else "", claim.part, claim.group,
        f"of {claim.of}" if claim.of else "", claim.date.text if claim.date else "", f"said by {claim.said_by}" if claim.said_by else "",
        f"via {claim.via}" if claim.via else "", "" if claim.modality == "asserted" else claim.modality,
    )  # fmt: skip
    return ", ".join(filter(None, parts))


def _unseen(claim: Claim) -> Iterator[tuple[str, str]]:
    """Yield what no machine looks up."""
    yield from ((name, value) for name, value in (("as", claim.title), ("note", claim.note)) if value)
    if claim.date and claim.date_inferred:
        yield "inferred date", claim.date.text
    if claim.modality != "asserted" and claim.form != "name":
        yield "modality", claim.modality


def render_review(rows: list[Reviewed]) -> str:
    """Return the list as people read it: a line for what is claimed and where, then what was looked up and what was not."""
    out = []
    for row in rows:
        place = f"{row.source}, {row.locator}" if row.locator else row.source
        share = f" ({strength_words(row.share)})" if row.share else ""
        out.append(f"{row.group}{share}: {row.says} [{place}] #{row.claim}, line {row.line}")
        out += [f"    looked up: {row.looked_up}"] if row.looked_up else []
        out += [f"    not looked up or not there: {each}" for each in row.open]
    return "".join(f"{one_line(each)}\n" for each in out)
