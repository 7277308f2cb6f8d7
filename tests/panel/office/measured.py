"""A town whose plan has indicators: what was published, what people gave, and a month that is closed."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from campaigns.tenant import Tenant
from delivery.workplace import Workplace
from indicators.closing import close, count_to_close
from indicators.declared import record
from indicators.periods import Period, before, period_of
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


def files(since: date) -> Mapping[str, str | bytes | None]:
    """The town's files; figures are owed from a day on."""
    plan = PLAN.replace("acciones:", f"desde: {since}\nacciones:").replace(
        "indicadores: [contenidos]", "objetivo: Que la gente se entere, indicadores: [contenidos, visitas]"
    )
    return {**STAFF, "indicadores.yaml": INDICATORS, "plan.yaml": plan}


FILES = files(date(2026, 11, 1))


def fill(place: Workplace, now: datetime) -> None:
    """Contents each week of the last two months, a level, and visits of the first of these, which is closed."""
    tenant, number, database = place.tenant, place.tenant_id, place.database
    visits, level = tenant.indicators["visitas"], tenant.indicators["seguidores"]
    last, first = months(tenant, now)
    with database.write() as connection:
        for week in range(9):
            day = first.first + timedelta(days=1, weeks=week)
            key = f"matriculas/noticia-{week}/web@{day}"
            add_publication(connection, number, key, f"{day} 13:00", {"sent": 1}, ["SE-7"])
        record(connection, number, "visitas", visits, 850, first.last, "luis", "Del panel del sitio", now)
        record(connection, number, "seguidores", level, 410, last.first + timedelta(days=14), "ana", "", now)
    with database.read() as connection:
        counted = count_to_close(connection, tenant, number, first, now)
    with database.write() as connection:
        close(connection, number, counted, "ana")


def months(tenant: Tenant, now: datetime) -> tuple[Period, Period]:
    """The last month, and the one before it."""
    zone = tenant.municipality.zone
    last = before(period_of("mes", now.astimezone(zone).date(), zone), zone)
    return last, before(last, zone)


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
