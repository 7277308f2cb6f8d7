"""What a sweep asks of the rows first, every two seconds."""

from typing import Any

from sqlalchemy import text

from delivery.publications.waiting import waiting
from storage.database import Database

LARGE = ("publication", "work_order", "delivery", "chore", "reply")
"""Tables that grow with the years."""


def test_no_question_of_a_sweep_reads_a_whole_table(sqlite_database: Database) -> None:
    """Each is answered from an index by the state of what is open, however much is over."""
    asked: list[str] = []
    with sqlite_database.write() as connection:
        driver: Any = connection.connection.driver_connection
        driver.set_trace_callback(asked.append)
        waiting(connection, 1)
        driver.set_trace_callback(None)
        [statement] = asked
        steps = [str(row[3]) for row in connection.execute(text(f"EXPLAIN QUERY PLAN {statement}".replace(":", "\\:")))]
    assert [step for step in steps if step.startswith("SCAN ") and step.split()[1] in LARGE] == []
    by_tenant_alone = [step for step in steps if step.split()[1] == "publication" and "state" not in step]
    assert by_tenant_alone == []
