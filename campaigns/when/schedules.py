"""The parsed forms of a `cuando` that answer to an event, a feast, another message or a person; each can say itself.

Times are local wall times of the municipality. Each `describe` gives the canonical Spanish that the grammar reads back.
"""

from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from typing import ClassVar, Literal

from campaigns.when.feasts import feast_named
from campaigns.when.words import at_hours

Times = tuple[time, ...]


class Unit(Enum):
    """A unit of distance in time: its Spanish singular and plural."""

    MINUTE = ("minuto", "minutos")
    HOUR = ("hora", "horas")
    DAY = ("día", "días")
    WORKDAY = ("día hábil", "días hábiles")
    WEEK = ("semana", "semanas")
    MONTH = ("mes", "meses")

    @property
    def exact(self) -> bool:
        """Minutes and hours are counted on the clock; the others on the calendar, and need an hour of the day."""
        return self in (Unit.MINUTE, Unit.HOUR)

    def count(self, amount: int) -> str:
        """Writes an amount of this unit: `1 día hábil`, `3 semanas`."""
        return f"{amount} {self.value[amount != 1]}"


@dataclass(frozen=True, slots=True)
class Once:
    """A date and an hour: one slot, whose key is `1`."""

    recurring: ClassVar[bool] = False
    day: date
    at: time

    def describe(self) -> str:
        """Writes the rule in Spanish."""
        return f"{self.day.isoformat()} {at_hours([self.at])}"


@dataclass(frozen=True, slots=True)
class EventOffset:
    """A distance from the start or the end of each date of the event; amount 0 is the moment or the day itself.

    `at` is None where the unit is exact (minutes, hours): then the distance decides the hour.
    """

    recurring: ClassVar[bool] = False
    amount: int
    unit: Unit
    before: bool
    edge: Literal["start", "end"]
    at: time | None = None

    def describe(self) -> str:
        """Writes the rule in Spanish."""
        hour = f" {at_hours([self.at])}" if self.at else ""
        if self.amount == 0:
            if self.unit.exact:
                return "al empezar" if self.edge == "start" else "al terminar"
            return ("el mismo día" if self.edge == "start" else "el último día del evento") + hour
        side = "antes" if self.before else "después"
        usual = self.before == (self.edge == "start")
        verb = "" if usual else f" de {'empezar' if self.edge == 'start' else 'terminar'}"
        return f"{self.unit.count(self.amount)} {side}{verb}{hour}"


@dataclass(frozen=True, slots=True)
class FeastOffset:
    """A feast of every year, or a distance from it; before counts from its first day, after from its last."""

    recurring: ClassVar[bool] = True
    feast: str
    amount: int
    unit: Unit
    before: bool
    times: Times

    def describe(self) -> str:
        """Writes the rule in Spanish."""
        feast = feast_named(self.feast)
        if self.amount == 0:
            return f"cada año {feast.with_article()} {at_hours(self.times)}"
        side = "antes" if self.before else "después"
        return f"{self.unit.count(self.amount)} {side} {feast.after_de()} {at_hours(self.times)}"


@dataclass(frozen=True, slots=True)
class EventDays:
    """Every day on which the event happens, from the day it starts to the day it ends."""

    recurring: ClassVar[bool] = True
    times: Times

    def describe(self) -> str:
        """Writes the rule in Spanish."""
        return f"todos los días del evento {at_hours(self.times)}"


@dataclass(frozen=True, slots=True)
class AfterPublication:
    """A distance after another message went out on its last account, or after its survey closed; amount 0 is at once.

    `reference` is `mensaje` of the same campaign, or `campaña/mensaje`. `of_close`: counted from the close.
    """

    recurring: ClassVar[bool] = False
    reference: str
    amount: int
    unit: Unit
    at: time | None = None
    of_close: bool = False

    def describe(self) -> str:
        """Writes the rule in Spanish."""
        what = f"cerrar la encuesta de {self.reference}" if self.of_close else f"publicar {self.reference}"
        if self.amount == 0:
            return f"al {what}"
        hour = f" {at_hours([self.at])}" if self.at else ""
        return f"{self.unit.count(self.amount)} después de {what}{hour}"


@dataclass(frozen=True, slots=True)
class UntilLifted:
    """An alert that repeats from the order that opens it until a person lifts it."""

    recurring: ClassVar[bool] = True
    amount: int
    unit: Unit

    def describe(self) -> str:
        """Writes the rule in Spanish."""
        every = self.unit.value[0] if self.amount == 1 else self.unit.count(self.amount)
        return f"cada {every} hasta levantar"


@dataclass(frozen=True, slots=True)
class AfterApproval:
    """As soon as it is approved."""

    recurring: ClassVar[bool] = False

    def describe(self) -> str:
        """Writes the rule in Spanish."""
        return "tras aprobar"


@dataclass(frozen=True, slots=True)
class ByOrder:
    """Only when a person sends it: never by itself."""

    recurring: ClassVar[bool] = False

    def describe(self) -> str:
        """Writes the rule in Spanish."""
        return "por orden"
