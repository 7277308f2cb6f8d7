"""Figures that were corrected: what people had noted or confirmed, what it is now, why, by whom and when."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, or_, select

from indicators.periods import Period
from storage.tables import measurement, recount, work_order


@dataclass(frozen=True, slots=True)
class CorrectedFigure:
    """One correction; of a figure that was corrected twice there are two."""

    indicator: str
    """Its key; empty: what a task's confirmation counted."""
    task: str
    """The task's title; empty: a figure of an indicator."""
    day: date
    """Of which day the figure speaks; of a task, that on which it was confirmed, in the municipality's zone."""
    before: float
    after: float
    reason: str
    by: str
    """A person's slug, or the name that somebody gave."""
    at: datetime


def read_corrected(connection: Connection, tenant: int, period: Period, zone: ZoneInfo) -> tuple[CorrectedFigure, ...]:
    """Those made in the period, and those of figures of its days that were made later; by their moment."""
    found = [*_of_indicators(connection, tenant, period), *_of_tasks(connection, tenant, period, zone)]
    return tuple(sorted(found, key=lambda each: (each.at, each.indicator, each.task)))


def _of_indicators(connection: Connection, tenant: int, period: Period) -> list[CorrectedFigure]:
    new, old = measurement.c, measurement.alias()
    made = and_(new.recorded_at >= period.since, new.recorded_at < period.until)
    asked = (
        select(new.indicator, new.day, old.c.value.label("before"), new.value, new.reason, new.by, new.recorded_at)
        .join(old, old.c.id == new.corrects)
        .where(
            new.tenant == tenant,
            # The join says it, too; by it the databases find them by their index.
            new.corrects.is_not(None),
            or_(made, new.day.between(period.first, period.last), old.c.day.between(period.first, period.last)),
        )
    )
    return [
        CorrectedFigure(row.indicator, "", row.day, row.before, row.value, row.reason, row.by, row.recorded_at)
        for row in connection.execute(asked)
    ]


def _of_tasks(connection: Connection, tenant: int, period: Period, zone: ZoneInfo) -> list[CorrectedFigure]:
    its, order = recount.c, work_order.c
    made = and_(its.at >= period.since, its.at < period.until)
    confirmed = and_(order.confirmed_at >= period.since, order.confirmed_at < period.until)
    asked = (
        select(order.title, order.confirmed_at, its.before, its.done, its.reason, its.by, its.at)
        .join(work_order, order.id == its.work_order)
        .where(order.tenant == tenant, order.confirmed_at.is_not(None), or_(made, confirmed))
    )
    return [
        CorrectedFigure(
            *("", row.title, row.confirmed_at.astimezone(zone).date()),
            *(row.before, row.done, row.reason, row.by, row.at),
        )
        for row in connection.execute(asked)
    ]
