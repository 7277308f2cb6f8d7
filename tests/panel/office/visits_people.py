"""The pages of people, each in the states that it has, as they are sent to a browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from panel.entrance.roles import Role
from storage.database import Database
from tests.panel import staffed
from tests.panel.office.peopled import ALONE, key_in, people
from tests.panel.office.test_imports import looked_over, settled


async def visit(database: Database, folder: Path) -> AsyncIterator[tuple[str, httpx.Response]]:
    """Name and answer of each."""
    async with staffed.office(database, folder) as town:
        eva, alone = people(town.desk.place, staffed.NOON), key_in(town.desk.place, ALONE)
        town.user("ana", Role.COMMUNICATOR)
        await town.sign_in("ana")
        for state, path in (
            ("buscar", "personas"),
            ("hallada", "personas?buscar=rios"),
            ("hostil", "personas?buscar=luz@example.com"),
            ("nadie", "personas?buscar=zzz"),
            ("sin-direccion", "personas?buscar=nadie@example.com"),
            ("persona", f"personas/{eva}"),
            ("clave", f"personas/clave/{alone}"),
            ("datos", f"personas/{eva}/datos"),
            ("borrar", f"personas/{eva}/borrar"),
        ):
            yield state, await town.get(path)
        for state, path in (
            ("listas", "personas/listas"),
            ("traer", "personas/traer"),
            ("publico", "personas/publicos/ciudadania"),
            ("publico-sin-condicion", "personas/publicos/transeuntes"),
        ):
            yield state, await town.get(path)
        way = await looked_over(town)
        yield "revisada", await town.get(way)
        await town.post(f"{way}/hacer", way, hacer="traer")
        await settled(town, way)
        yield "traida", await town.get(way)
        yield "lista", await town.get("personas/listas/1")
        yield "no-es-lista", await town.get(await looked_over(town, b"%PDF\0\n"))
        yield "sin-motivo", await town.post(f"personas/{eva}/anotar", f"personas/{eva}", hacer="callar")
