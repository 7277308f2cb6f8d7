"""The news of providers, each kept once: webhooks repeat, and what was asked for comes again after a crash."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, select
from sqlalchemy.sql.dml import ReturningInsert

from storage.execution import execute
from storage.tables import event
from storage.upsert import insert_into

LONGEST_NAME = 200
"""Characters of a provider's own name for its news."""


def note_event(
    connection: Connection,
    tenant_id: int,
    account: str,
    remote_id: str,
    kind: str,
    payload: Mapping[str, object],
    now: datetime,
    *,
    key: str | None = None,
    delivery_id: int | None = None,
) -> int | None:
    """Keep a piece of news; its number, or None where it is kept already.

    `key`: of the person who spoke, or whose message it is about, never the address; `delivery_id`: that message.
    """
    values = {
        "tenant": tenant_id,
        "account": account,
        "remote_id": remote_id,
        "kind": kind,
        "payload": dict(payload),
        "received_at": now,
        "key": key,
        "delivery": delivery_id,
    }
    number: int | None = execute(connection, _noting(connection.dialect.name), values).scalar_one_or_none()
    return number


def is_kept(connection: Connection, tenant_id: int, account: str, remote_id: str) -> bool:
    """Whether a piece of news has been taken in before."""
    asked = {"of": tenant_id, "by": account, "name": remote_id[:LONGEST_NAME]}
    return bool(execute(connection, _KEPT, asked).scalar_one())


def last_event(
    connection: Connection, tenant_id: int, key: str, kinds: Collection[str], *, besides: int
) -> Row[Any] | None:
    """The latest news of these kinds on a person's messages, but for the delivery `besides`: kind and payload."""
    asked = {"of": tenant_id, "whose": key, "among": list(kinds), "besides": besides}
    found: Row[Any] | None = execute(connection, _LAST, asked).one_or_none()
    return found


def was_told(connection: Connection, delivery_id: int, kinds: Collection[str], message: str) -> bool:
    """Whether news of one of these kinds is kept of this attempt at a delivery, by the service's name for it."""
    told = execute(connection, _TOLD, {"number": delivery_id, "among": list(kinds)}).scalars()
    return any(each.get("message") == message for each in told)


def said_since(connection: Connection, tenant_id: int, keys: Collection[str], kind: str, at: datetime) -> bool:
    """Whether somebody with one of these keys has said this word later than `at`, as the service tells the time."""
    asked = {"of": tenant_id, "whose": list(keys), "like": kind}
    told = execute(connection, _SAID, asked).scalars()
    return any(datetime.fromisoformat(each["at"]) > at for each in told if each.get("at"))


_KEPT = select(
    exists().where(
        event.c.tenant == bindparam("of"),
        event.c.account == bindparam("by"),
        event.c.remote_id == bindparam("name"),
    )
)
_LAST = (
    select(event.c.kind, event.c.payload)
    .where(event.c.tenant == bindparam("of"), event.c.key == bindparam("whose"))
    .where(event.c.kind.in_(bindparam("among", expanding=True)), event.c.delivery != bindparam("besides"))
    .order_by(event.c.id.desc())
    .limit(1)
)
_TOLD = select(event.c.payload).where(
    event.c.delivery == bindparam("number"), event.c.kind.in_(bindparam("among", expanding=True))
)
_SAID = select(event.c.payload).where(
    event.c.tenant == bindparam("of"),
    event.c.key.in_(bindparam("whose", expanding=True)),
    event.c.kind == bindparam("like"),
)


@cache
def _noting(dialect: str) -> ReturningInsert[Any]:
    its = (event.c.tenant, event.c.account, event.c.remote_id)
    return insert_into(dialect, event).on_conflict_do_nothing(index_elements=its).returning(event.c.id)
