"""Made-up persons for a simulation of a municipality that has no contacts, or no subscribers, yet."""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import Connection, insert

from audience.addresses import KIND_OF_CHANNEL, normalise, recipient_key
from audience.consents import Word, say
from audience.people import is_empty
from audience.people_lists import stand_in
from audience.subscriptions import Proof, subscribe
from campaigns.audience import Condition
from campaigns.purpose import MANAGEMENT
from campaigns.tenant import CampaignMessage, Tenant
from channels.adapter import Kind
from storage.tables import address, contact, contact_attribute

EACH = 3
"""How many persons an audience is given."""
NAMES = ("María Fernanda Ospina", "Luis Carlos Restrepo", "Yolanda Ñáñez", "Óscar Iván Gutiérrez", "Ana Lucía Peña")
INVENTED = Proof("Persona supuesta de una simulación.")
BESIDE_REAL = 900_000
"""The number after which those are counted who are made up beside people of a list."""


def imagine(connection: Connection, tenant_id: int, tenant: Tenant, secret: bytes, now: datetime) -> Iterator[str]:
    """Write three persons for each audience that is written to person by person, and tell each in a line.

    They are subscribed to all that is sent to subscribers of their audience, and have consented to what the
    administration tells of itself, or a simulation would show nobody who gets it.
    """
    number = 0
    for slug, audience in sorted(tenant.audiences.items()):
        topics = _topics(message for message in _topical(tenant) if message.audience == slug)
        if audience.condition is None and not topics:
            continue
        for _ in range(EACH):
            number += 1
            condition = audience.condition or Condition()
            yield f"{audience.name} ({slug}): " + _person(connection, tenant_id, number, condition, topics, secret, now)


def imagine_subscribers(
    connection: Connection, tenant_id: int, tenant: Tenant, secret: bytes, now: datetime
) -> Iterator[str]:
    """Write three persons, beside those of a list, for each message to subscribers that nobody would get."""
    number = BESIDE_REAL
    for message in _topical(tenant):
        condition, topics = tenant.condition(message) or Condition(), _topics([message])
        channels = [account.type for account in message.accounts if account.kind is Kind.DIRECT]
        if not channels or not all(is_empty(connection, tenant_id, condition, each) for each in channels):
            continue
        for _ in range(EACH):
            number += 1
            yield f"Suscritos a {', '.join(topics)}: " + _person(
                connection, tenant_id, number, condition, topics, secret, now
            )


def _topical(tenant: Tenant) -> list[CampaignMessage]:
    found = (message for campaign in tenant.campaigns.values() for message in campaign.messages)
    return [message for message in found if message.entry.subscription is not None]


def _topics(messages: Collection[CampaignMessage] | Iterator[CampaignMessage]) -> tuple[str, ...]:
    asked = (each.entry.subscription.topics for each in messages if each.entry.subscription is not None)
    return tuple(dict.fromkeys(topic for topics in asked for topic in topics))


def _person(
    connection: Connection,
    tenant_id: int,
    number: int,
    condition: Condition,
    topics: Collection[str],
    secret: bytes,
    now: datetime,
) -> str:
    """Somebody who belongs, as people read it."""
    name, addresses = f"{NAMES[number % len(NAMES)]} ({number})", _addresses(number)
    person = _write(connection, tenant_id, name, _attributes(condition), now)
    for each in condition.lists:
        stand_in(connection, tenant_id, each, person, now)
    for key in _give_addresses(connection, tenant_id, person, addresses, secret):
        subscribe(connection, tenant_id, person, key, [*topics, *_wanted(condition)], INVENTED, now)
        say(connection, tenant_id, [(person, Word(key, MANAGEMENT, True, "Supuesto en la simulación.", now))])
    return f"{name}, {addresses['correo']}"


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


def _wanted(condition: Condition) -> Collection[str]:
    """What somebody must be subscribed to in order to belong."""
    return (*(condition.subscribed or ())[:1], *(_wanted(condition.any_of[0]) if condition.any_of else ()))


def _write(connection: Connection, tenant_id: int, name: str, attributes: dict[str, str], now: datetime) -> int:
    made = connection.execute(
        insert(contact).values(tenant=tenant_id, name=name, created_at=now).returning(contact.c.id)
    )
    number: int = made.scalar_one()
    for key, value in attributes.items():
        connection.execute(insert(contact_attribute).values(contact=number, name=key, value=value))
    return number


def _give_addresses(
    connection: Connection, tenant_id: int, person: int, addresses: dict[str, str], secret: bytes
) -> Iterator[str]:
    """One of each kind; their keys."""
    for kind in sorted(set(KIND_OF_CHANNEL.values())):
        text = addresses[kind]
        key = recipient_key(secret, normalise(kind, text))
        connection.execute(insert(address).values(tenant=tenant_id, contact=person, kind=kind, address=text, key=key))
        yield key
