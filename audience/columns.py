"""Columns that publics ask for and no list has brought: nobody has them, and whoever wrote one is told."""

from sqlalchemy import Connection, bindparam, exists, func, select

from campaigns.tenant import Tenant
from storage.execution import execute
from storage.tables import contact, contact_attribute

_NEXT = select(func.min(contact_attribute.c.name)).where(contact_attribute.c.name > bindparam("after"))
_BROUGHT = select(
    exists(
        select(1)
        .join(contact, contact.c.id == contact_attribute.c.contact)
        .where(contact_attribute.c.name == bindparam("name"), contact.c.tenant == bindparam("of"))
    )
)


def unknown_columns(connection: Connection, tenant_id: int, tenant: Tenant) -> dict[str, tuple[str, ...]]:
    """By public, the columns that it asks for and nobody has; nothing where no list was brought yet."""
    found = {
        slug: missing
        for slug, audience in tenant.audiences.items()
        if (missing := tuple(name for name in audience.columns if not _is_brought(connection, tenant_id, name)))
    }
    return found if found and _brought(connection, tenant_id) else {}


def told_columns(connection: Connection, tenant_id: int, tenant: Tenant) -> list[str]:
    """In Spanish, one sentence for each of them, with the columns that there are."""
    missing = unknown_columns(connection, tenant_id, tenant)
    known = ", ".join(_brought(connection, tenant_id)) if missing else ""
    return [
        f"Atención: el público «{tenant.audiences[slug].name}» pregunta por la columna «{name}», y ninguna lista la "
        f"trae. Hay: {known}."
        for slug, names in missing.items()
        for name in names
    ]


def _brought(connection: Connection, tenant_id: int) -> list[str]:
    """All that a municipality has, found from one name to the next: nothing reads a million rows for ten names."""
    found: list[str] = []
    name: str | None = ""
    while (name := execute(connection, _NEXT, {"after": name}).scalar_one()) is not None:
        if _is_brought(connection, tenant_id, name):
            found.append(name)
    return found


def _is_brought(connection: Connection, tenant_id: int, column: str) -> bool:
    return bool(execute(connection, _BROUGHT, {"name": column, "of": tenant_id}).scalar_one())
