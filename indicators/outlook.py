"""Whether a plan would reach its targets, told before its time from the rows of a rehearsal. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import floor
from typing import Literal

from campaigns.indicator import DUTIES, PETITIONS, Indicator
from campaigns.tenant import Tenant
from indicators.given import BY_CALENDAR, counted_apart
from indicators.indicator_table import counted_words
from indicators.measures import rows_behind
from indicators.outcomes import Outcomes
from indicators.periods import Period
from indicators.report import IndicatorRow
from indicators.targets import adds_up
from reports.words import number_words

Prospect = Literal["reached", "by_people", "unknown", "missed"]
PROSPECTS: dict[Prospect, str] = {
    "reached": "la alcanza",
    "by_people": "depende de las personas",
    "unknown": "no se sabe de antemano",
    "missed": "no la alcanza",
}
"""What people read."""
CONFIRMED = ("tareas-cumplidas", "cantidad-confirmada")
DAYS_OF_MONTH = 365 / 12


@dataclass(frozen=True, slots=True)
class Outlook:
    """One target."""

    row: IndicatorRow
    prospect: Prospect
    foreseen: float | None
    """What the rehearsal came to; None where it cannot know."""
    reached_on: date | None
    """The day on which the calendar reaches it; None where it does not, or where that is no matter of a day."""
    needed: str
    """In Spanish: what it takes, or what was assumed."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What the outlook is told from."""

    tenant: Tenant
    period: Period
    outcomes: Outcomes
    made_up: bool
    """Persons were made up, so that nobody knows how many would be reached."""


def outlooks(rows: Sequence[IndicatorRow], rehearsed: Rehearsed) -> tuple[Outlook, ...]:
    """Those of the plan's indicators that have a target, in their order, in figures or in words."""
    aimed = [row for row in rows if rehearsed.tenant.indicators[row.key].target is not None]
    return tuple(_outlook(row, rehearsed) for row in aimed)


def summary(found: Sequence[Outlook]) -> str:
    """One or two sentences with the numbers of each kind, naming what is not reached."""
    if not found:
        return "El plan no fija metas: no hay ninguna que alcanzar."
    count = {each: sum(outlook.prospect == each for outlook in found) for each in PROSPECTS}
    parts = [_by_itself(count["reached"], len(found))]
    if count["by_people"]:
        parts.append(f"{count['by_people']} {_depend(count['by_people'])} de lo que hagan y confirmen las personas")
    if count["unknown"]:
        parts.append(f"{count['unknown']} no se {'sabe' if count['unknown'] == 1 else 'saben'} de antemano")
    told = "; ".join(parts) + "."
    lacking = [f"«{each.row.name}» ({each.needed})" for each in found if each.prospect == "missed"]
    return f"{told} No alcanza: {'; '.join(lacking)}." if lacking else told


def _by_itself(reached: int, targets: int) -> str:
    """«Con este calendario el plan alcanza por sí solo 2 de sus 6 metas»."""
    if targets == 1:
        return f"Con este calendario el plan {'' if reached else 'no '}alcanza por sí solo su única meta"
    if not reached:
        return f"Con este calendario el plan no alcanza por sí solo ninguna de sus {targets} metas"
    those = f"sus {targets} metas" if reached == targets else f"{reached} de sus {targets} metas"
    return f"Con este calendario el plan alcanza por sí solo {those}"


def _depend(number: int) -> str:
    return "depende" if number == 1 else "dependen"


def _outlook(row: IndicatorRow, rehearsed: Rehearsed) -> Outlook:
    indicator, target = rehearsed.tenant.indicators[row.key], row.goal.target
    if target is None:
        return Outlook(row, "unknown", None, None, row.goal.note)
    if indicator.type != "automatico":
        return Outlook(row, "unknown", None, None, _to_be_given(indicator, target, rehearsed))
    if indicator.falls:
        return _at_most(row, target)
    if indicator.counts in BY_CALENDAR:
        return _by_calendar(row, indicator, target, rehearsed)
    if indicator.counts in CONFIRMED:
        return _by_people(row, indicator, target, rehearsed)
    if indicator.counts in DUTIES:
        return Outlook(row, "by_people", None, None, "de que cada dependencia entregue a tiempo")
    if indicator.counts in PETITIONS:
        return Outlook(row, "by_people", None, None, "de que la oficina responda a tiempo lo que le piden")
    if indicator.counts == "alcanzados" and not rehearsed.made_up:
        return _settled(row, target, row.figure.value or 0.0, None)
    return Outlook(row, "unknown", None, None, _told_later(indicator, target))


