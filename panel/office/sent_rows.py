"""Which publications a list of sendings shows: newest first, a page at a time, by indexes however many there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from delivery.workplace import Workplace
from panel.office.typed import moment_typed, number_typed
from panel.office.went import COLUMNS, Went, counts_of, went
from storage.states import NOT_BEGUN, PublicationState
from storage.tables import publication
from storage.written import SHOWN

PAGE = 50
"""Publications of one page."""
_MOMENT = "moment"
_BEGUN: Mapping[str, tuple[bool, ...]] = {
    **{state.value: (False,) for state in (*NOT_BEGUN, PublicationState.MISSED)},
    **{
        state.value: (True,)
        for state in (PublicationState.RUNNING, PublicationState.DONE, PublicationState.DONE_WITH_ERRORS)
    },
}
"""By state, whether what stands in it has begun; what is in none may have or not."""


class Cursor(NamedTuple):
    """Behind which publication a page begins."""

    moment: datetime
    id: int

    def __str__(self) -> str:
        return f"{self.moment.astimezone(UTC).isoformat()}_{self.id}"

    @classmethod
    def read(cls, typed: str) -> "Cursor | None":
        """As an address says it; None: it says none that can be."""
        told, _, digits = typed.rpartition("_")
        moment, number = moment_typed(told), number_typed(digits)
        return None if moment is None or number is None else cls(moment, number)


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; what is empty is not asked."""

    campaign: str = ""
    account: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    """The last day, which also counts."""
    before: Cursor | None = None


class Sendings(NamedTuple):
    """One page."""

    rows: list[Went]
    more: Cursor | None
    """Where the next page begins; None: this was the last."""


def find_sendings(connection: Connection, place: Workplace, sought: Sought) -> Sendings:
    """What staff wrote, corrections and withdrawals; not what the program tells the staff by itself.

    By the moment at which it began to go out, else that for which it is planned, else that at which it was written.
    """
    zone = place.tenant.municipality.zone
    found: list[Row[Any]] = []
    for begun in _BEGUN.get(sought.state, (True, False)):
        found += connection.execute(_asked(place.tenant_id, sought, zone, begun=begun))
    found.sort(key=lambda row: (row.moment, row.id), reverse=True)
    shown = list(islice(found, PAGE))
    counts = counts_of(connection, [row.id for row in shown])
    more = Cursor(shown[-1].moment, shown[-1].id) if len(found) > PAGE else None
    return Sendings([went(place.tenant, row, counts.get(row.id, {})) for row in shown], more)


def _asked(tenant: int, sought: Sought, zone: ZoneInfo, *, begun: bool) -> Select[Any]:
    """Those that have begun, or those that have not: each is found in the order of its own column."""
    its = publication.c
    moment: ColumnElement[datetime] = its.started_at if begun else func.coalesce(its.planned_at, its.created_at)
    asked = select(*COLUMNS, moment.label(_MOMENT)).where(
        its.tenant == tenant,
        its.started_at.is_not(None) if begun else its.started_at.is_(None),
        SHOWN,
    )
    for column, value in ((its.campaign, sought.campaign), (its.account, sought.account), (its.state, sought.state)):
        if value:
            asked = asked.where(column == value)
    if sought.since is not None:
        asked = asked.where(moment >= _midnight(sought.since, zone))
    if sought.until is not None:
        asked = asked.where(moment < _midnight(sought.until + timedelta(days=1), zone))
    if sought.before is not None:
        at, number = sought.before
        asked = asked.where(and_(moment <= at, or_(moment < at, its.id < number)))
    return asked.order_by(moment.desc(), its.id.desc()).limit(PAGE + 1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)
