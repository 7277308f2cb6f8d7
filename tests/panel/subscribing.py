"""A town where people subscribe: its pages, its mails at a real SMTP server, and somebody's browser."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from panel.app import application
from panel.door import names
from panel.public import Proxies, Public
from storage.database import Database
from tests.campaigns.town import CAMPAIGN, MUNICIPALITY
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.relay import FILE, real_mail

HOST = "https://participe.villaclara.gov.co"
START = bogota("2026-12-28T07:00")
PROXY = "127.0.0.1"
NOVELTIES = (
    CAMPAIGN.partition("  - id: anuncio")[0]
    + """\
  - id: noticia
    cuando: cada día a las 08:00 desde 2026-12-28
    canales: [web]
    asunto: Noticias
    texto: Las noticias de hoy.
  - id: aviso
    cuando: al publicar noticia
    publico: transeuntes
    canales: [correo]
    asunto: Hay noticias
    texto: Ya están las noticias.
    suscripcion: {temas: [noticias]}
"""
)
SAID = "Si la dirección está bien escrita"
"""What is answered, whatever is known of the address."""
TOWN = f"{MUNICIPALITY}ventanilla: {HOST}\ntemas: {{noticias: Noticias, eventos: Eventos y ferias}}\n"
_FORM = re.compile(r'name="formulario" value="([^"]+)"')
_LINK = re.compile(rf"{HOST}/suscripcion/\S+")


def files(port: int, town: str = TOWN) -> dict[str, str | bytes | None]:
    """The town with its mail account at a server of the test."""
    return real_mail(port) | {FILE: NOVELTIES, "municipio.yaml": town}


@asynccontextmanager
async def subscribing(
    database: Database, folder: Path, port: int, town: str = TOWN
) -> AsyncIterator[tuple[Desk, httpx.AsyncClient]]:
    """The town at work, and a client behind a proxy that is trusted."""
    async with at_work(database, folder, START, files(port, town)) as desk, visitor(desk) as client:
        yield desk, client


def visitor(desk: Desk) -> httpx.AsyncClient:
    """Somebody's browser, at the hour that it is now."""
    public = Public(desk.folder / "claves", Proxies((PROXY,)))
    app = application(desk.database, names("127.0.0.1"), desk.clock, desk.places, public)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOST)


def by(address: str = "198.51.100.7", browser: str = "Firefox") -> dict[str, str]:
    """The headers of a request from an address."""
    return {"X-Forwarded-For": address, "User-Agent": browser}


async def send(
    client: httpx.AsyncClient,
    mail: str = "ana@example.com",
    topics: Sequence[str] = ("noticias",),
    address: str = "198.51.100.7",
    **more: str,
) -> httpx.Response:
    """Open the form, fill it in, and send it."""
    opened = await client.get("/suscripcion/", headers=by(address))
    found = _FORM.search(opened.text)
    filled: Mapping[str, str | list[str]] = {
        "formulario": found[1] if found else "",
        "correo": mail,
        "tema": list(topics),
        "acepto": "si",
    }
    return await client.post("/suscripcion/", data={**filled, **more}, headers=by(address))


def links(text: str) -> list[str]:
    """The paths of our own pages that a mail's text names."""
    return [urlsplit(found).path for found in _LINK.findall(text)]


def path_of(mail: EmailMessage) -> str:
    """Where the one link of a mail leads."""
    body = mail.get_body(("plain",))
    assert body is not None
    [path] = links(str(body.get_content()))
    return path
