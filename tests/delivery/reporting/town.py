"""A municipality whose committee gets a report each week, which is published on the site and told on Telegram."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from delivery.reporter import Reporter
from delivery.reporting.making import Reporting
from indicators.declared import record
from reporter import sketcher
from storage.database import Database
from tests.campaigns.town import INDICATORS, MUNICIPALITY, PLAN
from tests.delivery.desk import Desk, at_work, bogota

CAMPAIGN = """\
campaña: matriculas
titulo: Informes
accion: SE-7
clase: interna
responsable: ana
publico: ciudadania
mensajes:
  - id: semanal
    cuando: cada lunes a las 08:00
    canales: [correo, web, canal]
    informe: {periodo: semana, formato: [html, pdf]}
    asunto: Informe de la {{ informe.periodo }}
    texto: |
      {% for frase in informe.resumen %}{{ frase }} {% endfor %}

      Léalo en {{ enlace }}
"""
COUNTED = INDICATORS
OWED = (
    INDICATORS
    + "visitas: {nombre: Visitas a la página, unidad: visitas, tipo: declarado, periodo: semana, responsable: luis}\n"
)
PEOPLE = MUNICIPALITY.replace("comites:", "  luis: {nombre: Luis Mora, correo: luis@villaclara.gov.co}\ncomites:")
CHANGES: dict[str, str | bytes | None] = {"municipio.yaml": PEOPLE, "campanas/matriculas.yaml": CAMPAIGN}
OWING: dict[str, str | bytes | None] = {
    **CHANGES,
    "indicadores.yaml": OWED,
    "plan.yaml": PLAN.replace("acciones:", "desde: 2027-01-01\nacciones:"),
}
"""The plan is older than the first day here: a week of January is owed."""
MONDAY = bogota("2027-02-01T08:00")
KEYS = ("semanal/correo@2027-02-01", "semanal/web@2027-02-01", "semanal/canal@2027-02-01")


@asynccontextmanager
async def reporting(
    database: Database,
    folder: Path,
    changes: Mapping[str, str | bytes | None] = CHANGES,
    now: datetime = MONDAY,
    reporter: Reporter | None = None,
) -> AsyncIterator[tuple[Desk, Reporting]]:
    """The municipality at work, one contact in it, and who makes its reports."""
    environment = {"PREGONERO_CLAVE": "clave", "PREGONERO_BOT": "1:bot"}
    async with at_work(database, folder, now, changes, environment) as desk:
        desk.places.put(replace(desk.place, reporter=reporter or sketcher()))
        desk.people("eva@example.com")
        yield desk, Reporting(database, desk.places, desk.clock)


async def turn(desk: Desk, making: Reporting) -> None:
    """What a daemon does in a few seconds: publish, make what is waited for, sweep."""
    await desk.turn()
    await making.look()
    await desk.turn()


async def edit(desk: Desk, changes: Mapping[str, str | bytes | None]) -> None:
    """Staff change some files, and the daemon takes them up."""
    await desk.reload(changes)
    desk.places.put(replace(desk.place, reporter=sketcher()))


def give(desk: Desk, value: float, day: date) -> None:
    """Somebody says how many visits there were."""
    with desk.database.write() as connection:
        indicator = desk.tenant.indicators["visitas"]
        record(connection, desk.place.tenant_id, "visitas", indicator, value, day, "luis", "", desk.clock.now())
