"""Who is not written to, by the address where somebody has it still."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from storage.tables import address, suppression


class Silenced(NamedTuple):
    """One word on one address."""

    address: str
    """Empty where no contact has it any more."""
    key: str
    reason: str
    """A short word for counting: `baja`, `rebote`, `queja`, `gone` …"""
    class_: str
    """The class that is not sent there; empty: none is."""
    channel: str
    """The kind of account by which nothing is sent there; empty: by none."""
    since: datetime
    evidence: str


def silenced(connection: Connection, tenant: int) -> list[Silenced]:
    """All of them, the latest last."""
    its = suppression.c
    known = (
        select(address.c.key, func.min(address.c.address).label("address"))
        .where(address.c.tenant == tenant)
        .group_by(address.c.key)
        .subquery()
    )
    asked = (
        select(known.c.address, its.key, its.reason, its.class_, its.channel, its.since, its.evidence)
        .join_from(suppression, known, known.c.key == its.key, isouter=True)
        .where(its.tenant == tenant)
        .order_by(its.since, its.id)
    )
    return [Silenced(row[0] or "", *row[1:]) for row in connection.execute(asked)]
