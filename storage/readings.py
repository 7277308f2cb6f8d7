"""Figures that services tell of posts: each time that one was asked is kept, and none is ever added to another."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, Select, func, insert, select

from storage.tables import figure, publication, reading


class Told(NamedTuple):
    """What a service last said of a delivery."""

    asked_at: datetime
    """Of the last time that it was asked."""
    figures: Mapping[str, int]
    """Metric to the last value that it told; one that it never told is not among them."""
    untold: tuple[str, ...] = ()
    """Metrics for which it was asked the last time and has never told: nobody knows, and that is not nought."""


def add_reading(
    connection: Connection,
    tenant: int,
    publication_id: int,
    delivery_id: int,
    asked_at: datetime,
    figures: Mapping[str, int],
    untold: Collection[str] = (),
) -> int:
    """Keep what a service told at one time, and which metrics it did not tell though asked. The reading's number."""
    row = {
        "tenant": tenant,
        "publication": publication_id,
        "delivery": delivery_id,
        "asked_at": asked_at,
        "untold": sorted(untold),
    }
    number = int(connection.scalars(insert(reading).returning(reading.c.id), [row]).one())
    if figures:
        rows = [{"reading": number, "metric": metric, "value": value} for metric, value in figures.items()]
        connection.execute(insert(figure), rows)
    return number


def last_told(
    connection: Connection,
    tenant: int,
    before: datetime | None = None,
    deliveries: Collection[int] | Select[int] | None = None,
) -> dict[int, Told]:
    """By delivery, what was last told of it before a moment; the last of each metric, also where it is told no more.

    `deliveries`: the numbers of those that are wanted, or a question that gives them; None: all.
    """
    # Besides its deliveries the municipality would only lead SQLite to all that it has ever asked.
    its = reading.c.tenant == tenant if deliveries is None else reading.c.delivery.in_(deliveries)
    if before is not None:
        its &= reading.c.asked_at < before
    newest = select(func.max(reading.c.id)).where(its).group_by(reading.c.delivery)
    asked = select(reading.c.delivery, reading.c.asked_at, reading.c.untold).where(reading.c.id.in_(newest))
    last = (
        select(reading.c.delivery, figure.c.metric, func.max(reading.c.id).label("number"))
        .join(figure, figure.c.reading == reading.c.id)
        .where(its)
        .group_by(reading.c.delivery, figure.c.metric)
        .subquery()
    )
    values = select(last.c.delivery, last.c.metric, figure.c.value).join(
        figure, (figure.c.reading == last.c.number) & (figure.c.metric == last.c.metric)
    )
    found: dict[int, dict[str, int]] = {}
    for number, metric, value in connection.execute(values):
        found.setdefault(number, {})[metric] = value
    told: dict[int, Told] = {}
    for row in connection.execute(asked):
        figures = found.get(row.delivery, {})
        told[row.delivery] = Told(row.asked_at, figures, tuple(name for name in row.untold if name not in figures))
    return told


def room_for_reading(
    connection: Connection, tenant: int, account: str, most: int, window: timedelta, now: datetime
) -> datetime | None:
    """When an account may be read again, where it was `most` times in the `window` before `now`; None: now."""
    asked = (
        select(reading.c.asked_at)
        .join(publication, publication.c.id == reading.c.publication)
        .where(reading.c.tenant == tenant, reading.c.asked_at > now - window, reading.c.asked_at <= now)
        .where(publication.c.account == account)
        .order_by(reading.c.asked_at.desc())
        .limit(most)
    )
    moments = list(connection.execute(asked).scalars())
    return moments[-1] + window if len(moments) >= most else None
