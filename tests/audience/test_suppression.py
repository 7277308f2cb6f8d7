"""Suppression: by key, once, for good."""

from datetime import timedelta

from audience.suppression import is_suppressed, suppress, suppressed_among, suppressions
from storage.database import Database
from tests.audience.people import NOW, add_tenant, key_of


def test_the_first_reason_stays(database: Database) -> None:
    """A second suppression of the same key changes nothing and says so."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        first = suppress(connection, tenant, key_of("ana@correo.co"), "baja", "enlace del correo", NOW)
        second = suppress(connection, tenant, key_of("ana@correo.co"), "rebote", "550", NOW + timedelta(days=1))

        listed = suppressions(connection, tenant)

    assert (first, second) == (True, False)
    assert [(row.key, row.reason, row.evidence, row.since) for row in listed] == [
        (key_of("ana@correo.co"), "baja", "enlace del correo", NOW)
    ]


def test_each_municipality_has_its_own_list(database: Database) -> None:
    """Who leaves one body's list has not left another's."""
    with database.write() as connection:
        segovia, genova = add_tenant(connection), add_tenant(connection, "genova")
        suppress(connection, segovia, key_of("ana@correo.co"), "baja", "", NOW)

        assert is_suppressed(connection, segovia, key_of("ana@correo.co"))
        assert not is_suppressed(connection, genova, key_of("ana@correo.co"))
        assert suppressed_among(connection, segovia, [key_of("ana@correo.co"), key_of("luis@correo.co")]) == {
            key_of("ana@correo.co")
        }
