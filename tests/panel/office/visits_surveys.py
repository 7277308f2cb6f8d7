"""Encuestas in the states that it has, as it is sent to a browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from storage.database import Database
from tests.panel.office.surveyed_town import POLL, asked, fall_silent, surveyed


async def visit(database: Database, folder: Path) -> AsyncIterator[tuple[str, httpx.Response]]:
    """Open; over, with votes that a person has to say; said; and the publication that asks."""
    async with surveyed(database, folder) as town:
        path = f"encuestas/{asked(town).id}"
        yield "lista", await town.get("encuestas")
        yield "abierta", await town.get(path)
        yield "envio", await town.get(f"envios/{town.desk.publication(POLL).id}")
        await fall_silent(town)
        yield "lista-con-votos-que-faltan", await town.get("encuestas")
        yield "hoy", await town.get("hoy")
        yield "por-anotar", await town.get(path)
        yield "sin-cifras", await town.post(f"{path}/votos", path, cuenta="canal", nota="Captura")
        yield "a-medias", await town.post(f"{path}/votos", path, cuenta="canal", votos="7")
