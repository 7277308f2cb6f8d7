"""`db upgrade`, `backup`, `restore`: the database itself."""

from pathlib import Path

from delivery.clock import SystemClock
from delivery.installation import var_folder
from delivery.publishing.freeze import media_folder
from delivery.workplace import KEYS
from storage import schema
from storage.backup import backup as copy_to
from storage.backup import restore as copy_from
from storage.database import Database
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call, Failure
from verbs.folder import local_now, read, url
from verbs.place import reading
from verbs.words import how_many

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)


def upgrade(call: Call) -> Answer:
    """Bring the schema up to this version's."""
    database = Database.open(_address(call))
    try:
        done = schema.upgrade(database, SystemClock().now())
    finally:
        database.close()
    if done.before == done.after:
        return Answer(None, [f"La base de datos {database.where} ya está al día (esquema {done.after})."])
    copied = f" La copia de antes es {done.copy}." if done.copy else ""
    return Answer(None, [f"La base de datos {database.where} quedó al día (esquema {done.after}).{copied}"])


def backup(call: Call, file: Path, overwrite: bool) -> Answer:
    """A consistent copy of rows, keys and kept files."""
    if file.exists() and not overwrite:
        raise Failure(f"Ya existe {file}. Escriba otro nombre para la copia, o agregue --overwrite para reemplazarla.")
    folder = var_folder(call.environment)
    kept = media_folder(folder)
    with reading(_address(call)) as database:
        made = copy_to(database, folder / KEYS, kept if kept.is_dir() else None, file, SystemClock().now())
    return Answer(None, [f"Copia de seguridad en {file}: {_held(sum(made.rows.values()), made.files)}."])


def restore(call: Call, file: Path, overwrite: bool) -> Answer:
    """A copy into the database, with its keys and files."""
    folder = var_folder(call.environment)
    database = Database.open(_address(call))
    try:
        made = copy_from(file, database, folder / KEYS, media_folder(folder), local_now(call), overwrite=overwrite)
    finally:
        database.close()
    told = [f"Recuperada la copia {file}: {_held(sum(made.rows.values()), made.files)}."]
    told.append(
        "Lo que le tocaba salir desde que se hizo la copia puede haber salido ya, y no sale solo: «pregonero status» "
        "lo muestra como lo que no salió. Mire si salió; si no, envíelo con «pregonero send --missed»."
    )
    if made.paused:
        told.append(
            f"{how_many(made.paused, 'publicación queda', 'publicaciones quedan')} en pausa: puede que parte ya haya "
            "salido después de la copia. Mírelas con «pregonero deliveries»; después reanude o cancele cada una."
        )
    return Answer(None, told)


def _held(rows: int, files: int) -> str:
    return f"{how_many(rows, 'fila', 'filas')} y {how_many(files, 'archivo', 'archivos')}"


def _address(call: Call) -> str:
    """Where `--db` says it, the configuration may be broken."""
    return call.url or url(call, read(call))
