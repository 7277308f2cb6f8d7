"""Whether the check that a message requires was done: what it says is not published before somebody has looked."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from campaigns.calendar import Occurrence
from campaigns.tenant import Tenant
from delivery.publications.predecessors import NOT_DONE, WENT_OUT
from delivery.workplace import Workplace
from storage.columns import Instant
from storage.execution import execute
from storage.states import PublicationState
from storage.tables import publication, work_order

_DUE = (
    select(func.max(func.coalesce(work_order.c.extended_to, work_order.c.due_at), type_=Instant()))
    .where(work_order.c.publication == publication.c.id)
    .scalar_subquery()
    .label("due")
)
_CHECKS = (
    select(publication.c.occurrence, publication.c.planned_at, publication.c.state, WENT_OUT, _DUE)
    .where(publication.c.tenant == bindparam("of"), publication.c.campaign == bindparam("in"))
    .where(publication.c.message == bindparam("by"), publication.c.state != PublicationState.CANCELLED.value)
    .order_by(publication.c.planned_at, publication.c.id)
)
_ENDED = (PublicationState.DONE.value, PublicationState.DONE_WITH_ERRORS.value)


def unchecked(connection: Connection, workplace: Workplace, occurrence: Occurrence) -> str:
    """Why it may not go out yet, in Spanish; empty where its check was done, or it requires none.

    Its check is that of the same date of an event; else the last one that was asked by the message's hour. Of what is
    required of all that is published it is the last one whose time is over: while the next is still in its time, what
    the one before has found good goes on being published.
    """
    message = occurrence.message
    return unmet(connection, workplace, message.requires, occurrence.name, occurrence.instant, of_all=message.of_all)


def unmet(
    connection: Connection, workplace: Workplace, reference: str, name: str, hour: datetime | None, *, of_all: bool
) -> str:
    """The same of a duty, `campaign/message` or empty, that something called `name` and due at `hour` requires."""
    if not reference:
        return ""
    campaign, _, duty = reference.partition("/")
    asked = {"of": workplace.tenant_id, "in": campaign, "by": duty}
    found: list[Any] = [
        row
        for row in execute(connection, _CHECKS, asked)
        if hour is None or row.planned_at is None or row.planned_at <= hour
    ]
    own = _over(found, hour) if of_all else [row for row in found if row.occurrence == name] or found[-1:]
    waits = f"Espera la verificación «{_called(workplace.tenant, reference)}»"
    if not own:
        return f"{waits}, que todavía no se ha pedido."
    if all(row.went_out is not None for row in own):
        return ""
    failed = any(row.state in _ENDED and row.went_out is None for row in own)
    return f"{waits}, {NOT_DONE if failed else 'que está por cumplirse'}."


def _called(tenant: Tenant, reference: str) -> str:
    """A duty as people read it: by its subject, where it says the same each time."""
    campaign, _, duty = reference.partition("/")
    known = tenant.campaigns.get(campaign)
    message = known.message(duty) if known is not None else None
    subject = (message.entry.subject or "") if message is not None else ""
    return reference if not subject or "{" in subject else subject


def _over(found: list[Any], hour: datetime | None) -> list[Any]:
    """The last that was done or whose time was over at an hour; the first one where none is."""
    ended = [row for row in found if row.went_out is not None or hour is None or row.due is None or row.due <= hour]
    return ended[-1:] or found[:1]
