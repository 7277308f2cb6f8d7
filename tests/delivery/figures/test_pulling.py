"""Figures fetched by the daemon: each once, what was missed made up for, and what failed tried again and told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from delivery.figures.pulling import Pulling
from delivery.figures.pulls import BELIEVED, TOLD_AFTER, PullStatus, pull_statuses, take_errand
from delivery.workplace import Workplace
from indicators.declared import record
from storage.database import Database
from storage.fetched_figures import standing_figures
from tests.campaigns.town import INDICATORS
from tests.channels.service import Service
from tests.delivery.desk import Desk, at_work, bogota
from tests.servers.fixtures import StartService
from tests.servers.matomo_api import TOKEN

KEY = "visitas"
SIX = "2027-01-06T04:00"
"""Wednesday; of Tuesday 105 visits are told, of Sunday the third none."""


def town(source: str) -> dict[str, str | bytes | None]:
    """With a figure that is fetched."""
    lines = f"{KEY}: {{nombre: Visitas, unidad: visitas, tipo: traido, trae: {{{source}}}}}\n"
    return {"indicadores.yaml": INDICATORS + lines}


def of_matomo(service: Service, more: str = "") -> str:
    """Its site 3."""
    return f'matomo: {{direccion: "{service.address}", sitio: 3, clave: "${{MATOMO}}"}}{more}'


@asynccontextmanager
async def at(
    database: Database, folder: Path, now: str, source: str, token: str = TOKEN
) -> AsyncIterator[tuple[Desk, Pulling]]:
    """The municipality at a local moment."""
    environment = {"MATOMO": token} if token else {}
    async with at_work(database, folder, bogota(now), town(source), environment) as desk:
        yield desk, Pulling(database, desk.places, desk.clock)


async def look(pulling: Pulling) -> None:
    """One look."""
    await pulling.look(asyncio.Event())


def values(desk: Desk) -> dict[str, float]:
    """What was kept, by day, corrections last."""
    return {str(row.day): row.value for row in desk.rows("measurement")}


def status(desk: Desk) -> PullStatus:
    """How it stands."""
    with desk.database.read() as connection:
        [found] = pull_statuses(connection, desk.tenant, desk.place.tenant_id)
    return found


async def test_each_day_is_fetched_once_when_it_is_over(
    database: Database, tmp_path: Path, start_service: StartService
) -> None:
    """From four in the morning on, with where it comes from; and the next day the next."""
    service = start_service("matomo")
    async with at(database, tmp_path, SIX, of_matomo(service)) as (desk, pulling):
        await look(pulling)
        await look(pulling)
        [row] = desk.rows("measurement")
        assert (row.indicator, row.source, row.value, str(row.day)) == (KEY, "pulled", 105, "2027-01-05")
        assert row.note == f"Traída de Matomo ({service.address}, sitio 3), 2027-01-05."
        assert len(service.calls()) == 1
        desk.clock.pass_(hours=23, minutes=59)
        await look(pulling)
        assert len(service.calls()) == 1
        desk.clock.pass_(minutes=1)
        await look(pulling)
        assert values(desk) == {"2027-01-05": 105, "2027-01-06": 106}
        assert status(desk).latest == date(2027, 1, 6)


async def test_days_that_were_slept_through_are_made_up_for(
    database: Database, tmp_path: Path, start_service: StartService
) -> None:
    """In one call, which also asks anew for those that may have been told too early."""
    service = start_service("matomo")
    async with at(database, tmp_path, SIX, of_matomo(service)) as (desk, pulling):
        await look(pulling)
        desk.clock.pass_(days=5)
        await look(pulling)
        assert values(desk) == {f"2027-01-{day:02}": 0 if day == 10 else 100 + day for day in range(5, 11)}
        assert [call["form"]["date"] for call in service.calls()] == ["2027-01-05,2027-01-05", "2027-01-05,2027-01-10"]


async def test_the_past_is_fetched_from_the_day_that_staff_name(
    database: Database, tmp_path: Path, start_service: StartService
) -> None:
    """And before that day nothing is asked."""
    service = start_service("matomo")
    source = of_matomo(service, ", desde: 2027-01-02")
    async with at(database, tmp_path, "2027-01-02T12:00", source) as (desk, pulling):
        await look(pulling)
        assert service.calls() == []
        desk.clock.pass_(days=4)
        await look(pulling)
        assert values(desk) == {"2027-01-02": 102, "2027-01-03": 0, "2027-01-04": 104, "2027-01-05": 105}


async def test_what_is_told_otherwise_later_is_a_correction(
    database: Database, tmp_path: Path, start_service: StartService
) -> None:
    """A row of its own with its reason, never a change; a person's word is left as it is."""
    service = start_service("matomo")
    async with at(database, tmp_path, SIX, of_matomo(service)) as (desk, pulling):
        await look(pulling)
        desk.clock.pass_(days=1)
        await look(pulling)
        first = desk.rows("measurement")[0]
        desk.write(say, 500.0, date(2027, 1, 6))
        service.then("fewer")
        desk.clock.pass_(days=1)
        await look(pulling)
        rows = desk.rows("measurement")
        assert [row.value for row in rows] == [105, 106, 500, 104, 106]
        assert rows[0] == first
        assert (rows[3].corrects, rows[3].source) == (first.id, "pulled")
        assert rows[3].reason == "La fuente dice ahora 104; antes decía 105."
        with desk.database.read() as connection:
            found = standing_figures(connection, desk.place.tenant_id, KEY, [date(2027, 1, day) for day in (5, 6, 7)])
        assert {str(day): figure.value for day, figure in found.items()} == {
            "2027-01-05": 104,
            "2027-01-06": 500,
            "2027-01-07": 106,
        }


