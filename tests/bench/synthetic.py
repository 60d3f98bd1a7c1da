"""A synthetic wiki of N entries (recipe.py) in this project's format, the same on every machine.

    python tests/bench/synthetic.py N OUT

To what the recipe says come facts, a status and a position, each with its source. The sources' texts are written too
(texts/, outside seeds/), and their evidence: what a claim says stands on the lines that it cites.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

if not __package__:  # run by its path
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.recipe import (
    FEWEST,
    KINDS,
    NOUNS,
    RELATIONS,
    STANCES,
    STATUSES,
    SUFFIXES,
    Cited,
    Document,
    Link,
    Sentence,
    all_names,
    document,
    stem,
    subject,
)

from wiki.evidence.collect import make_evidence

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")

ENTRIES_PER_SOURCE = 50
HEAD_LINES = 4
LINES_PER_ENTRY = 24
"""A source has its title, a fixed stretch of lines for each of its entries, then one line a figure that it disputes."""


# --- bodies, the same for all but for links and citations ------------------------------------------------------


def body(doc: Document, *, ours: bool) -> str:
    """Return the Markdown of the body: with our links and citations, or with the peers' links and footnotes."""
    blocks = []
    for section in doc.sections:
        blocks.append(f"## {section.heading}")
        blocks.extend(" ".join(_sentence(each, doc, ours=ours) for each in paragraph) for paragraph in section.paragraphs)
        if section.items:
            blocks.append("\n".join(f"- {item}" for item in section.items))
        if section.rows:
            rows = [f"| {' | '.join(row)} |" for row in section.rows]
            blocks.append("\n".join([rows[0], "|---|---|---|", *rows[1:]]))
    return "\n\n".join(blocks) + "\n"


def _sentence(words: Sentence, doc: Document, *, ours: bool) -> str:
    said = []
    for word in words:
        match word:
            case Link(to):
                whom = subject(to)
                said.append(f"[[{whom.id}|{whom.title}]]" if ours else f"[{whom.title}](../{whom.kind}/{whom.id}.md)")
            case Cited(number) if ours:
                said.append(f"[@{source_key(doc.subject.number)}, ll. {cited_lines(doc, number)}]")
            case Cited(number):
                said[-1] += f"[^{number + 1}]"
            case str():
                said.append(word)
    return " ".join(said) + "."


def plain(words: Sentence) -> list[str]:
    """Return the words of a sentence as a reader sees them, a name being one word."""
    return [subject(word.to).title if isinstance(word, Link) else word for word in words if not isinstance(word, Cited)]


# --- our own form ---------------------------------------------------------------------------------------------------


def source_key(number: int) -> str:
    """Return the key of the source that entry `number` rests on."""
    return f"synthetic-{number // ENTRIES_PER_SOURCE + 1:04d}"


def other_source_key(number: int, count: int) -> str:
    """Return the key of the source that disputes a figure of entry `number`."""
    sources = (count - 1) // ENTRIES_PER_SOURCE + 1
    return f"synthetic-{(number // ENTRIES_PER_SOURCE + 1) % sources + 1:04d}"


def _first_line(doc: Document) -> int:
    return HEAD_LINES + (doc.subject.number % ENTRIES_PER_SOURCE) * LINES_PER_ENTRY + 1


def cited_lines(doc: Document, number: int) -> str:
    """Return the two lines on which the source has the sentence with citation `number`."""
    first = _first_line(doc) + 16 + 2 * number
    return f"{first}-{first + 1}"


