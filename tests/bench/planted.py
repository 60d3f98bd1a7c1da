"""The planted benchmark: how many errors that are put in on purpose the checks catch, and how much a ✓ is worth.

python -m tests.bench.planted [--seed 2026] [--each 80] [--moved 1200] [--json] [--missed KIND] [--write]

Claims of entries/ are altered in one thing each, by kind (planted_kinds.py), and looked at again (planted_checks.py). One third of the
entries, by a hash of the id, is held out: do not look at what is missed there while tuning. `--missed` never shows it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from tests.bench.planted_checks import Standing, rules_broken
from tests.bench.planted_kinds import BY_ID, KINDS, Alteration, Kind
from tests.bench.planted_world import ROOT, Ranges, World, alone_with, is_held_out, load_world, shuffled

from wiki.model import Citation, Locator
from wiki.model.citations import locator_words
from wiki.verify import verify_claim

SEED, EACH, MOVED = 2026, 80, 1200
TRIES = 12
"""So many ways are tried to alter a claim before another is taken."""
STRENGTHS = ("strong", "fair", "weak", "found")
"""What a mark says; `found` where the checker does not know the strength of what it found."""


class Planted(NamedTuple):
    """An alteration, whether it was caught, and what the mark of the claim said before: a strength, or that it was not checked."""

    alteration: Alteration
    caught: bool
    mark: str
    marked: str
    """The mark that the altered claim bears; empty where it is caught."""

    @property
    def held_out(self) -> bool:
        """Its entry is of the third that nobody looks at."""
        return is_held_out(self.alteration.claim.entry)


class Moved(NamedTuple):
    """A citation moved to other lines of its source: the claim's form, its strength before, and whether it is still found."""

    form: str
    mark: str
    found: bool
    held_out: bool


class Count(NamedTuple):
    """So many of so many."""

    of: int
    hits: int

    @property
    def rate(self) -> float | None:
        """The share in per cent."""
        return round(100 * self.hits / self.of, 1) if self.of else None


def count(hits: Iterable[bool]) -> Count:
    """Count what is true."""
    found = [*hits]
    return Count(len(found), sum(found))


@dataclass(frozen=True)
class Measured:
    """All that a run measured."""

    seed: int
    planted: tuple[Planted, ...]
    moved: tuple[Moved, ...]
    unaltered: Counter[str]
    """Rules that unaltered claims break, `claims` and `vouched` among them."""


# --- drawing ----------------------------------------------------------------------------------------------------------


def draw(kind: Kind, world: World, seed: int, most: int) -> list[Alteration]:
    """Draw alterations of a kind: one a claim as long as there are claims, then second and third ones.

    `most` come in from elsewhere in the source; those that the cited lines print too are drawn besides.
    """
    random = Random(f"{seed} {kind.id}")  # noqa: S311 - repeatable on purpose
    found: list[Alteration] = []
    seen: set[tuple[str, str, str]] = set()
    for _ in range(3):
        for claim in shuffled(world.right, random):
            if count(not each.within for each in found).hits == most:
                return found
            made = _first_new(kind.alterations(claim, world, random), seen)
            if made:
                found.append(made)
    return found


def _first_new(alterations: Iterator[Alteration], seen: set[tuple[str, str, str]]) -> Alteration | None:
    for made, _ in zip(alterations, range(TRIES), strict=False):
        key = (made.claim.entry, made.claim.anchor, made.replacement)
        if key not in seen:
            seen.add(key)
            return made
    return None


def mark_of(answers: Iterable[Any]) -> str:
    """Return what the mark of a claim says: the least of its strengths, `not-checked`, or `not-found`."""
    found = [*answers]
    outcomes = {each.outcome for each in found}
    if "not-found" in outcomes or "found" not in outcomes:
        return "not-found" if "not-found" in outcomes else "not-checked"
    strengths = {getattr(each, "strength", "") or "found" for each in found if each.outcome == "found"}
    return max(strengths, key=STRENGTHS.index)


def plant(world: World, seed: int, each: int) -> Iterator[Planted]:
    """Alter claims by every kind, and look at them again."""
    before: dict[tuple[str, str], frozenset[str]] = {}
    for kind in KINDS:
        for made in draw(kind, world, seed, each):
            claim = made.claim
            key = (claim.entry, claim.anchor)
            if key not in before:
                before[key] = rules_broken(Standing(claim, alone_with(world.graph.entries[claim.entry], claim)), world)
            caught = bool(rules_broken(made.altered, world) - before[key])
            mark = mark_of(world.answered(claim))
            marked = "" if caught else mark_of(verify_claim(made.altered.claim, world.graph, made.altered.linked, world.evidence))
            yield Planted(made, caught, mark, marked)


