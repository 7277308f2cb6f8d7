"""What a rehearsal leaves unsent, and why: publications that never began, and the rest of those that did."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, select

from channels.adapter import Pace
from channels.keys import Key
from delivery.publications.lateness import OVERDUE, lasting
from delivery.publishing.counsel import without_counsel
from delivery.watching.progress import progress
from delivery.workplace import Workplace
from storage.states import DeliveryState, PublicationState
from storage.tables import delivery, publication
from storage.written import BY_STAFF

NEVER_BEGAN = (
    PublicationState.PLANNED,
    PublicationState.WAITING,
    PublicationState.AWAITING_APPROVAL,
    PublicationState.PAUSED,
    PublicationState.MISSED,
    PublicationState.CANCELLED,
)
DID_NOT_GO = (DeliveryState.FAILED, DeliveryState.SKIPPED, DeliveryState.UNCERTAIN)
# How long ago its hour was tells only how far the clock jumped.
_AGO = re.compile(rf"^{re.escape(OVERDUE)} hace [^.:]+")


class Leftover(NamedTuple):
    """A publication that did not go out, or those of its deliveries that did not for one reason."""

    key: str
    planned: datetime | None
    """Aware; None where it waits for something and has no hour yet."""
    state: str
    """Of the publication where it never began, else of the deliveries."""
    deliveries: int | None
    """How many; None: all of it, since it never began."""
    reason: str
    """In Spanish."""


def leftovers(connection: Connection, workplace: Workplace, since: datetime, until: datetime) -> list[Leftover]:
    """All that is due in [`since`, `until`) or has no hour yet, the oldest first; what follows from it is not in it.

    Tasks that people still have time for have gone out.
    """
    found = [
        *_not_begun(connection, workplace.tenant_id),
        *_not_gone(connection, workplace.tenant_id),
        *_under_way(connection, workplace),
    ]
    due = [each for each in found if each.planned is None or since <= each.planned < until]
    return sorted(due, key=lambda each: (each.planned or until, each.key))


def _not_begun(connection: Connection, tenant_id: int) -> Iterator[Leftover]:
    columns = publication.c
    asked = select(publication).where(
        columns.tenant == tenant_id,
        columns.state.in_([state.value for state in NEVER_BEGAN]),
        columns.started_at.is_(None),
        BY_STAFF,
    )
    for row in connection.execute(asked):
        key = _key(row)
        reason = _AGO.sub(OVERDUE, without_counsel(row.reason, key))
        yield Leftover(key, row.planned_at, row.state, None, reason)


def _not_gone(connection: Connection, tenant_id: int) -> Iterator[Leftover]:
    its, each = publication.c, delivery.c
    what = (its.campaign, its.message, its.account, its.occurrence, its.planned_at, each.state, each.error_text)
    asked = (
        select(*what, func.count().label("number"))
        .join(publication, its.id == each.publication)
        .where(
            its.tenant == tenant_id,
            BY_STAFF,
            each.state.in_([state.value for state in DID_NOT_GO]),
        )
        .group_by(its.id, *what)
    )
    for row in connection.execute(asked):
        key = _key(row)
        yield Leftover(key, row.planned_at, row.state, row.number, without_counsel(row.error_text or "", key))


def _under_way(connection: Connection, workplace: Workplace) -> Iterator[Leftover]:
    """What had no time: its account lets only so many go."""
    begun = [each for each in progress(connection, workplace.tenant_id) if each.left and "~" not in each.key]
    hours = select(publication.c.id, publication.c.planned_at).where(publication.c.id.in_([each.id for each in begun]))
    planned = dict(iter(connection.execute(hours)))
    for each in begun:
        account = workplace.tenant.accounts.get(Key.parse(each.key).account)
        reason = _slow(account.pace) if account is not None else ""
        yield Leftover(each.key, planned[each.id], DeliveryState.PENDING.value, each.left, reason)


def _slow(pace: Pace) -> str:
    if pace.quota is None:
        return "No alcanzaron a salir antes de que terminara el último día."
    return f"La cuenta admite {pace.quota} en {lasting(pace.quota_window)}: salen después del último día."


def _key(row: Row[Any]) -> str:
    return str(Key(row.campaign, row.message, row.account, row.occurrence))
