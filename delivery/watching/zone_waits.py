"""Whose hour it is not where they live: messages that wait for it while the others of their sending are gone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, null, select

from audience.zones import ZONE
from channels.keys import Key
from storage.states import DeliveryState, PublicationState
from storage.tables import address, contact_attribute, delivery, publication

_LIVES_ELSEWHERE = exists().where(
    address.c.tenant == publication.c.tenant,
    address.c.key == delivery.c.recipient_key,
    contact_attribute.c.contact == address.c.contact,
    contact_attribute.c.name == ZONE,
)
# What failed and is tried again later was tried, or says why it was not.
_HELD: ColumnElement[bool] = and_(
    publication.c.state == PublicationState.RUNNING.value,
    publication.c.quiet_hours,
    delivery.c.state == DeliveryState.PENDING.value,
    delivery.c.not_before.is_not(None),
    delivery.c.attempts == 0,
    delivery.c.error_code.is_(None),
    _LIVES_ELSEWHERE,
)
WAITS_UNTIL = case((_HELD, delivery.c.not_before), else_=null()).label("waits_until")
"""Of a delivery beside its publication: from when on it is its recipient's hour; null: it does not wait for that."""


@dataclass(frozen=True, slots=True)
class ZoneWait:
    """Of one publication."""

    key: str
    deliveries: int
    until: datetime
    """When the last of them is due."""


def zone_waits(connection: Connection, tenant_id: int, now: datetime) -> list[ZoneWait]:
    """Each publication that has any, the first due first."""
    its, last = publication.c, func.max(delivery.c.not_before).label("last")
    named = (its.id, its.campaign, its.message, its.account, its.occurrence)
    asked = (
        select(*named, func.count().label("deliveries"), last)
        .join(delivery, delivery.c.publication == its.id)
        .where(its.tenant == tenant_id, _HELD, delivery.c.not_before > now)
        .group_by(*named)
        .order_by(last, its.id)
    )
    return [
        ZoneWait(str(Key(row.campaign, row.message, row.account, row.occurrence)), row.deliveries, row.last)
        for row in connection.execute(asked)
    ]
