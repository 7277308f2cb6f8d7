"""What a person sends: an emergency, what waits already, and messages to a public in which nobody is."""

from pathlib import Path

import pytest
from sqlalchemy import insert, select

from delivery.office.by_hand import Hurry, send_missed, send_now
from delivery.office.choosing import Spent, choose
from delivery.office.decisions import reject
from delivery.office.office import Refused, pause, resume
from delivery.planned import Planned
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from delivery.watching.listing import deliveries
from storage.database import Database
from storage.tables import address, audit, suppression
from tests.campaigns.town import CAMPAIGN, PNG, edited
from tests.delivery.desk import Desk, at_work, bogota

DUE = bogota("2026-12-28T08:00")
BEFORE = bogota("2026-12-21T08:00")
FILE = "campanas/matriculas.yaml"
KEY = "matriculas/anuncio@1"
MAIL, WEB = "anuncio/correo@1", "anuncio/web@1"
APPROVED = edited(FILE, "mensajes:", "aprueba: comite-gel\nmensajes:")
MAIL_ALONE = edited(FILE, "canales: [correo, web]", "canales: [correo]")
RED = Hurry(emergency="Nivel rojo en el puente")
TOLD = "Emergencia: Nivel rojo en el puente. No esperó la aprobación del Comité GEL."


def sends(desk: Desk, hurry: Hurry | None = None) -> dict[str, str]:
    """Send the message now; of what the gate held back, key to why."""
    _, found = desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now(), hurry or Hurry())
    return dict(found.held)


async def test_an_emergency_does_not_wait_for_approval(database: Database, tmp_path: Path) -> None:
    """It goes out; rows, deliveries and audit keep why, and whose word it did not wait for."""
    async with at_work(database, tmp_path, BEFORE, APPROVED) as desk:
        desk.people("luis@example.com")
        with pytest.raises(Refused, match="Espera la aprobación del Comité GEL"):
            sends(desk)
        assert desk.publications() == {}
        sends(desk, RED)
        await desk.settle()
        assert desk.publications() == {MAIL: "done", WEB: "done"}
        assert desk.publication(MAIL).reason == TOLD
        with desk.database.read() as connection:
            assert {each.reason for each in deliveries(connection, desk.place.tenant_id)} == {TOLD}
            detail = connection.execute(select(audit.c.detail).where(audit.c.verb == "send")).scalar_one()
        assert "Nivel rojo en el puente" in str(detail)


async def test_an_emergency_takes_up_what_waits_for_its_approval(database: Database, tmp_path: Path) -> None:
    """The hour had come and nobody had approved: the same rows go out, none twice."""
    async with at_work(database, tmp_path, DUE, APPROVED) as desk:
        desk.people("luis@example.com")
        await desk.turn()
        assert desk.publications() == {MAIL: "awaiting_approval", WEB: "awaiting_approval"}
        sends(desk, RED)
        await desk.settle()
        assert desk.publications() == {MAIL: "done", WEB: "done"}
        assert len(desk.rows("attempt")) == 2


async def test_an_emergency_sends_what_was_missed_unapproved(database: Database, tmp_path: Path) -> None:
    """Past its hour too, by its key."""
    async with at_work(database, tmp_path, BEFORE, APPROVED) as desk:
        desk.people("luis@example.com")
        await desk.turn()
        desk.clock.moment = bogota("2026-12-28T10:00")
        await desk.turn()
        with pytest.raises(Refused, match="Espera la aprobación"):
            desk.write(send_missed, KEY, "ana", desk.clock.now())
        desk.write(send_missed, KEY, "ana", desk.clock.now(), RED)
        await desk.settle()
        assert desk.publications() == {MAIL: "done", WEB: "done"}


