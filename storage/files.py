"""Bytes that outlive what named them (media, evidence), kept once each by their SHA-256."""

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import BinaryIO, NamedTuple

from sqlalchemy import Connection, Insert, delete, func, select

from storage.execution import execute
from storage.tables import file
from storage.upsert import insert_into

PIECE = 1 << 20
"""Bytes read at once of a file that is kept."""


def put_file(connection: Connection, folder: Path, data: bytes, name: str, mime: str, now: datetime) -> str:
    """Keep bytes under `folder` (`var/archivos`) and return their SHA-256 in hexadecimal.

    The bytes are on the disk before the row is written; the same bytes are kept once, under their first name.
    """
    digest = hashlib.sha256(data).hexdigest()
    target = file_path(folder, digest)
    if not target.exists():
        with _aside(folder) as (stream, aside):
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
            _name(aside, target)
    return _kept(connection, digest, name, mime, len(data), now)


def put_path(connection: Connection, folder: Path, source: Path, mime: str, now: datetime) -> str:
    """The same of a file on the disk, under its own name; it is never whole in memory."""
    with source.open("rb") as read, lay_aside(folder, read) as aside:
        return keep_aside(connection, folder, aside, source.name, mime, now)


class Aside(NamedTuple):
    """Bytes on the disk that nothing names yet."""

    path: Path
    digest: str
    size: int


@contextmanager
def lay_aside(folder: Path, source: BinaryIO) -> Iterator[Aside]:
    """Copy what is to be read, before a transaction begins; it is gone at the end unless it was kept. Raises OSError.

    Whatever takes long is done then: `keep_aside` only names it.
    """
    hashed, size = hashlib.sha256(), 0
    with _aside(folder) as (stream, path):
        while piece := source.read(PIECE):
            hashed.update(piece)
            size += stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
        yield Aside(path, hashed.hexdigest(), size)


def keep_aside(connection: Connection, folder: Path, aside: Aside, name: str, mime: str, now: datetime) -> str:
    """Keep what lies aside in the same folder; its SHA-256. Done once more it changes nothing. Raises OSError."""
    target = file_path(folder, aside.digest)
    if not target.exists():
        _name(aside.path, target)
    return _kept(connection, aside.digest, name, mime, aside.size, now)


def _kept(connection: Connection, digest: str, name: str, mime: str, size: int, now: datetime) -> str:
    values = {"sha256": digest, "name": name, "mime": mime, "size": size, "at": now}
    execute(connection, _keeping(connection.dialect.name), values)
    return digest


@cache
def _keeping(dialect: str) -> Insert:
    return insert_into(dialect, file).on_conflict_do_nothing(index_elements=[file.c.sha256])


def forget_files(connection: Connection, digests: Collection[str]) -> None:
    """Nobody is to find these bytes any more; `remove_files` takes them away, once this is committed."""
    connection.execute(delete(file).where(file.c.sha256.in_(digests)))


def remove_files(folder: Path, digests: Iterable[str]) -> None:
    """Delete the bytes with these SHA-256; what is gone already is no fault. Raises OSError."""
    for digest in digests:
        file_path(folder, digest).unlink(missing_ok=True)


def file_path(folder: Path, digest: str) -> Path:
    """Where the bytes with this SHA-256 lie; two letters of it make the subfolder."""
    return folder / digest[:2] / digest


def read_file(folder: Path, digest: str) -> bytes:
    """The bytes with this SHA-256. Raises FileNotFoundError, and ValueError where the disk has changed them."""
    data = file_path(folder, digest).read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValueError(f"El archivo {file_path(folder, digest)} está dañado: restáurelo de una copia de seguridad.")
    return data


def is_whole(path: Path, digest: str) -> bool:
    """Whether a file is there and has this SHA-256; it is never whole in memory."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == digest
    except FileNotFoundError:
        return False


def size_of_files(connection: Connection) -> int:
    """Bytes of all files that are kept."""
    return int(connection.execute(select(func.coalesce(func.sum(file.c.size), 0))).scalar_one())


@contextmanager
def _aside(folder: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A new file to write to, gone again unless it was named."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, aside = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream, Path(aside)
    finally:
        Path(aside).unlink(missing_ok=True)


def _name(aside: Path, target: Path) -> None:
    """Whole or not at all, also when the power goes: written aside, synced, then named."""
    target.parent.mkdir(exist_ok=True)
    aside.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
