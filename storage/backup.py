"""A consistent copy of everything, made while the daemon runs: rows of either dialect, keys, kept files."""

import fcntl
import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, BinaryIO

from sqlalchemy import Connection, Table, select

from storage.database import Database
from storage.errors import StorageError
from storage.files import file_path, is_whole
from storage.refused_files import naming
from storage.schema import REVISIONS
from storage.tables import file, metadata

MANIFEST = "manifiesto.json"
KEYS = "claves"
FILES = "archivos/"
TABLES = "tablas/"
BATCH = 1_000
UNFINISHED = ".incompleta"
"""What follows the name of a copy while it is made; that of one whose process was killed keeps it."""


class WrongBackup(StorageError):
    """A copy cannot be read, is damaged, or there is something in the way of restoring it."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a copy holds: rows by table, and how many kept files."""

    rows: dict[str, int]
    files: int
    lost: tuple[str, ...] = ()
    """Names of files that its rows know and the disk no more had, or not as they were kept; they are not in it."""
    paused: int = 0
    """How many sendings under way a restore has put on hold."""


def backup(database: Database, keyring_path: Path, files: Path | None, target: Path, now: datetime) -> Backup:
    """Write a copy to `target` (.tar.gz), readable by its owner alone: it holds people's data and the keys.

    The rows are those of one moment, whoever writes meanwhile, and the files are those that these rows know: each lay
    there whole before its row did, and none goes away. `files` is `var/archivos`; None: rows alone. A copy of one
    dialect can be restored on the other. Raises FileNotFoundError where there are no keys.
    """
    with database.read() as connection:
        return copy_of(connection, keyring_path, files, target, now)


def copy_of(connection: Connection, keyring_path: Path, files: Path | None, target: Path, now: datetime) -> Backup:
    """The same of what a connection sees, which only reads: a copy of the moment that others are told of too."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f"{target.name}{UNFINISHED}")
    with naming(aside), _alone_with(aside) as stream, ExitStack() as undone:
        undone.callback(aside.unlink)
        made = write_copy(connection, keyring_path, files, stream, target.parent, now)
        stream.flush()
        os.fsync(stream.fileno())
        aside.replace(target)
        undone.pop_all()
    return made


@contextmanager
def _alone_with(aside: Path) -> Iterator[BinaryIO]:
    """An empty file that only its owner reads and nobody else fills; whoever is killed lets go of it.

    Raises `WrongBackup`.
    """
    with os.fdopen(os.open(aside, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Between opening and locking the other one may have ended: then the file is the finished copy.
            ours = os.path.samestat(aside.stat(), os.fstat(stream.fileno()))
        except (BlockingIOError, FileNotFoundError):
            ours = False
        if not ours:
            raise WrongBackup(f"Otro comando ya está haciendo «{aside}»: espere a que termine.")
        stream.truncate()
        yield stream


def write_copy(
    connection: Connection, keyring_path: Path, files: Path | None, stream: IO[bytes], scratch: Path, now: datetime
) -> Backup:
    """Write a copy to a stream. Tables lie meanwhile in `scratch`, in files without a name, gone with the process."""
    sums: dict[str, str] = {}
    rows: dict[str, int] = {}
    with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=6) as archive:
        for table in metadata.sorted_tables:
            with tempfile.TemporaryFile(dir=scratch) as lines:
                rows[table.name] = _dump(connection, table, lines)
                sums[TABLES + table.name] = _add(archive, lines, TABLES + table.name)
        with keyring_path.open("rb") as keys:
            sums[KEYS] = _add(archive, keys, KEYS)
        known, lost = (0, ()) if files is None else _add_kept(connection, archive, files, sums)
        told = {"schema": REVISIONS[-1], "at": now.isoformat(), "rows": rows, "sums": sums, "lost": lost}
        data = json.dumps(told, ensure_ascii=False, indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(data), 0o600
        archive.addfile(entry, io.BytesIO(data))
    return Backup(rows, known, lost)


def _add_kept(
    connection: Connection, archive: tarfile.TarFile, files: Path, sums: dict[str, str]
) -> tuple[int, tuple[str, ...]]:
    """Of the files that the rows know, how many were added, and the names of those that could not be."""
    added, lost = 0, []
    for digest, name in connection.execute(select(file.c.sha256, file.c.name).order_by(file.c.sha256)):
        path = file_path(files, digest)
        if not is_whole(path, digest):
            lost.append(name)
            continue
        within = FILES + path.relative_to(files).as_posix()
        with path.open("rb") as kept:
            sums[within] = _add(archive, kept, within)
        added += 1
    return added, tuple(lost)


def _dump(connection: Connection, table: Table, lines: IO[bytes]) -> int:
    """One JSON list a row, in the order of the table's columns."""
    written = 0
    asked = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    for row in connection.execute(asked):
        line = json.dumps(tuple(row), ensure_ascii=False, separators=(",", ":"), default=_as_text) + "\n"
        lines.write(line.encode())
        written += 1
    lines.flush()
    return written


def _as_text(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"no column holds a {type(value).__name__}")


def _add(archive: tarfile.TarFile, stream: IO[bytes], name: str) -> str:
    """Add all of a file without its owner's name and times, and return its SHA-256."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = os.fstat(stream.fileno()).st_size, 0o600
    stream.seek(0)
    archive.addfile(entry, stream)
    stream.seek(0)
    return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]  # any binary file will do
