"""An upgrade knows the names that people wrote themselves before it."""

from sqlalchemy import text

from storage.database import Database
from tests.storage.test_schema import migrate

WHEN = "'2027-01-01 00:00:00+00:00'"
ROWS = (
    "INSERT INTO tenant (id, slug, name, zone) VALUES (1, 'a', 'A', 'America/Bogota')",
    "INSERT INTO import_batch (id, tenant, file, sha256, at, rows, created, updated) "
    f"VALUES (1, 1, 'a.csv', '', {WHEN}, 0, 0, 0)",
    "INSERT INTO contact (id, tenant, name, batch, created_at) VALUES "
    f"(1, 1, 'Ana', NULL, {WHEN}), (2, 1, 'Eva', 1, {WHEN}), (3, 1, 'Luz', NULL, {WHEN}), (4, 1, '', NULL, {WHEN})",
    "INSERT INTO consent (tenant, contact, key, purpose, basis, given, source, notice, at) VALUES "
    f"(1, 1, 'a', 'tema:noticias', 'consentimiento', true, 'formulario', 'abc', {WHEN}), "
    f"(1, 2, 'b', 'tema:noticias', 'consentimiento', true, 'formulario', 'abc', {WHEN}), "
    f"(1, 3, 'c', 'gestion', 'consentimiento', true, 'lista', '', {WHEN}), "
    f"(1, 4, 'd', 'tema:noticias', 'consentimiento', true, 'formulario', 'abc', {WHEN})",
)


def test_who_came_by_the_page_keeps_the_own_name_after_an_upgrade(empty_database: Database) -> None:
    """Known by the text that was read there; whom a list brought, or a list consented for, wrote none; and back."""
    migrate(empty_database, "0033")
    with empty_database.write() as connection:
        for row in ROWS:
            connection.execute(text(row.replace(":00", "\\:00")))

    migrate(empty_database, "0034")

    with empty_database.read() as connection:
        assert connection.scalars(text("SELECT name FROM contact WHERE own_name")).all() == ["Ana"]
    migrate(empty_database, "0033", back=True)
    with empty_database.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM contact")) == 4
