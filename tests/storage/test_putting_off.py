"""While all others wait for the hours: who has another clock is claimed alone, and whose hour it is not, put off."""

from datetime import timedelta

from sqlalchemy import Connection, update

from storage.database import Database
from storage.ledger import Cause, claim, intend, move_publication, put_off
from storage.states import PublicationState
from storage.tables import delivery
from tests.storage.rows import NOW, a_lane, a_publication, counted, deliveries, rows_counted, states

HOUR = timedelta(hours=1)


def time_of(connection: Connection, number: int, moment: object) -> None:
    """A delivery is not due before a moment."""
    connection.execute(update(delivery).where(delivery.c.id == number).values(not_before=moment))


def test_only_whose_time_has_come_is_claimed_apart(writing: Connection) -> None:
    """Not the many that have no time of their own, nor those whose time is still to come."""
    publication_id = a_publication(writing)
    _, come, to_come = deliveries(writing, publication_id, 3)
    time_of(writing, come, NOW - HOUR)
    time_of(writing, to_come, NOW + HOUR)
    epoch = a_lane(writing).epoch
    assert [row.id for row in claim(writing, publication_id, 0, epoch, 10, NOW, timed=True)] == [come]
    assert claim(writing, publication_id, 0, epoch, 10, NOW, timed=True) == []


def test_what_is_put_off_is_pending_until_then(writing: Connection) -> None:
    """It is no attempt, the counters know it, and nothing of it may leave meanwhile."""
    publication_id = a_publication(writing)
    first, second = deliveries(writing, publication_id, 2)
    epoch = a_lane(writing).epoch
    claim(writing, publication_id, 0, epoch, 2, NOW)
    put_off(writing, publication_id, [first], epoch, NOW + HOUR)
    assert intend(writing, [first, second], epoch).go == [second]
    assert states(writing, publication_id) == {first: "pending", second: "sending"}
    assert counted(writing) == rows_counted(writing)
    assert claim(writing, publication_id, 0, epoch, 2, NOW) == []
    [later] = claim(writing, publication_id, 0, epoch, 2, NOW + HOUR)
    assert (later.id, later.attempts) == (first, 0)


def test_a_lost_lane_puts_nothing_off(writing: Connection) -> None:
    """Whoever opened it since decides on what was claimed."""
    publication_id = a_publication(writing)
    [number] = deliveries(writing, publication_id, 1)
    epoch = a_lane(writing).epoch
    claim(writing, publication_id, 0, epoch, 1, NOW)
    put_off(writing, publication_id, [number], epoch - 1, NOW + HOUR)
    assert states(writing, publication_id) == {number: "claimed"}


def test_what_was_cancelled_is_not_put_off(writing: Connection) -> None:
    """Pending in a cancelled publication it would stay so for ever."""
    publication_id = a_publication(writing)
    [number] = deliveries(writing, publication_id, 1)
    epoch = a_lane(writing).epoch
    claim(writing, publication_id, 0, epoch, 1, NOW)
    move_publication(writing, publication_id, PublicationState.CANCELLED, Cause.CANCEL, NOW)
    put_off(writing, publication_id, [number], epoch, NOW + HOUR)
    assert states(writing, publication_id) == {number: "skipped"}


def test_the_many_that_wait_are_not_looked_through(sqlite_database: Database) -> None:
    """An index has only those with a time of their own: it is asked at every look, all night."""
    with sqlite_database.write() as connection:
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT id FROM delivery WHERE publication = 1 AND delivery.state = 'pending' "
            "AND not_before IS NOT NULL AND not_before <= '2027' AND crashes < 2 ORDER BY not_before, id LIMIT 10"
        ).all()
    assert any("ix_delivery_timed" in str(row) for row in plan), plan
