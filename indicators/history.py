"""One indicator over time: each figure that was given, with what it replaced, and each period as it was closed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select, tuple_

from campaigns.indicator import Indicator
from campaigns.tenant import Tenant
from indicators.beginning import first_row
from indicators.declared import Measurement, as_measurement
from indicators.pace import Course
from indicators.periods import Period, before, period_of
from storage.snapshots import last_figures
from storage.tables import measurement

LONGEST = 20
"""Corrections of one figure that are followed back."""
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


def closed_figures(
    connection: Connection, tenant_id: int, key: str, periods: Sequence[Period]
) -> Mapping[str, ClosedFigure]:
    """Those of the periods that are closed, by the period's key. Raises SpoiledSnapshot."""
    by_key = {each.key: each for each in periods}
    kept = last_figures(connection, tenant_id, list(by_key))
    return {name: _closed(by_key[name], key, each.version, each.digest, each.figures) for name, each in kept.items()}


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


def _closed(period: Period, key: str, version: int, digest: str, figures: str) -> ClosedFigure:
    found = json.loads(figures)
    row: Mapping[str, Any] | None = next((each for each in found["indicators"] if each["key"] == key), None)
    at = datetime.fromisoformat(found["closed"]["at"])
    if row is None:
        return ClosedFigure(period, at, version, digest, False, None, None, None, None)
    goal = row["goal"]
    return ClosedFigure(
        period=period,
        at=at,
        version=version,
        digest=digest,
        told=True,
        value=row["figure"]["value"],
        target=goal["target"],
        percent=goal.get("judged_percent", goal["percent"]),
        standing=row["standing"],
    )
