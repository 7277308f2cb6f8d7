"""What the panel shows of a copy that was put back, as it is sent to a browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from storage.database import Database
from tests.panel.office.test_recovered import PATH, recovered


async def visit(database: Database, folder: Path) -> AsyncIterator[tuple[str, httpx.Response]]:
    """Before anybody has looked."""
    async with recovered(database, folder) as town:
        yield "hoy", await town.get("hoy")
        yield "por-revisar", await town.get(PATH)
        yield "sin-decir", await town.post(PATH, PATH)
