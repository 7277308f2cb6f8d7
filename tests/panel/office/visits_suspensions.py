"""Suspensiones in the states that it has, as it is sent to a browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from delivery.office.stopped import suspend
from storage.database import Database
from tests.delivery.desk import bogota
from tests.panel.office.test_suspensions import BEFORE, TOWN
from tests.panel.staffed import office


async def visit(database: Database, folder: Path) -> AsyncIterator[tuple[str, httpx.Response]]:
    """Nothing stands still; what would; a class that does, with what waits in it."""
    async with office(database, folder, TOWN) as town:
        town.user("ana")
        await town.sign_in("ana")
        yield "ninguna", await town.get("suspensiones")
        yield "antes", await town.get(f"{BEFORE}&hasta=2027-01-06")
        yield "antes-sin-fin", await town.get(BEFORE)
        yield "sin-motivo", await town.post("suspensiones/suspender", "suspensiones", clase="servicio")
        yield "dia-malo", await town.get(f"{BEFORE}&hasta=ayer")
        for class_, until in (("servicio", None), ("gestion", bogota("2027-01-08T00:00"))):
            town.desk.write(suspend, class_, until, "Luto", "ana", town.desk.clock.now())
        town.desk.clock.moment = bogota("2027-01-05T14:00")
        await town.desk.turn()
        yield "suspendida", await town.get("suspensiones?hecho=suspendida")
        yield "otra-vez", await town.get(f"{BEFORE}&hasta=2027-01-06")
        yield "reabrir", await town.get("suspensiones/reabrir?clase=servicio")
        yield "hoy", await town.get("hoy")