async def test_an_emergency_passes_neither_a_rejection_nor_a_suppression(database: Database, tmp_path: Path) -> None:
    """Who wants no messages gets none; what the committee refused stays refused until it is written anew."""
    async with at_work(database, tmp_path, BEFORE, APPROVED) as desk:
        desk.people("luis@example.com", "eva@example.com")
        with desk.database.write() as connection:
            key = connection.scalars(select(address.c.key).where(address.c.address == "luis@example.com")).one()
            row = {"tenant": desk.place.tenant_id, "key": key, "reason": "baja", "evidence": "", "since": BEFORE}
            connection.execute(insert(suppression).values(**row))
        desk.write(reject, KEY, "ana", "Es otro puente.", desk.clock.now())
        with pytest.raises(Refused, match="Es otro puente"):
            sends(desk, RED)
        await desk.reload({FILE: APPROVED[FILE].replace("Empiezan", "Ya empiezan")})
        sends(desk, RED)
        await desk.settle()
        assert desk.states(MAIL) == {"sent": 1, "skipped": 1}


async def test_nothing_is_sent_to_nobody(database: Database, tmp_path: Path) -> None:
    """By hand it is refused, saying what to do; the key stays free, so that it goes out once somebody is there."""
    async with at_work(database, tmp_path, BEFORE, MAIL_ALONE) as desk:
        with pytest.raises(Refused, match=r"«Ciudadanía» no tiene a nadie con dirección de correo.*contacts import"):
            sends(desk)
        assert desk.publications() == {}
        desk.people("ana@example.com")
        sends(desk)
        await desk.settle()
        assert desk.publications() == {MAIL: "done"}


async def test_the_other_accounts_of_a_message_to_nobody_go_out(database: Database, tmp_path: Path) -> None:
    """The post goes out and the mail is told as held; sent again when somebody is there, only the mail goes."""
    async with at_work(database, tmp_path, BEFORE) as desk:
        held = sends(desk)
        assert list(held) == ["matriculas/anuncio/correo@1"]
        await desk.settle()
        assert desk.publications() == {WEB: "done"}
        desk.people("ana@example.com")
        sends(desk)
        await desk.settle()
        assert desk.publications() == {MAIL: "done", WEB: "done"}
        assert len(desk.rows("attempt")) == 2
        with pytest.raises(Refused, match="repetir: 2"):
            sends(desk)


async def test_by_the_calendar_a_message_to_nobody_is_missed(database: Database, tmp_path: Path) -> None:
    """At its hour nobody is there: it is not called done, says why, and a person may send it later."""
    async with at_work(database, tmp_path, DUE) as desk:
        await desk.turn()
        assert desk.publications() == {MAIL: "missed", WEB: "done"}
        assert desk.publication(MAIL).reason.startswith("No hay a quién enviarla: el público «Ciudadanía» no tiene")
        with pytest.raises(Refused, match="no tiene a nadie"):
            desk.write(send_missed, KEY, "ana", desk.clock.now())
        desk.people("ana@example.com")
        desk.write(send_missed, KEY, "ana", desk.clock.now())
        await desk.settle()
        assert desk.publications() == {MAIL: "done", WEB: "done"}


async def test_the_plan_names_what_sends_a_message_whose_hour_is_over(database: Database, tmp_path: Path) -> None:
    """Before the daemon has made its row by `send`, afterwards by `send --missed`: each refuses what is the other's."""
    async with at_work(database, tmp_path, BEFORE, MAIL_ALONE) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        desk.clock.moment = bogota("2026-12-28T12:00")
        command = "pregonero send matriculas --message anuncio"
        assert [command in row.reason for row in planned(desk)] == [True]
        with pytest.raises(Refused, match=f"--missed es solo para eso.*«{command}»"):
            desk.write(send_missed, KEY, "ana", desk.clock.now())
        await desk.turn()
        [row] = planned(desk)
        assert row.reason.endswith("con «pregonero send --missed matriculas/anuncio/correo@1».")
        desk.write(send_missed, "matriculas/anuncio/correo@1", "ana", desk.clock.now())
        with pytest.raises(Refused, match="no está entre lo que no salió a su hora: está en curso"):
            desk.write(send_missed, KEY, "ana", desk.clock.now())


