"""Who waits for whom, what is kept and what is not, and how a database says that it cannot."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from storage.errors import StorageBusy, StorageUnreachable, WrongUrl
from storage.tables import meta


def count(connection: Connection) -> int:
    """How many facts there are."""
    return int(connection.execute(select(func.count()).select_from(meta)).scalar_one())


def add(connection: Connection, name: str) -> None:
    """One more fact."""
    connection.execute(insert(meta).values(name=name, value="x"))


@pytest.mark.parametrize(
    ("url", "dialect"),
    [
        ("sqlite:///{}/a.db", "sqlite"),
        ("postgresql://ana@localhost/x", "postgresql"),
        ("postgres://ana@localhost/x", "postgresql"),
        ("postgresql+psycopg://ana@localhost/x", "postgresql"),
    ],
)
def test_addresses(tmp_path: Path, url: str, dialect: str) -> None:
    """The usual spellings of an address are understood, and nothing is connected yet."""
    database = Database.open(url.format(tmp_path))

    assert database.dialect == dialect
    assert not (tmp_path / "a.db").exists()
    database.close()


@pytest.mark.parametrize("url", ["", "var/x.db", "sqlite://", "sqlite:///:memory:", "mysql://a/b"])
def test_strange_address_is_refused(url: str) -> None:
    """An address that is none of ours is refused with an example of a good one."""
    with pytest.raises(WrongUrl, match=r"sqlite:///ruta/al/archivo\.db"):
        Database.open(url)


def test_password_is_not_shown() -> None:
    """What people read of an address holds no password."""
    database = Database.open("postgresql://ana:secreta@localhost/x")

    assert "secreta" not in database.where
    database.close()


def test_folder_is_made(tmp_path: Path) -> None:
    """Of a new SQLite file only the folder is made."""
    database = Database.open(f"sqlite:///{tmp_path}/var/nueva/a.db")

    assert (tmp_path / "var" / "nueva").is_dir()
    database.close()


def test_error_rolls_back(database: Database) -> None:
    """A transaction that ends with an error leaves nothing."""

    class Oops(Exception):
        """An error of the caller's own."""

    def fail(connection: Connection) -> None:
        add(connection, "a")
        raise Oops

    with pytest.raises(Oops), database.write() as connection:
        fail(connection)
    with database.read() as connection:
        assert count(connection) == 0


def test_an_error_tells_no_data(database: Database) -> None:
    """What a statement was given may be people's, and the error is written to the log; nor does a reader's tell it."""
    row = {"name": "quien", "value": "ana@example.com"}
    with database.write() as connection:
        connection.execute(insert(meta).values(row))
    with pytest.raises(DBAPIError) as error, database.write() as connection:
        connection.execute(insert(meta).values(row))
    with pytest.raises(DBAPIError) as asked, database.read() as connection:
        connection.execute(text("SELECT nothing FROM meta WHERE value = :value"), row)

    for each in (error, asked):
        assert "ana@example.com" not in str(each.value)
        assert "meta" in str(each.value)


def test_who_writes_much_has_more_memory_meanwhile(sqlite_database: Database) -> None:
    """Whatever ends it: a daemon has as little as before."""

    def settings() -> list[int]:
        with sqlite_database.write() as connection:
            named = ("cache_size", "temp_store")
            return [int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()) for name in named]

    def broken_off() -> None:
        with sqlite_database.writing_much():
            assert settings() == [-32_000, 2]
            raise KeyboardInterrupt

    before = settings()
    with pytest.raises(KeyboardInterrupt):
        broken_off()

    assert settings() == before != [-32_000, 2]


def test_reader_cannot_write(database: Database) -> None:
    """A transaction opened for reading writes nothing."""
    with pytest.raises((DBAPIError, StorageUnreachable)), database.read() as connection:
        add(connection, "a")


def test_reader_sees_one_moment(database: Database) -> None:
    """What is written while a report runs is not in it, and the report hinders no writer."""
    with database.read() as report:
        before = count(report)
        for number in range(20):
            with database.write() as connection:
                add(connection, str(number))
        during = count(report)
    with database.read() as report:
        after = count(report)

    assert (before, during, after) == (0, 0, 20)


async def test_long_report_while_mail_goes_out(database: Database) -> None:
    """Writers go on at their pace under a report that takes its time, and neither fails."""
    reading, enough = threading.Event(), threading.Event()

    def report(connection: Connection) -> tuple[int, int]:
        first = count(connection)
        reading.set()
        enough.wait(30)
        return first, count(connection)

    running = asyncio.create_task(database.ask(report))
    await asyncio.to_thread(reading.wait, 30)
    started = time.monotonic()
    for number in range(200):
        await database.run(partial(add, name=str(number)))
    took = time.monotonic() - started
    enough.set()

    assert await running == (0, 0)
    assert took < 20
    assert await database.ask(count) == 200


