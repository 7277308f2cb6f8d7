"""Publications that occurrences have already: read at once for a whole look, and left behind where `repetir` rises."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, not_, or_, select

from campaigns.calendar import Occurrence
from campaigns.tenant import CampaignMessage
from delivery.publications.waiting import OPEN
from delivery.workplace import Workplace
from storage.columns import Instant
from storage.duties import UNTIL
from storage.execution import execute
from storage.ledger import Cause, move_publication
from storage.ledger.deliveries import chunks
from storage.states import OPEN_PUBLICATION, PublicationState
from storage.tables import publication, receipt, work_order

_OF_CAMPAIGN = (publication.c.tenant == bindparam("of")) & (publication.c.campaign == bindparam("campaign"))
_EXISTING = select(
    publication.c.message,
    publication.c.account,
    publication.c.occurrence,
    publication.c.id,
    publication.c.state,
    publication.c.planned_at,
    publication.c.depends_on,
).where(
    _OF_CAMPAIGN,
    publication.c.message.in_(bindparam("messages", expanding=True)),
    publication.c.occurrence.in_(bindparam("names", expanding=True)),
)
_DUTY = (work_order.c.publication == publication.c.id) & (work_order.c.asked_by != "")
_ANSWERED_FOR = or_(
    exists().where(_DUTY, work_order.c.state.in_(OPEN), bindparam("now", type_=Instant()) > UNTIL),
    exists().where(_DUTY, receipt.c.work_order == work_order.c.id),
)
"""A duty of it is past its term, or something was handed in: that stays as it is, in time or not."""
_LEFT_BEHIND = select(publication.c.id).where(
    _OF_CAMPAIGN,
    publication.c.message == bindparam("message"),
    publication.c.occurrence.in_(bindparam("names", expanding=True)),
    publication.c.state.in_([state.value for state in OPEN_PUBLICATION]),
    not_(_ANSWERED_FOR),
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
    """`repetir: N` cancels what is open of the times before N, whatever it waits for; what is done stays as it is.

    So do the duties of a time of which one is late or was handed in: nobody's file takes back who owes what.
    """
    times = message.entry.repeat
    asked = {
        "of": workplace.tenant_id,
        "campaign": message.campaign,
        "message": message.id,
        "names": [str(number) for number in range(1, times)],
        "now": now,
    }
    reason = f"Se repite como {times}: lo que faltaba de antes no sale."
    for number in execute(connection, _LEFT_BEHIND, asked).scalars():
        move_publication(connection, number, PublicationState.CANCELLED, Cause.SUPERSEDE, now, reason)
