"""A town whose bot hears people, at a Bot API server of the test."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from sqlalchemy import insert

from audience.addresses import normalise, recipient_key
from delivery.engines.leases import Leases
from delivery.news.listening import Listening
from storage.tables import address, contact
from tests.channels.service import Service
from tests.delivery import towns
from tests.delivery.desk import Desk, bogota
from tests.delivery.towns import Files, bot_account

DUE = bogota("2026-12-28T08:00")
BEFORE = bogota("2026-12-27T08:00")


def town(service: Service, pace: str = "por-segundo: 100", more: str = "") -> Files:
    """The town with the bot, on which its one message goes out."""
    return towns.town("vecinos", bot_account(service, pace, more))


def neighbour(desk: Desk, *chats: str) -> None:
    """Contacts with a chat each."""
    place = desk.place
    with desk.database.write() as connection:
        for chat in chats:
            person = {"tenant": place.tenant_id, "name": f"Vecino {chat}", "created_at": place.clock.now()}
            number = connection.scalars(insert(contact).returning(contact.c.id), [person]).one()
            values = {"tenant": place.tenant_id, "contact": number, "kind": "telegram", "address": chat}
            connection.execute(insert(address).values(**values, key=key(desk, chat)))


def key(desk: Desk, chat: str) -> str:
    """What stands for a chat in rows."""
    return recipient_key(desk.place.keyring.address_key, normalise("telegram", chat))


@asynccontextmanager
async def listening(desk: Desk, leases: Leases | None = None, owner: str = "prueba") -> AsyncIterator[Listening]:
    """The daemon's ears for the length of a block."""
    ears = Listening(desk.places, desk.dispatcher.wake, owner, leases, timedelta(seconds=20))
    stop = asyncio.Event()
    task = asyncio.create_task(ears.run(stop))
    try:
        yield ears
    finally:
        stop.set()
        await task


async def until(met: Callable[[], bool], what: str) -> None:
    """Wait until it is so. Raises AssertionError with `what` was waited for."""
    for _ in range(3000):
        if met():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"in vain: {what}")


def told(service: Service) -> list[tuple[str, str]]:
    """What the bot has sent: to whom, and the first line."""
    sent = [call for call in service.calls() if call["method"] == "sendMessage"]
    return [(call["chat_id"], call["text"].splitlines()[0]) for call in sent]
