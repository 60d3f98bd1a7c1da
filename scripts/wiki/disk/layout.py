"""Where the files of a wiki stand, relative to its root."""

from __future__ import annotations

CONFIG = "mkdocs.yml"
"""The engine's configuration; the folder that holds it is a wiki's root."""
