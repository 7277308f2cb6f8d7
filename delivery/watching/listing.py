"""Who got what: deliveries beside their publications."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from channels.keys import Key
from delivery.watching.zone_waits import WAITS_UNTIL
from storage.readings import Told, last_told
from storage.states import DeliveryState
from storage.tables import delivery, publication

KEY = re.compile("[0-9a-f]{64}")
"""What stands for a person whose address is gone."""
FORGOTTEN = "dirección olvidada"


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
    language: str
    """In which it spoke to a person, by its code; empty: to nobody yet, or to everyone."""
    reason: str
    """Of its publication: an emergency, a pause, a cancel; empty where nothing but its hour brought it."""
    waits_until: datetime | None
    """When it is its recipient's hour, who lives in another zone; None: that is not what it waits for."""
    told: Told | None
    """What its service last told of it; None: it was never asked."""


_ASKED = (
    select(
        publication.c.campaign,
        publication.c.message,
        publication.c.account,
        publication.c.occurrence,
        publication.c.mode,
        publication.c.reason,
        delivery.c.id,
        delivery.c.recipient_key,
        delivery.c.address,
        delivery.c.state,
        delivery.c.attempts,
        delivery.c.error_text,
        delivery.c.sent_at,
        delivery.c.bounced_at,
        delivery.c.url,
        delivery.c.language,
        WAITS_UNTIL,
    )
    .join(publication, publication.c.id == delivery.c.publication)
    .order_by(delivery.c.id)
)


def deliveries(
    connection: Connection, tenant_id: int, campaign: str | None = None, state: DeliveryState | None = None
) -> list[Delivered]:
    """The deliveries of a tenant, oldest first; of one campaign, in one state, where these are given."""
    its = publication.c
    asked = _ASKED.where(its.tenant == tenant_id)
    if campaign is not None:
        asked = asked.where(its.campaign == campaign)
    if state is not None:
        asked = asked.where(delivery.c.state == state.value)
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
            language=row.language or "",
            reason=row.reason,
            waits_until=row.waits_until,
            told=told.get(row.id),
        )
        for row in connection.execute(asked)
    ]


def has_rows(connection: Connection, tenant_id: int, campaign: str) -> bool:
    """Whether a tenant has any publication of a campaign."""
    its = (publication.c.tenant == tenant_id) & (publication.c.campaign == campaign)
    return connection.execute(select(publication.c.id).where(its).limit(1)).first() is not None


def recipient_words(recipient: str) -> str:
    """«ana@correo.co», «tarea», «tarea: hospital»; of whom no address is known any more, that it was forgotten."""
    kind, _, slug = recipient.partition(":")
    if kind == "orden":
        return "tarea" if slug == "1" else f"tarea: {slug}"
    return FORGOTTEN if KEY.fullmatch(recipient) else recipient
