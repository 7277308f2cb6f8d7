"""From a public to its recipients, a piece at a time, so that the first message leaves before the last is known."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, update

from audience.addresses import KIND_OF_CHANNEL
from audience.people import expand as next_batch
from campaigns.audience import Condition
from delivery.workplace import Workplace
from storage.execution import execute
from storage.ledger import NewDelivery, add_deliveries
from storage.parameters import given, parameters
from storage.tables import publication

_REACHED = (
    update(publication)
    .where(publication.c.id == bindparam("number"))
    .values(parameters(publication, ("expand_cursor", "expanded_at")))
)
STEP = 500
"""Contacts looked at in one transaction."""


def expand(connection: Connection, workplace: Workplace, row: Row[Any], now: datetime) -> bool:
    """Write down the next recipients of a publication. False: everyone has a row already."""
    if row.expanded_at is not None:
        return False
    condition = Condition.model_validate(row.condition or {})
    kind = KIND_OF_CHANNEL[row.channel]
    batch = next_batch(
        connection, row.id, workplace.tenant_id, condition, kind, row.max_contact_id, row.expand_cursor, STEP
    )
    people = [NewDelivery(person.key, person.address, 0, row.audience) for person in batch.rows]
    add_deliveries(connection, row.id, people)
    reached = given({"expand_cursor": batch.next_cursor, "expanded_at": now if batch.finished else None})
    execute(connection, _REACHED, {"number": row.id} | reached)
    return True
