"""A site with each kind of page on it, and the way to each."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from delivery.office.by_hand import Hurry
from delivery.office.correction import correct
from delivery.office.withdrawal import withdraw
from storage.database import Database
from storage.schema import prepare
from storage.states import Voter
from storage.surveys import surveys
from storage.votes import cast
from tests.delivery.desk import at_work, bogota
from tests.website.town import DUE, FILE, LIVE, site_of

LONG = "Otorrinolaringología-y-fonoaudiología-para-quienes-viven-en-las-veredas-más-apartadas-del-municipio"
HEAD = "accion: SE-7\nclase: servicio\nresponsable: educacion\npublico: ciudadania\n"
HEALTH = f"""\
campaña: salud
titulo: Jornadas de salud
{HEAD}evento:
  nombre: {LONG}
  repite: cada sábado a las 08:00
  dura: 1 día
  actividades: ["Vacunación, hasta las 4:00 p. m."]
mensajes:
  - id: aviso
    cuando: 2026-12-28 a las 07:00
    de: junta-el-porvenir
    canales: [web, ninos]
    asunto: {LONG}
    texto: "Visite https://villaclara.gov.co/{LONG.lower()}?con=una&direccion=muy-larga-que-no-tiene-donde-partirse"
    adjuntos: [{{archivo: plan.pdf, nombre: El plan de salud}}]
  - id: retirado
    cuando: 2026-12-28 a las 07:00
    canales: [web]
    asunto: Se retira a las 4:00 p. m.
    texto: Esto se retira.
  - id: encuesta
    cuando: 2026-12-28 a las 07:00
    canales: [web]
    encuesta: {{pregunta: "¿A qué hora le sirve?", opciones: [Por la mañana, {LONG}], cierra: 3 días después}}
  - id: cerrada
    cuando: 2026-12-28 a las 07:00
    canales: [web]
    texto: Díganos qué día le sirve.
    encuesta: {{pregunta: "¿Qué día le sirve?", opciones: [El sábado, {LONG}], cierra: 60 minutos después}}
"""
CHILDREN = "ninos: {tipo: web, medio: Canal para niños y niñas, modo: real, opciones: {seccion: ninos}}\n"
CONTRIBUTORS = """\
colaboradores:
  junta-el-porvenir:
    nombre: Junta de Acción Comunal El Porvenir
    clase: junta
    contacto: {Correo: elporvenir@example.org, Página: https://elporvenir.example.org, Sede: "Salón comunal, de 2 a 5"}
  veeduria-del-acueducto: {nombre: Veeduría del Acueducto, clase: veeduria, contacto: {Teléfono: 604 123 4567}}
"""
PAGES: Mapping[str, str] = {
    "home": "/",
    "today": "/hoy/",
    "list": "/calendario/",
    "month": "/calendario/2027-01/",
    "publication": "/contenidos/salud/aviso/1/",
    "corrected": "/contenidos/matriculas/anuncio/1/",
    "correction": "/contenidos/matriculas/anuncio~correccion-1/1/",
    "survey": "/contenidos/salud/encuesta/1/",
    "closed survey": "/contenidos/salud/cerrada/1/",
    "withdrawn": "/contenidos/salud/retirado/1/",
    "event": "/eventos/matriculas/1/",
    "past event": "/eventos/salud/2026-12-19/",
    "sections": "/secciones/",
    "section": "/secciones/ninos/",
    "campaign": "/campanas/salud/",
    "all publications": "/contenidos/",
    "all events": "/eventos/",
    "all campaigns": "/campanas/",
    "publications of a campaign": "/contenidos/salud/",
    "dates of a campaign": "/eventos/salud/",
    "contributors": "/veedurias-y-juntas/",
    "contributor": "/veedurias-y-juntas/junta-el-porvenir/",
    "silent contributor": "/veedurias-y-juntas/veeduria-del-acueducto/",
    "subscribe": "/suscribirse/",
    "nothing": "/404.html",
}
"""Each kind of page, by what it shows."""


def made(folder: Path, colour: str = "#00695c") -> Path:
    """The whole site, in a folder of its own. `colour`: the brand's."""
    database = Database.open(f"sqlite:///{folder / 'sitio.db'}")
    try:
        prepare(database)
        # In a thread of its own: where a browser is open, this one has a loop already.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, _made(database, folder, colour)).result()
    finally:
        database.close()


async def _made(database: Database, folder: Path, colour: str) -> Path:
    changes = {
        **LIVE,
        "municipio.yaml": str(LIVE["municipio.yaml"]).replace("#00695c", colour)
        + CONTRIBUTORS
        + "ventanilla: https://participe.villaclara.gov.co\n",
        "canales.yaml": str(LIVE["canales.yaml"]) + CHILDREN,
        "archivos/plan.pdf": b"%PDF-1.7\n%\xe2\xe3\n",
        "campanas/salud.yaml": HEALTH,
    }
    assert FILE in changes
    async with at_work(database, folder, bogota("2026-12-18T07:00"), changes) as desk:
        site_of(desk)
        desk.clock.moment = bogota("2026-12-28T07:00")
        await desk.turn()
        with desk.database.write() as connection:
            [survey] = [each for each in surveys(connection, desk.place.tenant_id) if each.message == "cerrada"]
            for number, option in enumerate((0, 1, 0)):
                cast(connection, survey.id, f"voter {number}", Voter.DEVICE, "", option, desk.clock.now())
        desk.clock.moment = DUE
        await desk.turn()
        desk.write(correct, "matriculas/anuncio/web@1", "Es el 13.", "ana", desk.clock.now(), Hurry())
        await desk.settle()
        desk.write(withdraw, "salud/retirado@1", "ana", desk.clock.now())
        await desk.settle()
        return site_of(desk)
