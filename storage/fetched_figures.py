"""Figures that were fetched: one row for each span of days, by its last; what is told otherwise later is a new row."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select

from storage.tables import measurement

PULLED = "pulled"
"""In `measurement.source`."""
FETCHING = "figures"
"""In `chore.kind`; its subject is the indicator's key."""
LARGEST_FIGURE = 1e15
"""Of any figure, told by whomever: all pesos of a country; sums of such numbers are exact to the unit."""


@dataclass(frozen=True, slots=True)
class StandingFigure:
    """What holds of a day."""

    id: int
    value: float
    fetched: bool
    """False: a person gave it."""


def latest_fetched(connection: Connection, tenant: int, indicator: str) -> date | None:
    """The last day of which a figure was ever fetched."""
    its = measurement.c
    asked = select(func.max(its.day)).where(its.tenant == tenant, its.indicator == indicator, its.source == PULLED)
    found: date | None = connection.execute(asked).scalar_one()
    return found


def standing_figures(
    connection: Connection, tenant: int, indicator: str, days: Collection[date]
) -> Mapping[date, StandingFigure]:
    """Of these days what holds of the indicator as a whole: what no later row has corrected."""
    its, later = measurement.c, measurement.alias()
    corrected = select(later.c.id).where(later.c.tenant == tenant, later.c.corrects == its.id).exists()
    asked = select(its.id, its.day, its.value, its.source).where(
        its.tenant == tenant, its.indicator == indicator, its.action == "", its.day.in_(days), ~corrected
    )
    rows = connection.execute(asked.order_by(its.id))
    return {row.day: StandingFigure(row.id, row.value, row.source == PULLED) for row in rows}


def add_fetched(
    connection: Connection,
    tenant: int,
    indicator: str,
    day: date,
    value: float,
    note: str,
    by: str,
    now: datetime,
    corrects: int | None = None,
    reason: str = "",
) -> None:
    """Keep one. `note`: from where; `reason`: why it corrects another; both in Spanish."""
    row = {
        "tenant": tenant,
        "indicator": indicator,
        "source": PULLED,
        "value": value,
        "day": day,
        "recorded_at": now,
        "by": by,
        "note": note,
        "corrects": corrects,
        "reason": reason,
    }
    connection.execute(insert(measurement), [row])
