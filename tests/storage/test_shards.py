"""Several lanes of one sender: they claim from one pool, and each answers for what it claimed."""

from typing import Any

from sqlalchemy import Connection, event, select, update

from storage.database import Database
from storage.ledger import NewDelivery, add_deliveries, claim, intend, open_lane, record, release, settle
from storage.states import DeliveryState
from storage.tables import delivery
from tests.storage.rows import (
    NOW,
    SENDER,
    a_publication,
    a_result,
    a_tenant,
    counted,
    deliveries,
    rows_counted,
    states,
)


def claimed(connection: Connection) -> tuple[int, int, list[int]]:
    """Three deliveries that the first lane has claimed: their publication, its epoch, their numbers."""
    publication_id = a_publication(connection)
    ids = deliveries(connection, publication_id)
    epoch = open_lane(connection, a_tenant(connection), SENDER, 0, "uno", NOW).epoch
    claim(connection, publication_id, 0, epoch, 3, NOW)
    return publication_id, epoch, ids


def test_lanes_of_a_sender_claim_from_one_pool(writing: Connection) -> None:
    """Whoever claims a delivery makes it its shard's, whatever shard had it before."""
    publication_id = a_publication(writing)
    add_deliveries(writing, publication_id, [NewDelivery("a", None, 0, "v"), NewDelivery("b", None, 1, "v")])
    epoch = open_lane(writing, a_tenant(writing), SENDER, 2, "uno", NOW).epoch

    assert [row.recipient_key for row in claim(writing, publication_id, 2, epoch, 9, NOW)] == ["a", "b"]
    assert writing.execute(select(delivery.c.shard)).scalars().all() == [2, 2]


def test_only_its_own_lane_puts_in_order_what_was_claimed(writing: Connection) -> None:
    """Another shard that is opened, or stops, leaves it alone."""
    _, epoch, ids = claimed(writing)
    tenant = a_tenant(writing)

    other = open_lane(writing, tenant, SENDER, 1, "dos", NOW)

    assert (other.released, other.uncertain, release(writing, tenant, SENDER, 1, other.epoch)) == (0, 0, 0)
    assert intend(writing, ids, epoch).go == ids


def test_late_word_of_a_lane_whose_delivery_another_lane_has(writing: Connection) -> None:
    """Taken over as it was sending, then claimed by another shard: `sent` ends what has not left, nothing else does."""
    publication_id, epoch, ids = claimed(writing)
    tenant = a_tenant(writing)
    intend(writing, ids, epoch)
    open_lane(writing, tenant, SENDER, 0, "dos", NOW)
    for number in ids:
        settle(writing, tenant, number, DeliveryState.PENDING, "ana", NOW)
    other = open_lane(writing, tenant, SENDER, 1, "dos", NOW).epoch
    claim(writing, publication_id, 1, other, 3, NOW)
    intend(writing, ids[2:], other)

    words = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.SENT)
    record(writing, [a_result(number, epoch, word) for number, word in zip(ids, words, strict=True)], NOW)

    assert list(states(writing, publication_id).values()) == ["sent", "claimed", "sending"]
    assert intend(writing, ids[:2], other).go == ids[1:2]
    record(writing, [a_result(number, other) for number in ids[1:]], NOW)
    assert counted(writing) == rows_counted(writing) == {(publication_id, "ciudadania", "sent"): 3}


def test_claim_finds_what_is_pending_by_its_index(postgresql_database: Database) -> None:
    """Among thousands of finished rows PostgreSQL reads the first pending ones in their order, and sorts nothing."""
    with postgresql_database.write() as connection:
        number = a_publication(connection)
        deliveries(connection, number, 4_000)
        connection.execute(update(delivery).where(delivery.c.id % 40 > 0).values(state="sent"))
        connection.exec_driver_sql("ANALYZE delivery")
        said: list[tuple[str, Any]] = []
        event.listen(connection, "before_cursor_execute", lambda *given: said.append(given[2:4]))
        epoch = open_lane(connection, a_tenant(connection), SENDER, 0, "uno", NOW).epoch
        claim(connection, number, 0, epoch, 20, NOW)
        words, values = next(each for each in said if "SKIP LOCKED" in each[0])
        plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {words}", values).scalars())
    assert "Index Scan using ix_delivery_pending" in plan
    assert "Sort" not in plan
