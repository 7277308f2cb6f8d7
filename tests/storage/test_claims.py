"""From pending to the wire: claims, intentions, and who may still stop a message at the last second."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Select, String, bindparam, insert, literal, select, union_all, update

from storage.database import Database
from storage.ledger import (
    Cause,
    Claimed,
    NewDelivery,
    add_deliveries,
    add_selected,
    claim,
    intend,
    move_deliveries,
    move_publication,
    refuse,
)
from storage.states import DeliveryState, PublicationState
from storage.tables import delivery, suppression
from tests.storage.rows import (
    NOW,
    a_lane,
    a_publication,
    a_tenant,
    counted,
    deliveries,
    rows_counted,
    states,
)


def _one(name: str) -> Select[str, str]:
    key = bindparam(name, type_=String())
    return select(key.label("recipient_key"), literal("x@example.org").label("address"))


_BOTH = union_all(_one("first"), _one("second")).subquery()
FOUND = select(_BOTH.c.recipient_key, _BOTH.c.address)
"""Two recipients, by the keys that are given."""


def claimed(connection: Connection, number: int = 3) -> tuple[int, int, list[int]]:
    """A running publication whose deliveries are claimed: its number, the epoch, the deliveries."""
    publication_id = a_publication(connection)
    ids = deliveries(connection, publication_id, number)
    epoch = a_lane(connection).epoch
    claim(connection, publication_id, 0, epoch, number, NOW)
    return publication_id, epoch, ids


def suppress(connection: Connection, key: str) -> None:
    """The person with this key wants no more."""
    row = {"tenant": a_tenant(connection), "key": key, "reason": "baja", "since": NOW}
    connection.execute(insert(suppression).values(**row))


def test_recipient_is_written_once(writing: Connection) -> None:
    """A key that the publication has already makes no second row and no second count."""
    publication_id = a_publication(writing)
    rows = [NewDelivery("a", "a@example.org", 0, "vecinos"), NewDelivery("b", "b@example.org", 0, "vecinos")]

    assert add_deliveries(writing, publication_id, rows) == 2
    assert add_deliveries(writing, publication_id, [*rows, NewDelivery("c", None, 0, "vecinos")]) == 1
    assert counted(writing) == rows_counted(writing) == {(publication_id, "vecinos", "pending"): 3}


def test_recipients_that_a_query_finds_are_written_once(writing: Connection) -> None:
    """What the publication has already is passed over; the others are pending and counted."""
    publication_id = a_publication(writing)
    add_deliveries(writing, publication_id, [NewDelivery("a", "a@example.org", 0, "vecinos")])

    assert add_selected(writing, publication_id, "vecinos", FOUND, {"first": "a", "second": "b"}) == 1
    assert add_selected(writing, publication_id, "vecinos", FOUND, {"first": "a", "second": "b"}) == 0
    rows = writing.execute(select(delivery.c.recipient_key, delivery.c.address).order_by(delivery.c.id)).all()
    assert [tuple(row) for row in rows] == [("a", "a@example.org"), ("b", "x@example.org")]
    assert counted(writing) == rows_counted(writing) == {(publication_id, "vecinos", "pending"): 2}


def test_a_query_finds_recipients_after_a_cancel_too(writing: Connection) -> None:
    """In a cancelled publication each gets a row that says why nothing was sent."""
    publication_id = a_publication(writing, PublicationState.CANCELLED)

    add_selected(writing, publication_id, "vecinos", FOUND, {"first": "a", "second": "b"})

    rows = writing.execute(select(delivery.c.state, delivery.c.error_code)).all()
    assert [tuple(row) for row in rows] == [("skipped", "cancelled")] * 2
    assert counted(writing) == rows_counted(writing)


def test_expansion_goes_on_after_a_cancel(writing: Connection) -> None:
    """In a cancelled publication everyone still gets a row, and it says why nothing was sent."""
    publication_id = a_publication(writing, PublicationState.CANCELLED)

    add_deliveries(writing, publication_id, [NewDelivery("a", None, 0, "vecinos")])

    row = writing.execute(select(delivery.c.state, delivery.c.error_code)).one()
    assert tuple(row) == ("skipped", "cancelled")
    assert counted(writing) == rows_counted(writing)


def test_claim_takes_the_oldest_that_are_due(writing: Connection) -> None:
    """A claim takes what is due, in order, up to its limit, with what a send needs to know."""
    publication_id = a_publication(writing)
    ids = deliveries(writing, publication_id, 4)
    later = NOW + timedelta(seconds=1)
    writing.execute(update(delivery).where(delivery.c.id == ids[0]).values(not_before=later, resumption="token"))
    epoch = a_lane(writing).epoch

    first = claim(writing, publication_id, 0, epoch, 2, NOW)
    second = claim(writing, publication_id, 0, epoch, 9, later)

    assert [row.id for row in first] == ids[1:3]
    assert second == [
        Claimed(ids[0], publication_id, "ciudadania-0", "0@example.org", "ciudadania", 0, "token"),
        Claimed(ids[3], publication_id, "ciudadania-3", "3@example.org", "ciudadania", 0, None),
    ]
    assert counted(writing) == rows_counted(writing)


@pytest.mark.parametrize("state", [state for state in PublicationState if state is not PublicationState.RUNNING])
def test_only_what_runs_is_claimed(writing: Connection, state: PublicationState) -> None:
    """Nothing of a publication that does not run is claimed."""
    publication_id = a_publication(writing, state)
    deliveries(writing, publication_id)
    epoch = a_lane(writing).epoch

    assert claim(writing, publication_id, 0, epoch, 9, NOW) == []


def test_intention_commits_to_sending(writing: Connection) -> None:
    """What runs and is suppressed by nobody goes."""
    publication_id, epoch, ids = claimed(writing)

    intention = intend(writing, ids, epoch)

    assert (intention.go, intention.held, intention.skipped) == (ids, [], [])
    assert set(states(writing, publication_id).values()) == {"sending"}
    assert counted(writing) == rows_counted(writing)


def test_intention_counts_once(writing: Connection) -> None:
    """What is on the wire already is not let go a second time."""
    _, epoch, ids = claimed(writing)
    intend(writing, ids, epoch)

    again = intend(writing, ids, epoch)

    assert (again.go, again.held, again.skipped) == ([], [], [])


def test_suppression_counts_at_the_last_second(writing: Connection) -> None:
    """Somebody who unsubscribes between claim and intention gets nothing, and the row says why."""
    _, epoch, ids = claimed(writing)
    suppress(writing, "ciudadania-1")

    intention = intend(writing, ids, epoch)

    assert (intention.go, intention.held, intention.skipped) == ([ids[0], ids[2]], [], [ids[1]])
    row = writing.execute(select(delivery.c.state, delivery.c.error_code).where(delivery.c.id == ids[1])).one()
    assert tuple(row) == ("skipped", "suppressed")
    assert counted(writing) == rows_counted(writing)


def test_suppression_of_another_municipality_counts_for_nothing(writing: Connection) -> None:
    """Each municipality keeps its own suppressions."""
    _, epoch, ids = claimed(writing)
    other = a_tenant(writing, "otra")
    writing.execute(insert(suppression).values(tenant=other, key="ciudadania-1", reason="baja", since=NOW))

    assert intend(writing, ids, epoch).go == ids


@pytest.mark.parametrize(
    ("limits", "goes"),
    [
        ({"channel": "email"}, False),
        ({"channel": "sms"}, True),
        ({"channel": "email", "class_": "servicio"}, False),
        ({"channel": "email", "class_": "gestion"}, True),
    ],
)
def test_suppression_counts_for_what_it_names(writing: Connection, limits: dict[str, str], goes: bool) -> None:
    """Of a kind of account, or of a class of messages on it: other accounts and classes go on."""
    _, epoch, ids = claimed(writing, 1)
    row = {"tenant": a_tenant(writing), "key": "ciudadania-0", "reason": "gone", "since": NOW}
    writing.execute(insert(suppression).values(**row, **limits))

    assert intend(writing, ids, epoch).go == (ids if goes else [])


def test_pause_counts_at_the_last_second(writing: Connection) -> None:
    """What is paused between claim and intention is pending again and waits for the resume."""
    publication_id, epoch, ids = claimed(writing)
    move_publication(writing, publication_id, PublicationState.PAUSED, Cause.PAUSE, NOW)

    intention = intend(writing, ids, epoch)

    assert (intention.go, intention.held, intention.skipped) == ([], ids, [])
    assert set(states(writing, publication_id).values()) == {"pending"}
    assert counted(writing) == rows_counted(writing)


def test_paused_and_suppressed_is_skipped(writing: Connection) -> None:
    """Of a paused publication, whoever is suppressed is skipped and the others wait."""
    publication_id, epoch, ids = claimed(writing)
    move_publication(writing, publication_id, PublicationState.PAUSED, Cause.PAUSE, NOW)
    suppress(writing, "ciudadania-0")

    intention = intend(writing, ids, epoch)

    assert (intention.go, intention.held, intention.skipped) == ([], ids[1:], ids[:1])


def test_cancel_counts_at_the_last_second(writing: Connection) -> None:
    """What is cancelled between claim and intention is skipped."""
    publication_id, epoch, ids = claimed(writing)
    move_publication(writing, publication_id, PublicationState.CANCELLED, Cause.CANCEL, NOW)

    intention = intend(writing, ids, epoch)

    assert (intention.go, intention.held, intention.skipped) == ([], [], ids)
    assert set(states(writing, publication_id).values()) == {"skipped"}
    assert counted(writing) == rows_counted(writing)


async def test_two_that_claim_at_once_share_out(postgresql_database: Database) -> None:
    """Claims made at the same time from several connections never take the same delivery."""
    with postgresql_database.write() as connection:
        publication_id = a_publication(connection)
        ids = deliveries(connection, publication_id, 400)
        epoch = a_lane(connection).epoch

    def take(connection: Connection) -> list[Claimed]:
        return claim(connection, publication_id, 0, epoch, 20, NOW)

    shares = await asyncio.gather(*(postgresql_database.run(take) for _ in range(20)))

    assert sorted(row.id for share in shares for row in share) == ids
    with postgresql_database.read() as connection:
        assert counted(connection) == rows_counted(connection)


def test_claims_use_the_partial_indexes(sqlite_database: Database) -> None:
    """A claim among a million finished rows looks only at the pending ones."""
    with sqlite_database.write() as connection:
        plans = [
            connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}").fetchall()
            for statement in (
                "SELECT id FROM delivery WHERE publication = 1 AND state = 'pending' ORDER BY id",
                "SELECT id FROM delivery WHERE publication = 1 AND state IN ('claimed', 'sending') "
                "AND state = 'sending'",
                "SELECT id FROM delivery WHERE publication = 1 AND state IN ('uncertain', 'failed', 'skipped') "
                "AND state = 'failed'",
                "SELECT id FROM delivery WHERE publication = 1 AND bounced_at IS NOT NULL AND state = 'sent'",
            )
        ]
        found = [row[3] for plan in plans for row in plan]

    assert [detail.split(" INDEX ")[1].split(" ")[0] for detail in found] == [
        "ix_delivery_pending",
        "ix_delivery_in_flight",
        "ix_delivery_troubled",
        "ix_delivery_troubled",
    ]


def test_manual_moves_are_sets(writing: Connection) -> None:
    """Thousands of ids move in a few statements, and only those whose state allows it are told back."""
    publication_id = a_publication(writing)
    ids = deliveries(writing, publication_id, 12_000)

    moved = move_deliveries(writing, [*ids, 999_999], DeliveryState.SKIPPED, Cause.GATE, NOW, error_code="window")

    assert moved == ids
    assert move_deliveries(writing, ids, DeliveryState.SKIPPED, Cause.GATE, NOW) == []
    assert counted(writing) == rows_counted(writing) == {(publication_id, "ciudadania", "skipped"): 12_000}


def test_only_the_owner_of_a_lane_refuses(writing: Connection) -> None:
    """What cannot be made into a message fails, and says why; after a takeover the old owner moves nothing."""
    publication_id, epoch, ids = claimed(writing, 2)

    assert refuse(writing, ids[0], epoch, "template", "Falta «nombre».")
    taken_over = a_lane(writing, "dos").epoch
    claim(writing, publication_id, 0, taken_over, 1, NOW)

    assert not refuse(writing, ids[1], epoch, "template", "Falta «nombre».")
    assert states(writing, publication_id) == {ids[0]: "failed", ids[1]: "claimed"}
    row = writing.execute(select(delivery.c.error_code, delivery.c.error_text).where(delivery.c.id == ids[0])).one()
    assert tuple(row) == ("template", "Falta «nombre».")
    assert counted(writing) == rows_counted(writing)
