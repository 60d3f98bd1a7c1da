"""What earlier runs made, by the content it was made from: a SQLite file in .wiki-cache/ that may vanish at any time.

Every record carries the key of what it was made from and a check of itself. A record that is missing, of another key, cut or
overwritten is simply not there, and is made again; a damaged file is thrown away whole.
"""

from __future__ import annotations

import hashlib
import marshal
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = ".wiki-cache"


def digest(*parts: bytes) -> bytes:
    """Return a 16-byte digest of the parts; where one ends is part of it."""
    made = hashlib.blake2b(digest_size=16)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.digest()


def pack(value: Any) -> bytes:
    """Return plain data as bytes, the same for the same data (version 2 of marshal shares no objects)."""
    return marshal.dumps(value, 2)


@lru_cache(maxsize=1)
def code_version() -> bytes:
    """Return a digest of this package: what another version of it made counts for nothing."""
    package = Path(__file__).parent.parent
    files = sorted(
        file for pattern in ("**/*.py", "pages/templates/*", "publish/theme/**/*") for file in package.glob(pattern) if file.is_file()
    )
    return digest(*(part for file in files if "__pycache__" not in file.parts for part in (file.name.encode(), file.read_bytes())))


class DamagedStoreError(Exception):
    """The store lacks what it must hold: it is to be thrown away, and everything made again."""


class Store:
    """Tables of records, id → (key, data). Opened once a process: a connection does not survive a fork."""

    def __init__(self, root: Path, version: bytes) -> None:
        """Open the store below `root`; one that another version of the code made counts as empty."""
        self.path = root / FOLDER / "store.sqlite"
        self.version = version
        self._known: set[str] = set()
        self._open()

    def _open(self) -> None:
        self.path.parent.mkdir(exist_ok=True)
        try:
            self._connect()
            if self.get("meta", "version", b"") != self.version:
                self.forget()
        except sqlite3.DatabaseError:
            self._discard()

    def _connect(self) -> None:
        self.connection = sqlite3.connect(self.path, timeout=60, isolation_level=None)
        self.connection.execute("PRAGMA page_size=16384")  # most records are of some thousand bytes, and then stand on one page
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=OFF")  # what a crash loses is made again
        found = self.path.stat()
        self._file = (found.st_dev, found.st_ino)
        self._known = {name for (name,) in self.connection.execute("SELECT name FROM sqlite_master WHERE type='table'")}

    def _discard(self) -> None:
        self.close()
        for file in self.path.parent.glob("store.sqlite*"):
            file.unlink()
        self._known = set()
        self._connect()
        self.put("meta", [("version", b"", self.version)])

    def discard(self) -> None:
        """Throw the file away, as one does that is damaged."""
        self._discard()

    def forget(self) -> None:
        """Forget everything. The file stays, for another process may have it open, and would take away what belongs to a new one."""
        for table in sorted(self._known):
            self.clear(table)
        self.put("meta", [("version", b"", self.version)])

    def stands(self) -> bool:
        """Tell whether the file is still the one that was opened, and of this version of the code."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return False
        return (found.st_dev, found.st_ino) == self._file and self.get("meta", "version", b"") == self.version

    def close(self) -> None:
        """Close the connection."""
        if hasattr(self, "connection"):
            self.connection.close()

    def reopen(self) -> None:
        """Take a connection of one's own after a fork."""
        self._connect()

    def _table(self, table: str) -> str:
        if table not in self._known:
            self.connection.execute(f'CREATE TABLE IF NOT EXISTS "{table}" (id TEXT PRIMARY KEY, key BLOB, data BLOB, sum INTEGER)')
            self._known.add(table)
        return f'"{table}"'

    def put(self, table: str, rows: Iterable[tuple[str, bytes, bytes]]) -> None:
        """Keep records (id, key, data), in place of those with the same id."""
        self.put_all({table: rows})

    def put_all(self, tables: Mapping[str, Iterable[tuple[str, bytes, bytes]]]) -> None:
        """Keep records of several tables, all of them or none."""
        checked: list[tuple[str, list[tuple[str, bytes, bytes, int]]]] = []
        for table, rows in tables.items():
            base = zlib.crc32(table.encode())
            checked.append((self._table(table), [(id_, key, data, _sum(base, id_, key, data)) for id_, key, data in rows]))
        self.connection.execute("BEGIN IMMEDIATE")
        for name, summed in checked:
            self.connection.executemany(f"INSERT OR REPLACE INTO {name} VALUES (?, ?, ?, ?)", summed)  # noqa: S608 - a name of ours
        self.connection.execute("COMMIT")

    def get(self, table: str, id_: str, key: bytes | None = None) -> bytes | None:
        """Return the data of a record; None where it is not there, of another key, or damaged."""
        rows = self._select(table, " WHERE id = ?", (id_,))
        return next((data for _, found, data in rows if key is None or found == key), None)

    def keyed(self, table: str, id_: str) -> tuple[bytes, bytes] | None:
        """Return key and data of a record; None where it is not there or damaged."""
        return next(((key, data) for _, key, data in self._select(table, " WHERE id = ?", (id_,))), None)

    def all(self, table: str) -> Iterator[tuple[str, bytes, bytes]]:
        """Yield every whole record as (id, key, data), by id."""
        yield from self._select(table, " ORDER BY id", ())

    def some(self, table: str, prefix: str) -> list[tuple[str, bytes]]:
        """Return (rest of the id, data) of the records whose id begins with `prefix`, by id; not one of them is checked.

        Who asks for some knows what all of them together hash to, and need not be told of each that it is whole.
        """
        query = f"SELECT id, data FROM {self._table(table)} WHERE id >= ? AND id < ? ORDER BY id"  # noqa: S608 - a name of ours
        rows = self.connection.execute(query, (prefix, f"{prefix}\U0010ffff"))
        return [(id_[len(prefix) :], data) for id_, data in rows if isinstance(data, bytes)]

    def _select(self, table: str, where: str, values: tuple[str, ...]) -> Iterator[tuple[str, bytes, bytes]]:
        name, base = self._table(table), zlib.crc32(table.encode())
        for id_, key, data, found in self.connection.execute(f"SELECT id, key, data, sum FROM {name}{where}", values):  # noqa: S608
            whole = isinstance(id_, str) and isinstance(key, bytes) and isinstance(data, bytes)
            if whole and found == _sum(base, id_, key, data):
                yield id_, key, data

    def clear(self, table: str) -> None:
        """Forget all records of a table."""
        self.connection.execute(f"DELETE FROM {self._table(table)}")  # noqa: S608 - a name of ours

    def delete(self, table: str, ids: Iterable[str]) -> None:
        """Forget records."""
        name = self._table(table)
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany(f"DELETE FROM {name} WHERE id = ?", [(id_,) for id_ in ids])  # noqa: S608
        self.connection.execute("COMMIT")


def forget(root: Path) -> None:
    """Let the next run begin from nothing."""
    store = Store(root, code_version())
    try:
        store.forget()
    except sqlite3.DatabaseError:
        store.discard()
    finally:
        store.close()


class PassingStore(Store):
    """A store in memory, for one run in one process that leaves nothing behind."""

    def __init__(self, version: bytes) -> None:
        """Begin empty."""
        super().__init__(Path(), version)

    def _open(self) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self._known = set()
        self.put("meta", [("version", b"", self.version)])


def _sum(base: int, id_: str, key: bytes, data: bytes) -> int:
    """Return a check against damage, not against malice: who can write here can write the code too. `base` is the table's."""
    return zlib.crc32(data, zlib.crc32(key, zlib.crc32(id_.encode(), base)))
