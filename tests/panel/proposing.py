"""A town that takes what its people write: its pages, its panel, and somebody's browser before both."""

import io
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from PIL import Image

from storage.database import Database
from tests.panel.staffed import OUTSIDE, PEOPLE, Office, office

COMMUNITY = """\
campaña: comunidad
titulo: La comunidad publica
accion: SE-7
clase: servicio
responsable: educacion
publico: ciudadania
mensajes:
  - id: invitacion
    cuando: 2027-06-01 a las 08:00
    canales: [web]
    asunto: Publique
    texto: El portal también es suyo.
"""
SECTIONS = """\
propuestas:
  plazo-dependencias: 2 días hábiles
  secciones:
    vecinos: {nombre: Noticias de la gente, campaña: comunidad, cuenta: web}
    ninos: {nombre: Rincón de los niños, campaña: comunidad, cuenta: web, de-ninos: true}
"""
TOWN: Mapping[str, str | bytes | None] = {
    "municipio.yaml": f"{PEOPLE}ventanilla: {OUTSIDE}\n{SECTIONS}",
    "campanas/comunidad.yaml": COMMUNITY,
}
COMMITTEE = "  dos: {nombre: Comité de contenidos, miembros: [ana, luis, eva], quorum: 2}\n"
APPROVED_TOWN: Mapping[str, str | bytes | None] = {
    "municipio.yaml": f"{PEOPLE}ventanilla: {OUTSIDE}\n{SECTIONS}".replace("avisos:", f"{COMMITTEE}avisos:"),
    "campanas/comunidad.yaml": f"{COMMUNITY}aprueba: dos\n",
}
WORDS = {
    "que": "publicar",
    "quien": "ciudadania",
    "seccion": "vecinos",
    "titulo": "Bazar de la vereda",
    "texto": "El domingo hay bazar para la escuela.",
    "acepto": "si",
}
_FORM = re.compile(r'name="formulario" value="([^"]+)"')


@asynccontextmanager
async def proposing(
    database: Database, folder: Path, changes: Mapping[str, str | bytes | None] = TOWN
) -> AsyncIterator[Office]:
    """The town at work."""
    async with office(database, folder, changes) as town:
        yield town


def photo(width: int = 60, height: int = 40, kind: str = "JPEG", **more: object) -> bytes:
    """One, as a telephone makes it: with the place where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Telefono de Ana"
    exif.get_ifd(0x8825)[1] = "N"
    made = io.BytesIO()
    Image.new("RGB", (width, height), "green").save(made, kind, exif=exif, **more)
    return made.getvalue()


async def send(
    browser: httpx.AsyncClient, *photos: bytes, address: str = "198.51.100.7", **more: str
) -> httpx.Response:
    """Open the form, fill it in, and send it."""
    opened = await browser.get("/proponer/")
    found = _FORM.search(opened.text)
    data = {"formulario": found[1] if found else "", **WORDS, **more}
    files = [("foto", (f"IMG_{number}.jpg", each, "image/jpeg")) for number, each in enumerate(photos)]
    empty = [("foto", ("", b"", "application/octet-stream"))]
    return await browser.post("/proponer/", data=data, files=files or empty)


def follow(answer: httpx.Response) -> str:
    """The path of the page that a sender is led to."""
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]
