"""Who lives by another clock is written to by that one, and holds nobody else back."""

from datetime import timedelta
from pathlib import Path

import pytest

from delivery.watching.zone_waits import ZoneWait, zone_waits
from storage.database import Database
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


async def test_a_zone_that_there_is_not_is_that_of_the_municipality(database: Database, tmp_path: Path) -> None:
    """Nobody is left out for a slip of the pen in an old list."""
    async with at_work(database, tmp_path, TUESDAY, town("2027-01-05 a las 07:00")) as desk:
        desk.people("ana@example.com", attributes={"zona": "Bogotá"})
        await desk.turn()
        assert sent(desk) == 1
