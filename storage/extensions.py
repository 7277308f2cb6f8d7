"""The one extension of a duty: asked for, agreed to, and never a second one."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.sql.dml import ReturningInsert

from storage.audit import append
from storage.columns import Instant
from storage.execution import execute
from storage.tables import extension, work_order
from storage.upsert import insert_into
from storage.work_orders import postpone

_OF = select(extension).where(extension.c.work_order == bindparam("order"))
_GRANT = (
    update(extension)
    .where(extension.c.work_order == bindparam("order"), extension.c.granted_at.is_(None))
    .values(granted_at=bindparam("moment", type_=Instant()), granted_by=bindparam("who"))
    .values(until=bindparam("end", type_=Instant()))
)
_TOLD = (
    update(extension)
    .where(extension.c.work_order == bindparam("order"))
    .values(told_at=bindparam("moment", type_=Instant()))
)
_TENANT = select(work_order.c.tenant).where(work_order.c.id == bindparam("order"))


class Extension(NamedTuple):
    """What was asked for, and whether it was agreed to."""

    due_at: datetime
    """What the duty was due at before."""
    until: datetime
    reason: str
    asked_at: datetime
    asked_by: str
    granted_at: datetime | None
    granted_by: str | None


def extension_of(connection: Connection, order: int) -> Extension | None:
    """The extension of a duty; None where nobody has asked for any."""
    row = execute(connection, _OF, {"order": order}).one_or_none()
    return None if row is None else Extension(*(getattr(row, name) for name in Extension._fields))


def ask(
    connection: Connection, order: int, due_at: datetime, until: datetime, reason: str, actor: str, now: datetime
) -> bool:
    """Ask for it; False where it was asked for before. `due_at`: what the duty is due at."""
    values = {"work_order": order, "due_at": due_at, "until": until, "reason": reason, "asked_at": now}
    made = execute(connection, _asking(connection.dialect.name), values | {"asked_by": actor}).one_or_none()
    if made is not None:
        _audit(connection, order, actor, "extension_asked", until, reason, now)
    return made is not None


def grant(connection: Connection, order: int, until: datetime, actor: str, now: datetime) -> bool:
    """Agree to what was asked for, until `until`: the duty is put off once. False where that can no longer be."""
    asked = extension_of(connection, order)
    given = {"order": order, "moment": now, "who": actor, "end": until}
    if asked is None or not execute(connection, _GRANT, given).rowcount:
        return False
    _audit(connection, order, actor, "extension_granted", until, asked.reason, now)
    return postpone(connection, order, actor, now, until, asked.reason)


def asking_told(connection: Connection, order: int, now: datetime) -> None:
    """Whoever agrees was written to that it is asked for."""
    execute(connection, _TOLD, {"order": order, "moment": now})


def _audit(
    connection: Connection, order: int, actor: str, word: str, until: datetime, reason: str, now: datetime
) -> None:
    tenant = execute(connection, _TENANT, {"order": order}).scalar_one()
    append(connection, tenant, actor, word, f"work_order/{order}", {"until": until.isoformat(), "note": reason}, now)


@cache
def _asking(dialect: str) -> ReturningInsert[Any]:
    statement = insert_into(dialect, extension).on_conflict_do_nothing(index_elements=[extension.c.work_order])
    return statement.returning(extension.c.id)
