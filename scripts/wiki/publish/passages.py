"""What the index of text holds of a page: its plain text by section, and its terms with their weights.

Text is taken out of finished HTML by a few expressions: the markup is our own or the engine's, whole and escaped.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from html import unescape
from itertools import chain
from typing import NamedTuple

from wiki.model.folding import terms

_ARTICLE = re.compile(r'<article\b[^>]* data-searched data-title="([^"]*)"(?: data-kind="([^"]*)")?[^>]*>')
_HEADING = re.compile(r'<h[1-6](?: id="([^"]*)")?[^>]*>(.*?)</h[1-6]>', re.DOTALL)
_WITHIN = r"(?:a|span|time|strong|em|code|abbr|b|bdi|cite|i|mark|q|s|small|sub|sup|u|wbr)\b[^>]*>"
_LINKS = r"(?:<a[^>]*>[^<]*</a>)*+"
_GONE = re.compile(
    rf'<(?:/{_WITHIN}|sup class="wiki-cite">{_LINKS}</sup>|a class="headerlink"[^<]*</a>'
    rf'|span class="wiki-(?:check"[^>]*><span[^>]*>[^<]*</span><span[^>]*>[^<]*</span></span>|back">{_LINKS}</span>)'
    r'|p class="wiki-(?:edit|permanent)".*?</p>|(thead|script|style|svg)\b.*?</\1>|!--.*?-->'
    rf"|{_WITHIN})",
    re.DOTALL,
)
"""Marks that would stand in the middle of an excerpt, heads of tables, which run together in one, and tags within words.

It is tried at every tag there is: what is met most often stands first, and what has a known inside is not searched for its end.
"""
_TAGS = re.compile(r"<[^>]*>(?:\s*<[^>]*>)*+")
_NAMES = re.compile(r'<p class="wiki-(?:summary|aliases)">(.*?)</p>', re.DOTALL)

COMMON = "a and at by for from in of on the to with"
"""Words that are not indexed: they stand on every page, and say nothing of any."""

IN_TITLE, IN_HEADING, IN_NAMES = 10, 4, 2
"""How often more a word counts in a title, in a heading, and in summary or other names."""


MOST_KNOWN = 1 << 16
"""Words whose terms are kept."""


class _Terms(dict[str, str]):
    """Word → its terms, with a space between: what has been looked up before costs a third of a call."""

    def __missing__(self, word: str) -> str:
        if len(self) >= MOST_KNOWN:
            self.clear()
        found = self[word] = " ".join(terms(word))
        return found


_TERMS = _Terms()
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Passages(NamedTuple):
    """A page for the index of text; `terms` have a space between, and each has its weight."""

    fragment: str
    terms: str
    weights: bytes


def page_passages(path: str, html: str) -> Passages | None:
    """Return what is indexed of a page as the engine drew it; None for a page that is not to be found."""
    found = _ARTICLE.search(html)
    end = html.find("</article>", found.end()) if found else -1
    return passages(path, unescape(found[1]), unescape(found[2] or ""), html[found.end() : end]) if found and end >= 0 else None


def entry_passages(path: str, title: str, kind: str, content: str) -> Passages:
    """Return what is indexed of an entry: the article without the sections that repeat what stands on other pages."""
    for heading in ("references", "backlinks"):  # from the end, where they stand
        start = content.rfind(f'<h2 id="{heading}">')
        if start >= 0:
            end = content.find("<h2 id=", start + 4)
            content = content[:start] + (content[end:] if end >= 0 else "")
    return passages(path, title, kind, content)


def passages(path: str, title: str, kind: str, content: str) -> Passages:
    """Return what is indexed of the content of a page, which stands at `path` in the site."""
    content = _GONE.sub("", content)
    start, *parts = _HEADING.split(content)
    above = [start]  # and what follows the title
    sections: list[tuple[str, str, list[str]]] = []
    for anchor, heading, html in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        name = " ".join(_words(heading))
        if not sections and name == " ".join(title.split()):
            above.append(html)
        else:
            sections.append((anchor or "", name, _words(html)))
    sections = [("", title, _words("".join(above))), *sections]
    names = [word for found in _NAMES.findall(content) for word in _words(found)]
    texts = [(anchor, heading, " ".join(words)) for anchor, heading, words in sections]
    fragment = _json([path.removesuffix("index.html"), title, kind, texts])
    return Passages(fragment, *_weighed(sections, names))


def _words(html: str) -> list[str]:
    return unescape(_TAGS.sub(" ", html)).split()


def _weighed(sections: list[tuple[str, str, list[str]]], names: list[str]) -> tuple[str, bytes]:
    """Return the terms of a page and their weights, 1 to 255: how often they stand there, by BM25 without what it takes from other pages.

    The length of a page counts to two binary digits, so that a sentence more leaves the weights of all other words as they are.
    """
    counts = Counter(map(_TERMS.__getitem__, chain.from_iterable(words for _, _, words in sections)))
    length = counts.total()
    for place, (_, heading, _) in enumerate(sections):
        for word in heading.split():
            counts[_TERMS[word]] += IN_HEADING if place else IN_TITLE
    for word in names:
        counts[_TERMS[word]] += IN_NAMES
    for several in [found for found in counts if " " in found]:
        count = counts.pop(several)
        for term in several.split():
            counts[term] += count
    for term in ("", *COMMON.split()):
        counts.pop(term, None)
    places = max(length.bit_length() - 2, 0)
    norm = 50 + (length >> places << places) // 4
    weights = {count: max(25500 * count // (100 * count + norm), 1) for count in set(counts.values())}
    return " ".join(counts), bytes(map(weights.__getitem__, counts.values()))
