"""A form of the office as a browser has it, and sends it back."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import html5lib
import httpx

from panel.entrance.roles import Role
from storage.database import Database
from tests.campaigns.town import CAMPAIGN
from tests.panel.staffed import FILES, OWN, Office, office

EDIT = "campanas/matriculas/editar"
FILE = "campanas/matriculas.yaml"
COMMENTED = CAMPAIGN.replace("clase: servicio\n", "clase: servicio   # para todos\n").replace(
    "    asunto: Matrículas\n", "    # Como en la cartelera.\n    asunto: Matrículas\n"
)
"""The town's campaign, with words of its writer."""

Form = dict[str, list[str]]


@asynccontextmanager
async def desk(
    database: Database,
    folder: Path,
    changes: Mapping[str, str | bytes | None] | None = None,
    role: Role = Role.COMMUNICATOR,
) -> AsyncIterator[Office]:
    """Ana is signed in, and may write."""
    async with office(database, folder, {**FILES, FILE: COMMENTED, **(changes or {})}) as town:
        town.user("ana", role)
        await town.sign_in("ana")
        yield town


def file_of(town: Office, name: str = FILE) -> str:
    """What a file says, to the last octet."""
    return (town.desk.config / name).read_bytes().decode()


def form_in(page: httpx.Response, with_button: str = "hacer") -> Form:
    """What the form of a page would send, without any button; the one that has such a button."""
    root = html5lib.parse(page.text, namespaceHTMLElements=False)
    found = [form for form in root.iter("form") if any(each.get("name") == with_button for each in form.iter("button"))]
    assert found, page.text
    sent: Form = {}
    for each in found[0].iter():
        for value in _sent(each):
            sent.setdefault(str(each.get("name")), []).append(value)
    return sent


def _sent(each: Any) -> list[str]:
    if not each.get("name"):
        return []
    if each.tag == "textarea":
        return ["".join(each.itertext()).replace("\n", "\r\n")]
    if each.tag == "select":
        chosen = [option.get("value") for option in each.iter("option") if option.get("selected") is not None]
        return chosen[:1] or [next(each.iter("option")).get("value")]
    if each.tag != "input" or (each.get("type") in ("checkbox", "radio") and each.get("checked") is None):
        return []
    return [each.get("value") or ""]


async def press(
    town: Office, page: httpx.Response, does: str, path: str = EDIT, **typed: str | list[str]
) -> httpx.Response:
    """Type into a page's form, and press a button.

    `texto="Hola"`: of the fields whose name ends so, the one nearest the root.
    """
    form = form_in(page)
    for name, value in typed.items():
        key = name.replace("_", "-")
        fields = [each for each in form if each == key or each.endswith(f".{key}")]
        form[min(fields, key=lambda each: each.count("."), default=key)] = value if isinstance(value, list) else [value]
    return await send(town, {**form, "hacer": [does]}, path)


async def send(town: Office, form: Form, path: str = EDIT) -> httpx.Response:
    """As a browser does."""
    return await town.browser.post(f"/panel/villa-clara/{path}", data=form, headers=OWN)
