"""What a suspension holds back, and what it would: for whoever is about to suspend a class, or to open it again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from campaigns.account import Account
from campaigns.tenant import CampaignMessage, Tenant
from delivery.office.stopped import RUNNING
from delivery.planned import GOES_OUT, Planned
from delivery.publications.draft import hours_of
from delivery.publishing.review import is_overtaken, last_of_each, place_of
from delivery.workplace import Workplace
from storage.execution import execute
from storage.states import NOT_BEGUN, PublicationState
from storage.tables import publication

_COLUMNS = (
    *(publication.c[name] for name in ("id", "campaign", "message", "account", "occurrence")),
    *(publication.c[name] for name in ("state", "reason", "planned_at", "started_at", "mode", "corrects")),
)
_HELD = (
    select(*_COLUMNS)
    .where(
        publication.c.tenant == bindparam("of"),
        publication.c.state.in_([PublicationState.WAITING.value, PublicationState.PAUSED.value]),
        publication.c.depends_on == bindparam("mark"),
    )
    .order_by(publication.c.planned_at, publication.c.id)
)
_RUNS = select(func.count()).select_from(publication).where(RUNNING)


@dataclass(frozen=True, slots=True)
class HeldBack:
    """The publications that one suspension holds back at a moment, the first to be due first."""

    stopped: tuple[Row[Any], ...]
    """Stopped in the midst of going out: they go on."""
    waiting: tuple[Row[Any], ...]
    """In time still: they go out."""
    lost: tuple[Row[Any], ...]
    """Too late by now, or a later time of the same message goes out in their place: they do not go out."""

    @property
    def all(self) -> tuple[Row[Any], ...]:
        """Whatever becomes of them."""
        return self.stopped + self.waiting + self.lost


@dataclass(frozen=True, slots=True)
class WouldHold:
    """What of a plan a suspension would hold back."""

    after: tuple[Planned, ...]
    """In time still at its end, or nobody has said when that is."""
    lost: tuple[Planned, ...]
    """Too late by then, or a later time of the same message goes out in their place."""


def held_back(connection: Connection, workplace: Workplace, mark: str, now: datetime) -> HeldBack:
    """What would become of each that keeps a `mark` if it were let go at `now`, should nothing else hold it."""
    return parted(workplace.tenant, execute(connection, _HELD, {"of": workplace.tenant_id, "mark": mark}).all(), now)


def parted(tenant: Tenant, rows: Sequence[Row[Any]], now: datetime) -> HeldBack:
    """The same of rows that were read. Pure; each is looked at once, for a class may hold back thousands."""
    last, paused = last_of_each(rows), PublicationState.PAUSED.value
    stopped, waiting, lost = list[Row[Any]](), list[Row[Any]](), list[Row[Any]]()
    for row in rows:
        if row.state == paused:
            # What a person paused while it waited is that person's.
            stopped += [row] if row.started_at is not None else []
        else:
            (waiting if _goes_out(tenant, row, last.get(place_of(row)), now) else lost).append(row)
    return HeldBack(tuple(stopped), tuple(waiting), tuple(lost))


def running(connection: Connection, tenant_id: int, class_: str) -> int:
    """How many publications of a class go out at this moment, and would be stopped."""
    return int(execute(connection, _RUNS, {"of": tenant_id, "class": class_}).scalar_one())


def would_hold(
    tenant: Tenant, planned: Iterable[Planned], class_: str, now: datetime, until: datetime | None
) -> WouldHold:
    """Of a plan, what is due from `now` on and goes out before `until` (aware; None: nobody has said). Pure."""
    due = list(_due(planned, class_, now, until))
    if until is None:
        return WouldHold(tuple(due), ())
    after, lost = list[Planned](), list[Planned]()
    last = {(each.campaign, each.message, each.account): each for each in due if _in_time(tenant, each, until)}
    for each in due:
        message = _message(tenant, each)
        later = last.get((each.campaign, each.message, each.account))
        overtaken = later is not each and message is not None and message.rule.recurring
        overtaken = overtaken and message is not None and message.entry.report is None
        (after if _in_time(tenant, each, until) and not overtaken else lost).append(each)
    return WouldHold(tuple(after), tuple(lost))


def until_when(tenant: Tenant, message: CampaignMessage, account: Account, planned_at: datetime) -> datetime:
    """The last moment at which what was planned for one is not late on an account."""
    hours = hours_of(tenant, message, account)
    return planned_at + message.tolerance if hours is None else hours.deadline(planned_at, message.tolerance)


def _goes_out(tenant: Tenant, row: Row[Any], last: Row[Any] | None, now: datetime) -> bool:
    """Whether one that waits is in time, and none that comes after it goes out in its place."""
    campaign, account = tenant.campaigns.get(row.campaign), tenant.accounts.get(row.account)
    message = campaign.message(row.message) if campaign is not None else None
    if message is None or account is None:
        # A correction is of no message that the files have.
        return row.corrects is not None
    if last is not None and is_overtaken(row, last, message):
        return False
    return row.planned_at is None or now <= until_when(tenant, message, account, row.planned_at)


def _due(planned: Iterable[Planned], class_: str, now: datetime, until: datetime | None) -> Iterator[Planned]:
    for each in planned:
        still = each.decision in (*GOES_OUT, *NOT_BEGUN) and each.class_ == class_ and each.local is not None
        if still and each.local is not None and now <= each.local and (until is None or each.local < until):
            yield each


def _in_time(tenant: Tenant, each: Planned, until: datetime) -> bool:
    message, account = _message(tenant, each), tenant.accounts.get(each.account)
    if message is None or account is None or each.local is None:
        return False
    return until <= until_when(tenant, message, account, each.local)


def _message(tenant: Tenant, each: Planned) -> CampaignMessage | None:
    campaign = tenant.campaigns.get(each.campaign)
    return campaign.message(each.message) if campaign is not None else None
