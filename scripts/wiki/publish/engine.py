"""Hands finished pages to mkdocs with Material; the only import of it.

Finished pages need no Markdown parser: only their headings are Markdown, and `finish` writes them as mkdocs would. Every page
goes through Material's templates. Those of entries differ in a few strings only, so their template is rendered once, with marks
in the places of these strings (`Shell`), and filled in for each: the same bytes as `mkdocs build` makes of docs/, which a test
holds, at a hundredth of the time.
"""

from __future__ import annotations

import copy
import html
import json
import logging
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from markupsafe import Markup, escape

from wiki.disk.layout import CONFIG
from wiki.model import Page
from wiki.read.vocabulary import Vocabulary

EXTENSIONS: list[Any] = ["attr_list", "md_in_html", "tables", {"toc": {"permalink": True}}]

_HEADING = re.compile(r"\n(#{1,6}) (.*?)(?: \{ #([\w-]+) \})?(?:\n*(?=\n)|\Z)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+!|])")


class EngineError(Exception):
    """mkdocs did not build the site; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished page as HTML: what stands in the article, the headings for the table of contents, the front matter."""

    content: str
    headings: tuple[tuple[int, str, str], ...]
    meta: dict[str, str]


def finish(page: Page) -> Finished:
    """Turn a finished page into what mkdocs and Python-Markdown make of it.

    Python-Markdown leaves blocks of HTML as they are, drops the blank line after a heading, and gives a heading its permalink.
    No line of a finished page begins with `#` that is not a heading (`neutral`).
    """
    from markdown.extensions.toc import slugify, unique  # noqa: PLC0415 - mkdocs' own rules for an anchor that is not written

    front, _, body = page.text.removeprefix("---\n").partition("\n---\n")
    meta = {key: json.loads(value) for key, _, value in (line.partition(": ") for line in front.split("\n"))}
    body = f"\n{body.strip()}"
    found = list(_HEADING.finditer(body))
    anchors = {match[3] for match in found if match[3]}
    headings: list[tuple[int, str, str]] = []
    parts: list[str] = []
    since = 0
    for match in found:
        level, text = len(match[1]), _ESCAPED.sub(r"\1", match[2])
        anchor = match[3] or unique(slugify(html.unescape(text), "-"), anchors)
        headings.append((level, text, anchor))
        link = f'<a class="headerlink" href="#{anchor}" title="Permanent link">&para;</a>'
        parts += (body[since : match.start()], f'\n<h{level} id="{anchor}">{text}{link}</h{level}>')
        since = match.end()
    return Finished("".join([*parts, body[since:]])[1:], tuple(headings), meta)


@dataclass(frozen=True, slots=True)
class Shell:
    """A page of Material's with gaps: literal text, and names of what goes between (see `_Marks`)."""

    parts: tuple[str, ...]
    toc_parts: tuple[str, ...]
    leaf: str
    branch: str
    between: tuple[str, str]
    """What stands between items: at the top, and below an item."""

    def fill(self, page: Finished) -> str:
        """Return the HTML of a page of /wiki/."""
        meta = page.meta
        values = {f"{_MARK}{key}{_END}": str(escape(meta.get(key, ""))) for key in _SLOTS}
        values[_CONTENT] = page.content
        nested = _nest(page.headings)
        if nested and nested[0]["level"] == 1:
            nested = nested[0]["children"]
        values[f"{_MARK}url{_END}"] = nested[0]["id"] if nested else ""
        values[_TOC] = self.between[0].join(self._item(item) for item in nested)
        parts = self.toc_parts if nested else self.parts
        return "".join(values.get(part, part) for part in parts)

    def _item(self, item: dict[str, Any]) -> str:
        template = self.branch if item["children"] else self.leaf
        made = template.replace(_URL, f"#{item['id']}").replace(_TITLE, item["name"])
        if item["children"]:
            plain = str(escape(Markup(item["name"]).striptags()))  # noqa: S704 - a heading that finish() escaped
            made = made.replace(_LABEL, plain).replace(_CHILD, self.between[1].join(self._item(child) for child in item["children"]))
        return made


_MARK, _END = "qzqwiki", "qzqend"
_SLOTS = ("title", "description", "entry", "kind", "source")
_CONTENT, _TOC = f"{_MARK}content{_END}", f"{_MARK}toc{_END}"
_URL, _TITLE, _LABEL, _CHILD = (f"{_MARK}{name}{_END}" for name in ("url", "heading", "label", "child"))


def _nest(headings: Iterable[tuple[int, str, str]]) -> list[dict[str, Any]]:
    from markdown.extensions.toc import nest_toc_tokens  # noqa: PLC0415

    tokens: Any = nest_toc_tokens([{"level": level, "name": name, "id": anchor} for level, name, anchor in headings])
    return list(tokens)


