"""A simulation's database is kept from the daemon: what it supposes would count as said and done."""

from storage import meta
from storage.database import Database
from storage.errors import StorageError


class Rehearsed(StorageError):
    """The database holds a simulation."""


def refuse_rehearsal(database: Database) -> None:
    """Raises `Rehearsed`. The database is prepared."""
    with database.read() as connection:
        if meta.get(connection, meta.SIMULATION) is None:
            return
    raise Rehearsed(
        f"La base de datos {database.where} es de una simulación: sus aprobaciones y tareas hechas son supuestas, y el "
        "pregonero las tomaría por ciertas. Sirve para «pregonero report». Inicie el pregonero sin --db ni "
        "PREGONERO_DB, o escriba ahí la dirección de otra base."
    )
