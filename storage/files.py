"""Bytes that outlive what named them (media, evidence), kept once each by their SHA-256."""

import hashlib
import os
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Insert

from storage.execution import execute
from storage.tables import file
from storage.upsert import insert_into


def put_file(connection: Connection, folder: Path, data: bytes, name: str, mime: str, now: datetime) -> str:
    """Keep bytes under `folder` (`var/archivos`) and return their SHA-256 in hexadecimal.

    The bytes are on the disk before the row is written; the same bytes are kept once, under their first name.
    """
    digest = hashlib.sha256(data).hexdigest()
    target = file_path(folder, digest)
    if not target.exists():
        _write(target, data)
    values = {"sha256": digest, "name": name, "mime": mime, "size": len(data), "at": now}
    execute(connection, _keeping(connection.dialect.name), values)
    return digest


@cache
def _keeping(dialect: str) -> Insert:
    return insert_into(dialect, file).on_conflict_do_nothing(index_elements=[file.c.sha256])


def file_path(folder: Path, digest: str) -> Path:
    """Where the bytes with this SHA-256 lie; two letters of it make the subfolder."""
    return folder / digest[:2] / digest


def read_file(folder: Path, digest: str) -> bytes:
    """The bytes with this SHA-256. Raises FileNotFoundError, and ValueError where the disk has changed them."""
    data = file_path(folder, digest).read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValueError(f"El archivo {file_path(folder, digest)} está dañado: restáurelo de una copia de seguridad.")
    return data


def _write(target: Path, data: bytes) -> None:
    """Whole or not at all, also when the power goes: written aside, synced, then named."""
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, aside = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(aside).replace(target)
    finally:
        Path(aside).unlink(missing_ok=True)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
