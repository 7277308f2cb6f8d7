"""Since when a municipality is known here, and since when its figures are owed where its plan does not say."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from campaigns.tenant import Tenant
from storage.tables import measurement, publication, seen


def first_row(connection: Connection, tenant_id: int) -> datetime | None:
    """When the municipality's first row was written: a publication, or a figure that somebody gave."""
    made, noted = publication.c, measurement.c
    first = select(made.created_at).where(made.tenant == tenant_id).order_by(made.id).limit(1)
    told = select(noted.recorded_at).where(noted.tenant == tenant_id).order_by(noted.id).limit(1)
    moments = [moment for each in (first, told) if (moment := connection.scalar(each)) is not None]
    return min(moments, default=None)


def owed_since(connection: Connection, tenant: Tenant, tenant_id: int, now: datetime) -> Mapping[str, date]:
    """The day from which each indicator's figures are owed, by its key; empty where the plan says since when it is.

    Without its word it is the day on which a daemon first read the municipality's messages, or that of its first row:
    whoever begins in November owes nothing of March. An indicator of which figures of earlier days were given is owed
    from the first of these on.
    """
    if tenant.plan.starts is not None:
        return {}
    read = connection.scalar(select(func.min(seen.c.at)).where(seen.c.tenant == tenant_id))
    known = min(each for each in (read, first_row(connection, tenant_id), now) if each is not None)
    since, first = known.astimezone(tenant.municipality.zone).date(), _first_days(connection, tenant_id)
    return {key: min(since, first.get(key, since)) for key in tenant.indicators}


def _first_days(connection: Connection, tenant_id: int) -> Mapping[str, date]:
    """The first day for which each indicator has a figure that stands."""
    given = measurement.c
    corrected = select(given.corrects).where(given.tenant == tenant_id, given.corrects.is_not(None))
    asked = (
        select(given.indicator, func.min(given.day).label("first"))
        .where(given.tenant == tenant_id, given.id.not_in(corrected))
        .group_by(given.indicator)
    )
    return {row.indicator: row.first for row in connection.execute(asked)}
