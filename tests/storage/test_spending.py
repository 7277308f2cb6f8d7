"""What was spent and used up, added up from the rows."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Connection

from storage.ledger import Cause, NewDelivery, add_deliveries, move_deliveries
from storage.spending import Span, Used, open_orders_of, spending_of, spent, used
from storage.states import DeliveryState, Mode, PublicationState
from storage.work_orders import add_work_order, cancel, confirm, postpone, refuse
from tests.storage.rows import NOW, a_publication, a_tenant, deliveries

ALL = Span(1, Mode.REAL)


def an_order(connection: Connection, publication: int, planned: int = 4) -> int:
    """A work order with its delivery."""
    slug = f"orden:{planned}-{len(open_orders_of(connection, ALL))}"
    add_deliveries(connection, publication, [NewDelivery(slug, None, 0, "ciudadania")])
    number = max(_deliveries(connection))
    columns = {"kind": "emisora", "title": "Cuña", "sheet": "…", "responsible": "ana", "due_at": NOW}
    made = add_work_order(
        connection, tenant=a_tenant(connection), publication=publication, delivery=number, planned=planned, **columns
    )
    assert made is not None
    return made


def _deliveries(connection: Connection) -> list[int]:
    return [row.id for row in connection.exec_driver_sql("SELECT id FROM delivery")]


def by_hand(connection: Connection, cost: str = "2500", message: str = "anuncio", **columns: object) -> int:
    """A publication on a medium that people operate."""
    by_people = {"kind": "manual", "account": "emisora", "sender": "", "unit_cost": Decimal(cost), "started_at": NOW}
    return a_publication(connection, PublicationState.RUNNING, message, **by_people | columns)


def test_an_order_costs_what_was_planned_then_what_was_done_then_what_its_person_says(writing: Connection) -> None:
    """One that was postponed is still planned; one that was not done, or called off, costs nothing."""
    publication = by_hand(writing)
    first, second, third, fourth, fifth = (an_order(writing, publication, planned) for planned in (4, 1, 2, 3, 10))
    assert spent(writing, ALL) == 20 * 2500
    confirm(writing, first, "ana", NOW, done=3)
    confirm(writing, second, "ana", NOW, done=1, cost=Decimal("7000.50"))
    refuse(writing, third, "ana", NOW, "Se dañó el carro")
    cancel(writing, fourth, "ana", NOW, "No")
    postpone(writing, fifth, "ana", NOW, NOW + timedelta(days=1), "Llovió")
    assert spent(writing, ALL) == 3 * 2500 + Decimal("7000.50") + 10 * 2500
    assert used(writing, ALL) == Used(promised=14, done=4)
    assert open_orders_of(writing, ALL) == [fifth]


def test_a_message_costs_unless_it_failed_or_was_skipped(writing: Connection) -> None:
    """Twelve pesos and a half each: what is pending will cost, what is in doubt may have."""
    publication = a_publication(writing, unit_cost=Decimal("12.5"), started_at=NOW)
    numbers = deliveries(writing, publication, 5)
    move_deliveries(writing, numbers[:2], DeliveryState.FAILED, Cause.EXPIRE, NOW)
    assert spent(writing, ALL) == 3 * Decimal("12.5")


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (ALL, 350),
        (ALL._replace(account="emisora"), 300),
        (ALL._replace(campaign="matriculas-2027"), 350),
        (ALL._replace(campaign="matriculas-2027", message="anuncio"), 150),
        (ALL._replace(campaign="otra"), 0),
        (ALL._replace(mode=Mode.SANDBOX), 1000),
        (ALL._replace(since=NOW), 350),
        (ALL._replace(since=NOW + timedelta(seconds=1)), 0),
        (ALL._replace(until=NOW), 0),
        (ALL._replace(tenant=2), 0),
    ],
)
def test_only_what_is_meant_is_counted(writing: Connection, span: Span, expected: int) -> None:
    """By account, campaign, message, world and time."""
    an_order(writing, by_hand(writing, "100"), 1)
    an_order(writing, by_hand(writing, "100", message="cierre"), 2)
    an_order(writing, by_hand(writing, "1000", message="prueba", mode="pruebas"), 1)
    deliveries(writing, a_publication(writing, unit_cost=Decimal(50), started_at=NOW), 1)
    assert spent(writing, span) == expected


def test_what_campaigns_cost_on_each_account_adds_up_to_what_was_spent(writing: Connection) -> None:
    """Parted into what is gone and what is promised; of another world, and of before or after, nothing is counted."""
    publication = by_hand(writing)
    first, _ = an_order(writing, publication, 4), an_order(writing, publication, 2)
    confirm(writing, first, "ana", NOW, done=3)
    bulk = a_publication(
        writing, message="masivo", unit_cost=Decimal("12.5"), started_at=NOW, account="sms", medium="SMS"
    )
    numbers = deliveries(writing, bulk, 5)
    for state, cause in ((DeliveryState.CLAIMED, Cause.CLAIM), (DeliveryState.SENDING, Cause.INTEND)):
        move_deliveries(writing, numbers[:1], state, cause, NOW)
    move_deliveries(writing, numbers[:1], DeliveryState.SENT, Cause.RESULT, NOW)
    move_deliveries(writing, numbers[1:2], DeliveryState.FAILED, Cause.EXPIRE, NOW)
    by_hand(writing, message="ensayo", mode="pruebas")
    day = timedelta(days=1)
    found = spending_of(writing, 1, [Mode.REAL.value], NOW, NOW + day)
    assert {(each.account, each.message, each.gone, each.promised) for each in found} == {
        ("emisora", "anuncio", Decimal(3 * 2500), Decimal(2 * 2500)),
        ("sms", "masivo", Decimal("12.5"), Decimal("37.5")),
    }
    assert sum(each.gone + each.promised for each in found) == spent(writing, ALL)
    assert spending_of(writing, 1, [Mode.REAL.value], NOW - day, NOW) == []
