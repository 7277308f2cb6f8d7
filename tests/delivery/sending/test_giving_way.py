"""Who is of two publics gets one of the campaign's messages, and a row that says which."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert, select

from delivery.office.office import cancel, pause, resume
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from delivery.sending.precedence import LATER, LONGEST
from storage.database import Database
from storage.tables import address, contact
from tests.campaigns.town import ACCOUNTS, AUDIENCES
from tests.delivery.desk import Desk, at_work
from tests.delivery.relay import DUE, FILE, Start, real_mail

PUBLICS = f"""\
{AUDIENCES}\
comerciantes:
  nombre: Comerciantes
  condicion: {{con: {{oficio: comercio}}}}
  canales: [correo]
"""
CAMPAIGN = """\
campaña: vias
titulo: Cierre de vías
accion: SE-7
clase: servicio
responsable: educacion
publico: ciudadania
mensajes:
  - id: vecinos
    cuando: 2026-12-28 a las 08:00
    canales: [correo]
    salvo-quienes-reciben: [comerciantes]
    asunto: Cierre de vías
    texto: Mañana se cierra la carrera 5.
  - id: comerciantes
    cuando: 2026-12-28 a las 08:00
    publico: comerciantes
    canales: [correo]
    asunto: Cierre de vías
    texto: Mañana cargue y descargue por la carrera 6.
"""
VIAS = "campanas/vias.yaml"
TOWN: dict[str, str | bytes | None] = {"publicos.yaml": PUBLICS, VIAS: CAMPAIGN, FILE: None}
SERVED = ("skipped", "precedencia")
SENT = ("sent", None)
MOST_ASKED = 20
"""How often what waits is asked again: a first message may be on the wire just then, several times in a row."""


def _came(desk: Desk, message: str) -> dict[str, tuple[str, str | None]]:
    return {row.address: (row.state, row.error_code) for row in desk.deliveries(f"{message}/correo@1")}


def _first_by(account: str) -> str:
    """The campaign, the merchants' message by another account."""
    return CAMPAIGN.replace("comerciantes\n    canales: [correo]", f"comerciantes\n    canales: [{account}]")


async def _over(desk: Desk) -> None:
    """What waits for another is asked again until nothing waits: what is on the wire just then is waited for, too."""
    for asked in range(MOST_ASKED):
        await desk.turn()
        desk.clock.pass_(seconds=LATER.total_seconds() + 1)
        if asked >= 3 and all(row.state != "pending" for row in desk.deliveries() if row.attempts == 0):
            return


async def test_who_is_of_two_publics_gets_the_first_message(database: Database, tmp_path: Path) -> None:
    """The row of the other one says which serves her; it stands first in its file."""
    async with at_work(database, tmp_path, DUE, TOWN) as desk:
        desk.people("eva@example.com", attributes={"oficio": "comercio"})
        desk.people("leo@example.com")
        await _over(desk)
        assert _came(desk, "comerciantes") == {"eva@example.com": SENT}
        assert _came(desk, "vecinos") == {"eva@example.com": SERVED, "leo@example.com": SENT}
        [row] = [row for row in desk.deliveries("vecinos/correo@1") if row.state == "skipped"]
        assert row.error_text.startswith("Recibe en su lugar «vias/comerciantes/correo@1»")
        assert set(desk.publications().values()) == {"done"}


async def test_nobody_is_silenced_for_what_is_cancelled(database: Database, tmp_path: Path) -> None:
    """The message that goes before is called off before anything has left."""
    async with at_work(database, tmp_path, DUE, TOWN) as desk:
        desk.people("eva@example.com", attributes={"oficio": "comercio"})
        await desk.look()
        desk.write(cancel, "vias/comerciantes/correo@1", "ana", desk.clock.now())
        await _over(desk)
        assert _came(desk, "vecinos") == {"eva@example.com": SENT}


async def test_what_begins_late_finds_who_was_served_meanwhile(database: Database, tmp_path: Path) -> None:
    """It awaited its approval: nobody waits for it, and nobody gets both."""
    held = CAMPAIGN.replace("publico: comerciantes\n", "publico: comerciantes\n    aprueba: ana\n")
    held = held.replace("publico: comerciantes\n", "publico: comerciantes\n    tolerancia: 5 horas\n")
    async with at_work(database, tmp_path, DUE, {**TOWN, VIAS: held}) as desk:
        desk.people("eva@example.com", attributes={"oficio": "comercio"})
        await _over(desk)
        assert _came(desk, "vecinos") == {"eva@example.com": SENT}
        desk.people("sol@example.com", attributes={"oficio": "comercio"})
        await desk.reload({VIAS: held.replace("    aprueba: ana\n", "")})
        await _over(desk)
        assert _came(desk, "comerciantes") == {"eva@example.com": SERVED, "sol@example.com": SENT}


async def test_who_has_no_address_for_the_first_gets_the_second(database: Database, tmp_path: Path) -> None:
    """The first goes by a channel on which she is not."""
    other = _first_by("bot")
    bot = 'bot: {tipo: telegram, destino: personas, modo: pruebas, opciones: {token: "${PREGONERO_BOT}"}}\n'
    async with at_work(database, tmp_path, DUE, {**TOWN, VIAS: other, "canales.yaml": ACCOUNTS + bot}) as desk:
        desk.people("eva@example.com", attributes={"oficio": "comercio"})
        await _over(desk)
        assert _came(desk, "vecinos") == {"eva@example.com": SENT}


