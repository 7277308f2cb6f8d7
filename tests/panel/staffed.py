"""A municipality at work with its panel, and people who sign in to it."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import httpx

from panel.app import application
from panel.door import names
from panel.entrance.passwords import hashed
from panel.entrance.roles import Role
from panel.public import Proxies, Public
from storage.database import Database
from storage.users import User, add_user, change_user, user_by_id
from tests.campaigns.town import MUNICIPALITY
from tests.delivery.desk import Desk, at_work, bogota

NOON = bogota("2027-01-05T12:00")
PASSWORD = "tres caballos y una nube"
KEPT = hashed(PASSWORD)
OFFICE = "/panel/villa-clara/"
OWN = {"Origin": "http://127.0.0.1:8000"}
PROXY = "198.51.100.1"
OUTSIDE = "https://participe.villaclara.gov.co"
PEOPLE = MUNICIPALITY.replace(
    "comites:",
    "  luis: {nombre: Luis Mora, correo: luis@villaclara.gov.co}\n"
    "  eva: {nombre: Eva Ríos, correo: eva@villaclara.gov.co}\n"
    "colaboradores:\n"
    "  veeduria: {nombre: Veeduría del Acueducto, clase: veeduria, contacto: {Correo: veedores@example.com}}\n"
    "comites:",
)
TOWN = f"{PEOPLE}ventanilla: {OUTSIDE}\n"
FILES: Mapping[str, str | bytes | None] = {"municipio.yaml": TOWN}


class Office(NamedTuple):
    """The town, and a browser at its panel."""

    desk: Desk
    browser: httpx.AsyncClient

    def user(self, person: str, role: Role = Role.COMMUNICATOR, password: str | None = KEPT) -> User:
        """Somebody who comes in with `PASSWORD`."""
        with self.desk.database.write() as connection:
            number = add_user(connection, self.desk.place.tenant_id, person, role.value, self.desk.clock.now())
            change_user(connection, number, password_hash=password)
            found = user_by_id(connection, number)
        assert found is not None
        return found

    async def sign_in(self, person: str, password: str = PASSWORD, **more: str) -> httpx.Response:
        """Type a name and a password."""
        data = {"usuario": person, "clave": password, "con": "clave", **more}
        return await self.browser.post(f"{OFFICE}entrar", data=data, headers=OWN)

    async def get(self, path: str) -> httpx.Response:
        """A page of the office."""
        return await self.browser.get(f"{OFFICE}{path}")

    async def post(self, path: str, page: str = "cuenta", **data: str) -> httpx.Response:
        """A form of a page, with the token that it has."""
        token = token_in((await self.get(page)).text)
        return await self.browser.post(f"{OFFICE}{path}", data={"ficha": token, **data}, headers=OWN)

    def told(self, verb: str) -> list[str]:
        """Who did something, as the audit has it."""
        return [row.actor for row in self.desk.rows("audit") if row.verb == verb]


def token_in(html: str) -> str:
    """What a page's forms say again."""
    found = re.search(r'name="ficha" value="([0-9a-f]+)"', html)
    assert found is not None, html
    return found.group(1)


@asynccontextmanager
async def office(
    database: Database,
    folder: Path,
    changes: Mapping[str, str | bytes | None] = FILES,
    base: str = "http://127.0.0.1:8000",
    headers: Mapping[str, str] | None = None,
) -> AsyncIterator[Office]:
    """The town at work; the browser sits at the same machine unless `base` says otherwise."""
    secrets = {"PREGONERO_CLAVE": "clave", "PREGONERO_BOT": "1:bot"}
    async with (
        at_work(database, folder, NOON, changes, secrets) as desk,
        opened(desk, base, headers) as found,
    ):
        yield found


@asynccontextmanager
async def opened(
    desk: Desk, base: str = "http://127.0.0.1:8000", headers: Mapping[str, str] | None = None
) -> AsyncIterator[Office]:
    """The panel of a town that is at work already."""
    public = Public(desk.folder / "claves", Proxies((f"{PROXY}/32",)))
    app = application(desk.database, names("127.0.0.1"), desk.clock, desk.places, public)
    peer = PROXY if headers else "127.0.0.1"
    transport = httpx.ASGITransport(app, client=(peer, 4711))
    async with httpx.AsyncClient(transport=transport, base_url=base, headers=headers) as browser:
        yield Office(desk, browser)
