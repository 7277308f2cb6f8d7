"""Enviar ahora: what would come of it is told before, it is done once, and an emergency has to be said and founded."""

import asyncio
import html
import re
import time
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from delivery.office.decisions import approve
from delivery.planning.prospect import Route
from delivery.planning.reach_of_message import routes_of
from panel.entrance.roles import RIGHTS, Right, Role
from panel.office import sending_now
from panel.office.offices import NOTES
from panel.office.sending_now import CHANGED, NO_REASON, UNCOUNTED
from storage.database import Database
from storage.errors import StorageError
from tests.campaigns.town import ACCOUNTS
from tests.delivery.desk import bogota
from tests.panel.office.alert_office import ALERT, FILE, RIVER, river
from tests.panel.office.measured import counted
from tests.panel.staffed import FILES, OFFICE, OWN, TOWN, Office

MESSAGE = "campanas/creciente/mensajes/fin"
ALARM = "campanas/creciente/mensajes/alerta"
SEND = f"{MESSAGE}/enviar"
BUTTON = ">Enviar ahora</button>"
WHY = "Nivel rojo en el puente"
APPROVED: Mapping[str, str | bytes | None] = {
    **RIVER,
    FILE: ALERT.replace("mensajes:", "aprueba: comite-gel\nmensajes:").replace("clase: emergencia", "clase: servicio"),
}
TWICE_A_DAY: Mapping[str, str | bytes | None] = {
    **RIVER,
    FILE: ALERT.replace("cuando: por orden", "cuando: cada día a las 14:00 y 16:00"),
}


def fields(page: str) -> dict[str, str]:
    """What the first form of the page that sends says by itself."""
    form = page.partition(f'action="{OFFICE}campanas')[2].partition("</form>")[0]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in hidden}


async def press(town: Office, path: str = SEND, page: str = "", **typed: str) -> httpx.Response:
    """Send its form, as it stands in `page` or in the page as it is now."""
    data = fields(page or (await town.get(path)).text)
    data.pop("emergencia", None)
    return await town.browser.post(f"{OFFICE}{path}", data={**data, **typed}, headers=OWN)


async def led(town: Office, answer: httpx.Response) -> str:
    """The page to which it leads."""
    assert answer.status_code == 303, html.unescape(answer.text)
    return (await town.browser.get(answer.headers["location"])).text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CONTRIBUTOR])
async def test_its_button_is_for_whoever_operates(database: Database, tmp_path: Path, role: Role) -> None:
    """Nobody else is offered it, and nobody else's form sends."""
    async with river(database, tmp_path, role) as town:
        may = Right.OPERATE in RIGHTS[role]
        assert ("Enviar ahora" in (await town.get(MESSAGE)).text) == may
        answer = await town.post(SEND, "cuenta", vez="1", version="x")
        assert answer.status_code == (409 if may else 403)
        assert town.desk.publications() == {}


async def test_it_goes_out_after_its_page_said_how(database: Database, tmp_path: Path) -> None:
    """By what and to how many; then its sending's page says who sent it, and opening the page sends nothing."""
    async with river(database, tmp_path) as town:
        page = await counted(town, SEND)
        assert "A 2 personas" in page
        assert "Para todo el que lo vea" in page
        assert town.desk.publications() == {}
        told = await led(town, await press(town))
        assert NOTES["envio-ahora"] in told
        assert "Ana Pérez: La envió a mano." in told
        await town.desk.settle()
        assert town.desk.publications() == {"fin/correo@1": "done", "fin/web@1": "done"}


@pytest.mark.parametrize("changes", [RIVER, TWICE_A_DAY])
async def test_two_presses_send_once(
    database: Database, tmp_path: Path, changes: Mapping[str, str | bytes | None]
) -> None:
    """The second one leads to what the first one sent, also where the day has another time of the message."""
    async with river(database, tmp_path, changes=changes) as town:
        page = (await town.get(SEND)).text
        first = await press(town, page=page)
        second = await press(town, page=page)
        assert NOTES["envio-ya"] in await led(town, second)
        assert second.headers["location"].partition("?")[0] == first.headers["location"].partition("?")[0]
        assert len(town.desk.publications()) == 2
        assert town.told("send") == ["ana"]


async def test_two_who_press_at_once_send_once(database: Database, tmp_path: Path) -> None:
    """Of a message that goes out twice a day neither of them sends the later one."""
    async with river(database, tmp_path, changes=TWICE_A_DAY) as town:
        page = (await town.get(SEND)).text
        answers = await asyncio.gather(press(town, page=page), press(town, page=page))
        assert sorted(each.headers["location"].partition("?")[2] for each in answers) == [
            "hecho=envio-ahora",
            "hecho=envio-ya",
        ]
        assert len(town.desk.publications()) == 2


