"""People of one database counted in another: a rehearsal writes to nobody, and needs to know of nobody who it is."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Select, Table, insert, select

from audience.made_up import Attributes, StandIn, of_address, of_contact
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


def copy_people(
    source: Connection, source_tenant: int, target: Connection, target_tenant: int, kept: Collection[str]
) -> int:
    """Copy as many contacts as there are, each belonging where it belongs; how many there were.

    That is attributes, addresses, consents, subscriptions and suppressions, the lists in which they stand, and the
    register of excluded numbers that counts. Names, addresses, what staff noted down of anybody, and attributes are
    made up, but for the values in `kept` (folded). Numbers and keys stay the same, so the target must hold no contact
    yet.
    """
    mine = select(contact.c.id).where(contact.c.tenant == source_tenant)
    kinds = contact_attribute.c
    known = select(contact_attribute).where(kinds.contact.in_(mine)).order_by(kinds.name, kinds.value)
    its = exclusion_register.c
    numbers = select(excluded).join(exclusion_register, its.id == excluded.c.register)

    def of_tenant(table: Table) -> Select[*tuple[Any, ...]]:
        return select(table).where(table.c.tenant == source_tenant)

    def noted(**cells: object) -> StandIn:
        return lambda _: {"tenant": target_tenant, **cells}

    copied = _copy(source, target, contact, of_tenant(contact), lambda row: noted()(row) | of_contact(row))
    _copy(source, target, contact_attribute, known, Attributes(kept))
    _copy(source, target, address, of_tenant(address), lambda row: noted()(row) | of_address(row))
    _copy(source, target, subscription, of_tenant(subscription), noted())
    _copy(source, target, suppression, of_tenant(suppression), noted(evidence=""))
    _copy(source, target, consent, of_tenant(consent), noted(source="", notice=""))
    lists = of_tenant(import_batch).where(import_batch.c.list.is_not(None))
    _copy(source, target, import_batch, lists, noted(file="", sha256=""))
    _copy(source, target, list_member, select(list_member).where(list_member.c.contact.in_(mine)), lambda _: {})
    _copy(
        source, target, exclusion_register, of_tenant(exclusion_register).where(its.stands), noted(file="", sha256="")
    )
    _copy(source, target, excluded, numbers.where(its.tenant == source_tenant, its.stands), lambda _: {})
    return copied


def _copy(
    source: Connection, target: Connection, table: Table, rows: Select[*tuple[Any, ...]], stand_in: StandIn
) -> int:
    copied = 0
    for part in source.execute(rows).mappings().partitions(CHUNK):
        target.execute(insert(table), [{**row, **stand_in(row)} for row in part])
        copied += len(part)
    return copied
