"""A town whose January shows all that a calendar may: what went out, what waits, what a holiday moved, a veda."""

from collections.abc import Mapping

import httpx

from tests.campaigns.town import ACCOUNTS, CAMPAIGN
from tests.delivery.approving.council import GUIDE, PHOTO
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
ACCOUNTS_OF_ALL = """\
sms:
  tipo: sms
  destino: personas
  modo: pruebas
  opciones:
    direccion: https://api.operador.example/sms
    claves: {token: "${PREGONERO_CLAVE}"}
    encabezados: {Authorization: "Bearer {{ claves.token }}"}
    json: '{"to": "{{ numero }}", "text": "{{ texto }}"}'
whatsapp:
  tipo: whatsapp
  destino: personas
  modo: pruebas
  opciones: {numero: "1", token: "${PREGONERO_CLAVE}", plantilla: aviso, variables: {cuerpo: texto}}
x:
  tipo: x
  modo: pruebas
  opciones: {clave-api: "${PREGONERO_CLAVE}", secreto-api: "${PREGONERO_CLAVE}", token-acceso: "${PREGONERO_CLAVE}",
    secreto-acceso: "${PREGONERO_CLAVE}"}
cartelera: {tipo: manual, modo: pruebas, responsable: ana, plazo: 2 días hábiles, opciones: {clase: cartelera}}
calle: {tipo: manual, modo: pruebas, responsable: ana, plazo: 2 días hábiles, opciones: {clase: perifoneo}}
"""
WHOLE = """\
  - id: todo
    cuando: 2027-01-13 08:00
    canales: [correo, web, sms, whatsapp, x, emisora, cartelera, calle]
    asunto: Matrículas <b>abiertas</b>
    texto: |
      Hola, {{ nombre | default('vecina') }}: hay cupos en https://villaclara.gov.co/cupos para {{ persona.vereda }}.

      - Lleve el <script>alert(1)</script> documento
    traducciones: {pbb: {asunto: Nasa, texto: "Ewcha, {{ nombre | default('') }}"}}
    variantes:
      web: Hay <i>cupos</i>. Mire https://villaclara.gov.co/cupos
      x: Hay cupos en https://villaclara.gov.co/cupos/de-este-ano-en-todas-las-sedes
      sms: Hay cupos mañana
      emisora: "Hay cupos hasta las 8:00 a. m."
      cartelera: Hay cupos
      calle: Hay cupos
    imagen: {archivo: foto.jpg, alt: Niños en la sede}
    adjuntos: [{archivo: guía.pdf, nombre: Guía}]
  - id: tarjeta
    cuando: 2027-01-14 08:00
    canales: [correo, canal]
    pieza: tarjeta
    asunto: Con tarjeta
    texto: Hay una tarjeta.
"""
SHOWN: Mapping[str, str | bytes | None] = {
    **PLANNED,
    "canales.yaml": ACCOUNTS + ACCOUNTS_OF_ALL,
    "campanas/cupos.yaml": CAMPAIGN.replace("campaña: matriculas", "campaña: cupos").replace(
        "Matrículas escolares", "Cupos escolares"
    )
    + "  - id: otro\n    cuando: 2027-01-15 08:00\n    canales: [web]\n    asunto: Otro\n    texto: Otro.\n"
    + WHOLE,
    "archivos/foto.jpg": PHOTO,
    "archivos/guía.pdf": GUIDE,
}
"""The same with a message on each kind of account, in two languages, with a picture, a document and a card."""
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
