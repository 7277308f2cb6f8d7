"""The demonstration's publics, which staff copy, have people in its list."""

from pathlib import Path

from audience.contacts_import import import_contacts
from audience.makeup import makeup
from campaigns.loader import load
from storage.database import Database
from tests.audience.people import NOW, SECRET

CONFIG = Path(__file__).parents[2] / "config"


def test_each_public_that_is_written_to_has_somebody(sqlite_database: Database, sqlite_tenant: int) -> None:
    """And nobody of the list is refused, or told twice."""
    done = import_contacts(sqlite_database, sqlite_tenant, CONFIG / "contactos.csv", SECRET, NOW)
    assert (done.created, done.problems) == (done.rows, ())
    [tenant] = load(CONFIG, {}).tenants
    with sqlite_database.read() as connection:
        empty = [
            slug
            for slug, each in tenant.audiences.items()
            if each.condition is not None and not makeup(connection, sqlite_tenant, each.condition).persons
        ]
    assert empty == []
