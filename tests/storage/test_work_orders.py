"""What a person says of an order moves the order, and the delivery follows it."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Connection, select, update

from storage import work_orders
from storage.ledger import WORK_ORDER_MOVES, Cause, move_publication
from storage.states import OPEN_WORK_ORDER, PublicationState, WorkOrderState
from storage.tables import audit, work_order
from tests.storage.rows import (
    NOW,
    a_publication,
    a_tenant,
    counted,
    deliveries,
    publication_state,
    rows_counted,
    states,
)

LATER = NOW + timedelta(days=2)
Act = Callable[[Connection, int], bool]


def an_order(connection: Connection) -> tuple[int, int]:
    """A running publication by hand with one order: the order and the publication."""
    publication_id = a_publication(connection, kind="manual", channel="manual", sender="")
    found = deliveries(connection, publication_id, 1)
    number = work_orders.add_work_order(
        connection,
        tenant=a_tenant(connection),
        publication=publication_id,
        delivery=found[0],
        kind="radio",
        title="Cuña de matrículas",
        sheet="Vecinos, las matrículas…",
        responsible="ana",
        due_at=NOW,
        planned=3,
    )
    assert number is not None
    return number, publication_id


def confirm(connection: Connection, order: int) -> bool:
    """It was done."""
    return work_orders.confirm(connection, order, "ana", NOW, 3)


def refuse(connection: Connection, order: int) -> bool:
    """It was not done."""
    return work_orders.refuse(connection, order, "ana", NOW, "no hubo luz")


def hand_over(connection: Connection, order: int) -> bool:
    """The announcer has it."""
    return work_orders.hand_over(connection, order, "ana", NOW)


def postpone(connection: Connection, order: int) -> bool:
    """Later."""
    return work_orders.postpone(connection, order, "ana", NOW, LATER, "llueve")


def cancel(connection: Connection, order: int) -> bool:
    """Not at all."""
    return work_orders.cancel(connection, order, "ana", NOW, "ya no hace falta")


def count(connection: Connection, order: int) -> bool:
    """Its figure was taken."""
    return work_orders.count(connection, order, "ana", NOW)


@pytest.mark.parametrize("act", [confirm, refuse, hand_over, postpone, cancel, count])
@pytest.mark.parametrize("state", list(WorkOrderState))
def test_orders_move_by_the_table_alone(writing: Connection, act: Act, state: WorkOrderState) -> None:
    """From each state, each word moves an order where the table allows it, and is refused where not."""
    targets: dict[Act, tuple[WorkOrderState, Cause]] = {
        confirm: (WorkOrderState.DONE, Cause.CONFIRM),
        refuse: (WorkOrderState.NOT_DONE, Cause.CONFIRM),
        hand_over: (WorkOrderState.HANDED_OVER, Cause.HAND_OVER),
        postpone: (WorkOrderState.POSTPONED, Cause.POSTPONE),
        cancel: (WorkOrderState.CANCELLED, Cause.CANCEL),
        count: (WorkOrderState.COUNTED, Cause.COUNT),
    }
    order, _ = an_order(writing)
    writing.execute(update(work_order).values(state=state.value))
    to, cause = targets[act]
    # A postponed order on which a person acts is first to be done again.
    takes_up = state is WorkOrderState.POSTPONED and act in (confirm, refuse, cancel, postpone)
    legal = (WorkOrderState.TO_DO if takes_up else state, to, cause) in WORK_ORDER_MOVES

    assert act(writing, order) == legal
    assert writing.execute(select(work_order.c.state)).scalar_one() == (to if legal else state).value


@pytest.mark.parametrize(
    ("acts", "delivery_state", "becomes"),
    [
        ([hand_over], "pending", "running"),
        ([postpone], "pending", "running"),
        ([confirm], "sent", "done"),
        ([hand_over, confirm, count], "sent", "done"),
        ([refuse], "failed", "done_with_errors"),
        ([refuse, confirm], "sent", "done"),
        ([postpone, confirm], "sent", "done"),
        ([cancel], "skipped", "done"),
    ],
)
def test_delivery_follows(writing: Connection, acts: list[Act], delivery_state: str, becomes: str) -> None:
    """The delivery follows its order, and the publication is done when its last order is."""
    order, publication_id = an_order(writing)

    for act in acts:
        assert act(writing, order)

    assert list(states(writing, publication_id).values()) == [delivery_state]
    assert publication_state(writing, publication_id) == becomes
    assert len(writing.execute(select(audit)).all()) == len(acts)
    assert counted(writing) == rows_counted(writing)


def test_what_was_done_is_kept(writing: Connection) -> None:
    """How often, at what cost, with which evidence, who says so and when: all of it stays."""
    order, _ = an_order(writing)
    proof = {"sha256": "f" * 64, "name": "certificado.pdf"}

    work_orders.confirm(writing, order, "ana", NOW, 2, Decimal("150000.50"), [proof], "faltó una pauta")

    row = writing.execute(select(work_order)).one()
    assert (row.done, row.planned, row.cost, row.evidence) == (2, 3, Decimal("150000.50"), [proof])
    assert (row.note, row.confirmed_by, row.confirmed_at) == ("faltó una pauta", "ana", NOW)


def test_postponed_is_to_be_done_again_in_time(writing: Connection) -> None:
    """A postponed order waits for its new date and is then open as before."""
    order, _ = an_order(writing)
    postpone(writing, order)

    assert work_orders.reopen_due(writing, a_tenant(writing), LATER - timedelta(seconds=1)) == 0
    assert work_orders.reopen_due(writing, a_tenant(writing), LATER) == 1
    assert writing.scalars(select(work_order.c.state)).all() == ["to_do"]


def test_cancel_of_the_publication_cancels_its_orders(writing: Connection) -> None:
    """Nobody is asked to do what was cancelled."""
    order, publication_id = an_order(writing)

    move_publication(writing, publication_id, PublicationState.CANCELLED, Cause.CANCEL, NOW)

    assert writing.scalars(select(work_order.c.state)).all() == ["cancelled"]
    assert not confirm(writing, order)
    assert list(states(writing, publication_id).values()) == ["skipped"]


def test_one_order_for_each_delivery(writing: Connection) -> None:
    """A delivery that has its order gets no second one."""
    an_order(writing)
    row = writing.execute(select(work_order)).mappings().one()

    again = {key: value for key, value in row.items() if key != "id"}
    assert work_orders.add_work_order(writing, **again) is None


@pytest.mark.parametrize("state", list(WorkOrderState))
def test_an_open_order_is_taken_once(writing: Connection, state: WorkOrderState) -> None:
    """By somebody else than whose it is, and told to the audit."""
    number, _ = an_order(writing)
    writing.execute(update(work_order).values(state=state.value))
    taken = [work_orders.take(writing, number, who, NOW) for who in ("ana", "luis", "luis")]
    is_open = state in OPEN_WORK_ORDER
    assert taken == [False, is_open, False]
    assert writing.scalar(select(work_order.c.responsible)) == ("luis" if is_open else "ana")
    told = writing.execute(select(audit.c.actor, audit.c.detail).where(audit.c.verb == "work_order_taken")).all()
    assert told == ([("luis", {"from": "ana"})] if is_open else [])


def test_what_shows_an_order_is_added_once(writing: Connection) -> None:
    """By its sum, whatever it is called."""
    number, _ = an_order(writing)
    one, two = {"sha256": "a", "name": "a.jpg"}, {"sha256": "b", "name": "b.jpg"}
    assert [work_orders.attach(writing, number, "ana", NOW, files) for files in ([one], [one, two, two])] == [1, 1]
    assert writing.scalar(select(work_order.c.evidence)) == [one, two]
    told = select(audit.c.detail).where(audit.c.verb == "work_order_evidence")
    assert writing.scalars(told).all() == [{"files": ["a.jpg"]}, {"files": ["b.jpg"]}]


def test_an_order_is_held_by_its_own_municipality(writing: Connection) -> None:
    """Of another's number nothing is held."""
    number, _ = an_order(writing)
    tenant = a_tenant(writing)
    assert [work_orders.hold(writing, of, number) for of in (tenant, tenant + 1)] == [True, False]
