"""When an account's lane may do its chores: at their time, no message being due, and with room for those to come."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, exists, or_, select

from campaigns.account import Account
from delivery.accounts.turns import free_at
from delivery.chores.upcoming import upcoming
from delivery.engines.engine import LaneId
from delivery.pace import PaceState, frees, used
from delivery.workplace import Workplace
from storage.account_chores import earliest_chore
from storage.columns import Instant
from storage.execution import execute
from storage.ledger.deliveries import in_state
from storage.states import DeliveryState, Mode, PublicationState
from storage.tables import delivery, publication

QUIET = timedelta(minutes=2)
"""No chore is begun so shortly before a message: it would wait for the answer."""

_NOW = bindparam("now", type_=Instant())
_PENDING = exists().where(
    delivery.c.publication == publication.c.id,
    in_state(DeliveryState.PENDING),
    or_(delivery.c.not_before.is_(None), delivery.c.not_before <= _NOW),
)
_MESSAGE_DUE = (
    select(publication.c.id)
    .where(
        publication.c.tenant == bindparam("of"),
        publication.c.sender == bindparam("by"),
        publication.c.state == PublicationState.RUNNING.value,
        or_(publication.c.expires_at.is_(None), publication.c.expires_at > _NOW),
        or_(publication.c.expanded_at.is_(None), _PENDING),
    )
    .limit(1)
)


def arrange_chores(connection: Connection, workplace: Workplace, now: datetime) -> tuple[set[LaneId], datetime | None]:
    """Which lanes have a chore to do now, and when the next one is due."""
    lanes: set[LaneId] = set()
    moments: list[datetime] = []
    for sender, accounts in senders(workplace).items():
        due = earliest_chore(connection, workplace.tenant_id, accounts)
        free = None if due is None else free_at(connection, workplace, sender, now)
        if due is None or free is None:
            continue
        if max(due, free) <= now:
            lanes.add(workplace.lane(sender))
        else:
            moments.append(max(due, free))
    return lanes, min(moments, default=None)


def senders(workplace: Workplace) -> dict[str, list[str]]:
    """The accounts that send for real, by credential: what it was when something was sent matters no more."""
    found: dict[str, list[str]] = {}
    for account in workplace.tenant.accounts.values():
        if account.sender and workplace.mode(account) is Mode.REAL:
            found.setdefault(account.sender, []).append(account.name)
    return found


def message_due(connection: Connection, lane: LaneId, now: datetime) -> bool:
    """Whether a message waits to leave through a lane."""
    asked = {"of": lane.tenant, "by": lane.sender, "now": now}
    return execute(connection, _MESSAGE_DUE, asked).first() is not None


def quiet(place: Workplace, account: Account, now: datetime) -> datetime:
    """When nothing is about to leave: `now`, or soon after."""
    return now if upcoming(place, account.sender, now, now + QUIET) == 0 else now + QUIET


def room(place: Workplace, account: Account, state: PaceState, now: datetime) -> datetime:
    """When there is room for something that is not urgent: `now`, or after what is about to leave.

    What the calendar has for the quota's time to come is left to it. `state`: of the account's lane.
    """
    if (silence := quiet(place, account, now)) > now:
        return silence
    pace = account.pace
    if pace.quota is None:
        return now
    taken, end = used(pace, state, now), now + pace.quota_window
    planned = upcoming(place, account.sender, now, end)
    if planned is not None and taken + planned < pace.quota:
        return now
    return frees(pace, state, now, taken) if taken else end
