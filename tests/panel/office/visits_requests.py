"""The pages of requests and proposals in the states that they have, for whoever checks their HTML."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from panel.entrance.roles import Role
from storage.database import Database
from tests.panel.proposing import APPROVED_TOWN, follow, photo, proposing, send

PUBLISH = {"hacer": "publicar", "seccion": "vecinos", "titulo": "Bazar", "texto": "El domingo hay bazar."}


async def visit(database: Database, folder: Path) -> AsyncIterator[tuple[str, httpx.Response]]:
    """State and answer of each."""
    async with proposing(database, folder, APPROVED_TOWN) as town:
        yield "publica", await town.browser.get("/proponer/")
        yield "publica-mal", await send(town.browser, titulo="")
        path = follow(await send(town.browser, photo(), nombre="Rosa", correo="rosa@example.com", descripcion="Bazar"))
        yield "envio", await town.browser.get(f"{path}?recibido=si")
        yield "envio-sin-casilla", await town.browser.post(path, data={})
        child = {"quien": "ninos", "seccion": "ninos", "adulto": "Luz"}
        await send(town.browser, photo(), **child)
        await send(town.browser, que="sugerencia", para="veeduria")
        town.user("ana", Role.COMMUNICATOR)
        await town.sign_in("ana")
        yield "cola", await town.get("solicitudes")
        yield "pedir", await town.get("solicitudes/pedir")
        yield "propuesta", await town.get("solicitudes/1")
        yield "de-ninos", await town.get("solicitudes/2")
        yield "sugerencia", await town.get("solicitudes/3")
        yield "sin-razon", await town.post("solicitudes/1/atender", "solicitudes/1", hacer="rechazar", razon="")
        await town.post("solicitudes/1/atender", "solicitudes/1", **PUBLISH)
        yield "por-votar", await town.get("solicitudes/1")
        await town.post("solicitudes/2/atender", "solicitudes/2", hacer="responder", respuesta="Gracias.")
        yield "respondida", await town.get("solicitudes/2")
        yield "envio-retirado", await town.browser.post(path, data={"seguro": "si"})
