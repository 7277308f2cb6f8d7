"""Money and stock in a municipality at work: what they let go, what they hold back, and who is told."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import update

from delivery.money.funds import has_stocks
from delivery.office.by_hand import Hurry, send_now
from delivery.office.office import Refused
from delivery.office.release import release
from delivery.office.stopped import suspend, unsuspend
from storage.database import Database
from storage.tables import publication
from storage.work_orders import confirm
from tests.campaigns.town import ACCOUNTS, CAMPAIGN
from tests.delivery.desk import Desk, at_work, bogota

FILE = "campanas/matriculas.yaml"
DAY = timedelta(days=1)
FIRST = bogota("2027-01-04T08:00")
DAILY = (
    CAMPAIGN.replace("cuando: 15 días antes a las 08:00", "cuando: cada día a las 08:00")
    .replace("[correo, web]", "[emisora]")
    .replace("texto:", "cantidad: 2\n    texto:")
)
KEY = "anuncio/emisora@2027-01-{:02}"


def town(account: str = "", message: str = "", campaign: str = "") -> dict[str, str | bytes | None]:
    """A spot twice a day at 10,000 pesos each; what an account, a message and the campaign allow besides."""
    emisora = f"emisora: {{tipo: manual, modo: pruebas, responsable: ana, costo: 10.000{account}, opciones:"
    start = "emisora: {tipo: manual, modo: pruebas, responsable: ana, plazo: 2 días hábiles, opciones:"
    assert start in ACCOUNTS
    return {
        "canales.yaml": ACCOUNTS.replace(start, emisora),
        FILE: DAILY.replace("    texto:", f"{message}    texto:").replace("mensajes:", f"{campaign}mensajes:"),
    }


async def days(desk: Desk, number: int) -> None:
    """So many mornings, one after the other, the first of them the desk's own."""
    for _ in range(number):
        await desk.turn()
        desk.clock.moment += DAY


def states(desk: Desk) -> list[str]:
    """Of the spots, day by day."""
    return [state for key, state in desk.publications().items() if key.startswith("anuncio/")]


def mails(desk: Desk) -> list[str]:
    """The mails about money, as their keys name them."""
    return [key for key in desk.publications() if key.startswith("presupuesto~")]


async def test_a_budget_that_does_not_suffice_holds_back(database: Database, tmp_path: Path) -> None:
    """Two days of twenty thousand out of fifty; the third waits, says why, and is missed once it is too late."""
    async with at_work(database, tmp_path, FIRST, town(", presupuesto: 50.000")) as desk:
        await days(desk, 2)
        await desk.turn()
        held = desk.publication(KEY.format(6))
        assert states(desk) == ["running", "running", "waiting"]
        assert held.reason.startswith(
            "No alcanza el presupuesto de «emisora» para 2027: es de $50.000, van $40.000, y esta cuesta $20.000."
        )
        assert "pregonero release matriculas/anuncio/emisora@2027-01-06" in held.reason
        desk.clock.moment += timedelta(hours=1)
        await desk.turn()
        late = desk.publication(KEY.format(6))
        assert late.state == "missed"
        assert "no alcanzaba el presupuesto de «emisora» para 2027" in late.reason


async def test_a_row_that_waits_for_money_is_not_written_again_and_again(database: Database, tmp_path: Path) -> None:
    """A sweep that changed it each time would wake the next one."""
    async with at_work(database, tmp_path, FIRST, town(", presupuesto: 10.000")) as desk:
        await desk.turn()
        assert states(desk) == ["waiting"]
        before = database.changed()
        for _ in range(3):
            await desk.dispatcher.sweep()
        assert database.changed() == before


async def test_why_it_waits_is_of_now(database: Database, tmp_path: Path) -> None:
    """What is gone by now stands in its reason, not what was gone when it was held; written once, then left alone."""
    async with at_work(database, tmp_path, FIRST, town(", presupuesto: 50.000")) as desk:
        await days(desk, 2)
        await desk.turn()
        assert "van $40.000" in desk.publication(KEY.format(6)).reason
        with database.write() as connection:
            confirm(connection, desk.rows("work_order")[0].id, "ana", desk.clock.now(), 2, Decimal(15_000))
        await desk.dispatcher.sweep()
        held = desk.publication(KEY.format(6))
        assert held.state == "waiting"
        assert held.reason.startswith("No alcanza el presupuesto de «emisora» para 2027: es de $50.000, van $35.000,")
        assert "pregonero release matriculas/anuncio/emisora@2027-01-06" in held.reason
        before = database.changed()
        await desk.dispatcher.sweep()
        assert database.changed() == before


