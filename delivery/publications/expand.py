"""From a public to its recipients, a piece at a time, so that the first message leaves before the last is known."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from audience.addresses import KIND_OF_CHANNEL
from audience.recipients import selection, window
from campaigns.audience import Condition
from delivery.publications.derived import expand_derived
from delivery.workplace import Workplace
from storage.execution import execute
from storage.ledger import Tally, add_selected
from storage.parameters import given, parameters
from storage.permissions import BARRIERS
from storage.tables import publication

_REACHED = (
    update(publication)
    .where(publication.c.id == bindparam("number"), publication.c.expand_cursor == bindparam("stood"))
    .values(parameters(publication, ("expand_cursor", "expanded_at")))
)
_LOCKED = (
    select(publication)
    .where(publication.c.id == bindparam("number"))
    # Not the key: whoever writes rows that name the publication is not kept waiting.
    .with_for_update(key_share=True, skip_locked=True)
)
STEP = 500
"""Contacts looked at in one step."""


def lock_for_expansion(connection: Connection, publication_id: int) -> Row[Any] | None:
    """The publication as it is now, with nobody else to expand it until the transaction ends; None: somebody is at it.

    Two that read one cursor would both write down the same recipients, and the slower one set the cursor back.
    """
    found: Row[Any] | None = execute(connection, _LOCKED, {"number": publication_id}).one_or_none()
    return found


def expand(
    connection: Connection,
    workplace: Workplace,
    row: Row[Any],
    now: datetime,
    step: int = STEP,
    tally: Tally | None = None,
) -> int:
    """Write down the next recipients of a publication that is not expanded to its end; how many may get it.

    `row`: as `lock_for_expansion` found it, or as it is since.

    `tally`: the transaction's, whose owner writes it; None: the counters are written at once.
    """
    if row.corrects is not None:
        return expand_derived(connection, row, now, tally)
    kind, last = KIND_OF_CHANNEL[row.channel], row.max_contact_id
    until = window(connection, workplace.tenant_id, kind, row.expand_cursor, last, step)
    within = {"of": workplace.tenant_id, "kind": kind, "after": row.expand_cursor, "until": until}
    condition = Condition.model_validate(row.condition or {})
    if row.purpose is not None:
        _skip_barred(connection, row, condition, within, tally)
    found = selection(condition)
    added = add_selected(connection, row.id, row.audience, found, within, tally)
    reached = given({"expand_cursor": until, "expanded_at": now if until >= last else None})
    # Whoever has lost the lane meanwhile, and stood elsewhere, does not set it back.
    execute(connection, _REACHED, {"number": row.id, "stood": row.expand_cursor} | reached)
    return added


def _skip_barred(
    connection: Connection, row: Row[Any], condition: Condition, within: dict[str, Any], tally: Tally | None
) -> None:
    """First who may not be written to: whoever has a row is passed over by all that comes after."""
    for barrier in BARRIERS:
        found = selection(condition, barrier)
        told, why = {**within, "purpose": row.purpose}, (barrier.code, barrier.text)
        add_selected(connection, row.id, row.audience, found, told, tally, skipped=why)
