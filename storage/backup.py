"""A consistent copy of everything, made while the daemon runs: rows of either dialect, keys, kept files."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Table, select

from storage.database import Database
from storage.errors import StorageError
from storage.files import file_path, is_whole
from storage.schema import REVISIONS
from storage.tables import file, metadata

MANIFEST = "manifiesto.json"
KEYS = "claves"
FILES = "archivos/"
TABLES = "tablas/"
BATCH = 1_000


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
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        aside = Path(folder) / "copia.tar.gz"
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            made = _write(connection, keyring_path, files, stream, Path(folder), now)
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(target)
    return made


def _write(
    connection: Connection, keyring_path: Path, files: Path | None, stream: IO[bytes], folder: Path, now: datetime
) -> Backup:
    sums: dict[str, str] = {}
    rows: dict[str, int] = {}
    with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=6) as archive:
        for table in metadata.sorted_tables:
            path = folder / table.name
            rows[table.name] = _dump(connection, table, path)
            sums[TABLES + table.name] = _add(archive, path, TABLES + table.name)
            path.unlink()
        sums[KEYS] = _add(archive, keyring_path, KEYS)
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
        sums[within] = _add(archive, path, within)
        added += 1
    return added, tuple(lost)


def _dump(connection: Connection, table: Table, path: Path) -> int:
    """One JSON list a row, in the order of the table's columns."""
    written = 0
    asked = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    with path.open("w", encoding="utf-8") as lines:
        for row in connection.execute(asked):
            lines.write(json.dumps(tuple(row), ensure_ascii=False, separators=(",", ":"), default=_as_text) + "\n")
            written += 1
    return written


def _as_text(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"no column holds a {type(value).__name__}")


def _add(archive: tarfile.TarFile, path: Path, name: str) -> str:
    """Add a file without its owner's name and times, and return its SHA-256."""
    with path.open("rb") as stream:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = path.stat().st_size, 0o600
        archive.addfile(entry, stream)
        stream.seek(0)
        return hashlib.file_digest(stream, "sha256").hexdigest()
