"""Work orders as a list: years of them beside the few that are open, and where a page of it ends."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, event, insert, select, text

from delivery.tasks.listing import LATELY, PAGE, Asked, Place, View, count_open, list_tasks
from storage.database import Database
from storage.ledger import NewDelivery, add_deliveries
from storage.tables import delivery, work_order
from tests.storage.rows import NOW, a_publication, a_tenant

YEARS, OPEN, LATE = 3_000, 120, 20
"""Orders in all, those that are open, and those of these that are late."""
MINE = frozenset({"ana", "educacion"})
WHOLE = re.compile(r"Seq Scan on (delivery|work_order)")
UNBOUND = re.compile(r"SCAN (delivery|work_order)|work_order\w* \(tenant=\?\)")
"""How either database says that it reads all orders there ever were."""


def _years(connection: Connection) -> int:
    """An order an hour: the last are open, and the first of these late; every second one is Ana's."""
    tenant, publication = a_tenant(connection), a_publication(connection, kind="manual", medium="radio")
    add_deliveries(connection, publication, [NewDelivery(f"{n}", f"{n}", 0, "ciudadania") for n in range(YEARS)])
    first_open, rows = YEARS - OPEN, []
    for at, own in enumerate(connection.scalars(select(delivery.c.id).order_by(delivery.c.id)).all()):
        moment, is_open = NOW + timedelta(hours=at - first_open - LATE), at >= first_open
        row: dict[str, object] = {"tenant": tenant, "publication": publication, "delivery": own, "kind": "emisora"}
        row |= {"title": "Cuña", "sheet": "", "evidence": [], "responsible": "ana" if at % 2 else "luis"}
        row |= {"due_at": moment, "state": "to_do" if is_open else "done"}
        rows.append(row | {"confirmed_at": None if is_open else moment})
    connection.execute(insert(work_order), rows)
    if connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE publication, delivery, work_order, receipt"))
    return tenant


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        (Asked(), OPEN),
        (Asked(slugs=MINE), OPEN // 2),
        (Asked(responsible="luis", medium="radio"), OPEN // 2),
        (Asked(medium="prensa"), 0),
        (Asked(view=View.OVERDUE), LATE),
        (Asked(view=View.SAID, slugs=MINE), int(LATELY.total_seconds()) // 7200 - LATE // 2),
    ],
    ids=["open", "mine", "one person's", "of no medium", "overdue", "done"],
)
def test_a_list_reads_no_more_than_what_is_open_or_was_done_lately(database: Database, asked: Asked, rows: int) -> None:
    """Each once over all pages, in order, found by an index on either database."""
    with database.write() as connection:
        tenant = _years(connection)
        said: list[tuple[str, object]] = []
        event.listen(connection, "before_cursor_execute", lambda *given: said.append((str(given[2]), given[3])))
        lines, after = list_tasks(connection, tenant, asked, NOW)
        while after is not None:
            assert Place.read(str(after)) == after
            more, after = list_tasks(connection, tenant, replace(asked, after=after), NOW)
            assert len(more) <= PAGE
            lines += more
        sums = count_open(connection, tenant, asked.slugs, NOW)
        whole = WHOLE if connection.dialect.name == "postgresql" else UNBOUND
        for statement, parameters in tuple(said):
            plan = "EXPLAIN " if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
            told = connection.exec_driver_sql(plan + statement, parameters).all()  # type: ignore[arg-type]
            assert not whole.search("\n".join(str(row[-1]) for row in told)), told
    assert len({each.id for each in lines}) == len(lines) == rows
    moments = [each.said or each.due for each in lines]
    assert moments == sorted(moments, reverse=asked.view is View.SAID)
    assert (sums.open, sums.overdue) == ((OPEN // 2, LATE // 2) if asked.slugs else (OPEN, LATE))


@pytest.mark.parametrize("told", ["", "-", "1", "a-b", "1-", "1-2-3", "-1-2", f"{'9' * 18}-1", "٣-١"])
def test_a_place_that_is_none_is_not_heard(told: str) -> None:
    """Whatever an address says."""
    assert Place.read(told) is None
