"""A no reaches whoever can do something about it."""

from pathlib import Path

from delivery.office.decisions import approve, reject
from delivery.office.rejections import Rejected, rejections
from storage.database import Database
from tests.delivery.approving.council import APPROVED, COUNCIL, FILE, HOUR, TOWN
from tests.delivery.desk import Desk, at_work, bogota

KEY = "matriculas/anuncio@1"
NOW = bogota("2026-12-15T09:00")
DRAFTED = {
    **COUNCIL,
    "municipio.yaml": TOWN.replace(
        "personas:\n", "personas:\n  sol: {nombre: Sol Ríos, correo: sol@villaclara.gov.co}\n"
    ),
    FILE: APPROVED.replace("aprueba: comite-gel\n", "aprueba: comite-gel\nredacta: sol\n"),
}


def mails(desk: Desk) -> list[list[str]]:
    """What was written about a no, in lines."""
    rows = [row for row in desk.rows("publication") if row.message.startswith("rechazo~")]
    return [row.content["values"]["lineas"] for row in rows]


def told(desk: Desk) -> list[Rejected]:
    """What `status` says of it."""
    with desk.database.read() as connection:
        return rejections(connection, desk.place.tenant_id, desk.place.tenant, desk.clock.now())


async def test_the_author_and_those_in_charge_are_written_to_once(database: Database, tmp_path: Path) -> None:
    """With the note and what to do; a second no of another member writes no second mail, a yes none at all."""
    async with at_work(database, tmp_path, NOW, DRAFTED) as desk:
        desk.write(approve, KEY, "ana", "", NOW)
        assert (mails(desk), told(desk)) == ([], [])
        desk.write(reject, KEY, "luis", "Falta la sede", NOW)
        desk.write(reject, KEY, "ana", "Sí, falta", NOW)
        [text] = mails(desk)
        assert text == [
            "«Matrículas» (matriculas/anuncio), por Luis Mora: Falta la sede.",
            "No sale así: al corregir el mensaje se pide la aprobación otra vez.",
        ]
        addresses = {row.address for row in desk.rows("delivery")}
        assert "sol@villaclara.gov.co" in addresses
        assert len(addresses) > 1


async def test_status_tells_it_until_the_text_changes(database: Database, tmp_path: Path) -> None:
    """What was corrected waits for a new word, and is no longer told as rejected."""
    async with at_work(database, tmp_path, NOW, DRAFTED) as desk:
        desk.write(reject, KEY, "luis", "Falta la sede.", NOW)
        [no] = told(desk)
        assert (no.message, no.person, no.at) == ("matriculas/anuncio", "luis", NOW)
        assert no.told == "«Matrículas» (matriculas/anuncio), por Luis Mora: Falta la sede."
        await desk.reload({FILE: str(DRAFTED[FILE]).replace("Empiezan", "En la sede empiezan")})
        assert told(desk) == []


async def test_what_a_no_cancels_is_told_with_the_way_to_send_it(database: Database, tmp_path: Path) -> None:
    """At its hour the key is spent: `repetir` makes another."""
    async with at_work(database, tmp_path, HOUR, DRAFTED) as desk:
        desk.people("vecina@example.com")
        await desk.turn()
        desk.write(reject, KEY, "luis", "Falta la sede.", HOUR)
        assert "repetir: 2" in mails(desk)[0][1]
