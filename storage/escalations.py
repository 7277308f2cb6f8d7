"""Who was told that a duty is late: once, and once more where what came then was sent back."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.sql.dml import ReturningInsert

from storage.audit import append
from storage.execution import execute
from storage.tables import escalation
from storage.upsert import insert_into


def escalate(
    connection: Connection, tenant_id: int, order: int, after_returns: int, told_to: str, actor: str, now: datetime
) -> bool:
    """Keep that it was told; False where it was before. `after_returns`: how often what was handed in had come back."""
    values = {"work_order": order, "round": after_returns, "at": now, "told_to": told_to}
    made = execute(connection, _adding(connection.dialect.name), values).one_or_none()
    if made is not None:
        append(connection, tenant_id, actor, "duty_escalated", f"work_order/{order}", {"to": told_to}, now)
    return made is not None


@cache
def _adding(dialect: str) -> ReturningInsert[Any]:
    keys = [escalation.c.work_order, escalation.c.round]
    statement = insert_into(dialect, escalation).on_conflict_do_nothing(index_elements=keys)
    return statement.returning(escalation.c.id)
