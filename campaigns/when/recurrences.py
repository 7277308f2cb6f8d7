"""The parsed forms of a `cuando` that repeat on the calendar: days, weeks, months, years, holidays and RFC 5545."""

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from campaigns.when.schedules import Times
from campaigns.when.words import MONTHS, ORDINALS, WEEKDAYS, at_hours, list_of


@dataclass(frozen=True, slots=True)
class Daily:
    """Every day, or every so many days counted from `desde` or the event."""

    recurring: ClassVar[bool] = True
    every: int
    times: Times

    def describe(self) -> str:
        """Writes the rule in Spanish."""
        return f"cada {'día' if self.every == 1 else f'{self.every} días'} {at_hours(self.times)}"


@dataclass(frozen=True, slots=True)
class EveryWorkday:
    """Every business day."""

    recurring: ClassVar[bool] = True
    times: Times

    def describe(self) -> str:
        """Writes the rule in Spanish."""
        return f"cada día hábil {at_hours(self.times)}"


@dataclass(frozen=True, slots=True)
class Weekly:
    """Days of the week (0 is Monday), each week or every so many weeks."""

    recurring: ClassVar[bool] = True
    every: int
    weekdays: tuple[int, ...]
    times: Times

    def describe(self) -> str:
        """Writes the rule in Spanish."""
        names = [WEEKDAYS[day] for day in self.weekdays]
        if self.every == 1:
            return f"cada {list_of(names)} {at_hours(self.times)}"
        return f"cada {self.every} semanas {list_of([f'el {name}' for name in names])} {at_hours(self.times)}"


class DayKind(Enum):
    """What a day of the month is counted in: days, business days, or one weekday."""

    DAY = "día"
    WORKDAY = "día hábil"
    WEEKDAY = "día de la semana"


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of any month: the 15th, the last, the second business day, the first Monday (weekday 0).

    `place` counts from 1; negative places count from the end of the month.
    """

    kind: DayKind
    place: int
    weekday: int = 0

    def describe(self) -> str:
        """Writes the day in Spanish: `el día 15`, `el último día hábil`, `el primer lunes`."""
        if self.kind is DayKind.DAY and self.place > 0:
            return f"el día {self.place}"
        noun = WEEKDAYS[self.weekday] if self.kind is DayKind.WEEKDAY else self.kind.value
        return f"el {ORDINALS[self.place]} {noun}"


@dataclass(frozen=True, slots=True)
class Monthly:
    """Days of each month, or of every so many months; the order of the days is part of their keys."""

    recurring: ClassVar[bool] = True
    every: int
    days: tuple[MonthDay, ...]
    times: Times

    def describe(self) -> str:
        """Writes the rule in Spanish."""
        every = "mes" if self.every == 1 else f"{self.every} meses"
        return f"cada {every} {list_of([day.describe() for day in self.days])} {at_hours(self.times)}"


@dataclass(frozen=True, slots=True)
class Yearly:
    """Dates of each year as (month, day), or of every so many years."""

    recurring: ClassVar[bool] = True
    every: int
    dates: tuple[tuple[int, int], ...]
    times: Times

    def describe(self) -> str:
        """Writes the rule in Spanish."""
        every = "año" if self.every == 1 else f"{self.every} años"
        dates = [f"el {day} de {MONTHS[month - 1]}" for month, day in self.dates]
        return f"cada {every} {list_of(dates)} {at_hours(self.times)}"


@dataclass(frozen=True, slots=True)
class Holidays:
    """Each holiday, or with `eve` the day before each."""

    recurring: ClassVar[bool] = True
    eve: bool
    times: Times

    def describe(self) -> str:
        """Writes the rule in Spanish."""
        return f"cada {'víspera de festivo' if self.eve else 'festivo'} {at_hours(self.times)}"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """An RFC 5545 rule without hours, DTSTART or UNTIL, in capitals, its parts in a fixed order.

    `anchored` says that it counts from a first date (INTERVAL, COUNT, or a day that the rule does not name).
    """

    recurring: ClassVar[bool] = True
    text: str
    anchored: bool
    times: Times

    def describe(self) -> str:
        """Writes the rule in Spanish and RFC 5545."""
        return f"rrule:{self.text} {at_hours(self.times)}"
