"""The command `wiki`: the only print, the only exit status (0 fine, 1 an error was found, 2 wrong usage)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from wiki.problems import FORMATS, has_errors, render_problems
from wiki.settings import CONFIG, find_root


def main(arguments: list[str] | None = None) -> int:
    """Run the command with `arguments` (default: those of the process) and return the exit status."""
    options = _parser().parse_args(arguments)
    root = options.root or find_root(Path.cwd())
    if root is None or not (root / CONFIG).is_file():
        print(f"wiki: no {CONFIG} in {options.root or 'this folder or above it'}; 'wiki init' starts a wiki", file=sys.stderr)
        return 2
    options.root = root.resolve()
    return int(options.run(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wiki", description="Checks, links and builds a research wiki.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--root", type=Path, help="the wiki's folder (default: the nearest one with mkdocs.yml)")

    build = commands.add_parser("build", parents=[common], help="check, link, render, index and export the wiki")
    build.add_argument("--site-dir", type=Path, help="where the site goes (default: site/)")
    build.set_defaults(run=_build)

    check = commands.add_parser("check", parents=[common], help="report everything that is wrong")
    check.add_argument("paths", nargs="*", metavar="PATH", help="report on these files or folders only")
    check.add_argument("--format", choices=FORMATS, default="text")
    check.set_defaults(run=_check)
    return parser


def _build(options: argparse.Namespace) -> int:
    from wiki.pipeline import BuildError, build_wiki  # noqa: PLC0415

    site = (options.site_dir or options.root / "site").resolve()
    try:
        checked = build_wiki(options.root, site, tell=lambda line: print(line, file=sys.stderr, flush=True))
    except BuildError as error:
        print(f"wiki: {error}", file=sys.stderr)
        return 1
    sys.stderr.write(render_problems(checked.problems, "text"))
    return 1 if has_errors(checked.problems) else 0


def _check(options: argparse.Namespace) -> int:
    from wiki.pipeline import check_wiki  # noqa: PLC0415

    problems = check_wiki(options.root).problems
    wanted = [_relative(path, options.root) for path in options.paths]
    shown = [each for each in problems if not wanted or any(each.path == path or each.path.startswith(f"{path}/") for path in wanted)]
    sys.stdout.write(render_problems(shown, options.format))
    return 1 if has_errors(shown) else 0


def _relative(path: str, root: Path) -> str:
    """Return a path given on the command line as problems name it."""
    full = (Path.cwd() / path).resolve()
    return full.relative_to(root).as_posix() if full.is_relative_to(root) else path


if __name__ == "__main__":
    sys.exit(main())
