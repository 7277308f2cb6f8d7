"""Words that were found right before: what has not changed since, nor anything under it, needs no second look."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

JUDGES = ("campaigns", "channels")
"""The rooms that decide what a text may say and how long it may be."""
LIBRARIES = ("babel", "jinja2")


class Cleared:
    """The messages of one reading whose words are right, beside those of readings before it."""

    def __init__(self, known: Iterable[str] = (), ground: str = "") -> None:
        """`known`: what `used` gave before. `ground`: a digest of all that stands under the messages."""
        self._known = frozenset(known)
        self._ground = ground
        self._used: set[str] = set()

    @property
    def used(self) -> frozenset[str]:
        """What is right now, to be known the next time; nothing of what is gone."""
        return frozenset(self._used)

    def covers(self, digest: str) -> bool:
        """Whether a message of that digest was found right on the same ground."""
        key = self._key(digest)
        if key in self._known:
            self._used.add(key)
        return key in self._known

    def add(self, digest: str) -> None:
        """The words of that message are right."""
        self._used.add(self._key(digest))

    def take(self, used: Iterable[str]) -> None:
        """What a part of the reading found right elsewhere."""
        self._used.update(used)

    def _key(self, digest: str) -> str:
        return hashlib.sha256(f"{self._ground}\n{digest}".encode()).hexdigest()[:32]


@cache
def program() -> str:
    """A digest of the program that judges: its files by name, size and time, and the versions of its libraries."""
    here = Path(__file__).parent.parent
    whole = hashlib.sha256("\n".join(f"{name} {version(name)}" for name in LIBRARIES).encode())
    for room in JUDGES:
        for path in sorted((here / room).rglob("*.py")):
            state = path.stat()
            whole.update(f"{path.relative_to(here)} {state.st_size} {state.st_mtime_ns}\n".encode())
    return whole.hexdigest()
