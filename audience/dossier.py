"""All that is known of one person, as they may ask for it (Ley 1581 de 2012, art. 8)."""

from typing import Any

from sqlalchemy import Connection, Select, Table, select

from audience.consents import words_of
from audience.whose import NOBODY, Holder
from storage.tables import (
    address,
    attempt,
    contact,
    contact_attribute,
    delivery,
    event,
    excluded,
    exclusion_register,
    import_batch,
    import_change,
    order_person,
    publication,
    reply,
    signup,
    submission,
    subscription,
    suppression,
    work_order,
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
        **_said(connection, tenant, person.contact, keys),
        "tasks": _all(connection, _tasks(person.contact)),
        "messages": _all(connection, _messages(tenant, keys)),
        "attempts": _all(connection, _attempts(tenant, keys)),
        "heard": _all(connection, _of_key(event, ("account", "kind"), "received_at", tenant, keys)),
        **_besides(connection, tenant, person.contact, keys),
        "answers": _all(connection, _of_key(reply, ("account", "kind", "state"), "created_at", tenant, keys)),
    }


def _said(connection: Connection, tenant: int, contact: int, keys: list[str]) -> Document:
    """What they want and what not."""
    its, unwanted = subscription.c, suppression.c
    topics = select(its.topic, its.since, its.ended_at).where(its.contact == contact).order_by(its.topic)
    refused = (unwanted.reason, unwanted.class_.label("class"), unwanted.channel, unwanted.since, unwanted.evidence)
    suppressions = select(*refused).where(unwanted.tenant == tenant, unwanted.key.in_(keys)).order_by(unwanted.since)
    names = ("purpose", "basis", "given", "at", "source", "notice")
    return {
        "consents": [{name: getattr(word, name) for name in names} for word in words_of(connection, tenant, keys)],
        "subscriptions": _all(connection, topics),
        "suppressions": _all(connection, suppressions),
    }


def _besides(connection: Connection, tenant: int, person: int, keys: list[str]) -> Document:
    """What stands of them beside the contact: what a list changed, what they asked for on the page, a register."""
    its, batch, wanted, register = import_change.c, import_batch.c, signup.c, exclusion_register.c
    changes = select(batch.file.label("list"), batch.at, its.what).join(import_batch, batch.id == its.batch)
    asked = select(wanted.address, wanted.name, wanted.topics, wanted.origin, wanted.asked_at, wanted.confirmed_at)
    barred = select(register.file.label("register"), register.as_of.label("at")).where(register.tenant == tenant)
    sent = submission.c
    told = (sent.kind, sent.name, sent.adult, sent.address, sent.origin, sent.title, sent.text.label("said"))
    written = select(*told, sent.files, sent.edited, sent.state, sent.answer, sent.received_at, sent.answered_at)
    within = barred.join(excluded, excluded.c.register == register.id).where(excluded.c.key.in_(keys)).distinct()
    return {
        "changes": _all(connection, changes.where(its.contact == person).order_by(its.id)),
        "signups": _all(connection, asked.where(wanted.tenant == tenant, wanted.key.in_(keys)).order_by(wanted.id)),
        "submissions": _all(connection, written.where(sent.tenant == tenant, sent.key.in_(keys)).order_by(sent.id)),
        "excluded": _all(connection, within.where(register.stands).order_by(register.as_of)),
    }


def _of_key(table: Table, names: tuple[str, ...], moment: str, tenant: int, keys: list[str]) -> Select[Any]:
    its = table.c
    asked = select(*(its[name] for name in names), its[moment].label("at"))
    return asked.where(its.tenant == tenant, its.key.in_(keys)).order_by(its[moment])


def _person(connection: Connection, person: Holder) -> Document:
    if person.contact == NOBODY:
        return {"name": "", "language": "", "created_at": None, "list": None, "addresses": [], "attributes": {}}
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


def _tasks(number: int) -> Select[Any]:
    """What somebody was to do with the person: a call, a visit."""
    its, done = publication.c, work_order.c
    return (
        select(its.campaign, its.message, its.account, its.occurrence, done.title, done.state, done.confirmed_at)
        .join(work_order, done.publication == its.id)
        .join(order_person, order_person.c.work_order == done.id)
        .where(order_person.c.contact == number)
        .order_by(done.id)
    )


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
