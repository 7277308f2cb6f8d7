"""Of which days a figure is wanted at a moment. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sources.telling import Span

Every = Literal["dia", "semana", "mes"]

HOUR = time(4)
"""By the municipality's clock: the day is over, and those who count it have counted."""
DAY = timedelta(days=1)


def span_of(every: Every, day: date) -> Span:
    """The day, its ISO week or its month."""
    if every == "dia":
        return Span(day, day)
    if every == "semana":
        first = day - timedelta(days=day.weekday())
        return Span(first, first + timedelta(days=6))
    first = day.replace(day=1)
    return Span(first, (first + timedelta(days=31)).replace(day=1) - DAY)


def previous(every: Every, span: Span) -> Span:
    """The one just before."""
    return span_of(every, span.first - DAY)


def over(every: Every, now: datetime, zone: ZoneInfo) -> Span:
    """The last that is over and may be asked for."""
    local = now.astimezone(zone)
    today = local.date() if local.time() >= HOUR else local.date() - DAY
    return previous(every, span_of(every, today))


def due_at(span: Span, zone: ZoneInfo) -> datetime:
    """When it may be asked for, in UTC."""
    return datetime.combine(span.last + DAY, HOUR, zone).astimezone(UTC)


def wanted(every: Every, through: Span, begins: date, latest: date | None, settles: int, most: int) -> tuple[Span, ...]:
    """What to ask for, in order, `through` the last: what was missed, and what may have been told too early.

    `begins`: the first day of which there is to be a figure. `latest`: the last of which there is one.
    """
    earliest = span_of(every, begins)
    if latest is not None:
        known = span_of(every, latest)
        for _ in range(settles):
            known = previous(every, known)
        earliest = max(earliest, span_of(every, known.last + DAY))
    found = [through]
    while len(found) < most and found[0].first > earliest.first:
        found.insert(0, previous(every, found[0]))
    return tuple(found)
