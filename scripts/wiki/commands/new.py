"""`wiki new`: a filled-in beginning of an entry, under an id made from its title."""

from __future__ import annotations

import argparse
from pathlib import Path

from wiki.build.state import check_world
from wiki.check.format import scalar
from wiki.commands.terminal import tell
from wiki.disk.workers import quiet
from wiki.link.names import Found, NameTable
from wiki.model.ids import fault_of_id
from wiki.model.problems import expected
from wiki.model.slug import ascii_id
from wiki.read.vocabulary import Kind

EXAMPLE = 'wiki new project "Name of the project"'


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("kind", help="a kind of the vocabulary")
    parser.add_argument("title", help="the title of the entry")


def run(options: argparse.Namespace) -> int:
    """Write the beginning of an entry and print its path."""
    world = check_world(options.root, quiet()).world
    kind = world.vocabulary.kinds.get(options.kind)
    if kind is None:
        tell(expected(options.kind, world.vocabulary.kinds, what="kind"))
        return 1
    file = options.root / "entries" / kind.folder / f"{ascii_id(options.title)}.md"
    if fault := _fault(options.title, file, world.names):
        tell(fault)
        return 1
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_beginning(kind, options.title), encoding="utf-8")
    print(file.relative_to(options.root).as_posix())
    return 0


def _fault(title: str, file: Path, names: NameTable) -> str:
    """Return why no entry of this title may begin; empty where it may."""
    id_ = ascii_id(title)
    if not id_:
        return f"'{title}' has no letter or digit to make an id of"
    if fault := fault_of_id(id_):
        return f"'{id_}', made of the title, is no id; {fault}"
    for text in (id_, title):
        found = names.resolve(text)
        if isinstance(found, Found):
            return f"'{text}' is taken: it is the {found.by} of entries/…/{found.id}.md"
    return f"entries/{file.parent.name}/{file.name} exists already" if file.exists() else ""


def _beginning(kind: Kind, title: str) -> str:
    subtypes = f"# one of: {', '.join(kind.subtypes)}\nsubtype: {kind.subtypes[0]}\n" if kind.subtypes else ""
    facts = "".join(f"  - property: {each}\n    value: TODO\n    cite: TODO, l. 1\n" for each in kind.requires)
    return (
        f"---\ntitle: {scalar(title)}\n{subtypes}# one or two sentences that stand alone\nsummary: TODO\n"
        + (f"facts:\n{facts}" if facts else "")
        + "---\n"
        + "What it is, in your own words [@TODO, l. 1].\n"
    )
