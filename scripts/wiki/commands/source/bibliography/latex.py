"""Text with LaTeX in it → plain text, by pylatexenc; a command that it does not know is told of, and what the command encloses is kept."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec
from pylatexenc.latex2text import get_default_latex_context_db as texts_of_macros
from pylatexenc.latexwalker import LatexWalker, LatexWalkerParseError
from pylatexenc.latexwalker import get_default_latex_context_db as macros
from pylatexenc.macrospec import MacroSpec

_ACCENTS = {
    "C": "\u030f", "G": "\u030f", "U": "\u030e", "f": "\u0311", "h": "\u0309", "t": "\u0361", "textcommabelow": "\u0326", "cb": "\u0326",
    "textcommaabove": "\u0313", "textdotbelow": "\u0323", "textsubdot": "\u0323", "textmacronbelow": "\u0331", "textsubbar": "\u0331",
    "textogonekcentered": "\u0328", "horn": "\u031b", "textsubring": "\u0325", "textcircumflexbelow": "\u032d", "textbrevebelow": "\u032e",
}  # fmt: skip
"""Accents that pylatexenc has no text for, as what is put behind the letter."""

_LETTERS = {
    "S": "§", "P": "¶", "pounds": "£", "copyright": "©", "euro": "€", "nobreakspace": " ", "quotesinglbase": "‚", "quotedblbase": "„",
    "textquotesingle": "'", "guilsinglleft": "‹", "guilsinglright": "›", "textunderscore": "_", "textnumero": "№", "textdollar": "$",
    "textpercent": "%", "textampersand": "&", "ayn": "ʿ", "hamza": "ʾ", "textasciigrave": "`", "slash": "/", "space": " ", "textless": "<",
    "textgreater": ">", "SS": "ẞ", "textsection": "§", "cprime": "ʹ", "cdprime": "ʺ", "adddot": ".", "addcomma": ",", "addspace": " ",
    "bibstring": "", "textprime": "ʹ", "hyphen": "-", "glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘", "flqq": "«", "frqq": "»", "flq": "‹", "frq": "›",
    "textquotedbl": '"', "textbraceleft": "{", "textbraceright": "}", "degree": "°", "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX",
}  # fmt: skip

_SHAPES = {
    *("em", "it", "bf", "sc", "tt", "rm", "sf", "sl", "itshape", "bfseries", "scshape", "ttfamily", "rmfamily", "sffamily", "slshape"),
    *("upshape", "mdseries", "normalfont", "small", "footnotesize", "large", "Large", "tiny", "normalsize", "protect", "relax", "cyr"),
    *("cyrchar", "selectfont", "break", "newline", "allowbreak", "noindent", "unskip", "ignorespaces", "xspace", "cyrillic", "greek"),
}
"""Commands that change how letters look, not which they are."""

_ENCLOSED = (
    "cite",
    "citep",
    "citet",
    "footnote",
    "thanks",
    "texttt",
    "textrm",
    "textsf",
    "textsl",
    "textsc",
    "textbf",
    "textit",
    "emph",
    "underline",
    "parencite",
    "textcite",
    "cmd",
    "mkbibemph",
    "mkbibbold",
    "mkbibitalic",
    "mbox",
    "hbox",
    "textup",
    "textmd",
    "textnormal",
    "textcyrillic",
    "textgreek",
    "foreignquote",
)
_QUOTED = ("enquote", "mkbibquote", "textquote")
_MATHS = re.compile(r"(?<!\\)\$(?=[^\s$])([^$\n]{0,200})(?<=[^\s\\])\$(?![0-9])")


class LatexError(ValueError):
    """A text that LaTeX itself would stumble over; the message says why."""


def plain(text: str) -> tuple[str, tuple[str, ...]]:
    r"""Return a value of BibTeX as plain text, and the commands in it that are not known.

    >>> plain(r"Stra{\ss}e nach {\O}rby, \'{E}t\'e --- \foo{bar}")
    ('Straße nach Ørby, Été — bar', ('foo',))
    """
    if not re.search(r"[\\{}$~`'<>\"?!-]", text):
        return text, ()
    return _plain(text)


@lru_cache(maxsize=1024)
def _plain(text: str) -> tuple[str, tuple[str, ...]]:
    unknown: list[str] = []
    walker = LatexWalker(_safe(text), latex_context=_macros(), tolerant_parsing=False)
    try:
        nodes, _, _ = walker.get_latex_nodes()
        made = LatexNodes2Text(latex_context=_texts(unknown), math_mode="text", strict_latex_spaces="macros").nodelist_to_text(nodes)
    except LatexWalkerParseError as error:
        raise LatexError(str(error.msg)) from error
    except (IndexError, AttributeError, TypeError, ValueError) as error:  # a command at the end, without what it needs
        raise LatexError("a command lacks what it needs") from error
    made = re.sub(r"[ \t]*\u00a0[ \t]*", " ", made)
    return unicodedata.normalize("NFC", made), tuple(dict.fromkeys(unknown))


def _safe(text: str) -> str:
    """Escape what is no sign of LaTeX in a bibliography: a per cent sign, a dollar sign that begins no formula, a stray brace."""
    text = re.sub(
        r"(\\(?:url|href|nolinkurl|path)\s*\{)([^{}]*)", lambda match: match[1] + match[2].replace("~", r"\textasciitilde{}"), text
    )
    text = re.sub(r"(?<!\\)((?:\\\\)*)%", r"\1\\%", text)
    text = _MATHS.sub(lambda match: re.sub(r"(?<!\\)[_^](?=[{\w\\])", "", match[0]), text)
    formulas = [match.span() for match in _MATHS.finditer(text)]
    ends = {place for start, end in formulas for place in (start, end - 1)}
    return re.sub(r"(?<!\\)\$", lambda match: "$" if match.start() in ends else r"\$", text)


@lru_cache(maxsize=1)
def _macros() -> Any:
    context = macros()
    known = [MacroSpec(name, "{") for name in (*_ACCENTS, *_ENCLOSED, *_QUOTED, "textsubscript", "textsuperscript", "texorpdfstring")]
    known += [MacroSpec("href", "{{"), MacroSpec("url", "{"), MacroSpec("texorpdfstring", "{{"), MacroSpec("noopsort", "{")]
    context.add_context_category("bibliography", prepend=True, macros=known)
    return context


def _texts(unknown: list[str]) -> Any:
    """Return what each command is as text; names of those that are not known are put into `unknown`."""

    def first(node: Any, l2tobj: Any) -> str:
        return _argument(node, l2tobj, 0)

    def quoted(node: Any, l2tobj: Any) -> str:
        return f"“{_argument(node, l2tobj, 0)}”"

    def last(node: Any, l2tobj: Any) -> str:
        return _argument(node, l2tobj, -1)

    def not_known(node: Any) -> str:
        unknown.append(str(node.macroname))
        return ""

    specs = [MacroTextSpec(name, simplify_repl=_accented(mark)) for name, mark in _ACCENTS.items()]
    specs += [MacroTextSpec(name, simplify_repl=letter) for name, letter in _LETTERS.items()]
    specs += [MacroTextSpec(name, simplify_repl="") for name in sorted(_SHAPES)]
    specs += [MacroTextSpec(name, simplify_repl=first) for name in (*_ENCLOSED, "textsubscript", "textsuperscript", "url")]
    specs += [MacroTextSpec(name, simplify_repl=quoted) for name in _QUOTED]
    specs += [MacroTextSpec(name, simplify_repl=last) for name in ("href", "texorpdfstring")]
    specs += [MacroTextSpec("noopsort", simplify_repl="")]
    context = texts_of_macros()
    context.add_context_category("bibliography", prepend=True, macros=specs)
    context.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=not_known))
    return context


def _argument(node: Any, converter: Any, index: int) -> str:
    given = [each for each in (node.nodeargd.argnlist if node.nodeargd else ()) if each is not None]
    return str(converter.nodelist_to_text([given[index]])) if given else ""


def _accented(mark: str) -> Any:
    def put(node: Any, l2tobj: Any) -> str:
        letters = _argument(node, l2tobj, 0)
        return letters[:1] + mark + letters[1:]

    return put


def address(text: str) -> str:
    r"""Return a verbatim field, as `url` and `doi` are: nothing is taken out of it but what LaTeX needs there.

    >>> address(r"\url{https://a.org/~b/c\_d--e%20f}")
    'https://a.org/~b/c_d--e%20f'
    """
    text = text.strip()
    while match := re.fullmatch(r"(?:\\url\s*|\\nolinkurl\s*|\\path\s*)?\{(.*)\}", text, re.DOTALL):
        text = match[1].strip()
    text = re.sub(r"\\href\s*\{([^{}]*)\}\s*\{[^{}]*\}", r"\1", text)
    text = re.sub(r"\{?\\(?:textasciitilde|string\s*~|sim)(?:\s*\{\})?\}?|\$\s*\\sim\s*\$|\\~\{\}", "~", text)
    text = re.sub(r"\{?\\textunderscore(?:\s*\{\})?\}?", "_", text)
    text = re.sub(r"\{(\\[_%&#$])\}", r"\1", text)
    return re.sub(r"\\([_%&#${}~^/-])", r"\1", text)


def address_in(text: str) -> str:
    r"""Return the address in a text that holds one (`\url{…}`, or one that stands bare); '' where there is none."""
    match = re.search(r"\\(?:url|href|nolinkurl)\s*\{((?:[^{}]|\{[^{}]*\})*)\}", text) or re.search(r"(https?://[^\s{}]+)", text)
    return address(match[1]) if match else ""
