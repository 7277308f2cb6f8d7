"""How far a sending is, by its rows: of those who have one and of those who will."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert

from audience.people import max_contact_id
from delivery.watching.progress import per_second, progress, time_left
from storage.ledger import add_deliveries, move_deliveries
from storage.ledger.deliveries import NewDelivery
from storage.ledger.moves import Cause
from storage.states import DeliveryState, PublicationState
from storage.tables import address, contact
from tests.storage.rows import NOW, a_publication, a_tenant, deliveries


def test_each_outcome_is_counted(writing: Connection) -> None:
    """Sent, failed, uncertain, skipped; what has none is left."""
    number = a_publication(writing, started_at=NOW)
    rows = deliveries(writing, number, 10)
    move_deliveries(writing, rows[:6], DeliveryState.CLAIMED, Cause.CLAIM, NOW)
    move_deliveries(writing, rows[:6], DeliveryState.SENDING, Cause.INTEND, NOW)
    for few, state, cause in (
        (rows[:3], DeliveryState.SENT, Cause.RESULT),
        (rows[3:4], DeliveryState.FAILED, Cause.RESULT),
        (rows[4:6], DeliveryState.UNCERTAIN, Cause.RESULT),
    ):
        move_deliveries(writing, few, state, cause, NOW)
    [found] = progress(writing, a_tenant(writing))
    assert (found.total, found.sent, found.failed, found.uncertain, found.skipped) == (10, 3, 1, 2, 0)
    assert (found.over, found.left, found.runs, found.since) == (6, 4, True, NOW)
    assert found.key == "matriculas-2027/anuncio/correo@1"


def test_those_who_have_no_row_yet_are_counted_too(writing: Connection) -> None:
    """The first message leaves before the last recipient is written down."""
    tenant = a_tenant(writing)
    for person in range(7):
        row = {"tenant": tenant, "created_at": NOW}
        key = writing.scalars(insert(contact).returning(contact.c.id), [row]).one()
        mail = {"kind": "correo", "address": f"p{person}@example.org", "key": f"k{person}"}
        writing.execute(insert(address).values(tenant=tenant, contact=key, **mail))
    number = a_publication(
        writing, started_at=NOW, expanded_at=None, condition={}, max_contact_id=max_contact_id(writing, tenant)
    )
    add_deliveries(writing, number, [NewDelivery("k0", "p0@example.org", 0, "ciudadania")])
    [found] = progress(writing, tenant)
    assert (found.total, found.left) == (7, 7)


def test_only_what_a_machine_sends_now_is_shown(writing: Connection) -> None:
    """What is paused in the midst is; what is done only where it is asked for, and tasks of people never."""
    tenant = a_tenant(writing)
    a_publication(writing, PublicationState.PAUSED, message="pausa", started_at=NOW)
    a_publication(writing, message="a-mano", sender="", started_at=NOW)
    done = a_publication(writing, PublicationState.DONE, message="hecha", started_at=NOW - timedelta(hours=1))
    a_publication(writing, campaign="otra", message="anuncio", started_at=NOW + timedelta(seconds=1))
    keys = [each.key for each in progress(writing, tenant)]
    assert keys == ["matriculas-2027/pausa/correo@1", "otra/anuncio/correo@1"]
    assert [each.key for each in progress(writing, tenant, "otra")] == keys[1:]
    first, *_ = progress(writing, tenant, "matriculas-2027", [done])
    assert first.id == done


@pytest.mark.parametrize(
    ("over", "seconds", "rate", "left", "takes"),
    [
        (100, 10, 10.0, 50, timedelta(seconds=5)),
        (100, 0, 0.0, 50, None),
        (0, 10, 0.0, 50, None),
        (100, 10, 10.0, 0, timedelta(0)),
    ],
)
def test_the_time_left_follows_from_the_rate(
    over: int, seconds: int, rate: float, left: int, takes: timedelta | None
) -> None:
    """None where nothing moves: nobody can tell."""
    found = per_second((NOW, 0), NOW + timedelta(seconds=seconds), over)
    assert found == rate
    assert time_left(left, found) == takes
