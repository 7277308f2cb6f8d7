"""Suspensiones: a class of messages is suspended and opened again in the panel, as the verbs do it."""

import re
from pathlib import Path

import httpx
import pytest

from delivery.office.stopped import ANOTHER, suspend
from panel.entrance.roles import RIGHTS, Right, Role
from panel.office.offices import NOTES
from storage.database import Database
from storage.standing_orders import OrderKind, orders_given
from tests.campaigns.town import CAMPAIGN
from tests.delivery.desk import bogota
from tests.panel.office.measured import counted
from tests.panel.staffed import FILES, OFFICE, OWN, Office, office, token_in

DAILY = CAMPAIGN.partition("mensajes:")[0] + (
    """mensajes:
  - id: franja
    cuando: cada día a las 14:00 desde 2027-01-05
    tolerancia: 2 días
    canales: [web]
    asunto: Buenas tardes
    texto: Buenas tardes.
  - id: corte
    cuando: 2027-01-06 09:00
    canales: [web]
    asunto: Corte de agua
    texto: Mañana no hay agua.
"""
)
TOWN = {**FILES, "campanas/matriculas.yaml": DAILY}
BEFORE = "suspensiones/suspender?clase=servicio"
REASON = "Luto por <la> creciente"


def orders(town: Office) -> list[tuple[str, str, str, bool]]:
    """Class, by whom, why, and whether it ends by itself."""
    with town.desk.database.read() as connection:
        found = orders_given(connection, town.desk.place.tenant_id, OrderKind.SUSPEND)
    return [(each.scope, each.by, each.reason, each.until is not None) for each in found]


async def stop(town: Office, until: str = "", reason: str = REASON, class_: str = "servicio") -> str:
    """Press the button of the page that says what would be held back; what comes of it."""
    given = {"clase": class_, "hasta": until, "motivo": reason}
    answer = await town.post("suspensiones/suspender", f"suspensiones/suspender?clase={class_}", **given)
    if answer.status_code != 303:
        return f"{answer.status_code} {answer.text}"
    return (await town.browser.get(answer.headers["location"])).text


async def reopen(town: Office, page: str = "") -> httpx.Response:
    """Press the button as it stands in `page`, or in the page as it is now."""
    seen = page or (await town.get("suspensiones/reabrir?clase=servicio")).text
    shown = re.findall(r'name="orden" value="(\d+)"', seen)
    data = {"ficha": token_in((await town.get("cuenta")).text), "clase": "servicio", "orden": shown}
    return await town.browser.post(f"{OFFICE}suspensiones/reabrir", data=data, headers=OWN)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CONTRIBUTOR])
async def test_only_who_operates_suspends(database: Database, tmp_path: Path, role: Role) -> None:
    """Everybody of the office sees what stands still; the others are offered nothing, and no form of theirs counts."""
    async with office(database, tmp_path, TOWN) as town:
        town.user("ana", role)
        await town.sign_in("ana")
        may = Right.OPERATE in RIGHTS[role]
        page = (await town.get("suspensiones")).text
        assert "Mensajes de gestión" in page
        assert ("Ver qué se detiene" in page) == may
        answer = await town.post("suspensiones/suspender", "cuenta", clase="servicio", motivo="Luto")
        assert answer.status_code == (303 if may else 403)
        assert town.told("suspend") == (["ana"] if may else [])
        assert ("Reabrir" in (await town.get("suspensiones")).text) == may
        answer = await reopen(town)
        assert answer.status_code == (303 if may else 403)
        assert town.told("lift_suspend") == (["ana"] if may else [])


async def test_what_is_held_back_is_told_before_it_is(database: Database, tmp_path: Path) -> None:
    """How many wait and how many will be too late, by name; until the button is pressed nothing is suspended."""
    async with office(database, tmp_path, TOWN) as town:
        town.user("ana")
        await town.sign_in("ana")
        page = await counted(town, f"{BEFORE}&hasta=2027-01-06")
        assert "Quedan suspendidos desde ya hasta el final del 6 de enero de 2027." in page
        assert "Uno de los mensajes del calendario espera y sale al terminar" in page
        assert "<strong>2 quedan sin salir</strong>" in page
        lost = page.partition("Los que quedan sin salir")[2].partition("Los que salen después")[0]
        assert "Corte de agua" in lost
        assert "5 de enero de 2027, 2:00 p. m." in lost.replace("\u00a0", " ")
        assert orders(town) == []
        page = await counted(town, f"{BEFORE}&hasta=")
        assert "hasta que se reabran" in page
        assert "8 de los mensajes del calendario esperan en los próximos siete días" in page


