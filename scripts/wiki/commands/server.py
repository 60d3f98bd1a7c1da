"""The server of `wiki serve`: the built site on localhost, rebuilt when a file changes; the browser reloads."""

from __future__ import annotations

import pickle
import threading
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from watchfiles import watch

from wiki.build.draw import Desk, draw, page_key
from wiki.build.site import BuildError, make_site
from wiki.build.state import check_world, soundly
from wiki.build.world import World
from wiki.disk.boundary import DEBUG, debugging, said
from wiki.disk.lock import alone
from wiki.disk.store import FOLDER
from wiki.disk.workers import Progress, Run, Silence, cores
from wiki.model.problems import Problem, has_errors, render_problems
from wiki.publish.engine import Shell

WATCHED = ("entries", "seeds", "docs/about", "docs/assets", "docs/.overrides", "docs/index.md", "mkdocs.yml")

IDLE = 1500
"""Milliseconds without a change after which lists, data and search follow."""

_RELOAD = b"""<script>new EventSource("/.wiki/changes").onmessage = () => location.reload()</script></body>"""


def serve(root: Path, site: Path, port: int, tell: Callable[[str], None]) -> int:
    """Build, serve on 127.0.0.1 and rebuild on change until interrupted; return the exit status.

    The pages that an edit changes are drawn at once and served from memory; everything else follows when the editor pauses.
    """
    live = _Live(root, site, tell)
    live.sound(partial(live.build, Progress()))
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, live.state, directory=str(site)))
    except OSError as error:
        tell(f"wiki: port {port} cannot be had ({error.strerror}); give another with --port")
        return 1
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tell(f"http://127.0.0.1:{server.server_port}/ (Ctrl-C stops)")
    watched = [root / path for path in WATCHED if (root / path).exists()]
    pending = False
    try:
        for changes in watch(*watched, step=10, debounce=50, rust_timeout=IDLE, yield_on_timeout=True):
            if changes:
                pending = True
                live.sound(partial(live.refresh, {Path(path) for _, path in changes}))
            elif pending:
                pending = False
                live.sound(partial(live.build, Silence()))
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
    return 0


class _Live:
    """The wiki in memory, from one change to the next."""

    def __init__(self, root: Path, site: Path, tell: Callable[[str], None]) -> None:
        self.root, self.site, self.tell = root, site, tell
        self.state = _State()
        self.world: World | None = None
        self.pending: set[str] = set()
        """The entries whose pages may not be as they are served."""

    def refresh(self, changed: set[Path]) -> None:
        """Draw the pages that changes of entries bring about, and serve them from memory."""
        named = [path for path in changed if path.suffix in (".md", ".yml")]  # editors write temporary files beside them
        if not named or not all(path.suffix == ".md" and path.is_relative_to(self.root / "entries") for path in named):
            return
        with self._alone():
            self.state.fresh.update(soundly(self._redraw, self.root, self.world))
        self.state.changed()

    def _alone(self) -> AbstractContextManager[None]:
        """Hold the wiki and the site, as `wiki build` does, for as long as something is made, and no longer."""
        return alone([self.root, self.site.parent], "wiki serve", lambda line: self.tell(f"wiki: {line}"))

    def _redraw(self, previous: World | None) -> dict[str, bytes]:
        checked = check_world(self.root, Run(cores(), Silence()), previous=previous)
        self.world = world = checked.world
        self.show(render_problems(checked.problems, "text") if has_errors(checked.problems) else "")
        self.pending |= world.may_differ()
        kept = world.store.keyed("meta", "shell")
        if kept is None or previous is None or self.state.problems:
            return {}
        frame, shell = kept[0], Shell(*pickle.loads(kept[1]))  # noqa: S301 - our own, checked
        nowhere = self.root / FOLDER
        desk = Desk(world, frame, shell, nowhere, nowhere)
        pages = {}
        for id_ in self.pending & set(world.whole):
            made = world.made.get(id_)
            if made is None or made.key != page_key(world, frame, id_) or made.answers != world.answers(made.asked):
                drawn = draw(desk, id_)
                pages[drawn.path] = drawn.html
        self.pending.clear()
        return pages

    def build(self, progress: Progress) -> None:
        """Build everything; what was served from memory is then in the site."""
        try:
            with self._alone():
                problems = soundly(partial(self._make, Run(cores(), progress)), self.root, self.world)
            self.show(render_problems(problems, "text") if has_errors(problems) else "")
        except BuildError as error:
            self.show(str(error))
        if not self.state.problems:
            self.state.fresh.clear()
            self.pending.clear()
        self.state.changed()

    def _make(self, run: Run, previous: World | None) -> tuple[Problem, ...]:
        checked = check_world(self.root, run, previous=previous)
        self.world = checked.world
        return checked.problems if has_errors(checked.problems) else (*checked.problems, *make_site(checked.world, self.site, run))

    def sound(self, work: Callable[[], None]) -> None:
        """Do some work; what nobody foresaw in it is shown as any problem is, and the next change begins from what is kept."""
        try:
            work()
        except Exception as error:  # noqa: BLE001 - an edit of a file must not end the serving
            if debugging():
                self.tell(traceback.format_exc())
            self.world = None
            self.show(f"wiki: {said(error)}; {DEBUG}=1 shows where in the program; please report it")
            self.state.changed()

    def show(self, problems: str) -> None:
        """Show what is wrong, in the terminal and on top of every page."""
        if problems and problems != self.state.problems:
            self.tell(problems)
        self.state.problems = problems


class _State:
    """What the handlers know of the builder: what is wrong, and that something has changed."""

    def __init__(self) -> None:
        self.problems = ""
        self.fresh: dict[str, bytes] = {}
        """Pages drawn since the last build, by their file below the site."""
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
        path = file.relative_to(self.directory).as_posix() if file.is_relative_to(self.directory) else ""
        page = self.state.fresh.get(path) or self.state.fresh.get(f"{path}/index.html")
        if page is None and (file.suffix != ".html" or not file.is_file()):
            super().do_GET()
            return
        data = (page or file.read_bytes()).replace(b"</body>", self._errors() + _RELOAD)
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
