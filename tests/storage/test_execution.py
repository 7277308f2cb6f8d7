"""Kept statements by SQLite's own driver: the same rows as by SQLAlchemy, on both dialects."""

import sqlite3
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Select, bindparam, exists, insert, select, update
from sqlalchemy.exc import DBAPIError

from storage.columns import Instant
from storage.database import Database
from storage.execution import execute
from storage.ledger import NewDelivery, add_deliveries
from storage.tables import delivery, publication, seen
from tests.storage.rows import NOW, a_publication, a_tenant

AMONG = select(publication).where(publication.c.id.in_(bindparam("numbers", expanding=True))).order_by(publication.c.id)
BEFORE = select(publication.c.id, exists().where(delivery.c.publication == publication.c.id)).where(
    publication.c.state == "running", publication.c.created_at < bindparam("moment", type_=Instant())
)
MOVED = (
    update(publication)
    .where(publication.c.id == bindparam("number"), publication.c.publishes.is_(True))
    .values(content=bindparam("new_content", type_=publication.c.content.type))
    .returning(publication.c.id, publication.c.class_, publication.c.content)
)
SEEN = insert(seen)


def publications(connection: Connection) -> list[int]:
    """Three of them, the last with a delivery."""
    numbers = [a_publication(connection, message=f"m{number}", actions=["SE-7", "ñ"]) for number in range(3)]
    add_deliveries(connection, numbers[-1], [NewDelivery("clave", None, 0, "ciudadania")])
    return numbers


@pytest.mark.parametrize("count", [0, 1, 3])
def test_rows_are_what_sqlalchemy_gives(database: Database, count: int) -> None:
    """Every column comes back as its type has it (JSON, moments, booleans), under its own name."""
    with database.write() as connection:
        numbers = publications(connection)[:count]
        ours = execute(connection, AMONG, {"numbers": numbers}).all()
        theirs = connection.execute(AMONG, {"numbers": numbers}).all()
    assert [tuple(row) for row in ours] == [tuple(row) for row in theirs]
    assert [row.class_ for row in ours] == ["servicio"] * count
    assert [row.actions for row in ours] == [["SE-7", "ñ"]] * count
    assert [row.created_at for row in ours] == [NOW] * count


def test_constants_and_conditions_without_a_name(database: Database) -> None:
    """What the statement itself compares with goes along; a moment given in another zone is the same moment."""
    with database.write() as connection:
        numbers = publications(connection)
        found = execute(connection, BEFORE, {"moment": NOW + timedelta(seconds=1)}).all()
        none = execute(connection, BEFORE, {"moment": NOW})
    assert sorted((number, bool(has)) for number, has in found) == [(n, n == numbers[-1]) for n in numbers]
    assert (none.first(), none.one_or_none(), none.scalars(), none.scalar_one_or_none()) == (None, None, [], None)


def test_changes_are_made_and_told(database: Database) -> None:
    """A list that a JSON column takes is one value; what is returned is the row after the change."""
    with database.write() as connection:
        number, other, _ = publications(connection)
        moved = execute(connection, MOVED, {"number": number, "new_content": ["á", {"b": 1}]}).one()
    with database.read() as connection:
        left = connection.execute(select(publication.c.content).where(publication.c.id == other)).scalar_one()
    assert tuple(moved) == (number, "servicio", ["á", {"b": 1}])
    assert left is None


def test_a_row_that_is_refused_undoes_all(database: Database) -> None:
    """The transaction is the connection's: what fails in it takes everything back."""

    def twice() -> None:
        with database.write() as connection:
            values = {"tenant": a_tenant(connection), "campaign": "c", "message": "m", "at": NOW}
            execute(connection, SEEN, values)
            execute(connection, SEEN, values)

    with pytest.raises((DBAPIError, sqlite3.IntegrityError)):
        twice()
    with database.read() as connection:
        assert connection.execute(select(seen)).all() == []


def test_a_statement_is_built_once_for_who_writes_and_who_reads(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Building costs a hundred times what asking does; writer and readers each have a dialect of their own."""
    statement, built, build = select(seen.c.tenant), [], Select.compile

    def counted(self: Select[Any], **how: Any) -> Any:
        built.append(self)
        return build(self, **how)

    monkeypatch.setattr(Select, "compile", counted)
    with sqlite_database.write() as connection:
        execute(connection, statement)
    with sqlite_database.read() as connection:
        execute(connection, statement)
    assert len(built) == 1