class Engine:
    """mkdocs, configured for one wiki, with warm templates."""

    def __init__(self, root: Path, given: tuple[str, ...], vocabulary: Vocabulary, made: Iterable[str], hand: Iterable[str]) -> None:
        """Load the configuration.

        `given` are the keys mkdocs.yml sets itself, `made` the pages (in docs/) that nav may name,
        `hand` the files of docs/ written by hand.

        Raises EngineError if mkdocs refuses the configuration.
        """
        os.environ.update(SOURCE_DATE_EPOCH="0", NO_MKDOCS_2_WARNING="1", DISABLE_MKDOCS_2_WARNING="true")
        from mkdocs.config import load_config  # noqa: PLC0415 - heavy, and only needed here
        from mkdocs.exceptions import MkDocsException  # noqa: PLC0415
        from mkdocs.structure.files import File, Files, set_exclusions  # noqa: PLC0415
        from mkdocs.structure.nav import get_navigation  # noqa: PLC0415
        from mkdocs.structure.pages import Page as MkPage  # noqa: PLC0415

        self._listen()
        try:
            self.config = load_config(str(root / CONFIG), **_defaults(root, given, vocabulary))
            self.config.plugins._current_plugin = "wiki"  # File.generated asks who makes the file
            self.env = self.config.theme.get_env()
            self.files = Files([])
            for path in sorted(hand, key=_walk_order):
                self.files.append(File(path, self.config.docs_dir, self.config.site_dir, self.config.use_directory_urls))
            for path in made:
                self.files.append(File.generated(self.config, path, content=""))
            set_exclusions(self.files, self.config)
            self.nav = get_navigation(self.files, self.config)
            self.hand = [file for file in self.files.documentation_pages() if file.src_dir is not None]
            for file in self.hand:  # a title that nav does not give is in the page
                file.page = file.page or MkPage(None, file, self.config)
                file.page.read_source(self.config)
        except (MkDocsException, SystemExit) as error:
            raise EngineError("\n".join([*self.said.lines, str(error)])) from error
        self._raise_if_warned()

    def _listen(self) -> None:
        logger = logging.getLogger("mkdocs")
        logger.setLevel(logging.WARNING)
        logger.handlers = [handler for handler in logger.handlers if not isinstance(handler, _Said)]
        self.said = _Said()
        logger.addHandler(self.said)

    def _raise_if_warned(self) -> None:
        if self.said.lines:
            raise EngineError("\n".join(self.said.lines))

    # --- pages

    def render(self, pages: Iterable[Page]) -> Iterator[tuple[str, bytes]]:
        """Yield address in the site and HTML of each page, through the whole of Material's templates."""
        for page in pages:
            loaded = self._load(page)
            yield loaded.file.dest_uri, self._draw(loaded)

    def in_nav(self, path: str) -> bool:
        """Tell whether the navigation names a page of docs/."""
        file = self.files.get_file_from_path(path)
        return file is not None and file.page is not None

    def know(self, pages: Iterable[Page]) -> None:
        """Take up the titles of pages that the navigation names, before the first page is drawn that shows it."""
        for page in pages:
            self._load(page)

    def _load(self, page: Page) -> Any:
        from mkdocs.structure.files import File  # noqa: PLC0415
        from mkdocs.structure.pages import Page as MkPage  # noqa: PLC0415
        from mkdocs.structure.toc import AnchorLink, TableOfContents  # noqa: PLC0415

        file = self.files.get_file_from_path(page.path) or File.generated(self.config, page.path, content="")
        found = file.page or MkPage(None, file, self.config)
        finished = finish(page)

        def anchor_link(item: dict[str, Any]) -> AnchorLink:
            link = AnchorLink(item["name"], item["id"], item["level"])
            link.children = [anchor_link(child) for child in item["children"]]
            return link

        found.meta = finished.meta
        found.markdown = ""
        found.content = finished.content
        found.toc = TableOfContents([anchor_link(item) for item in _nest(finished.headings)])
        return found

    def _draw(self, page: Any) -> bytes:
        from mkdocs.commands.build import get_context  # noqa: PLC0415

        page.active = True
        template = self.env.get_template(page.meta.get("template", "main.html"))
        text = template.render(get_context(self.nav, self.files, self.config, page))
        page.active = False
        return str(text).encode("utf-8", errors="xmlcharrefreplace")

    def shell(self) -> Shell:
        """Return the shell of the pages of entries, which nav never names."""
        front = "".join(f'{key}: "{_MARK}{key}{_END}"\n' for key in _SLOTS)
        plain = Page(f"wiki/{_MARK}entry{_END}.md", f"---\n{front}---\n\n<h1>{_CONTENT}</h1>")
        drawn = self._draw(self._load(plain)).decode()
        heading = f"\n\n## {_TITLE} {{ #{_MARK}url{_END} }}\n"
        drawn_headed = self._draw(self._load(Page(plain.path, f"{plain.text}{heading}{heading}"))).decode()
        item = self.env.get_template("partials/toc-item.html")
        leaf = item.render(toc_item=_Item(_TITLE, _URL, []))
        child = item.render(toc_item=_Item(_CHILD, _CHILD, []))
        branch = item.render(toc_item=_Item(_TITLE, _URL, [_Item(_CHILD, _CHILD, [])] * 2))
        below = branch.split(child)[1]
        row = leaf.replace(_URL, f"#{_MARK}url{_END}")
        between = drawn_headed.split(row)[1]
        branch = branch.replace(f"{child}{below}{child}", _CHILD, 1).replace(f'aria-label="{_TITLE}"', f'aria-label="{_LABEL}"')
        return Shell(_gaps(drawn), _gaps(drawn_headed.replace(f"{row}{between}{row}", _TOC)), leaf, branch, (between, below))

    # --- what is not made by us

    def static(self, site: Path, addresses: Iterable[str]) -> None:
        """Write what is not a made page: files and pages by hand, the theme's assets, 404.html, sitemap.xml.

        `addresses` are the docs/ paths of every page there is, for the sitemap.
        Raises EngineError if mkdocs warns of anything.
        """
        from mkdocs.commands.build import _build_page, _build_theme_template, _populate_page  # noqa: PLC0415
        from mkdocs.structure.files import File, Files  # noqa: PLC0415
        from mkdocs.structure.pages import Page as MkPage  # noqa: PLC0415

        self.config.site_dir = str(site)
        for file in self.files:
            file.dest_dir = str(site)
        own = {file.src_uri: file for file in self.files}
        every = Files([file for file in self.files if not file.is_documentation_page()])
        every.add_files_from_theme(self.env, self.config)
        every.copy_static_files()
        for path in sorted({*addresses, *(file.src_uri for file in self.hand)}, key=_walk_order):
            file = own.get(path) or File.generated(self.config, path, content="")
            file.page = file.page or MkPage(None, file, self.config)
            every.append(file)
        for file in self.hand:  # now every page that a link may name is known
            _populate_page(cast("MkPage", file.page), self.config, every)
        for template in self.config.theme.static_templates:
            _build_theme_template(template, self.env, every, self.config, self.nav)
        for file in self.hand:
            _build_page(cast("MkPage", file.page), self.config, cast("Any", every), self.nav, self.env)
        self._raise_if_warned()


