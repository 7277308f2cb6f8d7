"""From a public to its recipients, a piece at a time, so that the first message leaves before the last is known."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, update

from audience.addresses import KIND_OF_CHANNEL
from audience.recipients import selection, window
from campaigns.audience import Condition
from delivery.derived import expand_derived
from delivery.workplace import Workplace
from storage.execution import execute
from storage.ledger import Tally, add_selected
from storage.parameters import given, parameters
from storage.tables import publication

_REACHED = (
    update(publication)
    .where(publication.c.id == bindparam("number"), publication.c.expand_cursor == bindparam("stood"))
    .values(parameters(publication, ("expand_cursor", "expanded_at")))
)
STEP = 500
"""Contacts looked at in one step."""


def expand(
    connection: Connection,
    workplace: Workplace,
    row: Row[Any],
    now: datetime,
    step: int = STEP,
    tally: Tally | None = None,
) -> int:
    """Write down the next recipients of a publication that is not expanded to its end; how many these are.

    `tally`: the transaction's, whose owner writes it; None: the counters are written at once.
    """
    if row.corrects is not None:
        return expand_derived(connection, row, now, tally)
    kind, last = KIND_OF_CHANNEL[row.channel], row.max_contact_id
    until = window(connection, workplace.tenant_id, kind, row.expand_cursor, last, step)
    within = {"of": workplace.tenant_id, "kind": kind, "after": row.expand_cursor, "until": until}
    found = selection(Condition.model_validate(row.condition or {}))
    added = add_selected(connection, row.id, row.audience, found, within, tally)
    reached = given({"expand_cursor": until, "expanded_at": now if until >= last else None})
    # Whoever has lost the lane meanwhile, and stood elsewhere, does not set it back.
    execute(connection, _REACHED, {"number": row.id, "stood": row.expand_cursor} | reached)
    return added
