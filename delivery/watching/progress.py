"""How far a sending is: of how many, how fast, and how much longer it takes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from audience.people import count
from campaigns.audience import Condition
from channels.adapter import Kind
from channels.keys import Key
from delivery.blackouts import MARK
from storage.states import BOUNCED, DeliveryState, PublicationState
from storage.tables import counter, publication

UNDER_WAY = (PublicationState.RUNNING, PublicationState.PAUSED)
WINDOW = timedelta(seconds=20)
"""Over how long a rate is taken."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One publication under way, at one moment."""

    id: int
    key: str
    state: PublicationState
    total: int
    """Recipients; of those who have no row yet, as many as belong now."""
    sent: int
    failed: int
    uncertain: int
    skipped: int
    since: datetime
    """When it began to go out."""
    resumes_at: datetime | None = None
    """When it goes on that rests until persons may be written to again; None, or past: it does not rest."""
    held: str = ""
    """Why a veda holds it, in Spanish; empty: none does."""

    @property
    def over(self) -> int:
        """How many have an outcome."""
        return self.sent + self.failed + self.uncertain + self.skipped

    @property
    def left(self) -> int:
        """How many have none yet."""
        return max(0, self.total - self.over)

    @property
    def runs(self) -> bool:
        """Whether it goes on by itself."""
        return self.state is PublicationState.RUNNING


@dataclass(slots=True)
class Rate:
    """How fast one publication goes, by what was seen of it lately."""

    seen: list[tuple[datetime, int]] = field(default_factory=list)

    def learn(self, now: datetime, over: int) -> float:
        """So many have an outcome now: how many each second that makes."""
        self.seen.append((now, over))
        while len(self.seen) > 2 and now - self.seen[0][0] > WINDOW:
            self.seen.pop(0)
        return per_second(self.seen[0], now, over)


def progress(
    connection: Connection, tenant_id: int, campaign: str | None = None, also: Collection[int] = ()
) -> list[Progress]:
    """What is under way, of one campaign where it is given, and those of numbers `also`; tasks of people are not in it.

    In the order in which they began.
    """
    columns = publication.c
    wanted = columns.state.in_([state.value for state in UNDER_WAY])
    asked = select(publication).where(
        columns.tenant == tenant_id,
        columns.sender != "",
        columns.started_at.is_not(None),
        or_(wanted, columns.id.in_(list(also))),
    )
    if campaign is not None:
        asked = asked.where(columns.campaign == campaign)
    rows = connection.execute(asked.order_by(columns.started_at, columns.id)).all()
    counts = _counts(connection, [row.id for row in rows])
    return [_progress(connection, tenant_id, row, counts.get(row.id, {})) for row in rows]


def per_second(before: tuple[datetime, int], now: datetime, over: int) -> float:
    """How many came to an outcome each second since a moment at which so many had."""
    seconds = (now - before[0]).total_seconds()
    return max(0, over - before[1]) / seconds if seconds > 0 else 0.0


def time_left(left: int, rate: float) -> timedelta | None:
    """How much longer it takes at such a rate; None: nothing moves."""
    return timedelta(seconds=round(left / rate)) if rate > 0 else None


def as_progress(row: Row[Any], counts: Mapping[str, int], total: int) -> Progress:
    """A row that has begun, with its deliveries by state (those that came back are not among them) and their sum."""
    return Progress(
        id=row.id,
        key=str(Key(row.campaign, row.message, row.account, row.occurrence)),
        state=PublicationState(row.state),
        total=total,
        sent=counts.get(DeliveryState.SENT.value, 0),
        failed=counts.get(DeliveryState.FAILED.value, 0),
        uncertain=counts.get(DeliveryState.UNCERTAIN.value, 0),
        skipped=counts.get(DeliveryState.SKIPPED.value, 0),
        since=row.started_at,
        resumes_at=row.resumes_at,
        held=row.reason if (row.depends_on or "").startswith(MARK) else "",
    )


def is_listing(row: Row[Any]) -> bool:
    """Whether not all recipients of a row have been written down yet."""
    return row.expanded_at is None and row.kind == Kind.DIRECT.value


def _progress(connection: Connection, tenant_id: int, row: Row[Any], counts: Mapping[str, int]) -> Progress:
    total = sum(counts.values())
    if is_listing(row):
        condition = Condition.model_validate(row.condition or {})
        total = max(total, count(connection, tenant_id, condition, row.channel, row.class_))
    return as_progress(row, counts, total)


def _counts(connection: Connection, numbers: Collection[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    asked = select(counter.c.publication, counter.c.state, counter.c["count"]).where(counter.c.state != BOUNCED)
    for number, state, count_ in connection.execute(asked.where(counter.c.publication.in_(list(numbers)))):
        states = found.setdefault(number, {})
        states[state] = states.get(state, 0) + count_
    return found
