"""Daemons take turns at a municipality's plan: what one reads before it writes, no other changes meanwhile."""

from sqlalchemy import Connection, func, select

_NUMBER = 0x50726568
"""The first number of these locks, the second is the municipality's; `storage.lock` has the one before it."""

_WEEKS = 0x50726570
"""The same of the locks for places in people's weeks."""


def take_turn(connection: Connection, tenant_id: int) -> None:
    """Wait until no other daemon decides what becomes of this municipality's publications; ends with the transaction.

    Unique keys alone keep a publication from being written twice. But some decisions read rows of other keys before
    they write one: a slot that was renamed, a reminder through another account. On SQLite there is one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_NUMBER, tenant_id)))


def take_turn_at_weeks(connection: Connection, tenant_id: int) -> None:
    """Wait until no other lane of this municipality decides who has room in the week; ends with the transaction.

    Each reads what the others have committed: two that left in one instant would both take a person's last place.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_WEEKS, tenant_id)))