# --- moving -----------------------------------------------------------------------------------------------------------


def move(world: World, seed: int, most: int) -> Iterator[Moved]:
    """Move found citations, each to other lines of its source, as many and as far apart as those it has."""
    random = Random(f"{seed} moved")  # noqa: S311 - repeatable on purpose
    made = 0
    for claim in shuffled(world.right, random):
        answers = world.answered(claim)
        places = [at for at, answer in enumerate(answers) if answer.outcome == "found"]
        if made == most:
            return
        if places:
            at = random.choice(places)
            citation = _moved(claim.citations[at], world, random)
            if citation:
                made += 1
                altered = claim._replace(citations=(*claim.citations[:at], citation, *claim.citations[at + 1 :]))
                answer = verify_claim(altered, world.graph, world.graph.entries[claim.entry], world.evidence)[at]
                yield Moved(claim.form, mark_of(answers[at : at + 1]), answer.outcome == "found", is_held_out(claim.entry))


def _moved(citation: Citation, world: World, random: Random) -> Citation | None:
    """Return a citation of other lines, none of which is of its own; None where the source has no room."""
    lines, evidence = world.lines(citation), world.evidence.get(citation.source)
    if not lines or evidence is None or citation.locator is None:
        return None
    first, last = min(lines)[0], max(end for _, end in lines)
    own = {line for start, end in lines for line in range(start, end + 1)}
    starts = [
        start for start in range(evidence.first, evidence.last - (last - first) + 1) if not any(start - first + line in own for line in own)
    ]
    if not starts:
        return None
    shift = random.choice(starts) - first
    ranges: Ranges = tuple((start + shift, end + shift) for start, end in lines)
    locator = Locator("line", ranges, locator_words(Locator("line", ranges, "")))
    return citation._replace(locator=locator)


# --- all of it --------------------------------------------------------------------------------------------------------


def look(world: World) -> Counter[str]:
    """Count the rules that claims break as they stand."""
    found: Counter[str] = Counter()
    for claim in world.claims:
        found["claims"] += 1
        rules = rules_broken(Standing(claim, alone_with(world.graph.entries[claim.entry], claim)), world)
        found["warned"] += bool(rules - {"not-found"})
        found["vouched"] += "not-found" in rules and bool(claim.vouched_by)
        found["wrong"] += "not-found" in rules and not claim.vouched_by
        found.update(f"rule {rule}" for rule in rules)
    return found


def measure(world: World, seed: int = SEED, each: int = EACH, moved: int = MOVED) -> Measured:
    """Run the benchmark."""
    return Measured(seed, tuple(plant(world, seed, each)), tuple(move(world, seed, moved)), look(world))


def by_kind(measured: Measured) -> list[tuple[Kind, Count, Count, Count]]:
    """Return for each kind what was caught: of what came in from elsewhere, of that in the held-out third, and of what the lines print too."""
    rows = []
    for kind in KINDS:
        drawn = [each for each in measured.planted if each.alteration.kind == kind.id]
        own = [each for each in drawn if not each.alteration.within]
        held = [each for each in own if each.held_out]
        within = [each for each in drawn if each.alteration.within]
        of_all, of_held, of_within = (count(each.caught for each in part) for part in (own, held, within))
        rows.append((kind, of_all, of_held, of_within))
    return rows


def elsewhere(measured: Measured) -> list[Planted]:
    """Return the alterations whose replacement the cited lines do not print."""
    return [each for each in measured.planted if not each.alteration.within]


def of_strength(measured: Measured, mark: str) -> tuple[Count, Count]:
    """Return how many planted errors a mark outlives, and how many moves."""
    planted = count(not each.caught for each in elsewhere(measured) if each.mark == mark)
    return planted, count(each.found for each in measured.moved if each.mark == mark)


# --- telling ----------------------------------------------------------------------------------------------------------


def table(measured: Measured) -> str:
    """Return the benchmark's tables as text."""
    return "\n".join([*_planted_rows(measured), "", *_moved_rows(measured), "", *_unaltered_rows(measured)]) + "\n"


def _cells(*cells: object) -> str:
    return f"{cells[0]!s:<40}" + "".join(f"{cell!s:>12}" for cell in cells[1:])


def _rate(found: Count) -> str:
    return "—" if found.rate is None else f"{found.rate:.1f} %"


