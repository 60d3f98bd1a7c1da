"""The sources that a wiki has, as commands list and ask them: what cites each, how much is taken up, where something stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from wiki.build.kept import load_entry, load_evidence
from wiki.build.world import World
from wiki.evidence import Evidence, SourceError, locate, word_forms
from wiki.evidence.coverage import Held, amounts_of, cover
from wiki.evidence.text import ExtractError, text_of
from wiki.model import Source
from wiki.model.characters import one_line
from wiki.model.citations import locator_words
from wiki.numerals import read_figures


def held_by_source(world: World) -> dict[str, list[Held]]:
    """Return source key → its citations by claims; every entry is loaded for it."""
    found: dict[str, list[Held]] = {}
    for id_ in world.whole:
        for claim in load_entry(world, id_).claims:
            amounts = amounts_of(claim)
            for citation in claim.citations:
                held = Held(id_, claim.anchor, locator_words(citation.locator), amounts)
                found.setdefault(citation.source, []).append(held)
    return found


def read_document(file: Path, source: Source) -> str:
    """Return the text of a source's document.

    Raises SourceError if the file cannot be read, or is another one than the record names.
    """
    try:
        data = file.read_bytes()
        text = text_of(data, file.suffix.lower(), file.name)
    except ExtractError as error:
        raise SourceError(str(error)) from error
    except OSError as error:
        raise SourceError(f"'{file}' cannot be read: {error.strerror}") from error
    if source.file is not None and source.file.sha256 != hashlib.sha256(data).hexdigest():
        raise SourceError(f"'{file.name}' is another file than {source.path} names")
    return text


def located(evidence: Evidence, query: str) -> list[tuple[str, str, str]]:
    """Return (locator, page, what stands there) for the figures and dates of `query`, else for its words, which are known by block."""
    figures, moments = read_figures(query)
    if figures or moments:
        return [(f"l. {line}", evidence.page_words(line), what) for line, what in locate(evidence, query)]
    blocks = [evidence.blocks[index] for index in evidence.name_blocks(word_forms(query))]
    return [(f"ll. {block.first}-{block.last}", block.page_words, query) for block in blocks]


@dataclass(frozen=True, slots=True)
class Holding:
    """A source as a list shows it."""

    key: str
    type: str
    date: str
    title: str
    citations: int
    figures: int | None
    taken: int | None
    left_out: int | None
    share: str


def list_sources(world: World) -> list[Holding]:
    """Return the sources by key, each with how much of its figures is taken up."""
    held = held_by_source(world)
    rows = []
    for key, source in sorted(world.sources.items()):
        evidence = load_evidence(world, key)
        cited = held.get(key, [])
        share = cover(evidence, cited, source.left_out).share if evidence else None
        rows.append(
            Holding(
                *(key, source.source_type, source.issued.text if source.issued else "", source.title, len(cited)),
                *((share.figures, share.taken, share.left_out, share.words) if share else (None, None, None, "no evidence")),
            )
        )
    return rows


def render_sources(rows: Sequence[Holding], form: str) -> str:
    """Return the list of sources as `text` or `json`."""
    if form == "json":
        return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n"
    table = [("key", "type", "date", "citations", "figures taken up")]
    table += [(row.key, row.type, row.date, str(row.citations), row.share) for row in rows]
    widths = [max(len(row[column]) for row in table) for column in range(4)]
    lines = ("  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4])).rstrip() for row in table)
    return "".join(f"{one_line(line)}\n" for line in lines)
