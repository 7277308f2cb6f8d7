"""Who is at work on a database."""

import os
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from storage.database import Database
from storage.errors import StorageUnreachable
from storage.lock import AlreadyRunning, daemon_lock, is_connected, is_held, sole_lock, this_daemon
from tests.servers.own_postgresql import OwnPostgreSQL
from tests.storage.rows import NOW
from tests.story.daemon import wait_until

HOLDER = """
import sys
from datetime import UTC, datetime
from storage.database import Database
from storage.lock import daemon_lock, this_daemon
with daemon_lock(Database.open(sys.argv[1]), datetime(2027, 1, 15, 12, 30, tzinfo=UTC)):
    print("held", flush=True)
    print(this_daemon(), flush=True)
    sys.stdin.read()
"""


def hold(url: str) -> subprocess.Popen[str]:
    """Another process that holds the database until it is told to end."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_second_daemon_is_told_who_runs(sqlite_database: Database) -> None:
    """A second daemon is refused, and learns which process holds the database and since when."""
    process = hold(sqlite_database.url)

    with (
        pytest.raises(AlreadyRunning, match="Ya hay un pregonero en marcha") as refused,
        daemon_lock(sqlite_database, NOW.astimezone(ZoneInfo("America/Bogota"))),
    ):
        pass
    process.communicate("")

    assert (refused.value.pid, refused.value.since) == (process.pid, datetime(2027, 1, 15, 12, 30, tzinfo=UTC))
    assert f"(proceso {process.pid}, desde 2027-01-15 07:30 -05)" in str(refused.value)


def test_lock_dies_with_its_process(sqlite_database: Database) -> None:
    """A daemon that was killed hinders nobody, though its file is still there."""
    process = hold(sqlite_database.url)
    process.kill()
    process.communicate()

    with daemon_lock(sqlite_database, NOW):
        assert sqlite_database.path is not None
        assert str(os.getpid()) in Path(f"{sqlite_database.path}.candado").read_text()


def test_lock_ends_with_its_block(sqlite_database: Database) -> None:
    """After a clean end the next daemon may start."""
    for _ in range(2):
        with daemon_lock(sqlite_database, NOW):
            pass
    process = hold(sqlite_database.url)
    process.communicate("")
    assert process.returncode == 0


def test_others_may_read_and_write(sqlite_database: Database) -> None:
    """The lock keeps out daemons alone: the verbs and the panel go on."""
    process = hold(sqlite_database.url)

    with sqlite_database.write() as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('a', 'b')")
    with sqlite_database.read() as connection:
        assert connection.exec_driver_sql("SELECT value FROM meta WHERE name = 'a'").scalar_one() == "b"
    assert process.poll() is None
    process.communicate("")


def test_daemons_share_postgresql(postgresql_database: Database) -> None:
    """Any number of them; whoever wants the database alone is refused until the last has ended, and keeps them out."""
    one, two = hold(postgresql_database.url), hold(postgresql_database.url)
    for process in (one, two):
        with pytest.raises(AlreadyRunning, match="Ya hay un pregonero"), sole_lock(postgresql_database, NOW):
            pass
        process.kill()
        process.communicate()
    wait_until(lambda: not is_held(postgresql_database), "the sessions end")

    with sole_lock(postgresql_database, NOW), pytest.raises(AlreadyRunning), daemon_lock(postgresql_database, NOW):
        pass


def test_a_lock_is_taken_anew_once_the_server_answers_again() -> None:
    """However often it was asked in vain meanwhile."""
    server = OwnPostgreSQL.start()
    database = Database.open(server.url)
    try:
        with daemon_lock(database, NOW) as lock:
            server.stop()
            for _ in range(3):
                with pytest.raises(StorageUnreachable):
                    lock.check()
            server.go_on()
            lock.check()
            assert is_held(database)
    finally:
        database.close()
        server.end()


def test_the_server_knows_each_daemon(postgresql_database: Database) -> None:
    """By its name, for as long as its process lives; no two of one machine have the same."""
    process = hold(postgresql_database.url)
    name = process.stdout.readline().strip() if process.stdout else ""
    assert name.startswith(f"{socket.gethostname()[:40]}:{process.pid}-")
    with daemon_lock(postgresql_database, NOW):
        assert connected(postgresql_database, name)
        assert connected(postgresql_database, this_daemon())
    process.kill()
    process.communicate()
    wait_until(lambda: not connected(postgresql_database, name), "its session dies with it")
    wait_until(lambda: not connected(postgresql_database, this_daemon()), "so has ours")


def connected(database: Database, daemon: str) -> bool:
    """As `status` asks."""
    with database.read() as connection:
        return is_connected(connection, daemon)


def test_whether_a_daemon_holds_it_can_be_asked(database: Database) -> None:
    """Held while its process lives, by the file or the session; asking hinders no daemon."""
    assert not is_held(database)
    process = hold(database.url)
    assert is_held(database)
    process.kill()
    process.communicate()
    wait_until(lambda: not is_held(database), "its lock dies with it")
    with daemon_lock(database, NOW):
        assert is_held(database)
    wait_until(lambda: not is_held(database), "its session has ended")


def test_a_lock_that_was_lost_is_taken_again(database: Database) -> None:
    """Its file taken away, its session cut off: as long as nobody else has come, it is ours again."""
    with daemon_lock(database, NOW) as lock:
        lose(database)
        assert not is_held(database)
        lock.check()
        assert is_held(database)
        lock.check()


def test_a_lock_that_another_has_taken_is_told(database: Database) -> None:
    """Who lost it to another daemon, or to who wants the database alone, learns that there is one."""
    with daemon_lock(database, NOW) as lock:
        lose(database)
        with sole_lock(database, NOW), pytest.raises(AlreadyRunning, match="Ya hay un pregonero en marcha"):
            lock.check()


def lose(database: Database) -> None:
    """What holds the daemon's lock is gone."""
    if database.path is not None:
        Path(f"{database.path}.candado").unlink()
        return
    with database.write() as connection:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        connection.exec_driver_sql(cut)
    wait_until(lambda: not is_held(database), "the session ends")


def test_a_database_that_is_not_there_is_told(postgresql_database: Database) -> None:
    """A server that cannot be reached is said in a sentence, not by a driver's error."""
    gone = Database.open("postgresql://nadie@127.0.0.1:1/nada")
    with pytest.raises(StorageUnreachable, match="No se puede usar la base de datos"), daemon_lock(gone, NOW):
        pass
    gone.close()
