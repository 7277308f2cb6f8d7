"""Money of mailings: each takes its whole audience of a budget as it begins, though its rows come piece by piece."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, update

from audience.people import max_contact_id
from audience.suppression import suppress
from delivery.money.committed import committed
from storage.database import Database
from storage.ledger import NewDelivery, add_deliveries
from storage.spending import Span
from storage.states import Mode, PublicationState
from storage.tables import address, contact, publication
from tests.campaigns.town import ACCOUNTS, CAMPAIGN
from tests.delivery.desk import at_work, bogota
from tests.storage.rows import NOW, a_publication, a_tenant

HOUR = bogota("2026-12-28T08:00")
TWO = CAMPAIGN.replace("[correo, web]", "[correo]") + (
    "  - id: aviso\n    cuando: 15 días antes a las 08:00\n    canales: [correo]\n"
    "    asunto: Aviso\n    texto: Vengan.\n"
)
PEOPLE = tuple(f"persona{number}@example.org" for number in range(8))


def town(budget: str) -> dict[str, str | bytes | None]:
    """Two mails to everybody at the same minute, a hundred pesos for each of them."""
    costs = f"modo: pruebas\n  costo: 100\n  presupuesto: {budget}\n  opciones:\n    servidor: smtp"
    assert "modo: pruebas\n  opciones:\n    servidor: smtp" in ACCOUNTS
    accounts = ACCOUNTS.replace("modo: pruebas\n  opciones:\n    servidor: smtp", costs)
    return {"canales.yaml": accounts, "campanas/matriculas.yaml": TWO}


async def test_two_mailings_of_one_minute_do_not_spend_the_same_money(database: Database, tmp_path: Path) -> None:
    """Eight people at a hundred pesos out of a thousand: the second mailing waits, and the first is sent whole."""
    async with at_work(database, tmp_path, HOUR, town("1.000")) as desk:
        desk.people(*PEOPLE)
        await desk.turn()
        assert desk.publication("anuncio/correo@1").state == "done"
        held = desk.publication("aviso/correo@1")
        assert held.state == "waiting"
        assert "es de $1.000, van $800, y esta cuesta $800" in held.reason
        assert desk.states("anuncio/correo@1") == {"sent": 8}


async def test_with_enough_for_both_both_go_out(database: Database, tmp_path: Path) -> None:
    """What each takes is counted once, and not again as its rows are written."""
    async with at_work(database, tmp_path, HOUR, town("1.600")) as desk:
        desk.people(*PEOPLE)
        await desk.turn()
        await desk.turn()
        assert [desk.states(f"{message}/correo@1") for message in ("anuncio", "aviso")] == [{"sent": 8}] * 2


def a_mailing(connection: Connection) -> int:
    """One under way at twelve pesos each: of five people one has her row, and one wants nothing more."""
    tenant = a_tenant(connection)
    for person in range(5):
        number = connection.scalars(insert(contact).returning(contact.c.id), [{"tenant": tenant, "created_at": NOW}])
        mail = {"kind": "correo", "address": f"p{person}@example.org", "key": f"k{person}", "contact": number.one()}
        connection.execute(insert(address).values(tenant=tenant, **mail))
    suppress(connection, tenant, "k4", "baja", "", NOW)
    begun: dict[str, Any] = {"started_at": NOW, "expanded_at": None, "condition": {}, "unit_cost": Decimal(12)}
    made = a_publication(connection, max_contact_id=max_contact_id(connection, tenant), **begun)
    add_deliveries(connection, made, [NewDelivery("k0", "p0@example.org", 0, "ciudadania")])
    return made


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"state": PublicationState.RUNNING.value}, 4 * 12),
        ({"state": PublicationState.PAUSED.value}, 4 * 12),
        ({"state": PublicationState.CANCELLED.value}, 12),
        ({"expanded_at": NOW}, 12),
        ({"expand_cursor": 3}, 2 * 12),
        ({"max_contact_id": 3}, 3 * 12),
        ({"mode": Mode.SANDBOX.value}, 0),
        ({"started_at": NOW - timedelta(days=1)}, 0),
    ],
    ids=["runs", "paused", "cancelled", "written", "passed-by", "came-later", "another-world", "before"],
)
def test_who_has_no_row_yet_is_counted_while_it_goes_on(
    writing: Connection, changes: dict[str, object], expected: int
) -> None:
    """Each address of the audience once, with its row or without; nobody who wants nothing more."""
    made = a_mailing(writing)
    writing.execute(update(publication).where(publication.c.id == made).values(changes))
    assert committed(writing, Span(a_tenant(writing), Mode.REAL, since=NOW)) == expected
