"""Hands finished pages to mkdocs with Material; the only import of it."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from wiki.settings import CONFIG
from wiki.vocabulary import Vocabulary

EXTENSIONS: list[Any] = ["attr_list", "md_in_html", "tables", {"toc": {"permalink": True}}]


class EngineError(Exception):
    """mkdocs did not build the site; the message is what it said."""


def build_site(root: Path, site: Path, given: frozenset[str], vocabulary: Vocabulary) -> None:
    """Build docs/ into `site` with mkdocs; `given` are the keys that mkdocs.yml itself sets, all others get our defaults.

    Raises EngineError if mkdocs refuses the configuration or reports a warning.
    """
    os.environ.update(SOURCE_DATE_EPOCH="0", NO_MKDOCS_2_WARNING="1", DISABLE_MKDOCS_2_WARNING="true")
    from mkdocs.commands.build import build  # noqa: PLC0415 - heavy, and only needed here
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    said = _Said()
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.WARNING)
    logger.addHandler(said)
    try:
        config = load_config(str(root / CONFIG), site_dir=str(site), **_defaults(root, given, vocabulary))
        build(config)
    except (MkDocsException, SystemExit) as error:
        raise EngineError("\n".join([*said.lines, str(error)])) from error
    finally:
        logger.removeHandler(said)
    if said.lines:
        raise EngineError("\n".join(said.lines))


class _Said(logging.Handler):
    """Keeps what mkdocs warns of, for a finished site warns of nothing."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def _defaults(root: Path, given: frozenset[str], vocabulary: Vocabulary) -> dict[str, Any]:
    theme: dict[str, Any] = {"name": "wiki"}
    if (root / "docs" / ".overrides").is_dir():
        theme["custom_dir"] = str(root / "docs" / ".overrides")
    kinds = [{kind.plural: f"{kind.folder}/index.md"} for kind in vocabulary.kinds.values()]
    rest = [{"Timeline": "timeline/index.md"}, {"Sources": "sources/index.md"}, {"Vocabulary": "vocabulary/index.md"}]
    defaults: dict[str, Any] = {
        "theme": theme,
        "plugins": [],
        "markdown_extensions": EXTENSIONS,
        "nav": [{"Home": "index.md"}, *kinds, *rest],
        "not_in_nav": "*\n",
        "validation": {"nav": {"omitted_files": "ignore"}},
    }
    return {key: value for key, value in defaults.items() if key not in given}
