"""What really happened in a period: publications that went out and tasks that were done, read once for all figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Subquery, and_, case, func, select, union_all

from channels.adapter import Kind
from channels.capabilities import Metric
from indicators.medium import medium_named
from indicators.owed import Owed, read_owed
from indicators.petitions import Petition, read_petitions
from indicators.subscribed import Subscribed
from indicators.told import Counted, read_told
from indicators.voted import read_votes
from storage import meta
from storage.origin import Origin, origin_of
from storage.states import BOUNCED, DONE_WORK_ORDER, DeliveryState, Mode
from storage.tables import counter, delivery, publication, work_order
from storage.written import BY_STAFF

_KEY = (
    publication.c.campaign,
    publication.c.message,
    publication.c.account,
    publication.c.occurrence,
    publication.c.medium,
    publication.c.actions,
)
DONE_ORDERS = tuple(state.value for state in DONE_WORK_ORDER)


@dataclass(frozen=True, slots=True)
class Published(Origin):
    """What went out of one publication to one audience."""

    publication: int
    publishes: bool
    direct: bool
    """It went to persons, one by one; how many people a post or a radio spot reached, nobody counts."""
    moment: datetime
    sent: int
    bounced: int
    at_home: int = 0
    """Of messages to households, for how many more people than messages they were, without those that came back."""

    @property
    def reached(self) -> int:
        """Persons who got it: sent less bounced; of a message to a household, all whom it was for."""
        return self.sent - self.bounced + self.at_home if self.direct else 0


@dataclass(frozen=True, slots=True)
class Fulfilled(Origin):
    """A work order that somebody says was done."""

    order: int
    kind: str
    moment: datetime
    """When it was confirmed."""
    count: int
    """How many: spots, attendants, citizens served."""
    by: str
    note: str
    evidence: tuple[str, ...]
    """Names of the files that show it."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """All of them; the first two in the order of their moments."""

    published: tuple[Published, ...]
    fulfilled: tuple[Fulfilled, ...]
    told: tuple[Counted, ...] = ()
    """Posts that services were asked about, as the whole period sees them."""
    voted: tuple[Counted, ...] = ()
    """Polls, and our own page, of the surveys that closed in the period."""

    owed: tuple[Owed, ...] = ()
    """Duties whose term is in the period."""
    asked: tuple[Petition, ...] = ()
    """What was asked of the office, with a term in the period."""
    subscribed: tuple[Subscribed, ...] = ()
    """Who is subscribed when the period ends; empty where nothing counts them."""

    def of(self, metric: Metric) -> tuple[Counted, ...]:
        """Where a metric is looked for."""
        return self.voted if metric is Metric.VOTES else self.told

    def between(self, since: datetime, until: datetime) -> "Outcomes":
        """Those with a moment in [`since`, `until`); what services told does not divide."""
        return Outcomes(
            tuple(each for each in self.published if since <= each.moment < until),
            tuple(each for each in self.fulfilled if since <= each.moment < until),
        )


def counted_modes(connection: Connection) -> tuple[str, ...]:
    """The worlds that reports count: the real one; in the database of a simulation, the simulated one too."""
    simulated = meta.get(connection, meta.SIMULATION) is not None
    return (Mode.REAL.value, Mode.SIMULATED.value) if simulated else (Mode.REAL.value,)


def read_outcomes(
    connection: Connection, tenant: int, since: datetime, until: datetime, now: datetime | None = None
) -> Outcomes:
    """What happened in [`since`, `until`). Counters are added up; no delivery to a person is looked at,
    but for those to households.

    A post and a task count at the moment when the first one went out or was confirmed; a sending to persons, which
    may take days, counts whole at the moment when it began, so that a closed period keeps its figures.
    Derived publications (reminders, corrections, closings) and other acts than sending are never counted, and what was
    taken back is no content. Duties stand as they do at `now`; left out, at the end of the period.
    """
    modes = counted_modes(connection)
    published = _begun(connection, tenant, modes, since, until)
    fulfilled = connection.execute(_fulfilled(tenant, modes, since, until)).all()
    ours = counts(tenant, modes)
    told = read_told(connection, tenant, ours, since, until)
    voted = read_votes(connection, tenant, ours, since, until)
    owed = read_owed(connection, ours, tenant, since, until, now or until)
    asked = read_petitions(connection, tenant, since, until, now or until)
    return Outcomes(
        tuple(map(_as_published, published)), tuple(map(_as_fulfilled, fulfilled)), told, voted, owed, asked
    )


def rehearsed(connection: Connection, tenant: int, since: datetime, until: datetime) -> int:
    """How many publications would have counted in [`since`, `until`) if they had not been in `pruebas`."""
    modes = (Mode.SANDBOX.value,)
    rows = [
        *_begun(connection, tenant, modes, since, until),
        *connection.execute(_fulfilled(tenant, modes, since, until)),
    ]
    return len({(row.campaign, row.message, row.account, row.occurrence) for row in rows})


def counts(tenant: int, modes: Sequence[str]) -> ColumnElement[bool]:
    """The publication belongs to the tenant and to a world that counts, and is no derived one."""
    columns = publication.c
    return and_(
        columns.tenant == tenant,
        columns.mode.in_(modes),
        columns.act == "send",
        BY_STAFF,
    )


def _begun(
    connection: Connection, tenant: int, modes: Sequence[str], since: datetime, until: datetime
) -> list[Row[*tuple[Any, ...]]]:
    """What went out in [`since`, `until`), by its moment."""
    # A condition on the moment would have databases look for it twice more in each row's deliveries.
    near = connection.execute(_near(tenant, modes, since, until))
    return [row for row in near if since <= row.moment < until]


def _near(tenant: int, modes: Sequence[str], since: datetime, until: datetime) -> Select[*tuple[Any, ...]]:
    """What began before the period's end and was not over before its start, by its moment."""
    columns, near = publication.c, _not_over(tenant, since)
    sent = func.sum(case((counter.c.state == DeliveryState.SENT.value, counter.c.count), else_=0))
    bounced = func.sum(case((counter.c.state == BOUNCED, counter.c.count), else_=0))
    # What was taken back has reached whom it reached, but it is no content any more.
    publishes = case((_withdrawn(), False), else_=columns.publishes).label("publishes")
    return (
        select(*_KEY, columns.id, columns.kind, publishes, went_out().label("moment"), counter.c.audience)
        .add_columns(sent.label("sent"), bounced.label("bounced"), _at_home(counter.c.audience).label("at_home"))
        .select_from(near.join(publication, columns.id == near.c.id).join(counter, counter.c.publication == columns.id))
        .where(counts(tenant, modes), columns.started_at < until)
        .group_by(columns.id, counter.c.audience)
        .having(sent > 0)
        .order_by("moment", columns.id, counter.c.audience)
    )


