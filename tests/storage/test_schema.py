"""The schema is made by migrations, is the one of the tables, and no other version's database is touched."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, inspect, text

from storage.database import Database
from storage.errors import StorageError
from storage.schema import REVISIONS, Upgrade, WrongSchema, prepare, revision, upgrade
from storage.tables import metadata
from tests.storage.rows import NOW

UNREFLECTED = "ignore:Skipped unsupported reflection of expression-based index:sqlalchemy.exc.SAWarning"
"""SQLite's are compared by their text."""
VERSIONS = Path(__file__).parents[2] / "storage" / "migrations" / "versions"


def set_revision(database: Database, number: str) -> None:
    """As if another version had made it."""
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :number").bindparams(number=number))


@pytest.mark.filterwarnings(
    UNREFLECTED, "ignore:autogenerate skipping metadata-specified expression-based index:UserWarning"
)
def test_migrations_make_the_tables(empty_database: Database) -> None:
    """What the migrations make is what the tables say: columns, types, defaults, keys and indexes."""
    upgrade(empty_database, NOW)

    with empty_database.read() as connection:
        options = {"compare_type": True, "compare_server_default": _default_differs}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def _default_differs(
    context: MigrationContext,
    _inspected: Column[object],
    _of_tables: Column[object],
    found: str | None,
    _default: object,
    expected: str | None,
) -> bool | None:
    """Alembic's own comparison takes SQLite's empty text for another one; None asks it all the same."""
    if context.dialect.name == "sqlite" and expected == "":
        return str(found).strip("()") != "''"
    return None


@pytest.mark.filterwarnings(UNREFLECTED)
def test_migrations_make_the_checks(empty_database: Database) -> None:
    """The words that a state may be, and the conditions of partial indexes, are those of a new database too."""
    upgrade(empty_database, NOW)
    migrated, folded = _checks_and_conditions(empty_database), _index_of_folded(empty_database)
    with empty_database.write() as connection:
        metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    prepare(empty_database)

    assert _checks_and_conditions(empty_database) == migrated
    assert _index_of_folded(empty_database) == folded
    assert len(migrated) > 10


def test_a_row_that_is_nothing_but_its_key_is_kept_once(tmp_path: Path) -> None:
    """On SQLite, migrated or new: a tree of its own beside the key's would hold every row a second time."""
    kept = []
    for name, make in (("nueva", prepare), ("migrada", lambda database: upgrade(database, NOW))):
        database = Database.open(f"sqlite:///{tmp_path / name}.db")
        make(database)
        with database.read() as connection:
            told = text("SELECT name FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%'")
            kept.append(set(connection.scalars(told)))
        database.close()

    assert kept == [{"contact_attribute", "excluded", "list_member", "order_person"}] * 2


def test_rows_of_people_go_over_to_their_key_and_back(tmp_path: Path) -> None:
    """What is known of people is the same before and after, and is asked by the same indexes."""
    database = Database.open(f"sqlite:///{tmp_path / 'vecinos.db'}")
    migrate(database, "0030")
    with database.write() as connection:
        for statement in (
            "INSERT INTO tenant (slug, name, zone) VALUES ('a', 'A', 'America/Bogota')",
            "INSERT INTO contact (id, tenant, created_at) VALUES (1, 1, '2026-01-01')",
            "INSERT INTO contact_attribute VALUES (1, 'tema', 'Salud'), (1, 'barrio', 'Centro')",
        ):
            connection.execute(text(statement))
    before = _people(database)

    migrate(database, "0031")
    within = _people(database)
    migrate(database, "0030", back=True)

    assert before == within == _people(database)
    database.close()


def _people(database: Database) -> list[tuple[str, ...]]:
    with database.read() as connection:
        rows = connection.execute(text("SELECT name, value FROM contact_attribute ORDER BY name")).fetchall()
        indexes = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name")
        )
        return [*map(tuple, rows), *map(tuple, indexes)]


def test_a_new_database_can_be_migrated_later(empty_database: Database) -> None:
    """Its table of versions is the one that Alembic makes, with the newest revision in it."""
    upgrade(empty_database, NOW)
    made_by_alembic = _versions(empty_database)
    with empty_database.write() as connection:
        metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    prepare(empty_database)

    assert _versions(empty_database) == made_by_alembic
    with empty_database.read() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == REVISIONS[-1]


def _versions(database: Database) -> tuple[list[tuple[str, str, bool]], list[str], str | None]:
    """Name, type and nullability of each column of `alembic_version`; its primary key's columns and name."""
    with database.read() as connection:
        inspector = inspect(connection)
        key = inspector.get_pk_constraint("alembic_version")
        columns = inspector.get_columns("alembic_version")
        return (
            [(each["name"], str(each["type"]), bool(each["nullable"])) for each in columns],
            key["constrained_columns"],
            key["name"],
        )


def _checks_and_conditions(database: Database) -> set[tuple[str, str, str]]:
    found = set()
    with database.read() as connection:
        inspector = inspect(connection)
        for table in metadata.tables:
            for check in inspector.get_check_constraints(table):
                found.add((table, str(check["name"]), re.sub(r"\s+", " ", check["sqltext"])))
            for index in inspector.get_indexes(table):
                options = index.get("dialect_options", {})
                condition = options.get(f"{database.dialect}_where", "")
                found.add((table, str(index["name"]), str(condition).replace("delivery.", "")))
    return found


