"""The news of providers, each kept once: webhooks repeat, and what was asked for comes again after a crash."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection
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

    `key`: of the person who spoke, never the address; `delivery_id`: whose message it is about.
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


@cache
def _noting(dialect: str) -> ReturningInsert[Any]:
    its = (event.c.tenant, event.c.account, event.c.remote_id)
    return insert_into(dialect, event).on_conflict_do_nothing(index_elements=its).returning(event.c.id)
