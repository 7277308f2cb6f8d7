"""Messages to persons wait for the hours of the law, on every path; posts do not."""

from datetime import timedelta
from pathlib import Path

import pytest

from delivery.office.by_hand import Hurry, send_missed, send_now
from delivery.office.correction import correct
from delivery.office.decisions import approve
from delivery.watching.status import overdue
from storage.database import Database
from tests.campaigns.town import ACCOUNTS, CAMPAIGN, MUNICIPALITY
from tests.delivery.desk import Desk, at_work, bogota

FILE = "campanas/matriculas.yaml"
SUNDAY, MONDAY = bogota("2027-01-03T10:00"), bogota("2027-01-04T07:00")
NIGHT = bogota("2027-01-04T22:00")
MORNING = "Fuera de horario: sale el martes 2027-01-05 a las 07:00 (ley-2300)."
TOLD = "Domingo: sale el lunes 2027-01-04 a las 07:00 (ley-2300)."
PACE = "  ritmo: {por-segundo: 1, rafaga: 1}\n"
SLOW = {"canales.yaml": ACCOUNTS.replace("  opciones:\n", f"{PACE}  opciones:\n", 1)}
"""One mail a second."""
MAIL, POST = "anuncio/correo@1", "anuncio/web@1"


def town(when: str = "2027-01-03 a las 10:00", more: str = "") -> dict[str, str | bytes | None]:
    """The town whose one message goes out then, by mail and on the site."""
    return {FILE: CAMPAIGN.replace("15 días antes a las 08:00", when) + more}


def sent(desk: Desk, key: str = MAIL) -> int:
    """How many have got it."""
    return desk.states(key).get("sent", 0)


async def test_a_mail_waits_until_monday_and_a_post_does_not(database: Database, tmp_path: Path) -> None:
    """The row says why, and until when; it is no lateness."""
    async with at_work(database, tmp_path, SUNDAY, town()) as desk:
        desk.people("ana@example.com", "beto@example.com")
        await desk.turn()
        mail = desk.publication(MAIL)
        assert (mail.state, mail.reason) == ("waiting", TOLD)
        assert sent(desk, POST) == 1
        desk.clock.moment = MONDAY - timedelta(seconds=1)
        await desk.turn()
        assert desk.publication(MAIL).state == "waiting"
        desk.clock.moment = MONDAY
        await desk.turn()
        assert sent(desk) == 2


@pytest.mark.parametrize(("minutes", "state"), [(29, "done"), (31, "missed")])
async def test_only_open_hours_make_late(database: Database, tmp_path: Path, minutes: int, state: str) -> None:
    """Down since Saturday, and back on Monday within half an hour of the opening, or after it."""
    async with at_work(database, tmp_path, bogota("2027-01-02T09:00"), town()) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        desk.clock.moment = MONDAY + timedelta(minutes=minutes)
        await desk.turn()
        assert desk.publication(MAIL).state == state


async def test_what_its_event_would_not_wait_for_is_missed(database: Database, tmp_path: Path) -> None:
    """Nobody is written to on Monday of what was over on Sunday; a person may still send it."""
    over = town()[FILE]
    assert isinstance(over, str)
    text = over.replace("2027-01-12 07:00", "2027-01-03 12:00").replace("2027-01-29 16:00", "2027-01-03 18:00")
    async with at_work(database, tmp_path, SUNDAY, {FILE: text}) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        mail = desk.publication(MAIL)
        assert mail.state == "missed"
        assert mail.reason.startswith(
            "Domingo: saldría el lunes 2027-01-04 a las 07:00 (ley-2300), y para entonces el evento ya habrá terminado."
        )


async def test_what_is_said_after_an_event_waits(database: Database, tmp_path: Path) -> None:
    """Its results are no later on Monday than on Sunday."""
    text = str(town()[FILE]).replace("2027-01-12 07:00", "2027-01-02 12:00").replace("2027-01-29", "2027-01-02")
    async with at_work(database, tmp_path, SUNDAY, {FILE: text}) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        assert desk.publication(MAIL).state == "waiting"


async def test_a_daily_mail_does_not_come_twice_on_monday(database: Database, tmp_path: Path) -> None:
    """Sunday's gives way to Monday's, which waits for an hour itself."""
    async with at_work(database, tmp_path, bogota("2027-01-03T05:00"), town("cada día a las 06:00")) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        desk.clock.moment = bogota("2027-01-03T06:00")
        await desk.turn()
        sunday = desk.publication("anuncio/correo@2027-01-03")
        assert sunday.state == "missed"
        assert "y entonces sale en su lugar la siguiente, 2027-01-04." in sunday.reason
        desk.clock.moment = bogota("2027-01-04T06:00")
        await desk.turn()
        desk.clock.moment = MONDAY
        await desk.turn()
        assert sent(desk, "anuncio/correo@2027-01-04") == 1


