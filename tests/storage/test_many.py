"""Hundreds of rows in one statement: what comes back and what is written is what SQLAlchemy's own way gives."""

from datetime import timedelta

from sqlalchemy import Connection, bindparam, select

from storage.bulk import insert_many, update_many
from storage.execution import execute, select_many
from storage.ledger import NewDelivery, add_deliveries
from storage.tables import attempt, delivery, event, publication
from tests.storage.rows import NOW, a_publication, deliveries

AMONG = select(publication).where(publication.c.id.in_(bindparam("numbers", expanding=True))).order_by(publication.c.id)
BACKWARDS = select(delivery.c.id).order_by(delivery.c.id.desc()).limit(bindparam("most"))
ATTEMPT = ("delivery", "number", "epoch", "started_at", "ended_at", "outcome", "code", "text")
EVENT = ("tenant", "account", "remote_id", "kind", "received_at", "payload")


def test_rows_are_those_that_come_one_by_one(writing: Connection) -> None:
    """Every column has its type's value: JSON with accents, moments, booleans, what is missing."""
    numbers = [a_publication(writing, message=f"m{number}", actions=["SE-7", "ñ"]) for number in range(3)]

    assert (
        select_many(writing, AMONG, {"numbers": numbers}).all() == execute(writing, AMONG, {"numbers": numbers}).all()
    )
    assert select_many(writing, AMONG, {"numbers": []}).all() == []


def test_rows_come_in_the_order_that_was_asked(writing: Connection) -> None:
    """The statement's own order holds, its limit too."""
    ids = deliveries(writing, a_publication(writing), 5)

    assert select_many(writing, BACKWARDS, {"most": 3}).scalars() == sorted(ids, reverse=True)[:3]


def test_inserted_rows_hold_what_was_given(writing: Connection) -> None:
    """Moments with their microseconds, quotes and line ends as they are, numbers as numbers."""
    [number] = deliveries(writing, a_publication(writing), 1)
    moment = NOW + timedelta(microseconds=7)
    row = (number, 2, 3, NOW, moment, "rejected", "550", "dice \"no\",\n'nunca' \\ ñ")

    insert_many(writing, attempt, ATTEMPT, [row])

    assert tuple(writing.execute(select(*(attempt.c[name] for name in ATTEMPT))).one()) == row


def test_inserted_lists_are_values_each(writing: Connection) -> None:
    """Of any length: to PostgreSQL an array of lists would be one of two dimensions."""
    a_publication(writing)
    tenant = writing.execute(select(publication.c.tenant)).scalar_one()
    given: list[object] = [["SE-7", "ñ"], [], {"a": [1, None]}, ["x"]]

    insert_many(writing, event, EVENT, [(tenant, "sms", f"{n}", "x", NOW, each) for n, each in enumerate(given)])

    assert list(writing.execute(select(event.c.payload).order_by(event.c.id)).scalars()) == given


def test_updated_rows_hold_what_was_given_and_others_stay(writing: Connection) -> None:
    """Each row gets its own values, none among them; who is not named keeps what it has."""
    publication_id = a_publication(writing)
    add_deliveries(writing, publication_id, [NewDelivery(key, key, 0, "vecinos") for key in "abc"])
    first, second, third = writing.execute(select(delivery.c.id).order_by(delivery.c.id)).scalars()

    update_many(writing, delivery, ("id", "address", "sent_at"), [(second, None, NOW), (first, "ñ", None)])

    rows = writing.execute(select(delivery.c.id, delivery.c.address, delivery.c.sent_at).order_by(delivery.c.id)).all()
    assert [tuple(row) for row in rows] == [(first, "ñ", None), (second, None, NOW), (third, "c", None)]
