"""Whether a plan would reach its targets, told before its time from the rows of a rehearsal. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import floor
from typing import Literal

from campaigns.indicator import DUTIES, Indicator
from campaigns.tenant import Tenant
from channels.adapter import Kind
from indicators.measures import rows_behind
from indicators.outcomes import Outcomes, Published
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
BY_CALENDAR = ("contenidos", "publicaciones")
"""What a calendar settles by itself, but for what people carry out by hand."""
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
    parts = [f"Con este calendario el plan alcanza por sí solo {count['reached']} de sus {len(found)} metas"]
    if count["by_people"]:
        parts.append(f"{count['by_people']} {_depend(count['by_people'])} de lo que hagan y confirmen las personas")
    if count["unknown"]:
        parts.append(f"{count['unknown']} no se {'sabe' if count['unknown'] == 1 else 'saben'} de antemano")
    told = "; ".join(parts) + "."
    lacking = [f"«{each.row.name}» ({each.needed})" for each in found if each.prospect == "missed"]
    return f"{told} No alcanza: {'; '.join(lacking)}." if lacking else told


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
    if indicator.counts == "alcanzados" and not rehearsed.made_up:
        return _settled(row, target, row.figure.value or 0.0, None)
    return Outlook(row, "unknown", None, None, _told_later(indicator, target))


def _by_calendar(row: IndicatorRow, indicator: Indicator, target: float, rehearsed: Rehearsed) -> Outlook:
    zone = rehearsed.tenant.municipality.zone
    first: dict[int, Published] = {}
    for found in rows_behind(indicator, rehearsed.outcomes):
        if isinstance(found, Published):
            first.setdefault(found.publication, found)
    done = list(first.values())
    alone = [each for each in done if not _by_hand(rehearsed.tenant, each)]
    # What stands between two whole ones is what days made of a target: nobody publishes a part of a content.
    enough = floor(target)
    if len(alone) < enough <= len(done):
        by_hand = len(done) - len(alone)
        words = f"{by_hand} de las {len(done)} las hace una persona: se supuso que cumple con todas"
        return Outlook(row, "by_people", len(done), None, words)
    reached = alone[enough - 1].moment.astimezone(zone).date() if 0 < enough <= len(alone) else None
    return _settled(row, target, len(done), reached)


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
        return Outlook(row, "by_people", tasks, None, f"hay {tasks} tareas y deben cumplirse {number_words(target)}")
    each = number_words(target / tasks)
    told = f"hay {tasks} tareas: hacen falta {each} {row.unit} en cada una"
    only = f"su única tarea debe llegar a {each} {row.unit}"
    return Outlook(row, "by_people", None, None, told if tasks > 1 else only)


def _to_be_given(indicator: Indicator, target: float, rehearsed: Rehearsed) -> str:
    words = number_words(target)
    if indicator.parts:
        named = " y ".join(f"«{rehearsed.tenant.indicators[key].name}»" for key in indicator.parts)
        return f"sale de {named}: {_aim(indicator, words)}"
    if not adds_up(indicator) or indicator.falls:
        return _aim(indicator, words)
    months = rehearsed.period.days / DAYS_OF_MONTH
    return f"hacen falta {words}" + (f": {number_words(target / months)} por mes" if months > 1 else "")


def _aim(indicator: Indicator, words: str) -> str:
    return f"no debe pasar de {words}" if indicator.falls else f"debe llegar a {words}"


def _told_later(indicator: Indicator, target: float) -> str:
    if indicator.counts == "alcanzados":
        return f"faltan los contactos: deben recibirlo {number_words(target)} personas"
    return f"la dirá el servicio: debe llegar a {number_words(target)}"


def _by_hand(tenant: Tenant, row: Published) -> bool:
    account = tenant.accounts.get(row.account)
    return account is not None and account.kind is Kind.MANUAL
