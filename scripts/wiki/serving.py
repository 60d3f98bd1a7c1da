"""`wiki serve`: the built site on localhost, rebuilt when a file changes; the browser reloads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from watchfiles import watch

from wiki.building import Run
from wiki.making import BuildError
from wiki.parallel import Progress, cores
from wiki.pipeline import build_wiki
from wiki.problems import has_errors, render_problems

WATCHED = ("entries", "seeds", "docs/about", "docs/assets", "docs/.overrides", "docs/index.md", "mkdocs.yml")

_RELOAD = b"""<script>new EventSource("/.wiki/changes").onmessage = () => location.reload()</script></body>"""


def serve(root: Path, site: Path, port: int, tell: Callable[[str], None]) -> int:
    """Build, serve on 127.0.0.1 and rebuild on change until interrupted; return the exit status."""
    state = _State()
    _build(root, site, state, tell)
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, state, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tell(f"http://127.0.0.1:{server.server_port}/ (Ctrl-C stops)")
    try:
        for _ in watch(*(root / path for path in WATCHED if (root / path).exists()), step=20, debounce=100):
            _build(root, site, state, tell)
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
    return 0


def _build(root: Path, site: Path, state: _State, tell: Callable[[str], None]) -> None:
    try:
        problems = build_wiki(root, site, Run(cores(), Progress()))
        state.problems = render_problems(problems, "text") if has_errors(problems) else ""
    except BuildError as error:
        state.problems = str(error)
    if state.problems:
        tell(state.problems)
    state.changed()


class _State:
    """What the handlers know of the builder: what is wrong, and that something has changed."""

    def __init__(self) -> None:
        self.problems = ""
        self.condition = threading.Condition()

    def changed(self) -> None:
        with self.condition:
            self.condition.notify_all()

    def wait(self) -> None:
        with self.condition:
            self.condition.wait(timeout=30)


class _Handler(SimpleHTTPRequestHandler):
    """Serves files; pages get the reload script and, while there are errors, a list of them on top."""

    def __init__(self, state: _State, *args: object, **options: object) -> None:
        self.state = state
        super().__init__(*args, **options)  # type: ignore[arg-type]

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for problems."""

    def do_GET(self) -> None:
        """Answer a request; `/.wiki/changes` is a stream of events."""
        if self.path == "/.wiki/changes":
            self._stream()
            return
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() and self.path.split("?")[0].endswith("/") else file
        if file.suffix != ".html" or not file.is_file():
            super().do_GET()
            return
        data = file.read_bytes().replace(b"</body>", self._errors() + _RELOAD)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def _errors(self) -> bytes:
        from html import escape  # noqa: PLC0415

        if not self.state.problems:
            return b""
        style = "position:fixed;inset:0 0 auto 0;z-index:99;margin:0;max-height:50vh;overflow:auto;padding:1em;background:#5b1010;color:#fff;white-space:pre-wrap"
        return f'<pre role="alert" style="{style}">{escape(self.state.problems)}</pre>'.encode()

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        try:
            while True:
                self.state.wait()
                self.wfile.write(b"data: changed\n\n")
                self.wfile.flush()
        except OSError:  # the reader has gone
            return
