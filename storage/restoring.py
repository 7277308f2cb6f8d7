"""A copy put back into an empty database, once all its sums hold; what was being sent when it was made is paused."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from sqlalchemy import Column, Connection, Date, Table, delete, insert, inspect, select, text, update

from storage.backup import BATCH, FILES, KEYS, MANIFEST, TABLES, Backup, WrongBackup
from storage.columns import Instant, Money
from storage.database import Database
from storage.idle import think_long
from storage.ledger import Cause, move_publication
from storage.lock import sole_lock
from storage.restorations import Restoration, add
from storage.schema import REVISIONS, prepare
from storage.states import PublicationState
from storage.tables import metadata, publication
from storage.turns import only_writer


class Carry(Protocol):
    """What a restore takes over from the database that it replaces."""

    def read(self, connection: Connection) -> None:
        """Take in what is there, before any of it goes."""

    def write(self, connection: Connection, copied_at: datetime, now: datetime) -> None:
        """Put it into the rows of the copy, which was made at `copied_at`."""


def restore(
    source: Path,
    database: Database,
    keyring_path: Path,
    files: Path,
    now: datetime,
    overwrite: bool = False,
    carry: Carry | None = None,
    stream: BinaryIO | None = None,
) -> Backup:
    """Put a copy into an empty database, with its keys and files; all sums are verified before anything is written.

    What was being sent when the copy was made is paused, and so is what an approval alone would have let go: it may
    have gone out since, and only a person can tell. When the copy was made and restored stays in the database. Hours
    are told by the clock of `now`'s zone. `carry`: what is taken over from what was there; None: nothing. `stream`:
    the copy's bytes where they lie in no file that has a name; `source` is then what it is called.

    Raises WrongBackup where the copy is damaged or of another schema, or where rows or other keys are in the way and
    `overwrite` is not given; AlreadyRunning where a daemon uses the database; OSError where the file cannot be opened.
    """
    with sole_lock(database, now), _open(source, stream) as archive:
        manifest = _verify(archive, source)
        prepare(database)
        keys = _read(archive, KEYS)
        kept = [name for name in manifest["sums"] if name.startswith(FILES)]
        with database.write() as connection:
            think_long(connection)
            only_writer(connection)
            if not overwrite:
                _refuse_overwriting(connection, database, keyring_path, keys)
            if carry is not None:
                carry.read(connection)
            _load(connection, archive, manifest["rows"])
            copied_at = datetime.fromisoformat(manifest["at"])
            if carry is not None:
                carry.write(connection, copied_at, now)
            add(connection, Restoration(copied_at, now))
            paused = _hold_back(connection, copied_at, now)
            for name in kept:
                _put(files / name.removeprefix(FILES), _read(archive, name))
            # Last before the commit: rows and keys without each other are of no use.
            _put(keyring_path, keys)
    return Backup(manifest["rows"], len(kept), tuple(manifest.get("lost", ())), paused)


def _hold_back(connection: Connection, copied_at: datetime, now: datetime) -> int:
    """Pause what was going out: rows that wait in the copy may stand for messages that left after it was made."""
    columns = publication.c
    sending = (columns.state == PublicationState.RUNNING.value) & (columns.sender != "")
    # Its hour is a word's, and that word may have been spoken and lost. The gate looks at what has an hour.
    waits = (PublicationState.AWAITING_APPROVAL.value, PublicationState.WAITING.value)
    at_a_word = columns.state.in_(waits) & columns.planned_at.is_(None)
    made = f"{copied_at.astimezone(now.tzinfo):%Y-%m-%d %H:%M %Z}"
    reason = f"Restaurada de una copia del {made}: puede que ya haya salido. Revísela; después reanude o cancele."
    numbers = connection.execute(select(columns.id).where(sending | at_a_word)).scalars().all()
    for number in numbers:
        move_publication(connection, number, PublicationState.PAUSED, Cause.PAUSE, now, reason, depends_on=None)
    # Paused with its class, it would go on with that by itself.
    stopped = (columns.state == PublicationState.PAUSED.value) & columns.depends_on.is_not(None)
    held = connection.execute(update(publication).where(stopped).values(depends_on=None, reason=reason)).rowcount
    return len(numbers) + held


def _from_text(column: Column[Any], value: Any) -> Any:  # noqa: ANN401 - a cell of any column
    if value is None:
        return None
    if isinstance(column.type, Instant):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, Money):
        return Decimal(value)
    return value


def _open(source: Path, stream: BinaryIO | None) -> tarfile.TarFile:
    try:
        return tarfile.open(source, "r:gz", fileobj=stream)
    except tarfile.TarError as error:
        raise WrongBackup(
            f"{source} no es una copia de seguridad hecha con «pregonero backup», o está dañada. Revise la ruta o use "
            "otra; no se cambió nada."
        ) from error


def _verify(archive: tarfile.TarFile, source: Path) -> dict[str, Any]:
    """The manifest, once every sum in it holds."""
    damaged = f"La copia de seguridad {source} está dañada o incompleta. Use otra copia; no se cambió nada."
    try:
        manifest: dict[str, Any] = json.loads(_read(archive, MANIFEST))
        for name, expected in manifest["sums"].items():
            found = archive.extractfile(name)
            if found is None or hashlib.file_digest(found, "sha256").hexdigest() != expected:  # type: ignore[arg-type]  # a tar member reads like any file
                raise WrongBackup(damaged)
            if ".." in Path(name).parts or Path(name).is_absolute():
                raise WrongBackup(damaged)
    except (tarfile.TarError, EOFError, OSError, KeyError, ValueError) as error:
        raise WrongBackup(damaged) from error
    if manifest["schema"] != REVISIONS[-1]:
        raise WrongBackup(
            f"La copia de seguridad {source} es de otra versión de Pregonero (esquema {manifest['schema']}; este usa "
            f"{REVISIONS[-1]}). Restáurela con la versión que la hizo y luego ejecute «pregonero db upgrade»."
        )
    return manifest


def _refuse_overwriting(connection: Connection, database: Database, keyring_path: Path, keys: bytes) -> None:
    if any(connection.execute(select(table).limit(1)).first() for table in metadata.sorted_tables):
        raise WrongBackup(
            f"La base de datos {database.where} ya tiene datos. Restaure en una base nueva con --db, o agregue "
            "--overwrite si quiere reemplazarlos: lo que hay ahora se pierde."
        )
    if keyring_path.exists() and keyring_path.read_bytes() != keys:
        raise WrongBackup(
            f"Ya hay otras claves en {keyring_path}. Guárdelas en otro lugar, o agregue --overwrite si quiere "
            "reemplazarlas: las que hay ahora se pierden."
        )


def _load(connection: Connection, archive: tarfile.TarFile, rows: dict[str, int]) -> None:
    for table in reversed(metadata.sorted_tables):
        connection.execute(delete(table))
    for table in metadata.sorted_tables:
        for batch in _batches(archive, table):
            connection.execute(insert(table), batch)
        loaded = connection.execute(text(f'SELECT count(*) FROM "{table.name}"')).scalar_one()  # noqa: S608 - our own table's name
        if loaded != rows[table.name]:
            raise WrongBackup(f"A la copia de seguridad le faltan filas de «{table.name}»: no se cambió nada.")
    if connection.dialect.name == "postgresql":
        _count_on(connection)


def _batches(archive: tarfile.TarFile, table: Table) -> Iterator[list[dict[str, Any]]]:
    lines = archive.extractfile(TABLES + table.name)
    assert lines is not None  # its sum was verified
    batch: list[dict[str, Any]] = []
    columns = list(table.columns)
    for line in io.TextIOWrapper(lines, encoding="utf-8"):
        cells = json.loads(line)
        batch.append({column.key: _from_text(column, cell) for column, cell in zip(columns, cells, strict=True)})
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _count_on(connection: Connection) -> None:
    """PostgreSQL's sequences know nothing of numbers that were written by hand."""
    for table in metadata.sorted_tables:
        if any(column["name"] == "id" for column in inspect(connection).get_columns(table.name)):
            last = f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), max(id)) FROM \"{table.name}\""  # noqa: S608 - our own table's name
            connection.execute(text(last))


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(name)
    if member is None:
        raise KeyError(name)
    return member.read()


def _put(target: Path, data: bytes) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, aside = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    Path(aside).replace(target)
