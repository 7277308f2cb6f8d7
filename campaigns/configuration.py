"""A folder's files as a process takes them up: once for each time that they change, and not twice at its start."""

from collections.abc import Mapping
from pathlib import Path

from campaigns.last_good import load_with_memory
from campaigns.loader import Loaded
from campaigns.stamp import stamp


class Configuration:
    """Whose `peek` finds out where a process is to begin, and whose `take` hands that reading over."""

    def __init__(self, folder: Path, var: Path, environment: Mapping[str, str]) -> None:
        """`var`: where the last good texts lie. Nothing is read yet."""
        self.folder = folder
        self.var = var
        self._environment = environment
        self._ahead: Loaded | None = None
        self._stamp: object = None

    def peek(self) -> Loaded:
        """The files as they are; the next `take` gives the same."""
        self._ahead = self._read()
        return self._ahead

    def take(self) -> Loaded:
        """The files as they are, or as `peek` has just read them. It is not kept: a later reading replaces it."""
        loaded, self._ahead = self._ahead, None
        return loaded or self._read()

    @property
    def changed(self) -> bool:
        """A file is another than when it was read last, or `forget` was called."""
        return stamp(self.folder) != self._stamp

    def forget(self) -> None:
        """Read again, whether a file has changed or not."""
        self._ahead = self._stamp = None

    def _read(self) -> Loaded:
        # Before the files: one that changes while they are read is read again.
        self._stamp = stamp(self.folder)
        return load_with_memory(self.folder, self.var, self._environment)
