"""Where the site goes, as `wiki build` and `wiki serve` are told."""

from __future__ import annotations

import argparse
from pathlib import Path

from wiki.commands.terminal import UsageError
from wiki.disk.mark import refusal


def add_site_dir(parser: argparse.ArgumentParser) -> None:
    """Add the option that says where the site goes."""
    parser.add_argument("--site-dir", type=Path, help="where the site goes (default: site/)")


def site_of(options: argparse.Namespace) -> Path:
    """Return where the site goes.

    Raises UsageError if that is no folder for a site.
    """
    site: Path = (options.site_dir or options.root / "site").resolve()
    if refused := refusal(options.root, site):
        raise UsageError(refused)
    return site
