"""What a simulation counts: publications by account and by row of the plan, and their deliveries."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from delivery.workplace import Workplace
from storage.states import BOUNCED, PublicationState
from storage.tables import counter, publication
from storage.written import BY_STAFF

CARRIED_OUT = (PublicationState.RUNNING, PublicationState.DONE, PublicationState.DONE_WITH_ERRORS)


@dataclass(frozen=True, slots=True)
class Tally:
    """Whole numbers. Reminders and other derived publications are not in them."""

    publications: int
    deliveries: int
    by_channel: dict[str, int]
    """Publications by account."""
    by_action: dict[str, int]
    """Publications by row of the plan, where there was at least one; one that serves two rows counts in both."""


def tally(connection: Connection, workplace: Workplace) -> Tally:
    """Count what was carried out."""
    columns = publication.c
    carried = (
        (columns.tenant == workplace.tenant_id) & columns.state.in_([state.value for state in CARRIED_OUT]) & BY_STAFF
    )
    rows = connection.execute(select(columns.account, columns.actions).where(carried)).all()
    asked = select(func.coalesce(func.sum(counter.c["count"]), 0)).where(counter.c.publication == columns.id, carried)
    asked = asked.where(counter.c.state != BOUNCED)
    deliveries = connection.execute(asked).scalar_one()
    return Tally(
        publications=len(rows),
        deliveries=int(deliveries),
        by_channel=dict(sorted(Counter(row.account for row in rows).items())),
        by_action=dict(sorted(Counter(key for row in rows for key in row.actions).items())),
    )
