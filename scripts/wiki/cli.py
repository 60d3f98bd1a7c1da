"""The command `wiki`: the only print, the only exit status (0 fine, 1 an error was found, 2 wrong usage)."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from wiki.problems import FORMATS, has_errors, render_problems
from wiki.settings import CONFIG, find_root


def main(arguments: list[str] | None = None) -> int:
    """Run the command with `arguments` (default: those of the process) and return the exit status."""
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    if run is _init:
        return _init(options)
    root = options.root or find_root(Path.cwd())
    if root is None or not (root / CONFIG).is_file():
        print(f"wiki: no {CONFIG} in {options.root or 'this folder or above it'}; 'wiki init' starts a wiki", file=sys.stderr)
        return 2
    options.root = root.resolve()
    return run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wiki", description="Checks, links and builds a research wiki.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--root", type=Path, help="the wiki's folder (default: the nearest one with mkdocs.yml)")

    build = commands.add_parser("build", parents=[common], help="check, link, render, index and export the wiki")
    build.add_argument("--site-dir", type=Path, help="where the site goes (default: site/)")
    build.add_argument("--jobs", type=int, help="how many processes work (default: all cores)")
    build.add_argument("--full", action="store_true", help="make everything again, as if nothing had been made before")
    build.add_argument("--no-text-index", action="store_true", help="leave out the index for full-text search")
    build.add_argument("--as-of", type=_date, metavar="DATE", help="what is stale is told against this date (default: mkdocs.yml)")
    build.set_defaults(run=_build)

    check = commands.add_parser("check", parents=[common], help="report everything that is wrong")
    check.add_argument("paths", nargs="*", metavar="PATH", help="report on these files or folders only")
    check.add_argument("--format", choices=FORMATS, default="text")
    check.add_argument("--as-of", type=_date, metavar="DATE", help="report also what is due for a new look at this date")
    check.set_defaults(run=_check)

    fmt = commands.add_parser("fmt", parents=[common], help="put front matter into its canonical form")
    fmt.add_argument("paths", nargs="*", metavar="PATH", help="these files or folders only")
    fmt.add_argument("--check", action="store_true", help="change nothing; exit 1 if a file is not in canonical form")
    fmt.set_defaults(run=_fmt)

    serve = commands.add_parser("serve", parents=[common], help="show the site and rebuild it on change")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--site-dir", type=Path, help="where the site goes (default: site/)")
    serve.set_defaults(run=_serve)

    new = commands.add_parser("new", parents=[common], help="begin an entry")
    new.add_argument("kind")
    new.add_argument("title")
    new.set_defaults(run=_new)

    init = commands.add_parser("init", help="begin a wiki on any subject")
    init.add_argument("folder", type=Path)
    init.add_argument("--name", default="A new wiki", help="the wiki's name")
    init.set_defaults(run=_init)
    return parser


def _date(text: str) -> str:
    """Take a date of the command line; argparse reports one that is none as wrong usage."""
    from wiki.dates import DateError, parse_date  # noqa: PLC0415

    try:
        return parse_date(text).text
    except DateError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _build(options: argparse.Namespace) -> int:
    from wiki.building import Run  # noqa: PLC0415
    from wiki.making import BuildError  # noqa: PLC0415
    from wiki.parallel import Progress, cores  # noqa: PLC0415
    from wiki.pipeline import build_wiki  # noqa: PLC0415

    site = (options.site_dir or options.root / "site").resolve()
    if options.full:
        shutil.rmtree(options.root / ".wiki-cache", ignore_errors=True)
    try:
        run = Run(options.jobs or cores(), Progress())
        problems = build_wiki(options.root, site, run, text_index=not options.no_text_index, as_of=options.as_of or "")
    except BuildError as error:
        print(f"wiki: {error}", file=sys.stderr)
        return 1
    sys.stderr.write(render_problems(problems, "text"))
    return 1 if has_errors(problems) else 0


def _check(options: argparse.Namespace) -> int:
    from wiki.building import check_world, due_in, quiet  # noqa: PLC0415

    checked = check_world(options.root, quiet(), options.as_of or "")
    problems = checked.problems
    if options.as_of:
        problems += tuple(due_in(checked.world))
    wanted = [_relative(path, options.root) for path in options.paths]
    shown = [each for each in problems if not wanted or any(each.path == path or each.path.startswith(f"{path}/") for path in wanted)]
    sys.stdout.write(render_problems(shown, options.format))
    return 1 if has_errors(shown) else 0


def _fmt(options: argparse.Namespace) -> int:
    from wiki.formatting import FormatError, format_file  # noqa: PLC0415
    from wiki.pipeline import entry_paths, source_paths  # noqa: PLC0415
    from wiki.reading import read_file  # noqa: PLC0415
    from wiki.writing import write_if_changed  # noqa: PLC0415

    wanted = [_relative(path, options.root) for path in options.paths]
    failed = False
    for path in (*entry_paths(options.root), *source_paths(options.root)):
        if wanted and not any(path == each or path.startswith(f"{each}/") for each in wanted):
            continue
        raw, problems = read_file(options.root, path)
        if raw is None:
            failed = True
            sys.stdout.write(render_problems(problems, "text"))
            continue
        text = (options.root / path).read_bytes().decode()
        try:
            made = format_file(text, path)
        except FormatError as error:
            failed = True
            sys.stdout.write(render_problems(error.problems, "text") or f"{path}:1:1: left as it is: it cannot be rewritten without loss\n")
            continue
        if made != text:
            print(f"{path}: {'not in canonical form' if options.check else 'formatted'}")
            failed = failed or options.check
            if not options.check:
                write_if_changed(options.root / path, made.encode())
    return 1 if failed else 0


def _new(options: argparse.Namespace) -> int:
    from wiki.pipeline import check_wiki  # noqa: PLC0415
    from wiki.starting import StartError, new_entry  # noqa: PLC0415

    try:
        file = new_entry(options.root, check_wiki(options.root).graph, options.kind, options.title)
    except StartError as error:
        print(f"wiki: {error}", file=sys.stderr)
        return 1
    print(file.relative_to(options.root).as_posix())
    return 0


def _init(options: argparse.Namespace) -> int:
    from wiki.starting import StartError, init_wiki  # noqa: PLC0415

    try:
        paths = init_wiki(options.folder, options.name)
    except StartError as error:
        print(f"wiki: {error}", file=sys.stderr)
        return 1
    print("\n".join(f"{options.folder.as_posix()}/{path}" for path in paths))
    return 0


def _serve(options: argparse.Namespace) -> int:
    from wiki.serving import serve  # noqa: PLC0415

    site = (options.site_dir or options.root / "site").resolve()
    return serve(options.root, site, options.port, tell=lambda line: print(line, file=sys.stderr, flush=True))


def _relative(path: str, root: Path) -> str:
    """Return a path given on the command line as problems name it."""
    full = (Path.cwd() / path).resolve()
    return full.relative_to(root).as_posix() if full.is_relative_to(root) else path


if __name__ == "__main__":
    sys.exit(main())
