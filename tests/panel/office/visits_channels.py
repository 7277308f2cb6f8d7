"""Canales, in the states that it has."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
from sqlalchemy import insert

from delivery.accounts.kept_checkup import begin, finish
from storage.database import Database
from storage.tables import lane
from storage.unready import note_unready
from tests.panel.office.test_channels import LIMITED
from tests.panel.office.test_channels_in_browser import MACHINE, MAIL
from tests.panel.staffed import FILES, office


async def visit(database: Database, folder: Path) -> AsyncIterator[tuple[str, httpx.Response]]:
    """Before any look, during one, and after it with an account that is stopped."""
    async with office(database, folder, {**FILES, "canales.yaml": LIMITED}) as town:
        place, now = town.desk.place, town.desk.clock.now()
        town.user("ana")
        await town.sign_in("ana")
        yield "sin-revisar", await town.get("canales")
        with database.write() as connection:
            begin(connection, place.tenant_id, now, timedelta(minutes=1))
        yield "revisando", await town.get("canales?hecho=canales-revision")
        stopped = {"tenant": place.tenant_id, "sender": place.tenant.accounts["canal"].sender, "needs_person": True}
        with database.write() as connection:
            found = {"": MACHINE, "correo": MAIL}
            finish(connection, place.tenant_id, found, place.tenant.accounts, now, "La última revisión falló.")
            connection.execute(insert(lane).values(**stopped, last_error="El token <ya> no sirve."))
            note_unready(connection, place.tenant_id, "correo", "El servidor no acepta la clave.", now)
        yield "revisado", await town.get("canales")