def entry_text(doc: Document, count: int) -> str:
    """Return the entry's file in this project's format."""
    whom, key = doc.subject, source_key(doc.subject.number)

    def cite(where: int) -> str:
        return f"    cite: {key}, l. {_first_line(doc) + where}"

    year, month, day = doc.day
    lines = ["---", f"title: {whom.title}", f"subtype: {SUFFIXES[whom.kind][whom.number // 3 % 4].lower()}"]
    stance, on, text = doc.position
    lines += [f"summary: The {whom.title} is an entry of a wiki made for measuring; it {stance} the {subject(on).title}."]
    lines += ["aliases:", *(f"  - {name}" for name in (*whom.names[:2], whom.shared) if name)]
    lines += ["names:", f"  - text: {whom.names[2]}", "    lang: ug", cite(1)]
    status, since = doc.status
    lines += ["status:", f"  - value: {status}", f"    date: {since}", cite(6)]
    lines += ["facts:", "  - property: date", f"    value: {year}-{month:02d}-{day:02d}", cite(7)]
    for fact in doc.facts:
        lines += [f"  - property: {fact.property}", f"    value: {fact.value}"]
        lines += [f"    with: {subject(fact.counterpart).id}"] if fact.counterpart is not None else []
        lines += [f"    date: {fact.year}", cite(fact.where)]
    if doc.disputed:
        at = HEAD_LINES + ENTRIES_PER_SOURCE * LINES_PER_ENTRY + 1
        lines += ["  - property: members", f"    value: {doc.disputed}", f"    date: {doc.facts[1].year}"]
        lines += [f"    cite: {other_source_key(whom.number, count)}, l. {at}"]
    lines.append("relations:")
    for place, (kind, to, when) in enumerate(doc.relations):
        lines += [f"  - type: {kind}", f"    target: {subject(to).id}", f"    date: {when}", cite(8 + place)]
    lines += ["positions:", f"  - on: {subject(on).id}", f"    stance: {stance}", f"    text: {text}.", cite(14)]
    return "\n".join([*lines, "---", body(doc, ours=True)])


def source_lines(doc: Document) -> list[str]:
    """Return the stretch of its source that an entry rests on: what each claim says, on the line it cites."""
    whom = doc.subject
    year, month, day = doc.day
    lines = [whom.title, f"{whom.title}, also {whom.names[2]}"]
    by_line = {fact.where: fact for fact in doc.facts}
    for where in range(2, 6):
        fact = by_line.get(where)
        partner = f" with the {subject(fact.counterpart).title}" if fact and fact.counterpart is not None else ""
        lines.append(f"{whom.title}: {fact.property}{partner} in {fact.year}: {fact.value}." if fact else "")
    lines += [f"{whom.title}: {doc.status[0]} in {doc.status[1]}.", f"{whom.title}: {day} {MONTHS[month - 1]} {year}."]
    lines += [f"{whom.title}: {kind} {subject(to).title}, {when}." for kind, to, when in doc.relations]
    lines += [f"{whom.title} {doc.position[0]} {subject(doc.position[1]).title}: {doc.position[2]}.", ""]
    cited = (each for section in doc.sections for part in section.paragraphs for each in part if isinstance(each[-1], Cited))
    for sentence in cited:
        words = plain(sentence)
        half = len(words) // 2
        lines += [" ".join(words[:half]), " ".join(words[half:]) + "."]
    return lines + [""] * (LINES_PER_ENTRY - len(lines))


def write_source(root: Path, number: int, docs: list[Document], disputed: list[Document]) -> None:
    """Write record and text of source `number` (from 0), on which `docs` rest; it gives another figure for one of `disputed`."""
    key = f"synthetic-{number + 1:04d}"
    title = f"Ledger of the {stem(1_000_000 + number)} {NOUNS[number % len(NOUNS)]}"
    year = 2024 + number % 2
    lines = [title, "", f"Printed in {year}.", ""]
    for doc in docs:
        lines += source_lines(doc)
    lines += [""] * (HEAD_LINES + ENTRIES_PER_SOURCE * LINES_PER_ENTRY - len(lines))
    lines += [f"{doc.subject.title}: members in {doc.facts[1].year}: {doc.disputed}." for doc in disputed if doc.disputed]
    text = ("\n".join(lines) + "\n").encode()
    (root / "texts" / f"{key}.txt").write_bytes(text)
    headings = [(_first_line(doc), doc.subject.title) for doc in docs[::10]]
    outline = [f"  - line: {line}\n    title: {heading}" for line, heading in headings]
    sha256 = hashlib.sha256(text).hexdigest()
    record = [
        "---", "type: report", f"title: {title}", "author:", f"  - family: {stem(2_000_000 + number)}", "    given: Bench",
        f"issued: {year}", "publisher: Synthetic Press", "language: en", "source-type: ledger", "file:", f"  name: {key}.txt",
        f"  sha256: {sha256}", f"  lines: 1-{len(lines)}", "outline:", *outline, "---",
        f"A source made for measuring; {len(docs)} entries rest on it.", "",
    ]  # fmt: skip
    (root / "seeds" / f"{key}.md").write_text("\n".join(record), encoding="utf-8")
    evidence = make_evidence(
        text.decode(), key, file=f"{key}.txt", sha256=sha256, lines=(1, len(lines)), outline=tuple(headings)
    )  # fmt: skip
    (root / "seeds" / f"{key}.evidence.json").write_bytes(evidence)


