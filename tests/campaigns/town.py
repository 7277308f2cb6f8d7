"""A small municipality on disk, right in everything, for tests to break in one place."""

from collections.abc import Mapping
from pathlib import Path

from campaigns.loader import Loaded, load

MUNICIPALITY = """\
nombre: Villa Clara
entidad: Alcaldía de Villa Clara
codigo-dane: 05001
sitio: https://villaclara.gov.co
contacto: {Web: villaclara.gov.co}
politica-de-datos: https://villaclara.gov.co/datos
dependencias:
  educacion: {nombre: Secretaría de Educación, jefe: ana}
personas:
  ana: {nombre: Ana Pérez, correo: ana@villaclara.gov.co}
comites:
  comite-gel: {nombre: Comité GEL, miembros: [ana]}
avisos: correo
"""
PLAN = """\
titulo: Plan de comunicaciones
acciones:
  - {clave: SE-7, texto: Eventos del municipio, responsable: educacion, indicadores: [contenidos]}
"""
FOLLOWER = """\
  - id: aviso
    cuando: al publicar anuncio
    canales: [correo]
    suscripcion: {temas: [noticias]}
    asunto: Hay noticias
    texto: Ya están las noticias.
"""
"""A message of the campaign to subscribers: it goes out as soon as the first is published."""
ACCOUNTS = """\
correo:
  tipo: email
  destino: personas
  modo: pruebas
  opciones:
    servidor: smtp.villaclara.gov.co
    usuario: prensa
    clave: ${PREGONERO_CLAVE}
    remitente: Alcaldía <prensa@villaclara.gov.co>
    responder-a: contactenos@villaclara.gov.co
web: {tipo: web, modo: pruebas}
canal:
  tipo: telegram
  destino: "@villaclara"
  modo: pruebas
  opciones: {token: "${PREGONERO_BOT}"}
emisora: {tipo: manual, modo: pruebas, responsable: ana, plazo: 2 días hábiles, opciones: {clase: emisora}}
"""
AUDIENCES = """\
ciudadania:
  nombre: Ciudadanía
  condicion: {}
  canales: [correo, web]
transeuntes:
  nombre: Quien pase
  canales: [web]
"""
INDICATORS = """\
contenidos: {nombre: N° de contenidos, unidad: contenidos, tipo: automatico, cuenta: contenidos}
"""
CAMPAIGN = """\
campaña: matriculas
titulo: Matrículas escolares
accion: SE-7
clase: servicio
responsable: educacion
publico: ciudadania
evento:
  inicia: 2027-01-12 07:00
  termina: 2027-01-29 16:00
mensajes:
  - id: anuncio
    cuando: 15 días antes a las 08:00
    canales: [correo, web]
    asunto: Matrículas
    texto: Empiezan las matrículas.
"""
TEXTS: Mapping[str, str] = {
    "municipio.yaml": MUNICIPALITY,
    "plan.yaml": PLAN,
    "canales.yaml": ACCOUNTS,
    "publicos.yaml": AUDIENCES,
    "indicadores.yaml": INDICATORS,
    "campanas/matriculas.yaml": CAMPAIGN,
}
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32


def build(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Writes the municipality with some files changed (None: left out) and returns its folder."""
    for name, text in {**TEXTS, **(changes or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def edited(name: str, old: str, new: str) -> dict[str, str]:
    """One file with one passage replaced; the passage must be there once."""
    text = TEXTS[name]
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    return {name: text.replace(old, new)}


def problems(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> list[str]:
    """Each problem as it is printed, the file relative to the folder, without its hint."""
    return [_short(folder, str(problem)) for problem in loaded(folder, changes).problems]


def hints(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> list[str]:
    """The hint of each problem."""
    return [problem.hint for problem in loaded(folder, changes).problems]


def loaded(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Loaded:
    """The municipality as it loads, without any variable in its environment."""
    return load(build(folder, changes), {})


def _short(folder: Path, printed: str) -> str:
    return printed.splitlines()[0].removeprefix(f"{folder}/")
