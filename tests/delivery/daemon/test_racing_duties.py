"""Six daemons that look at the same moment, each by a clock of its own: what nobody wrote by hand stands there once."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from delivery.copies.copies import KIND, SUBJECT, copy_status
from delivery.copies.copying import Copying
from delivery.daemon.dispatcher import Dispatcher
from delivery.engines.engine import LocalEngine
from delivery.notices.notice import STAFF as STAFF_AUDIENCE
from delivery.office.office import resume
from delivery.watching.outages import GRACE
from delivery.workplace import Workplace, Workplaces
from storage.chores import ChoreState, chores
from storage.database import Database
from storage.lanes import update_lane
from storage.ledger import open_lane
from storage.tables import chore, publication
from tests.campaigns.town import ACCOUNTS, MUNICIPALITY
from tests.delivery.desk import Desk, HandClock, at_work, bogota
from tests.delivery.relay import DUE
from tests.delivery.tasks.test_reminders import CHANGES
from tests.delivery.watching.test_outages import STAFF, town

DAEMONS = 6
APART = timedelta(seconds=1)
"""Between one daemon's clock and the next one's: what they write bears different times."""
STOPPED = "535 5.7.8 authentication failed"


@contextmanager
def daemons(desk: Desk) -> Iterator[list[Workplaces]]:
    """The same municipality six times, each with its own connections, its own clock and its own `var/`."""
    databases = [Database.open(desk.database.url) for _ in range(DAEMONS)]
    found = []
    for number, database in enumerate(databases):
        clock, folder = HandClock(desk.clock.now() + number * APART), desk.folder.parent / f"var-{number}"
        folder.mkdir(exist_ok=True)
        (folder / "claves").write_bytes((desk.folder / "claves").read_bytes())
        places = Workplaces()
        places.put(replace(desk.place, database=database, clock=clock, folder=folder))
        found.append(places)
    try:
        yield found
    finally:
        for database in databases:
            database.close()


def write_to_staff_through(places: Workplaces, account: str) -> None:
    """One daemon has read a change of `avisos` that the others have not read yet."""
    place = places.all[0]
    municipality = place.tenant.municipality.model_copy(update={"notices": account})
    places.put(replace(place, tenant=replace(place.tenant, municipality=municipality)))


async def sweep(desk: Desk, *, half: str = "") -> None:
    """Six sweeps at once, three times; every second daemon writes to the staff through the account `half`."""
    with daemons(desk) as found:
        for places in found[::2] if half else ():
            write_to_staff_through(places, half)
        owners = [Dispatcher(places, LocalEngine(), f"dueño-{number}") for number, places in enumerate(found)]
        for _ in range(3):
            await asyncio.gather(*(owner.sweep() for owner in owners))
        assert not any(owner.faults.all for owner in owners)


def notices(desk: Desk) -> Counter[str]:
    """Of each notice to the staff, under how many keys it stands."""
    with desk.database.read() as connection:
        asked = select(publication.c.message).where(publication.c.message.like("%~%"))
        return Counter(connection.execute(asked).scalars())


async def test_a_reminder_is_written_once(postgresql_database: Database, tmp_path: Path) -> None:
    """Also while half of them have read that another account writes to the staff now: its key would be another."""
    async with at_work(postgresql_database, tmp_path, DUE, {**CHANGES, "canales.yaml": ACCOUNTS + STAFF}) as desk:
        await desk.turn()
        desk.clock.moment = bogota("2026-12-31T08:00")
        for _ in range(2):
            await sweep(desk, half="interno")
        assert notices(desk) == {"anuncio~recordatorio-1": 1}
        reminded = [row.address for row in desk.deliveries() if row.audience == STAFF_AUDIENCE]
        assert sorted(reminded) == ["ana@villaclara.gov.co", "luis@villaclara.gov.co"]


def fall(connection: Connection, place: Workplace) -> None:
    """The public's account is refused by its relay."""
    sender = place.tenant.accounts["correo"].sender
    epoch = open_lane(connection, place.tenant_id, sender, 0, "dueño", DUE).epoch
    update_lane(connection, place.tenant_id, sender, 0, epoch, needs_person=True, last_error=STOPPED)


async def test_an_outage_is_told_once_and_called_back_once(postgresql_database: Database, tmp_path: Path) -> None:
    """One row, one mail when it goes down and one when it is back, however many look at the same moment."""
    async with at_work(postgresql_database, tmp_path, DUE, town(25)) as desk:
        desk.people("uno@example.com")
        desk.write(fall)
        await desk.look()
        await sweep(desk)
        assert sorted(notices(desk).values()) == [1]
        desk.write(resume, "matriculas/anuncio/correo@1", "ana", desk.clock.now())
        for _ in range(2):
            desk.clock.moment += GRACE * 2
            await sweep(desk)
        assert notices(desk) == {"caida~correo": 1, "vuelta~correo": 1}
        with desk.database.read() as connection:
            states = list(connection.execute(select(chore.c.state).where(chore.c.kind == "outage")).scalars())
        assert states == ["over"]


def copies(folder: Path) -> list[Path]:
    """Whatever `var/` they lie in."""
    return list(folder.rglob("copia-*.tar.gz"))


async def test_a_copy_is_made_by_one(postgresql_database: Database, tmp_path: Path) -> None:
    """Six see that it is due; one makes it, proves it, and says so."""
    wanted = MUNICIPALITY + "copias: {cuando: cada día a las 02:00}\n"
    async with at_work(postgresql_database, tmp_path, DUE, {"municipio.yaml": wanted}) as desk:
        number = desk.place.tenant_id
        with daemons(desk) as found:
            copying = [Copying(each.all[0].database, each, each.all[0].clock) for each in found]
            await asyncio.gather(*(each.look(asyncio.Event()) for each in copying))
        assert len(copies(tmp_path)) == 1
        with desk.database.read() as connection:
            assert [each.state for each in chores(connection, number, KIND, SUBJECT, 9)] == [ChoreState.DONE]
            status = copy_status(connection, number)
        assert status is not None
        assert status.wrong(desk.clock.now()) == ""
