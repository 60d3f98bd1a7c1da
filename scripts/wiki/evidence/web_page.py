"""A web page → the lines of its article, without what stands around it on every page of the site: menus, banners, boxes, footers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from wiki.numerals import read_figures

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_UNSEEN = "head, noscript, script, style, svg, template, iframe, button, select, input, dialog, [hidden], [aria-hidden=true]"
_AROUND = "nav, footer, aside, form, [role=navigation], [role=banner], [role=contentinfo], [role=complementary], [role=search]"
_CALLED = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|footer|sidebar|cookies?|consent|shar(?:e|ing)|social|related|recommended|newsletter|comments?|"
    r"advert(?:isement)?s?|ads?|promo|subscribe|skip|popup|modal|tags|pagination|most-read|trending|masthead)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BOXES = ("div", "section", "ul", "ol", "aside", "p", "span", "header")
_MOST = 0.4
"""A box whose name says that it is none of the article, yet has more of the text than this, is the article all the same."""
_ARTICLE = ("[itemprop=articleBody]", "article", "main", "[role=main]", "#content", ".article-body", ".post-content", ".entry-content")
_LEAST = 0.25
"""So much of the text at least an article has."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_OWN = ("p", "blockquote", "pre", "figcaption", "dl", "address", "hr", *_HEADINGS)
"""Elements that are a paragraph of their own."""
_LINES = ("li", "dt", "dd", "div", "section", "article", "main", "header", "figure", "ul", "ol", "br", "body", "details", "summary")
"""Elements that begin on a line of their own."""


def article_text(soup: BeautifulSoup) -> str:
    """Return the article of a page: a line for each paragraph, item of a list or row of a table, and an empty one between paragraphs."""
    for element in soup.select(_UNSEEN):
        element.decompose()
    title = soup.find("h1")
    article = _article(soup)
    paragraphs = list(_paragraphs(article))
    if title and not article.find("h1") and (words := _words(title)):
        paragraphs.insert(0, [f"# {words}"])
    return "\n\n".join("\n".join(lines) for lines in paragraphs) + "\n"


def _length(element: Tag) -> int:
    return len(element.get_text(" ", strip=True))


def _words(element: Tag) -> str:
    return " ".join(element.get_text().split())


def _article(soup: BeautifulSoup) -> Tag:
    body = soup.body or soup
    whole = _length(body)
    for element in body.select(_AROUND):
        if not element.decomposed and _length(element) < _MOST * whole:
            element.decompose()
    for element in body.find_all(_BOXES):
        if not element.decomposed and _CALLED.search(_called(element)) and _length(element) < _MOST * whole:
            element.decompose()
    whole = _length(body)
    for selector in _ARTICLE:
        found = max(body.select(selector), key=_length, default=None)
        if found is not None and _length(found) >= _LEAST * whole:
            return found
    for element in body.find_all("header"):
        if not element.find("h1"):
            element.decompose()
    return body


def _called(element: Tag) -> str:
    classes = element.get("class")
    names = classes if isinstance(classes, list) else [str(classes or "")]
    return " ".join([str(element.get("id") or ""), *names])


# --- paragraphs and tables --------------------------------------------------------------------------------------------


def _paragraphs(element: Tag) -> Iterator[list[str]]:
    """Yield the paragraphs below an element, each a list of lines: headings, lists and tables are paragraphs too."""
    from bs4.element import NavigableString, Tag  # noqa: PLC0415 - only where there is a page

    inline: list[str] = []
    for child in element.children:
        if isinstance(child, Tag) and child.name == "table":
            yield from _ended(inline)
            yield list(_rows(child))
        elif isinstance(child, Tag) and child.name in ("ul", "ol", "dl"):
            yield from _ended(inline)
            yield [line for item in child.find_all(["li", "dt", "dd"], recursive=False) for line in _lines(item)]
        elif isinstance(child, Tag) and child.name in (*_OWN, *_LINES) and child.name != "br":
            yield from _ended(inline)
            yield from _of_block(child)
        elif isinstance(child, Tag):
            inline.append("\x00" if child.name == "br" else _inline(child))
        elif type(child) is NavigableString:
            inline.append(str(child))
    yield from _ended(inline)


def _of_block(element: Tag) -> Iterator[list[str]]:
    if element.name in _HEADINGS:
        if words := _words(element):
            yield [f"{'#' * int(element.name[1])} {words}"]
    elif element.name == "pre":
        if lines := [line.rstrip() for line in element.get_text().split("\n") if line.strip()]:
            yield lines
    else:
        yield from (lines for lines in _paragraphs(element) if lines)


def _inline(element: Tag) -> str:
    for line_break in element.find_all("br"):
        line_break.replace_with("\x00")
    return str(element.get_text())


def _ended(inline: list[str]) -> Iterator[list[str]]:
    lines = [" ".join(line.split()) for line in "".join(inline).split("\x00")]
    inline.clear()
    if found := [line for line in lines if line]:
        yield found


def _lines(element: Tag) -> Iterator[str]:
    for lines in _paragraphs(element):
        yield from lines


def _rows(table: Tag) -> Iterator[str]:
    """Yield the rows of a table, cells parted by tabs; a number gets the unit that the head of its column, or the caption, has in brackets."""
    caption = table.find("caption")
    if caption and (words := _words(caption)):
        yield words
    common = _unit_in(_words(caption)) if caption else ""
    heads: list[str] = []
    for row in table.find_all("tr"):
        cells: list[str] = []
        for cell in row.find_all(["td", "th"], recursive=False):
            span = str(cell.get("colspan") or "1")
            cells += [_words(cell)] * (min(int(span), 50) if span.isdigit() else 1)
        if not any(cells):
            continue
        if row.find_parent("thead") or not row.find("td", recursive=False):
            units = [_unit_in(cell) for cell in cells]
            heads = units if any(units) or not heads else heads
            yield "\t".join(cells)
        else:
            yield "\t".join(_measured(cell, heads[at] if at < len(heads) else "", common if at else "") for at, cell in enumerate(cells))


_BARE = re.compile(r"[+−–-]?\d(?:[\d.,\s]*\d)?")


def _measured(cell: str, head: str, common: str) -> str:
    unit = head or common
    return f"{cell} {unit}" if unit and _BARE.fullmatch(cell) else cell


def _unit_in(head: str) -> str:
    """Return the unit or magnitude that a head prints in brackets or behind a comma; '' where there is none."""
    for found in (*re.findall(r"\(([^()]{1,40})\)", head), *re.findall(r",\s*([^,()]{1,20})$", head), *re.findall(r"^\s*(%)\s*$", head)):
        figures = read_figures(f"There were 5 {found} of it.")[0]
        if figures and any(reading.unit or reading.value > 5 for reading in figures[0].readings) and not re.search(r"\d", found):
            return str(found).strip()
    return ""
