"""Whose word is wanted is found beside years of publications without a look at those that are over."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, insert, text

from delivery.approving.questions import questions
from storage.database import Database
from storage.tables import publication
from tests.delivery.desk import at_work, bogota

NOW = bogota("2027-01-05T12:00")
OVER = 5_000


async def test_what_is_over_is_not_looked_at(database: Database, tmp_path: Path) -> None:
    """Of publications those alone that wait or run, on either database."""
    async with at_work(database, tmp_path, NOW) as desk:
        its = {"tenant": desk.place.tenant_id, "campaign": "noticias", "message": "dia", "account": "web"}
        its |= {"kind": "broadcast", "channel": "web", "medium": "Web", "publishes": True, "mode": "real"}
        its |= {"class_": "servicio", "actions": [], "audience": "ciudadania", "state": "done", "digest": "0" * 64}
        days = [(str(number), NOW - timedelta(days=number)) for number in range(OVER)]
        rows = [
            {**its, "occurrence": name, "planned_at": day, "created_at": day, "started_at": day} for name, day in days
        ]
        with database.write() as connection:
            connection.execute(insert(publication), rows)
            if connection.dialect.name == "postgresql":
                connection.execute(text("ANALYZE publication"))
            said = _said(connection, lambda: list(questions(connection, desk.place, NOW)))
            explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
            plans = [
                " ".join(map(str, connection.exec_driver_sql(f"{explain} {words}", values)))  # type: ignore[arg-type]
                for words, values in said
                if "FROM publication" in words
            ]
        assert plans
        assert [plan for plan in plans if "Seq Scan on publication" in plan or "(tenant=?)" in plan] == []


def _said(connection: Connection, work: Callable[[], object]) -> list[tuple[str, object]]:
    """What the database is asked meanwhile: kept statements go by SQLite's own driver."""
    said: list[tuple[str, object]] = []
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.set_trace_callback(lambda words: said.append((words, ())))
        work()
        driver.set_trace_callback(None)
        return said

    def note(*given: object) -> None:
        said.append((str(given[2]), given[3]))

    event.listen(connection, "before_cursor_execute", note)
    work()
    event.remove(connection, "before_cursor_execute", note)
    return said
