"""Envíos in the states that it has, as they are sent to a browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from storage.database import Database
from tests.panel.office.sendings_town import GOT, MAILING, POSTER, doubt, sendings


async def visit(database: Database, folder: Path) -> AsyncIterator[tuple[str, httpx.Response]]:
    """The list, and publications to persons and to everybody."""
    async with sendings(database, folder) as town:
        yield "lista", await town.get("envios")
        yield "ninguno", await town.get("envios?campana=otra")
        yield "correo", await town.get(f"envios/{town.desk.publication(MAILING).id}")
        yield "sitio", await town.get(f"envios/{town.desk.publication(POSTER).id}")
        people = f"envios/{town.desk.publication(MAILING).id}/destinatarios"
        yield "fallidos", await town.get(people)
        yield "enviados", await town.get(f"{people}?grupo=enviados")
        yield "hallada", await town.post(people, buscar=GOT)
        yield "sin-hallar", await town.post(people, buscar="nadie")
        doubt(town, GOT)
        yield "dudosos", await town.get(f"{people}?grupo=dudosos")
        yield "sin-texto", await town.post(people.replace("destinatarios", "hacer"), people, hacer="corregir")
