"""People for tests: rows put in by hand."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, insert

from audience.addresses import read_address, recipient_key
from storage.tables import address, contact, contact_attribute, publication, tenant

NOW = datetime(2027, 1, 4, 13, 0, tzinfo=UTC)
SECRET = b"a secret of the tests"


def add_tenant(connection: Connection, slug: str = "segovia") -> int:
    """A municipality."""
    row = {"slug": slug, "name": slug.title(), "zone": "America/Bogota"}
    return int(connection.scalars(insert(tenant).returning(tenant.c.id), [row]).one())


def key_of(text: str, kind: str = "correo") -> str:
    """The key of an address under the tests' secret."""
    return recipient_key(SECRET, read_address(kind, text).normalised)


def add_contact(
    connection: Connection, of: int, name: str, *addresses: str, attributes: Mapping[str, str | list[str]] | None = None
) -> int:
    """A contact with mail addresses (`telefono:300…` for another kind) and attributes; its number."""
    row = {"tenant": of, "name": name, "created_at": NOW}
    number = int(connection.scalars(insert(contact).returning(contact.c.id), [row]).one())
    for text in addresses:
        kind, _, bare = text.rpartition(":")
        found = read_address(kind or "correo", bare)
        connection.execute(
            insert(address).values(
                tenant=of, contact=number, kind=found.kind, address=found.text, key=key_of(bare, found.kind)
            )
        )
    for attribute, values in (attributes or {}).items():
        for value in [values] if isinstance(values, str) else values:
            connection.execute(insert(contact_attribute).values(contact=number, name=attribute, value=value))
    return number


def add_publication(connection: Connection, of: int, message: str = "anuncio") -> int:
    """A mail to persons that is being sent."""
    row = {
        "tenant": of,
        "campaign": "matriculas",
        "message": message,
        "account": "correo",
        "occurrence": "1",
        "kind": "direct",
        "channel": "email",
        "medium": "correo",
        "publishes": True,
        "mode": "real",
        "class_": "servicio",
        "actions": ["SE-7"],
        "audience": "ciudadania",
        "state": "running",
        "digest": "0" * 64,
        "created_at": NOW,
    }
    return int(connection.scalars(insert(publication).returning(publication.c.id), [row]).one())
