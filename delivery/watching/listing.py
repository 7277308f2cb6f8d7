"""Who got what: deliveries beside their publications."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from channels.keys import Key
from storage.readings import Told, last_told
from storage.states import DeliveryState
from storage.tables import delivery, publication


@dataclass(frozen=True, slots=True)
class Delivered:
    """One delivery as the office sees it."""

    id: int
    key: str
    """Of its publication."""
    mode: str
    recipient: str
    """The address; the recipient key where there is none (posts, work orders, people who were erased)."""
    state: str
    attempts: int
    error: str
    sent_at: datetime | None
    bounced_at: datetime | None
    """When what was sent came back; None: it did not."""
    url: str
    reason: str
    """Of its publication: an emergency, a pause, a cancel; empty where nothing but its hour brought it."""
    told: Told | None
    """What its service last told of it; None: it was never asked."""


def deliveries(
    connection: Connection, tenant_id: int, campaign: str | None = None, state: DeliveryState | None = None
) -> list[Delivered]:
    """The deliveries of a tenant, oldest first; of one campaign, in one state, where these are given."""
    its, sent = publication.c, delivery.c
    asked = (
        select(
            its.campaign,
            its.message,
            its.account,
            its.occurrence,
            its.mode,
            its.reason,
            sent.id,
            sent.recipient_key,
            sent.address,
            sent.state,
            sent.attempts,
            sent.error_text,
            sent.sent_at,
            sent.bounced_at,
            sent.url,
        )
        .join(publication, its.id == sent.publication)
        .where(its.tenant == tenant_id)
        .order_by(sent.id)
    )
    if campaign is not None:
        asked = asked.where(its.campaign == campaign)
    if state is not None:
        asked = asked.where(sent.state == state.value)
    told = last_told(connection, tenant_id)
    return [
        Delivered(
            id=row.id,
            key=str(Key(row.campaign, row.message, row.account, row.occurrence)),
            mode=row.mode,
            recipient=row.address or row.recipient_key,
            state=row.state,
            attempts=row.attempts,
            error=row.error_text or "",
            sent_at=row.sent_at,
            bounced_at=row.bounced_at,
            url=row.url or "",
            reason=row.reason,
            told=told.get(row.id),
        )
        for row in connection.execute(asked)
    ]


def has_rows(connection: Connection, tenant_id: int, campaign: str) -> bool:
    """Whether a tenant has any publication of a campaign."""
    its = (publication.c.tenant == tenant_id) & (publication.c.campaign == campaign)
    return connection.execute(select(publication.c.id).where(its).limit(1)).first() is not None
