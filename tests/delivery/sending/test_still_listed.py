"""Whom a newer list drops gets none of what has begun, until the last second; nothing is resumed by an old one."""

from pathlib import Path

import pytest

from audience.contacts_import import import_contacts
from delivery.office.office import Refused, pause, resume
from delivery.office.settling import retry
from storage.database import Database
from tests.campaigns.town import AUDIENCES, MUNICIPALITY
from tests.delivery.desk import Desk, at_work
from tests.delivery.relay import DUE, FILE, Files, Start, real_mail

LISTS = "listas:\n  educacion: {nombre: Familias, de: educacion, vigencia: 8 días}\n"
WAITS = "por-segundo: 1000, rafaga: 500, cuota: 1"
MAIL = "anuncio/correo@1"
KEY = "matriculas/anuncio/correo@1"
OLD = "Espera una lista nueva: la lista «Familias», que debe la Secretaría de Educación,"


def town(port: int, condition: str = "{lista: educacion}") -> Files:
    """One mail a day goes out, to whom the department's list names."""
    audiences = AUDIENCES.replace("condicion: {}", f"condicion: {condition}")
    return {**real_mail(port, WAITS), "municipio.yaml": MUNICIPALITY + LISTS, "publicos.yaml": audiences}


def bring(desk: Desk, folder: Path, *mails: str, grade: str = "sexto") -> None:
    """The department's list comes in."""
    path = folder / "educacion.csv"
    path.write_text("nombre,correo,grado\n" + "".join(f"Familia,{mail},{grade}\n" for mail in mails))
    secret = desk.place.keyring.address_key
    import_contacts(desk.database, desk.place.tenant_id, path, secret, desk.clock.now(), name="educacion")


async def days(desk: Desk, number: int) -> None:
    """The quota lets one more out on each."""
    for _ in range(number):
        desk.clock.pass_(days=1)
        await desk.settle()


@pytest.mark.parametrize("condition", ["{lista: educacion}", "{alguna: [{con: {barrio: Centro}}, {lista: educacion}]}"])
async def test_whom_a_newer_list_drops_gets_nothing_more(
    database: Database, tmp_path: Path, start_mail_server: Start, condition: str
) -> None:
    """Luis stays in the list and gets it on a later day; Eva and Sol do not, and their rows say why."""
    mail = start_mail_server()
    async with at_work(database, tmp_path, DUE, town(mail.port, condition)) as desk:
        bring(desk, tmp_path, "ana@example.com", "eva@example.com", "sol@example.com", "luis@example.com")
        await desk.turn()
        assert desk.states() == {"sent": 1, "pending": 3}
        bring(desk, tmp_path, "luis@example.com", "ines@example.com")
        await days(desk, 3)

        assert {each["To"] for each in mail.mails()} == {"ana@example.com", "luis@example.com"}
        skipped = [row for row in desk.deliveries() if row.state == "skipped"]
        assert {row.address for row in skipped} == {"eva@example.com", "sol@example.com"}
        assert {row.error_code for row in skipped} == {"unlisted"}
        assert all("la lista más reciente la sacó" in row.error_text for row in skipped)
        assert desk.publication(MAIL).state == "done"


async def test_a_newer_list_that_names_them_again_stops_nobody(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """All of them get it, once."""
    mail = start_mail_server()
    async with at_work(database, tmp_path, DUE, town(mail.port)) as desk:
        bring(desk, tmp_path, "ana@example.com", "eva@example.com")
        await desk.turn()
        bring(desk, tmp_path, "eva@example.com", "ana@example.com", grade="séptimo")
        await days(desk, 2)
        assert sorted(each["To"] for each in mail.mails()) == ["ana@example.com", "eva@example.com"]


async def test_without_a_list_in_its_public_a_message_goes_on(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """Who left a list is no less one of everybody."""
    mail = start_mail_server()
    async with at_work(database, tmp_path, DUE, town(mail.port, "{}")) as desk:
        bring(desk, tmp_path, "ana@example.com", "eva@example.com")
        await desk.turn()
        bring(desk, tmp_path, "luis@example.com")
        await days(desk, 2)
        assert {each["To"] for each in mail.mails()} == {"ana@example.com", "eva@example.com"}


async def test_what_was_paused_goes_on_by_no_list_that_is_too_old(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """The refusal says which list has to come and how; once it is there, the mailing goes on to whom it names."""
    mail = start_mail_server()
    async with at_work(database, tmp_path, DUE, town(mail.port)) as desk:
        bring(desk, tmp_path, "ana@example.com", "eva@example.com", "luis@example.com")
        await desk.turn()
        desk.write(pause, KEY, "ana", desk.clock.now())
        desk.clock.pass_(days=9)
        with pytest.raises(Refused) as refused:
            desk.write(resume, KEY, "ana", desk.clock.now())
        assert str(refused.value).startswith(f"«{KEY}» no sigue todavía. {OLD} es del 2026-12-28 y vale 8 días.")
        assert str(refused.value).endswith("«pregonero contacts import ARCHIVO --list educacion».")
        with pytest.raises(Refused, match="no se intenta todavía"):
            desk.write(retry, KEY, "ana", desk.clock.now())
        assert desk.publication(MAIL).state == "paused"
        bring(desk, tmp_path, "luis@example.com")
        desk.write(resume, KEY, "ana", desk.clock.now())
        await days(desk, 2)
        assert {each["To"] for each in mail.mails()} == {"ana@example.com", "luis@example.com"}


async def test_what_was_paused_goes_on_while_its_list_holds(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """A day later nobody has to bring anything."""
    mail = start_mail_server()
    async with at_work(database, tmp_path, DUE, town(mail.port)) as desk:
        bring(desk, tmp_path, "ana@example.com", "eva@example.com")
        await desk.turn()
        desk.write(pause, KEY, "ana", desk.clock.now())
        desk.clock.pass_(days=1)
        [outcome] = desk.write(resume, KEY, "ana", desk.clock.now())
        assert outcome.state == "running"
        await days(desk, 1)
        assert len(mail.mails()) == 2


async def test_an_emergency_goes_on_by_an_old_list(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """It would not have waited for a new one when it began either."""
    mail = start_mail_server()
    files = town(mail.port)
    urgent = str(files[FILE]).replace("clase: servicio", "clase: emergencia\nprioridad: urgente")
    async with at_work(database, tmp_path, DUE, {**files, FILE: urgent}) as desk:
        bring(desk, tmp_path, "ana@example.com")
        await desk.look()
        assert desk.publication(MAIL).started_at is not None
        desk.write(pause, KEY, "ana", desk.clock.now())
        desk.clock.pass_(days=9)
        [outcome] = desk.write(resume, KEY, "ana", desk.clock.now())
        assert outcome.state == "running"
        await desk.settle()
        assert [each["To"] for each in mail.mails()] == ["ana@example.com"]
