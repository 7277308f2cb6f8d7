"""A folder of many municipalities, each with one campaign of many messages."""

from pathlib import Path

MUNICIPALITY = """\
nombre: Municipio {number}
entidad: Alcaldía del municipio {number}
codigo-dane: "{number:05d}"
sitio: https://municipio-{number}.gov.co
contacto: {{Web: municipio-{number}.gov.co}}
politica-de-datos: https://municipio-{number}.gov.co/datos
dependencias:
  prensa: {{nombre: Oficina de prensa, jefe: ana}}
personas:
  ana: {{nombre: Ana Pérez, correo: ana@municipio-{number}.gov.co}}
comites:
  comite: {{nombre: Comité, miembros: [ana]}}
"""
ACCOUNTS = "web: {tipo: web, modo: pruebas}\n"
AUDIENCES = "ciudadania: {nombre: Ciudadanía, canales: [web]}\n"
PLAN = """\
titulo: Plan de comunicaciones
acciones:
  - {clave: CO-1, texto: Informar, responsable: prensa, indicadores: [contenidos]}
"""
INDICATORS = "contenidos: {nombre: Contenidos, unidad: contenidos, tipo: automatico, cuenta: contenidos}\n"
CAMPAIGN = """\
campaña: anual
titulo: Campaña del año
accion: CO-1
clase: servicio
responsable: prensa
publico: ciudadania
mensajes:
"""
MESSAGE = """\
  - id: aviso-{number}
    cuando: 2027-{month:02d}-{day:02d} a las {hour:02d}:00
    canales: [web]
    asunto: Aviso número {number}
    texto: Este es el aviso {number} del municipio para todos sus vecinos.
"""


def make(folder: Path, municipalities: int, messages: int) -> None:
    """Write them; every message goes to the site, in the course of 2027."""
    listed = "".join(
        MESSAGE.format(number=number, month=number % 12 + 1, day=number % 28 + 1, hour=7 + number % 12)
        for number in range(messages)
    )
    for number in range(1, municipalities + 1):
        place = folder / f"municipio-{number:04d}"
        (place / "campanas").mkdir(parents=True)
        files = {
            "municipio.yaml": MUNICIPALITY.format(number=number),
            "canales.yaml": ACCOUNTS,
            "publicos.yaml": AUDIENCES,
            "plan.yaml": PLAN,
            "indicadores.yaml": INDICATORS,
            "campanas/anual.yaml": CAMPAIGN + listed,
        }
        for name, text in files.items():
            (place / name).write_text(text, encoding="utf-8")
