"""The door of the command `wiki`: it finds the command's module, the wiki's folder and the locks, and sets the exit status.

0 is fine, 1 an error was found, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Any

from wiki.commands import COMMANDS, ROOTLESS
from wiki.commands.terminal import UsageError, tell
from wiki.disk.boundary import DEBUG, debugging, said
from wiki.disk.layout import CONFIG
from wiki.disk.lock import alone
from wiki.read.settings import find_root

ROOT_HELP = "the wiki's folder (default: the nearest one with mkdocs.yml)"


def main(arguments: list[str] | None = None) -> int:
    """Run the command with `arguments` (default: those of the process) and return the exit status."""
    gc.set_threshold(200_000)  # a run makes few cycles, and keeps much that the collector would look through again and again
    arguments = sys.argv[1:] if arguments is None else arguments
    options = parser(arguments).parse_args(arguments)
    if options.command not in ROOTLESS:
        root = options.root or find_root(Path.cwd())
        if root is None or not (root / CONFIG).is_file():
            tell(f"no {CONFIG} in {options.root or 'this folder or above it'}; 'wiki init' starts a wiki")
            return 2
        options.root = root.resolve()
    try:
        # held from the first read to the last move
        with alone(options.held(options), f"wiki {options.command}", tell):
            status: int = options.run(options)
            return status
    except UsageError as error:
        tell(str(error))
        return 2
    except KeyboardInterrupt:
        tell("stopped; what was there stands as it was")
        return 130
    except Exception as error:
        if debugging():
            raise
        tell(f"{said(error)}; {DEBUG}=1 shows where in the program; please report it")
        return 1


def parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser of all commands; only those named in `arguments` have their own arguments, and only their modules are imported."""
    made = argparse.ArgumentParser(prog="wiki", description="Checks, links and builds a research wiki.")
    commands = made.add_subparsers(required=True, metavar="COMMAND", dest="command")
    _add(commands, COMMANDS, "wiki.commands", arguments, {})
    return made


def _add(commands: Any, table: Mapping[str, str], package: str, arguments: Sequence[str], root: Mapping[str, Any]) -> None:
    """Add the parsers of a table of commands; `root` is how `--root` is declared, where it may stand before as well."""
    for name, does in table.items():
        module: Any = import_module(f"{package}.{name}_" if iskeyword(name) else f"{package}.{name}") if name in arguments else None
        example = getattr(module, "EXAMPLE", "")
        own = commands.add_parser(name, help=does, description=does, epilog=f"example: {example}" if example else None)
        if name not in ROOTLESS:
            own.add_argument("--root", type=Path, help=ROOT_HELP, **root)
        if module is None:
            continue
        if hasattr(module, "VERBS"):
            verbs = own.add_subparsers(required=True, metavar="VERB")
            # without a default of its own the --root behind a verb does not undo the one before it
            _add(verbs, module.VERBS, module.__name__, arguments, {"default": argparse.SUPPRESS})
        else:
            module.configure(own)
            own.set_defaults(run=module.run, held=getattr(module, "held", lambda options: [options.root]))


if __name__ == "__main__":
    sys.exit(main())
