"""Publications that occurrences have already: read at once for a whole look, and left behind where `repetir` rises."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from campaigns.calendar import Occurrence
from campaigns.tenant import CampaignMessage
from delivery.workplace import Workplace
from storage.execution import execute
from storage.ledger import Cause, move_publication
from storage.ledger.deliveries import chunks
from storage.states import OPEN_PUBLICATION, PublicationState
from storage.tables import publication

_OF_CAMPAIGN = (publication.c.tenant == bindparam("of")) & (publication.c.campaign == bindparam("campaign"))
_EXISTING = select(
    publication.c.message,
    publication.c.account,
    publication.c.occurrence,
    publication.c.id,
    publication.c.state,
    publication.c.planned_at,
).where(
    _OF_CAMPAIGN,
    publication.c.message.in_(bindparam("messages", expanding=True)),
    publication.c.occurrence.in_(bindparam("names", expanding=True)),
)
_LEFT_BEHIND = select(publication.c.id).where(
    _OF_CAMPAIGN,
    publication.c.message == bindparam("message"),
    publication.c.occurrence.in_(bindparam("names", expanding=True)),
    publication.c.state.in_([state.value for state in OPEN_PUBLICATION]),
)

Existing = Row[*tuple[Any, ...]]
"""message, account, occurrence, id, state and planned_at of a publication."""
Key = tuple[str, str, str]
"""Message, account and occurrence, within one campaign."""


def existing(connection: Connection, workplace: Workplace, occurrences: Collection[Occurrence]) -> dict[Key, Existing]:
    """The publications that occurrences of one campaign already have; maybe some of other occurrences besides."""
    found: dict[Key, Existing] = {}
    messages = sorted({each.message.id for each in occurrences})
    for names in chunks(sorted({each.name for each in occurrences})):
        campaign = next(iter(occurrences)).message.campaign
        asked = {"of": workplace.tenant_id, "campaign": campaign, "messages": messages, "names": names}
        for row in execute(connection, _EXISTING, asked):
            found[row.message, row.account, row.occurrence] = row
    return found


def supersede(connection: Connection, workplace: Workplace, message: CampaignMessage, now: datetime) -> None:
    """`repetir: N` cancels what is open of the times before N, whatever it waits for; what is done stays as it is."""
    times = message.entry.repeat
    asked = {
        "of": workplace.tenant_id,
        "campaign": message.campaign,
        "message": message.id,
        "names": [str(number) for number in range(1, times)],
    }
    reason = f"Se repite como {times}: lo que faltaba de antes no sale."
    for number in execute(connection, _LEFT_BEHIND, asked).scalars():
        move_publication(connection, number, PublicationState.CANCELLED, Cause.SUPERSEDE, now, reason)