def _planted_rows(measured: Measured) -> Iterator[str]:
    yield f"seed {measured.seed}: {len(measured.planted)} claims altered"
    yield _cells("kind", "drawn", "caught", "rate", "target", "held out", "of", "same lines", "caught")
    for kind, own, held, within in by_kind(measured):
        target = f"≥ {kind.target} %" if kind.target else ""
        yield _cells(kind.label, own.of, own.hits, _rate(own), target, _rate(held), held.of, within.of, within.hits)
    own = count(each.caught for each in elsewhere(measured))
    held = count(each.caught for each in elsewhere(measured) if each.held_out)
    within = count(each.caught for each in measured.planted if each.alteration.within)
    yield _cells("all", own.of, own.hits, _rate(own), "", _rate(held), held.of, within.of, within.hits)
    yield "drawn: what came in stands elsewhere in the source; same lines: the cited lines print it too, so that a look-up cannot tell"


def _moved_rows(measured: Measured) -> Iterator[str]:
    yield f"{len(measured.moved)} found citations moved to other lines of their source"
    yield _cells("form", "moved", "still found", "rate", "held out")
    for form in sorted({each.form for each in measured.moved}):
        own = [each for each in measured.moved if each.form == form]
        all_, held = count(each.found for each in own), count(each.found for each in own if each.held_out)
        yield _cells(form, all_.of, all_.hits, _rate(all_), _rate(held))
    all_, held = count(each.found for each in measured.moved), count(each.found for each in measured.moved if each.held_out)
    yield _cells("all", all_.of, all_.hits, _rate(all_), _rate(held))
    yield ""
    yield _cells("mark before", "altered", "keep it", "rate", "moved", "keep it", "rate")
    for mark in (*STRENGTHS, "not-checked"):
        planted, moved = of_strength(measured, mark)
        if planted.of or moved.of:
            yield _cells(mark, planted.of, planted.hits, _rate(planted), moved.of, moved.hits, _rate(moved))


def _unaltered_rows(measured: Measured) -> Iterator[str]:
    found = measured.unaltered
    claims = found["claims"]
    yield f"{claims} claims as they stand"
    yield _cells("with a warning", found["warned"], _rate(Count(claims, found["warned"])), "≤ 2 %")
    yield _cells("not found, and nobody vouches", found["wrong"], _rate(Count(claims, found["wrong"])), "0")
    yield _cells("not found, and vouched for", found["vouched"])
    for rule in sorted(each for each in found if each.startswith("rule ")):
        yield _cells(f"  {rule.removeprefix('rule ')}", found[rule])


def data(measured: Measured) -> dict[str, Any]:
    """Return the same as plain data."""
    kinds = [
        {
            "kind": kind.id, "drawn": own.of, "caught": own.hits, "rate": own.rate, "target": kind.target,
            "held_out": {"drawn": held.of, "caught": held.hits, "rate": held.rate},
            "same_lines": {"drawn": within.of, "caught": within.hits},
        }
        for kind, own, held, within in by_kind(measured)
    ]  # fmt: skip
    forms = {
        form: count(each.found for each in measured.moved if each.form == form) for form in sorted({each.form for each in measured.moved})
    }
    marks = {mark: of_strength(measured, mark) for mark in (*STRENGTHS, "not-checked")}
    return {
        "seed": measured.seed,
        "altered": len(measured.planted),
        "kinds": kinds,
        "moved": {form: {"moved": each.of, "found": each.hits, "rate": each.rate} for form, each in forms.items()},
        "marks": {
            mark: {"altered": planted.of, "kept": planted.hits, "moved": moved.of, "found": moved.hits}
            for mark, (planted, moved) in marks.items()
        },
        "unaltered": dict(sorted(measured.unaltered.items())),
    }


def missed(measured: Measured, kind: str) -> Iterator[str]:
    """Yield what of a kind was not caught, held-out entries aside."""
    for each in measured.planted:
        claim = each.alteration.claim
        if each.alteration.kind == kind and not each.caught and not each.held_out:
            within = " (stands in the cited lines)" if each.alteration.within else ""
            cited = "; ".join(f"{citation.source}, {locator_words(citation.locator)}" for citation in claim.citations)
            yield f"{claim.entry}#{claim.anchor} [{cited}] {each.alteration.replacement}{within}"


def main(arguments: list[str] | None = None) -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--each", type=int, default=EACH, help="alterations of each kind")
    parser.add_argument("--moved", type=int, default=MOVED, help="citations moved")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--missed", choices=sorted(BY_ID), help="list what of this kind was not caught, held-out entries aside")
    options = parser.parse_args(arguments)
    measured = measure(load_world(options.root), options.seed, options.each, options.moved)
    if options.missed:
        sys.stdout.write("".join(f"{line}\n" for line in missed(measured, options.missed)))
    else:
        sys.stdout.write(json.dumps(data(measured), indent=1) + "\n" if options.json else table(measured))


if __name__ == "__main__":
    main()
