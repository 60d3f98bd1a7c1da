"""The benchmark: our builds and those of the peers on the same content, in turns, as whole processes, in one table.

python -m tests.bench.bench [--n 100,1000,10000] [--rounds 3] [--cases …] [--only ours|peers] [--parts build,latency,search]
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.contenders import (
    COMMAND,
    EDITS,
    LABELS,
    OURS,
    OURS_WITHOUT_TEXT,
    PEER_CASES,
    Contender,
    check_command,
    our_contenders,
    peer_contender,
)
from tests.bench.latency import measure_latency
from tests.bench.measuring import RunError, Usage, run
from tests.bench.peers import Peer, install_peers, versions
from tests.bench.recipe import FEWEST
from tests.bench.search import measure_search

BYTES_PER_ENTRY = 400_000
"""What an entry takes at most on disk for one contender: its text twice, its page, and the parts of indexes and caches."""
PARTS = ("build", "latency", "search")


@dataclass(frozen=True, slots=True)
class Result:
    """One run: what it took, and what it made. `rendered` is what the command says, None where it says nothing."""

    contender: str
    case: str
    turn: int
    usage: Usage
    rendered: int | None
    written: int
    size: int
    page: float


def main() -> int:
    """Measure and print."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that it cleans up then too
    counts = [int(each) for each in options.n.split(",")]
    work = Path(tempfile.mkdtemp(prefix="wiki-bench-", dir=options.work))
    try:
        peers = install_peers(work / "peers") if options.only != "ours" and "build" in options.parts else ()
        say(f"{_machine()}{'; ' + versions(peers) if peers else ''}")
        for count in counts:
            _check_disk(work, count, len(peers) + (0 if options.only == "peers" else 2))
            folder = work / str(count)
            _measure(count, folder, peers, options)
            shutil.rmtree(folder)
    except RunError as error:
        sys.stderr.write(f"bench: {error}\n")
        return 1
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 0


