"""A page as it is written below docs/: its front matter, and its body without marks of ours."""

from __future__ import annotations

import json

from wiki.model import Page
from wiki.pages.environment import neutral

_encode = json.JSONEncoder(ensure_ascii=False).encode
_BREAKS = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""What breaks a line in YAML but not in JSON."""


def page_of(path: str, *, title: str, body: str, description: str = "", meta: dict[str, str] | None = None) -> Page:
    """Return a page with its front matter; JSON strings are YAML strings, so nothing in a title can act."""
    fields = {"title": title, "description": description, "generator": "wiki", **(meta or {})}
    front = "".join(f"{key}: {_json(value)}\n" for key, value in fields.items() if value)
    return Page(path, f"---\n{front}---\n\n{neutral(body)}\n")


def _json(text: str) -> str:
    return _encode(text).translate(_BREAKS)
