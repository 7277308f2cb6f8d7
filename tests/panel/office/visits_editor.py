"""Redacción in the states that it has, as they are sent to a browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from storage.database import Database
from tests.panel.office.drafting import EDIT, desk, press


async def visit(database: Database, folder: Path) -> AsyncIterator[tuple[str, httpx.Response]]:
    """The list, the form and its parts, the review, a conflict, versions, a copy, and a form whose session is over."""
    async with desk(database, folder) as town:
        yield "lista", await town.get("redaccion")
        yield "nueva", await town.get("campanas/nueva")
        page = await town.get(EDIT)
        yield "campana", page
        message = await town.get(f"{EDIT}?parte=0")
        yield "mensaje", message
        yield "archivo", await town.get(f"{EDIT}?parte=yaml")
        yield "por-corregir", await press(town, message, "revisar", cuando="nunca", canales=["", "web", "otra"])
        review = await press(town, message, "revisar", texto="Otro texto.", asunto="Otro")
        yield "revision", review
        await press(town, review, "guardar")
        yield "guardada", await town.get(f"{EDIT}?hecho=campana-guardada")
        yield "conflicto", await press(town, page, "revisar", titulo="El mío")
        yield "versiones", await town.get("campanas/matriculas/versiones")
        number = town.desk.rows("campaign_version")[0].id
        yield "version", await town.get(f"campanas/matriculas/versiones/{number}")
        copy = await town.get("campanas/matriculas/copiar")
        yield "copiar", copy
        yield "copia", await press(town, copy, "crear", "campanas/matriculas/copiar")
        town.browser.cookies.clear()
        yield "sin-sesion", await press(town, message, "revisar", texto="Otro texto.")
        await town.sign_in("ana")
        yield "otra-sesion", await press(town, message, "revisar", texto="Otro texto.")
