"""Who must get nothing more: by key, so that it outlives the contact and no import brings anyone back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, exists, select

from storage.tables import suppression
from storage.upsert import insert

OPTED_OUT = "baja"
"""The person wants no more."""
GONE = "gone"
"""Nothing arrives there any more."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """One address, by its key, that gets nothing more."""

    key: str
    reason: str
    """`baja`, `rebote`, `queja`, `direccion-muerta` …: a short word for counting."""
    evidence: str
    """What shows it: the answer of the server, the id of the request."""
    since: datetime


def suppress(connection: Connection, tenant: int, key: str, reason: str, evidence: str, now: datetime) -> bool:
    """From `now` on the address with this key gets nothing. False: it was so already, and the first reason stays."""
    row = {"tenant": tenant, "key": key, "reason": reason, "evidence": evidence, "since": now}
    added = connection.execute(
        insert(connection, suppression)
        .values(row)
        .on_conflict_do_nothing(index_elements=["tenant", "key"])
        .returning(suppression.c.id)
    )
    return added.first() is not None


def lift(connection: Connection, tenant: int, keys: Collection[str], reasons: Collection[str]) -> int:
    """Of these addresses, those that are suppressed for one of `reasons` are so no more. How many these are."""
    those = suppression.c.key.in_(sorted(keys)) & suppression.c.reason.in_(sorted(reasons))
    return connection.execute(delete(suppression).where(suppression.c.tenant == tenant, those)).rowcount


def is_suppressed(connection: Connection, tenant: int, key: str, besides: str = "") -> bool:
    """The address with this key gets nothing; for another reason than `besides`, where one is named."""
    mine = (suppression.c.tenant == tenant) & (suppression.c.key == key)
    return bool(connection.scalar(select(exists().where(mine, suppression.c.reason != besides))))


def suppressed(tenant: int, key: ColumnElement[str] | str) -> ColumnElement[bool]:
    """The same as a condition inside a larger query."""
    return exists(select(1).where(suppression.c.tenant == tenant, suppression.c.key == key))


def suppressed_among(connection: Connection, tenant: int, keys: Collection[str]) -> frozenset[str]:
    """Which of some hundreds of keys are suppressed."""
    found = select(suppression.c.key).where(suppression.c.tenant == tenant, suppression.c.key.in_(keys))
    return frozenset(connection.scalars(found))


def suppressions(connection: Connection, tenant: int) -> tuple[Suppressed, ...]:
    """All of them, the latest last."""
    listed = select(suppression).where(suppression.c.tenant == tenant).order_by(suppression.c.since, suppression.c.id)
    return tuple(Suppressed(row.key, row.reason, row.evidence, row.since) for row in connection.execute(listed))
