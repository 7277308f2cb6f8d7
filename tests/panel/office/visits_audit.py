"""Auditoría, in the states that it has."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
from sqlalchemy import update

from panel.office.audit_rows import MOST
from storage.database import Database
from storage.tables import audit
from tests.panel.office.test_audit import KEY, write
from tests.panel.staffed import office


async def visit(database: Database, folder: Path) -> AsyncIterator[tuple[str, httpx.Response]]:
    """With rows of people and of programs, without any, whole and broken."""
    async with office(database, folder) as town:
        town.user("ana")
        await town.sign_in("ana")
        for number in range(MOST):
            write(town, "retry", f"publication/{number}", count=number)
        write(town, "rejected", "matriculas/anuncio", "luis", note="Falta <la> sede & el horario", by="panel")
        write(town, "pause", KEY, **{"from": "running"})
        write(town, "suppress", "a1b2" * 16, reason="Lo pidió en la ventanilla")
        yield "lista", await town.get("auditoria")
        yield "buscada", await town.get(f"auditoria?quien=ana&que=retry&desde=2027-01-01&antes={MOST}")
        yield "nada", await town.get("auditoria?que=nada")
        yield "entera", await town.get("auditoria/cadena")
        with database.write() as connection:
            connection.execute(update(audit).where(audit.c.verb == "pause").values(actor="luis"))
        yield "rota", await town.get("auditoria/cadena")
