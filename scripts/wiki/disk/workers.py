"""Work spread over all cores: forked workers, which see what the parent holds without a copy."""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TextIO, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

FEW = 24
"""Below so many items a fork costs more than it saves."""

_state: tuple[Callable[[Any], Any], Sequence[Any]] | None = None


def spread(
    function: Callable[[Sequence[Item]], Made], items: Sequence[Item], jobs: int, start: Callable[[], None], batch: int = 40, few: int = FEW
) -> Iterator[Made]:
    """Yield `function(batch)` for batches of `items`, in any order of work but in the order of the items.

    `start` runs once in each worker, after the fork. With one job or no more than `few` items everything runs in this process.
    """
    batches = [items[first : first + batch] for first in range(0, len(items), batch)]
    if jobs <= 1 or len(items) <= few:
        for each in batches:
            yield function(each)
        return
    import multiprocessing  # noqa: PLC0415 - a check of one entry has no use for it

    global _state  # noqa: PLW0603 - what forked workers inherit, instead of pickling it for each batch
    _state = (function, batches)
    gc.freeze()  # what is there already is shared with the workers: the collector must not touch it
    try:
        with multiprocessing.get_context("fork").Pool(min(jobs, len(batches)), _begin, (start,)) as pool:
            yield from pool.imap(_run, range(len(batches)))
    finally:
        gc.unfreeze()
        _state = None


def _begin(start: Callable[[], None]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    gc.disable()  # a worker lives for seconds and makes no cycles to speak of
    start()


def _run(number: int) -> Any:
    if _state is None:
        raise RuntimeError("a worker was started without work")
    function, batches = _state
    return function(batches[number])


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Progress:
    """Says how far a stage is: a line that changes on a terminal, one line a stage in a pipe."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.live = self.stream.isatty()
        self.last = 0.0
        self.begun = time.monotonic()

    def start(self) -> None:
        """Begin a stage."""
        self.begun = time.monotonic()

    def count(self, stage: str, done: int, total: int) -> None:
        """Show a count and a rate, at most ten times a second."""
        now = time.monotonic()
        if self.live and now - self.last > 0.1:
            self.last = now
            rate = done / max(now - self.begun, 0.001)
            self.stream.write(f"\r\033[K{stage} {done}/{total} {rate:.0f}/s")
            self.stream.flush()

    def line(self, text: str) -> None:
        """Say what a stage has done."""
        self.stream.write(f"\r\033[K{text}\n" if self.live else f"{text}\n")
        self.stream.flush()


class Silence(Progress):
    """Says nothing."""

    def count(self, stage: str, done: int, total: int) -> None:
        """Say nothing."""

    def line(self, text: str) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Run:
    """How a build is run: on how many cores, and whom it tells."""

    jobs: int
    progress: Progress


def quiet(jobs: int | None = None) -> Run:
    """Return a run that says nothing."""
    return Run(jobs or cores(), Silence())
