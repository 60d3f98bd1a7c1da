"""What a reader waits for: bytes and seconds from the first letter typed to the first result, in a browser that has cached nothing."""

from __future__ import annotations

import gzip
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.bench.recipe import lexicon, subject

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TRIES = 3
NAME = "[role=option]"
TEXT = "[role=option] mark"
COMPRESSED = (".html", ".js", ".json", ".css", ".svg", ".txt", ".xml")
"""What hosts of static files compress on the way."""


WATCH = """wanted => new Promise(resolve => {
  const start = Date.now(), done = () => document.querySelector(wanted) && resolve([start / 1000, Date.now() / 1000]);
  new MutationObserver(done).observe(document.body, {childList: true, subtree: true});
})"""
"""Run in the page: the times (seconds since 1970) at which it began to look, and at which `wanted` appeared."""


class _Server(ThreadingHTTPServer):
    """Notes when it sent how many bytes."""

    def __init__(self, site: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(_Handler, directory=str(site)))
        self.sent: list[tuple[float, int]] = []


class _Handler(SimpleHTTPRequestHandler):
    """Serves a site as the usual hosts do."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path.split("?")[0]))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(404)
            return
        packed = file.suffix in COMPRESSED
        data = _packed(file) if packed else file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if isinstance(self.server, _Server):
            self.server.sent.append((time.time(), len(data)))
        with suppress(ConnectionError):  # a try ends with the first result, whatever else is on its way
            self.wfile.write(data)


@lru_cache(maxsize=1024)
def _packed(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), 6)


def measure_search(site: Path) -> Iterator[str]:
    """Yield the lines to print, one a query; a first try, not counted, lets the server compress what it will send."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - the other parts need no browser

    whom, rare = subject(7), lexicon()[300]
    queries = (
        ("a title", whom.title, NAME), ("a name in Latin", whom.names[0], NAME), ("a name in Cyrillic", whom.names[1], NAME),
        ("a name in Arabic letters", whom.names[2], NAME), ("text, a common word", "treaty", TEXT), ("text, a rare word", rare, TEXT),
        ("text, both", f"treaty {rare}", TEXT),
    )  # fmt: skip
    server = _Server(site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield "\nSearch, from typing to the first result, beyond the page, cold browser, site served with gzip\n"
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for label, query, wanted in queries:
                tries = [_search(browser, server, query, wanted) for _ in range(TRIES + 1)][1:]
                seconds, size = median(each[0] for each in tries), median(each[1] for each in tries)
                yield f"- {label} ('{query}'): {seconds:.2f} s (worst {max(each[0] for each in tries):.2f}), {size / 1e3:.1f} kB"
            browser.close()
    finally:
        server.shutdown()
        server.server_close()


def _search(browser: Browser, server: _Server, query: str, wanted: str) -> tuple[float, int]:
    """Type `query` into the box of the first page; return seconds and bytes to the first result that fits `wanted`."""
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/", wait_until="networkidle")
        page.evaluate(f"wanted => {{ window.appeared = ({WATCH})(wanted) }}", wanted)
        page.fill("input[type=search]", query)
        start, end = page.evaluate("window.appeared")
        return end - start, sum(size for when, size in server.sent if start <= when <= end)
    finally:
        context.close()
