"""A copy is worth what its restoring is worth: put back into a database of its own, and looked through."""

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, literal, select, text

from storage import audit
from storage.backup import Backup, WrongBackup
from storage.database import Database
from storage.restoring import restore
from storage.states import BOUNCED
from storage.tables import counter, delivery

FACTOR = 4
"""A database that is put back takes less than so many times the room of its copy's rows before they were packed."""
SPARE = 256 * 1024 * 1024
"""Bytes that are left on the disk whatever happens: what is sent meanwhile has to be remembered."""

_GIGABYTE = 1_000_000_000
_SPANISH = str.maketrans(",.", ".,")
"""How Colombia writes what Python writes."""


class NoRoom(WrongBackup):
    """The disk would be too full; nothing was written."""


def prove(source: Path, now: datetime) -> Backup:
    """Restore a copy beside itself, look through all of it, and take it away again. What it holds.

    Raises WrongBackup where it is damaged, incomplete, or does not say of itself what its rows say.
    """
    with tempfile.TemporaryDirectory(dir=source.parent, prefix=".prueba-") as scratch:
        folder = Path(scratch)
        database = Database.open(f"sqlite:///{folder / 'prueba.db'}")
        try:
            held = restore(source, database, folder / "claves", folder / "archivos", now)
            with database.read() as connection:
                wrong = _wrong(connection)
        finally:
            database.close()
    if wrong:
        raise WrongBackup(f"La copia {source} se pudo abrir, pero no está bien: {wrong}.")
    return held


def refuse_without_room(folder: Path, needed: int) -> None:
    """Raises NoRoom where a copy of `needed` bytes, and its proof, would fill the disk under `folder`."""
    free = shutil.disk_usage(folder).free
    wanted = needed * FACTOR + SPARE
    if free < wanted:
        raise NoRoom(
            f"No hay espacio para una copia en {folder}: quedan {room_words(free)} y se necesitan "
            f"{room_words(wanted)}. Libere espacio, o escriba otra «carpeta» en «copias» de municipio.yaml."
        )


def room_words(size: int) -> str:
    """Bytes on a disk as people say them: «61,8 GB», «340 MB»."""
    if size < _GIGABYTE:
        return f"{size // 1_000_000} MB"
    return f"{size / _GIGABYTE:,.1f} GB".translate(_SPANISH)


def _wrong(connection: Connection) -> str:
    """What is not as it should be, in Spanish; empty where all is."""
    whole = connection.execute(text("PRAGMA integrity_check")).scalar_one()
    if whole != "ok":
        return f"la base de datos restaurada está dañada ({whole})"
    if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
        return "hay filas sin dueño"
    if _counted(connection) != _said(connection):
        return "los contadores no dicen lo mismo que las filas"
    broken = audit.verify(connection)
    return "" if broken is None else f"la cadena de la auditoría se rompe en la fila {broken}"


def _counted(connection: Connection) -> dict[tuple[int, str, str], int]:
    columns = (delivery.c.publication, delivery.c.audience, delivery.c.state)
    asked = select(*columns, func.count()).group_by(*columns)
    back = select(*columns[:2], literal(BOUNCED), func.count()).where(delivery.c.bounced_at.is_not(None))
    rows = [*connection.execute(asked), *connection.execute(back.group_by(*columns[:2]))]
    return {(row[0], row[1], row[2]): row[3] for row in rows}


def _said(connection: Connection) -> dict[tuple[int, str, str], int]:
    asked = select(counter.c.publication, counter.c.audience, counter.c.state, counter.c["count"])
    return {(row[0], row[1], row[2]): row[3] for row in connection.execute(asked) if row[3]}
