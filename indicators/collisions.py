"""What a calendar puts too close together: many messages to one public on one day, posts within minutes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from channels.adapter import Kind
from indicators.outcomes import Outcomes, Published
from storage.states import DeliveryState
from storage.tables import delivery

MANY = 3
"""So many messages on one day are too many for one person."""
CLOSE = timedelta(minutes=15)
"""Posts of one account nearer than this push each other off the screen, and services take bursts for spam."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """A day on which somebody would get too many messages."""

    day: date
    """In the municipality's zone."""
    audience: str
    """The slug of the public; empty: people who belong to several publics."""
    messages: tuple[str, ...]
    """Keys of the publications."""
    persons: int
    """How many get `MANY` or more of them."""


@dataclass(frozen=True, slots=True)
class Burst:
    """Posts of one account within minutes of each other."""

    account: str
    since: datetime
    until: datetime
    messages: tuple[str, ...]


def crowds(connection: Connection, outcomes: Outcomes, zone: ZoneInfo) -> tuple[Crowd, ...]:
    """By day. Persons are counted by their addresses, over the days alone that have `MANY` messages to persons."""
    days: defaultdict[date, list[Published]] = defaultdict(list)
    for row in outcomes.published:
        if row.direct:
            days[row.moment.astimezone(zone).date()].append(row)
    return tuple(
        crowd
        for day, rows in sorted(days.items())
        if len({row.publication for row in rows}) >= MANY
        for crowd in _of_day(connection, day, rows)
    )


def bursts(outcomes: Outcomes, broadcast: Iterable[str]) -> tuple[Burst, ...]:
    """Of the accounts named, in the order of their hours."""
    lines: dict[str, list[Published]] = {account: [] for account in broadcast}
    for row in outcomes.published:
        if row.account in lines and not (lines[row.account] and lines[row.account][-1].publication == row.publication):
            lines[row.account].append(row)
    found = [burst for account, rows in lines.items() for burst in _of_account(account, rows)]
    return tuple(sorted(found, key=lambda each: (each.since, each.account)))


def _of_day(connection: Connection, day: date, rows: Sequence[Published]) -> Iterable[Crowd]:
    publics: defaultdict[str, list[Published]] = defaultdict(list)
    for row in rows:
        publics[row.audience].append(row)
    named = [(audience, its) for audience, its in publics.items() if len(its) >= MANY]
    told = [Crowd(day, audience, _keys(its), _persons(connection, its)) for audience, its in sorted(named)]
    everybody = _persons(connection, rows) if len(publics) > 1 else 0
    if everybody > max((each.persons for each in told), default=0):
        told.append(Crowd(day, "", _keys(rows), everybody))
    return [each for each in told if each.persons]


def _persons(connection: Connection, rows: Sequence[Published]) -> int:
    its = delivery.c
    many = (
        select(its.recipient_key)
        .where(its.publication.in_(sorted({row.publication for row in rows})), its.state == DeliveryState.SENT.value)
        .group_by(its.recipient_key)
        .having(func.count() >= MANY)
        .subquery()
    )
    return int(connection.scalar(select(func.count()).select_from(many)) or 0)


def _of_account(account: str, rows: Sequence[Published]) -> Iterable[Burst]:
    run: list[Published] = []
    for row in rows:
        if run and row.moment - run[-1].moment >= CLOSE:
            yield from _burst(account, run)
            run = []
        run.append(row)
    yield from _burst(account, run)


def _burst(account: str, run: Sequence[Published]) -> Iterable[Burst]:
    if len(run) > 1:
        yield Burst(account, run[0].moment, run[-1].moment, _keys(run))


def _keys(rows: Iterable[Published]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.key for row in rows))


def broadcasting(kinds: Iterable[tuple[str, Kind]]) -> tuple[str, ...]:
    """The names of accounts that post by themselves."""
    return tuple(name for name, kind in kinds if kind is Kind.BROADCAST)
