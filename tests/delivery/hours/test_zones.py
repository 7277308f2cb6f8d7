"""Who lives by another clock is written to by that one, and holds nobody else back."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from delivery.watching.zone_waits import ZoneWait, zone_waits
from storage.database import Database
from tests.campaigns.town import MUNICIPALITY
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.hours.test_waiting_hours import MAIL, SLOW, sent, town

TUESDAY = bogota("2027-01-05T07:00")


def addresses(desk: Desk) -> set[str | None]:
    """Of those who have got it."""
    return {row.address for row in desk.deliveries(MAIL) if row.state == "sent"}


def told(desk: Desk) -> list[ZoneWait]:
    """Who waits for the hours of their own zone, as `status` tells it."""
    with desk.database.read() as connection:
        return zone_waits(connection, desk.place.tenant_id, desk.clock.now())


async def test_one_in_madrid_waits_alone(database: Database, tmp_path: Path) -> None:
    """At 18:50 in Bogotá it is night there: hers leaves at seven of her morning, while it is night in Bogotá."""
    async with at_work(database, tmp_path, bogota("2027-01-04T18:50"), town("2027-01-04 a las 18:50")) as desk:
        desk.people("ana@example.com", "beto@example.com")
        desk.people("mar@example.com", attributes={"zona": "Europe/Madrid"})
        await desk.turn()
        assert addresses(desk) == {"ana@example.com", "beto@example.com"}
        waits = next(row for row in desk.deliveries(MAIL) if row.state == "pending")
        assert (waits.address, waits.not_before) == ("mar@example.com", bogota("2027-01-05T01:00"))
        assert told(desk) == [ZoneWait("matriculas/anuncio/correo@1", 1, bogota("2027-01-05T01:00"))]
        desk.clock.moment = bogota("2027-01-05T01:00")
        await desk.turn()
        assert "mar@example.com" in addresses(desk)
        assert desk.publication(MAIL).state == "done"
        assert told(desk) == []


async def test_who_is_at_home_still_waits_then(database: Database, tmp_path: Path) -> None:
    """A mailing that the end of the hours broke off goes on for her alone at night."""
    begins = bogota("2027-01-04T18:59") + timedelta(seconds=57)
    async with at_work(database, tmp_path, begins, town("2027-01-04 a las 18:59") | SLOW) as desk:
        desk.people("mar@example.com", attributes={"zona": "Europe/Madrid"})
        desk.people(*(f"p{number}@example.com" for number in range(9)))
        await desk.turn()
        at_home = len(addresses(desk))
        assert 0 < at_home < 9
        desk.clock.moment = bogota("2027-01-05T01:00")
        await desk.turn()
        assert len(addresses(desk)) == at_home + 1
        assert "mar@example.com" in addresses(desk)
        desk.clock.moment = TUESDAY
        await desk.turn()
        assert len(addresses(desk)) == 10


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Pacific/Kiritimati", "America/Los_Angeles"])
async def test_everybody_is_written_to_in_the_end(database: Database, tmp_path: Path, zone: str) -> None:
    """Also whose day has hardly an hour in common with that of the municipality."""
    async with at_work(database, tmp_path, TUESDAY, town("2027-01-05 a las 07:00")) as desk:
        desk.people("lejos@example.com", attributes={"zona": zone})
        for _ in range(48):
            await desk.turn()
            desk.clock.pass_(minutes=30)
        assert sent(desk) == 1


async def test_a_mailbox_of_two_is_written_to_in_the_hours_of_both(database: Database, tmp_path: Path) -> None:
    """Whoever of them was known first; who lives there alone goes by one clock."""
    async with at_work(database, tmp_path, bogota("2027-01-04T18:50"), town("2027-01-04 a las 18:50")) as desk:
        desk.people("casa@example.com", "hogar@example.com", "solo@example.com")
        desk.people("casa@example.com", attributes={"zona": "Europe/Madrid"})
        desk.people("familia@example.com", attributes={"zona": "Europe/Madrid"})
        desk.people("familia@example.com")
        desk.people("hogar@example.com")
        await desk.turn()
        assert addresses(desk) == {"hogar@example.com", "solo@example.com"}
        waits = {row.address: row.not_before for row in desk.deliveries(MAIL) if row.state == "pending"}
        assert waits == dict.fromkeys(("casa@example.com", "familia@example.com"), TUESDAY)
        desk.clock.moment = bogota("2027-01-05T01:00")
        await desk.turn()
        assert sent(desk) == 2
        desk.clock.moment = TUESDAY
        await desk.turn()
        assert sent(desk) == 4


async def test_a_mailbox_of_two_whose_hours_never_meet_goes_by_the_first(database: Database, tmp_path: Path) -> None:
    """Nobody is left out for living on the other side of the world from somebody."""
    async with at_work(database, tmp_path, TUESDAY, town("2027-01-05 a las 07:00")) as desk:
        desk.people("casa@example.com")
        desk.people("casa@example.com", attributes={"zona": "Asia/Bangkok"})
        await desk.turn()
        assert sent(desk) == 1


async def test_a_zone_that_there_is_not_is_that_of_the_municipality(database: Database, tmp_path: Path) -> None:
    """Nobody is left out for a slip of the pen in an old list."""
    async with at_work(database, tmp_path, TUESDAY, town("2027-01-05 a las 07:00")) as desk:
        desk.people("ana@example.com", attributes={"zona": "Bogotá"})
        await desk.turn()
        assert sent(desk) == 1


NIGHTS = "ventanas: {dias: {lunes a domingo: 1:30 a 2:30 y 23:00 a 24:00, festivos: 1:30 a 2:30 y 23:00 a 24:00}}\n"
"""Hours that are skipped, come twice, or end where a change of clocks makes the day's end."""
ABROAD = (
    "Europe/Madrid",
    "America/New_York",
    "America/Santiago",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Pacific/Chatham",
)


@pytest.mark.parametrize("day", ["2027-03-13", "2027-03-27", "2027-04-03", "2027-09-04", "2027-10-30", "2027-11-06"])
async def test_where_clocks_change_everybody_is_written_to_at_an_open_hour(
    database: Database, tmp_path: Path, day: str
) -> None:
    """Of New York, Madrid and Santiago, both ways: within two days, and by the clock on that person's wall."""
    begins, mails = bogota(f"{day}T01:30"), {zone: f"{zone.replace('/', '.').lower()}@example.com" for zone in ABROAD}
    changes = town(f"{day} a las 01:30", "    vence: 5 días\n") | {"municipio.yaml": MUNICIPALITY + NIGHTS}
    async with at_work(database, tmp_path, begins, changes) as desk:
        for zone, mail in mails.items():
            desk.people(mail, attributes={"zona": zone})
        await desk.turn()
        while sent(desk) < len(ABROAD) and desk.clock.now() < begins + timedelta(days=2):
            desk.clock.pass_(minutes=15)
            await desk.turn()
        at = {row.address: row.sent_at for row in desk.deliveries(MAIL) if row.state == "sent"}
        walls = {zone: at[mail].astimezone(ZoneInfo(zone)) for zone, mail in mails.items()}
        shown = {zone: wall.hour * 60 + wall.minute for zone, wall in walls.items()}
        assert {zone: minutes for zone, minutes in shown.items() if not (90 <= minutes < 150 or minutes >= 1380)} == {}
