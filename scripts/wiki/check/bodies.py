"""Entry bodies: Markdown parsed once, on the syntax tree, into the pieces of model.Body and the prose claims in them.

CommonMark with GFM tables and strikethrough, so that GitHub's preview and the site agree; `[[…]]`, `[@…]` and `{#c-…}` are inline
rules of their own. Raw HTML stays text, so what comes out is safe by construction.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise

from markdown_it.token import Token

from wiki.check.blocks import Block, Environment, cut_blocks
from wiki.check.inlines import Item, cut, is_entry_link, label_of, markdown, plain_items, rel, renderer, slug, split_link, tidy, wrappable
from wiki.model import (
    Body,
    CitationMark,
    Claim,
    ClaimEnd,
    ClaimStart,
    Heading,
    Html,
    Piece,
    Place,
    Text,
    WikiLink,
)  # fmt: skip
from wiki.model.citations import CitationError, parse_citations
from wiki.model.problems import Problem, problem
from wiki.model.sentences import sentence_starts

SECTIONS = (
    "status", "timeline", "relations", "positions", "announcements", "figures", "names", "disagreements", "references", "backlinks",
    "corrections", "at-a-glance", "open",
)  # fmt: skip
"""Anchors of the sections that the page itself has; a heading of the body never takes one of them."""

_SWALLOWED = re.compile(r" {0,3}(\[@[^\]\n]*\]):")
_UNSAFE_LINK = re.compile(r"\]\(\s*<?\s*(javascript|vbscript|data|file)\s*:", re.IGNORECASE)
_ANCHOR = re.compile(r"c-[\w.-]+")
HEADING_ANCHOR = re.compile(r"[^\W_][\w-]*")
"""Letters and digits of any script, `_` and `-`: what no attribute of HTML and no list of attributes in Markdown ends at."""
_TAKEN = ("c-", "chart-", "d-", "m-", "r-", "ref-")
"""How the anchors begin that the page gives to claims, charts, disagreements, mentions, citations and references."""
_WITHIN = ("positions-held", "positions-here", "voices")
"""Anchors within the page's sections, which lead nowhere by themselves."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")


def parse_body(text: str, entry: str, path: str, first_line: int) -> tuple[Body, tuple[Claim, ...], list[Problem]]:
    """Parse a body that begins on `first_line` of `path`; return it with its prose claims and what is wrong in it."""
    parse = _Parse(entry, path, first_line, text.split("\n"), {*SECTIONS, *_WITHIN, entry})
    parse.check_lines()
    parse.blocks(text)
    return Body(tuple(parse.pieces), tuple(parse.sentences)), tuple(parse.claims), parse.problems


