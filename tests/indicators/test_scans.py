"""A month's report beside years of rows finds its own by an index, and looks at no others."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, event, insert, text

from indicators.changes import read_changes
from indicators.corrected import read_corrected
from indicators.declared import measurements
from indicators.outcomes import counts, read_outcomes
from indicators.periods import parse_period
from indicators.tasks import read_overdue, read_tasks
from storage.database import Database
from storage.tables import counter, delivery, measurement, publication, recount, work_order
from tests.indicators.rows import add_tenant
from tests.indicators.test_periods import BOGOTA

FIRST = datetime(2020, 1, 1, 13, tzinfo=UTC)
DAYS = 2_900
PERIOD = parse_period("2027-11", BOGOTA)
NOW = datetime(2027, 12, 10, tzinfo=UTC)
MODES = ("real",)
WHOLE = re.compile(r"Seq Scan on (publication|delivery|work_order|measurement)|hashed SubPlan \d+\).*publication")
"""How PostgreSQL says that it reads all of a table that grows by the year."""
UNBOUND = re.compile(r"SCAN (publication|delivery|work_order|measurement)|\(tenant=\?( AND started_at<\?)?\)")
"""How SQLite says that it reads all rows of a municipality, or all that began before."""


def _years(connection: Connection) -> int:
    """A post and a task a day, a figure of two indicators besides; counted, as the databases count what they hold."""
    tenant = add_tenant(connection)
    posts, sent, rows, orders, figures = [], [], [], [], []
    for number in range(1, 2 * DAYS + 1):
        moment, is_task = FIRST + timedelta(days=number // 2), number % 2 == 0
        its = {"id": number, "tenant": tenant, "campaign": "noticias", "message": f"dia-{number}", "account": "web"}
        its |= {"occurrence": "1", "kind": "manual" if is_task else "broadcast", "channel": "web", "medium": "Web"}
        its |= {"publishes": True, "mode": "real", "class_": "servicio", "actions": [], "audience": "ciudadania"}
        its |= {"state": "done", "digest": "0" * 64, "planned_at": moment, "created_at": moment}
        posts.append(its | {"started_at": moment, "finished_at": moment})
        sent.append({"publication": number, "audience": "ciudadania", "state": "sent", "count": 1})
        row = {"id": number, "publication": number, "recipient_key": "1", "audience": "ciudadania", "state": "sent"}
        rows.append(row | {"sent_at": moment})
        if is_task:
            order = {"tenant": tenant, "publication": number, "delivery": number, "kind": "cuña", "title": "Cuña"}
            order |= {"sheet": "", "responsible": "prensa", "due_at": moment, "evidence": [], "state": "done"}
            orders.append(order | {"done": 1, "confirmed_at": moment, "asked_by": "ana" if number % 10 == 0 else ""})
        figure = {"tenant": tenant, "indicator": f"visitas-{number % 2}", "source": "pulled", "value": 1.0}
        figures.append(figure | {"day": moment.date(), "recorded_at": moment})
    for table, found in zip(
        (publication, counter, delivery, work_order, measurement), (posts, sent, rows, orders, figures), strict=True
    ):
        connection.execute(insert(table), found)
    again = {"work_order": 1, "before": 1, "done": 2, "reason": "Eran dos", "by": "ana", "at": FIRST}
    connection.execute(insert(recount), [again])
    if connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE publication, counter, delivery, work_order, measurement, recount"))
    return tenant


def _read(connection: Connection, tenant: int, what: str) -> int:
    """Something that a report of the month is made of; how many rows it has."""
    since, until = PERIOD.since, PERIOD.until
    if what == "outcomes":
        found = read_outcomes(connection, tenant, since, until, NOW)
        return len(found.published) + len(found.fulfilled) + len(found.owed)
    if what == "tasks":
        ours = counts(tenant, MODES)
        [tasks] = read_tasks(connection, ours, tenant, since, until, NOW)
        return tasks.all + len(read_overdue(connection, ours, tenant, since, until, NOW))
    if what == "figures":
        return len(measurements(connection, tenant, PERIOD))
    return len(read_corrected(connection, tenant, PERIOD, BOGOTA)) + len(
        read_changes(connection, tenant, MODES, since, until)
    )


@pytest.mark.parametrize(("what", "rows"), [("outcomes", 96), ("tasks", 24), ("figures", 60), ("changes", 0)])
def test_what_is_long_over_is_not_read(database: Database, what: str, rows: int) -> None:
    """Publications, tasks, duties and figures of a month are found by their day on either database."""
    with database.write() as connection:
        tenant = _years(connection)
        said: list[tuple[str, object]] = []

        def note(*given: object) -> None:
            said.append((str(given[2]), given[3]))

        event.listen(connection, "before_cursor_execute", note)
        assert _read(connection, tenant, what) == rows
        event.remove(connection, "before_cursor_execute", note)
        is_lite = connection.dialect.name == "sqlite"
        explain, bad = ("EXPLAIN QUERY PLAN", UNBOUND) if is_lite else ("EXPLAIN", WHOLE)
        for words, values in said:
            plan = [str(row) for row in connection.exec_driver_sql(f"{explain} {words}", values)]  # type: ignore[arg-type]
            assert [line for line in plan if bad.search(line)] == [], "\n".join([words, *plan])
