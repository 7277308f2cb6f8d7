"""Attempts to sign in that failed, by keys that name nobody: so a restart forgives nothing."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, delete, select

from storage.tables import sign_in_attempt
from storage.upsert import insert


def failures(connection: Connection, keys: Collection[str], since: datetime) -> dict[str, int]:
    """How often each of some keys failed in the stretch that began after `since`; those that did not are not there."""
    rows = connection.execute(
        select(sign_in_attempt.c.key, sign_in_attempt.c.failures).where(
            sign_in_attempt.c.key.in_(keys), sign_in_attempt.c.since > since
        )
    )
    return {row.key: row.failures for row in rows}


def note_failure(connection: Connection, keys: Collection[str], now: datetime, within: timedelta) -> None:
    """One more for each of some keys; a stretch that began before `within` begins anew."""
    values = [{"key": key, "failures": 1, "since": now} for key in sorted(keys)]
    statement = insert(connection, sign_in_attempt).values(values)
    old = sign_in_attempt.c.since <= now - within
    statement = statement.on_conflict_do_update(
        index_elements=[sign_in_attempt.c.key],
        set_={
            "failures": case((old, 1), else_=sign_in_attempt.c.failures + 1),
            "since": case((old, statement.excluded.since), else_=sign_in_attempt.c.since),
        },
    )
    connection.execute(statement)


def forgive(connection: Connection, keys: Collection[str]) -> None:
    """Whoever came in has no failures."""
    connection.execute(delete(sign_in_attempt).where(sign_in_attempt.c.key.in_(keys)))


def forget_attempts(connection: Connection, before: datetime) -> None:
    """Take away stretches that began before a moment."""
    connection.execute(delete(sign_in_attempt).where(sign_in_attempt.c.since <= before))
