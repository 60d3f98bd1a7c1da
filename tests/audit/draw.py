"""A sheet for a new audit: claims drawn by lot, as many of each form as is asked, with the verdicts left open.

python -m tests.audit.draw SEED > tests/audit/DATE.yml
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from random import Random

from tests.audit.audits import cites, says
from tests.bench.planted import mark_of
from tests.bench.planted_world import ROOT, World, load_world

from wiki.check.format import scalar
from wiki.model import Claim

FORMS = {"prose": 24, "fact": 10, "relation": 9, "position": 7, "name": 4, "status": 3, "announcement": 3}
"""How many claims of each form; the forms in which errors were found are drawn more often than they occur."""


def drawn(world: World, seed: int) -> Iterator[Claim]:
    """Yield the claims that a seed draws, by form, entry and anchor."""
    random = Random(seed)  # noqa: S311 - repeatable on purpose
    for form, number in FORMS.items():
        pool = sorted((claim for claim in world.claims if claim.form == form), key=lambda each: (each.entry, each.anchor))
        yield from sorted(random.sample(pool, min(number, len(pool))), key=lambda each: (each.entry, each.anchor))


def row(claim: Claim, mark: str) -> str:
    """Return a claim as a row of a sheet."""
    keys = {
        "entry": claim.entry,
        "claim": claim.anchor,
        "says": says(claim),
        "cite": cites(claim),
        "mark": mark,
        "verdict": "",
        "remark": "",
    }
    lines = [f"    {key}: {scalar(value) if value else ''}".rstrip() for key, value in keys.items()]
    return "  - " + "\n".join(lines).lstrip()


def sheet(world: World, seed: int) -> str:
    """Return a sheet."""
    head = f"date:\nreader:\ndrawn: {sum(FORMS.values())} claims by lot, seed {seed} ({', '.join(f'{n} {form}' for form, n in FORMS.items())})\n"
    rows = [row(claim, mark_of(world.answers[claim.entry, claim.anchor])) for claim in drawn(world, seed)]
    return head + "claims:\n" + "\n".join(rows) + "\n"


def main() -> None:
    """Print a sheet."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("seed", type=int)
    sys.stdout.write(sheet(load_world(ROOT), parser.parse_args().seed))


if __name__ == "__main__":
    main()
