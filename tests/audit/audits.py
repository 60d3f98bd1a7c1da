"""The audits: claims that somebody has read against the documents, with a verdict on each; README.md tells how to add one.

python -m tests.audit.audits            prints how many hold, by mark, and which claims have changed since
python -m tests.audit.audits --marks    writes down what the check says today of the claims that are as they were
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from tests.bench.planted import mark_of
from tests.bench.planted_world import ROOT, World, load_world

from wiki.model import Claim
from wiki.model.citations import locator_data

FOLDER = Path(__file__).parent
VERDICTS = {
    "holds": "what it says stands in the cited lines, as it says it",
    "wording": "it holds, and should be put better",
    "locator": "it is right, but the cited lines do not hold all of it",
    "wrong value": "another number, name or word stands there",
    "wrong speaker": "somebody else says so, or nobody does",
    "wrong date": "it was at another time, or the time is not said",
    "wrong subject": "it is said of something else",
    "wrong modality": "planned, possible or denied there and asserted here, or the reverse",
}
HOLD = ("holds", "wording")
"""With these verdicts a claim is what its mark says."""
MARKS = ("strong", "fair", "weak", "found", "not-checked", "not-found")
KEYS = ("entry", "claim", "says", "cite", "mark", "verdict", "remark", "gone")


@dataclass(frozen=True)
class Row:
    """A claim that was read: what it said then, what it cited, what the check said of it, and what the reader says."""

    file: str
    entry: str
    claim: str
    says: str
    cite: str
    mark: str
    verdict: str
    remark: str = ""
    gone: bool = False

    @property
    def holds(self) -> bool:
        """The claim is what its mark says."""
        return self.verdict in HOLD


def audit_files() -> list[Path]:
    """Return the files of all audits, by date."""
    return sorted(FOLDER.glob("*.yml"))


def read_audit(file: Path) -> list[Row]:
    """Read an audit. Raises TypeError or ValueError where a key is unknown or missing."""
    found: Any = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [Row(file.name, **row) for row in found["claims"]]


def read_audits() -> list[Row]:
    """Read all audits."""
    return [row for file in audit_files() for row in read_audit(file)]


# --- then and now -----------------------------------------------------------------------------------------------------

_LEFT = (
    "place",
    "citations",
    "entry",
    "anchor",
    "form",
    "property",
    "name",
    "announcement",
    "quantity",
    "series",
    "vouched_by",
    "vouched_why",
)


def says(claim: Claim) -> str:
    """Return all that a claim says, on one line: the words of prose; of a field its keys and values."""
    if claim.form == "prose":
        return claim.text
    shown = {
        key: value for key, value in claim._asdict().items() if value and key not in _LEFT and (key, value) != ("modality", "asserted")
    }
    parts = [f"{key.replace('_', '-')}: {getattr(value, 'text', value)}" for key, value in shown.items()]
    if claim.announcement:
        due, outcome = claim.announcement.due, claim.announcement.outcome
        parts += [f"due: {due.text}"] if due else []
        parts += [f"outcome: {outcome}"] if outcome else []
    return " | ".join([claim.form if claim.form in {"name", "status"} else f"{claim.form} {claim.property}", *parts])


def cites(claim: Claim) -> str:
    """Return a claim's citations as editors write them."""
    return "; ".join(f"{each.source}, {locator_data(each.locator)}".removesuffix(", ") for each in claim.citations)


def claims_by_place(world: World) -> Mapping[tuple[str, str], Claim]:
    """Return the claims by entry and anchor."""
    return {(claim.entry, claim.anchor): claim for claim in world.claims}


def changes(rows: Iterable[Row], world: World) -> Iterator[tuple[Row, str]]:
    """Yield the rows whose claim is no longer what was read, and how."""
    claims = claims_by_place(world)
    for row in rows:
        claim = claims.get((row.entry, row.claim))
        if claim is None:
            yield row, "gone"
        elif says(claim) != row.says:
            yield row, f"says now: {says(claim)}"
        elif cites(claim) != row.cite:
            yield row, f"cites now: {cites(claim)}"


# --- how many hold ----------------------------------------------------------------------------------------------------


class Share(NamedTuple):
    """So many of so many, in per cent with the interval in which the true share lies 95 times of 100 (Wilson)."""

    hits: int
    of: int
    rate: float
    low: float
    high: float

    @property
    def words(self) -> str:
        """As it is printed."""
        return f"{self.rate:.0f} ({self.low:.0f}–{self.high:.0f})" if self.of else "—"


def share(hits: int, of: int) -> Share:
    """Return a share with its interval.

    >>> share(47, 52).words, share(0, 0).words
    ('90 (79–96)', '—')
    """
    if not of:
        return Share(0, 0, 0, 0, 100)
    z, part = 1.96, hits / of
    middle = (part + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(part * (1 - part) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return Share(hits, of, 100 * part, max(0, 100 * (middle - half)), min(100, 100 * (middle + half)))


def held(rows: Iterable[Row], mark: str) -> Share:
    """Return how many claims with a mark hold."""
    own = [row for row in rows if row.mark == mark]
    return share(sum(row.holds for row in own), len(own))


# --- the command ------------------------------------------------------------------------------------------------------


def write_marks(rows: Iterable[Row], world: World) -> None:
    """Write into the audits what the check says today of the claims that are as they were read."""
    changed = {(row.file, row.entry, row.claim) for row, _ in changes(rows, world)}
    for row in rows:
        if (row.file, row.entry, row.claim) not in changed:
            file = FOLDER / row.file
            mark = mark_of(world.answers[row.entry, row.claim])
            text = file.read_text(encoding="utf-8")
            named = rf"(  - entry: {re.escape(row.entry)}\n    claim: {re.escape(row.claim)}\n(?:    [^\n]*\n)*?    mark: )[^\n]*"
            file.write_text(re.sub(named, rf"\g<1>{mark}", text), encoding="utf-8")


def report(rows: list[Row], world: World) -> Iterator[str]:
    """Yield how many claims hold, by mark and by verdict, and which have changed since."""
    for mark in MARKS:
        found = held(rows, mark)
        if found.of:
            yield f"{mark}: {found.hits} of {found.of} hold, of 100 {found.words}"
    for verdict in VERDICTS:
        yield f"  {verdict}: {sum(row.verdict == verdict for row in rows)}"
    for row, what in changes(rows, world):
        yield f"changed since {row.file.removesuffix('.yml')}: {row.entry}#{row.claim} ({row.verdict}) {what}"


def main(arguments: list[str] | None = None) -> None:
    """Print, or write the marks."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--marks", action="store_true", help="write what the check says today into the audits")
    options = parser.parse_args(arguments)
    rows, world = read_audits(), load_world(ROOT)
    if options.marks:
        write_marks(rows, world)
    else:
        sys.stdout.write("".join(f"{line}\n" for line in report(rows, world)))


if __name__ == "__main__":
    main()
