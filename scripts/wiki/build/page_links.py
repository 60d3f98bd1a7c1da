"""Links that lead into the site, of bodies, records and pages by hand: each leads to a page, an anchor or a file that will be there."""

from __future__ import annotations

import marshal
import os
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from wiki.build.kept import load_body, load_entry
from wiki.build.world import World
from wiki.check.page_links import ELSEWHERE
from wiki.disk.outputs import stamp_of
from wiki.disk.store import digest, pack
from wiki.link.graph import page_anchors
from wiki.model import Heading, Place
from wiki.model.addresses import MADE
from wiki.model.problems import Problem, nearest, problem

HandPages = Mapping[str, tuple[Collection[str], Collection[tuple[str, int, int]]]]
"""Path in docs/ → the anchors of a page by hand, and its links into the site with line and column."""

_OF_ENTRY = ("index.html", "index.json", "cite.bib", "cite.ris", "cite.csl.json")
_ELSEWHERE = re.compile(r"(?![^/]*\.(?:md|py|js|gz)$)[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|int|info|[a-z]{2})(?:/.*)?", re.IGNORECASE)


def resolved(world: World, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield problems, of noted links only those that lead nowhere."""
    for each in problems:
        if each.rule != "broken-link":
            yield each
        elif why := _fault_in_page(world, each.path, each.message):
            yield problem(Place(each.path, each.line, each.column), "broken-link", why)


def _fault_in_page(world: World, path: str, href: str) -> str:
    """Return what is wrong with a link on the page of an entry or a source; empty where nothing is."""
    folder = "sources" if path.startswith("seeds/") else "wiki"
    page = f"{folder}/{path.rsplit('/', 1)[-1].removesuffix('.md')}/index.html"
    end = _end(page, href, world)
    return _fault(world, href, *end) if end else ""


def _end(page: str, href: str, world: World) -> tuple[str, str] | None:
    """Return the file of the site and the fragment that a link on a page leads to."""
    if ELSEWHERE.match(href):
        return None
    parts = urlsplit(href)
    target, fragment = unquote(parts.path), unquote(parts.fragment)
    if not target:
        return (page, fragment) if fragment else None
    base = urlsplit(world.settings.site_url).path.rstrip("/")
    joined = target.removeprefix(f"{base}/").lstrip("/") if target.startswith("/") else posixpath.join(posixpath.dirname(page), target)
    joined = posixpath.normpath(joined) if joined else "."
    folder = target.endswith("/") or target in (".", "..") or joined == "."
    return (posixpath.normpath(posixpath.join(joined, "index.html")) if folder else joined), fragment


def _fault(world: World, href: str, file: str, fragment: str) -> str:
    if not _is_there(world, file):
        if _ELSEWHERE.fullmatch(href):
            return f"'{href}' is no page here; an address of another site begins with https://, write 'https://{href}'"
        if file.startswith("assets/"):
            return f"there is no file docs/{file}"
        near = _nearest_page(world, file)
        return f"'{href}' leads to no page or file of the site" + (f"; did you mean '{near}'?" if near else "")
    match = re.fullmatch(r"wiki/([^/]+)/index\.html", file)
    if not fragment or not match or match[1] in world.aside or match[1] not in world.keys:
        return ""
    entry, body = load_entry(world, match[1]), load_body(world, match[1])
    anchors = page_anchors(entry, body.pieces) | {"backlinks"}
    if fragment in anchors or fragment.startswith(("m-", "r-", "ref-", "d-", "chart-")):
        return ""
    ours = _as_on_github([piece for piece in body.pieces if isinstance(piece, Heading)]).get(fragment)
    if ours:
        return f"'#{fragment}' is GitHub's anchor of this heading; here it is '#{ours}'"
    like = nearest(fragment, anchors)
    return f"'{href}': '{match[1]}' has no anchor '#{fragment}'" + (f"; did you mean '#{like}'?" if like else "")


def _as_on_github(headings: Iterable[Heading]) -> dict[str, str]:
    """Return the anchors that GitHub gives to headings → ours."""
    found: dict[str, str] = {}
    for each in headings:
        made = re.sub(r"[^\w\- ]", "", each.text.lower()).replace(" ", "-")
        anchor, number = made, 1
        while anchor in found:
            anchor, number = f"{made}-{number}", number + 1
        found[anchor] = each.anchor
    return found


def _is_there(world: World, file: str) -> bool:
    """Tell whether the site will have a file; of lists and pages of pairs, which are made of many, only the folder is looked at."""
    top, _, rest = file.partition("/")
    if (
        file == "index.html"
        or (top == "data" and rest)
        or (not rest and top in ("feed.xml", "sitemap.xml", "llms.txt", "datapackage.json"))
    ):
        return True
    kinds = [kind.folder for kind in world.vocabulary.kinds.values()]
    if top in ("wiki", "sources") and rest.count("/") == 1:
        id_, _, name = rest.partition("/")
        known = id_ in world.keys or len(id_) == 1 or id_ == "0-9" or id_.endswith("-names") if top == "wiki" else _is_source(world, id_)
        return known and name in _OF_ENTRY
    if rest == "index.html" or rest.startswith(("index.html", "feed.xml")):
        return top in (*kinds, *MADE, "wiki", "sources", "between", "compare") or _is_by_hand(world.root, file)
    return top in ("between", "compare") or _is_by_hand(world.root, file)


def _is_source(world: World, key: str) -> bool:
    return key in world.sources or f"seeds/{key}.md" in world.files


def _is_by_hand(root: Path, file: str) -> bool:
    docs = root / "docs"
    if ".." in file.split("/"):
        return False
    page = file.removesuffix("/index.html")
    return (docs / file).is_file() or (page != file and any((docs / each).is_file() for each in (f"{page}.md", f"{page}/index.md")))


def _nearest_page(world: World, file: str) -> str:
    name = file.removesuffix("/index.html").rsplit("/", 1)[-1].removesuffix(".md").removesuffix(".html")
    near = nearest(name, [*world.keys, *world.sources])
    return (f"/sources/{near}/" if near in world.sources and near not in world.keys else f"{near}.md") if near else ""


# --- pages by hand ------------------------------------------------------------------------------------------------------


def check_hand_links(world: World) -> Iterator[Problem]:
    """Yield the links of pages by hand, docs/index.md and those of docs/about/, that lead nowhere."""
    pages = _hand_pages(world)
    for path, (_, links) in pages.items():
        for href, line, column in links:
            if why := _fault_by_hand(world, path, href, pages):
                yield problem(Place(f"docs/{path}", line, column), "broken-link", why)


def _hand_pages(world: World) -> HandPages:
    """Return anchors and links of each page by hand: those of the run before, unless a file has changed."""
    docs = world.root / "docs"
    files = sorted(_markdown_in(docs, "", deep=False)) + sorted(_markdown_in(docs / "about", "about/", deep=True))
    key = digest(*(f"{path}\0{stamp_of((docs / path).stat())}".encode("utf-8", "surrogateescape") for path in files))
    data = world.store.get("meta", "hand pages", key)
    if data is None:
        from wiki.build.hand_pages import read_hand_pages  # noqa: PLC0415 - they seldom change

        data = pack(read_hand_pages(world.root, files))
        world.store.put("meta", [("hand pages", key, data)])
    return marshal.loads(data)  # type: ignore[no-any-return]  # noqa: S302 - our own, checked


def _markdown_in(folder: Path, within: str, *, deep: bool) -> Iterator[str]:
    """Yield the Markdown files of a folder, and of those in it, relative to docs/."""
    try:
        with os.scandir(folder) as listed:
            for each in listed:
                if each.name.endswith(".md") and each.is_file():
                    yield f"{within}{each.name}"
                elif deep and each.is_dir(follow_symlinks=False):
                    yield from _markdown_in(Path(each.path), f"{within}{each.name}/", deep=True)
    except OSError:  # there is none; what else is wrong with it, the build tells
        return


def _fault_by_hand(world: World, path: str, href: str, pages: HandPages) -> str:
    """Return what is wrong with a link on a page by hand, where `.md` is a file of docs/ and anything else an address of the site."""
    target, _, fragment = href.partition("#")
    target = unquote(target)
    if not target:
        return _missing_anchor(href, fragment, pages[path][0])
    page = "index.html" if path == "index.md" else f"{path.removesuffix('.md').removesuffix('/index')}/index.html"
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), target.lstrip("/") if target.startswith("/") else target))
    if not target.endswith(".md"):
        end = _end(page, href, world)
        beside = not joined.startswith("..") and (world.root / "docs" / joined).is_file()
        return "" if not end or beside else _fault(world, href, *end)
    if joined in pages:
        return _missing_anchor(href, fragment, pages[joined][0])
    return _fault(world, href, f"{joined.removesuffix('.md').removesuffix('/index')}/index.html", fragment)


def _missing_anchor(href: str, fragment: str, anchors: Collection[str]) -> str:
    if not fragment or fragment in anchors:
        return ""
    near = nearest(fragment, anchors)
    return f"'{href}': the page has no anchor '#{fragment}'" + (f"; did you mean '#{near}'?" if near else "")
