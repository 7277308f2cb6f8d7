"""Which people of a list went by already: kept on disk, so that a list may be longer than memory."""

import sqlite3
from contextlib import AbstractContextManager
from types import TracebackType

from audience.contact_row import Row


class SeenRows(AbstractContextManager["SeenRows"]):
    """The memory of one import. SQLite drops its unnamed file by itself (https://www.sqlite.org/inmemorydb.html)."""

    def __init__(self) -> None:
        """Opens an empty one."""
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.execute("PRAGMA journal_mode=OFF")
        self._file.execute("CREATE TABLE person (key TEXT, name TEXT, PRIMARY KEY (key, name)) WITHOUT ROWID")
        self._file.execute("CREATE TABLE taken (contact INTEGER PRIMARY KEY)")
        self._file.execute("BEGIN")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Forget everything."""
        self._file.close()

    def repeats(self, row: Row) -> bool:
        """The same person stood higher up: an address in common and the same name, or one of the two without name."""
        for key in row.keys:
            names = {name for (name,) in self._file.execute("SELECT name FROM person WHERE key = ?", (key,))}
            if names and (not row.person or names & {row.person, ""}):
                return True
        return False

    def remember(self, row: Row) -> None:
        """From now on `repeats` knows this person."""
        self._file.executemany("INSERT OR IGNORE INTO person VALUES (?, ?)", [(key, row.person) for key in row.keys])

    def take(self, contact: int) -> None:
        """A line of the list stands for this contact now."""
        self._file.execute("INSERT OR IGNORE INTO taken VALUES (?)", (contact,))

    def is_taken(self, contact: int) -> bool:
        """Another line of the list stands for this contact."""
        return self._file.execute("SELECT 1 FROM taken WHERE contact = ?", (contact,)).fetchone() is not None
