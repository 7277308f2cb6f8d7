"""Where the people of a test belong."""

import pytest

from storage.database import Database
from tests.audience.people import add_tenant


@pytest.fixture
def tenant(database: Database) -> int:
    """A municipality without people."""
    with database.write() as connection:
        return add_tenant(connection)


@pytest.fixture
def sqlite_tenant(sqlite_database: Database) -> int:
    """The same, where what is tested is no matter of the database."""
    with sqlite_database.write() as connection:
        return add_tenant(connection)
