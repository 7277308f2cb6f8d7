"""Which people of a list went by already: kept beside memory, so that a list may be longer than it."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager
from types import TracebackType

from audience.contact_row import Row

_MEMORY = 32_000
"""KiB of it that stay in memory: enough for a million lines; a longer list goes to the disk."""
_KNOWN = "SELECT key, name FROM person WHERE key IN (SELECT value FROM json_each(?))"
_NEW = "INSERT OR IGNORE INTO person SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)"
_NAMELESS = hash("")

Names = dict[int, set[int]]
"""An address to the names under which it went by, both as 64 bits of them: two of a million differ, but for one list in
ten million, and then a line is told as repeated."""


class SeenRows(AbstractContextManager["SeenRows"]):
    """The memory of one import. SQLite drops its unnamed file by itself (https://www.sqlite.org/inmemorydb.html)."""

    def __init__(self, horizon: int) -> None:
        """Opens an empty one, for contacts whose numbers go up to `horizon`."""
        self._taken = bytearray(horizon // 8 + 1)
        self._file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._file.execute("PRAGMA journal_mode=OFF")
        self._file.execute(f"PRAGMA cache_size=-{_MEMORY}")
        self._file.execute("CREATE TABLE person (key INTEGER, name INTEGER, PRIMARY KEY (key, name)) WITHOUT ROWID")
        self._file.execute("BEGIN")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Forget everything."""
        self._file.close()

    def repeated(self, rows: Sequence[Row]) -> list[bool]:
        """Of each row whether the same person stood higher up; from now on all of them did.

        The same person: an address in common and the same name, or one of the two without name.
        """
        keyed = [([_short(key) for key, _ in row.addresses], hash(row.person)) for row in rows]
        names = self._names({key for keys, _ in keyed for key in keys})
        new: list[tuple[int, int]] = []
        found = []
        for keys, name in keyed:
            repeats = False
            for key in keys:
                known = names.get(key)
                if known is None:
                    names[key] = {name}
                    new.append((key, name))
                    continue
                repeats = repeats or name == _NAMELESS or name in known or _NAMELESS in known
                if name not in known:
                    known.add(name)
                    new.append((key, name))
            found.append(repeats)
        self._file.execute(_NEW, (json.dumps(sorted(new)),))
        return found

    def take(self, contact: int) -> None:
        """A line of the list stands for this contact now."""
        self._taken[contact >> 3] |= 1 << (contact & 7)

    def is_taken(self, contact: int) -> bool:
        """Another line of the list stands for this contact."""
        return bool(self._taken[contact >> 3] >> (contact & 7) & 1)

    def _names(self, keys: set[int]) -> Names:
        names: Names = {}
        for key, name in self._file.execute(_KNOWN, (json.dumps(list(keys)),)).fetchall():
            names.setdefault(key, set()).add(name)
        return names


def _short(key: str) -> int:
    """A key's first 64 bits, as SQLite counts: with a sign."""
    return int(key[:16], 16) - (1 << 63)
