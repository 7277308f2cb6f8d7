"""Files of reports that were made for somebody, kept on the disk by what they were made of: none is made twice."""

import os
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from re import fullmatch

FOLDER = "informes"
"""Of `var`."""
MOST = 80
"""Files of a municipality: those that nobody asked for in the longest time make room."""


class Shelf:
    """The files of one municipality."""

    def __init__(self, folder: Path, slug: str) -> None:
        """`folder`: `var`. Nothing is made there until something is put."""
        self._folder = folder / FOLDER / slug

    def find(self, mark: str, form: str) -> Path | None:
        """The file of a mark in a format; None: it is not there. Raises OSError."""
        path = self._path(mark, form)
        if path is None or not path.is_file():
            return None
        os.utime(path)
        return path

    def put(self, mark: str, form: str, make: Callable[[], bytes]) -> None:
        """Make a file and keep it, unless it is there: whole or not at all. Raises what `make` does, and OSError."""
        path = self._path(mark, form)
        if path is None or path.is_file():
            return
        data = make()
        self._folder.mkdir(parents=True, exist_ok=True)
        descriptor, aside = tempfile.mkstemp(dir=self._folder, prefix=".")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
            Path(aside).replace(path)
        finally:
            Path(aside).unlink(missing_ok=True)
        self._make_room()

    def _path(self, mark: str, form: str) -> Path | None:
        return self._folder / f"{mark}.{form}" if fullmatch(r"[0-9a-f]{64}", mark) and form.isalpha() else None

    def _make_room(self) -> None:
        kept = [path for path in self._folder.iterdir() if not path.name.startswith(".")]
        for path in sorted(kept, key=lambda each: each.stat().st_mtime, reverse=True)[MOST:]:
            path.unlink(missing_ok=True)


def mark_of(*parts: bytes) -> str:
    """The name of what is made of some bytes, in this order."""
    found = sha256()
    for part in parts:
        found.update(len(part).to_bytes(8) + part)
    return found.hexdigest()