async def test_two_presses_order_one_alert(database: Database, tmp_path: Path) -> None:
    """It repeats from now on; then its page offers to lift it and nothing else."""
    async with river(database, tmp_path) as town:
        page = (await town.get(f"{ALARM}/enviar")).text
        assert "se repite «cada hora hasta levantar»" in page
        first = await press(town, f"{ALARM}/enviar", page)
        assert NOTES["envio-ya"] in await led(town, await press(town, f"{ALARM}/enviar", page))
        assert NOTES["envio-ahora"] in await led(town, first)
        assert town.told("alert") == ["ana"]
        page = (await town.get(f"{ALARM}/enviar")).text
        assert "por orden de Ana Pérez. Se levanta con «Levantar la alerta»." in page
        assert fields(page) == {}


async def test_what_holds_it_is_told_and_an_emergency_passes_it(database: Database, tmp_path: Path) -> None:
    """Its approval is wanting: there is no button but the emergency's, whose reason is asked for and kept."""
    async with river(database, tmp_path, changes=APPROVED) as town:
        page = (await town.get(SEND)).text
        assert "Espera la aprobación del Comité GEL. Se aprueba con «Aprobaciones»." in page
        assert BUTTON not in page
        refused = await press(town)
        assert refused.status_code == 409
        assert "Espera la aprobación del Comité GEL" in refused.text
        mute = await press(town, emergencia="si", motivo="  ")
        assert (mute.status_code, NO_REASON in mute.text, "<details open" in mute.text) == (422, True, True)
        assert town.desk.publications() == {}
        told = await led(town, await press(town, emergencia="si", motivo=WHY))
        assert "Ana Pérez: La envió como emergencia." in told
        assert WHY in told
        assert "No esperó la aprobación del Comité GEL." in told


async def test_a_reason_alone_makes_no_emergency(database: Database, tmp_path: Path) -> None:
    """It is one only by its own button."""
    async with river(database, tmp_path, changes=APPROVED) as town:
        assert (await press(town, motivo=WHY)).status_code == 409
        assert town.desk.publications() == {}


async def test_nothing_typed_is_lost(database: Database, tmp_path: Path) -> None:
    """The message changed while somebody read: it is not sent, and the reason stands where it stood."""
    async with river(database, tmp_path, changes=APPROVED) as town:
        page = (await town.get(SEND)).text
        await town.desk.reload({FILE: str(APPROVED[FILE]).replace("Ya pasó", "Al fin pasó")})
        answer = await press(town, page=page, emergencia="si", motivo=WHY)
        assert answer.status_code == 409
        assert CHANGED in answer.text
        assert f'value="{WHY}"' in answer.text
        assert town.desk.publications() == {}
        assert (await press(town, page=answer.text, emergencia="si", motivo=WHY)).status_code == 303


async def test_what_was_shown_as_a_trial_does_not_go_out(database: Database, tmp_path: Path) -> None:
    """The accounts became real while somebody read that nothing leaves the machine: it is not sent."""
    async with river(database, tmp_path) as town:
        page = (await town.get(SEND)).text
        assert "Lo que está en pruebas no sale del equipo" in page
        await town.desk.reload({"canales.yaml": ACCOUNTS.replace("modo: pruebas", "modo: real")})
        answer = await press(town, page=page)
        assert (answer.status_code, CHANGED in answer.text) == (409, True)
        assert town.desk.publications() == {}


async def test_what_goes_out_in_part_says_so(database: Database, tmp_path: Path) -> None:
    """Nobody has a mailbox: the post goes out, the mail does not, and both are told with where to look."""
    nobody = "ciudadania: {nombre: Ciudadanía, condicion: {con: {barrio: Centro}}, canales: [correo]}\n"
    async with river(database, tmp_path, changes={**RIVER, "publicos.yaml": nobody}) as town:
        answer = await press(town)
        assert answer.status_code == 200
        assert "Ya se mandó por sitio web." in answer.text
        assert "No sale por correo electrónico. No hay a quién enviarla" in answer.text
        assert f"{OFFICE}envios/{town.desk.publication('fin/web@1').id}" in answer.text
        assert town.desk.publications() == {"fin/web@1": "running"}


async def test_it_says_when_people_get_it(database: Database, tmp_path: Path) -> None:
    """Eight in the evening: whom it goes to person by person is written to in the morning, and its page says so."""
    changes = {**RIVER, FILE: ALERT.replace("clase: emergencia", "clase: servicio")}
    async with river(database, tmp_path, changes=changes) as town:
        town.desk.clock.moment = bogota("2027-01-05T20:00")
        assert (
            "Fuera de horario: sale el miércoles 6 de enero de 2027 a las 7:00\xa0a.\xa0m."
            in (await town.get(SEND)).text
        )
        assert NOTES["envio-luego"] in await led(town, await press(town))
        await town.desk.settle()
        assert town.desk.publications() == {"fin/correo@1": "running", "fin/web@1": "done"}