CONFIG = """\
site_name: Bench
site_url: https://example.org/
extra:
  wiki:
    as-of: 2025-12-01
"""


def vocabulary() -> str:
    """Return the synthetic wiki's vocabulary.yml."""
    rows = ["kinds:"]
    for kind, suffixes in SUFFIXES.items():
        subtypes = ", ".join(suffixes).lower()
        rows.append(f"  - {{id: {kind}, folder: {kind}s, label: {kind.capitalize()}, subtypes: [{subtypes}], requires: [date]}}")
    rows += [
        "properties:",
        "  - {id: date, label: Date, type: date, definition: When it began.}",
        "  - {id: cost, label: Cost, type: quantity, units: [USD], definition: Money spent.}",
        "  - {id: members, label: Members, type: quantity, units: [people], definition: People who belong to it.}",
        "  - {id: trade, label: Trade, type: quantity, units: [USD], dimensions: [with], definition: Turnover with the partner.}",
        "  - {id: length, label: Length, type: quantity, units: [km], kinds: [project], definition: Length as built.}",
        "relations:",
    ]
    rows += [f"  - {{id: {each}, label: {each.replace('-', ' ')}, inverse: {each.replace('-', ' ')} (inverse)}}" for each in RELATIONS]
    rows += ["statuses:", *(f"  - {{id: {each}, label: {each.capitalize()}}}" for each in STATUSES)]
    rows += ["stances:", *(f"  - {{id: {each}, label: {each}}}" for each in STANCES)]
    return "\n".join([*rows, "sources: [{id: ledger, label: Ledger}]", ""])


def write_wiki(count: int, root: Path) -> None:
    """Write a wiki of `count` entries in this project's format."""
    for folder in ("seeds", "texts", "docs", *(f"entries/{kind}s" for kind in KINDS)):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (root / "docs" / "index.md").write_text("# Bench\n\nA synthetic wiki.\n", encoding="utf-8")
    (root / "entries" / "vocabulary.yml").write_text(vocabulary(), encoding="utf-8")
    before: list[Document] = []
    opening: list[Document] = []
    for first in range(0, count, ENTRIES_PER_SOURCE):
        docs = [document(number, count) for number in range(first, min(first + ENTRIES_PER_SOURCE, count))]
        for doc in docs:
            (root / entry_path(doc.subject.number)).write_text(entry_text(doc, count), encoding="utf-8")
        if first:
            write_source(root, first // ENTRIES_PER_SOURCE, docs, disputed=before)
        opening, before = opening or docs, docs
    write_source(root, 0, opening, disputed=before)


def entry_path(number: int) -> str:
    """Return where our own form keeps an entry."""
    whom = subject(number)
    return f"entries/{whom.kind}s/{whom.id}.md"


def main() -> int:
    """Write a wiki and say how large it is."""
    parser = argparse.ArgumentParser(description="Write a synthetic wiki of N entries.")
    parser.add_argument("n", type=int, help=f"how many entries, at least {FEWEST}")
    parser.add_argument("out", type=Path, help="the folder to write it to")
    options = parser.parse_args()
    if options.n < FEWEST:
        parser.error(f"{options.n} entries are too few for all that the recipe holds; expected at least {FEWEST}")
    write_wiki(options.n, options.out)
    size = sum(file.stat().st_size for file in options.out.rglob("*.md"))
    names = sum(1 for _ in all_names(options.n))
    sys.stdout.write(f"{options.n} entries, {names} names, {size / 1e6:.1f} MB of Markdown in {options.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