async def test_writers_take_turns(database: Database) -> None:
    """Many that write at once all get their turn, and no write is lost."""

    def increase(connection: Connection) -> None:
        value = connection.execute(select(meta.c.value).where(meta.c.name == "n").with_for_update()).scalar_one()
        connection.execute(meta.update().where(meta.c.name == "n").values(value=str(int(value) + 1)))

    await database.run(lambda connection: connection.execute(insert(meta).values(name="n", value="0")))
    await asyncio.gather(*(database.run(increase) for _ in range(100)))

    assert await database.ask(lambda connection: connection.execute(select(meta.c.value)).scalar_one()) == "100"


def test_write_within_write_is_refused(sqlite_database: Database) -> None:
    """A thread that would wait for itself is told so at once."""

    def nest() -> None:
        with sqlite_database.write():
            pass

    with pytest.raises(RuntimeError, match="hand the connection on"), sqlite_database.write():
        nest()


def test_other_process_is_waited_for_and_told_of(sqlite_database: Database) -> None:
    """A database that another program holds is busy, in words for a person; nothing was written."""
    assert sqlite_database.path is not None
    with sqlite_database.write() as connection:
        add(connection, "a")
        connection.execute(text("PRAGMA busy_timeout=50"))
    other = sqlite3.connect(sqlite_database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StorageBusy, match="está ocupada"), sqlite_database.write() as connection:
        add(connection, "b")
    other.rollback()
    other.close()
    with sqlite_database.write() as connection:
        assert count(connection) == 1


async def test_deadlock_is_done_again(postgresql_database: Database) -> None:
    """Two that wait for each other in a circle both come to their end: the one that is undone is done again."""
    barrier = threading.Barrier(2, timeout=10)
    tries: list[str] = []

    def cross(first: str, second: str) -> Callable[[Connection], None]:
        def work(connection: Connection) -> None:
            tries.append(first)
            connection.execute(meta.update().where(meta.c.name == first).values(value="y"))
            if len(tries) <= 2:
                barrier.wait()
            connection.execute(meta.update().where(meta.c.name == second).values(value="y"))

        return work

    with postgresql_database.write() as connection:
        add(connection, "a")
        add(connection, "b")
    await asyncio.gather(
        postgresql_database.run(cross("a", "b")),
        postgresql_database.run(cross("b", "a")),
    )

    assert len(tries) > 2


def test_no_database_is_told(tmp_path: Path) -> None:
    """A file that is no database, and a server that is not there, are told of in words for a person."""
    (tmp_path / "a.db").write_bytes(b"no soy una base de datos" * 100)
    for url in (f"sqlite:///{tmp_path}/a.db", "postgresql://ana@127.0.0.1:1/x"):
        database = Database.open(url)
        with pytest.raises(StorageUnreachable, match="No se puede usar la base de datos"), database.write():
            pass
        database.close()


def test_a_commit_shows(sqlite_database: Database, sqlite_template: Path) -> None:
    """The number differs once anybody has committed, and stays the same while nobody does."""
    first = sqlite_database.changed()
    assert sqlite_database.changed() == first
    other = Database.open(sqlite_database.url)
    with other.write() as connection:
        add(connection, "a")
    other.close()

    second = sqlite_database.changed()
    with sqlite_database.write() as connection:
        add(connection, "b")

    assert second != first
    assert sqlite_database.changed() != second


def test_what_a_verb_writes_shows_on_postgresql(postgresql_database: Database) -> None:
    """Once it is committed, and not before; what the daemon itself records is told to nobody."""
    first = postgresql_database.changed()
    assert postgresql_database.changed() == first
    other = Database.open(postgresql_database.url)
    with other.write() as connection:
        add(connection, "a")
        connection.exec_driver_sql("SELECT 1")
        assert postgresql_database.changed() == first
    second = postgresql_database.changed()
    assert second > first

    asyncio.run(other.run(lambda connection: add(connection, "b")))
    assert postgresql_database.changed() == second
    other.close()


def test_who_hears_no_more_hears_again(postgresql_database: Database) -> None:
    """A connection that was cut off is told as an error, once; the next look counts as news, for some was missed."""
    first = postgresql_database.changed()
    with postgresql_database.write() as connection:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'SELECT 1'"
        connection.exec_driver_sql(cut)
    with pytest.raises(StorageUnreachable):
        postgresql_database.changed()
    assert postgresql_database.changed() > first


def test_who_sleeps_in_a_transaction_lets_go(postgresql_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that was frozen in the midst of writing keeps its rows from nobody for long, and learns that it did."""
    monkeypatch.setattr("storage.idle.IDLE_SECONDS", 0.1)
    frozen = Database.open(postgresql_database.url)
    with postgresql_database.write() as connection:
        add(connection, "a")

    def sleep() -> None:
        with frozen.write() as sleeping:
            sleeping.execute(meta.update().values(value="y"))
            with postgresql_database.write() as connection:
                connection.execute(meta.update().values(value="z"))
            sleeping.execute(select(meta))

    with pytest.raises(StorageUnreachable):
        sleep()
    with frozen.read() as connection:
        connection.exec_driver_sql("SELECT pg_sleep(0)")
        time.sleep(0.3)
        assert connection.execute(select(meta.c.value)).scalar_one() == "z"
    frozen.close()
