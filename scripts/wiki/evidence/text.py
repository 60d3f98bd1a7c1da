"""Plain text of documents: .txt and .md as they are, .html and .pdf by well-kept libraries (pinned, so that lines stay where they are)."""

from __future__ import annotations

import io
import re
import warnings
from pathlib import Path

SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf")
# elements that begin on a line of their own
_BLOCKS = (
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
)  # fmt: skip
_UNSEEN = ("head", "noscript", "script", "style", "svg", "template")


class ExtractError(ValueError):
    """A document whose text cannot be had; the message says why."""


def extract_text(file: Path) -> str:
    """Return the text of a document, one line of it a line, pages of a PDF by a form feed.

    Raises ExtractError for an unknown kind of file, one that is no UTF-8, or a PDF without text (a scan) or under a password.
    """
    return text_of(file.read_bytes(), file.suffix.lower(), file.name)


def text_of(data: bytes, suffix: str, name: str) -> str:
    """Return the text of a document's bytes; see `extract_text`."""
    if suffix not in SUFFIXES:
        raise ExtractError(
            f"'{name}': no text can be taken from {suffix or 'a file without a suffix'}; expected one of {', '.join(SUFFIXES)}"
        )
    if suffix == ".pdf":
        return _from_pdf(data, name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExtractError(f"'{name}' is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    return _from_html(text) if suffix in (".html", ".htm") else text


def _from_html(text: str) -> str:
    from bs4 import BeautifulSoup  # noqa: PLC0415 - only here

    soup = BeautifulSoup(text, "html.parser")
    for element in soup(_UNSEEN):
        element.decompose()
    for level in range(1, 7):
        for heading in soup(f"h{level}"):
            heading.insert(0, f"{'#' * level} ")
    for element in soup(_BLOCKS):
        element.insert_before("\x00")
        element.insert_after("\x00")
    lines = [" ".join(line.split()) for line in soup.get_text().split("\x00")]
    return "\n".join(line for line in lines if line) + "\n"


def _from_pdf(data: bytes, name: str) -> str:
    from pypdf import PdfReader  # noqa: PLC0415 - only here
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        # pypdf compares bytes with numbers, which `python -bb` takes for an error
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", BytesWarning)
            pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    except PyPdfError as error:
        raise ExtractError(f"'{name}' cannot be read as PDF: {error}") from error
    if not any(re.search(r"\w", page) for page in pages):
        raise ExtractError(f"'{name}' holds no text; a scan needs text recognition first")
    return "\n\f".join(page.rstrip("\n") + "\n" for page in pages)
