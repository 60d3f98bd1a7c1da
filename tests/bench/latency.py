"""How long `wiki serve` takes from saving an entry to serving all pages that the edit changes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench.contenders import Contender, edited_number
from tests.bench.measuring import RunError
from tests.bench.recipe import stem, subject

EDITS = 20
POLL = 0.005
PATIENCE = 900.0
REST = 1.0
"""Seconds between two polls, at most for an answer, and between two edits, for an editor does not save at once again."""


def measure_latency(contender: Contender, count: int, command: str) -> Iterator[str]:
    """Yield the lines to print: time to the first page, then median and worst of the edits."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = [command, "serve", "--root", str(contender.root), "--port", str(port)]
    log = contender.folder / "log"
    with log.open("wb") as output:
        environment = {**os.environ, **contender.environment}
        server = subprocess.Popen(arguments, stdout=output, stderr=output, env=environment)
        try:
            start = time.monotonic()
            _await(f"http://127.0.0.1:{port}/", "<html", server, log)
            yield f"\nLatency of `wiki serve` at {count:,} entries: first page after {time.monotonic() - start:.1f} s"
            taken = [_edit(contender, count, turn, port, server, log) for turn in range(EDITS)]
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    yield f"- saved → the page and the page it links to served, of {EDITS}: median {median(taken):.3f} s, worst {max(taken):.3f} s"


def _edit(contender: Contender, count: int, turn: int, port: int, server: subprocess.Popen[bytes], log: Path) -> float:
    """Save a sentence with a link; return the seconds until the entry and the target's list of mentions have it."""
    time.sleep(REST)
    number = edited_number(count, turn)
    target, word = subject((number + count // 2) % (count - 1)), stem(3_000_000 + turn)
    file = contender.root / contender.entry(number)
    text = file.read_text(encoding="utf-8")
    start = time.monotonic()
    file.write_text(f" Here the [[{target.id}]] stands beside {word}.\n\n## ".join(text.rsplit("\n\n## ", 1)), encoding="utf-8")
    for page in (subject(number).id, target.id):
        _await(f"http://127.0.0.1:{port}/wiki/{page}/", word, server, log)
    return time.monotonic() - start


def _await(url: str, text: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Ask for a page until it holds `text`.

    Raises RunError if the server ends, or the text is not there in time.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - our own server
                if text in answer.read().decode():
                    return
        except (urllib.error.URLError, ConnectionError):  # not there yet, or being swapped
            pass
        time.sleep(POLL)
    said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise RunError(f"'{text}' did not come to {url}:\n{said}")