async def test_a_mailing_stops_when_the_hours_end(database: Database, tmp_path: Path) -> None:
    """What is not through at 19:00 goes on at 7:00 of the next day, whoever was claimed already included."""
    begins = bogota("2027-01-04T18:59") + timedelta(seconds=57)
    async with at_work(database, tmp_path, begins, town("2027-01-04 a las 18:59") | SLOW) as desk:
        desk.people(*(f"p{number}@example.com" for number in range(9)))
        await desk.turn()
        evening = desk.clock.moment
        assert 0 < sent(desk) < 9
        assert evening < bogota("2027-01-04T19:00") + timedelta(seconds=2)
        assert all(row.sent_at < bogota("2027-01-04T19:00") for row in desk.deliveries(MAIL) if row.sent_at)
        assert desk.publication(MAIL).resumes_at == bogota("2027-01-05T07:00")
        with desk.database.read() as connection:
            # It is no delay, which would turn /salud red each night.
            assert overdue(connection, desk.place.tenant_id, desk.clock.now() + timedelta(hours=1)) is None
        desk.clock.moment = bogota("2027-01-05T06:59")
        before = sent(desk)
        await desk.turn()
        assert sent(desk) == before
        desk.clock.moment = bogota("2027-01-05T07:00")
        await desk.turn()
        assert (sent(desk), desk.publication(MAIL).resumes_at) == (9, None)


async def test_what_a_person_sends_at_night_leaves_in_the_morning(database: Database, tmp_path: Path) -> None:
    """It begins at once, with the words of now, and its messages wait."""
    async with at_work(database, tmp_path, NIGHT, town("2027-02-01 a las 10:00")) as desk:
        desk.people("ana@example.com")
        desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now())
        await desk.settle()
        mail = desk.publication(MAIL)
        assert (mail.state, mail.reason, sent(desk)) == ("running", MORNING, 0)
        desk.clock.moment = bogota("2027-01-05T07:00")
        await desk.settle()
        assert sent(desk) == 1


async def test_what_was_missed_waits_too(database: Database, tmp_path: Path) -> None:
    """A person who sends it at night sends it for the morning."""
    async with at_work(database, tmp_path, bogota("2027-01-04T09:00"), town("2027-01-04 a las 08:00")) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        assert desk.publication(MAIL).state == "missed"
        desk.clock.moment = NIGHT
        desk.write(send_missed, f"matriculas/{MAIL}", "ana", desk.clock.now())
        await desk.settle()
        assert sent(desk) == 0
        desk.clock.moment = bogota("2027-01-05T07:00")
        await desk.settle()
        assert sent(desk) == 1


async def test_an_emergency_leaves_at_night(database: Database, tmp_path: Path) -> None:
    """With its reason, and with the rule that it passed."""
    async with at_work(database, tmp_path, NIGHT, town("2027-02-01 a las 10:00")) as desk:
        desk.people("ana@example.com")
        desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now(), Hurry(emergency="Creciente del río"))
        await desk.settle()
        told = "Emergencia: Creciente del río. Salió fuera de las horas de ley-2300."
        assert (sent(desk), desk.publication(MAIL).reason) == (1, told)


@pytest.mark.parametrize(("class_", "count"), [("emergencia", 1), ("servicio", 0), ("interna", 0)])
async def test_only_messages_of_an_emergency_leave_at_any_hour(
    database: Database, tmp_path: Path, class_: str, count: int
) -> None:
    """Without anybody's word; those to the staff wait as well."""
    text = str(town("2027-01-04 a las 22:00")[FILE]).replace("clase: servicio", f"clase: {class_}")
    async with at_work(database, tmp_path, NIGHT, {FILE: text}) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        assert sent(desk) == count


async def test_a_correction_waits_as_well(database: Database, tmp_path: Path) -> None:
    """What was wrong in the evening is put right in the morning, unless it cannot wait."""
    evening = bogota("2027-01-04T18:55")
    async with at_work(database, tmp_path, evening, town("2027-01-04 a las 18:55")) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        desk.clock.moment = NIGHT
        desk.write(correct, f"matriculas/{MAIL}", "Son el martes.", "ana", desk.clock.now(), Hurry())
        desk.write(correct, f"matriculas/{MAIL}", "Son hoy.", "ana", desk.clock.now(), Hurry(emergency="Es hoy"))
        await desk.settle()
        assert sent(desk, "anuncio~correccion-1/correo@1") == 0
        assert sent(desk, "anuncio~correccion-2/correo@1") == 1
        desk.clock.moment = bogota("2027-01-05T07:00")
        await desk.settle()
        assert sent(desk, "anuncio~correccion-1/correo@1") == 1


async def test_what_is_approved_at_night_leaves_in_the_morning(database: Database, tmp_path: Path) -> None:
    """The committee's term is not over while the hours are closed."""
    text = str(town("2027-01-04 a las 18:50")[FILE]).replace("evento:", "aprueba: comite-gel\nevento:")
    async with at_work(database, tmp_path, bogota("2027-01-04T18:50"), {FILE: text}) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        desk.clock.moment = NIGHT
        await desk.turn()
        assert desk.publication(MAIL).state == "awaiting_approval"
        desk.write(approve, f"matriculas/{MAIL}", "ana", "", desk.clock.now())
        assert (desk.publication(MAIL).state, desk.publication(MAIL).reason) == ("waiting", MORNING)
        desk.clock.moment = bogota("2027-01-05T07:00")
        await desk.turn()
        assert sent(desk) == 1


async def test_other_hours_are_taken_up_at_once(database: Database, tmp_path: Path) -> None:
    """A municipality that says «ventanas: no» while a mail waits lets it go."""
    async with at_work(database, tmp_path, SUNDAY, town()) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        await desk.reload({"municipio.yaml": f"{MUNICIPALITY}ventanas: no\n"})
        await desk.turn()
        assert sent(desk) == 1
