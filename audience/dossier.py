"""All that is known of one person, as they may ask for it (Ley 1581 de 2012, art. 8)."""

from typing import Any

from sqlalchemy import Connection, Select, select

from audience.consents import words_of
from audience.whose import Holder
from storage.tables import (
    address,
    attempt,
    contact,
    contact_attribute,
    delivery,
    event,
    import_batch,
    publication,
    reply,
    subscription,
    suppression,
)

Document = dict[str, Any]
"""Plain values and moments, by English names."""


def dossier(connection: Connection, tenant: int, person: Holder) -> Document:
    """The data, where they came from, consents, subscriptions, what is not sent to them, and each message.

    Votes are not in it: nobody can tell whose one is.
    """
    keys = sorted(person.keys)
    return {
        **_person(connection, person),
        "consents": [
            {
                "purpose": word.purpose,
                "basis": word.basis,
                "given": word.given,
                "at": word.at,
                "source": word.source,
                "notice": word.notice,
            }
            for word in words_of(connection, tenant, keys)
        ],
        "subscriptions": _all(
            connection,
            select(subscription.c.topic, subscription.c.since, subscription.c.ended_at)
            .where(subscription.c.contact == person.contact)
            .order_by(subscription.c.topic),
        ),
        "suppressions": _all(
            connection,
            select(
                suppression.c.reason,
                suppression.c.class_.label("class"),
                suppression.c.channel,
                suppression.c.since,
                suppression.c.evidence,
            )
            .where(suppression.c.tenant == tenant, suppression.c.key.in_(keys))
            .order_by(suppression.c.since),
        ),
        "messages": _all(connection, _messages(tenant, keys)),
        "attempts": _all(connection, _attempts(tenant, keys)),
        "heard": _all(
            connection,
            select(event.c.account, event.c.kind, event.c.received_at.label("at"))
            .where(event.c.tenant == tenant, event.c.key.in_(keys))
            .order_by(event.c.received_at),
        ),
        "answers": _all(
            connection,
            select(reply.c.account, reply.c.kind, reply.c.state, reply.c.created_at.label("at"))
            .where(reply.c.tenant == tenant, reply.c.key.in_(keys))
            .order_by(reply.c.created_at),
        ),
    }


def _person(connection: Connection, person: Holder) -> Document:
    columns = (contact.c.name, contact.c.language, contact.c.created_at, import_batch.c.file.label("list"))
    asked = select(*columns).outerjoin(import_batch, import_batch.c.id == contact.c.batch)
    its = connection.execute(asked.where(contact.c.id == person.contact)).mappings().one()
    attributes: dict[str, list[str]] = {}
    known = contact_attribute.c
    for row in connection.execute(
        select(known.name, known.value).where(known.contact == person.contact).order_by(known.name, known.value)
    ):
        attributes.setdefault(row.name, []).append(row.value)
    addresses = select(address.c.kind, address.c.address).where(address.c.contact == person.contact)
    return {**its, "addresses": _all(connection, addresses.order_by(address.c.id)), "attributes": attributes}


def _messages(tenant: int, keys: list[str]) -> Select[Any]:
    its, sent = publication.c, delivery.c
    named = (its.campaign, its.message, its.account, its.occurrence, its.class_.label("class"), its.mode)
    return (
        select(*named, sent.state, sent.sent_at, sent.bounced_at, sent.error_text.label("reason"))
        .join(publication, its.id == sent.publication)
        .where(its.tenant == tenant, sent.recipient_key.in_(keys))
        .order_by(sent.id)
    )


def _attempts(tenant: int, keys: list[str]) -> Select[Any]:
    its, tried = publication.c, attempt.c
    return (
        select(its.campaign, its.message, its.account, tried.started_at, tried.outcome, tried.code, tried.text)
        .join(delivery, delivery.c.id == tried.delivery)
        .join(publication, its.id == delivery.c.publication)
        .where(its.tenant == tenant, delivery.c.recipient_key.in_(keys))
        .order_by(tried.id)
    )


def _all(connection: Connection, asked: Select[Any]) -> list[Document]:
    return [dict(row) for row in connection.execute(asked).mappings()]
