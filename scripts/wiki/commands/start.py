"""`wiki new` and `wiki init`: a filled-in beginning of an entry, and of a wiki."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

from wiki.check.format import scalar
from wiki.disk.layout import CONFIG
from wiki.disk.lock import alone
from wiki.link.graph import Graph
from wiki.link.names import Found
from wiki.model.ids import ascii_id, fault_of_id
from wiki.model.problems import expected


class StartError(Exception):
    """Nothing was made; the message says why and what to do."""


def new_entry(root: Path, graph: Graph, kind: str, title: str) -> Path:
    """Write the beginning of an entry and return its file.

    Raises StartError if the kind is unknown, or the title or the id made of it belongs to an entry already.
    """
    kinds = graph.vocabulary.kinds
    if kind not in kinds:
        raise StartError(expected(kind, kinds, what="kind"))
    id_ = ascii_id(title)
    if not id_:
        raise StartError(f"'{title}' has no letter or digit to make an id of")
    if fault_of_id(id_):
        raise StartError(f"'{id_}', made of the title, is no id; {fault_of_id(id_)}")
    for text in (id_, title):
        found = graph.names.resolve(text)
        if isinstance(found, Found):
            raise StartError(f"'{text}' is taken: it is the {found.by} of entries/…/{found.id}.md")
    file = root / "entries" / kinds[kind].folder / f"{id_}.md"
    if file.exists():
        raise StartError(f"{file.relative_to(root)} exists already")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_beginning(graph, kind, title), encoding="utf-8")
    return file


def _beginning(graph: Graph, kind: str, title: str) -> str:
    row = graph.vocabulary.kinds[kind]
    subtypes = f"# one of: {', '.join(row.subtypes)}\nsubtype: {row.subtypes[0]}\n" if row.subtypes else ""
    facts = "".join(f"  - property: {each}\n    value: TODO\n    cite: TODO, l. 1\n" for each in row.requires)
    return (
        f"---\ntitle: {scalar(title)}\n{subtypes}# one or two sentences that stand alone\nsummary: TODO\n"
        + (f"facts:\n{facts}" if facts else "")
        + "---\n"
        + "What it is, in your own words [@TODO, l. 1].\n"
    )


def init_wiki(folder: Path, name: str) -> list[str]:
    """Write a small wiki that builds into `folder` and return the paths written.

    Raises StartError if the folder holds a wiki already, or a file that would be written over.
    """
    if folder.exists() and not folder.is_dir():
        raise StartError(f"{folder} is a file; give the name of a folder")
    if _holds_a_wiki(folder):  # before the folder is touched, and again when nobody else can be about to begin one
        raise StartError(f"{folder} holds a wiki already")
    with alone([folder]), as_file(files("wiki.commands") / "starter") as starter:
        if _holds_a_wiki(folder):
            raise StartError(f"{folder} holds a wiki already")
        paths = [file.relative_to(starter) for file in sorted(starter.rglob("*")) if file.is_file() and "__pycache__" not in file.parts]
        there = next((path for path in paths if (folder / path).exists()), None)
        if there:
            raise StartError(f"{folder / there} is there already; move it away, or begin the wiki in another folder")
        shutil.copytree(starter, folder, dirs_exist_ok=True)
        (folder / CONFIG).write_text(f"site_name: {scalar(name)}\n", encoding="utf-8")
    return sorted(path.as_posix() for path in (*paths, Path(CONFIG)))


def _holds_a_wiki(folder: Path) -> bool:
    return (folder / CONFIG).exists() or (folder / "entries").exists()
