"""Whoever decides from rows takes turns: what one reads before it writes, no other changes meanwhile."""

from sqlalchemy import ColumnElement, Connection, func, select

from storage.tables import metadata

_NUMBER = 0x50726568
"""The first number of these locks, the second is the municipality's; `storage.lock` has the one before it."""

_WEEKS = 0x50726570
"""The same of the locks for places in people's weeks."""
_NAMED = 0x50726569
"""The first number of locks whose second is a word's; of `storage.alone` too, whose words are others."""
PEOPLE = "personas"
"""What is decided from the rows of people and written to them: a list that comes in, a person who is erased."""


def take_turn(connection: Connection, tenant_id: int) -> None:
    """Wait until no other daemon decides what becomes of this municipality's publications; ends with the transaction.

    Unique keys alone keep a publication from being written twice. But some decisions read rows of other keys before
    they write one: a slot that was renamed, a reminder through another account. On SQLite there is one writer anyway.
    """
    _wait(connection, _NUMBER, tenant_id)


def take_turn_at_weeks(connection: Connection, tenant_id: int) -> None:
    """Wait until no other lane of this municipality decides who has room in the week; ends with the transaction.

    Each reads what the others have committed: two that left in one instant would both take a person's last place.
    """
    _wait(connection, _WEEKS, tenant_id)


def in_turn(connection: Connection, what: str) -> None:
    """Wait until no other transaction does `what`: what is read from here on stands until this one ends.

    On SQLite there is one writer anyway.
    """
    _wait(connection, _NAMED, func.hashtext(what))


def only_writer(connection: Connection) -> None:
    """Wait until nobody else is writing: who wants to, waits until this transaction ends, and anybody may read.

    On SQLite there is one writer anyway. Raises DBAPIError where another waits for what this transaction already has:
    it is asked for first of all.
    """
    if connection.dialect.name == "postgresql":
        # In the order of whoever has their turn: the other way round each would wait for the other.
        in_turn(connection, PEOPLE)
        names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        connection.exec_driver_sql(f"LOCK TABLE {names} IN EXCLUSIVE MODE")


def _wait(connection: Connection, number: int, which: int | ColumnElement[int]) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(number, which)))
