"""One indicator over time: each figure that was given, with what it replaced, and each period as it was closed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select, tuple_

from campaigns.indicator import Indicator
from campaigns.tenant import Tenant
from indicators.beginning import first_row
from indicators.declared import Measurement, as_measurement
from indicators.pace import Course
from indicators.periods import Period, before, period_of
from storage.snapshots import KeptFigures, closed_among, last_figures
from storage.tables import measurement

LONGEST = 20
"""Corrections of one figure that are followed back."""
MOST_READ = 60
"""Closed periods that are kept in memory, each some kilobytes."""
Place = tuple[date, int]
"""A figure's day and number, by which figures are told apart and put in order."""


@dataclass(frozen=True, slots=True)
class NotedFigure:
    """A figure that stands."""

    figure: Measurement
    replaced: tuple[Measurement, ...]
    """What it said before, the last one first."""


@dataclass(frozen=True, slots=True)
class ClosedFigure:
    """What a closed period says of an indicator."""

    period: Period
    at: datetime
    """When it was closed, aware."""
    version: int
    digest: str
    told: bool
    """Whether it speaks of the indicator: its plan may not have had it."""
    value: float | None
    target: float | None
    percent: float | None
    standing: Course | None


def noted_figures(
    connection: Connection, tenant_id: int, key: str, below: Place | None, most: int
) -> tuple[NotedFigure, ...]:
    """Those of an indicator that stand, the latest day first. `below`: only those before that place."""
    its = measurement.c
    corrected = select(its.corrects).where(its.tenant == tenant_id, its.corrects.is_not(None))
    asked = select(measurement).where(its.tenant == tenant_id, its.indicator == key, its.id.not_in(corrected))
    if below is not None:
        asked = asked.where(tuple_(its.day, its.id) < tuple_(*below))
    rows = connection.execute(asked.order_by(its.day.desc(), its.id.desc()).limit(most))
    standing = [as_measurement(row) for row in rows]
    older = _older(connection, standing)
    return tuple(NotedFigure(each, tuple(_chain(each, older))) for each in standing)


def evidence_of(connection: Connection, tenant_id: int, key: str, number: int) -> Sequence[Mapping[str, str]]:
    """The files of a figure, with `sha256` and `name`; empty where there is no such figure."""
    its = measurement.c
    asked = select(its.evidence).where(its.tenant == tenant_id, its.indicator == key, its.id == number)
    return connection.scalar(asked) or ()


def periods_back(
    connection: Connection, tenant: Tenant, tenant_id: int, key: str, last: Period, most: int
) -> tuple[Period, ...]:
    """The indicator's own periods up to `last`, the latest first, back to its first figure or the first row."""
    zone, found = tenant.municipality.zone, [last]
    first = _first_day(connection, tenant, tenant_id, key) or last.first
    while len(found) < most and found[-1].first > first:
        found.append(before(found[-1], zone))
    return tuple(found)


class ClosedFigures:
    """What closed periods say, read once: no version of one ever changes. May be asked from several threads."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._kept: dict[tuple[int, str], Mapping[str, ClosedFigure]] = {}
        """By the municipality and the digest; each by the indicator's key, and for others under the empty one."""

    def of(
        self, connection: Connection, tenant_id: int, key: str, periods: Sequence[Period]
    ) -> Mapping[str, ClosedFigure]:
        """Of an indicator in those of the periods that are closed, by the period's key. Raises SpoiledSnapshot."""
        by_key = {each.key: each for each in periods}
        closed = closed_among(connection, tenant_id, list(by_key))
        known = {each.period: self._kept.pop((tenant_id, each.digest), None) for each in closed.values()}
        unread = [name for name, found in known.items() if found is None]
        for name, each in last_figures(connection, tenant_id, unread).items() if unread else ():
            known[name] = _closed(by_key[name], each)
        told = {name: found for name, found in known.items() if found is not None}
        self._kept |= {(tenant_id, found[""].digest): found for found in told.values()}
        self._kept = dict(list(self._kept.items())[-MOST_READ:])
        return {name: found.get(key, found[""]) for name, found in told.items()}


def own_period(indicator: Indicator, day: date, tenant: Tenant) -> Period:
    """The one of its target that a day belongs to."""
    return period_of(indicator.period, day, tenant.municipality.zone)


def _older(connection: Connection, figures: Sequence[Measurement]) -> Mapping[int, Measurement]:
    found: dict[int, Measurement] = {}
    wanted = {each.corrects for each in figures if each.corrects is not None}
    for _ in range(LONGEST):
        if not wanted:
            break
        rows = connection.execute(select(measurement).where(measurement.c.id.in_(wanted)))
        news = [as_measurement(row) for row in rows]
        found |= {each.id: each for each in news}
        wanted = {each.corrects for each in news if each.corrects is not None}
    return found


def _chain(figure: Measurement, older: Mapping[int, Measurement]) -> Iterator[Measurement]:
    while figure.corrects is not None and figure.corrects in older:
        figure = older[figure.corrects]
        yield figure


def _first_day(connection: Connection, tenant: Tenant, tenant_id: int, key: str) -> date | None:
    its = measurement.c
    given = connection.scalar(select(func.min(its.day)).where(its.tenant == tenant_id, its.indicator == key))
    began = first_row(connection, tenant_id)
    days = [given, began.astimezone(tenant.municipality.zone).date() if began is not None else None]
    return min((day for day in days if day is not None), default=None)


def _closed(period: Period, kept: KeptFigures) -> Mapping[str, ClosedFigure]:
    found = json.loads(kept.figures)
    at = datetime.fromisoformat(found["closed"]["at"])
    none = ClosedFigure(period, at, kept.version, kept.digest, False, None, None, None, None)
    return {"": none, **{row["key"]: _told(none, row) for row in found["indicators"]}}


def _told(none: ClosedFigure, row: Mapping[str, Any]) -> ClosedFigure:
    goal = row["goal"]
    return replace(
        none,
        told=True,
        value=row["figure"]["value"],
        target=goal["target"],
        percent=goal.get("judged_percent", goal["percent"]),
        standing=row["standing"],
    )
