"""A lane is leased: while one daemon holds it no other opens it, by the clock of the database that they share."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, text, update

from storage.database import Database
from storage.lanes import renew, update_lane
from storage.ledger import OpenedLane, claim, intend, lease_lane, open_lane
from storage.tables import lane
from tests.storage.alive import alive
from tests.storage.rows import NOW, SENDER, a_publication, a_tenant, counted, deliveries, rows_counted, states

TERM = timedelta(minutes=1)


def lease(database: Database, owner: str, term: timedelta = TERM) -> OpenedLane | None:
    """The sender's lane, asked for in a transaction of its own."""
    with database.write() as connection:
        return lease_lane(connection, a_tenant(connection), SENDER, 0, owner, NOW, term)


def held(database: Database, owner: str, term: timedelta = TERM) -> OpenedLane:
    """The same, where it is to be had."""
    opened = lease(database, owner, term)
    assert opened is not None
    return opened


def set_end(database: Database, end: str) -> None:
    """When the lease ends, in SQL."""
    with database.write() as connection:
        connection.execute(update(lane).values(leased_until=text(end)))


def test_another_does_not_open_what_is_leased(postgresql_database: Database) -> None:
    """Nor does it disturb the holder: the epoch stays. The holder itself may open it again, under a new epoch."""
    with alive(postgresql_database, "uno"):
        first = held(postgresql_database, "uno")
        assert lease(postgresql_database, "dos") is None
        assert held(postgresql_database, "uno").epoch > first.epoch


def test_a_dead_daemons_lease_binds_nobody(postgresql_database: Database) -> None:
    """Its session is gone, so that nobody waits for the lease's end: a daemon that is started anew goes on at once."""
    with alive(postgresql_database, "uno", "tres"):
        first = held(postgresql_database, "uno")
    with alive(postgresql_database, "tres"):
        assert held(postgresql_database, "dos").epoch > first.epoch


@pytest.mark.parametrize(
    "end", ["clock_timestamp() - interval '1 ms'", "clock_timestamp() + interval '1 hour'", "NULL"]
)
def test_a_lease_that_is_over_binds_nobody(postgresql_database: Database, end: str) -> None:
    """Run out, given back, or from before the database's clock was set back by an hour."""
    with alive(postgresql_database, "uno"):
        first = held(postgresql_database, "uno")
        set_end(postgresql_database, end)
        assert held(postgresql_database, "dos").epoch > first.epoch


def test_a_lease_is_renewed_by_its_holder_alone(postgresql_database: Database) -> None:
    """Whoever has been overtaken learns it, and does not prolong the other's."""
    first = held(postgresql_database, "uno")
    with postgresql_database.write() as connection:
        assert renew(connection, first.id, first.epoch, TERM)
    set_end(postgresql_database, "clock_timestamp()")
    second = held(postgresql_database, "dos")
    with postgresql_database.write() as connection:
        assert not renew(connection, first.id, first.epoch, TERM)
        assert renew(connection, second.id, second.epoch, TERM)


def test_a_closed_lane_is_free_at_once(postgresql_database: Database) -> None:
    """Its holder gives the lease back with the lane's row."""
    first = held(postgresql_database, "uno")
    with postgresql_database.write() as connection:
        assert update_lane(connection, a_tenant(connection), SENDER, 0, first.epoch, leased_until=None)
    assert lease(postgresql_database, "dos") is not None


def test_what_a_lost_lease_left_is_put_in_order(postgresql_database: Database) -> None:
    """As after any takeover: what was claimed waits again, what was being sent is in doubt; the old
    claims nothing."""
    first = held(postgresql_database, "uno")
    with postgresql_database.write() as connection:
        number = a_publication(connection)
        ids = deliveries(connection, number)
        claim(connection, number, 0, first.epoch, 3, NOW)
        intend(connection, ids[:1], first.epoch)
    set_end(postgresql_database, "clock_timestamp()")

    second = held(postgresql_database, "dos")

    assert (second.released, second.uncertain) == (2, 1)
    with postgresql_database.write() as connection:
        assert list(states(connection, number).values()) == ["uncertain", "pending", "pending"]
        assert claim(connection, number, 0, first.epoch, 3, NOW) == []
        assert intend(connection, ids[1:], first.epoch).go == []
        assert counted(connection) == rows_counted(connection)


def test_who_opens_without_a_lease_holds_none(writing: Connection) -> None:
    """On SQLite there is one daemon; nothing stays behind that would bind another."""
    open_lane(writing, a_tenant(writing), SENDER, 0, "uno", NOW)
    assert writing.execute(select(lane.c.leased_until)).scalar_one() is None
