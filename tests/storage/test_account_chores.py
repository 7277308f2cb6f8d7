"""Chores of an account: the one that has been due for longest first, by one at a time, found by their own index."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select, text

from storage.account_chores import (
    add_account_chore,
    begin_chore,
    due_chore,
    earliest_chore,
    finish_chore,
    put_off_chores,
    refuse_chore,
    try_chore_again,
)
from storage.database import Database
from storage.tables import chore
from tests.storage.rows import NOW, a_tenant

HOUR = timedelta(hours=1)


def test_the_one_that_waits_longest_comes_first(writing: Connection) -> None:
    """Of the accounts that are asked for, and none before its time."""
    number = a_tenant(writing)
    for delivery, account, hours in ((1, "x", 2), (2, "x", 1), (3, "otra", 0)):
        assert add_account_chore(writing, number, "pull", delivery, account, "1h", NOW + hours * HOUR)
    assert not add_account_chore(writing, number, "pull", 1, "x", "1h", NOW)
    assert earliest_chore(writing, number, ["x", "nadie"]) == NOW + HOUR
    assert due_chore(writing, number, ["x"], NOW) is None
    found = due_chore(writing, number, ["x"], NOW + 5 * HOUR)
    assert found is not None
    assert (found.subject, found.account, found.slot, found.tries) == ("2", "x", "1h", 0)
    assert earliest_chore(writing, number, ["nadie"]) is None


def test_one_is_at_it_as_long_as_he_is_believed(writing: Connection) -> None:
    """Then another may begin it; what is over is begun no more."""
    tenant, [number] = _some(writing, 1)
    assert begin_chore(writing, number, NOW, HOUR)
    assert not begin_chore(writing, number, NOW + HOUR / 2, HOUR)
    assert begin_chore(writing, number, NOW + HOUR, HOUR)
    finish_chore(writing, number)
    assert not begin_chore(writing, number, NOW + 9 * HOUR, HOUR)
    assert earliest_chore(writing, tenant, ["x"]) is None


def test_what_was_tried_in_vain_keeps_why(writing: Connection) -> None:
    """It is due again later; refused for good, it is due no more."""
    tenant, [number] = _some(writing, 1)
    try_chore_again(writing, number, NOW + HOUR, "No hay conexión con X.")
    found = due_chore(writing, tenant, ["x"], NOW + HOUR)
    assert found is not None
    assert found.tries == 1
    refuse_chore(writing, number, "X ya no tiene esa publicación.")
    row = writing.execute(select(chore).where(chore.c.id == number)).one()
    assert (row.state, row.note) == ("failed", "X ya no tiene esa publicación.")
    assert due_chore(writing, tenant, ["x"], NOW + 9 * HOUR) is None


def test_an_account_s_chores_are_put_off_together(writing: Connection) -> None:
    """Only those that would be due before, of one kind where it is named."""
    tenant, numbers = _some(writing, 2)
    add_account_chore(writing, tenant, "close", 9, "x", "1", NOW)
    add_account_chore(writing, tenant, "pull", 8, "x", "1", NOW + 5 * HOUR)
    put_off_chores(writing, tenant, ["x"], NOW + HOUR, "pull")
    rows = writing.execute(select(chore.c.kind, chore.c.due_at).order_by(chore.c.id)).all()
    moments = [(kind, due_at - NOW) for kind, due_at in rows]
    assert moments == [("pull", HOUR), ("pull", HOUR), ("close", timedelta(0)), ("pull", 5 * HOUR)]
    put_off_chores(writing, tenant, ["x"], NOW + 2 * HOUR)
    assert earliest_chore(writing, tenant, ["x"]) == NOW + 2 * HOUR
    assert len(numbers) == 2


def test_the_earliest_is_found_by_the_index(database: Database) -> None:
    """A sweep asks every second: one look into the index of what is open, however much is over."""
    if database.dialect == "postgresql":
        # Its planner reads a table of three rows from end to end, rightly.
        return
    asked: list[str] = []
    with database.write() as connection:
        driver: Any = connection.connection.driver_connection
        driver.set_trace_callback(asked.append)
        earliest_chore(connection, 1, ["x"])
        driver.set_trace_callback(None)
        [statement] = [each for each in asked if "min(" in each]
        plan = [str(row) for row in connection.execute(text(f"EXPLAIN QUERY PLAN {statement}"))]
    assert any("ix_chore_of_account" in step for step in plan)


def _some(connection: Connection, count: int) -> tuple[int, list[int]]:
    """Pulls of the account `x` that are due now."""
    tenant = a_tenant(connection)
    for delivery in range(count):
        add_account_chore(connection, tenant, "pull", delivery, "x", "1h", NOW)
    return tenant, list(connection.execute(select(chore.c.id).order_by(chore.c.id)).scalars())
