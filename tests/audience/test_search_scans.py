"""A search for a name beside very many looks through one stretch of them, and at no others."""

import re

import pytest
from sqlalchemy import event, insert, text

from audience import people_search
from audience.people_search import Onward, search
from storage.database import Database
from storage.tables import contact
from tests.audience.people import NOW, SECRET

PEOPLE = 6_000
STRETCH = 100
WHOLE = re.compile(r"Seq Scan on contact|SCAN contact|\(tenant=\?( AND (rowid|id)>\?)?\)|\(rowid>\?\)")
"""How either database says that it reads all of a municipality's, or all behind one."""


@pytest.mark.parametrize("since", [Onward(0), Onward(3_000, (7, 11))])
def test_one_stretch_is_read(since: Onward, database: Database, tenant: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the numbers of its first and its last, which are found by an index alone."""
    monkeypatch.setattr(people_search, "STRETCH", STRETCH)
    said: list[tuple[str, object]] = []

    def note(*given: object) -> None:
        said.append((str(given[2]), given[3]))

    with database.write() as connection:
        rows = [{"tenant": tenant, "name": f"Ana {number}", "created_at": NOW} for number in range(PEOPLE)]
        connection.execute(insert(contact), rows)
        if connection.dialect.name == "postgresql":
            connection.execute(text("ANALYZE contact"))
        event.listen(connection, "before_cursor_execute", note)
        onward = search(connection, tenant, SECRET, "zzz", since).onward
        event.remove(connection, "before_cursor_execute", note)
        explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
        plans = [
            " ".join(map(str, connection.exec_driver_sql(f"{explain} {words}", values)))  # type: ignore[arg-type]
            for words, values in said
        ]
    assert onward == Onward(since.after + STRETCH)
    [ends, *names] = [plan for (words, _), plan in zip(said, plans, strict=True) if "contact_attribute" not in words]
    assert "Seq Scan" not in ends
    assert len(names) >= 1
    assert [plan for plan in names if WHOLE.search(plan)] == []