async def test_what_waits_for_other_money_says_so(database: Database, tmp_path: Path) -> None:
    """The account's budget was raised, and now it is the campaign's that does not suffice."""
    both = {"campaign": "presupuesto: 15.000\n"}
    async with at_work(database, tmp_path, FIRST, town(", presupuesto: 10.000", **both)) as desk:
        await desk.turn()
        await desk.reload(town(", presupuesto: 90.000", **both))
        await desk.dispatcher.sweep()
        row = desk.publication(KEY.format(4))
        assert row.reason.startswith("No alcanza el presupuesto de la campaña «matriculas»")
        assert row.depends_on == "fondos:matriculas"


async def test_what_waits_for_money_after_a_suspension_is_told_too(database: Database, tmp_path: Path) -> None:
    """First its class was suspended; opened again, it waits for money, and whoever is in charge reads it."""
    async with at_work(database, tmp_path, FIRST, town(", presupuesto: 10.000")) as desk:
        desk.write(suspend, "servicio", None, "Duelo", "ana", desk.clock.now())
        await desk.turn()
        assert (states(desk), mails(desk)) == (["waiting"], [])
        desk.write(unsuspend, "servicio", "ana", desk.clock.now())
        assert desk.publication(KEY.format(4)).depends_on == "fondos:emisora~2027"
        assert mails(desk) == ["presupuesto~emisora~2027/correo@falta"]


async def test_more_money_or_a_person_lets_it_go(database: Database, tmp_path: Path) -> None:
    """A higher figure in the file, seen at the next sweep; or a release, which the row remembers."""
    async with at_work(database, tmp_path, FIRST, town(", presupuesto: 10.000")) as desk:
        await desk.turn()
        await desk.reload(town(", presupuesto: 20.000"))
        await desk.turn()
        assert states(desk) == ["running"]
        desk.clock.moment += DAY
        await desk.turn()
        assert states(desk) == ["running", "waiting"]
        [released] = desk.write(release, "matriculas/anuncio/emisora@2027-01-05", "ana", desk.clock.now())
        assert released.words == "en curso; se pasa en $20.000 del presupuesto de «emisora» para 2027"
        row = desk.publication(KEY.format(5))
        assert row.state == "running"
        assert row.reason == "La soltó ana sin esperar más. Se pasa en $20.000 del presupuesto de «emisora» para 2027."


async def test_what_it_really_cost_counts(database: Database, tmp_path: Path) -> None:
    """The station gave the spots away: there is money for the next day."""
    async with at_work(database, tmp_path, FIRST, town(", presupuesto: 20.000")) as desk:
        await desk.turn()
        [order] = desk.rows("work_order")
        with database.write() as connection:
            confirm(connection, order.id, "ana", desk.clock.now(), 2, Decimal(0))
        desk.clock.moment += DAY
        await desk.turn()
        assert states(desk) == ["done", "running"]


async def test_a_new_year_has_new_money(database: Database, tmp_path: Path) -> None:
    """An account's budget is that of a calendar year of the municipality."""
    start = bogota("2026-12-31T08:00")
    async with at_work(database, tmp_path, start, town(", presupuesto: 20.000")) as desk:
        await days(desk, 2)
        assert states(desk) == ["running", "running"]


@pytest.mark.parametrize(
    "changes",
    [town(campaign="presupuesto: 30.000\n"), town(message="    presupuesto: 30.000\n")],
    ids=["campaign", "message"],
)
async def test_a_campaign_and_a_message_have_budgets_of_their_own(
    database: Database, tmp_path: Path, changes: dict[str, str | bytes | None]
) -> None:
    """They pay for all their accounts and times."""
    async with at_work(database, tmp_path, FIRST, changes) as desk:
        await days(desk, 2)
        assert states(desk)[0] == "running"
        assert "No alcanza el presupuesto de" in desk.publication(KEY.format(5)).reason
        assert "campanas/matriculas.yaml" in desk.publication(KEY.format(5)).reason


