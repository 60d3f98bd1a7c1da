"""The boundary around each file: whatever the program stumbles over in one of them is a problem of that file, and the rest goes on."""

from __future__ import annotations

import os
import sqlite3

from wiki.disk.store import DamagedStoreError
from wiki.model import Place
from wiki.model.problems import Problem, problem

DEBUG = "WIKI_DEBUG"
"""The environment variable under which nothing unforeseen is caught, so that one sees where in the program it happened."""

_PASSING = (MemoryError, OSError, sqlite3.Error, DamagedStoreError)
"""What is no file's fault: the machine's, or that of what earlier runs kept, which is then made again."""


def debugging() -> bool:
    """Tell whether what nobody foresaw is to be shown with the place in the program."""
    return os.environ.get(DEBUG, "") not in ("", "0")


def stumbled(path: str, error: Exception) -> Problem:
    """Return the problem of a file on which something happened that nobody foresaw.

    Raises the error itself if it is no fault of the file, or under WIKI_DEBUG=1.
    """
    if isinstance(error, _PASSING) or debugging():
        raise error
    return problem(Place(path, 1), "set-aside", f"the program stumbles over this file ({said(error)}) and sets it aside; please report it")


def said(error: BaseException) -> str:
    """Return type and message of an error."""
    return f"{type(error).__name__}: {error}".removesuffix(": ")
