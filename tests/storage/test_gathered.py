"""Transactions that change the counters of one publication at once: none waits for another before its very end."""

from sqlalchemy import Connection, text

from storage.database import Database
from storage.ledger import (
    NewDelivery,
    Tally,
    add_deliveries,
    claim,
    finish,
    intend,
    lock_publications,
    open_lane,
    record,
    release,
)
from storage.states import DeliveryState
from tests.storage.rows import NOW, SENDER, a_publication, a_result, a_tenant, counted, rows_counted


def _shared(connection: Connection) -> tuple[int, int, tuple[int, int]]:
    """A publication with recipients on two lanes: the municipality's number, its own, and the lanes' epochs."""
    number = a_publication(connection)
    add_deliveries(connection, number, [NewDelivery(str(key), None, key % 2, "x") for key in range(12)])
    tenant = a_tenant(connection)
    return (
        tenant,
        number,
        (
            open_lane(connection, tenant, SENDER, 0, "uno", NOW).epoch,
            open_lane(connection, tenant, SENDER, 1, "dos", NOW).epoch,
        ),
    )


def _work(connection: Connection, tenant: int, number: int, shard: int, epoch: int, tally: Tally) -> None:
    """All that a lane's step may ask, but for the writing of the counters."""
    first = [row.id for row in claim(connection, number, shard, epoch, 4, NOW, tally)]
    going = intend(connection, first, epoch, tally).go
    record(connection, [a_result(going[0], epoch), a_result(going[1], epoch, DeliveryState.FAILED)], NOW, tally)
    claim(connection, number, shard, epoch, 1, NOW, tally)
    release(connection, tenant, SENDER, shard, epoch, tally)


def test_counters_are_locked_last(postgresql_database: Database) -> None:
    """What one transaction has done to a publication's rows keeps another from nothing until it writes its counters."""
    database = postgresql_database
    with database.write() as connection:
        tenant, number, epochs = _shared(connection)
    with database.write() as connection:
        late = Tally()
        _work(connection, tenant, number, 0, epochs[0], late)
        with database.write() as other:
            other.execute(text("SET LOCAL lock_timeout = '4s'"))
            early = Tally()
            _work(other, tenant, number, 1, epochs[1], early)
            early.write(other)
        late.write(connection)
    with database.read() as connection:
        assert counted(connection) == rows_counted(connection)
        assert counted(connection)[number, "x", "sent"] == 2


def test_gathered_or_not_the_counters_agree(writing: Connection) -> None:
    """Written once at the end they say what they say when each change is written by itself."""
    found = []
    for message in ("gathered", "one by one"):
        number = a_publication(writing, message=message)
        add_deliveries(writing, number, [NewDelivery(str(key), None, 0, "x") for key in range(6)])
        epoch = open_lane(writing, a_tenant(writing), SENDER, 0, "uno", NOW).epoch
        tally = Tally() if message == "gathered" else None
        ids = [row.id for row in claim(writing, number, 0, epoch, 4, NOW, tally)]
        record(writing, [a_result(each, epoch) for each in intend(writing, ids, epoch, tally).go], NOW, tally)
        if tally is not None:
            assert tally.change(number, [DeliveryState.SENT]) == 4
            tally.write(writing)
        found.append({state: count for (which, _, state), count in counted(writing).items() if which == number})
        assert counted(writing) == rows_counted(writing)
    assert found == [{"pending": 2, "sent": 4}] * 2


def test_whoever_will_finish_a_publication_keeps_nobody_from_counting(postgresql_database: Database) -> None:
    """The first of a state makes a counter, which names the publication: it waits for nobody, or all would."""
    with postgresql_database.write() as connection:
        _, number, epochs = _shared(connection)
    with postgresql_database.write() as connection:
        lock_publications(connection, [number])
        assert finish(connection, number, NOW) is None
        with postgresql_database.write() as other:
            other.execute(text("SET LOCAL lock_timeout = '4s'"))
            assert claim(other, number, 1, epochs[1], 1, NOW)
