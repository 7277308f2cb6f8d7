"""The package's folder while it is filled: each file with its SHA-256, and nothing half-written under its name."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from reports.csv_file import as_csv
from reports.table import Table
from storage.backup import UNFINISHED
from storage.refused_files import naming

SUMS = "SHA256SUMS"
"""As `sha256sum -c` reads it."""
PIECE = 1 << 20


class NotEmpty(Exception):
    """The folder holds something already; the message is Spanish."""


class Shelf:
    """Files by name, `/` between folders."""

    def __init__(self, folder: Path) -> None:
        """`folder` is empty and ours."""
        self.folder = folder
        self._sums: dict[str, str] = {}

    @property
    def sums(self) -> Mapping[str, str]:
        """SHA-256 in hexadecimal of each file so far, by name."""
        return self._sums

    def put(self, name: str, data: bytes) -> None:
        """Write a file."""
        with self.open(name) as stream:
            stream.write(data)

    def copy(self, name: str, source: Path) -> None:
        """Copy a file, never whole in memory. Raises OSError."""
        with source.open("rb") as read, self.open(name) as stream:
            shutil.copyfileobj(read, stream, PIECE)

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """A file to write to; its sum is taken when it is closed."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with naming(path), path.open("xb") as stream:
            yield stream
        with path.open("rb") as stream:
            self._sums[name] = hashlib.file_digest(stream, "sha256").hexdigest()

    def tables(self, name: str, tables: Sequence[Table], rows: object) -> None:
        """The same twice: `name.csv`, as a spreadsheet opens it, and `name.json`, for programs."""
        self.put(f"{name}.csv", as_csv(tables).encode())
        self.put(f"{name}.json", (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode())

    def seal(self) -> str:
        """Write the sums of all files; the SHA-256 of that list itself."""
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(self._sums.items()))
        with naming(self.folder / SUMS):
            (self.folder / SUMS).write_text(lines, encoding="utf-8")
        return hashlib.sha256(lines.encode()).hexdigest()


@contextmanager
def shelf_at(target: Path) -> Iterator[Shelf]:
    """The shelf of a package that bears the name `target` once all of it is written. Raises as `whole_folder` does."""
    # People's data lie in it, if encrypted: it is its owner's until somebody hands it over.
    with whole_folder(target, 0o700) as aside:
        yield Shelf(aside)


@contextmanager
def whole_folder(target: Path, mode: int) -> Iterator[Path]:
    """An empty folder that bears the name `target` once it is filled; nothing is left where that fails.

    Raises `NotEmpty`, OSError.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise NotEmpty(f"«{target}» ya existe y no está vacía: escriba el nombre de una carpeta nueva.")
    aside = target.with_name(f"{target.name}{UNFINISHED}")
    aside.mkdir(parents=True, exist_ok=True, mode=mode)
    with _alone_in(aside):
        try:
            for left in aside.iterdir():
                shutil.rmtree(left) if left.is_dir() else left.unlink()
            yield aside
            # Its bytes are on the disk before its name says so: a memory stick may be pulled out right then.
            os.sync()
            if target.exists():
                target.rmdir()
            aside.replace(target)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Nobody else fills the folder meanwhile; whoever is killed lets go of it. Raises `NotEmpty`."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Between opening and locking the other one may have ended: then the folder is the finished one.
            ours = os.path.samestat(folder.stat(), os.fstat(descriptor))
        except (BlockingIOError, FileNotFoundError):
            ours = False
        if not ours:
            raise NotEmpty(f"Otro comando ya está haciendo «{folder}»: espere a que termine.")
        yield
    finally:
        os.close(descriptor)


def wrong_files(folder: Path) -> list[str]:
    """Names in the list of sums whose bytes are others or that are gone, and files that are in no list, by name.

    Raises FileNotFoundError where there is no list, ValueError where it is none.
    """
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    listed = dict(line.split("  ", 1)[::-1] for line in lines)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {SUMS}
    wrong = {name for name, digest in listed.items() if name not in there or _sum(folder / name) != digest}
    return sorted(wrong | (there - listed.keys()))


def _sum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
