"""A lane that is at work when Meta says that its account cannot send stops there."""

import asyncio
from collections import Counter
from pathlib import Path

from sqlalchemy import insert, select

from audience.addresses import normalise, recipient_key
from storage.database import Database
from storage.tables import address, contact, lane
from tests.channels.metas_calls import status, value
from tests.channels.service import Service
from tests.delivery.desk import Desk
from tests.delivery.ears import until
from tests.panel.calling import DUE, called, message_key, tell

MESSAGE = "anuncio/celular@1"
NEIGHBOURS = 80
AT_ONCE = 16
"""Messages of the number on the wire."""


def neighbours(desk: Desk) -> None:
    """With a telephone each."""
    place = desk.place
    with desk.database.write() as connection:
        for number in range(NEIGHBOURS - 1):
            person = {"tenant": place.tenant_id, "name": "Vecina", "created_at": DUE}
            who = connection.scalars(insert(contact).returning(contact.c.id), [person]).one()
            phone = f"+57301{number:07}"
            key = recipient_key(place.keyring.address_key, normalise("telefono", phone))
            row = {"tenant": place.tenant_id, "contact": who, "kind": "telefono", "address": phone, "key": key}
            connection.execute(insert(address).values(**row))


async def test_what_has_not_left_waits(database: Database, tmp_path: Path, service: Service) -> None:
    """Those on the wire end as they end; nobody else is written to, and the lane forgets nothing."""
    async with called(database, tmp_path, service) as (desk, client):
        neighbours(desk)
        service.then("good", *["hang"] * AT_ONCE)
        working = asyncio.create_task(desk.turn())
        await until(lambda: len(service.calls()) > AT_ONCE, "the wire is full")
        told = value(statuses=[status("failed", message_key(desk), code=131_042)])
        while await tell(client, told) == 503:
            continue
        await working
        with database.read() as connection:
            row = connection.execute(select(lane).where(lane.c.sender == "whatsapp:5060")).one()
        states = Counter(desk.states(MESSAGE))
        assert row.needs_person
        assert sum(states.values()) == NEIGHBOURS
        assert states["pending"] >= NEIGHBOURS - 3 * AT_ONCE
        assert states["claimed"] == states["sending"] == 0