@pytest.mark.parametrize(("class_", "told"), [("gestion", True), ("servicio", False)])
async def test_it_says_that_a_week_may_be_full(database: Database, tmp_path: Path, class_: str, told: bool) -> None:
    """Where messages of management have a cap, and of no other class."""
    text = ALERT.replace("clase: emergencia", f"clase: {class_}")
    changes = {**RIVER, "municipio.yaml": f"{TOWN}tope-semanal: 3\n", FILE: text}
    async with river(database, tmp_path, changes=changes) as town:
        page = (await town.get(SEND)).text
        assert ("A quien ya recibió 3 mensajes de gestión esta semana no le llega." in page) == told


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("2027-01-12 08:00", "Estaba para el 12 de enero de 2027, 8:00\xa0a.\xa0m.: sale ya, y ese día no sale otra"),
        ("cada día a las 14:00", "Es la de hoy a las 2:00\xa0p.\xa0m.: sale ya, y a esa hora no sale otra vez."),
        ("cada día a las 7:00", "Es la de hoy a las 7:00\xa0a.\xa0m.: sale ya.<"),
        ("cada viernes a las 14:00", "Hoy no tiene hora en el calendario: sale esta vez más, y las que vienen siguen"),
        ("por orden", ""),
    ],
)
async def test_it_says_what_becomes_of_its_hour(database: Database, tmp_path: Path, when: str, told: str) -> None:
    """It goes out at it no more, or once more besides; what has none is told nothing of."""
    changes = {**RIVER, FILE: ALERT.replace("por orden", when)}
    async with river(database, tmp_path, changes=changes) as town:
        page = (await town.get(SEND)).text
        assert told in page
        assert told or "sale ya" not in page


async def test_an_emergency_is_sent_though_nobody_can_count(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was to be found beside the page is lost: it says so, and its buttons stand."""

    def fails(*_given: object, **_named: object) -> Mapping[str, Route]:
        raise StorageError("La base de datos no contestó a tiempo.")

    monkeypatch.setattr(sending_now, "routes_of", fails)
    async with river(sqlite_database, tmp_path) as town:
        answer = await town.get(SEND)
        assert answer.status_code == 200
        assert UNCOUNTED in answer.text
        assert NOTES["envio-ahora"] in await led(town, await press(town, emergencia="si", motivo=WHY))


@pytest.fixture
def counts_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """As beside a million people."""

    def slowly(*given: object, **named: object) -> Mapping[str, Route]:
        time.sleep(0.5)
        return routes_of(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(sending_now, "routes_of", slowly)


@pytest.mark.usefixtures("counts_slowly")
async def test_its_page_waits_for_no_count(database: Database, tmp_path: Path) -> None:
    """It says that it counts, asks again for that part alone, and can be used; then it tells to how many it goes."""
    async with river(database, tmp_path) as town:
        page = (await town.get(SEND)).text
        assert ("Se está contando…" in page, "A 2 personas" in page) == (True, False)
        assert f'id="medios" data-hx-get="{OFFICE}{SEND}" data-hx-trigger="load delay' in page
        assert BUTTON in page
        page = await counted(town, SEND)
        assert ("Se está contando…" in page, "A 2 personas" in page) == (False, True)


@pytest.mark.usefixtures("counts_slowly")
async def test_nothing_that_was_counted_outlives_what_it_was_counted_for(database: Database, tmp_path: Path) -> None:
    """Within the same minute the committee says yes, and the earlier time goes out: each is seen at once."""
    approved = str(APPROVED[FILE]).replace("cuando: por orden", "cuando: cada día a las 14:00 y 16:00")
    async with river(database, tmp_path, changes={**APPROVED, FILE: approved}) as town:
        assert BUTTON not in await counted(town, SEND)
        town.desk.write(approve, "creciente/fin@2027-01-05T14:00", "ana", "", town.desk.clock.now())
        first = (await town.get(SEND)).text
        assert BUTTON in first
        assert fields(first)["vez"] == "2027-01-05T14:00"
        assert (await press(town, page=first)).status_code == 303
        assert fields((await town.get(SEND)).text)["vez"] == "2027-01-05T16:00"


async def test_what_was_missed_is_sent_where_it_lies(database: Database, tmp_path: Path) -> None:
    """Its hour is over: the page leads to what did not go out, and does not send it a second way."""
    changes = {**FILES, "campanas/matriculas.yaml": None, FILE: ALERT.replace("por orden", "2027-01-05 08:00")}
    async with river(database, tmp_path, changes=changes) as town:
        await town.desk.turn()
        missed = town.desk.publication("fin/web@1")
        assert missed.state == "missed"
        page = (await town.get(SEND)).text
        assert f"{OFFICE}envios/{missed.id}/enviar" in page
        assert fields(page) == {}


@pytest.mark.parametrize("path", ["campanas/nada/mensajes/fin/enviar", "campanas/creciente/mensajes/nada/enviar"])
async def test_what_there_is_not_is_not_sent(database: Database, tmp_path: Path, path: str) -> None:
    """Neither its page nor its form."""
    async with river(database, tmp_path) as town:
        assert (await town.get(path)).status_code == 404
        assert (await town.post(path, vez="1", version="x")).status_code == 404
