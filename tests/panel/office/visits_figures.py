"""Indicadores and Informes in the states that they have, as they are sent to a browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from storage.database import Database
from tests.panel.office.measured import counted, measured


async def visit(database: Database, folder: Path) -> AsyncIterator[tuple[str, httpx.Response]]:
    """While they are counted, counted, narrowed, refused; what is made and what is compared."""
    async with measured(database, folder) as town:
        yield "contando", await town.get("indicadores?periodo=2026")
        await counted(town, "indicadores?periodo=2026-12")
        yield "indicadores", await town.get("indicadores?periodo=2026-12")
        yield "ninguno", await town.get("indicadores?periodo=2026-12&estado=cumplida")
        for key in ("contenidos", "visitas", "parte"):
            await counted(town, f"indicadores/{key}?periodo=2026-12")
            yield key, await town.get(f"indicadores/{key}?periodo=2026-12")
        yield "sin-cifra", await town.post("indicadores/visitas/anotar", cifra="muchas", dia="2026-12-31")
        yield "sin-motivo", await town.post("indicadores/visitas/anotar", cifra="7", corrige="1")
        yield "informes", await town.get("informes")
        await counted(town, "informes/2026-12")
        yield "informe", await town.get("informes/2026-12")
        await counted(town, "informes/2026-12/cerrar")
        yield "por-cerrar", await town.get("informes/2026-12/cerrar")
        yield "cerrado", await town.get("informes/2026-11")
        yield "haciendo", await town.get("informes/2026-12/pdf")
        yield "comprobar", await town.get("informes/comprobar")
        yield "no-es", await town.post("informes/comprobar", codigo="0" * 64)
