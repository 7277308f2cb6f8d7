"""A page of the audit beside years of its rows: who did little, or what was done seldom, is found by an index."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, insert, text

from panel.office.audit_rows import Sought, read_page
from storage.database import Database
from storage.tables import audit
from tests.panel.staffed import office

ROWS = 6_000
FIRST = datetime(2021, 1, 1, 13, tzinfo=UTC)


def years(connection: Connection, tenant: int) -> None:
    """Rows of the program, and two of Luis; all of one verb, but one of those two."""
    rows = [
        {"tenant": tenant, "at": FIRST + timedelta(hours=8 * number), "actor": "pregonero", "verb": "retry"}
        | {"subject": f"publication/{number}", "detail": {}, "previous": "0" * 64, "hash": "0" * 64}
        for number in range(ROWS)
    ]
    rows[10] |= {"actor": "luis"}
    rows[11] |= {"actor": "luis", "verb": "handover"}
    connection.execute(insert(audit), rows)
    if connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE audit"))


@pytest.mark.parametrize(
    ("sought", "found", "index"),
    [
        (Sought(person="luis"), 2, "ix_audit_actor"),
        (Sought(person="eva"), 0, "ix_audit_actor"),
        (Sought(verb="handover"), 1, "ix_audit_verb"),
        (Sought(person="luis", verb="handover"), 1, "ix_audit_verb"),
        (Sought(person="luis", before=3), 0, "ix_audit_actor"),
    ],
)
async def test_few_rows_are_found_without_a_look_at_the_others(
    sought: Sought, found: int, index: str, database: Database, tmp_path: Path
) -> None:
    """By person, by verb or by both, on either database, in the order of their numbers."""
    async with office(database, tmp_path) as town:
        with database.write() as connection:
            years(connection, town.desk.place.tenant_id)
        said: list[tuple[str, object]] = []

        def note(*given: object) -> None:
            said.append((str(given[2]), given[3]))

        with database.read() as connection:
            event.listen(connection, "before_cursor_execute", note)
            assert len(read_page(connection, town.desk.place, sought, people=True)[0]) == found
            event.remove(connection, "before_cursor_execute", note)
            explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
            words, values = next(each for each in said if " audit" in each[0])
            plan = " ".join(map(str, connection.exec_driver_sql(f"{explain} {words}", values)))  # type: ignore[arg-type]
        assert index in plan
        assert "Seq Scan" not in plan
        assert "TEMP B-TREE" not in plan
