"""The numbers that README.md tells of the wiki, counted from its entries and evidence.

python -m tests.bench.figures    writes them into README.md
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.bench.planted_world import ROOT, World, load_world

from wiki.evidence.coverage import Held, amounts_of, cover
from wiki.judge.disagreements import disagreements
from wiki.judge.sums import sums
from wiki.model.citations import locator_data

README = ROOT / "README.md"
BEGIN, END = "<!-- figures: what `make figures` writes -->", "<!-- /figures -->"


@dataclass(frozen=True)
class Figures:
    """What README.md counts; `open` are the figures of sources that nobody has dealt with."""

    entries: int
    citations: int
    found: int
    vouched: int
    unvouched: int
    not_checked: int
    disagreements: int
    sums: int
    sources: int
    held: int
    left_out: int
    open: int


def count_figures(world: World) -> Figures:
    """Count."""
    answers: Counter[str] = Counter()
    for claim in world.claims:
        for answer in world.answers[claim.entry, claim.anchor]:
            missed = "vouched" if claim.vouched_by else "unvouched"
            answers[missed if answer.outcome == "not-found" else answer.outcome] += 1
    disagreeing, adding = _disputes(world)
    held, left_out, open_ = _coverage(world)
    return Figures(
        *(len(world.graph.entries), answers.total(), answers["found"], answers["vouched"], answers["unvouched"], answers["not-checked"]),
        *(disagreeing, adding, len(world.graph.sources), held, left_out, open_),
    )


def _disputes(world: World) -> tuple[int, int]:
    """Return how many disagreements there are, one that stands on two entries once, and how many sums that do not come out."""
    disagreeing: set[str] = set()
    adding: set[str] = set()
    for linked in world.graph.entries.values():
        off = sums(linked.entry, world.graph.vocabulary)
        adding.update(each.id for each in off)
        disagreeing.update(each.id for each in disagreements(linked.entry, world.graph, off))
    return len(disagreeing), len(adding)


def _coverage(world: World) -> tuple[int, int, int]:
    """Return how many figures of the sources claims hold, how many the records leave out, how many are open."""
    held: dict[str, list[Held]] = {}
    for claim in world.claims:
        for citation in claim.citations:
            row = Held(claim.entry, claim.anchor, locator_data(citation.locator), amounts_of(claim))
            held.setdefault(citation.source, []).append(row)
    shares = [
        cover(evidence, held.get(key, []), world.graph.sources[key].left_out).share for key, evidence in sorted(world.evidence.items())
    ]
    taken, left_out = sum(each.taken for each in shares), sum(each.left_out for each in shares)
    return taken, left_out, sum(each.figures for each in shares) - taken - left_out


def _some(number: int) -> str:
    """Return a number without what a day's work changes: in whole hundreds, or tens below a thousand."""
    step = 100 if number >= 1000 else 10
    return f"{number // step * step:,}"


def block(found: Figures) -> str:
    """Return what README.md says."""
    unvouched = f" ({found.unvouched} more fail the build)" if found.unvouched else ""
    open_ = f"; {found.open} are open" if found.open else ""
    return f"""{BEGIN}
- **A machine looks at the cited lines.** Of over {_some(found.citations)} citations in over {_some(found.entries)} entries, over {_some(found.found)} were found; {found.vouched} were not{unvouched},
  and on the page of each an editor says why it stands all the same; over {_some(found.not_checked)} hold nothing that a machine could look up, and say so. An unfound
  claim that nobody vouches for fails the build. `wiki verify`
- **How far that can be trusted is measured.** Errors are planted in real claims, and claims are read against the documents by hand; the results stand on the
  page that [explains the marks](docs/about/how-to-read.md#checks). `make planted`
- **Anyone can repeat that without the documents.** Each source has a published file of evidence: its figures and dates by line, its words as hashes. Who has the
  documents checks against them: `make verify TEXTS=DIR`.
- **Disagreement is computed, and so are sums that do not come out.** {found.disagreements} disagreements and {found.sums} sums stand side by side at `/disagreements/`, each with the editors'
  verdict if there is one; none is averaged or hidden.
- **What was left out is known.** Of the {found.held + found.left_out + found.open} figures of the {found.sources} sources {found.held} are held by a claim and {found.left_out} left out with a reason{open_}. `wiki source list`
{END}"""


def with_block(page: str, made: str) -> str:
    """Return README.md with the figures put between their marks."""
    start, end = page.index(BEGIN), page.index(END) + len(END)
    return page[:start] + made + page[end:]


def main(readme: Path = README) -> None:
    """Count, and write README.md."""
    made = block(count_figures(load_world(ROOT)))
    readme.write_text(with_block(readme.read_text(encoding="utf-8"), made), encoding="utf-8")


if __name__ == "__main__":
    main()