def _by_calendar(row: IndicatorRow, indicator: Indicator, target: float, rehearsed: Rehearsed) -> Outlook:
    zone = rehearsed.tenant.municipality.zone
    alone, by_hand = counted_apart(indicator, rehearsed.tenant, rehearsed.outcomes)
    done = len(alone) + len(by_hand)
    # What stands between two whole ones is what days made of a target: nobody publishes a part of a content.
    enough = floor(target)
    if len(alone) < enough <= done:
        words = f"{_by_persons(len(by_hand), done)}: se supuso que cumple con todas"
        return Outlook(row, "by_people", done, None, words)
    reached = alone[enough - 1].moment.astimezone(zone).date() if 0 < enough <= len(alone) else None
    return _settled(row, target, done, reached)


def _by_persons(number: int, of: int) -> str:
    if number < of:
        return f"{number} de las {of} {'la' if number == 1 else 'las'} hace una persona"
    return f"las {of} las hace una persona" if of > 1 else "la única la hace una persona"


def _at_most(row: IndicatorRow, target: float) -> Outlook:
    """Where less is better: what the rehearsal came to may only grow by what people do."""
    value, most = row.figure.value, f"no debe pasar de {number_words(target)}"
    if value is None or value <= target:
        return Outlook(row, "unknown", value, None, most)
    return Outlook(row, "missed", value, None, f"da {number_words(value)}, y {most}")


def _settled(row: IndicatorRow, target: float, value: float, reached: date | None) -> Outlook:
    if value >= floor(target):
        return Outlook(row, "reached", value, reached, "")
    lacking = number_words(target - value)
    return Outlook(row, "missed", value, None, f"da {number_words(value)} de {number_words(target)}: faltan {lacking}")


def _by_people(row: IndicatorRow, indicator: Indicator, target: float, rehearsed: Rehearsed) -> Outlook:
    tasks = len(rows_behind(indicator, rehearsed.outcomes))
    if not tasks:
        return Outlook(row, "missed", 0, None, "el calendario no tiene ninguna tarea que la cuente")
    if indicator.counts == "tareas-cumplidas":
        if tasks < floor(target):
            return _settled(row, target, tasks, None)
        return Outlook(row, "by_people", tasks, None, _to_carry_out(tasks, floor(target)))
    each = counted_words(target / tasks, row.unit)
    told = f"hay {tasks} tareas: hacen falta {each} en cada una"
    only = f"su única tarea debe llegar a {each}"
    return Outlook(row, "by_people", None, None, told if tasks > 1 else only)


def _to_carry_out(tasks: int, enough: int) -> str:
    if tasks == 1:
        return "hay una tarea y debe cumplirse"
    needed = "deben cumplirse todas" if tasks == enough else f"deben cumplirse {number_words(enough)}"
    return f"hay {tasks} tareas y {needed}"


def _to_be_given(indicator: Indicator, target: float, rehearsed: Rehearsed) -> str:
    words = number_words(target)
    if indicator.parts:
        named = " y ".join(f"«{rehearsed.tenant.indicators[key].name}»" for key in indicator.parts)
        return f"sale de {named}: {_aim(indicator, words)}"
    if not adds_up(indicator) or indicator.falls:
        return _aim(indicator, words)
    months = rehearsed.period.days / DAYS_OF_MONTH
    return f"hacen falta {words}" + (f": {_each(target / months)}" if months > 1 else "")


def _each(by_month: float) -> str:
    """«8,3 por mes»; of what is less than one a month, «1 cada 3 meses»."""
    if by_month >= 1 or by_month <= 0:
        return f"{number_words(by_month)} por mes"
    months = round(1 / by_month)
    return "1 por mes" if months == 1 else f"1 cada {months} meses"


def _aim(indicator: Indicator, words: str) -> str:
    return f"no debe pasar de {words}" if indicator.falls else f"debe llegar a {words}"


def _told_later(indicator: Indicator, target: float) -> str:
    if indicator.counts == "alcanzados":
        return f"faltan los contactos: deben recibirlo {number_words(target)} personas"
    return f"la dirá el servicio: debe llegar a {number_words(target)}"
