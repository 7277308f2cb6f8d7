"""Which schema a database has: made in an empty one, refused where it is older or newer, upgraded when asked."""

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, inspect, text
from sqlalchemy.exc import DBAPIError

from storage import wakes
from storage.database import Database
from storage.engines import migration_engine, open_sqlite
from storage.errors import StorageError, explain
from storage.tables import metadata

REVISIONS = (
    *("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010"),
    *("0011", "0012", "0013", "0014", "0015", "0016", "0017", "0018", "0019", "0020"),
    *("0021", "0022", "0023", "0024", "0025", "0026", "0027", "0028", "0029", "0030"),
    *("0031", "0032", "0033", "0034", "0035", "0037", "0038", "0039", "0040", "0041"),
    *("0042", "0043", "0044", "0045", "0046"),
)
"""Every revision that this version knows, oldest first; a test holds it to `storage/migrations/versions/`."""

_VERSIONS = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""As Alembic makes it (https://alembic.sqlalchemy.org/en/latest/api/runtime.html)."""


class WrongSchema(StorageError):
    """The database was made by an older or newer version, or by another program."""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What `upgrade` did. `copy` is the SQLite file's copy from before; None where nothing was upgraded, and on
    PostgreSQL, where the upgrade is one transaction and copies are made with `pg_dump`.
    """

    before: str
    after: str
    copy: Path | None


def prepare(database: Database) -> None:
    """Make the schema in an empty database; do nothing where it is this version's. Raises WrongSchema.

    A new SQLite file is its owner's alone, for it holds people's data.
    """
    if database.path is not None:
        _touch(database.path)
    with database.write() as connection:
        empty = not inspect(connection).get_table_names()
    if empty:
        _make(database)
        return
    _refuse_unknown(database, revision(database))


def revision(database: Database) -> str | None:
    """The revision of the database's schema; None where it has none. Raises WrongSchema where it is not ours."""
    with database.read() as connection:
        tables = inspect(connection).get_table_names()
        if "alembic_version" in tables:
            return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    if tables:
        raise WrongSchema(
            f"La base de datos {database.where} no es de Pregonero: tiene tablas de otro programa. "
            "Use otra dirección en --db."
        )
    return None


def upgrade(database: Database, now: datetime) -> Upgrade:
    """Bring an older schema up to this version's, after copying a SQLite file beside itself.

    No daemon may be running on it. Raises WrongSchema where the schema is newer or not ours; where a step fails,
    nothing of the upgrade is kept. A new SQLite file is its owner's alone.
    """
    if database.path is not None:
        _touch(database.path)
    before = revision(database)
    if before is not None and before not in REVISIONS:
        raise _newer(database, before)
    if before == REVISIONS[-1]:
        return Upgrade(before, before, None)
    copy = _copy(database.path, f"antes-de-{REVISIONS[-1]}-{now:%Y%m%dT%H%M%S}") if database.path and before else None
    _migrate(database)
    return Upgrade(before or "", REVISIONS[-1], copy)


def _touch(path: Path) -> None:
    """SQLite gives the files beside a database the mode of its own (https://www.sqlite.org/wal.html)."""
    # What cannot be made is told by whoever opens it.
    with suppress(OSError):
        if not path.exists():
            path.touch(mode=0o600)


def _refuse_unknown(database: Database, found: str | None) -> None:
    if found == REVISIONS[-1]:
        return
    if found in REVISIONS:
        raise WrongSchema(
            f"La base de datos {database.where} es de una versión anterior de Pregonero (esquema {found}; se necesita "
            f"{REVISIONS[-1]}). Detenga el pregonero y ejecute «pregonero db upgrade»."
        )
    raise _newer(database, str(found))


def _newer(database: Database, found: str) -> WrongSchema:
    return WrongSchema(
        f"La base de datos {database.where} es de una versión más nueva de Pregonero (esquema {found}; esta versión "
        f"conoce hasta {REVISIONS[-1]}). Instale esa versión más nueva: `pregonero db upgrade` no puede devolverla."
    )


def _copy(path: Path, suffix: str) -> Path:
    """A consistent copy of a SQLite file, also while others use it."""
    target = path.with_name(f"{path.name}.{suffix}")
    with closing(open_sqlite(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    target.chmod(0o600)
    return target


def _make(database: Database) -> None:
    """The newest schema at once, without the migrations' own library; tests hold both ways equal."""
    with database.write() as connection:
        metadata.create_all(connection)
        wakes.make(connection)
        _VERSIONS.create(connection)
        connection.execute(_VERSIONS.insert().values(version_num=REVISIONS[-1]))


def _migrate(database: Database) -> None:
    """Run every migration that the database lacks, all in one transaction."""
    from alembic import command  # noqa: PLC0415 - loads only when used
    from alembic.config import Config  # noqa: PLC0415 - loads only when used

    engine = migration_engine(database.engine_url)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            _check_references(connection)
    except DBAPIError as error:
        explain(error, database.where)
    finally:
        engine.dispose()


def _check_references(connection: Connection) -> None:
    """What SQLite did not watch while tables were rebuilt."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise WrongSchema(f"La actualización dejaría filas sin dueño ({broken[0][0]}): no se guardó nada.")
