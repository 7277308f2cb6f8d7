"""A connection to PostgreSQL that is cut inside a commit: whether it took place or not, nobody gets it twice."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from storage.database import Database
from storage.errors import StorageError
from tests.databases import PostgreSQL
from tests.delivery.desk import at_work
from tests.delivery.relay import DUE, Start, real_mail

PEOPLE = 12
COMMITS = range(1, 10)
"""Which commit is cut: claims, intentions and results all have theirs among the first."""
Commit = Callable[["psycopg.Connection[Any]"], None]


class Cut:
    """Cuts the connection of one commit, before it has taken place or after."""

    def __init__(self, commit: Commit, url: str, nth: int, *, after: bool) -> None:
        self._commit = commit
        self._url = url
        self._left = nth
        self._after = after

    @property
    def fell(self) -> bool:
        """Whether it came to that."""
        return self._left <= 0

    def __call__(self, connection: "psycopg.Connection[Any]") -> None:
        """Commits, but for that one time."""
        self._left -= 1
        if self._left != 0:
            self._commit(connection)
            return
        number = connection.info.backend_pid
        if self._after:
            self._commit(connection)
        with psycopg.connect(self._url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
        # Where it has been committed already, this is the answer that never came.
        connection.execute("SELECT 1")


@pytest.mark.parametrize("after", [False, True], ids=["undone", "done"])
@pytest.mark.parametrize("nth", COMMITS)
async def test_a_commit_without_an_answer_sends_nobody_twice(
    postgresql: PostgreSQL,
    postgresql_database: Database,
    tmp_path: Path,
    start_mail_server: Start,
    monkeypatch: pytest.MonkeyPatch,
    nth: int,
    after: bool,
) -> None:
    """Done or undone, everyone is in the server's log once, or the rows say that nobody knows."""
    mail = start_mail_server()
    async with at_work(postgresql_database, tmp_path, DUE, real_mail(mail.port)) as desk:
        desk.people(*(f"persona{number}@example.com" for number in range(PEOPLE)))
        await desk.look()
        cut = Cut(psycopg.Connection.commit, postgresql.shared, nth, after=after)
        monkeypatch.setattr(psycopg.Connection, "commit", lambda connection: cut(connection))
        for _ in range(3):
            try:
                await desk.settle()
            except StorageError:
                desk.clock.pass_(seconds=30)
        monkeypatch.undo()
        desk.clock.pass_(hours=1)
        await desk.settle()
        assert cut.fell
        taken = [record["to"] for record in mail.taken()]
        assert len(set(taken)) == len(taken)
        rows = desk.deliveries()
        assert {row.state for row in rows} <= {"sent", "uncertain"}
        assert {row.address for row in rows if row.state == "sent"} <= set(taken)
        assert desk.publication("anuncio/correo@1").state.startswith("done")
