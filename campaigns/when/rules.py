"""A parsed `cuando`: its form, its limits and its exceptions."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from campaigns.when.durations import LONGEST_DAYS
from campaigns.when.recurrences import Daily, EveryWorkday, Holidays, Monthly, Recurrence, Weekly, Yearly
from campaigns.when.schedules import (
    AfterApproval,
    AfterPublication,
    ByOrder,
    EventDays,
    EventOffset,
    FeastOffset,
    Once,
    UntilLifted,
)
from campaigns.when.words import MONTHS, WEEKDAYS, list_of
from campaigns.when.workdays import Workdays

Repeating = Daily | EveryWorkday | Weekly | Monthly | Yearly | Holidays | FeastOffset | EventDays | Recurrence
"""Forms that give dates by themselves, without end: these take limits and exceptions."""
Schedule = Repeating | Once | EventOffset | AfterPublication | UntilLifted | AfterApproval | ByOrder


@dataclass(frozen=True, slots=True)
class Dates:
    """Dates left out once, from `first` to `last`, both included."""

    first: date
    last: date

    def describe(self) -> str:
        """Writes the dates in Spanish."""
        if self.first == self.last:
            return self.first.isoformat()
        return f"del {self.first.isoformat()} al {self.last.isoformat()}"


@dataclass(frozen=True, slots=True)
class Season:
    """Days left out every year, from (month, day) `first` to `last`, both included; may run over the new year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def describe(self) -> str:
        """Writes the season in Spanish."""
        first, last = (f"{day} de {MONTHS[month - 1]}" for month, day in (self.first, self.last))
        return f"el {first}" if first == last else f"del {first} al {last}"

    def covers(self, day: date) -> bool:
        """Says whether a day lies in the season of its year."""
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True, slots=True, order=True)
class DayOfWeek:
    """A day of the week that is left out (0 is Monday)."""

    number: int

    def describe(self) -> str:
        """Writes the day in Spanish: `los domingos`."""
        name = WEEKDAYS[self.number]
        return f"los {name}" if name.endswith("s") else f"los {name}s"


@dataclass(frozen=True, slots=True)
class Exceptions:
    """The nominal days on which a rule gives no slot."""

    holidays: bool = False
    weekdays: tuple[DayOfWeek, ...] = ()
    months: tuple[int, ...] = ()
    seasons: tuple[Season, ...] = ()
    dates: tuple[Dates, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.holidays or self.weekdays or self.months or self.seasons or self.dates)

    def cover(self, day: date, workdays: Workdays) -> bool:
        """Says whether a day is left out."""
        return (
            day.month in self.months
            or (self.holidays and workdays.is_holiday(day))
            or any(weekday.number == day.weekday() for weekday in self.weekdays)
            or any(season.covers(day) for season in self.seasons)
            or any(dates.first <= day <= dates.last for dates in self.dates)
        )

    def describe(self) -> str:
        """Writes the exceptions as the grammar reads them."""
        items = ["festivos"] if self.holidays else []
        items += [weekday.describe() for weekday in self.weekdays]
        items += [f"en {MONTHS[month - 1]}" for month in self.months]
        items += [season.describe() for season in self.seasons]
        items += [dates.describe() for dates in self.dates]
        return f"excepto {list_of(items)}"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a `cuando` says. Equal rules are those that say the same, whatever their words; `text` is as written."""

    schedule: Schedule
    since: date | None = None
    until: date | None = None
    during_event: bool = False
    exceptions: Exceptions = Exceptions()
    text: str = field(default="", compare=False)

    @property
    def recurring(self) -> bool:
        """Whether it gives many dates by itself. An offset from a recurring event repeats with its event, not alone."""
        return self.schedule.recurring

    @property
    def needs_event(self) -> bool:
        """Whether it says nothing without the campaign's event."""
        return self.during_event or isinstance(self.schedule, EventOffset | EventDays)

    @property
    def needs_anchor(self) -> bool:
        """Whether it counts from a first date: that of `desde`, else the start of the event."""
        if isinstance(self.schedule, Recurrence):
            return self.schedule.anchored
        return isinstance(self.schedule, Daily | Weekly | Monthly | Yearly) and self.schedule.every > 1

    @property
    def after(self) -> str | None:
        """The publication that it follows, as written (`mensaje` or `campaña/mensaje`), or None."""
        return self.schedule.reference if isinstance(self.schedule, AfterPublication) else None

    @property
    def after_close(self) -> bool:
        """Whether it follows the close of the survey that a publication asks, and not that publication itself."""
        return isinstance(self.schedule, AfterPublication) and self.schedule.of_close

    @property
    def reach(self) -> timedelta:
        """How far from the event's date a time of this rule may lie, at most, before it is moved."""
        if not isinstance(self.schedule, EventOffset):
            return timedelta(0)
        return timedelta(days=40 + self.schedule.amount * LONGEST_DAYS[self.schedule.unit])

    @property
    def until_lifted(self) -> bool:
        """Whether it repeats from an order until a person lifts it."""
        return isinstance(self.schedule, UntilLifted)

    @property
    def after_approval(self) -> bool:
        """Whether it goes out as soon as it is approved."""
        return isinstance(self.schedule, AfterApproval)

    @property
    def by_order(self) -> bool:
        """Whether it goes out only when a person sends it."""
        return isinstance(self.schedule, ByOrder)

    def describe(self) -> str:
        """Writes the rule in canonical Spanish, which parses to an equal rule."""
        parts = [self.schedule.describe()]
        if self.since:
            parts.append(f"desde {self.since.isoformat()}")
        if self.until:
            parts.append(f"hasta {self.until.isoformat()}")
        if self.during_event:
            parts.append("durante el evento")
        if self.exceptions:
            parts.append(self.exceptions.describe())
        return " ".join(parts)
