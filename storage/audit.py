"""Who did what and when, append only: each row holds the hash of the one before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from storage.execution import execute
from storage.meta import LAST_AUDIT, put
from storage.tables import audit, meta
from storage.upsert import insert_into

_APPEND = insert(audit)
_END = select(meta.c.value).where(meta.c.name == LAST_AUDIT).with_for_update()
BATCH = 1_000
"""Rows that are held at the same time while all are read."""
BEGINNING = "0" * 64
"""What the first row names as the hash before it."""


def append(
    connection: Connection,
    tenant_id: int,
    actor: str,
    verb: str,
    subject: str,
    detail: Mapping[str, Any],
    now: datetime,
) -> str:
    """Write down that `actor` did `verb` to `subject`, and return the row's hash.

    `detail` holds only what JSON can: text, numbers, lists, mappings. One writer at a time extends the chain.
    """
    previous = _take_end(connection)
    row = {
        "tenant": tenant_id,
        "at": now,
        "actor": actor,
        "verb": verb,
        "subject": subject,
        "detail": dict(detail),
        "previous": previous,
    }
    found = _hash(row)
    execute(connection, _APPEND, {**row, "hash": found})
    put(connection, LAST_AUDIT, found)
    return found


def verify(connection: Connection) -> int | None:
    """The number of the first row where the chain breaks, or None where it is whole.

    A changed row breaks at itself; a row taken out, at the one after it; rows taken off the end, at the number that
    would follow the last one left.
    """
    previous, last = BEGINNING, 0
    whole = select(audit).order_by(audit.c.id).execution_options(yield_per=BATCH)
    with connection.execute(whole) as found:
        for row in found.mappings():
            if row["previous"] != previous or row["hash"] != _hash(dict(row)):
                return int(row["id"])
            previous, last = row["hash"], int(row["id"])
    return None if previous == last_hash(connection) else last + 1


def last_hash(connection: Connection) -> str:
    """The hash of the newest row: whoever notes it down can prove later that nothing before it was changed."""
    found = connection.execute(select(meta.c.value).where(meta.c.name == LAST_AUDIT)).scalar_one_or_none()
    return found or BEGINNING


def hashed_moment(moment: datetime) -> str:
    """An aware moment as it stands in what a row's hash is made of: in UTC, with six decimals of a second."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _take_end(connection: Connection) -> str:
    """The hash to go on from; nobody else goes on from it until this transaction ends."""
    end = connection.execute(_END).scalar_one_or_none()
    if end is None:
        first = insert_into(connection.dialect.name, meta).values(name=LAST_AUDIT, value=BEGINNING)
        connection.execute(first.on_conflict_do_nothing(index_elements=[meta.c.name]))
        end = connection.execute(_END).scalar_one()
    return str(end)


def _hash(row: Mapping[str, Any]) -> str:
    """SHA-256 over the row as JSON with sorted keys and no spaces."""
    told = {
        "tenant": row["tenant"],
        "at": hashed_moment(row["at"]),
        "actor": row["actor"],
        "verb": row["verb"],
        "subject": row["subject"],
        "detail": row["detail"],
        "previous": row["previous"],
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
