"""The page of an entry: what its template asks for, from top to bottom.

A page is finished HTML between Markdown headings, with final relative addresses, so that it depends on nothing but itself and
the theme. What a template shows is computed here and in the modules named; the templates hold the markup.
"""

from __future__ import annotations

from wiki.link.graph import Answers, LinkedEntry
from wiki.model import Page
from wiki.pages import sections
from wiki.pages.between import known_partners
from wiki.pages.boxes import Boxes
from wiki.pages.claims import Display
from wiki.pages.disputes import Disputes
from wiki.pages.environment import template
from wiki.pages.front_matter import page_of
from wiki.pages.links import BASE
from wiki.pages.marks import Standing
from wiki.pages.prose import prose


def render_entry(linked: LinkedEntry, graph: Answers, disputes: Disputes) -> Page:
    """Return the page of an entry with its disputes."""
    entry = linked.entry
    kind = graph.vocabulary.kinds[entry.kind]
    body = template("entry.md").render(
        entry=entry,
        kind=kind,
        graph=graph,
        display=Display(linked, graph),
        sections=sections,
        prose=prose,
        standing=Standing(entry, graph),
        disputes=disputes,
        boxes=Boxes(disputes, graph, BASE),
        partners=known_partners(entry, graph),
    )
    meta = {"entry": entry.id, "kind": kind.label, "source": entry.path}
    return page_of(f"wiki/{entry.id}.md", title=entry.title, description=entry.summary, meta=meta, body=body)