def _not_over(tenant: int, since: datetime) -> Subquery:
    """Whatever was not over by then: each half is found by an index, and what ended before is passed over unseen."""
    its = publication.c
    mine = select(its.id).where(its.tenant == tenant)
    return union_all(mine.where(its.finished_at >= since), mine.where(its.finished_at.is_(None))).subquery()


def went_out() -> ColumnElement[datetime]:
    """When a publication counts: a post and a task at their first, a sending to persons when it began."""
    columns = publication.c
    first = (
        select(func.min(delivery.c.sent_at))
        .where(delivery.c.publication == columns.id, delivery.c.state == DeliveryState.SENT.value)
        .scalar_subquery()
    )
    return case((columns.kind == Kind.DIRECT.value, columns.started_at), else_=func.coalesce(first, columns.started_at))


def _at_home(audience: ColumnElement[str]) -> ColumnElement[int | None]:
    """The one figure that is added up from deliveries to persons: only of what went to households."""
    its = delivery.c
    arrived = (its.state == DeliveryState.SENT.value, its.bounced_at.is_(None), its.people.is_not(None))
    more = select(func.sum(its.people - 1)).where(
        its.publication == publication.c.id, its.audience == audience, *arrived
    )
    return case((publication.c.per_household, more.correlate(publication, audience.table).scalar_subquery()), else_=0)


def _withdrawn() -> ColumnElement[bool]:
    """Whether any of it was taken back: its withdrawal is found by its key.

    The most is asked for, and not whether there is any: that PostgreSQL would answer from all there ever was.
    """
    its, done = publication.alias(), counter.alias()
    columns = publication.c
    most = select(func.max(done.c["count"])).where(
        its.c.tenant == columns.tenant,
        its.c.campaign == columns.campaign,
        its.c.message == columns.message + "~retiro-1",
        its.c.account == columns.account,
        its.c.occurrence == columns.occurrence,
        done.c.publication == its.c.id,
        done.c.state == DeliveryState.SENT.value,
    )
    return func.coalesce(most.scalar_subquery(), 0) > 0


def _fulfilled(tenant: int, modes: Sequence[str], since: datetime, until: datetime) -> Select[*tuple[Any, ...]]:
    orders, columns = work_order.c, publication.c
    return (
        select(*_KEY, columns.audience, orders.id, orders.kind, orders.done, orders.note, orders.evidence)
        .add_columns(orders.confirmed_at, orders.confirmed_by)
        .join(publication, columns.id == orders.publication)
        .where(counts(tenant, modes), orders.state.in_(DONE_ORDERS))
        .where(orders.tenant == tenant, orders.confirmed_at >= since, orders.confirmed_at < until)
        .order_by(orders.confirmed_at, orders.id)
    )


def _as_published(row: Row[*tuple[Any, ...]]) -> Published:
    return Published(
        publication=row.id,
        **origin_of(row, medium_named(row.medium)),
        publishes=row.publishes,
        direct=row.kind == Kind.DIRECT.value,
        moment=row.moment,
        sent=int(row.sent),
        bounced=int(row.bounced),
        at_home=int(row.at_home or 0),
    )


def _as_fulfilled(row: Row[*tuple[Any, ...]]) -> Fulfilled:
    return Fulfilled(
        order=row.id,
        kind=row.kind,
        **origin_of(row, medium_named(row.medium)),
        moment=row.confirmed_at,
        count=row.done or 0,
        by=row.confirmed_by or "",
        note=row.note,
        evidence=tuple(each["name"] for each in row.evidence),
    )
