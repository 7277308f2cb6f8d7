"""Each text of a campaign's file, kept to the last octet."""

from datetime import timedelta

from storage.campaign_versions import Origin, keep_version, version_text, versions_of
from storage.database import Database
from tests.storage.rows import NOW, a_tenant

FILE, OTHER = "campanas/a.yaml", "campanas/b.yaml"
TEXT = "título: año\r\n\ufefffin".encode()


def test_a_text_comes_back_to_the_last_octet(database: Database) -> None:
    """With its line ends; the newest is listed first; the same one twice in a row is one."""
    with database.write() as connection:
        tenant = a_tenant(connection)
        for text, origin, who in ((b"uno", Origin.HAND, ""), (TEXT, Origin.EDITED, "ana"), (TEXT, Origin.HAND, "")):
            keep_version(connection, tenant, FILE, text, origin, who, NOW)
        keep_version(connection, tenant, OTHER, b"otro", Origin.EDITED, "ana", NOW)
        keep_version(connection, tenant, FILE, b"uno", Origin.RESTORED, "eva", NOW + timedelta(days=1))
    with database.read() as connection:
        found = versions_of(connection, tenant, FILE)
        assert [(each.origin, each.actor) for each in found] == [("restored", "eva"), ("edited", "ana"), ("hand", "")]
        kept = version_text(connection, tenant, FILE, found[1].id)
        assert kept is not None
        assert (kept[0], kept[1]) == (found[1], TEXT)
        assert [each.id for each in versions_of(connection, tenant, FILE, before=found[0].id, most=1)] == [found[1].id]


def test_a_text_is_found_under_its_own_file_alone(database: Database) -> None:
    """And in its own municipality."""
    with database.write() as connection:
        tenant = a_tenant(connection)
        keep_version(connection, tenant, FILE, b"uno", Origin.EDITED, "ana", NOW)
    with database.read() as connection:
        [only] = versions_of(connection, tenant, FILE)
        assert version_text(connection, tenant, OTHER, only.id) is None
        assert version_text(connection, tenant + 1, FILE, only.id) is None
        assert versions_of(connection, tenant + 1, FILE) == []
