"""Plain text of documents: .txt and .md as they are, .html and .pdf by well-kept libraries (pinned, so that lines stay where they are)."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wiki.evidence.web_page import article_text
from wiki.evidence.web_record import about_page
from wiki.model.citations import label_ranges

if TYPE_CHECKING:
    from pypdf import PdfReader

SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf")


class ExtractError(ValueError):
    """A document whose text cannot be had; the message says why."""


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a document, the labels of its pages where it has such, and what it tells of itself, as CSL variables."""

    text: str
    labels: tuple[str, ...] = ()
    about: Mapping[str, Any] = field(default_factory=dict)


def extract_text(file: Path) -> str:
    """Return the text of a document, one line of it a line, pages of a PDF by a form feed.

    Raises ExtractError for an unknown kind of file, one that is no UTF-8, or a PDF without text (a scan) or under a password.
    """
    return text_of(file.read_bytes(), file.suffix.lower(), file.name)


def text_of(data: bytes, suffix: str, name: str) -> str:
    """Return the text of a document's bytes; see `extract_text`."""
    return document_of(data, suffix, name).text


def document_of(data: bytes, suffix: str, name: str) -> Document:
    """Return a document's text with what else its bytes tell; see `extract_text`."""
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
    return _from_html(text) if suffix in (".html", ".htm") else Document(text)


def _from_html(text: str) -> Document:
    from bs4 import BeautifulSoup  # noqa: PLC0415 - only here

    soup = BeautifulSoup(text, "html.parser")
    about = about_page(soup)
    return Document(article_text(soup), about=about)


def _from_pdf(data: bytes, name: str) -> Document:
    from pypdf import PdfReader  # noqa: PLC0415 - only here
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        # pypdf compares bytes with numbers, which `python -bb` takes for an error
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", BytesWarning)
            reader = PdfReader(io.BytesIO(data))
            pages = [page.extract_text() for page in reader.pages]
            labels = _labels(reader)
    except PyPdfError as error:
        raise ExtractError(f"'{name}' cannot be read as PDF: {error}") from error
    if not any(re.search(r"\w", page) for page in pages):
        raise ExtractError(f"'{name}' holds no text; a scan needs text recognition first")
    return Document("\n\f".join(page.rstrip("\n").replace("\f", " ") + "\n" for page in pages), labels)


def _labels(reader: PdfReader) -> tuple[str, ...]:
    """Return what is printed on the pages of a PDF, as far as it says so; a label that no locator could name is left out."""
    if "/PageLabels" not in reader.root_object:
        return ()
    try:
        labels = [str(label).strip() for label in reader.page_labels]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):  # labels that are broken: pages are counted, as without
        return ()
    return tuple(label if re.fullmatch("[0-9]{1,7}", label) or label_ranges(label) else "" for label in labels)
