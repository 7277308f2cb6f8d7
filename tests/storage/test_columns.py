"""Moments come back as they were, and no row belongs to nobody."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError, StatementError

from storage.database import Database
from storage.tables import seen, tenant
from storage.tenants import Face, tenant_id
from tests.storage.rows import NOW


@pytest.mark.parametrize(
    "moment",
    [NOW, NOW.astimezone(timezone(timedelta(hours=-5))), datetime(2026, 3, 29, 2, 30, tzinfo=UTC)],
)
def test_moments_come_back_aware(database: Database, moment: datetime) -> None:
    """A moment comes back as the same moment, in UTC, to the microsecond, on both dialects."""
    with database.write() as connection:
        number = tenant_id(connection, "a", Face("A", "America/Bogota"))
        connection.execute(insert(seen).values(tenant=number, campaign="c", message="m", at=moment))
        back = connection.execute(select(seen.c.at)).scalar_one()

    assert back == moment
    assert back.tzinfo is UTC


def test_naive_moment_is_refused(database: Database) -> None:
    """A moment without a zone is stored nowhere."""
    with database.write() as connection:
        number = tenant_id(connection, "a", Face("A", "America/Bogota"))
    naive = datetime(2027, 1, 1)  # noqa: DTZ001 - what must be refused
    with pytest.raises(StatementError, match="naive"), database.write() as connection:
        connection.execute(insert(seen).values(tenant=number, campaign="c", message="m", at=naive))


def test_foreign_keys_hold(database: Database) -> None:
    """A row that belongs to nobody is refused on both dialects."""
    with pytest.raises(DBAPIError), database.write() as connection:
        connection.execute(insert(seen).values(tenant=999, campaign="c", message="m", at=NOW))
    with database.read() as connection:
        assert connection.execute(select(tenant)).all() == []
