"""Figures on sending, for those who watch it over time: what stands in which state, what waits, how long sends take."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Float, case, extract, func, select

from storage.states import BOUNCED, OPEN_DELIVERY, PublicationState
from storage.tables import attempt, counter, delivery, publication, tenant

BOUNDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
"""Seconds. A relay next door takes ten milliseconds, a service abroad half a second, a slow final dot minutes."""
_DAY = 86_400.0
_OPEN = [state.value for state in OPEN_DELIVERY]
_SUM = func.sum(counter.c["count"])


class Standing(NamedTuple):
    """So many deliveries of one municipality and channel are in a state."""

    tenant: str
    channel: str
    mode: str
    state: str
    number: int


class Depth(NamedTuple):
    """So many deliveries wait for their turn, of what runs."""

    tenant: str
    channel: str
    number: int


@dataclass(frozen=True, slots=True)
class Durations:
    """How long attempts on one channel took that ended in one way."""

    channel: str
    outcome: str
    within: tuple[int, ...]
    """How many took no longer than each of `BOUNDS`."""
    count: int
    seconds: float
    """All together."""


def standings(connection: Connection) -> list[Standing]:
    """Deliveries by channel and state, from the counters."""
    columns = (tenant.c.slug, publication.c.channel, publication.c.mode, counter.c.state)
    asked = (
        select(*columns, _SUM)
        .join(publication, publication.c.id == counter.c.publication)
        .join(tenant, tenant.c.id == publication.c.tenant)
        .where(counter.c.state != BOUNCED)
        .group_by(*columns)
        .order_by(*columns)
    )
    return [Standing(*row[:4], int(row[4])) for row in connection.execute(asked)]


def depths(connection: Connection) -> list[Depth]:
    """Of what runs now, how many have no outcome yet; recipients that are still to be written down are not in it."""
    columns = (tenant.c.slug, publication.c.channel)
    runs = publication.c.state == PublicationState.RUNNING.value
    asked = (
        select(*columns, _SUM)
        .join(publication, publication.c.id == counter.c.publication)
        .join(tenant, tenant.c.id == publication.c.tenant)
        .where(runs, publication.c.sender != "", counter.c.state.in_(_OPEN))
        .group_by(*columns)
        .order_by(*columns)
    )
    return [Depth(*row[:2], int(row[2])) for row in connection.execute(asked)]


def last_attempt(connection: Connection) -> int:
    """The number of the latest attempt; 0 where there is none."""
    return connection.execute(select(func.max(attempt.c.id))).scalar_one() or 0


def durations(connection: Connection, after: int, until: int) -> list[Durations]:
    """How long the attempts took whose numbers lie in (`after`, `until`], added up by the database."""
    seconds = _seconds(connection.dialect.name)
    within = [func.sum(case((seconds <= bound, 1), else_=0)) for bound in BOUNDS]
    columns = (publication.c.channel, attempt.c.outcome)
    asked = (
        select(*columns, func.count(), func.sum(seconds), *within)
        .join(delivery, delivery.c.id == attempt.c.delivery)
        .join(publication, publication.c.id == delivery.c.publication)
        .where(attempt.c.id > after, attempt.c.id <= until)
        .group_by(*columns)
        .order_by(*columns)
    )
    return [
        Durations(channel, outcome, tuple(int(number) for number in numbers), int(count), float(whole))
        for channel, outcome, count, whole, *numbers in connection.execute(asked)
    ]


def _seconds(dialect: str) -> ColumnElement[float]:
    if dialect == "sqlite":
        return (
            func.julianday(attempt.c.ended_at, type_=Float) - func.julianday(attempt.c.started_at, type_=Float)
        ) * _DAY
    return extract("epoch", attempt.c.ended_at - attempt.c.started_at).cast(Float)