@dataclass(frozen=True, slots=True)
class _Item:
    """A row of the table of contents, as Material's partial asks for it."""

    title: str
    url: str
    children: list[_Item]
    typeset: str = ""


class _Said(logging.Handler):
    """Keeps what mkdocs warns of, for a finished site warns of nothing."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def _gaps(drawn: str) -> tuple[str, ...]:
    """Split a drawn page at its marks."""
    heading = f'<h2 id="{_MARK}url{_END}">{_TITLE}<a class="headerlink" href="#{_MARK}url{_END}" title="Permanent link">&para;</a></h2>'
    drawn = re.sub(rf"\n+{re.escape(heading)}", "", drawn).replace(f"<h1>{_CONTENT}</h1>", _CONTENT)
    return tuple(part for part in re.split(rf"({_MARK}[a-z]+{_END})", drawn) if part)


def _walk_order(path: str) -> tuple[Any, ...]:
    """Order paths as mkdocs finds them: a folder's own files first, its index before the others."""
    *folders, name = path.split("/")
    return (*((1, folder) for folder in folders), (0, "" if name == "index.md" else name))


def _defaults(root: Path, given: tuple[str, ...], vocabulary: Vocabulary) -> dict[str, Any]:
    theme: dict[str, Any] = {"name": "wiki"}
    if (root / "docs" / ".overrides").is_dir():
        theme["custom_dir"] = str(root / "docs" / ".overrides")
    kinds = [{kind.plural: f"{kind.folder}/index.md"} for kind in vocabulary.kinds.values()]
    paired = any(kind.pairs for kind in vocabulary.kinds.values())
    rest = [
        *([{"Between": "between/index.md"}, {"Compare": "compare/index.md"}] if paired else []),
        {"Timeline": "timeline/index.md"},
        {"Disagreements": "disagreements/index.md"},
        {"Announcements": "announcements/index.md"},
        {"Due": "due/index.md"},
        {"Sources": "sources/index.md"},
        {"Vocabulary": "vocabulary/index.md"},
    ]
    defaults: dict[str, Any] = {
        "theme": theme,
        "plugins": [],
        "markdown_extensions": copy.deepcopy(EXTENSIONS),  # mkdocs empties what it is given
        "nav": [{"Home": "index.md"}, *kinds, *rest],
        "not_in_nav": "*\n",
        "validation": {"nav": {"omitted_files": "ignore"}},
    }
    return {key: value for key, value in defaults.items() if key not in given}
