"""The usual end of a send is written in fewer words, and the rows are the same as by the careful way."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, update

from storage.database import Database
from storage.ledger import Result, claim, intend, record
from storage.ledger.arrivals import arrive
from storage.ledger.tally import Tally
from storage.states import DeliveryState, Outcome
from storage.tables import attempt, delivery
from tests.storage.rows import NOW, a_lane, a_publication, a_result, counted, deliveries, rows_counted

Change = Callable[[Result], Result]


def sending(connection: Connection, message: str) -> tuple[list[int], int]:
    """Two deliveries on the wire, the first after a failure that it remembers; and their epoch."""
    publication_id = a_publication(connection, message=message)
    ids = deliveries(connection, publication_id, 2)
    earlier = {"attempts": 2, "not_before": NOW, "resumption": "x", "error_code": "450", "error_text": "tarde"}
    connection.execute(update(delivery).where(delivery.c.id == ids[0]).values(earlier))
    epoch = a_lane(connection).epoch
    claim(connection, publication_id, 0, epoch, 2, NOW)
    intend(connection, ids, epoch)
    return ids, epoch


def rows(connection: Connection, ids: list[int]) -> list[tuple[object, ...]]:
    """All that the deliveries and their attempts say, but for what differs from sending to sending."""
    own = {"id", "publication", "recipient_key", "address", "delivery", "epoch", "code"}
    shown = [column for column in delivery.c if column.name not in own]
    kept = [column for column in attempt.c if column.name not in own]
    found = select(*shown).where(delivery.c.id.in_(ids)).order_by(delivery.c.id)
    tried = select(*kept).where(attempt.c.delivery.in_(ids)).order_by(attempt.c.id)
    return [tuple(row) for row in [*connection.execute(found), *connection.execute(tried)]]


def test_rows_are_those_of_the_careful_way(writing: Connection) -> None:
    """State, attempts, what is cleared and what is kept, moments, and the attempt with its number."""
    told = []
    ended = NOW + timedelta(seconds=3, microseconds=5)
    # A code makes it unusual; the careful way keeps it in the attempt alone.
    for message, code in (("corto", ""), ("cuidadoso", "250")):
        ids, epoch = sending(writing, message)
        result = a_result(ids[0], epoch, DeliveryState.SENT, remote_id="<a@b>", sha256="ab" * 32, code=code)
        record(writing, [result._replace(ended_at=ended)], NOW)
        told.append(rows(writing, ids))
        assert counted(writing) == rows_counted(writing)

    assert told[0] == told[1]
    assert [row[2] for row in told[0][:2]] == ["sent", "sending"]


CHANGES: dict[str, Change] = {
    "the lane was opened anew": lambda result: result._replace(epoch=result.epoch - 1),
    "it failed": lambda result: result._replace(to=DeliveryState.FAILED, outcome=Outcome.REJECTED),
    "it burns no attempt": lambda result: result._replace(burns_attempt=False),
    "it has a code": lambda result: result._replace(code="250"),
}


@pytest.mark.parametrize("why", CHANGES)
def test_the_unusual_is_left_to_the_careful_way(writing: Connection, why: str) -> None:
    """What is told of one is no hindrance for the other."""
    ids, epoch = sending(writing, "m")
    first, second = (a_result(number, epoch, DeliveryState.SENT) for number in ids)
    unusual = CHANGES[why](second)
    tally = Tally()

    assert arrive(writing, [first, unusual], tally) == [unusual]
    states = dict(writing.execute(select(delivery.c.id, delivery.c.state)).all())
    assert states == {ids[0]: "sent", ids[1]: "sending"}


def test_what_is_told_twice_is_left_to_the_careful_way(writing: Connection) -> None:
    """Both words are kept as attempts, one after the other; the delivery is sent once."""
    ids, epoch = sending(writing, "m")
    result = a_result(ids[1], epoch, DeliveryState.SENT)

    assert arrive(writing, [result, result], Tally()) == [result, result]
    record(writing, [result, result], NOW)

    assert list(writing.execute(select(attempt.c.number).order_by(attempt.c.id)).scalars()) == [1, 2]
    assert counted(writing) == rows_counted(writing)


def test_a_row_that_another_has_taken_is_left(database: Database) -> None:
    """Under a newer epoch nothing of an older one is moved this way."""
    with database.write() as connection:
        ids, epoch = sending(connection, "m")
        a_lane(connection)
        result = a_result(ids[0], epoch, DeliveryState.SENT)
        assert arrive(connection, [result], Tally()) == [result]
