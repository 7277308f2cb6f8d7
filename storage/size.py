"""How much room a database takes."""

from sqlalchemy import Connection, text

from storage.database import Database


def size(database: Database, connection: Connection) -> int:
    """Bytes: of the SQLite file and the log beside it, or what PostgreSQL says of its own."""
    if database.path is None:
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    beside = (database.path.with_name(database.path.name + suffix) for suffix in ("", "-wal"))
    return sum(path.stat().st_size for path in beside if path.exists())