async def test_a_class_is_suspended_for_a_reason(database: Database, tmp_path: Path) -> None:
    """Hoy and the page tell all since when, until when, by whom and why; what is next bears the word."""
    async with office(database, tmp_path, TOWN) as town:
        town.user("ana")
        await town.sign_in("ana")
        assert (await stop(town, reason=" ")).startswith("422")
        assert orders(town) == []
        page = await stop(town, "2027-01-07")
        assert NOTES["suspendida"] in page
        assert orders(town) == [("servicio", "ana", REASON, True)]
        told = (
            "Suspendidos desde el 5 de enero de 2027, 12:00 m. hasta el final del 7 de enero de 2027. "
            "Los suspendió Ana Pérez: Luto por &lt;la&gt; creciente."
        )
        today = (await town.get("hoy")).text
        for each in (page, today):
            assert told in each.replace("\u00a0", " ")
        assert 'href="/panel/villa-clara/suspensiones"' in today
        assert "suspendido</span>" in today.partition("Lo que sigue")[2]


async def test_what_waits_is_shown_and_goes_out_when_it_is_opened(database: Database, tmp_path: Path) -> None:
    """How many go out, and how many do not any more, is told before; a class that is open leads back."""
    async with office(database, tmp_path, TOWN) as town:
        town.user("ana")
        await town.sign_in("ana")
        assert (await town.get("suspensiones/reabrir?clase=servicio")).status_code == 303
        await stop(town)
        for moment in ("05T14:00", "06T09:00", "06T14:00"):
            town.desk.clock.moment = bogota(f"2027-01-{moment}")
            await town.desk.turn()
        await town.sign_in("ana")
        page = (await town.get("suspensiones")).text
        assert page.count("Buenas tardes</strong>") == 2
        assert "en espera" in page
        page = (await town.get("suspensiones/reabrir?clase=servicio")).text
        assert "Sale una que espera y todavía está a tiempo" in page
        assert "<strong>Una ya no sale</strong>" in page
        answer = await reopen(town, page)
        assert NOTES["reabierta"] in (await town.browser.get(answer.headers["location"])).text
        await town.desk.settle()
        states = {"franja/web@2027-01-05": "missed", "franja/web@2027-01-06": "done", "corte/web@1": "missed"}
        assert town.desk.publications() == states
        again = await reopen(town, page)
        assert again.status_code == 409
        assert "no están suspendidos" in again.text


async def test_an_old_page_does_not_open_what_was_suspended_since(database: Database, tmp_path: Path) -> None:
    """Somebody gave another order meanwhile: that is told, and stands until it was seen."""
    async with office(database, tmp_path, TOWN) as town:
        town.user("ana")
        await town.sign_in("ana")
        await stop(town)
        page = (await town.get("suspensiones/reabrir?clase=servicio")).text
        town.desk.write(suspend, "servicio", None, "Otro luto", "luis", town.desk.clock.now())
        answer = await reopen(town, page)
        assert answer.status_code == 409
        assert ANOTHER in answer.text
        assert "Otro luto" in answer.text
        assert town.told("lift_suspend") == []
        assert (await reopen(town)).status_code == 303


@pytest.mark.parametrize(
    ("path", "code", "told"),
    [
        ("suspensiones/suspender", 404, ""),
        ("suspensiones/suspender?clase=otra", 404, ""),
        ("suspensiones/reabrir?clase=otra", 404, ""),
        (f"{BEFORE}&hasta=2027-01-04", 422, "El 4 de enero de 2027 ya pasó"),
        (f"{BEFORE}&hasta=pronto", 422, "Escriba el último día"),
        (f"{BEFORE}&hasta=2027-01-05", 200, "hasta el final del 5 de enero de 2027"),
        (
            "suspensiones/suspender?clase=gestion",
            200,
            "no tiene ningún mensaje de esta clase en los próximos siete días",
        ),
        (f"{BEFORE}&hasta=2027-12-31", 200, "Se cuenta lo de los próximos 31 días."),
    ],
)
async def test_no_other_class_or_day_is_suspended(
    sqlite_database: Database, tmp_path: Path, path: str, code: int, told: str
) -> None:
    """What is no class is not there; a day that is over is told, and today counts."""
    async with office(sqlite_database, tmp_path, TOWN) as town:
        town.user("ana")
        await town.sign_in("ana")
        assert (await town.get(path)).status_code == code
        assert told in await counted(town, path)


async def test_one_that_stands_is_told_before_another_is_given(sqlite_database: Database, tmp_path: Path) -> None:
    """A class whose suspension is made longer: both stand, and the page says which counts."""
    async with office(sqlite_database, tmp_path, TOWN) as town:
        town.user("ana")
        await town.sign_in("ana")
        town.desk.write(suspend, "servicio", bogota("2027-01-06T08:00"), "Luto.", "luis", town.desk.clock.now())
        page = (await town.get(f"{BEFORE}&hasta=2027-01-07")).text.replace("\u00a0", " ")
        assert "hasta el 6 de enero de 2027, 8:00 a. m. Los suspendió Luis Mora: Luto. De las dos" in page
        await stop(town, "2027-01-07")
        assert len(orders(town)) == 2
        answer = await reopen(town)
        assert answer.status_code == 303
        assert town.told("lift_suspend") == ["ana", "ana"]
