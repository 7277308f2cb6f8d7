"""What an office does by hand in an emergency, in the states that its pages have, as they are sent to a browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from storage.database import Database
from tests.panel.office.alert_office import river
from tests.panel.office.test_alerts import CAMPAIGN, LIFT, WHY, order
from tests.panel.office.test_sending_now import ALARM, APPROVED, MESSAGE, SEND, press
from tests.panel.office.test_trying import TEST


async def visit(database: Database, folder: Path) -> AsyncIterator[tuple[str, httpx.Response]]:
    """A message before it is tried and sent, refused, sent; an alert that repeats."""
    async with river(database, folder, changes=APPROVED) as town:
        yield "enviar", await town.get(SEND)
        yield "mensaje", await town.get(MESSAGE)
        yield "prueba", await town.get(TEST)
        yield "prueba-a-nadie", await town.post(TEST, TEST, para="")
        yield "prueba-hecha", await town.get(f"{MESSAGE}?hecho=prueba-pruebas")
        yield "sin-motivo", await press(town, emergencia="si", motivo="")
        yield "sin-aprobar", await press(town)
        await press(town, emergencia="si", motivo=WHY)
        yield "enviado", await town.get(SEND)
        yield "alerta", await town.get(f"{ALARM}/enviar")
        order(town, WHY)
        yield "hoy", await town.get("hoy")
        yield "campana", await town.get(CAMPAIGN)
        yield "levantar", await town.get(LIFT)
        yield "se-repite", await town.get(f"{ALARM}/enviar")
