"""The lines of a body: where in its file something in a block stands."""

from __future__ import annotations

from dataclasses import dataclass

from wiki.check.blocks import Block
from wiki.model import Place


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of an entry's body, and where in which file the first of them stands."""

    entry: str
    path: str
    first: int
    texts: tuple[str, ...]

    def place(self, block: Block, pos: int) -> Place:
        """Return where in the file the position `pos` of a block's content stands."""
        within, number, begin = block.content, block.line, 0
        if "\n" in within:
            number += within.count("\n", 0, pos)
            begin = within.rfind("\n", 0, pos) + 1
            within = within[begin:].partition("\n")[0]
        raw = self.texts[number] if number < len(self.texts) else ""
        lead = raw.find(within)
        if lead < 0:  # a table cell whose \| was unescaped
            lead = max(raw.find(within.replace("|", "\\|")), 0)
        return Place(self.path, self.first + number, lead + pos - begin + 1)