async def test_the_plan_shows_what_a_person_sent(database: Database, tmp_path: Path) -> None:
    """A sending ahead of its hour at the moment at which it went out, in its own month and in that of the calendar."""
    async with at_work(database, tmp_path, bogota("2026-11-30T09:15"), MAIL_ALONE) as desk:
        desk.people("ana@example.com", "luis@example.com")
        sends(desk)
        assert [row.recipients for row in planned(desk, "2026-11-01", "2026-12-01")] == [2]
        await desk.settle()
        shown = [(row.key, f"{row.local:%Y-%m-%d %H:%M}", row.recipients) for row in planned(desk)]
        assert shown == [("matriculas/anuncio/correo@1", "2026-11-30 09:15", 2)]
        [beside] = planned(desk, "2026-11-01", "2026-12-01")
        assert (beside.key, beside.recipients) == ("matriculas/anuncio/correo@1", 2)


def planned(desk: Desk, since: str = "2026-12-01", until: str = "2027-01-01") -> list[Planned]:
    """The plan between two days as the verb makes it."""
    first, after = bogota(f"{since}T00:00"), bogota(f"{until}T00:00")
    with desk.database.read() as connection:
        known = read_known(connection, desk.tenant, first, after)
    return plan(desk.tenant, known, first, after, desk.clock.now())


async def test_what_stands_in_the_way_is_named_with_what_to_do(database: Database, tmp_path: Path) -> None:
    """A pause is resumed, and what was missed has a verb of its own: neither needs `repetir`."""
    async with at_work(database, tmp_path, BEFORE, MAIL_ALONE) as desk:
        desk.people("ana@example.com")
        desk.write(pause, KEY, "ana", desk.clock.now())
        with pytest.raises(Refused, match="pregonero resume matriculas/anuncio@1"):
            sends(desk)
        desk.clock.moment = bogota("2026-12-28T10:00")
        desk.write(resume, KEY, "ana", desk.clock.now())
        with pytest.raises(Refused, match="pregonero send --missed matriculas/anuncio@1"):
            sends(desk)


async def test_sent_on_a_day_of_its_own_it_can_be_sent_once_its_file_is_there(
    database: Database, tmp_path: Path
) -> None:
    """By hand, on a day that the calendar does not have, without its image: missed, and sent when that is back."""
    text = CAMPAIGN.replace("15 días antes a las 08:00", "cada lunes a las 08:00").replace("[correo, web]", "[web]")
    changes: dict[str, str | bytes | None] = {
        FILE: text + "    imagen: {archivo: foto.png, alt: Niños ante el colegio}\n",
        "archivos/foto.png": PNG,
    }
    async with at_work(database, tmp_path, bogota("2026-12-29T08:00"), changes) as desk:
        (desk.config / "archivos/foto.png").unlink()
        sends(desk)
        key = "matriculas/anuncio@2026-12-29"
        assert desk.publications() == {"anuncio/web@2026-12-29": "missed"}
        (desk.config / "archivos/foto.png").write_bytes(PNG)
        desk.write(send_missed, key, "ana", desk.clock.now())
        await desk.settle()
        assert desk.publications() == {"anuncio/web@2026-12-29": "done"}


async def test_what_was_shown_is_sent_and_not_the_next_of_the_day(database: Database, tmp_path: Path) -> None:
    """Of a message with two hours a day a second press sends nothing; by the terminal's word the next one goes out."""
    text = CAMPAIGN.replace("15 días antes a las 08:00", "cada día a las 09:00 y 16:00").replace(
        "[correo, web]", "[web]"
    )
    async with at_work(database, tmp_path, bogota("2026-12-29T08:00"), {FILE: text}) as desk:
        campaign, now = desk.tenant.campaigns["matriculas"], desk.clock.now()
        with database.read() as connection:
            shown = choose(connection, desk.place, campaign, campaign.messages[0], now).name
        desk.write(send_now, "matriculas", "anuncio", "ana", now, shown=shown)
        assert desk.publications() == {"anuncio/web@2026-12-29T09:00": "running"}
        with pytest.raises(Spent):
            desk.write(send_now, "matriculas", "anuncio", "ana", now, shown=shown)
        assert len(desk.publications()) == 1
        sends(desk)
        assert len(desk.publications()) == 2
