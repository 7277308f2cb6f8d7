"""The nominal days of each form that repeats, in order, before exceptions and hours."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from dateutil.rrule import rrulestr

from campaigns.when.durations import LONGEST_DAYS, shift
from campaigns.when.feasts import feast_named
from campaigns.when.recurrences import (
    Daily,
    DayKind,
    EveryWorkday,
    Holidays,
    MonthDay,
    Monthly,
    Recurrence,
    Weekly,
    Yearly,
)
from campaigns.when.rules import Repeating
from campaigns.when.schedules import EventDays, FeastOffset, Unit
from campaigns.when.workdays import Workdays

_DAY = timedelta(days=1)


class Day(NamedTuple):
    """A nominal day; `key` is its period and place in the rule where holidays define it, else None: the day itself."""

    day: date
    key: str | None = None


class Stretch(NamedTuple):
    """Days from `first` to `last`, both included; `anchor` is the day from which a rule with N > 1 counts."""

    first: date
    last: date
    anchor: date | None
    workdays: Workdays


def days_of(schedule: Repeating, stretch: Stretch) -> Iterator[Day]:
    """Yields the days that a form gives within a stretch; the same day may come more than once with other keys."""
    makers: dict[type, Callable[..., Iterator[Day]]] = {
        Daily: _daily,
        EventDays: _each_day,
        EveryWorkday: _workdays,
        Weekly: _weekly,
        Monthly: _monthly,
        Yearly: _yearly,
        Holidays: _holidays,
        FeastOffset: _feasts,
        Recurrence: _recurrence,
    }
    return makers[type(schedule)](schedule, stretch)


def _daily(schedule: Daily, stretch: Stretch) -> Iterator[Day]:
    anchor = stretch.anchor or stretch.first
    first = stretch.first + (anchor - stretch.first) % (schedule.every * _DAY)
    for ordinal in range(first.toordinal(), stretch.last.toordinal() + 1, schedule.every):
        yield Day(date.fromordinal(ordinal))


def _each_day(_schedule: EventDays, stretch: Stretch) -> Iterator[Day]:
    for ordinal in range(stretch.first.toordinal(), stretch.last.toordinal() + 1):
        yield Day(date.fromordinal(ordinal))


def _workdays(_schedule: EveryWorkday, stretch: Stretch) -> Iterator[Day]:
    for ordinal in range(stretch.first.toordinal(), stretch.last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if stretch.workdays.is_workday(day):
            yield Day(day)


def _weekly(schedule: Weekly, stretch: Stretch) -> Iterator[Day]:
    monday = stretch.first.toordinal() - stretch.first.weekday()
    if schedule.every > 1:
        phase = _anchor_monday(schedule, stretch)
        monday += (phase - monday) % (7 * schedule.every)
        monday -= 7 * schedule.every
    first, last = stretch.first.toordinal(), stretch.last.toordinal()
    for week in range(monday, last + 1, 7 * schedule.every):
        for weekday in schedule.weekdays:
            if first <= week + weekday <= last:
                yield Day(date.fromordinal(week + weekday))


def _anchor_monday(schedule: Weekly, stretch: Stretch) -> int:
    """Returns the Monday of the week that counts as the first: that of the first named day from the anchor on."""
    anchor = stretch.anchor or stretch.first
    wait = min((weekday - anchor.weekday()) % 7 for weekday in schedule.weekdays)
    start = anchor + timedelta(days=wait)
    return start.toordinal() - start.weekday()


def _monthly(schedule: Monthly, stretch: Stretch) -> Iterator[Day]:
    month = stretch.first.year * 12 + stretch.first.month - 1
    if schedule.every > 1:
        month += (_anchor_month(schedule, stretch) - month) % schedule.every
    while month <= stretch.last.year * 12 + stretch.last.month - 1:
        year, number = month // 12, month % 12 + 1
        for place, named in enumerate(schedule.days, start=1):
            day = _in_month(named, year, number, stretch.workdays)
            if day is not None and stretch.first <= day <= stretch.last:
                by_holidays = named.kind is DayKind.WORKDAY
                yield Day(day, f"{year:04d}-{number:02d}.{place}" if by_holidays else None)
        month += schedule.every


def _anchor_month(schedule: Monthly, stretch: Stretch) -> int:
    """Returns the month that counts as the first: the anchor's, unless its last named day lies before the anchor.

    Business days count here without the municipality's own holidays: a new one must not shift all later months.
    """
    anchor = stretch.anchor or stretch.first
    month = anchor.year * 12 + anchor.month - 1
    named = [_in_month(day, anchor.year, anchor.month, stretch.workdays.national) for day in schedule.days]
    return month if any(day >= anchor for day in named if day) else month + 1


def _in_month(named: MonthDay, year: int, month: int, workdays: Workdays) -> date | None:
    if named.kind is DayKind.WORKDAY:
        return workdays.nth_of_month(year, month, named.place)
    first = date(year, month, 1)
    last = date(year + month // 12, month % 12 + 1, 1) - _DAY
    if named.kind is DayKind.DAY:
        return first + (named.place - 1) * _DAY if named.place > 0 else last + (named.place + 1) * _DAY
    if named.place > 0:
        return first + timedelta((named.weekday - first.weekday()) % 7 + 7 * (named.place - 1))
    return last - timedelta((last.weekday() - named.weekday) % 7 - 7 * (named.place + 1))


def _yearly(schedule: Yearly, stretch: Stretch) -> Iterator[Day]:
    year = stretch.first.year
    if schedule.every > 1:
        anchor = stretch.anchor or stretch.first
        begins = anchor.year + (max(schedule.dates) < (anchor.month, anchor.day))
        year += (begins - year) % schedule.every
    for each in range(year, stretch.last.year + 1, schedule.every):
        for month, number in schedule.dates:
            day = date(each, month, number)
            if stretch.first <= day <= stretch.last:
                yield Day(day)


def _holidays(schedule: Holidays, stretch: Stretch) -> Iterator[Day]:
    ahead = _DAY if schedule.eve else timedelta()
    for day in stretch.workdays.holidays_between(stretch.first + ahead, stretch.last + ahead):
        yield Day(day - ahead)


def _feasts(schedule: FeastOffset, stretch: Stretch) -> Iterator[Day]:
    feast = feast_named(schedule.feast)
    amount = -schedule.amount if schedule.before else schedule.amount
    reach = 1 + schedule.amount * LONGEST_DAYS[schedule.unit] // 365
    for year in range(stretch.first.year - reach, stretch.last.year + reach + 1):
        origin = feast.first(year) if schedule.before else feast.last(year)
        day = shift(origin, amount, schedule.unit, stretch.workdays)
        if stretch.first <= day <= stretch.last:
            yield Day(day, f"{year:04d}.1" if schedule.unit is Unit.WORKDAY else None)


def _recurrence(schedule: Recurrence, stretch: Stretch) -> Iterator[Day]:
    start = stretch.anchor if schedule.anchored and stretch.anchor else date(stretch.first.year, 1, 1)
    midnight = datetime.min.time()
    until = datetime.combine(stretch.last, midnight)
    text = schedule.text if "COUNT" in schedule.text else f"{schedule.text};UNTIL={stretch.last:%Y%m%d}"
    for found in rrulestr(text, dtstart=datetime.combine(start, midnight)):
        if found > until:
            return
        if found.date() >= stretch.first:
            yield Day(found.date())