def say(connection: Connection, place: Workplace, value: float, day: date) -> None:
    """Somebody knows better."""
    indicator, now = place.tenant.indicators[KEY], place.clock.now()
    standing = standing_figures(connection, place.tenant_id, KEY, [day])[day]
    why = "El contador estuvo caído."
    record(connection, place.tenant_id, KEY, indicator, value, day, "ana", why, now, corrects=standing.id, reason=why)


async def test_what_fails_is_tried_again_after_pauses_that_grow(
    database: Database, tmp_path: Path, start_service: StartService
) -> None:
    """Until it comes; why it failed and when is kept, and after an hour somebody is to be told."""
    service = start_service("matomo")
    service.then(*["server-error"] * 5)
    async with at(database, tmp_path, SIX, of_matomo(service)) as (desk, pulling):
        for tries in range(1, 6):
            await look(pulling)
            await look(pulling)
            assert len(service.calls()) == status(desk).tries == tries
            assert bool(status(desk).wrong) is (tries >= TOLD_AFTER)
            before, after = desk.clock.now(), status(desk).due_at
            assert after is not None
            assert timedelta(minutes=4) * 2 ** (tries - 1) <= after - before <= timedelta(minutes=6) * 2 ** (tries - 1)
            desk.clock.moment = after
        assert "está fallando (503)" in status(desk).note
        assert "(Se intentó el 2027-01-06 a las 0" in status(desk).note
        await look(pulling)
        assert (values(desk), status(desk).note, status(desk).wrong) == ({"2027-01-05": 105}, "", "")


async def test_a_new_day_makes_no_failure_forgotten(
    database: Database, tmp_path: Path, start_service: StartService
) -> None:
    """Who was told that it is missing is not told that all is well because midnight has passed."""
    service = start_service("matomo")
    service.then("denied", "denied")
    async with at(database, tmp_path, SIX, of_matomo(service)) as (desk, pulling):
        await look(pulling)
        assert "no da la cifra" in status(desk).wrong
        desk.clock.pass_(days=1)
        assert status(desk).wrong
        await look(pulling)
        assert (status(desk).slot, status(desk).tries) == ("2027-01-06", TOLD_AFTER + 1)
        desk.clock.pass_(hours=3)
        await look(pulling)
        assert values(desk) == {"2027-01-05": 105, "2027-01-06": 106}


