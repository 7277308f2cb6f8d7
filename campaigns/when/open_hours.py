"""The hours in which persons may be written to: by weekday and on holidays, on the wall clock of a zone. Pure."""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from campaigns.when.words import WEEKDAYS
from campaigns.when.workdays import Workdays

WHOLE_DAY = 24 * 60
"""Minutes; where a day's last hours end at midnight."""
ROOM = timedelta(hours=1)
"""How long before the hours close goes out what is brought forward: it needs time to leave."""
_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)
_EAST, _WEST = timedelta(hours=15), timedelta(hours=13)
"""Farther than any zone is from UTC."""
_FARTHEST, _MONTHS = 400, 14
"""Days and months after which a search gives up: a whole year closed is a mistake in the configuration."""
_KEPT = 60
"""Months that are remembered at most: a reader may leaf through a calendar without end."""
NEVER = "Las ventanas no se abren en todo un año: revise «ventanas» y festivos.yaml"


class Stretch(NamedTuple):
    """Hours of one day, in minutes since its midnight; `closes` is not included."""

    opens: int
    closes: int


class Span(NamedTuple):
    """The same on one date, in UTC; `closes` is not included."""

    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of a week. No two stretches of a day touch."""

    name: str
    """Of the rule, as reasons tell it: `ley-2300`."""
    days: tuple[tuple[Stretch, ...], ...]
    """Seven, from Monday."""
    holidays: tuple[Stretch, ...] = ()
    """Of a holiday, on whatever weekday."""


class _Month(NamedTuple):
    """The open spans of a month's local dates, in order."""

    closes: list[datetime]
    spans: list[Span]


@dataclass(frozen=True, slots=True)
class OpenHours:
    """A week's hours in one zone, with the municipality's holidays."""

    week: Week
    workdays: Workdays
    zone: ZoneInfo
    _months: dict[tuple[int, int], _Month] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Worked out once: a plan of a year asks for each of its messages again and again."""

    def is_open(self, at: datetime) -> bool:
        """Whether a message may go out at `at` (aware)."""
        return self._next(at).opens <= at

    def opening(self, at: datetime) -> datetime:
        """The first moment from `at` on at which a message may go out, in UTC: `at` itself where it may.

        Raises ValueError where no hour is open in a year.
        """
        return max(self._next(at).opens, at.astimezone(UTC))

    def open_until(self, at: datetime) -> datetime | None:
        """When the hours in which `at` lies are over, in UTC; None where it lies in none."""
        found = self._next(at)
        return found.closes if found.opens <= at else None

    def closing(self, at: datetime) -> datetime:
        """When the hours in which `at` lies are over, in UTC; where it lies in none, when the next ones are."""
        return self._next(at).closes

    def deadline(self, planned_at: datetime, tolerance: timedelta) -> datetime:
        """Until when what was planned for a moment is not late, in UTC: only open hours count."""
        moment, left = self.opening(planned_at), tolerance
        while (open_for := self.closing(moment) - moment) <= left:
            left -= open_for
            moment = self.opening(moment + open_for)
        return moment + left

    def forward(self, at: datetime) -> datetime:
        """The last moment not after `at` at which a message may go out and has time to, in UTC.

        `at` itself where it may. Raises ValueError where no hour is open in a year.
        """
        if self.is_open(at):
            return at.astimezone(UTC)
        day = at.astimezone(self.zone).date()
        for back in range(_FARTHEST):
            for span in reversed(self.spans_of(day - back * _DAY)):
                if span.closes <= at:
                    return max(span.opens, span.closes - ROOM)
        raise ValueError(NEVER)

    def why_closed(self, at: datetime) -> str:
        """Why nothing goes out at `at`, in Spanish: «Domingo», «Festivo (Navidad)», «Fuera de horario»."""
        local = at.astimezone(self.zone)
        name, hours = self.workdays.name_of(local.date()), self._hours_of(local.date())
        if hours:
            return "Fuera de horario"
        return f"Festivo ({name})" if name else WEEKDAYS[local.weekday()].capitalize()

    def when(self, moment: datetime) -> str:
        """A moment with the rule's name, for a sentence: «el lunes 2027-01-04 a las 07:00 (ley-2300)»."""
        local = moment.astimezone(self.zone)
        return f"el {WEEKDAYS[local.weekday()]} {local:%Y-%m-%d} a las {local:%H:%M} ({self.week.name})"

    def told(self, at: datetime) -> str:
        """What becomes of a message at a moment at which they are closed, in Spanish."""
        return f"{self.why_closed(at)}: sale {self.when(self.opening(at))}."

    def spans_of(self, day: date) -> Sequence[Span]:
        """The open spans of a local date, in order: all moments at which the clock on the wall shows an open hour.

        What lies in an hour that clocks skip does not come; what lies in one that comes twice is open twice.
        """
        return _spans_on(day, self._hours_of(day), self.zone)

    def _hours_of(self, day: date) -> tuple[Stretch, ...]:
        return self.week.holidays if self.workdays.is_holiday(day) else self.week.days[day.weekday()]

    def _next(self, at: datetime) -> Span:
        """The first span that is not over at `at`."""
        moment, local = at.astimezone(UTC), at.astimezone(self.zone)
        year, month = local.year, local.month
        for _ in range(_MONTHS):
            found = self._months.get((year, month)) or self._month(year, month)
            place = bisect_right(found.closes, moment)
            if place < len(found.spans):
                return found.spans[place]
            year, month = year + month // 12, month % 12 + 1
        raise ValueError(NEVER)

    def _month(self, year: int, month: int) -> _Month:
        days = (date(year, month, 1 + number) for number in range(monthrange(year, month)[1]))
        spans = sorted((span for day in days for span in self.spans_of(day)), key=attrgetter("closes"))
        if len(self._months) >= _KEPT:
            self._months.clear()
        found = self._months[year, month] = _Month([span.closes for span in spans], spans)
        return found


class _Offset(NamedTuple):
    """What is added to UTC from a moment on until another; `until` is not included."""

    since: datetime
    until: datetime
    added: timedelta


def _read(day: date, stretch: Stretch, at: _Offset) -> Span:
    """A stretch while clocks show one offset; it closes before it opens where they do not then."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - at.added
    opens, closes = (midnight + timedelta(minutes=minutes) for minutes in stretch)
    return Span(max(opens, at.since), min(closes, at.until))


def _spans_on(day: date, stretches: tuple[Stretch, ...], zone: ZoneInfo) -> tuple[Span, ...]:
    return tuple(_joined(sorted(_read(day, stretch, at) for at in _offsets(day, zone) for stretch in stretches)))


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Those that are any, and those that touch as one."""
    last: Span | None = None
    for span in spans:
        if span.opens >= span.closes:
            continue
        if last is not None and last.closes == span.opens:
            last = Span(last.opens, span.closes)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _offsets(day: date, zone: ZoneInfo) -> tuple[_Offset, ...]:
    """What the clocks of a zone show on a local date: one offset, or two where they change within it or beside it."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    first, last = midnight - _EAST, midnight + _DAY + _WEST
    before, after = _added(first, zone), _added(last, zone)
    if before == after:
        return (_Offset(first, last, before),)
    low, high = first, last
    while high - low > _SECOND:
        middle = low + (high - low) // 2 // _SECOND * _SECOND
        low, high = (middle, high) if _added(middle, zone) == before else (low, middle)
    return _Offset(first, high, before), _Offset(high, last, after)


def _added(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()
