"""A town whose accounts are called by their services, and what a caller does."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import insert, select

from audience.addresses import normalise, recipient_key
from audience.consents import Word, say
from campaigns.purpose import MANAGEMENT
from panel.app import application
from panel.door import names
from storage.database import Database
from storage.tables import address, contact, event, suppression
from tests.campaigns.town import MUNICIPALITY
from tests.channels.metas_calls import signed
from tests.channels.service import Service
from tests.delivery import towns
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.towns import Files, bot_account, meta_account

DUE = bogota("2026-12-28T08:00")
WORD = "canario-clave-de-aviso"
STAMP = "canario_secreto_de_telegram"
ENVIRONMENT = towns.META | towns.BOT | {"PREGONERO_CLAVE_AVISO": WORD, "PREGONERO_SELLO": STAMP}
PHONE = "+573001234567"
META, BOT = "/avisos/villa-clara/celular", "/avisos/villa-clara/vecinos"
TELEGRAM = {"content-type": "application/json", "x-telegram-bot-api-secret-token": STAMP}


def town(service: Service, more: str = "") -> Files:
    """The town with a WhatsApp number and a bot, both called by their services; `more` of the number's options."""
    called = "    entrada: aviso\n    clave-aviso: ${PREGONERO_CLAVE_AVISO}\n"
    number = meta_account("celular", "whatsapp", service, more=called + more)
    bot = bot_account(service, more="    entrada: aviso\n    secreto-aviso: ${PREGONERO_SELLO}\n")
    municipality = f"{MUNICIPALITY}ventanilla: https://participe.villaclara.gov.co\n"
    return towns.town("celular", number + bot) | {"municipio.yaml": municipality}


@asynccontextmanager
async def called(
    database: Database, folder: Path, service: Service, more: str = ""
) -> AsyncIterator[tuple[Desk, httpx.AsyncClient]]:
    """The town at work, with one neighbour, and a caller of its panel."""
    async with at_work(database, folder, DUE, town(service, more), ENVIRONMENT) as desk:
        neighbour(desk, PHONE)
        app = application(database, names("127.0.0.1"), desk.clock, desk.places)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
            yield desk, client


def neighbour(desk: Desk, phone: str) -> None:
    """A contact with a telephone, who has consented to what the administration tells of itself."""
    place = desk.place
    with desk.database.write() as connection:
        person = {"tenant": place.tenant_id, "name": "Ana", "created_at": DUE}
        number = connection.scalars(insert(contact).returning(contact.c.id), [person]).one()
        values = {"tenant": place.tenant_id, "contact": number, "kind": "telefono", "address": phone}
        connection.execute(insert(address).values(**values, key=key(desk, phone)))
        yes = Word(key(desk, phone), MANAGEMENT, True, "Planilla de la feria", DUE)
        say(connection, place.tenant_id, [(number, yes)])


def key(desk: Desk, phone: str = PHONE) -> str:
    """What stands for a telephone in rows, the neighbour's unless another is named."""
    return recipient_key(desk.place.keyring.address_key, normalise("telefono", phone))


def message_key(desk: Desk, time: int = 1) -> str:
    """What went along with the neighbour's message, the first or a later time."""
    return f"matriculas/anuncio/celular@{time}/{key(desk)}"


async def tell(client: httpx.AsyncClient, document: Any, path: str = META) -> int:
    """Call as Meta does."""
    body, headers = signed(document)
    return (await client.post(path, content=body, headers=headers)).status_code


def kinds(desk: Desk) -> list[str]:
    """What news is kept."""
    with desk.database.read() as connection:
        return list(connection.scalars(select(event.c.kind).order_by(event.c.id)))


def suppressed(desk: Desk) -> list[tuple[str, str]]:
    """Who gets nothing more, and why."""
    with desk.database.read() as connection:
        rows = connection.execute(select(suppression.c.key, suppression.c.reason).order_by(suppression.c.id))
        return [(row.key, row.reason) for row in rows]


async def tell_bot(client: httpx.AsyncClient, update: dict[str, Any]) -> int:
    """Call as Telegram does."""
    return (await client.post(BOT, content=json.dumps(update).encode(), headers=TELEGRAM)).status_code
