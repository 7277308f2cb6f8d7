"""People of one database copied into another: a simulation writes to nobody, but counts who would be written to."""

from typing import Any

from sqlalchemy import Connection, Select, Table, insert, select

from storage.tables import (
    address,
    consent,
    contact,
    contact_attribute,
    excluded,
    exclusion_register,
    import_batch,
    list_member,
    subscription,
    suppression,
)

CHUNK = 1_000


def copy_people(source: Connection, source_tenant: int, target: Connection, target_tenant: int) -> int:
    """Copy contacts with all that is known of them; how many contacts there were.

    That is attributes, addresses, consents, subscriptions and suppressions, the lists in which they stand, and the
    register of excluded numbers that counts.

    Numbers and keys stay the same, so the target must hold no contact yet.
    """
    people = select(contact).where(contact.c.tenant == source_tenant)
    copied = _copy(source, target, contact, people, target_tenant, batch=None)
    mine = select(contact.c.id).where(contact.c.tenant == source_tenant)
    _copy(source, target, contact_attribute, select(contact_attribute).where(contact_attribute.c.contact.in_(mine)))
    _copy(source, target, address, select(address).where(address.c.tenant == source_tenant), target_tenant)
    topics = select(subscription).where(subscription.c.tenant == source_tenant)
    _copy(source, target, subscription, topics, target_tenant)
    _copy(source, target, suppression, select(suppression).where(suppression.c.tenant == source_tenant), target_tenant)
    _copy(source, target, consent, select(consent).where(consent.c.tenant == source_tenant), target_tenant)
    lists = select(import_batch).where(import_batch.c.tenant == source_tenant, import_batch.c.list.is_not(None))
    _copy(source, target, import_batch, lists, target_tenant)
    listed = select(list_member).where(list_member.c.contact.in_(mine))
    _copy(source, target, list_member, listed)
    its = exclusion_register.c
    register = select(exclusion_register).where(its.tenant == source_tenant, its.stands)
    _copy(source, target, exclusion_register, register, target_tenant)
    numbers = select(excluded).join(exclusion_register, its.id == excluded.c.register)
    _copy(source, target, excluded, numbers.where(its.tenant == source_tenant, its.stands))
    return copied


def _copy(
    source: Connection,
    target: Connection,
    table: Table,
    rows: Select[*tuple[Any, ...]],
    tenant: int | None = None,
    **columns: object,
) -> int:
    changed = columns if tenant is None else {"tenant": tenant, **columns}
    copied = 0
    for part in source.execute(rows).mappings().partitions(CHUNK):
        target.execute(insert(table), [{**row, **changed} for row in part])
        copied += len(part)
    return copied
