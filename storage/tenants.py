"""The municipalities in a database, and since when each of their messages is known."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from storage.execution import execute
from storage.tables import seen, tenant
from storage.upsert import insert

MessageKey = tuple[str, str]
"""Campaign and message."""


def tenant_id(connection: Connection, slug: str, name: str, zone: str) -> int:
    """The number of a municipality, written down where it is new; its name and zone are brought up to date."""
    statement = insert(connection, tenant).values(slug=slug, name=name, zone=zone)
    statement = statement.on_conflict_do_update(
        index_elements=[tenant.c.slug],
        set_={"name": statement.excluded.name, "zone": statement.excluded.zone},
        where=(tenant.c.name != statement.excluded.name) | (tenant.c.zone != statement.excluded.zone),
    )
    connection.execute(statement)
    return int(connection.execute(select(tenant.c.id).where(tenant.c.slug == slug)).scalar_one())


def find_tenant(connection: Connection, slug: str) -> int | None:
    """The number of a municipality, or None where the database does not know it."""
    return connection.execute(select(tenant.c.id).where(tenant.c.slug == slug)).scalar_one_or_none()


def first_seen(
    connection: Connection, tenant_number: int, messages: Iterable[MessageKey], now: datetime
) -> dict[MessageKey, datetime]:
    """Since when each message is known; those that are new are known since `now`. Asks once for each campaign."""
    wanted = sorted(set(messages))
    if not wanted:
        return {}
    given = {"of": tenant_number, "campaigns": sorted({campaign for campaign, _ in wanted})}
    since = _known(connection, given)
    new = [message for message in wanted if message not in since]
    if new:
        values = [
            {"tenant": tenant_number, "campaign": campaign, "message": message, "at": now} for campaign, message in new
        ]
        statement = insert(connection, seen).on_conflict_do_nothing(
            index_elements=[seen.c.tenant, seen.c.campaign, seen.c.message]
        )
        connection.execute(statement, values)
        # Asked again: another process may have been first.
        since = _known(connection, given)
    return {message: since[message] for message in wanted}


def all_seen(connection: Connection, tenant_number: int) -> dict[MessageKey, datetime]:
    """Since when each message that a daemon has read is known."""
    asked = select(seen.c.campaign, seen.c.message, seen.c.at).where(seen.c.tenant == tenant_number)
    return {(row.campaign, row.message): row.at for row in connection.execute(asked)}


_SEEN = select(seen.c.campaign, seen.c.message, seen.c.at).where(
    seen.c.tenant == bindparam("of"), seen.c.campaign.in_(bindparam("campaigns", expanding=True))
)


def _known(connection: Connection, given: dict[str, object]) -> dict[MessageKey, datetime]:
    return {(row.campaign, row.message): row.at for row in execute(connection, _SEEN, given)}