def test_revisions_are_the_files() -> None:
    """The revisions that the schema names are those of the migrations, in a line."""
    files = sorted(path.name.split("_")[0] for path in VERSIONS.glob("0*.py"))

    assert list(REVISIONS) == files


def test_prepared_twice_is_prepared_once(empty_database: Database) -> None:
    """The second start finds the schema and changes nothing."""
    assert revision(empty_database) is None
    prepare(empty_database)
    prepare(empty_database)

    assert revision(empty_database) == REVISIONS[-1]


def test_new_database_is_its_owners_alone(tmp_path: Path) -> None:
    """Nobody else on the machine can read a new SQLite database, nor what SQLite keeps beside it."""
    database = Database.open(f"sqlite:///{tmp_path / 'nueva.db'}")
    prepare(database)

    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == {"nueva.db": 0o600, "nueva.db-wal": 0o600, "nueva.db-shm": 0o600}
    database.close()


def test_older_schema_is_refused(database: Database) -> None:
    """A database of an older version is not touched, and the error names the verb that brings it up."""
    set_revision(database, REVISIONS[0])
    try:
        with pytest.raises(WrongSchema, match="pregonero db upgrade"):
            prepare(database)
        assert revision(database) == REVISIONS[0]
    finally:
        set_revision(database, REVISIONS[-1])


def test_newer_schema_is_refused(database: Database) -> None:
    """A database of a newer version is touched neither by a start nor by an upgrade."""
    set_revision(database, "9999")
    try:
        with pytest.raises(WrongSchema, match="versión más nueva"):
            prepare(database)
        with pytest.raises(WrongSchema, match="versión más nueva"):
            upgrade(database, NOW)
    finally:
        set_revision(database, REVISIONS[-1])


def test_foreign_database_is_refused(empty_database: Database) -> None:
    """A database of another program is not filled with our tables."""
    with empty_database.write() as connection:
        connection.execute(text("CREATE TABLE suyo (id INTEGER)"))

    with pytest.raises(StorageError, match="otro programa"):
        prepare(empty_database)
    with empty_database.read() as connection:
        assert inspect(connection).get_table_names() == ["suyo"]


def migrate(database: Database, number: str, *, back: bool = False) -> None:
    """Run the migrations up to a revision, or those after it back."""
    from alembic import command  # noqa: PLC0415 - loads only when used
    from alembic.config import Config  # noqa: PLC0415 - loads only when used

    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    config.set_main_option("path_separator", "os")
    with database.write() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if back else command.upgrade)(config, number)


def older(database: Database) -> None:
    """A database as the first revisions made it, with a row."""
    migrate(database, REVISIONS[1])
    with database.write() as connection:
        connection.execute(text("INSERT INTO tenant (slug, name, zone) VALUES ('a', 'A', 'America/Bogota')"))


def test_upgrade_brings_the_schema_up(empty_database: Database) -> None:
    """An upgrade keeps the rows, and leaves a copy of a SQLite file from before it."""
    older(empty_database)

    done = upgrade(empty_database, NOW)

    assert (done.before, done.after) == (REVISIONS[1], REVISIONS[-1])
    prepare(empty_database)
    with empty_database.read() as connection:
        assert connection.execute(text("SELECT slug FROM tenant")).scalars().all() == ["a"]
    if empty_database.path is None:
        assert done.copy is None
        return
    assert done.copy == empty_database.path.with_name(f"vacia.db.antes-de-{REVISIONS[-1]}-20270115T123000")
    with closing(sqlite3.connect(done.copy)) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [(REVISIONS[1],)]
        assert copy.execute("SELECT slug FROM tenant").fetchall() == [("a",)]


def test_upgrade_that_fails_leaves_all_as_it_was(empty_database: Database) -> None:
    """Where a step fails, nothing of the upgrade is kept."""
    older(empty_database)
    with empty_database.write() as connection:
        connection.execute(text("CREATE TABLE audit (id INTEGER)"))

    with pytest.raises(Exception, match="audit"):
        upgrade(empty_database, NOW)

    assert revision(empty_database) == REVISIONS[1]
    with empty_database.read() as connection:
        assert "work_order" not in inspect(connection).get_table_names()


def test_upgrade_of_the_newest_does_nothing(database: Database) -> None:
    """There is nothing to bring up, so nothing is copied."""
    assert upgrade(database, NOW) == Upgrade(REVISIONS[-1], REVISIONS[-1], None)


def _index_of_folded(database: Database) -> str:
    """The index over an expression, as the database keeps it."""
    with database.read() as connection:
        kept = {"sqlite": ("sqlite_master", "sql", "name"), "postgresql": ("pg_indexes", "indexdef", "indexname")}
        table, column, name = kept[connection.dialect.name]
        asked = text(f"SELECT {column} FROM {table} WHERE {name} = 'ix_contact_attribute_folded'")
        return str(connection.execute(asked).scalar_one())