def say(line: str = "") -> None:
    """Print a line at once: a run takes long."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure builds of synthetic wikis, ours and the peers', on the same content.")
    parser.add_argument("--n", default="100,1000,10000", help="numbers of entries, with commas (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each case is run (default: %(default)s)")
    parser.add_argument("--only", choices=("ours", "peers"), help="measure one side only")
    parser.add_argument("--cases", default=",".join(EDITS), help="default: %(default)s; 'cold' always runs, the others start from it")
    parser.add_argument("--parts", default=",".join(PARTS), help="default: %(default)s")
    parser.add_argument("--work", type=Path, help="the folder to work in (default: the system's for temporary files)")
    options = parser.parse_args()
    options.cases, options.parts = options.cases.split(","), options.parts.split(",")
    for given, known in ((options.cases, EDITS), (options.parts, PARTS)):
        for each in given:
            if each not in known:
                parser.error(f"'{each}' is not one of: {', '.join(known)}")
    if not all(each.isdigit() and int(each) >= FEWEST for each in options.n.split(",")):
        parser.error(f"--n takes numbers from {FEWEST}, with commas between them")
    if options.rounds < 1:
        parser.error("--rounds takes a number from 1")
    return options


def _machine() -> str:
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{cores} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}, Python {platform.python_version()}"


def _check_disk(work: Path, count: int, contenders: int) -> None:
    needed, free = count * BYTES_PER_ENTRY * contenders, shutil.disk_usage(work).free
    if free < needed:
        raise RunError(f"{count} entries for {contenders} contenders need {needed / 1e9:.1f} GB in {work}; {free / 1e9:.1f} GB are free")


def _measure(count: int, folder: Path, peers: tuple[Peer, ...], options: argparse.Namespace) -> None:
    say(f"\n## {count:,} entries\n")
    if "build" in options.parts:
        contenders = our_contenders(count, folder) if options.only != "peers" else []
        contenders += [peer_contender(peer, count, folder) for peer in peers]
        cases = [case for case in EDITS if case in {"cold", *options.cases}]
        results: list[Result] = []
        try:
            results.extend(_rounds(contenders, count, cases, options.rounds))
        finally:  # broken off after hours, it still says what it knows
            _print_table(results, count)
            _print_ratios(results, count)
    if options.only == "peers" or not {"latency", "search"} & {*options.parts}:
        return
    shutil.rmtree(folder, ignore_errors=True)
    ours = our_contenders(count, folder)[0]
    ours.make_cold()
    if "search" in options.parts:
        run(ours.command, ours.root, folder / "log", ours.environment)
        _say_all(measure_search(ours.site))
    if "latency" in options.parts:
        _say_all(measure_latency(ours, count, COMMAND))


def _say_all(lines: Iterator[str]) -> None:
    """Print what a part yields; if it fails, say so and let the other parts go on."""
    try:
        for line in lines:
            say(line)
    except RunError as error:
        say(f"\nNot measured: {error}")


def _rounds(contenders: list[Contender], count: int, cases: list[str], rounds: int) -> Iterator[Result]:
    """Run case after case, each by all contenders in turn, so that a slow minute of the machine hits all."""
    for turn in range(rounds):
        for case in cases:
            for contender in contenders[turn % len(contenders) :] + contenders[: turn % len(contenders)]:
                if not contender.ours and case not in PEER_CASES:
                    continue
                result = _run_case(contender, case, count, turn)
                sys.stderr.write(f"round {turn + 1}, {LABELS[case]}, {contender.name}: {result.usage.wall:.2f} s\n")
                yield result


def _run_case(contender: Contender, case: str, count: int, turn: int) -> Result:
    if case == "cold":
        contender.make_cold()
    EDITS[case](contender, count, turn)
    command = check_command(contender, count, turn) if case == "check" else contender.command
    log = contender.folder / "log"
    before = log.stat().st_mtime_ns if log.exists() else 0
    log.touch()
    before = max(before, log.stat().st_mtime_ns)
    usage = run(command, contender.root, log, contender.environment)
    drawn = re.findall(r"^drew (\d+) of", log.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
    pages = [file.stat() for file in contender.site.rglob("*.html")]
    entries = [file.stat().st_size for file in contender.site.glob("*/*-[0-9]*/index.html")]
    return Result(
        contender.name, case, turn, usage,
        rendered=sum(map(int, drawn)) if drawn else None,
        written=sum(each.st_mtime_ns > before for each in pages),
        size=sum(file.stat().st_size for file in contender.site.rglob("*") if file.is_file()),
        page=sum(entries) / max(1, len(entries)),
    )  # fmt: skip


def _of(results: list[Result], contender: str, case: str) -> list[Result]:
    return [each for each in results if (each.contender, each.case) == (contender, case)]


def _print_table(results: list[Result], count: int) -> None:
    say(
        "| case | by | wall, s (median, min–max) | ms an entry | CPU, s | peak, MB | rendered | HTML written | site, MB | HTML a page, kB |"
    )
    say("|---|---|---|---|---|---|---|---|---|---|")
    for case in dict.fromkeys(each.case for each in results):
        for contender in dict.fromkeys(each.contender for each in results):
            found = _of(results, contender, case)
            if not found:
                continue
            walls = [each.usage.wall for each in found]
            rendered = [each.rendered for each in found if each.rendered is not None]
            cells = [
                LABELS[case], contender, spread(walls), f"{1000 * median(walls) / count:.2f}",
                f"{median(each.usage.cpu for each in found):.2f}", f"{median(each.usage.peak for each in found) / 1e6:.0f}",
                f"{median(rendered):.0f}" if rendered else "–", f"{median(each.written for each in found):.0f}",
                f"{median(each.size for each in found) / 1e6:.1f}", f"{median(each.page for each in found) / 1e3:.1f}",
            ]  # fmt: skip
            say(f"| {' | '.join(cells)} |")


def spread(values: list[float]) -> str:
    """Return the median with the least and the greatest."""
    return f"{median(values):.2f} ({min(values):.2f}–{max(values):.2f})"


def _print_ratios(results: list[Result], count: int) -> None:
    """Print ours by the peers', and each of our cases by our cold build, round by round."""
    names = list(dict.fromkeys(each.contender for each in results))
    ours = [name for name in names if name in (OURS, OURS_WITHOUT_TEXT)]
    peers = [name for name in names if name not in ours]
    say(f"\nRatios at {count:,} entries, round by round, median (min–max): wall; CPU\n")
    for own in ours:
        for case in PEER_CASES:
            for peer in peers:
                _print_ratio(f"{LABELS[case]}: {own} / {peer}", _of(results, own, case), _of(results, peer, case))
        for case in EDITS:
            if case != "cold":
                _print_ratio(f"{own}: {LABELS[case]} / cold build", _of(results, own, case), _of(results, own, "cold"))


def _print_ratio(label: str, above: list[Result], below: list[Result]) -> None:
    pairs = [(one.usage, other.usage) for one in above for other in below if one.turn == other.turn]
    if pairs:
        say(f"- {label}: {spread([a.wall / b.wall for a, b in pairs])}; CPU {spread([a.cpu / b.cpu for a, b in pairs])}")


if __name__ == "__main__":
    sys.exit(main())
