"""What an office does by hand in an emergency, in the states that its pages have, as they are sent to a browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from storage.database import Database
from tests.panel.office.alert_office import river
from tests.panel.office.test_alerts import CAMPAIGN, LIFT, WHY, order


async def visit(database: Database, folder: Path) -> AsyncIterator[tuple[str, httpx.Response]]:
    """An alert that repeats."""
    async with river(database, folder) as town:
        order(town, WHY)
        yield "hoy", await town.get("hoy")
        yield "campana", await town.get(CAMPAIGN)
        yield "levantar", await town.get(LIFT)