async def test_the_pause_that_a_service_asks_for_is_kept(
    database: Database, tmp_path: Path, start_service: StartService
) -> None:
    """Two hours, where ours would be five minutes."""
    service = start_service("matomo")
    service.then("flood")
    async with at(database, tmp_path, SIX, of_matomo(service)) as (desk, pulling):
        await look(pulling)
        assert status(desk).due_at == desk.clock.now() + timedelta(hours=2)


async def test_without_its_key_nothing_is_asked(
    database: Database, tmp_path: Path, start_service: StartService
) -> None:
    """And somebody is told at once."""
    service = start_service("matomo")
    async with at(database, tmp_path, SIX, of_matomo(service), token="") as (desk, pulling):
        await look(pulling)
        assert service.calls() == []
        assert "Falta la clave" in status(desk).wrong


async def test_what_is_of_now_is_asked_for_the_last_day_alone(
    database: Database, tmp_path: Path, start_service: StartService
) -> None:
    """Of days that were slept through nobody can say what it was."""
    service = start_service("figures")
    source = f'json: {{direccion: "{service.address}/cifras.json", ruta: datos.0.visitas}}'
    async with at(database, tmp_path, SIX, source) as (desk, pulling):
        await look(pulling)
        desk.clock.pass_(days=3)
        await look(pulling)
        assert values(desk) == {"2027-01-05": 4079, "2027-01-08": 4079}


async def test_a_source_that_has_not_come_to_the_day_is_asked_again(
    database: Database, tmp_path: Path, start_service: StartService
) -> None:
    """What it has is kept meanwhile."""
    service = start_service("figures")
    table = f'csv: {{direccion: "{service.address}/visitas.csv", columna: visitas, fecha: fecha}}, desde: 2027-01-01'
    async with at(database, tmp_path, SIX, table) as (desk, pulling):
        await look(pulling)
        assert values(desk) == {"2027-01-01": 109, "2027-01-02": 12}
        assert "no tiene todavía la cifra de 2027-01-05" in status(desk).note


async def test_one_of_two_daemons_asks(database: Database, tmp_path: Path, start_service: StartService) -> None:
    """And where it dies at it, the other asks after a while."""
    service = start_service("matomo")
    async with at(database, tmp_path, SIX, of_matomo(service)) as (desk, pulling):
        pulled = desk.tenant.indicators[KEY].pulled
        assert pulled is not None
        assert desk.write(take_errand, KEY, pulled, None, desk.clock.now()) is not None
        await look(pulling)
        assert service.calls() == []
        desk.clock.moment += BELIEVED
        await look(pulling)
        assert values(desk) == {"2027-01-05": 105}


@pytest.mark.parametrize("fault", ["page", "nested", "drop", "half"])
async def test_no_answer_makes_a_row(
    database: Database, tmp_path: Path, start_service: StartService, fault: str
) -> None:
    """Nought is a figure too."""
    service = start_service("matomo")
    service.then(fault)
    async with at(database, tmp_path, SIX, of_matomo(service)) as (desk, pulling):
        await look(pulling)
        assert desk.rows("measurement") == []
        assert status(desk).note


async def test_a_daemon_that_ends_begins_nothing(
    database: Database, tmp_path: Path, start_service: StartService
) -> None:
    """What is left is fetched after its next start."""
    service, stop = start_service("matomo"), asyncio.Event()
    stop.set()
    async with at(database, tmp_path, SIX, of_matomo(service)) as (desk, pulling):
        await pulling.look(stop)
        assert (service.calls(), desk.rows("chore")) == ([], [])
