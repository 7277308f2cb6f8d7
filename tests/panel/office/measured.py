"""A town whose plan has indicators: what was published, what people gave, and a month that is closed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from delivery.workplace import Workplace
from indicators.closing import close, count_to_close
from indicators.declared import record
from indicators.periods import parse_period
from panel.entrance.roles import Role
from storage.database import Database
from tests.campaigns.town import PLAN
from tests.indicators.rows import add_publication
from tests.panel.staffed import FILES as STAFF
from tests.panel.staffed import Office, office

INDICATORS = """\
contenidos: {nombre: N° de contenidos, unidad: contenidos, tipo: automatico, cuenta: contenidos, meta: {valor: 60}}
visitas:
  {nombre: Visitas al sitio, unidad: visitas, tipo: declarado, periodo: mes, responsable: luis, linea-base: 400,
   meta: {valor: 900, texto: Llegar a 900 visitas cada mes}}
seguidores: {nombre: Seguidores, unidad: seguidores, tipo: declarado, acumula: ultimo, meta: {valor: 500}}
parte: {nombre: Parte de los seguidores, unidad: "%", tipo: derivado, porcentaje: {de: seguidores, sobre: visitas}}
"""
FILES = {
    **STAFF,
    "indicadores.yaml": INDICATORS,
    "plan.yaml": PLAN.replace("acciones:", "desde: 2026-11-01\nacciones:").replace(
        "indicadores: [contenidos]", "objetivo: Que la gente se entere, indicadores: [contenidos, visitas]"
    ),
}
NUMBER_OF_DECEMBER = 2
"""Of the second figure that is given."""


def fill(place: Workplace, now: datetime) -> None:
    """Contents each week of November and December, visits of November, and a level; November is closed."""
    tenant, number, database = place.tenant, place.tenant_id, place.database
    visits, level = tenant.indicators["visitas"], tenant.indicators["seguidores"]
    with database.write() as connection:
        for week in range(9):
            day = date(2026, 11, 2) + timedelta(weeks=week)
            add_publication(
                connection, number, f"matriculas/noticia-{week}/web@{day}", f"{day} 13:00", {"sent": 1}, ["SE-7"]
            )
        record(connection, number, "visitas", visits, 850, date(2026, 11, 30), "luis", "Del panel del sitio", now)
        record(connection, number, "seguidores", level, 410, date(2026, 12, 15), "ana", "", now)
    november = parse_period("2026-11", tenant.municipality.zone)
    with database.read() as connection:
        counted = count_to_close(connection, tenant, number, november, now)
    with database.write() as connection:
        close(connection, number, counted, "ana")


@asynccontextmanager
async def measured(database: Database, folder: Path, role: Role = Role.COMMUNICATOR) -> AsyncIterator[Office]:
    """Ana is signed in, in January of 2027."""
    async with office(database, folder, FILES) as town:
        fill(town.desk.place, town.desk.clock.now())
        town.user("ana", role)
        await town.sign_in("ana")
        yield town


async def counted(town: Office, path: str) -> str:
    """A page once all of its figures are there."""
    page = (await town.get(path)).text
    while 'data-hx-trigger="load' in page:
        await asyncio.sleep(0.05)
        page = (await town.get(path)).text
    return page
