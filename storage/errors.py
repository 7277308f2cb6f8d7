"""What may go wrong with a database, told to a person: what happened, where, and what to do next."""

import sqlite3
from typing import NoReturn

from sqlalchemy.exc import DBAPIError, OperationalError


class StorageError(Exception):
    """A database could not do what was asked; the text is Spanish and meant for a person."""


class StorageBusy(StorageError):
    """Somebody else held the database for longer than we wait; nothing was written, so trying again is safe."""


class StorageFull(StorageError):
    """There was no room left; nothing was written."""


class StorageUnreachable(StorageError):
    """The database cannot be opened, read or reached."""


class WrongUrl(StorageError):
    """The address of a database is none that Pregonero understands."""


# https://www.sqlite.org/rescode.html
_SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_SQLITE_UNREACHABLE = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
}
# A file system without room answers some writes (the shared-memory file, a sync) with an input/output error.
_SQLITE_FULL = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_SHMSIZE,
}


# https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL_BUSY = {"55P03", "40P01", "40001", "53300"}
_POSTGRESQL_FULL = {"53100"}
_POSTGRESQL_GONE = {"57P01", "57P02", "57P03", "25P03", "3D000", "28000", "28P01"}


def explain(error: DBAPIError | sqlite3.Error, where: str) -> NoReturn:
    """Raise the StorageError that tells what befell the database at `where`, else the error itself."""
    kind = _sqlite_kind(error) if isinstance(error, sqlite3.Error) else _kind(error)
    if kind is StorageBusy:
        raise StorageBusy(
            f"La base de datos {where} está ocupada: otro programa la tiene tomada. No se guardó nada de este paso. "
            "Espere un momento e inténtelo de nuevo; si se repite, cierre los demás programas que la usen."
        ) from error
    if kind is StorageFull:
        raise StorageFull(
            f"No hay espacio en el disco para la base de datos {where}. No se guardó nada de este paso. "
            "Libere espacio en ese disco: Pregonero sigue donde quedó."
        ) from error
    if kind is StorageUnreachable:
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise StorageUnreachable(
            f"No se puede usar la base de datos {where}: {cause}. "
            "Revise que la dirección sea correcta, que el archivo o el servidor exista y que usted tenga permiso."
        ) from error
    raise error


def _kind(error: DBAPIError) -> type[StorageError] | None:
    if isinstance(error.orig, sqlite3.Error):
        return _sqlite_kind(error.orig)
    code = getattr(error.orig, "sqlstate", None)
    if code in _POSTGRESQL_BUSY:
        return StorageBusy
    if code in _POSTGRESQL_FULL:
        return StorageFull
    # An error without SQLSTATE never reached the server.
    lost = error.connection_invalidated or (code is None and isinstance(error, OperationalError))
    return StorageUnreachable if lost or code in _POSTGRESQL_GONE else None


def _sqlite_kind(cause: sqlite3.Error) -> type[StorageError] | None:
    code = getattr(cause, "sqlite_errorcode", 0)
    primary = code & 0xFF
    if primary in _SQLITE_BUSY:
        return StorageBusy
    if code in _SQLITE_FULL:
        return StorageFull
    return StorageUnreachable if primary in _SQLITE_UNREACHABLE else None
