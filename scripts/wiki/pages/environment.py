"""The environment of the templates of this package, and how they are compiled.

Everything that a template prints is escaped unless it is safe already, and a name that is not there is an error. The engine takes
the headings of a page from its Markdown; a heading is only what `heading` makes and what a template itself writes as one. All else
is finished HTML, in which no line begins as Markdown does (`neutral`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any, cast

from jinja2 import Environment, PackageLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, _escape_inner  # type: ignore[attr-defined]

from wiki.check.bodies import HEADING_ANCHOR
from wiki.judge.voices import counted
from wiki.model.dates import words
from wiki.pages.references import full_reference

if TYPE_CHECKING:
    from jinja2.compiler import Frame

_INCLUDED = re.compile(r'\{% include "([^"]+)" %\}\n')
_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|])|([~^=$])")
_HEADING = "\x02"
"""Stands before a line that is a heading until a page is put together; no entry holds it, for control characters are refused."""
_IN_TEMPLATE = re.compile(r"^(?=#{1,6} )", re.MULTILINE)
_LEAD = re.compile(r"^(?!\x02)([ \t]*)([#`~*+=|:!$\[{@%;>^\\?-])", re.MULTILINE)
_BLANK = re.compile(r"\n\s*\n+")


class _Direct(CodeGenerator):
    """Compiles templates whose names are all known: an attribute is an attribute, a call a call, and what is safe stays as it is.

    Jinja looks every attribute up as an item too, passes every call through the context, and copies what is safe; half of the time
    that a page of an entry takes would go there.
    """

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802, FBT001, FBT002
        if forward_caller or node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, *_: object) -> None:
        self.write("shown if (shown := ")

    def _output_child_post(self, *_: object) -> None:
        self.write(").__class__ is Markup else escape_text(shown) if shown.__class__ is str else escape(shown)")

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("escape_text = environment.escape_text")


class _Environment(Environment):
    """Jinja's environment with that compiler; `escape_text` is MarkupSafe's escaping of a text without the copy that calls it safe."""

    code_generator_class = _Direct
    escape_text = staticmethod(_escape_inner)

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """Put what a template includes in its place once, when it is compiled; Jinja would make a context for it on every page."""
        return _IN_TEMPLATE.sub(_HEADING, _INCLUDED.sub(self._included, super().preprocess(source, name, filename)))

    def _included(self, found: re.Match[str]) -> str:
        source, _, _ = cast("PackageLoader", self.loader).get_source(self, found[1])
        return source.removesuffix("\n")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the environment of the package's templates."""
    env = _Environment(
        loader=PackageLoader("wiki.pages", "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.filters["words"] = lambda date: words(date) if date else ""
    env.filters["heading"] = heading_text
    env.filters["counted"] = counted
    env.globals["full_reference"] = full_reference
    return env


@lru_cache(maxsize=64)
def template(name: str) -> Any:
    """Return a template of the package."""
    return environment().get_template(f"{name}.j2")


def heading_text(text: str) -> Markup:
    """Escape a text for a Markdown heading, where signs of Markdown and of attribute lists must not act."""
    return Markup(_MARKS.sub(_escaped, escape(text, quote=False)))  # noqa: S704 - escaped


def _escaped(sign: re.Match[str]) -> str:
    """Return a sign behind a backslash, or as a number where Python-Markdown knows no backslash before it."""
    return f"\\{sign[1]}" if sign[1] else f"&#{ord(sign[2])};"


def heading(level: int, text: str, anchor: str) -> str:
    """Return a heading of a page: the one kind of line that the engine reads as Markdown.

    Raises ValueError if `anchor` is none; it is the body's parser that tells editors so.
    """
    if not HEADING_ANCHOR.fullmatch(anchor):
        raise ValueError(f"{anchor!r} is no anchor of a heading")
    return f"{_HEADING}{'#' * level} {heading_text(text)} {{ #{anchor} }}"


def neutral(body: str) -> str:
    r"""Return the body of a page without the marks of headings: in every other line a sign that might act in Markdown is a number.

    >>> neutral("<p>He wrote\n# 7 { #x onclick=y }</p>")
    '<p>He wrote\n&#35; 7 { #x onclick=y }</p>'
    """
    lines = _LEAD.sub(lambda sign: f"{sign[1]}&#{ord(sign[2])};", re.sub(_BLANK, "\n\n", body).strip())
    return lines.replace("\t", "&#9;").replace(_HEADING, "")