@dataclass(slots=True)
class _Parse:
    """One run over a body; the lists are what it has made so far."""

    entry: str
    path: str
    first_line: int
    lines: list[str]
    anchors: set[str]
    """Those that are taken: the page's own, and what the body has been given so far."""
    pieces: list[Piece] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    environment: Environment = field(default_factory=dict)
    held: str = ""
    """HTML that is not yet a piece, since more may follow."""

    def check_lines(self) -> None:
        """Report what Markdown would take in silence."""
        for number, line in enumerate(self.lines):
            match = "]:" in line and _SWALLOWED.match(line)
            if match:
                place = Place(self.path, self.first_line + number, line.index("[") + 1)
                self.problems.append(
                    problem(place, "swallowed", f"Markdown swallows a line that begins with '{match[1]}:'; put text before it")
                )

    def blocks(self, text: str) -> None:
        """Walk the blocks."""
        found, self.environment = cut_blocks(text)
        for each in found:
            if isinstance(each, str):
                self.held += each
            elif each.level:
                self.heading(each)
            else:
                self.inline(each)
        self.flush()

    def flush(self) -> None:
        """Make a piece of the HTML held."""
        if self.held:
            self.pieces.append(Html(self.held))
            self.held = ""

    def add(self, piece: Piece) -> None:
        """Add a piece."""
        self.flush()
        self.pieces.append(piece)

    def text(self, text: str, sentence: int) -> None:
        """Add text of a sentence."""
        self.flush()
        last = self.pieces[-1] if self.pieces else None
        if isinstance(last, Text) and last.sentence == sentence:
            self.pieces[-1] = Text(last.text + text, sentence)
        else:
            self.pieces.append(Text(text, sentence))

    def heading(self, block: Block) -> None:
        """Open a section; a heading is never linked."""
        items, plain = self.items(block)
        explicit = ""
        for each in items:
            if each.kind == "claim_anchor":
                explicit = self.heading_anchor(block, each) or explicit
            elif each.kind == "citation":
                self.problems.append(
                    problem(
                        self.place(block, each.pos), "citation-in-heading", "a heading carries no citation; cite in the sentence below it"
                    )
                )
        title = " ".join(plain.split())
        if not title:
            place = Place(self.path, self.first_line + block.line)
            self.problems.append(
                problem(place, "empty-heading", "a heading without words is left out; delete the line or give it words", "warning")
            )
            return
        anchor = explicit or slug(title)
        anchor = self.unique(f"section-{anchor}" if anchor.startswith(_TAKEN) else anchor)
        self.add(Heading(max(2, block.level), escape(title, quote=False), title, anchor))

    def heading_anchor(self, block: Block, item: Item) -> str:
        """Return the anchor that an editor gave a heading, empty where it is none."""
        if HEADING_ANCHOR.fullmatch(item.content) and not item.content.startswith(_TAKEN):
            return item.content
        message = f"'{{#{item.content}}}' is not an anchor of a heading; expected a form like '{{#why-it-matters}}'"
        taken = next((each for each in _TAKEN if item.content.startswith(each)), "")
        why = f"; the page itself gives anchors that begin with '{taken}'" if taken else ""
        self.problems.append(problem(self.place(block, item.pos), "anchor", message + why))
        return ""

    def unique(self, anchor: str) -> str:
        """Return `anchor`, numbered if it is taken."""
        anchor = anchor or "section"
        base, number = anchor, 2
        while anchor in self.anchors:
            anchor, number = f"{base}-{number}", number + 1
        self.anchors.add(anchor)
        return anchor

    def place(self, block: Block, pos: int) -> Place:
        """Return where in the file the position `pos` of a block's content stands."""
        content = block.content
        begin, end = content.rfind("\n", 0, pos) + 1, content.find("\n", pos)
        within = content[begin : end if end >= 0 else None]
        number = block.line + content.count("\n", 0, pos)
        raw = self.lines[number] if number < len(self.lines) else ""
        lead = raw.find(within)
        if lead < 0:  # a table cell whose \| was unescaped
            lead = max(raw.find(within.replace("|", "\\|")), 0)
        return Place(self.path, self.first_line + number, lead + pos - begin + 1)

    def items(self, block: Block) -> tuple[list[Item], str]:
        """Return the items of a block with its plain text."""
        return plain_items(block.content) or self.parsed_items(block)

    def parsed_items(self, block: Block) -> tuple[list[Item], str]:
        """Return the same as the parser finds them, its tree made flat."""
        items: list[Item] = []
        plain = ""
        depth = 0
        link_label: list[str] | None = None
        (inline,) = markdown().parseInline(block.content, self.environment)
        for child in inline.children or ():
            if child.type == "text" and not child.content:  # left over from a mark
                continue
            kind, content, width = child.type, child.content, 0
            if link_label is not None and kind != "link_close":
                link_label.append(" " if kind == "softbreak" else content)
                continue
            if kind == "text":
                width = len(content)
            elif kind == "softbreak":
                kind, content, width = "text", "\n", 1
            elif kind == "wiki_link":
                width = len(label_of(content))
            elif kind == "code_inline":
                kind, content, width = "html", f"<code>{escape(content, quote=False)}</code>", len(content)
                plain_text = child.content
            elif kind == "hardbreak":
                kind, content = "html", "<br>\n"
            elif kind == "link_open":
                href = str(child.attrs.get("href", ""))
                if is_entry_link(href):
                    link_label = []
                    items.append(Item("md_link", href, len(plain), len(plain), depth, 0))
                    continue
                content = f'<a href="{escape(href)}"{rel(href)}>'
                kind = "link_open"
            elif kind == "link_close" and link_label is not None:
                label = "".join(link_label)
                link_label = None
                stem, _, fragment = items[-1].content.rsplit("/", 1)[-1].partition("#")
                items[-1] = Item(
                    "wiki_link", stem.removesuffix(".md") + (f"#{fragment}" if fragment else "") + f"|{label}",
                    len(plain), len(plain) + len(label), depth, 0,
                )  # fmt: skip
                plain += label
                continue
            elif kind == "image":
                content = self.image(block, child)
                kind = "html"
            elif kind not in ("citation", "claim_anchor", "link_close"):
                kind, content = "html", renderer().renderToken([child], 0, markdown().options, {})
            if child.nesting < 0:
                depth -= 1
            items.append(Item(kind, content, len(plain), len(plain) + width, depth, child.meta.get("pos", 0)))
            if child.nesting > 0:
                depth += 1
            if width:
                plain += label_of(content) if kind == "wiki_link" else plain_text if kind == "html" else content.replace("\n", " ")
        return items, plain

    def image(self, block: Block, child: Token) -> str:
        """Return an image from docs/assets/; any other is refused, since a page talks to its own origin only."""
        source = str(child.attrs.get("src", ""))
        name = source.rpartition("assets/")[2] if "assets/" in source else ""
        if "://" in source or source.startswith("//") or not name or ".." in name:
            self.problems.append(
                problem(
                    self.place(block, max(block.content.find("!["), 0)),
                    "image",
                    f"image '{source}' is not in docs/assets/; put the file there",
                )
            )
            return ""
        return f'<img src="../../assets/{escape(name)}" alt="{escape(child.content)}" loading="lazy">'

    def inline(self, block: Block) -> None:
        """Turn a block into pieces, sentences and prose claims."""
        items, plain = self.items(block)
        self.check_text(block, items)
        starts = sentence_starts(plain)
        base = len(self.sentences)
        bounds = [*starts, len(plain)]
        self.sentences += [tidy(plain[a:b]) for a, b in pairwise(bounds)]
        if len(items) == 1 and items[0].kind == "text" and not block.quoted:  # as most cells of tables are, and many paragraphs
            self.flush()
            self.pieces += [Text(items[0].content[a:b], base + number) for number, (a, b) in enumerate(pairwise(bounds))]
            return
        cuts, marks = self.prose_claims(block, items, plain, starts)
        self.emit(block, cut(items, sorted({*starts, *cuts})), starts, base, cuts, marks)

    def check_text(self, block: Block, items: list[Item]) -> None:
        """Report what is neutralised: raw HTML, links that act, a link cut in two by a table's bar."""
        for item in items:
            if item.kind != "text":
                continue
            if "](" in item.content and _UNSAFE_LINK.search(block.content):
                self.problems.append(
                    problem(self.text_place(block, item), "unsafe-link", "a link may lead to http, https, mailto or an entry only")
                )
                return
            if "<" in item.content and _TAG.search(item.content):
                self.problems.append(problem(self.text_place(block, item), "html", "HTML is shown as text; use Markdown", "warning"))
            if "[[" in item.content:
                found = block.content.find("[[")
                hint = " (in a table write '\\|')" if self.in_table(block) else ""
                self.problems.append(problem(self.place(block, max(found, 0)), "link-not-closed", f"'[[' is not closed by ']]'{hint}"))

    def text_place(self, block: Block, item: Item) -> Place:
        """Return where a text item stands."""
        return self.place(block, max(block.content.find(item.content.strip("\n")), 0))

    def in_table(self, block: Block) -> bool:
        """Tell whether the block's line looks like a row of a table."""
        return "|" in self.lines[block.line]

    def prose_claims(
        self, block: Block, items: list[Item], plain: str, starts: list[int]
    ) -> tuple[dict[int, tuple[str, int]], dict[int, str]]:
        """Make a claim of each bracket of citations.

        Returns the offsets at which a wrapped claim begins (→ anchor, index of its bracket in `items`), and the anchor of each bracket.
        """
        spans: dict[int, tuple[str, int]] = {}
        marks: dict[int, str] = {}
        since, first = 0, len(self.claims)
        for index, item in enumerate(items):
            if item.kind == "claim_anchor":
                self.name_claim(block, item, first, spans, marks)
            if item.kind != "citation":
                continue
            place = self.place(block, item.pos)
            start = max([since, *(each for each in starts if each <= item.start)])
            if not plain[start : item.start].strip():  # the bracket stands after the full stop: it answers for what it follows
                before = [each for each in starts if each < start]
                start = max([since, before[-1] if before else 0]) if since < start else start
            start += len(plain[start:]) - len(plain[start:].lstrip())
            since = item.end
            try:
                found = parse_citations("@" + item.content, Place(self.path, 0, 0))
            except CitationError as error:
                self.problems.append(problem(self.place(block, item.pos + 1 + error.offset), "citation", str(error)))
                continue
            # a bracket may run over lines, so each citation is placed by its offset
            citations = tuple(each._replace(place=self.place(block, item.pos + 1 + each.place.column)) for each in found)
            text = tidy(plain[start : item.start])
            anchor = self.unique("c-p-" + hashlib.sha256(text.encode()).hexdigest()[:8])
            marks[index] = anchor
            if wrappable(items, start, index):
                spans[start] = (anchor, index)
            self.claims.append(Claim(self.entry, anchor, "prose", place, text=text, citations=citations))
        return spans, marks

    def name_claim(self, block: Block, item: Item, first: int, spans: dict[int, tuple[str, int]], marks: dict[int, str]) -> None:
        """Give the last claim of the block the anchor that the editor wrote."""
        place = self.place(block, item.pos)
        if not _ANCHOR.fullmatch(item.content):
            self.problems.append(
                problem(place, "anchor", f"'{{#{item.content}}}' is not an anchor of a claim; expected a form like '{{#c-cost-2011}}'")
            )
            return
        if len(self.claims) <= first:
            self.problems.append(
                problem(place, "anchor", f"'{{#{item.content}}}' stands at the end of no claim; put it after the citation")
            )
            return
        if item.content in self.anchors:
            self.problems.append(problem(place, "duplicate-id", f"anchor '#{item.content}' is given twice in this entry"))
            return
        claim = self.claims[-1]
        self.anchors.discard(claim.anchor)
        self.anchors.add(item.content)
        self.claims[-1] = claim._replace(anchor=item.content)
        for index, anchor in marks.items():
            if anchor == claim.anchor:
                marks[index] = item.content
        for start, (anchor, index) in spans.items():
            if anchor == claim.anchor:
                spans[start] = (item.content, index)

    def emit(
        self, block: Block, items: list[tuple[Item, int]], starts: list[int], base: int,
        spans: dict[int, tuple[str, int]], marks: dict[int, str],
    ) -> None:  # fmt: skip
        """Add the pieces of one block."""
        in_link = False
        opened: set[int] = set()
        ends = {index for _, index in spans.values()}
        for item, index in items:
            if item.start in spans and item.start not in opened and (item.end > item.start or item.kind in ("html", "wiki_link")):
                opened.add(item.start)
                self.add(ClaimStart(spans[item.start][0]))
            sentence = base + bisect_right(starts, item.start) - 1
            if item.kind == "text":
                if in_link or block.quoted:
                    self.held += escape(item.content, quote=False)
                else:
                    self.text(item.content, sentence)
            elif item.kind == "wiki_link":
                target, fragment, label = split_link(item.content)
                self.add(WikiLink(target, fragment, label, sentence, self.place(block, item.pos)))
            elif item.kind == "citation":
                if index in marks:
                    self.close_up()
                    self.add(CitationMark(marks[index]))
                    if index in ends:
                        self.add(ClaimEnd())
            elif item.kind in ("link_open", "link_close"):
                in_link = item.kind == "link_open"
                self.held += item.content if in_link else "</a>"
            elif item.kind == "html":
                self.held += item.content

    def close_up(self) -> None:
        """Take away the space that a bracket leaves before its mark."""
        last = self.pieces[-1] if self.pieces and not self.held else None
        if isinstance(last, Text):
            self.pieces[-1:] = [Text(last.text.rstrip(), last.sentence)] if last.text.strip() else []
