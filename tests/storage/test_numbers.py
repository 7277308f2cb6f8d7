"""Numbers that are known before their rows are written."""

from datetime import UTC, datetime

from sqlalchemy import insert, select

from storage.database import Database
from storage.numbers import reserve
from storage.tables import contact
from tests.audience.people import add_contact, add_tenant


def test_reserved_numbers_rise_above_all_that_are_there(database: Database) -> None:
    """Rows that are written with them meet nobody, and whoever comes next neither."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        before = add_contact(connection, tenant, "Ana")
        reserved = reserve(connection, contact, 3, above=before + 1)
        rows = [
            {"id": number, "tenant": tenant, "name": "Eva", "created_at": datetime(2027, 1, 4, tzinfo=UTC)}
            for number in reserved
        ]
        connection.execute(insert(contact), rows)
        after = add_contact(connection, tenant, "Luis")

        assert list(reserved) == sorted(set(reserved))
        assert before < min(reserved)
        assert max(reserved) < after
        assert len(connection.scalars(select(contact.c.id)).all()) == 5


def test_on_sqlite_numbers_of_rows_that_were_deleted_may_be_kept_free(sqlite_database: Database) -> None:
    """A sending that is under way knows its contacts by their highest number."""
    with sqlite_database.write() as connection:
        assert list(reserve(connection, contact, 2, above=10)) == [11, 12]
