"""A file that is either whole or not there, also after a power cut."""

import os
from pathlib import Path
from uuid import uuid4


def write(path: Path, data: bytes) -> None:
    """Puts the bytes at the path, replacing what was there, and returns when they are on the disk. Raises OSError."""
    _make(path.parent)
    fresh = path.parent / f".{uuid4().hex}.tmp"
    try:
        with fresh.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    _settle(path.parent)


def _make(folder: Path) -> None:
    """Makes a folder and those above it, each written down in its parent."""
    if folder.is_dir():
        return
    _make(folder.parent)
    folder.mkdir(exist_ok=True)
    _settle(folder.parent)


def _settle(folder: Path) -> None:
    """The names in a folder reach the disk only with the folder itself."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
