"""Links of built pages: each leads somewhere, whichever page has it and however it is written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from wiki.disk.store import Store
from wiki.publish.site_links import LinkCheck, page_ends

LINE = '<h1 id="line">Line</h1><p id="caf&eacute;">Café</p><p id="of-a">A</p>'


def broken(root: Path, pages: Mapping[str, str]) -> list[str]:
    """Return what is broken on the pages of a site that stands at /base."""
    store = Store(root, b"test")
    for path, html in pages.items():
        store.put_all(page_ends(html).rows(path))
    found = LinkCheck(store, pages.keys(), "/base", pages.__getitem__).broken(list(pages))
    store.close()
    return found


@pytest.mark.parametrize(
    ("attribute", "reason"),
    [
        ('href="#own"', ""),
        ('href="#"', ""),
        ('href="#none"', "wiki/a/index.html#none: the page has no such anchor"),
        ('href="#own%20"', "wiki/a/index.html#own : the page has no such anchor"),
        ('href="../../wiki/line/"', ""),
        ("href='../line/#line'", ""),
        ("src=../../wiki/line/index.html", ""),
        ('\nhref="../../wiki/line/#caf%C3%A9"', ""),
        ('href="/base/wiki/line/#line"', ""),
        ('href="https://example.org/#none"', ""),
        ('href="../../wiki/line/#of"', "wiki/line/index.html#of: the page has no such anchor"),
        ('href="../../wiki/Line/"', "wiki/Line/index.html: there is no such file"),
        ("src='line.png'", "wiki/a/line.png: there is no such file"),
        ("href=/base/wiki/", "wiki/index.html: there is no such file"),
        ('data-href="../../none/"', ""),
    ],
)
def test_a_link_leads_somewhere(attribute: str, reason: str, tmp_path: Path) -> None:
    pages = {"wiki/a/index.html": f'<p id="own"><a {attribute}>x</a></p><!-- <a href="none"> -->', "wiki/line/index.html": LINE}
    assert broken(tmp_path, pages) == ([f"wiki/a/index.html: {reason}"] if reason else [])


def test_text_that_looks_like_a_link_is_none(tmp_path: Path) -> None:
    page = '<p title="see href=none">It says &lt;a href="none"&gt; and  src="../../none/"<a href="../line/">x</a></p>'
    assert broken(tmp_path, {"wiki/a/index.html": page, "wiki/line/index.html": LINE}) == []


def test_each_page_with_a_broken_link_is_named(tmp_path: Path) -> None:
    sound, lost = '<a href="../../wiki/line/#line">x</a>', '<a href="../../wiki/line/#none">x</a>'
    pages = {
        "wiki/line/index.html": LINE,
        "wiki/a/index.html": sound + lost,
        "wiki/b/index.html": sound + lost,
        "wiki/c/d/index.html": sound,
    }
    assert broken(tmp_path, pages) == [
        "wiki/a/index.html: wiki/line/index.html#none: the page has no such anchor",
        "wiki/b/index.html: wiki/line/index.html#none: the page has no such anchor",
        "wiki/c/d/index.html: wiki/wiki/line/index.html: there is no such file",
    ]
