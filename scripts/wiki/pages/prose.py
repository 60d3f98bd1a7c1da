"""The prose of an entry's page: its body with links, claims and the marks of their sources."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from markupsafe import Markup

from wiki.link.graph import Link
from wiki.model import CitationMark, ClaimEnd, ClaimStart, Heading, Html
from wiki.pages.claims import Display
from wiki.pages.environment import heading
from wiki.pages.links import BASE


def prose(display: Display) -> Markup:
    """Return the body of an entry, each stretch between two headings in a box of its own."""
    return Markup("".join(_parts(display)))  # noqa: S704 - made of escaped pieces


def _parts(display: Display) -> Iterator[str]:
    linked = display.linked
    claims = {claim.anchor: claim for claim in linked.entry.claims}
    opened = False
    wrapped: set[str] = set()
    for piece in linked.pieces:
        if isinstance(piece, Heading):
            if opened:
                yield "</div>\n"
            opened = False
            yield f"\n{heading(piece.level, piece.text, piece.anchor)}\n\n"
            continue
        if not opened:
            yield '<div class="wiki-prose">\n'
            opened = True
        match piece:
            case Html(html):
                yield _scrolling(html) if "table>" in html else html
            case Link():
                yield _link(piece)
            case ClaimStart(anchor):
                wrapped.add(anchor)
                yield f'<span class="wiki-claim" id="{anchor}" data-check="{linked.check(claims[anchor])}">'
            case ClaimEnd():
                yield "</span>"
            case CitationMark(anchor):
                marks = display.marks(claims[anchor])
                outcome = linked.check(claims[anchor])
                yield marks if anchor in wrapped else f'<span class="wiki-claim" id="{anchor}" data-check="{outcome}">{marks}</span>'
    if opened:
        yield "</div>\n"


def _scrolling(html: str) -> str:
    """Put tables of a body, or the half of one that stands in this piece, into boxes that scroll."""
    return html.replace("<table>", '<div class="wiki-scroll" tabindex="0"><table>').replace("</table>", "</table></div>")


def _link(link: Link) -> str:
    """Return a link in prose; it has an id, so that a backlink can lead to this very place."""
    fragment = f"#{escape(link.fragment)}" if link.fragment else ""
    kind = 'class="wiki-auto" data-auto' if link.auto else 'class="wiki-link"'
    return f'<a {kind} id="{link.anchor}" href="{BASE}wiki/{link.target}/{fragment}">{escape(link.label, quote=False)}</a>'
