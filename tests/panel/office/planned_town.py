"""A town whose January shows all that a calendar may: what went out, what waits, what a holiday moved, a veda."""

from collections.abc import Mapping

import httpx

from tests.campaigns.town import CAMPAIGN
from tests.panel.staffed import FILES, Office

EXTRA = """\
  - id: reyes
    cuando: 2027-01-11 08:00
    canales: [correo]
    asunto: Día de Reyes, {{ nombre | default('vecina') }}
    texto: Mañana empiezan las matrículas.
  - id: cuna
    cuando: 2027-01-08 09:00
    canales: [emisora]
    asunto: Cuña de matrículas
    texto: Del 12 al 29 de enero hay matrículas.
  - id: hoy
    cuando: 2027-01-05 11:30
    canales: [correo, web]
    asunto: Hoy
    texto: Faltan siete días.
  - id: visto
    cuando: 2027-01-20 10:00
    canales: [web]
    aprueba: comite-gel
    asunto: Con visto bueno
    texto: Falta el visto bueno.
  - id: suelto
    cuando: por orden
    canales: [canal]
    texto: Cuando se ordene.
"""
MANAGEMENT = """\
campaña: obras
titulo: Obras del año
accion: SE-7
clase: gestion
responsable: educacion
publico: transeuntes
mensajes:
  - id: avance
    cuando: 2027-01-26 08:00
    canales: [web]
    asunto: Avance
    texto: Así van las obras.
"""
VEDA = "vedas: [{nombre: Veda electoral, desde: 2027-01-25, hasta: 2027-01-28, politica: detener}]\n"
PLANNED: Mapping[str, str | bytes | None] = {
    **FILES,
    "municipio.yaml": f"{FILES['municipio.yaml']}{VEDA}",  # type: ignore[str-bytes-safe]  # it is text
    "campanas/matriculas.yaml": CAMPAIGN.replace("  termina:", "  lugar: Colegio Central\n  termina:") + EXTRA,
    "campanas/obras.yaml": MANAGEMENT,
}
TURNS = 600
"""How often a page is asked again, at most."""


async def calculated(town: Office, path: str) -> httpx.Response:
    """A page that is asked again, as its script does it, until what takes long is there."""
    for _ in range(TURNS):
        answer = await town.get(path)
        if "Mirar otra vez" not in answer.text:
            assert answer.status_code == 200, answer.text
            return answer
    raise AssertionError(f"it is never there: {path}")
