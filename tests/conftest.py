"""What every test may ask for."""

from tests.databases import (
    database,
    empty_database,
    postgresql,
    postgresql_database,
    sqlite_database,
    sqlite_template,
    writing,
)
from tests.servers.fixtures import authority, start_mail_server, start_server

__all__ = [
    "authority",
    "database",
    "empty_database",
    "postgresql",
    "postgresql_database",
    "sqlite_database",
    "sqlite_template",
    "start_mail_server",
    "start_server",
    "writing",
]
