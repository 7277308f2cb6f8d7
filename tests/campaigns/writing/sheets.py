"""Campaigns' files as different hands write them."""

from collections.abc import Mapping
from pathlib import Path

TIDY = """\
# Las matrículas del año.
campaña: matriculas
titulo: "Matrículas: segundo llamado"   # como en la cartelera
accion: [SE-7]
clase: servicio
responsable: educacion
publico: ciudadania
evento:
  inicia: 2027-01-12 07:00
  # El colegio cierra temprano.
  termina: 2027-01-29 16:00
  requisitos: [registro civil, 'carné de vacunas']
mensajes:
  # Primero se anuncia.
  - id: anuncio
    cuando: 15 días antes a las 08:00
    canales: [correo, web]   # los dos
    asunto: Matrículas
    texto: |
      Empiezan las matrículas.

      Lleve los papeles.
    # A cada medio, lo suyo.
    variantes:
      web: 'Dijo: "vengan"'

  - id: recuerdo
    cuando: 2 días antes a las 08:00
    canales: correo
    asunto: Faltan dos días
    texto: >-
      Faltan
      dos días.

  - {id: cierre, cuando: al terminar, canales: [web], asunto: Fin, texto: Se acabó}
# Fin.
"""
LOOSE = (
    "campaña:   'matriculas'\n\n\n"
    'titulo:  "Matrículas"\n'
    "publico:\n    ciudadania\n"
    "clase: servicio\n"
    "evento: {inicia: 2027-01-12 07:00,   termina: 2027-01-29 16:00}\n"
    "mensajes:\n"
    "-   id: anuncio   \n"
    "    cuando: 15 días antes\n"
    "      a las 08:00\n"
    "\n"
    "    texto: |+\n"
    "         Muy adentro.\n"
    "           Y más.\n\n\n"
    "    # nota\n"
    "    canales:\n"
    "    - correo\n"
    "    # y también\n"
    "    - web\n"
    "-\n"
    "    id: otro\n"
    "    asunto: Sin fin de línea"
)
SHEETS: Mapping[str, str] = {
    "tidy": TIDY,
    "loose": LOOSE,
    "windows": TIDY.replace("\n", "\r\n"),
    "marked": f"\ufeff{TIDY}",
    **{path.stem: path.read_text("utf-8") for path in sorted(Path("config/campanas").glob("*.yaml"))},
}
"""By name."""
