"""INSERT … ON CONFLICT, which both dialects speak alike but SQLAlchemy keeps in two places."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

    Insert = sqlite.Insert | postgresql.Insert


def insert(connection: Connection, table: Table) -> Insert:
    """An insert that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return insert_into(connection.dialect.name, table)


def insert_into(dialect: str, table: Table) -> Insert:
    """The same by the dialect's name: for statements that are built once and kept.

    Only the dialect that is used is loaded: PostgreSQL's costs 2 MB and 40 ms.
    """
    made: Insert = import_module(f"sqlalchemy.dialects.{dialect}").insert(table)
    return made
