"""A foot, a sender or an address for answers that changed since the approval is told, and asks for no new word."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from delivery.office.decisions import approve
from delivery.office.identity_changes import identity_lines
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from storage.database import Database
from storage.tables import approval
from tests.campaigns.town import ACCOUNTS, CAMPAIGN, MUNICIPALITY
from tests.delivery.desk import Desk, at_work, bogota

FILE = "campanas/matriculas.yaml"
KEY = "matriculas/anuncio@1"
NOW = bogota("2026-12-15T09:00")
HOUR = bogota("2026-12-28T08:00")
PHONE = MUNICIPALITY.replace("contacto: {Web: villaclara.gov.co}", "contacto: {Teléfono: 604 8310000}")
MOVED = PHONE.replace("604 8310000", "604 8319999")
ON_AIR = CAMPAIGN.replace("mensajes:", "aprueba: comite-gel\nmensajes:").replace(
    "[correo, web]", "[correo, emisora, web]"
)
TOWN: dict[str, str | bytes | None] = {"municipio.yaml": PHONE, FILE: ON_AIR}
NEW_NUMBER = "contacto, Teléfono (antes «604 8310000», ahora «604 8319999»)"


def lines(desk: Desk) -> list[str]:
    """What `status` says of it."""
    with desk.database.read() as connection:
        return identity_lines(connection, desk.place.tenant_id, desk.place.tenant, desk.clock.now())


def planned(desk: Desk) -> dict[str, tuple[str, str]]:
    """By account, what the plan of its day says: the decision and why."""
    with desk.database.read() as connection:
        known = read_known(connection, desk.place.tenant)
    rows = plan(desk.place.tenant, known, HOUR, HOUR + timedelta(hours=1), desk.clock.now())
    return {row.account: (str(row.decision), row.reason) for row in rows}


async def test_a_new_phone_number_asks_nobody_and_is_told(database: Database, tmp_path: Path) -> None:
    """By the plan and `status` before, by the rows and the audit after; on the pages of the site it does not stand."""
    async with at_work(database, tmp_path, NOW, TOWN) as desk:
        desk.people("vecina@example.com")
        desk.write(approve, KEY, "ana", "", NOW)
        assert lines(desk) == []
        await desk.reload({"municipio.yaml": MOVED})
        told = f"Cambió desde que se aprobó: {NEW_NUMBER}."
        assert lines(desk) == [
            f"Cambió desde que se aprobó, y «matriculas/anuncio» sale así, sin aprobarlo otra vez: {NEW_NUMBER}."
        ]
        assert planned(desk) == {"correo": ("send", told), "emisora": ("send", told), "web": ("send", "")}
        desk.clock.moment = HOUR
        await desk.turn()
        assert desk.states("anuncio/correo@1") == {"sent": 1}
        assert [desk.publication(f"anuncio/{name}@1").reason for name in ("correo", "emisora", "web")] == [
            told,
            told,
            "",
        ]
        proven = {row.subject: row.detail for row in desk.rows("audit") if row.verb == "identity_changed"}
        detail = {"contacto, Teléfono": {"was": "604 8310000", "is": "604 8319999"}}
        assert proven == {"matriculas/anuncio/correo@1": detail, "matriculas/anuncio/emisora@1": detail}
        desk.clock.moment = HOUR + timedelta(hours=1)
        assert lines(desk) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "remitente: Alcaldía <prensa@",
            "remitente: Despacho <alcalde@",
            "remitente (antes «Alcaldía <prensa@villaclara.gov.co>», ahora «Despacho <alcalde@villaclara.gov.co>»)",
        ),
        (
            "responder-a: contactenos@",
            "responder-a: despacho@",
            "responder-a (antes «contactenos@villaclara.gov.co», ahora «despacho@villaclara.gov.co»)",
        ),
        ("servidor: smtp.villaclara.gov.co", "servidor: correo.villaclara.gov.co", ""),
    ],
    ids=["sender", "answers", "its server is nobody's name"],
)
async def test_another_sender_is_told_of_the_mails_alone(
    database: Database, tmp_path: Path, old: str, new: str, told: str
) -> None:
    """What is technical is not."""
    async with at_work(database, tmp_path, NOW, TOWN) as desk:
        desk.people("vecina@example.com")
        desk.write(approve, KEY, "ana", "", NOW)
        await desk.reload({"canales.yaml": ACCOUNTS.replace(old, new)})
        because = f"Cambió desde que se aprobó: {told}." if told else ""
        assert {account: reason for account, (_, reason) in planned(desk).items()} == {
            "correo": because,
            "emisora": "",
            "web": "",
        }


async def test_a_name_that_is_taken_away_or_added_is_told(database: Database, tmp_path: Path) -> None:
    """As what it is."""
    async with at_work(database, tmp_path, NOW, TOWN) as desk:
        desk.people("vecina@example.com")
        desk.write(approve, KEY, "ana", "", NOW)
        await desk.reload({"municipio.yaml": PHONE.replace("Teléfono: 604 8310000", "WhatsApp: 310 0000000")})
        parts = "contacto, WhatsApp (antes no estaba, ahora «310 0000000»); "
        parts += "contacto, Teléfono (antes «604 8310000», ahora no está)"
        assert planned(desk)["correo"] == ("send", f"Cambió desde que se aprobó: {parts}.")


async def test_a_word_said_again_is_of_what_stands_now(database: Database, tmp_path: Path) -> None:
    """Whoever approves it once more has seen the new number: there is nothing to tell any more."""
    async with at_work(database, tmp_path, NOW, TOWN) as desk:
        desk.people("vecina@example.com")
        desk.write(approve, KEY, "ana", "", NOW)
        desk.write(approve, KEY, "ana", "", NOW)
        assert len(desk.rows("approval")) == 1
        await desk.reload({"municipio.yaml": MOVED})
        desk.write(approve, KEY, "ana", "", NOW)
        assert len(desk.rows("approval")) == 2
        assert lines(desk) == []


async def test_where_the_message_says_who_is_answered_that_is_approved(database: Database, tmp_path: Path) -> None:
    """Another address there asks for a new word; the account's own does not count for it."""
    own = ON_AIR.replace("    asunto", "    responder-a: educacion@villaclara.gov.co\n    asunto")
    async with at_work(database, tmp_path, NOW, {**TOWN, FILE: own}) as desk:
        desk.people("vecina@example.com")
        desk.write(approve, KEY, "ana", "", NOW)
        await desk.reload({"canales.yaml": ACCOUNTS.replace("responder-a: contactenos@", "responder-a: despacho@")})
        assert planned(desk)["correo"] == ("send", "")
        await desk.reload({FILE: own.replace("educacion@villaclara", "rector@villaclara")})
        assert planned(desk)["correo"][0] == "ask_approval"


async def test_of_a_word_of_before_nothing_is_told(database: Database, tmp_path: Path) -> None:
    """Nobody knows what stood at the foot then."""
    async with at_work(database, tmp_path, NOW, TOWN) as desk:
        desk.people("vecina@example.com")
        desk.write(approve, KEY, "ana", "", NOW)
        with desk.database.write() as connection:
            connection.execute(update(approval).values(identity=None))
        await desk.reload({"municipio.yaml": MOVED})
        assert (lines(desk), planned(desk)["correo"]) == ([], ("send", ""))
