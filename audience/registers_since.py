"""Registers of excluded numbers that were brought in after a copy was made: kept aside while it is put back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, MetaData, Row, String, Table, delete, insert, literal, select

from storage.tables import excluded, exclusion_register

_ASIDE = Table(
    "excluded_aside",
    MetaData(),
    Column("register", BigInteger, primary_key=True),
    Column("key", String(120), primary_key=True),
    prefixes=["TEMPORARY"],
)
"""Of the session, since a register may hold millions: what was in `excluded`."""


class RegistersSince:
    """Those that count in one state of a database, for an older state of the same one."""

    def __init__(self) -> None:
        """Knows nothing before `read`."""
        self._registers: Sequence[Row[Any]] = ()

    def read(self, connection: Connection) -> None:
        """Take in what counts, of every municipality."""
        its = exclusion_register.c
        self._registers = connection.execute(select(exclusion_register).where(its.stands)).all()
        _ASIDE.create(connection, checkfirst=False)
        numbers = select(excluded.c.register, excluded.c.key).join(exclusion_register, its.id == excluded.c.register)
        connection.execute(insert(_ASIDE).from_select(["register", "key"], numbers.where(its.stands)))

    def write(self, connection: Connection, there: int, number: int) -> int:
        """Let a municipality's own count, where the one that counts here was brought in before it; how many.

        `there` is its number where it was read, `number` the one that it has here.
        """
        its = exclusion_register.c
        brought = connection.scalar(select(its.at).where(its.tenant == number, its.stands))
        written = 0
        for row in self._registers:
            if row.tenant == there and (brought is None or brought < row.at):
                self._replace(connection, row, number)
                written += 1
        return written

    def forget(self, connection: Connection) -> None:
        """Nothing is kept aside any more."""
        _ASIDE.drop(connection, checkfirst=False)

    def _replace(self, connection: Connection, row: Row[Any], number: int) -> None:
        its = exclusion_register.c
        mine = select(its.id).where(its.tenant == number)
        connection.execute(delete(excluded).where(excluded.c.register.in_(mine)))
        connection.execute(delete(exclusion_register).where(its.tenant == number))
        cells = {name: value for name, value in row._mapping.items() if name != "id"} | {"tenant": number}
        new = connection.scalars(insert(exclusion_register).values(cells).returning(its.id)).one()
        theirs = select(literal(new, excluded.c.register.type), _ASIDE.c.key).where(_ASIDE.c.register == row.id)
        connection.execute(insert(excluded).from_select(["register", "key"], theirs))
