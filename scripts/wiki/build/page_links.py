"""Links that lead into the site, of bodies, records and pages by hand: each leads to a page, an anchor or a file that will be there."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from wiki.build.kept import load_body, load_entry
from wiki.build.world import World
from wiki.check.page_links import ELSEWHERE
from wiki.disk.files import is_made
from wiki.disk.plain_files import read_plain
from wiki.link.graph import page_anchors
from wiki.model import Heading, Place
from wiki.model.addresses import MADE
from wiki.model.problems import Problem, nearest, problem

_OF_ENTRY = ("index.html", "index.json", "cite.bib", "cite.ris", "cite.csl.json")
_CODE = re.compile(r"^ {0,3}(```+|~~~+).*?(?:^ {0,3}\1|\Z)|`[^`\n]+`|<!--.*?-->", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)|^ {0,3}\[[^\]\n]+\]:\s+<?(\S+?)>?\s*$", re.MULTILINE)
_HEADING = re.compile(
    r"^ {0,3}#{1,6} +(.+?)(?: +\{ *#([\w-]+)[^}\n]*\})?(?: +#+)?$|\{:? *#([\w-]+)|\b(?:id|name)=\"([^\"]+)\"", re.MULTILINE
)
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
    """Yield the links of pages by hand, docs/index.md and those of docs/about/, that lead nowhere; what is no plain file is not opened."""
    docs = world.root / "docs"
    found = [*sorted(docs.glob("*.md")), *sorted((docs / "about").rglob("*.md"))] if docs.is_dir() else []
    for file in found:
        path = file.relative_to(docs).as_posix()
        text = _by_hand(world.root, path)
        if text is not None:
            yield from _links_of(world, text, path)


def _by_hand(root: Path, path: str) -> str | None:
    """Return the text of a page by hand in docs/; None where there is none that can be read, which the build tells, or the build made it."""
    file = root / "docs" / path
    if not file.is_file() or (not path.startswith("about/") and is_made(file)):
        return None
    return read_plain(root, f"docs/{path}")[0]


def _links_of(world: World, text: str, path: str) -> Iterator[Problem]:
    text = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for match in _LINK.finditer(text):
        href = match[1] or match[2]
        why = "" if ELSEWHERE.match(href) else _fault_by_hand(world, path, href, text)
        if why:
            start = match.start()
            line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
            yield problem(Place(f"docs/{path}", line, column), "broken-link", why)


def _fault_by_hand(world: World, path: str, href: str, text: str) -> str:
    """Return what is wrong with a link on a page by hand, where `.md` is a file of docs/ and anything else an address of the site."""
    target, _, fragment = href.partition("#")
    target = unquote(target)
    if not target:
        return _missing_anchor(href, fragment, text)
    page = "index.html" if path == "index.md" else f"{path.removesuffix('.md').removesuffix('/index')}/index.html"
    if not target.endswith(".md"):
        end = _end(page, href, world)
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        return "" if not end or (world.root / "docs" / beside).is_file() else _fault(world, href, *end)
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), target.lstrip("/") if target.startswith("/") else target))
    other = None if joined.startswith("..") else _by_hand(world.root, joined)
    if other is not None:
        return _missing_anchor(href, fragment, other)
    return _fault(world, href, f"{joined.removesuffix('.md').removesuffix('/index')}/index.html", fragment)


def _missing_anchor(href: str, fragment: str, text: str) -> str:
    if not fragment:
        return ""
    anchors = set(_anchors(text))
    near = nearest(fragment, anchors) if fragment not in anchors else ""
    return "" if fragment in anchors else f"'{href}': the page has no anchor '#{fragment}'" + (f"; did you mean '#{near}'?" if near else "")


def _anchors(text: str) -> Iterator[str]:
    """Yield the anchors of a page by hand: those given, and those that mkdocs makes of headings."""
    taken: set[str] = set()
    for title, given, other, named in _HEADING.findall(text):
        anchor = given or other or named
        if not anchor:
            plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
            made = anchor = re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())
            number = 1
            while anchor in taken:
                anchor, number = f"{made}_{number}", number + 1
        taken.add(anchor)
        yield anchor
