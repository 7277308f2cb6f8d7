"""Made-up persons for a simulation of a municipality that has no contacts yet."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, insert

from audience.addresses import KIND_OF_CHANNEL, normalise, recipient_key
from campaigns.audience import Condition
from campaigns.tenant import Tenant
from storage.tables import address, contact, contact_attribute

EACH = 3
"""How many persons an audience is given."""
NAMES = ("María Fernanda Ospina", "Luis Carlos Restrepo", "Yolanda Ñáñez", "Óscar Iván Gutiérrez", "Ana Lucía Peña")


def imagine(connection: Connection, tenant_id: int, tenant: Tenant, secret: bytes, now: datetime) -> Iterator[str]:
    """Write three persons for each audience that is written to person by person, and tell each in a line."""
    number = 0
    for slug, audience in sorted(tenant.audiences.items()):
        if audience.condition is None:
            continue
        for _ in range(EACH):
            number += 1
            name = f"{NAMES[number % len(NAMES)]} ({number})"
            addresses = _addresses(number)
            _write(connection, tenant_id, name, _attributes(audience.condition), addresses, secret, now)
            yield f"{audience.name} ({slug}): {name}, {addresses['correo']}"


def _addresses(number: int) -> dict[str, str]:
    return {
        "correo": f"persona{number}@example.com",
        "telegram": str(900_000_000 + number),
        "telefono": f"+57300{number:07d}",
    }


def _attributes(condition: Condition) -> dict[str, str]:
    """What somebody must be like to belong: the first of each allowed value, and of the alternatives the first."""
    wanted = {name: values[0] for name, values in condition.having.items()}
    return wanted | (_attributes(condition.any_of[0]) if condition.any_of else {})


def _write(
    connection: Connection,
    tenant_id: int,
    name: str,
    attributes: dict[str, str],
    addresses: dict[str, str],
    secret: bytes,
    now: datetime,
) -> None:
    made = connection.execute(
        insert(contact).values(tenant=tenant_id, name=name, created_at=now).returning(contact.c.id)
    )
    number = made.scalar_one()
    for key, value in attributes.items():
        connection.execute(insert(contact_attribute).values(contact=number, name=key, value=value))
    for kind in sorted(set(KIND_OF_CHANNEL.values())):
        text = addresses[kind]
        key = recipient_key(secret, normalise(kind, text))
        connection.execute(insert(address).values(tenant=tenant_id, contact=number, kind=kind, address=text, key=key))
