"""What is asked of the rows every few seconds."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, text

from delivery.daemon import assistant
from delivery.publications.waiting import waiting
from delivery.reporting import making
from storage.database import Database
from storage.execution import execute

LARGE = ("publication", "work_order", "delivery", "chore", "reply")
"""Tables that grow with the years."""
QUESTIONS = {
    "what waits": lambda connection: waiting(connection, 1),
    "which reports are waited for": lambda connection: execute(connection, making._WAITING, {"of": 1}),
    "what a rehearsal approves": lambda connection: execute(connection, assistant._AWAITING, {"of": 1}),
}


@pytest.mark.parametrize("ask", [pytest.param(each, id=name) for name, each in QUESTIONS.items()])
def test_no_question_of_every_few_seconds_reads_a_whole_table(
    sqlite_database: Database, ask: Callable[[Connection], object]
) -> None:
    """Each is answered from an index by the state of what is open, however much is over."""
    asked: list[str] = []
    with sqlite_database.write() as connection:
        driver: Any = connection.connection.driver_connection
        driver.set_trace_callback(asked.append)
        ask(connection)
        driver.set_trace_callback(None)
        [statement] = asked
        steps = [str(row[3]) for row in connection.execute(text(f"EXPLAIN QUERY PLAN {statement}".replace(":", "\\:")))]
    assert [step for step in steps if step.startswith("SCAN ") and step.split()[1] in LARGE] == []
    by_tenant_alone = [step for step in steps if step.split()[1] == "publication" and "state" not in step]
    assert by_tenant_alone == []
