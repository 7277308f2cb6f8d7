"""Where wake-ups stand on PostgreSQL: tables of the library that carries them, in a schema apart from our rows.

Nothing in it is a message: it may be emptied, or made anew, whenever no daemon runs.
"""

from importlib.metadata import distribution
from pathlib import Path

from sqlalchemy import Connection

SCHEMA = "pregonero_wakes"
LIBRARY = "procrastinate"
VERSION = "3.10.0"
"""Of the library whose tables the newest migration makes; whoever raises it adds one that makes them anew."""


def make(connection: Connection) -> None:
    """Make the library's tables, empty, from its own file; on SQLite there is nothing to make."""
    if connection.dialect.name == "sqlite":
        return
    drop(connection)
    connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
    connection.exec_driver_sql(f"SET LOCAL search_path TO {SCHEMA}")
    # Handed to the driver itself: it holds percent signs and many statements. The package is read, not loaded.
    file = Path(str(distribution(LIBRARY).locate_file(f"{LIBRARY}/sql/schema.sql")))
    connection.connection.driver_connection.execute(file.read_text("utf-8"))  # type: ignore[union-attr]  # psycopg's
    connection.exec_driver_sql("SET LOCAL search_path TO DEFAULT")


def drop(connection: Connection) -> None:
    """Take them away, with whatever waits in them."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