async def test_whom_the_first_cannot_reach_gets_the_second(database: Database, tmp_path: Path) -> None:
    """Its text names what is not known of her, so that there is no message."""
    other = CAMPAIGN.replace("Mañana cargue", "Para {{ persona.local }} mañana cargue")
    async with at_work(database, tmp_path, DUE, {**TOWN, VIAS: other}) as desk:
        desk.people("eva@example.com", attributes={"oficio": "comercio"})
        await _over(desk)
        assert _came(desk, "comerciantes") == {"eva@example.com": ("failed", "template")}
        assert _came(desk, "vecinos") == {"eva@example.com": SENT}


async def test_nobody_waits_for_what_a_person_has_stopped(database: Database, tmp_path: Path) -> None:
    """Going on later, it passes over whoever was served."""
    async with at_work(database, tmp_path, DUE, TOWN) as desk:
        desk.people("eva@example.com", attributes={"oficio": "comercio"})
        await desk.look()
        desk.write(pause, "vias/comerciantes/correo@1", "ana", desk.clock.now())
        await _over(desk)
        assert _came(desk, "vecinos") == {"eva@example.com": SENT}
        desk.write(resume, "vias/comerciantes/correo@1", "ana", desk.clock.now())
        await _over(desk)
        assert _came(desk, "comerciantes") == {"eva@example.com": SERVED}


async def test_two_addresses_of_one_person_are_one(database: Database, tmp_path: Path) -> None:
    """She is a merchant under one contact, whose second address is among the neighbours' too."""
    async with at_work(database, tmp_path, DUE, TOWN) as desk:
        desk.people("eva@example.com", attributes={"oficio": "comercio"})
        with desk.database.write() as connection:
            second = {"address": "tienda@example.com", "key": "7a" * 16, "kind": "correo"}
            whose = connection.scalars(select(contact.c.id)).one()
            connection.execute(insert(address), {"tenant": desk.place.tenant_id, "contact": whose, **second})
        await _over(desk)
        assert [each[0] for each in _came(desk, "vecinos").values()] == ["skipped", "skipped"]


async def test_what_was_running_keeps_its_order(database: Database, tmp_path: Path) -> None:
    """Nobody's editing changes a sending under way: the line is gone, and the rows go on as they began."""
    async with at_work(database, tmp_path, DUE, TOWN) as desk:
        desk.people("eva@example.com", attributes={"oficio": "comercio"})
        await desk.look()
        await desk.reload({VIAS: CAMPAIGN.replace("    salvo-quienes-reciben: [comerciantes]\n", "")})
        await _over(desk)
        assert _came(desk, "vecinos") == {"eva@example.com": SERVED}


async def test_a_trial_takes_nobodys_real_message(database: Database, tmp_path: Path, start_mail_server: Start) -> None:
    """The account of the first is in `pruebas`."""
    mail = start_mail_server()
    accounts = str(real_mail(mail.port)["canales.yaml"]) + ACCOUNTS.replace("correo:", "ensayo:").partition("web:")[0]
    other = _first_by("ensayo")
    keys = {"PREGONERO_CLAVE": "secreta"}
    async with at_work(database, tmp_path, DUE, {**TOWN, VIAS: other, "canales.yaml": accounts}, keys) as desk:
        desk.people("eva@example.com", attributes={"oficio": "comercio"})
        await _over(desk)
        assert _came(desk, "vecinos") == {"eva@example.com": SENT}


async def test_patience_has_an_end(database: Database, tmp_path: Path, start_mail_server: Start) -> None:
    """The channel of the first is down for hours: the second goes, and the first does not come after it."""
    dead = start_mail_server()
    first, second = (str(real_mail(mail.port)["canales.yaml"]) for mail in (dead, start_mail_server()))
    accounts = second + first.replace("correo:", "otro:").partition("web:")[0].replace("127.0.0.1", "localhost")
    other = _first_by("otro")
    dead.stop()
    async with at_work(database, tmp_path, DUE, {**TOWN, VIAS: other, "canales.yaml": accounts}) as desk:
        desk.people("eva@example.com", attributes={"oficio": "comercio"})
        await desk.turn()
        assert _came(desk, "vecinos") == {"eva@example.com": ("pending", None)}
        desk.clock.pass_(seconds=LONGEST.total_seconds())
        await _over(desk)
        assert _came(desk, "vecinos") == {"eva@example.com": SENT}


async def test_a_plan_counts_who_gets_the_other(database: Database, tmp_path: Path) -> None:
    """One of the three: she is not among the recipients of the second, and it says why."""
    before = DUE - timedelta(days=1)
    async with at_work(database, tmp_path, before, TOWN) as desk:
        desk.people("eva@example.com", attributes={"oficio": "comercio"})
        desk.people("leo@example.com", "sol@example.com")
        with desk.database.read() as connection:
            known = read_known(connection, desk.tenant)
        rows = plan(desk.tenant, known, before, DUE + timedelta(days=1), before)
        assert {row.message: row.recipients for row in rows} == {"comerciantes": 1, "vecinos": 2}
        [reason] = [row.reason for row in rows if row.message == "vecinos"]
        assert reason == "A 1 le llega «comerciantes» en lugar de este."
