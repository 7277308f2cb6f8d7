"""One database, SQLite or PostgreSQL: transactions that write, transactions that only read, and who waits for whom."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeVar

from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from storage.engines import (
    CONNECTIONS,
    WRITES_MUCH,
    open_sqlite,
    postgresql_engine,
    postgresql_readers,
    sqlite_readers,
    sqlite_writer,
)
from storage.errors import StorageBusy, WrongUrl, explain
from storage.notices import Notices, tell

T = TypeVar("T")

_POSTGRESQL_SCHEMES = {"postgresql", "postgres", "postgresql+psycopg"}
_SQLITE_SCHEMES = {"sqlite", "sqlite+pysqlite"}
_TRIES = 5
_BREATH = 0.02
"""Seconds, more with each try: one that is done again at once may get in the other's way again."""


class Database:
    """A database that any thread may use.

    `url` is as it was given, `where` the same without its password, for people to read; `dialect` is
    "sqlite" or "postgresql"; `path` is the SQLite file, None on PostgreSQL; `engine_url` is for engines of one's own.
    """

    def __init__(self, url: str, parsed: URL) -> None:
        """Use `Database.open`, which knows which addresses are good."""
        self.url = url
        self.dialect: Literal["sqlite", "postgresql"] = (
            "sqlite" if parsed.drivername in _SQLITE_SCHEMES else "postgresql"
        )
        self.path: Path | None = Path(parsed.database or "") if self.dialect == "sqlite" else None
        self.engine_url = parsed if self.path else parsed.set(drivername="postgresql+psycopg")
        self.where = str(self.path) if self.path else parsed.render_as_string(hide_password=True)
        self._writer: Engine
        self._readers: Engine
        if self.path:
            self._writer, self._readers = sqlite_writer(self.path), sqlite_readers(self.path)
        else:
            self._writer = postgresql_engine(self.engine_url)
            self._readers = postgresql_readers(self._writer)
        threads = 1 if self.path else CONNECTIONS
        self._writer_threads = ThreadPoolExecutor(threads, thread_name_prefix="writer")
        self._reader_threads = ThreadPoolExecutor(CONNECTIONS, thread_name_prefix="reader")
        self._writing = threading.Lock()
        self._writing_thread: int | None = None
        self._watch: sqlite3.Connection | None = None
        self._notices: Notices | None = None

    @classmethod
    def open(cls, url: str) -> "Database":
        """A database by its address: `sqlite:///var/x.db`, `postgresql://user@host/name`.

        Nothing is connected and no schema is looked at yet; of a SQLite file only the folder is made.
        Raises WrongUrl.
        """
        try:
            parsed = make_url(url)
        except ArgumentError as error:
            raise WrongUrl(_wrong("")) from error
        if parsed.drivername not in _SQLITE_SCHEMES | _POSTGRESQL_SCHEMES:
            raise WrongUrl(_wrong(parsed.render_as_string(hide_password=True)))
        if parsed.drivername in _SQLITE_SCHEMES:
            if parsed.database in (None, "", ":memory:"):
                raise WrongUrl(_wrong(url))
            Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
        return cls(url, parsed)

    @contextmanager
    def write(self, *, tells: bool = True) -> Iterator[Connection]:
        """One transaction that may write: commits at the end, rolls back on an error.

        `tells`: daemons of other processes are to look at what was written. On SQLite they see it by themselves, and
        there it is one at a time: within this process by a lock, between processes by BEGIN IMMEDIATE, which waits
        up to a minute. Raises StorageBusy, StorageFull, StorageUnreachable; then nothing was written.
        """
        if self.path is None:
            with self._explained(), self._writer.begin() as connection:
                yield connection
                if tells:
                    tell(connection)
            return
        if self._writing_thread == threading.get_ident():
            raise RuntimeError("write() within write() in one thread would wait for itself: hand the connection on")
        with self._writing:
            self._writing_thread = threading.get_ident()
            try:
                with self._explained(), self._writer.begin() as connection:
                    yield connection
            finally:
                self._writing_thread = None

    @contextmanager
    def writing_much(self) -> Iterator[None]:
        """While it lasts, SQLite has the memory for transactions that change thousands of pages each.

        Pages of an index that are asked for again are not read again from the file, and what each statement would need
        to take itself back is kept in memory: as a file it is half of all that an import writes. Raises StorageError.
        """
        before = self._writer_settings(WRITES_MUCH)
        try:
            yield
        finally:
            self._writer_settings(before)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One transaction that cannot write and sees one moment, however long it lasts; it hinders no writer."""
        with self._explained(), self._readers.begin() as connection:
            yield connection

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do `work` within `write()` in a writer thread and return what it returns.

        Should the database undo it for the sake of others (a deadlock on PostgreSQL), it is done again,
        so `work` changes nothing but rows. Nobody else is told. Once begun it is finished, even where the waiting
        task is cancelled.
        """
        return await asyncio.get_running_loop().run_in_executor(self._writer_threads, self._write_again, work)

    async def ask(self, work: Callable[[Connection], T]) -> T:
        """Do `work` within `read()` in a reader thread and return what it returns."""
        return await asyncio.get_running_loop().run_in_executor(self._reader_threads, self._read_once, work)

    def changed(self) -> int:
        """A number that differs once anyone, this process too, has committed; on PostgreSQL, has told that they did.

        Cheap (`PRAGMA data_version`, https://www.sqlite.org/pragma.html): meant to be asked several times a second
        by one thread at a time. Raises StorageError.
        """
        with self._explained():
            if self.path is None:
                self._notices = self._notices or Notices(self.engine_url)
                return self._notices.heard()
            if self._watch is None:
                self._watch = open_sqlite(self.path)
            return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Finish what the threads have begun, then let go of every connection."""
        self._writer_threads.shutdown()
        self._reader_threads.shutdown()
        if self._watch is not None:
            self._watch.close()
            self._watch = None
        if self._notices is not None:
            self._notices.close()
        self._readers.dispose()
        self._writer.dispose()

    def _write_again(self, work: Callable[[Connection], T]) -> T:
        for tried in range(1, _TRIES):
            try:
                return self._write_once(work)
            except StorageBusy:
                if self.path is not None:
                    raise
            time.sleep(tried * _BREATH)
        return self._write_once(work)

    def _write_once(self, work: Callable[[Connection], T]) -> T:
        with self.write(tells=False) as connection:
            return work(connection)

    def _read_once(self, work: Callable[[Connection], T]) -> T:
        with self.read() as connection:
            return work(connection)

    def _writer_settings(self, wanted: Mapping[str, int]) -> dict[str, int]:
        """Set what SQLite's connection that writes goes by; what it was. PostgreSQL's memory is its server's affair."""
        if self.path is None:
            return {}
        with self._writing, self._explained():
            raw = self._writer.raw_connection()
            found = {name: int(raw.cursor().execute(f"PRAGMA {name}").fetchone()[0]) for name in wanted}
            for name, value in wanted.items():
                raw.cursor().execute(f"PRAGMA {name}={value}")
            raw.close()
        return found

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            explain(error, self.where)


def _wrong(url: str) -> str:
    shown = f": «{url}»" if url else ""
    return (
        f"La dirección de la base de datos no se entiende{shown}. Escriba sqlite:///ruta/al/archivo.db "
        "o postgresql://usuario@servidor/base, en --db o en PREGONERO_DB."
    )
