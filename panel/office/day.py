"""What a day at the office shows: what went out, what is next, what waits, what went wrong, how the accounts are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import Connection, bindparam, select

from delivery.approving.in_office import Line, waiting_for
from delivery.daemon.announcement import upcoming
from delivery.planned import Planned
from delivery.publications.errands import Errand, open_errands
from delivery.staff import people_behind
from delivery.submissions.awaited import Awaited, awaited
from delivery.watching.status import WRITTEN, LaneStatus, lanes_of
from delivery.workplace import Workplace
from panel.office.went import COLUMNS, Went, counts_of, went
from storage.columns import Instant
from storage.execution import execute
from storage.states import PublicationState
from storage.tables import publication
from storage.unready import Unready, unready_accounts

MOST = 30
"""Of each kind that are shown: the rest is counted."""
FEW = 10
"""Of the words that are wanting: the page of approvals has them all."""
RECENT = timedelta(days=14)
"""How long what went wrong stays among the day's: older ones are found among the sendings."""
WRONG = (PublicationState.MISSED, PublicationState.DONE_WITH_ERRORS)
HELD = (PublicationState.AWAITING_APPROVAL, PublicationState.WAITING, PublicationState.PAUSED)


@dataclass(frozen=True, slots=True)
class Day:
    """One moment of one municipality, for one person."""

    went: list[Went]
    """Begun since midnight, the latest first."""
    next: list[Planned]
    held: list[Went]
    wrong: list[Went]
    words: list[Line]
    """What waits for the person's word, the first to go out first."""
    sent: list[Awaited]
    """What people sent and the office wants to publish, where the person's word is asked."""
    mine: list[Errand]
    """Open tasks that are the person's own, the most urgent first."""
    tasks: int
    """All open ones."""
    lanes: list[LaneStatus]
    """Those that are stopped."""
    unready: list[Unready]
    more: Mapping[str, int]
    """How many are not shown, by `went`, `held`, `wrong` and `words`."""


_MINE = (publication.c.tenant == bindparam("of"), WRITTEN)
_BEGUN = (
    select(*COLUMNS)
    .where(*_MINE, publication.c.started_at >= bindparam("since", type_=Instant()))
    .order_by(publication.c.started_at.desc(), publication.c.id.desc())
)
_STANDING = (
    select(*COLUMNS)
    .where(*_MINE, publication.c.state.in_(bindparam("states", expanding=True)))
    .order_by(publication.c.planned_at.desc(), publication.c.id.desc())
)
_LATELY = _STANDING.where(publication.c.planned_at >= bindparam("since", type_=Instant()))


def read_day(connection: Connection, place: Workplace, person: str, now: datetime, *, decides: bool) -> Day:
    """Read it all. `person`: the slug of whoever looks; `decides`: who may say a word where it is asked."""
    tenant = place.tenant
    today = now.astimezone(tenant.municipality.zone).date()
    midnight = datetime.combine(today, time.min, tenant.municipality.zone).astimezone(UTC)
    asked = {
        "went": (_BEGUN, {"of": place.tenant_id, "since": midnight}),
        "held": (_STANDING, {"of": place.tenant_id, "states": [state.value for state in HELD]}),
        "wrong": (_LATELY, {"of": place.tenant_id, "states": [state.value for state in WRONG], "since": now - RECENT}),
    }
    rows = {name: execute(connection, statement, values).all() for name, (statement, values) in asked.items()}
    shown = {row.id for found in rows.values() for row in found[:MOST]}
    counts = counts_of(connection, shown)
    lists = {name: [went(tenant, row, counts.get(row.id, {})) for row in found[:MOST]] for name, found in rows.items()}
    words, more = waiting_for(connection, place, person, now, FEW) if decides else ([], 0)
    errands = open_errands(connection, place.tenant_id)
    return Day(
        next=upcoming(tenant, now),
        words=words,
        sent=[each for each in awaited(connection, place, person) if each.mine] if decides else [],
        mine=[each for each in errands if person in people_behind(tenant.municipality, each.waits_for)],
        tasks=len(errands),
        lanes=[each for each in lanes_of(connection, place.tenant_id) if each.stopped],
        unready=unready_accounts(connection, place.tenant_id),
        more={name: len(found) - len(found[:MOST]) for name, found in rows.items()} | {"words": more},
        **lists,
    )
