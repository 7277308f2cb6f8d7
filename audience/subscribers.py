"""The contact behind an address that somebody has subscribed: one that is known, or somebody new."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from audience.plain_text import fold
from storage.tables import address, contact


def subscriber(
    connection: Connection, tenant: int, kind: str, text: str, key: str, name: str, language: str, now: datetime
) -> int:
    """Whose address it is: where one contact alone has it, that one, whatever the name that was typed.

    Of several the one with this name, or with none of either's; else somebody new, as in a family's list. A name
    that is taken from here is the person's own: no list changes it.
    """
    behind = (
        select(contact.c.id, contact.c.name)
        .join(address, address.c.contact == contact.c.id)
        .where(address.c.tenant == tenant, address.c.key == key, contact.c.erased_at.is_(None))
        .order_by(contact.c.id)
    )
    known = connection.execute(behind).all()
    same = [row.id for row in known if not name or fold(row.name) == fold(name)]
    alone = [row.id for row in known] if len(known) == 1 else []
    nameless = [row.id for row in known if not row.name]
    if chosen := (*same, *nameless, *alone):
        if chosen[0] in nameless and name:
            connection.execute(update(contact).where(contact.c.id == chosen[0]).values(name=name, own_name=True))
        return int(chosen[0])
    row = {"tenant": tenant, "name": name, "own_name": bool(name), "language": language, "created_at": now}
    number = int(connection.scalars(insert(contact).values(row).returning(contact.c.id)).one())
    its = {"tenant": tenant, "contact": number, "kind": kind, "address": text, "key": key}
    connection.execute(insert(address).values(its))
    return number
