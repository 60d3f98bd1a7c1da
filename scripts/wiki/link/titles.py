"""Links that were written by an id, as they are read: the title stands in the id's place, on the page and wherever the sentence is shown.

What is verified, and what anchors are made of, stays as it was written: a new title moves neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from wiki.link.graph import Asked, Link, LinkedEntry
from wiki.model import CitationMark


def titles_of(linked: LinkedEntry, asked: Asked) -> dict[str, str]:
    """Return the ids that links of a body were written by, each with the title that is read in its place."""
    called = {link.label: asked.called(link.target) for link in linked.links if link.by_id}
    return {written: entry.names[0] for written, entry in called.items() if entry}


def as_read(linked: LinkedEntry) -> LinkedEntry:
    """Return the entry as it is shown: in its links, sentences and claims a title for each id."""
    if not linked.titles:
        return linked
    sentences = dict(_sentences(linked))
    links = {link.anchor: _read(link, linked.titles, sentences) for link in linked.links}
    pieces = tuple([links[piece.anchor] if isinstance(piece, Link) else piece for piece in linked.pieces])
    texts = dict(_claims(linked))
    claims = tuple([claim._replace(text=texts[claim.anchor]) if claim.anchor in texts else claim for claim in linked.entry.claims])
    return replace(
        linked, entry=replace(linked.entry, claims=claims), pieces=pieces, links=tuple(links[link.anchor] for link in linked.links)
    )


def _read(link: Link, titles: Mapping[str, str], sentences: Mapping[str, str]) -> Link:
    label = titles.get(link.label, link.label) if link.by_id else link.label
    return link._replace(label=label, sentence=sentences.get(link.sentence, link.sentence))


def _sentences(linked: LinkedEntry) -> Iterator[tuple[str, str]]:
    """Yield the sentences in which an id stands, and how they are read; the links of a sentence follow one another."""
    for sentence, links in groupby(linked.links, key=lambda link: link.sentence):
        written = list(links)
        if any(link.by_id for link in written):
            yield sentence, _put(sentence, written, linked.titles)


def _put(sentence: str, links: Sequence[Link], titles: Mapping[str, str]) -> str:
    """Return a sentence with the titles of its links, which stand in it in their order."""
    read, since = "", 0
    for link in links:
        at = _at_word(sentence, " ".join(link.label.split()), since)
        if at < 0:
            continue
        end = at + len(" ".join(link.label.split()))
        read += sentence[since:at] + (titles.get(link.label, link.label) if link.by_id else sentence[at:end])
        since = end
    return read + sentence[since:]


def _at_word(text: str, word: str, since: int) -> int:
    """Return where a word stands, by itself if it does so anywhere; -1 where it does not."""
    at = text.find(word, since)
    while at >= 0 and (
        (text[at - 1 : at].isalnum() and at > 0) or text[at + len(word) : at + len(word) + 1] == "-" or text[at - 1 : at] == "-"
    ):
        at = text.find(word, at + 1)
    return at if at >= 0 else text.find(word, since)


def _claims(linked: LinkedEntry) -> Iterator[tuple[str, str]]:
    """Yield the claims of prose in whose text an id stands, and how it is read."""
    texts = {claim.anchor: claim.text for claim in linked.entry.claims if claim.form == "prose"}
    links: list[Link] = []
    for piece in linked.pieces:
        if isinstance(piece, Link):
            links.append(piece)
        elif isinstance(piece, CitationMark):
            text = texts.get(piece.claim, "")
            own = _last(text, links)
            if any(link.by_id for link in own):
                yield piece.claim, _put(text, own, linked.titles)
            links = []


def _last(text: str, links: Sequence[Link]) -> list[Link]:
    """Return those of the links before a bracket that stand in the text that it answers for: the last ones, as far back as they are found."""
    found: list[Link] = []
    end = len(text)
    for link in reversed(links):
        label = " ".join(link.label.split())
        at = text.rfind(label, 0, end)
        if at < 0 or text not in link.sentence:
            break
        found.insert(0, link)
        end = at
    return found
