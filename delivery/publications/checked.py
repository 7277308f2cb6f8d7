"""Whether the check that a message requires was done: what it says is not published before somebody has looked."""

from typing import Any

from sqlalchemy import Connection, bindparam, select

from campaigns.calendar import Occurrence
from delivery.publications.predecessors import NOT_DONE, WENT_OUT
from delivery.workplace import Workplace
from storage.execution import execute
from storage.states import PublicationState
from storage.tables import publication

_CHECKS = (
    select(publication.c.occurrence, publication.c.planned_at, publication.c.state, WENT_OUT)
    .where(publication.c.tenant == bindparam("of"), publication.c.campaign == bindparam("in"))
    .where(publication.c.message == bindparam("by"), publication.c.state != PublicationState.CANCELLED.value)
    .order_by(publication.c.planned_at, publication.c.id)
)
_ENDED = (PublicationState.DONE.value, PublicationState.DONE_WITH_ERRORS.value)


def required(occurrence: Occurrence) -> str:
    """`campaign/message` of the check that it waits for; empty: none."""
    name = occurrence.message.entry.requires
    if not name:
        return ""
    return name if "/" in name else f"{occurrence.message.campaign}/{name}"


def unchecked(connection: Connection, workplace: Workplace, occurrence: Occurrence) -> str:
    """Why it may not go out yet, in Spanish; empty where its check was done, or it requires none.

    Its check is that of the same date of an event; else the last one that was due by the message's hour.
    """
    reference = required(occurrence)
    if not reference:
        return ""
    campaign, _, message = reference.partition("/")
    asked = {"of": workplace.tenant_id, "in": campaign, "by": message}
    found: list[Any] = [
        row
        for row in execute(connection, _CHECKS, asked)
        if occurrence.instant is None or row.planned_at is None or row.planned_at <= occurrence.instant
    ]
    own = [row for row in found if row.occurrence == occurrence.name] or found[-1:]
    if not own:
        return f"Espera la verificación «{reference}», que todavía no se ha pedido."
    if all(row.went_out is not None for row in own):
        return ""
    failed = any(row.state in _ENDED and row.went_out is None for row in own)
    return f"Espera la verificación «{reference}», {NOT_DONE if failed else 'que está por cumplirse'}."
