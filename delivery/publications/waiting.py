"""What a municipality's rows wait for, in one question: a sweep every few seconds asks on only where it must."""

from typing import NamedTuple

from sqlalchemy import Connection, bindparam, exists, not_, or_, select

from delivery import blackouts, limits, lost_words, old_lists, suspensions
from delivery.publications import answer
from storage.account_chores import OPEN_OF_ACCOUNTS
from storage.execution import execute
from storage.replies import OPEN_REPLY
from storage.states import OPEN_WORK_ORDER, PublicationState, WorkOrderState
from storage.tables import chore, lane, publication, signup, work_order
from storage.unready import OPEN_UNREADY

OPEN = [state.value for state in OPEN_WORK_ORDER]


class Waiting(NamedTuple):
    """Whether there is any of each."""

    words: bool
    """Publications that await a word, the end of a suspension or of a veda, a list, the hour, or money."""
    following: bool
    """Publications that wait for another one."""
    suspended: bool
    """Publications that a suspension stopped in the middle."""
    running: bool
    """Publications on lanes that are not done."""
    half_written: bool
    """Publications that were cancelled before all their recipients had their rows, or were skipped."""
    orders: bool
    """Work orders that wait for a person."""
    postponed: bool
    """Those of them that were put off."""
    outages: bool
    """Accounts, copies or figures that are down or not ready, or were and are not called back yet."""
    replies: bool
    """Persons who wrote and are to be answered."""
    chores: bool
    """Chores that an account's lane does at their time."""
    signups: bool
    """Subscriptions that were asked for on the page, whose addresses are forgotten after a week."""


_PUBLICATION = publication.c.tenant == bindparam("of")
_ORDER = work_order.c.tenant == bindparam("of")
_SUSPENDED = publication.c.depends_on.like(f"{suspensions.MARK}%")
_OF_GATE = (answer.HOURS, answer.UNCHECKED, answer.UNREPORTED)
_OTHERWISE = (limits.MARK, blackouts.MARK, old_lists.MARK, lost_words.MARK, *_OF_GATE)
MARKS = (suspensions.MARK, *_OTHERWISE)
"""Begin what a row keeps that the gate holds back: each sweep asks again of those, and nothing else does."""
HELD_BACK = or_(*(publication.c.depends_on.like(f"{mark}%") for mark in MARKS))
_IN_APPROVAL = publication.c.state == PublicationState.AWAITING_APPROVAL.value
# Both states are named in one list besides, for SQLite finds no index through an OR and would look at every row.
AWAITING = (
    _PUBLICATION
    & publication.c.state.in_([PublicationState.AWAITING_APPROVAL.value, PublicationState.WAITING.value])
    & or_(_IN_APPROVAL, HELD_BACK)
)
FOLLOWING = (
    _PUBLICATION
    & publication.c.state.in_([PublicationState.WAITING.value, PublicationState.PLANNED.value])
    & publication.c.planned_at.is_(None)
    & or_(publication.c.depends_on.is_(None), not_(HELD_BACK))
)
"""What waits for another publication, as long as nobody knows its hour."""
STOPPED = _PUBLICATION & (publication.c.state == PublicationState.PAUSED.value) & _SUSPENDED
RUNNING = _PUBLICATION & (publication.c.state == PublicationState.RUNNING.value) & (publication.c.sender != "")
HALF_WRITTEN = (
    _PUBLICATION
    & (publication.c.state == PublicationState.CANCELLED.value)
    & publication.c.max_contact_id.is_not(None)
    & publication.c.expanded_at.is_(None)
)
_OTHER = lane.alias("other")
_WELL_SINCE = exists().where(
    _OTHER.c.tenant == lane.c.tenant,
    _OTHER.c.sender == lane.c.sender,
    _OTHER.c.failures == 0,
    _OTHER.c.paused_until.is_(None),
    not_(_OTHER.c.needs_person),
    _OTHER.c.beat_at > lane.c.beat_at,
)
DOWN = or_(lane.c.needs_person, (lane.c.failures > 0) & not_(_WELL_SINCE))
"""What one lane of a sender found out and another has found otherwise since is over."""
LANE_DOWN = (lane.c.tenant == bindparam("of")) & DOWN
_CHORE = chore.c.tenant == bindparam("of")
OPEN_OUTAGE = _CHORE & (chore.c.kind == "outage") & (chore.c.state != "over")
NOT_DONE = _CHORE & chore.c.kind.in_(["copy", "figures"]) & chore.c.state.in_(["due", "running", "failing"])
"""Conditions over the tenant `of`."""
_ASKED = select(
    exists().where(AWAITING),
    exists().where(FOLLOWING),
    exists().where(STOPPED),
    exists().where(RUNNING),
    exists().where(HALF_WRITTEN),
    exists().where(_ORDER, work_order.c.state.in_(OPEN)),
    exists().where(_ORDER, work_order.c.state == WorkOrderState.POSTPONED.value),
    or_(*(exists().where(each) for each in (LANE_DOWN, OPEN_OUTAGE, NOT_DONE, OPEN_UNREADY))),
    exists().where(OPEN_REPLY),
    exists().where(OPEN_OF_ACCOUNTS),
    exists().where(signup.c.tenant == bindparam("of")),
)


def waiting(connection: Connection, tenant_id: int) -> Waiting:
    """What waits now."""
    return Waiting(*execute(connection, _ASKED, {"of": tenant_id}).one())
