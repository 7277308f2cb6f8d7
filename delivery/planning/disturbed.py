"""What falls on days that their person has reserved for something else."""

from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from campaigns.tenant import Tenant
from channels.adapter import Kind
from channels.keys import Key
from delivery.planned import Decision, Planned
from delivery.planning.reserved import with_reserved_days
from storage.tables import publication
from storage.written import BY_STAFF


class Disturbed(NamedTuple):
    """One task."""

    key: str
    day: date
    """In the municipality's zone."""
    reason: str
    """In Spanish: whose day it is, and for what."""


def disturbed(connection: Connection, tenant: Tenant, number: int) -> tuple[Disturbed, ...]:
    """The tasks that began on somebody's reserved day, the first one first. `number`: the tenant's."""
    columns, zone = publication.c, tenant.municipality.zone
    asked = (
        select(columns.campaign, columns.message, columns.account, columns.occurrence, columns.started_at)
        .where(columns.tenant == number, columns.kind == Kind.MANUAL.value, columns.started_at.is_not(None), BY_STAFF)
        .order_by(columns.started_at, columns.id)
    )
    rows = [_planned(tenant, zone, *row) for row in connection.execute(asked)]
    return tuple(
        Disturbed(row.key, row.local.date(), row.reason)
        for row in with_reserved_days(tenant, rows)
        if row.reason and row.local is not None
    )


def _planned(
    tenant: Tenant, zone: ZoneInfo, campaign: str, message: str, account: str, occurrence: str, started: datetime
) -> Planned:
    known = tenant.campaigns[campaign].message(message) if campaign in tenant.campaigns else None
    kind = known.class_ if known is not None else ""
    local = started.astimezone(zone)
    key = str(Key(campaign, message, account, occurrence))
    return Planned(
        key, campaign, message, "", account, Kind.MANUAL.value, kind, local, local, 1, Decision.SEND.value, ""
    )
