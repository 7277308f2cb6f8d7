"""What a correction costs: a second spot, a second mailing, a second post."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import update

from delivery.money.committed import committed
from delivery.office.by_hand import Hurry
from delivery.office.correction import Corrected, correct
from delivery.office.decisions import approve
from delivery.office.office import Refused
from storage.database import Database
from storage.spending import Span
from storage.states import Mode
from storage.tables import publication
from storage.work_orders import confirm
from tests.campaigns.town import ACCOUNTS
from tests.delivery.desk import Desk, at_work
from tests.delivery.money.test_funds import FIRST, town
from tests.delivery.office.test_correction import DUE

KEY = "matriculas/anuncio/emisora@2027-01-04"
CORRECTION = "anuncio~correccion-1/emisora@2027-01-04"


def corrected(desk: Desk, key: str = KEY, hurry: Hurry | None = None) -> Corrected:
    """It says another day."""
    found: Corrected = desk.write(correct, key, "Es el martes.", "ana", desk.clock.now(), hurry or Hurry())
    return found


def spent(desk: Desk, account: str | None = None, campaign: str | None = None, message: str | None = None) -> Decimal:
    """All that an account, a campaign or a message has taken."""
    with desk.database.read() as connection:
        return committed(connection, Span(desk.place.tenant_id, Mode.SANDBOX, account, campaign, message))


@asynccontextmanager
async def a_spot_was_read(
    database: Database, folder: Path, account: str = "", message: str = "", campaign: str = ""
) -> AsyncIterator[Desk]:
    """Twice, at ten thousand each."""
    async with at_work(database, folder, FIRST, town(account, message, campaign)) as desk:
        if campaign.startswith("aprueba"):
            desk.write(approve, KEY, "ana", "", desk.clock.now())
        await desk.turn()
        with database.write() as connection:
            confirm(connection, desk.rows("work_order")[0].id, "ana", desk.clock.now(), 2)
        await desk.turn()
        yield desk


async def test_a_second_spot_costs_what_the_first_did(database: Database, tmp_path: Path) -> None:
    """Of the account, the campaign and the message."""
    async with a_spot_was_read(database, tmp_path, ", presupuesto: 90.000") as desk:
        corrected(desk)
        assert desk.publication(CORRECTION).state == "running"
        every = ({"account": "emisora"}, {"campaign": "matriculas"}, {"campaign": "matriculas", "message": "anuncio"})
        assert [spent(desk, **of) for of in every] == [Decimal(40_000)] * 3


@pytest.mark.parametrize(
    ("account", "message", "campaign"),
    [
        (", presupuesto: 30.000", "", ""),
        ("", "    presupuesto: 30.000\n", ""),
        ("", "", "presupuesto: 30.000\n"),
    ],
    ids=["account", "message", "campaign"],
)
async def test_what_is_not_paid_for_is_refused_but_for_an_emergency(
    database: Database, tmp_path: Path, account: str, message: str, campaign: str
) -> None:
    """The person is there, and reads what helps; in an emergency she reads by how much it is exceeded."""
    async with a_spot_was_read(database, tmp_path, account, message, campaign) as desk:
        with pytest.raises(Refused, match=r"van \$20.000, y esta cuesta \$20.000.* sale con --emergency MOTIVO"):
            corrected(desk)
        [outcome] = corrected(desk, hurry=Hurry(emergency="Creció el río")).outcomes
        assert [each.excess for each in outcome.exceeds] == [Decimal(10_000)]
        assert "Se pasa en $10.000 del presupuesto de" in desk.publication(CORRECTION).reason


async def test_what_was_approved_waits_for_money_and_says_so(database: Database, tmp_path: Path) -> None:
    """With more of it, it goes out by itself."""
    campaign = "aprueba: comite-gel\n"
    async with a_spot_was_read(database, tmp_path, ", presupuesto: 30.000", campaign=campaign) as desk:
        corrected(desk)
        desk.write(approve, "matriculas/anuncio~correccion-1@2027-01-04", "ana", "", desk.clock.now())
        await desk.dispatcher.sweep()
        row = desk.publication(CORRECTION)
        assert row.state == "awaiting_approval"
        assert row.reason.startswith("Aprobada. No alcanza el presupuesto de «emisora» para 2027: es de $30.000, van")
        before = database.changed()
        await desk.dispatcher.sweep()
        assert database.changed() == before
        await desk.reload(town(", presupuesto: 40.000", campaign=campaign))
        await desk.dispatcher.sweep()
        assert desk.publication(CORRECTION).state == "running"


async def test_a_second_mailing_takes_its_whole_audience_as_it_begins(database: Database, tmp_path: Path) -> None:
    """Those who got the first, before any of them has a row of the second."""
    paid = {"canales.yaml": ACCOUNTS.replace("correo:\n", "correo:\n  costo: 100\n", 1)}
    async with at_work(database, tmp_path, DUE, paid) as desk:
        desk.people("ana@example.com", "eva@example.com", "luis@example.com")
        await desk.turn()
        assert spent(desk, account="correo") == Decimal(300)
        corrected(desk, "matriculas/anuncio/correo@1")
        assert desk.deliveries("anuncio~correccion-1/correo@1") == []
        assert spent(desk, account="correo") == Decimal(600)
        await desk.settle()
        assert len(desk.deliveries("anuncio~correccion-1/correo@1")) == 3
        assert spent(desk, account="correo") == Decimal(600)


async def test_another_message_whose_name_begins_so_is_not_meant(database: Database, tmp_path: Path) -> None:
    """A message's corrections are told by the tilde."""
    async with a_spot_was_read(database, tmp_path, ", presupuesto: 90.000") as desk:
        with database.write() as connection:
            connection.execute(update(publication).values(message="anuncio-dos"))
        assert spent(desk, campaign="matriculas", message="anuncio") == Decimal(0)
