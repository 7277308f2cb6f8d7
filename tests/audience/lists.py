"""Lists of people as the tests import them, and what the database has of them."""

from pathlib import Path

from sqlalchemy import select

from audience.contacts_import import Watch, import_contacts
from audience.import_result import ImportResult
from storage.database import Database
from storage.tables import address, contact, contact_attribute
from tests.audience.people import NOW, SECRET

People = set[tuple[str, str, frozenset[str], frozenset[tuple[str, str]]]]


def take_in(
    database: Database,
    tenant: int,
    folder: Path,
    text: str | bytes,
    dry_run: bool = False,
    watch: Watch | None = None,
) -> ImportResult:
    """Import a file with this text."""
    path = folder / "contactos.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return import_contacts(database, tenant, path, SECRET, NOW, dry_run, watch)


def people(database: Database) -> People:
    """Name, language, addresses and attributes of everybody in the database."""
    with database.read() as connection:
        found: People = set()
        for row in connection.execute(select(contact)):
            texts = connection.scalars(select(address.c.address).where(address.c.contact == row.id))
            pairs = connection.execute(
                select(contact_attribute.c.name, contact_attribute.c.value).where(contact_attribute.c.contact == row.id)
            )
            found.add((row.name, row.language, frozenset(texts), frozenset((name, value) for name, value in pairs)))
        return found


def counts(result: ImportResult) -> dict[str, int]:
    """The counts that are not nought."""
    names = ("rows", "created", "updated", "unchanged", "duplicates", "suppressed", "refused")
    return {name: value for name in names if (value := getattr(result, name))}