async def test_who_is_in_charge_is_told_once(database: Database, tmp_path: Path) -> None:
    """At four fifths, and when the first one waits; not for each that does."""
    async with at_work(database, tmp_path, FIRST, town(", presupuesto: 50.000")) as desk:
        await days(desk, 1)
        assert mails(desk) == []
        await days(desk, 1)
        assert mails(desk) == ["presupuesto~emisora~2027/correo@casi"]
        await days(desk, 3)
        assert mails(desk) == ["presupuesto~emisora~2027/correo@casi", "presupuesto~emisora~2027/correo@falta"]
        [told] = desk.deliveries("presupuesto~emisora~2027/correo@falta")
        assert told.address == "ana@villaclara.gov.co"


async def test_sent_by_hand_it_waits_too_but_for_an_emergency(database: Database, tmp_path: Path) -> None:
    """A person who is in a hurry is told how; the row then says what it passed."""
    async with at_work(database, tmp_path, FIRST - DAY / 2, town(", presupuesto: 10.000")) as desk:
        with pytest.raises(Refused, match=r"No alcanza el presupuesto .* sale con --emergency MOTIVO"):
            desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now())
        desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now(), Hurry(emergency="Creció el río"))
        assert "Se pasa en $10.000 del presupuesto de «emisora»" in desk.publication(KEY.format(3)).reason


async def test_what_runs_out_ends_the_rest(database: Database, tmp_path: Path) -> None:
    """Of five leaflets the third day gets one; once five are handed out, what is open is called off."""
    async with at_work(database, tmp_path, FIRST, town(message="    existencias: 5\n")) as desk:
        await days(desk, 4)
        assert [row.planned for row in desk.rows("work_order")] == [2, 2, 1]
        assert states(desk) == ["running", "running", "running", "missed"]
        assert desk.publication(KEY.format(7)).reason.startswith("Se acabaron las existencias de «matriculas/anuncio»")
        with database.write() as connection:
            confirm(connection, desk.rows("work_order")[0].id, "ana", desk.clock.now(), 5)
        await desk.dispatcher.sweep()
        assert [row.state for row in desk.rows("work_order")] == ["done", "cancelled", "cancelled"]
        assert desk.rows("work_order")[1].note.startswith("Se acabaron las existencias")
        assert states(desk)[:3] == ["done", "done", "done"]


@pytest.mark.parametrize(
    ("account", "message", "expected"),
    [
        ("", "", False),
        (", existencias: 5", "", True),
        ("", "    existencias: 5\n", True),
        (", presupuesto: 9", "", False),
    ],
)
async def test_the_files_say_whether_anything_may_run_out(
    sqlite_database: Database, tmp_path: Path, account: str, message: str, expected: bool
) -> None:
    """Where nothing may, no row is asked about it."""
    async with at_work(sqlite_database, tmp_path, FIRST, town(account, message)) as desk:
        assert has_stocks(desk.tenant) is expected


async def test_places_that_get_nothing_have_a_row_that_says_so(database: Database, tmp_path: Path) -> None:
    """Two left for two places of two each: the second gets none, and no order."""
    changes = town()
    changes["canales.yaml"] = str(changes["canales.yaml"]).replace(
        "opciones: {clase: emisora}", "existencias: 2, opciones: {clase: impreso, lugares: [Parque, Plaza]}"
    )
    async with at_work(database, tmp_path, FIRST, changes) as desk:
        await desk.turn()
        assert [(row.place, row.planned) for row in desk.rows("work_order")] == [("Parque", 2)]
        rows = {row.recipient_key: (row.state, row.error_code) for row in desk.deliveries()}
        assert rows == {"orden:parque": ("pending", None), "orden:plaza": ("skipped", "stock")}


async def test_a_trial_spends_nothing_of_what_is_real(database: Database, tmp_path: Path) -> None:
    """Each world has its own sums."""
    async with at_work(database, tmp_path, FIRST, town(", presupuesto: 20.000")) as desk:
        await desk.turn()
        with database.write() as connection:
            connection.execute(update(publication).values(mode="real"))
        desk.clock.moment += DAY
        await desk.turn()
        assert states(desk) == ["running", "running"]
