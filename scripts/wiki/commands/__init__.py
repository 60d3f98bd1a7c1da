"""The commands: one module each, with its arguments, its run and an example of its use.

In: arguments. Out: one call of the rooms below, what it prints, an exit status. It may import: every room.

`COMMANDS` is all that the door (cli.py) imports; the module of a command is imported when it is called. Such a module has

- `EXAMPLE`, a line for its help;
- `configure(parser)`, which adds its arguments;
- `run(options)`, which returns the exit status: 0 fine, 1 an error was found, 2 wrong usage;
- where it does not hold the wiki's folder for its whole run, `held(options)`: the folders that it holds;
- `VERBS` in place of all these, where the command is a family: verb → what it does.
"""

from __future__ import annotations

COMMANDS = {
    "build": "check, link, render, index and export the wiki",
    "check": "report everything that is wrong",
    "fmt": "put front matter into its canonical form",
    "serve": "show the site and rebuild it on change",
    "new": "begin an entry",
    "verify": "say for each citation whether the claim stands there",
    "review": "list an entry's claims, weakest first, with the lines to look at",
    "source": "take up documents as sources: add, read, list, import",
    "locate": "say where in the sources a figure, a date or words stand",
    "links": "say of each name in an entry why it is linked or not",
    "init": "begin a wiki on any subject",
}
"""Command → what it does, in the order of the help."""

ROOTLESS = ("init",)
"""Commands that need no wiki to be there."""
