"""The pages of calendar and campaigns, for whoever looks at every page."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from panel.entrance.roles import Role
from storage.database import Database
from tests.panel import staffed
from tests.panel.office.planned_town import SHOWN, calculated

PATHS = {
    "mes": "calendario",
    "semana": "calendario?vista=semana",
    "lista": "calendario?vista=lista",
    "dia": "calendario?vista=dia&dia=2027-01-05",
    "filtrado": "calendario?mostrar=movido&campana=matriculas",
    "vacio": "calendario?dia=2028-05-01&mostrar=mal",
    "campanas": "campanas",
    "campanas-vacio": "campanas?buscar=nada",
    "campana": "campanas/matriculas",
    "mensaje": "campanas/cupos/mensajes/todo",
    "mensaje-con-envios": "campanas/matriculas/mensajes/hoy",
    "sitio": "campanas/cupos/mensajes/todo/cuentas/web",
}


async def visited(database: Database, folder: Path) -> AsyncIterator[tuple[str, httpx.Response]]:
    """Name and answer of each."""
    async with staffed.office(database, folder, SHOWN) as town:
        town.desk.people("eva@example.com")
        town.user("ana", Role.COMMUNICATOR)
        await town.sign_in("ana")
        await town.desk.turn()
        for name, path in PATHS.items():
            yield name, await calculated(town, path)
