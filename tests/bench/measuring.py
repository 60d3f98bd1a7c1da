"""Runs a command as a whole process and measures it: wall, CPU of all its children, peak memory of the process tree."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.05


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process took. Seconds; `peak` in bytes, summed over the process tree."""

    wall: float
    cpu: float
    peak: int


class RunError(RuntimeError):
    """The command failed; the message holds the end of what it said."""


def run(command: tuple[str, ...], cwd: Path, log: Path, environment: Mapping[str, str]) -> Usage:
    """Run `command` to its end; what it says goes to `log`.

    Raises RunError if its exit status is not 0.
    """
    os.sync()  # what earlier runs left to be written is not this one's
    with log.open("wb") as output:
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=cwd, stdout=output, stderr=output, env={**os.environ, **environment})
        sampler = _Sampler(process.pid)
        sampler.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:  # the run is broken off: what it started is not left behind
            process.terminate()
            raise
        wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    sampler.stop()
    if process.returncode != 0:
        said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise RunError(f"{' '.join(command)} ended with status {process.returncode}:\n{said}")
    return Usage(wall, used.ru_utime + used.ru_stime, sampler.peak)


class _Sampler(threading.Thread):
    """Notes the largest memory that a process and its descendants had together."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._pid = pid
        self._over = threading.Event()

    def run(self) -> None:
        pause = 0.0
        while not self._over.wait(pause):
            start = time.monotonic()
            self.peak = max(self.peak, sum(proportional_size(pid) for pid in descendants(self._pid)))
            # the kernel walks all pages for it: never more than a tenth of a core for looking
            pause = max(INTERVAL, 9 * (time.monotonic() - start))

    def stop(self) -> None:
        self._over.set()
        self.join()


def descendants(pid: int) -> Iterator[int]:
    """Yield a process and all that it started, as far as they still run."""
    yield pid
    try:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text(encoding="ascii").split():
                yield from descendants(int(child))
    except OSError:  # it has ended meanwhile
        return


def proportional_size(pid: int) -> int:
    """Return the bytes of memory that a process has, shared pages counted in shares (PSS); 0 for one that has ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:")), 0)
