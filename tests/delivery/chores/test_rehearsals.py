"""A WhatsApp template is looked at before the hour of what is made of it, at a server in a process of its own."""

from datetime import timedelta
from pathlib import Path

from delivery.chores.rehearsals import AGAIN
from storage.database import Database
from storage.unready import unready_accounts
from tests.campaigns.town import MUNICIPALITY
from tests.channels.meta import paths
from tests.channels.service import Service
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.towns import FILE, META, Files, meta_account, town
from tests.delivery.watching.test_outages import STAFF, alerts, subjects

SERVICE = "whatsapp"

DUE = bogota("2026-12-28T08:00")
LOOK = "GET /7080/message_templates"
SECOND = """\
  - id: otra
    cuando: 2026-12-28 {}
    canales: [whatsapp]
    texto: Otra noticia.
"""


def rehearsed(service: Service, mode: str = "real", notices: str = "interno") -> Files:
    """The town with a WhatsApp account at the server, on which its one message goes out."""
    account = meta_account("whatsapp", "whatsapp", service, mode)
    municipality = MUNICIPALITY.replace("avisos: correo", f"avisos: {notices}\nencargado: ana")
    return town("whatsapp", STAFF + account) | {"municipio.yaml": municipality}


async def at(desk: Desk, hours: float) -> None:
    """It is so many hours before the message."""
    desk.clock.moment = DUE - timedelta(hours=hours)
    await desk.turn()


async def test_the_template_is_looked_at_a_day_and_three_hours_before(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """Two calls that change nothing, whatever the day's tier; a restart asks for no third one."""
    async with at_work(database, tmp_path, DUE - timedelta(hours=72), rehearsed(service), META) as desk:
        await at(desk, 72)
        await at(desk, 25)
        assert paths(service) == []
        await at(desk, 24)
        assert paths(service) == [LOOK]
        await desk.reload()
        await at(desk, 20)
        await at(desk, 3.1)
        assert paths(service) == [LOOK]
        await at(desk, 3)
        assert paths(service) == [LOOK, LOOK]
        assert not alerts(desk)


async def test_a_template_that_is_paused_is_told_hours_before(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """Once, with what is wrong, what waits and when; looked at each hour, and told once more when it is mended."""
    service.then(*["template:PAUSED"] * 3)
    async with at_work(database, tmp_path, DUE - timedelta(hours=24), rehearsed(service), META) as desk:
        await at(desk, 24)
        await at(desk, 23.9)
        [alert] = alerts(desk)
        assert (alert["Subject"], alert["To"]) == ("La cuenta whatsapp no está lista", "ana@villaclara.gov.co")
        text = alert.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # a mail of ours has a text
        words = " ".join(text.split())
        assert "La plantilla «aviso_municipal» no está aprobada: Meta la pausó" in words
        assert "matriculas/anuncio/whatsapp@1, el 28 de diciembre de 2026" in words
        with desk.database.read() as connection:
            [found] = unready_accounts(connection, desk.place.tenant_id)
        assert (found.account, found.since) == ("whatsapp", DUE - timedelta(hours=24))
        for hours in (23, 22, 21, 20, 19.9, 19.5):
            await at(desk, hours)
        assert paths(service) == [LOOK] * 4
        assert subjects(desk) == ["La cuenta whatsapp está lista", "La cuenta whatsapp no está lista"]


async def test_a_message_that_is_written_late_is_looked_at_at_once(
    sqlite_database: Database, tmp_path: Path, service: Service
) -> None:
    """Once, not as often as it should have been looked at before."""
    async with at_work(sqlite_database, tmp_path, DUE - timedelta(hours=1), rehearsed(service), META) as desk:
        await at(desk, 1)
        await at(desk, 0.5)
        assert paths(service) == [LOOK]


async def test_messages_at_one_hour_are_one_look(sqlite_database: Database, tmp_path: Path, service: Service) -> None:
    """The template is the account's; a message at another hour has its own."""
    changes = rehearsed(service)
    changes[FILE] = str(changes[FILE]) + SECOND.format("08:00") + SECOND.replace("otra", "tercera").format("10:00")
    async with at_work(sqlite_database, tmp_path, DUE - timedelta(hours=24), changes, META) as desk:
        await at(desk, 24)
        assert paths(service) == [LOOK]
        await at(desk, 22)
        assert paths(service) == [LOOK, LOOK]


async def test_a_service_that_is_away_is_nobodys_trouble(
    sqlite_database: Database, tmp_path: Path, service: Service
) -> None:
    """It says nothing of the template: it is asked again later, and nobody is told."""
    service.then("drop")
    async with at_work(sqlite_database, tmp_path, DUE - timedelta(hours=24), rehearsed(service), META) as desk:
        await at(desk, 24)
        await at(desk, 24 - AGAIN / timedelta(hours=1))
        assert paths(service) == [LOOK, LOOK]
        assert not alerts(desk)


async def test_a_dead_token_is_found_out_as_well(sqlite_database: Database, tmp_path: Path, service: Service) -> None:
    """With it no message would go out either."""
    service.then("error:190")
    async with at_work(sqlite_database, tmp_path, DUE - timedelta(hours=24), rehearsed(service), META) as desk:
        await at(desk, 24)
        await at(desk, 23.9)
        assert subjects(desk) == ["La cuenta whatsapp no está lista"]


async def test_an_account_that_sends_nothing_yet_is_not_looked_at(
    sqlite_database: Database, tmp_path: Path, service: Service
) -> None:
    """In `pruebas` no service is called."""
    async with at_work(
        sqlite_database, tmp_path, DUE - timedelta(hours=24), rehearsed(service, mode="pruebas"), META
    ) as desk:
        await at(desk, 24)
        await at(desk, 3)
        assert paths(service) == []


async def test_an_account_that_is_put_back_to_pruebas_is_no_trouble_any_more(
    sqlite_database: Database, tmp_path: Path, service: Service
) -> None:
    """What was found of it is over, and it is looked at no more."""
    service.then("template:PENDING")
    async with at_work(sqlite_database, tmp_path, DUE - timedelta(hours=24), rehearsed(service), META) as desk:
        await at(desk, 24)
        await desk.reload(rehearsed(service, mode="pruebas"))
        await at(desk, 23)
        assert paths(service) == [LOOK]
        with desk.database.read() as connection:
            assert unready_accounts(connection, desk.place.tenant_id) == []
