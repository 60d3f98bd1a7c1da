"""Who is measured, and what is done to a wiki between two builds: the same edits for ours and for the peers."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.bench.peers import Peer, peer_path, write_peer
from tests.bench.recipe import lexicon, subject
from tests.bench.synthetic import entry_path, write_wiki

COMMAND = str(Path(sys.executable).parent / "wiki")
PACKAGE = Path(__file__).parents[2] / "scripts" / "wiki"
OURS = "wiki"
OURS_WITHOUT_TEXT = "wiki, no text index"


@dataclass(frozen=True, slots=True)
class Contender:
    """A generator with a wiki of its own to work on. `root` is made anew from `pristine` for each cold build."""

    name: str
    ours: bool
    folder: Path
    command: tuple[str, ...]
    site: Path
    entry: Callable[[int], str]

    @property
    def root(self) -> Path:
        return self.folder / "root"

    @property
    def pristine(self) -> Path:
        return self.folder / "pristine"

    @property
    def environment(self) -> dict[str, str]:
        """Caches outside the root go where `make_cold` finds them."""
        return {"XDG_CACHE_HOME": str(self.folder / "cache"), "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}

    def make_cold(self) -> None:
        """Put the root back as it was written; nothing of earlier builds is left."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        shutil.copytree(self.pristine, self.root)


def our_contenders(count: int, folder: Path) -> list[Contender]:
    """Write our wiki and return those who build it: with the text index, and without."""
    compiled = [sys.executable, "-m", "compileall", "-q", str(PACKAGE)]
    subprocess.run(compiled, check=True)  # the peers' modules were compiled when they were installed
    made = []
    for number, (name, option) in enumerate(((OURS, ()), (OURS_WITHOUT_TEXT, ("--no-text-index",)))):
        home = folder / f"wiki-{number}"
        command = (COMMAND, "build", *option, "--root", str(home / "root"))
        made.append(Contender(name, ours=True, folder=home, command=command, site=home / "root" / "site", entry=entry_path))
    write_wiki(count, made[0].pristine)
    shutil.copytree(made[0].pristine, made[1].pristine)
    return made


def peer_contender(peer: Peer, count: int, folder: Path) -> Contender:
    """Write the wiki as `peer` takes it."""
    home = folder / peer.name.split()[0].lower()
    made = Contender(peer.name, False, home, peer.command, home / "root" / peer.site, lambda number: peer_path(number, peer))
    write_peer(count, made.pristine, peer)
    return made


# --- edits ----------------------------------------------------------------------------------------------------------


def edited_number(count: int, turn: int) -> int:
    """Return the entry that is edited in round `turn`; never the last, which is removed."""
    return (turn * 37 + 11) % (count - 1)


def _change(contender: Contender, number: int, change: Callable[[str], str]) -> None:
    file = contender.root / contender.entry(number)
    text = file.read_text(encoding="utf-8")
    changed = change(text)
    if changed == text:
        raise ValueError(f"the edit changed nothing in {file}")
    file.write_text(changed, encoding="utf-8")


def add_sentence(contender: Contender, count: int, turn: int, words: str = "So much was added by hand.") -> None:
    """Edit one entry: a sentence more before its last section."""
    _change(contender, edited_number(count, turn), lambda text: f" {words}\n\n## ".join(text.rsplit("\n\n## ", 1)))


def add_alias(contender: Contender, count: int, turn: int) -> None:
    """Add an alias that is already written, as plain words, in about five other entries (by its frequency)."""
    alias = lexicon()[2 * min(count, 9_900) - turn].capitalize()
    _change(contender, edited_number(count, turn), lambda text: text.replace("aliases:\n", f"aliases:\n  - {alias}\n", 1))


def change_title(contender: Contender, count: int, turn: int) -> None:
    """Change a title and keep the old one as an alias, since sources print it: lists on other pages show the new one."""
    number = edited_number(count, turn)
    title = subject(number).title

    def change(text: str) -> str:
        renamed = re.sub(rf"^title: {title}$", f"title: Great {title}", text, count=1, flags=re.MULTILINE)
        return renamed.replace("aliases:\n", f"aliases:\n  - {title}\n", 1)

    _change(contender, number, change)


def change_label(contender: Contender, _count: int, turn: int) -> None:
    """Change the label of the property that a third of the entries have."""
    file = contender.root / "entries" / "vocabulary.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("label: Length", f"label: Extent {turn + 1}"), encoding="utf-8")


def remove_entry(contender: Contender, count: int, _turn: int) -> None:
    """Remove the last entry, which others mention by its names only."""
    (contender.root / contender.entry(count - 1)).unlink()


def leave(_contender: Contender, _count: int, _turn: int) -> None:
    """Change nothing."""


def check_command(contender: Contender, count: int, turn: int) -> tuple[str, ...]:
    """Return the command that checks the entry edited in round `turn`."""
    path = contender.root / contender.entry(edited_number(count, turn))
    return (COMMAND, "check", str(path), "--root", str(contender.root))


def edit_for_check(contender: Contender, count: int, turn: int) -> None:
    """Edit the entry once more, so that there is something to check."""
    add_sentence(contender, count, turn, "This was added for a check.")


EDITS: dict[str, Callable[[Contender, int, int], None]] = {
    "cold": leave,
    "unchanged": leave,
    "edited": add_sentence,
    "check": edit_for_check,
    "alias": add_alias,
    "title": change_title,
    "vocabulary": change_label,
    "removed": remove_entry,
}
"""The cases in the order in which they are measured, and what is done before each."""

LABELS = {
    "cold": "cold build",
    "unchanged": "nothing changed",
    "edited": "one entry edited",
    "check": "check of one edited entry",
    "alias": "one alias added",
    "title": "one title changed",
    "vocabulary": "one label changed",
    "removed": "one entry removed",
}
PEER_CASES = ("cold", "edited")
"""The peers build everything anew, or keep what they made; the other cases would say nothing more of them."""
