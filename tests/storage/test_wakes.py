"""The tables of the library that carries wake-ups: apart from ours, made by us, of the version that is pinned."""

import re
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import inspect

from storage.database import Database
from storage.schema import prepare, upgrade
from storage.wakes import LIBRARY, SCHEMA, VERSION
from tests.storage.rows import NOW

ROOT = Path(__file__).parents[2]


def test_the_tables_are_those_of_the_pinned_version() -> None:
    """Whoever raises the pin meets this, and adds a migration that makes the tables anew: they hold wake-ups alone."""
    assert version(LIBRARY) == VERSION
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert re.search(rf"^{LIBRARY}==(.+)$", (ROOT / name).read_text("utf-8"), re.MULTILINE)[1] == VERSION  # type: ignore[index]  # it is there
    assert f'"{LIBRARY}=={VERSION}"' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_new_and_upgraded_databases_have_them(empty_database: Database) -> None:
    """In a schema of their own, on PostgreSQL alone; to make them again is no harm."""
    for make in (lambda: upgrade(empty_database, NOW), lambda: prepare(empty_database)):
        make()
        with empty_database.read() as connection:
            found = inspect(connection)
            assert not [name for name in found.get_table_names() if LIBRARY in name]
            if empty_database.path is None:
                assert "procrastinate_jobs" in found.get_table_names(SCHEMA)
