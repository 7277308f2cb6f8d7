"""Each page of Aprobaciones, in the states that it has."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from storage.database import Database
from tests.delivery.approving.council import APPROVED, FILE, PICTURED
from tests.panel.office.council import SPOT, council
from tests.panel.office.test_approvals import say


async def visit(database: Database, folder: Path) -> AsyncIterator[tuple[str, httpx.Response]]:
    """As it waits, after a no without a reason, after a no, and when it changed meanwhile."""
    async with council(database, folder, PICTURED) as town:
        yield "lista", await town.get("aprobaciones")
        read = await town.get(SPOT)
        yield "contenido", read
        yield "sin-razon", await say(town, "no")
        await say(town, "no", "Falta la <sede>.")
        yield "decidida", await town.get("aprobaciones")
        yield "dicha", await town.get(SPOT)
        yield "registro", await town.get("aprobaciones/decidido/1")
        yield "antes", await town.get("aprobaciones?antes=1")
        await town.desk.reload({FILE: APPROVED.replace("Empiezan las matrículas.", "Siguen las matrículas.")})
        yield "cambiada", await say(town, "si", page=read.text)
