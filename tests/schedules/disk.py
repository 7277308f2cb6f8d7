"""A real SQLite file whose commits may fail, and whose process may die before one or just after it."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import URL, Connection, event

from simulation import Scratch
from storage.tables import metadata

Result = TypeVar("Result")
FULL, BUSY = sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY
TEMPLATE, TEMPLATE_FILE = "template", "template.db"
ERRORS = {FULL: "database or disk is full", BUSY: "database is locked"}


class Disk(Scratch):
    """The rows. Its work is done in place, between two waits of the process."""

    def __init__(self, url: str, parsed: URL) -> None:
        """See `Database`. The file is a copy of the template that lies beside it."""
        super().__init__(url, parsed)
        assert self.path is not None
        template = self.path.with_name(TEMPLATE_FILE)
        shutil.copyfile(template, self.path)
        attach = f"ATTACH '{template}' AS {TEMPLATE}"
        event.listen(self._writer, "connect", lambda raw, _: raw.execute(attach))
        self.step: Callable[[], None] = _nothing
        """Called when the process begins a transaction, before its commit and after it; it may end the process."""
        self.delay: Callable[[], float] = _at_once
        """Seconds that the writer thread takes to take up a work, and to tell of it."""
        self.trouble: Callable[[], int | None] = _no_trouble
        """Which error the next commit meets."""
        self._turns: asyncio.Lock | None = None

    @contextmanager
    def write(self, *, tells: bool = True) -> Iterator[Connection]:
        """See `Database.write`."""
        self.step()
        with super().write(tells=tells) as connection:
            yield connection
            code = self.trouble()
            if code is not None:
                error = sqlite3.OperationalError(ERRORS[code])
                error.sqlite_errorcode = code
                raise error
            self.step()
        self.step()

    async def run(self, work: Callable[[Connection], Result]) -> Result:
        """See `Database.run`: one work after another, as in the one writer thread."""
        if self._turns is None:
            self._turns = asyncio.Lock()
        async with self._turns:
            await asyncio.sleep(self.delay())
            done = await super().run(work)
        await asyncio.sleep(self.delay())
        return done

    async def ask(self, work: Callable[[Connection], Result]) -> Result:
        """See `Database.ask`."""
        await asyncio.sleep(self.delay())
        return await super().ask(work)

    def let_go(self) -> None:
        """What a process held is gone with it."""
        self._turns = None
        self.step, self.trouble = _nothing, _no_trouble

    def begin_anew(self) -> None:
        """Every table as it is in the template: the connections, and all that they have prepared, are kept."""
        self.let_go()
        with self.write() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.exec_driver_sql(f"DELETE FROM main.{table.name}")
            for table in metadata.sorted_tables:
                connection.exec_driver_sql(f"INSERT INTO main.{table.name} SELECT * FROM {TEMPLATE}.{table.name}")


def _nothing() -> None:
    pass


def _at_once() -> float:
    return 0.0


def _no_trouble() -> int | None:
    return None
