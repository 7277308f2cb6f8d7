"""A disk that is full, a process that is killed: what was committed stays, and a person is told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select, text

from storage.database import Database
from storage.errors import StorageFull
from storage.tables import meta
from tests.storage.rows import a_tenant


def count(connection: Connection) -> int:
    """How many facts there are."""
    return int(connection.execute(select(func.count()).select_from(meta)).scalar_one())


def add(connection: Connection, name: str) -> None:
    """One more fact."""
    connection.execute(insert(meta).values(name=name, value="x"))


def test_pages_run_out(sqlite_database: Database) -> None:
    """A database that may not grow says that there is no room, keeps what it had, and goes on once it may."""
    with sqlite_database.write() as connection:
        add(connection, "a")
    with sqlite_database.write() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count={pages}"))

    with pytest.raises(StorageFull, match="No hay espacio en el disco"), sqlite_database.write() as connection:
        connection.execute(insert(meta).values(name="b", value="x" * 1_000_000))
    with sqlite_database.write() as connection:
        assert count(connection) == 1
        connection.execute(text("PRAGMA max_page_count=1000000"))
    with sqlite_database.write() as connection:
        add(connection, "b")
        assert count(connection) == 2


def test_file_size_runs_out(sqlite_database: Database) -> None:
    """A commit that the system has no room for fails whole, says so, and leaves the database sound."""
    assert sqlite_database.path is not None
    with sqlite_database.write() as connection:
        a_tenant(connection)
    program = """
import resource, signal, sys
from sqlalchemy import insert
from storage.database import Database
from storage.errors import StorageFull
from storage.tables import meta
database = Database.open(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
kept = 0
try:
    for number in range(1000):
        with database.write() as connection:
            connection.execute(insert(meta).values(name=str(number), value="x" * 20_000))
        kept += 1
except StorageFull as error:
    print(kept, error)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, sqlite_database.url],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )

    kept, words = done.stdout.split(" ", 1)
    assert "No hay espacio en el disco" in words
    with sqlite_database.write() as connection:
        assert count(connection) == int(kept) > 0
        assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        add(connection, "after")


def test_small_disk(tmp_path: Path, sqlite_template: Path) -> None:
    """On a small file system, a full disk loses nothing that was committed, and the daemon goes on once there is room.

    Mounting needs a right that not everybody has; without it the limit on the size of a file, above, is the proof.
    """
    disk = tmp_path / "disco"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], check=False, capture_output=True)
    if mounted.returncode:
        assert os.geteuid() != 0 or b"permitted" in mounted.stderr or b"denied" in mounted.stderr
        return
    database = Database.open(f"sqlite:///{disk}/a.db")
    try:
        (disk / "a.db").write_bytes(sqlite_template.read_bytes())
        ballast = disk / "lastre"
        with database.write() as connection:
            add(connection, "a")
        ballast.write_bytes(b"x" * 1_000_000)
        with pytest.raises(StorageFull):
            _fill(database)
        with database.read() as connection:
            kept = count(connection)
        ballast.unlink()
        with database.write() as connection:
            add(connection, "after")
            assert count(connection) == kept + 1
    finally:
        database.close()
        subprocess.run(["umount", disk], check=True)


def _fill(database: Database) -> None:
    for number in range(1_000):
        with database.write() as connection:
            connection.execute(insert(meta).values(name=str(number), value="x" * 20_000))


def test_kill_loses_no_commit(sqlite_database: Database) -> None:
    """A process killed without warning keeps each transaction that it had told of, whole."""
    program = """
import sys
from sqlalchemy import insert
from storage.database import Database
from storage.tables import meta
database = Database.open(sys.argv[1])
for number in range(100_000):
    with database.write() as connection:
        connection.execute(insert(meta), [{"name": f"{number}-{half}", "value": "x"} for half in "ab"])
    print(number, flush=True)
"""
    process = subprocess.Popen(
        [sys.executable, "-c", program, sqlite_database.url],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    assert process.stdout is not None
    told = [process.stdout.readline() for _ in range(50)]
    process.kill()
    told += process.stdout.readlines()
    process.stdout.close()
    process.wait()

    with sqlite_database.read() as connection:
        kept = count(connection)
    assert kept in {2 * len(told), 2 * len(told) + 2}
