"""Links to the pages of entries, each seen from where it stands."""

from __future__ import annotations

from html import escape

from markupsafe import Markup

from wiki.link.graph import Answers
from wiki.model import Card, Entry

BASE = "../../"
"""From /wiki/<id>/ and /sources/<key>/ to the root of the site."""

ROOT = "\x01"
"""Stands for the way to the root in the HTML of rows, until the page that shows a row puts its own there (`rooted`)."""


def entry_link(entry: Card | Entry, base: str, fragment: str = "") -> Markup:
    """Return a link to an entry's page, seen from a page that is `base` away from the root."""
    to = f"#{escape(fragment)}" if fragment else ""
    return Markup(f'<a class="wiki-link" href="{base}{entry.url}{to}">{escape(entry.title)}</a>')  # noqa: S704 - escaped


def link_or_text(id_: str, graph: Answers, base: str) -> Markup:
    """Return a link to an entry, or the text itself where there is none of this id."""
    card = graph.card(id_) if id_ else None
    return entry_link(card, base) if card else Markup.escape(id_)


def rooted(html: str, base: str) -> Markup:
    """Return a row's HTML as a page shows it that is `base` away from the root of the site."""
    return Markup(html.replace(ROOT, str(escape(base))))  # noqa: S704 - made of escaped parts
