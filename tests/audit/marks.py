"""What a mark is worth: the benchmark and the audits together, printed, and written on the page that explains the marks.

python -m tests.audit.marks
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from tests.audit.audits import MARKS, Row, audit_files, held, read_audits, report, share
from tests.bench.planted import Measured, Planted, elsewhere, measure, table
from tests.bench.planted_world import ROOT, load_world

PAGE = ROOT / "docs" / "about" / "how-to-read.md"
BEGIN, END = "<!-- marks: what `make planted` writes -->", "<!-- /marks -->"


def block(rows: list[Row], measured: Measured) -> str:
    """Return what the page says of how far a mark can be trusted."""
    planted = elsewhere(measured)
    told = [_line(mark, rows, measured, planted) for mark in MARKS[:5] if _seen(mark, rows, measured)]
    held_out = share(sum(not each.caught for each in planted if each.held_out), sum(each.held_out for each in planted))
    files = audit_files()
    dates = " and ".join(file.stem for file in files) if len(files) < 3 else f"{files[0].stem} to {files[-1].stem}"
    return f"""{BEGIN}

| mark | claims read against the documents | of 100 so many hold | altered claims that keep it, of 100 | moved claims that keep it, of 100 |
|---|---|---|---|---|
{chr(10).join(told)}

In brackets stands the range in which the true number lies 95 times of 100. **Read against the documents** were {len(rows)} claims, drawn by lot from every
form, the riskier forms more often than they occur ({dates}); a claim holds if the lines say of the same thing, by the same speaker, of the same time and as surely what the claim says. The verdicts are in
`tests/audit/`. **Altered** were {len(planted):,} right claims, each in one thing (a number, year, speaker, counterpart, part, *planned* for *asserted* …), for a value of the same kind
from elsewhere in the same source; an alteration that the check does not notice keeps its mark. They are as many of every kind, which errors of people are not: the column
shows where the check is blind, not how often it is wrong. Of the entries that nobody looked at while the checks were made, {held_out.words} of 100 keep it.
**Moved** were {len(measured.moved):,} found citations, to other lines of their source: how often a mark would be there by chance.

{END}"""


def _seen(mark: str, rows: Iterable[Row], measured: Measured) -> bool:
    marks = {each.mark for each in measured.planted} | {each.mark for each in measured.moved}
    return mark in marks or any(row.mark == mark for row in rows)


def _line(mark: str, rows: list[Row], measured: Measured, planted: list[Planted]) -> str:
    own = [each for each in planted if each.mark == mark]
    found = [each for each in measured.moved if each.mark == mark]
    audited = held(rows, mark)
    kept, moved = share(sum(not each.caught for each in own), len(own)), share(sum(each.found for each in found), len(found))
    shown = "not checked" if mark == "not-checked" else mark
    words = f"{audited.of}, of which {audited.hits} hold" if audited.of else "none yet"
    return f"| {shown} | {words} | {audited.words} | {f'{kept.words} of {kept.of:,}' if kept.of else '—'} | {f'{moved.words} of {moved.of:,}' if moved.of else '—'} |"


def with_block(page: str, made: str) -> str:
    """Return a page with the block put between its marks."""
    start, end = page.index(BEGIN), page.index(END) + len(END)
    return page[:start] + made + page[end:]


def main() -> None:
    """Measure, print, and write the page."""
    rows, world = read_audits(), load_world(ROOT)
    measured = measure(world)
    sys.stdout.write(f"{table(measured)}\nclaims read against the documents\n")
    sys.stdout.write("".join(f"{line}\n" for line in report(rows, world)))
    PAGE.write_text(with_block(PAGE.read_text(encoding="utf-8"), block(rows, measured)), encoding="utf-8")


if __name__ == "__main__":
    main()
