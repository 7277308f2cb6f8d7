"""The days of the calendar, each with what stands on it: entries, events, holidays and vedas. Pure."""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from campaigns.blackout import LEGAL_APPROVAL, STOP, WARN, Blackout, Policy
from campaigns.content.values import event_values
from campaigns.filters import rango
from campaigns.moment import Moment
from campaigns.tenant import Campaign, Tenant
from campaigns.when import Span
from campaigns.when.words import MONTHS, WEEKDAYS
from panel.office.entries import Entry

DAY = timedelta(days=1)
CLASSES: Mapping[str, str] = {"servicio": "servicio", "gestion": "gestión", "interna": "internos"}
POLICIES: Mapping[Policy, str] = {
    WARN: "salen con un aviso",
    LEGAL_APPROVAL: "piden además el visto bueno legal",
    STOP: "no salen",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row, as one look shows them."""

    first: date
    last: date
    """One of them."""

    @property
    def days(self) -> list[date]:
        """All of them."""
        return [self.first + number * DAY for number in range((self.last - self.first).days + 1)]

    def bounds(self, tenant: Tenant) -> tuple[datetime, datetime]:
        """From the first midnight to that after the last day, by the municipality's clock."""
        zone = tenant.municipality.zone
        return datetime.combine(self.first, time(), zone), datetime.combine(self.last + DAY, time(), zone)


@dataclass(frozen=True, slots=True)
class Happening:
    """An event on one of its dates."""

    campaign: str
    title: str
    place: str
    hours: str
    """«7:00 a. m.»; empty where it takes whole days."""
    when: str
    """«del martes 12 al viernes 29 de enero de 2027»."""
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Day:
    """One day."""

    date: date
    holiday: str
    """Its name; empty: it is none."""
    blackouts: tuple[str, ...]
    """Names of those that it lies in."""
    events: tuple[Happening, ...]
    entries: tuple[Entry, ...]
    more: int
    """Entries and events that are not shown."""
    is_today: bool
    inside: bool
    """It belongs to the month that is looked at, and does not only fill its first or last week."""

    @property
    def name(self) -> str:
        """«martes 12 de enero»."""
        return f"{WEEKDAYS[self.date.weekday()]} {self.date.day} de {MONTHS[self.date.month - 1]}"

    @property
    def empty(self) -> bool:
        """Whether nothing stands on it."""
        return not (self.holiday or self.blackouts or self.events or self.entries)


def month_of(day: date) -> Stretch:
    """The whole weeks that a day's month touches."""
    weeks = calendar.Calendar().monthdatescalendar(day.year, day.month)
    return Stretch(weeks[0][0], weeks[-1][-1])


def week_of(day: date) -> Stretch:
    """From Monday to Sunday."""
    monday = day - day.weekday() * DAY
    return Stretch(monday, monday + 6 * DAY)


def days_of(
    tenant: Tenant,
    stretch: Stretch,
    entries: Iterable[Entry],
    events: Sequence[Happening],
    today: date,
    month: int,
    most: int,
) -> list[Day]:
    """Each day of a stretch. `month`: that which is looked at, 0 for none.

    `most`: entries of a day that are shown, and events.
    """
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        if entry.at is not None:
            by_day.setdefault(entry.at.date(), []).append(entry)
    found = []
    for day in stretch.days:
        its, happens = by_day.get(day, ()), [each for each in events if each.first <= day <= each.last]
        found.append(
            Day(
                date=day,
                holiday=tenant.workdays.name_of(day) or "",
                blackouts=tuple(each.name for each in blackouts_in(tenant, Stretch(day, day))),
                events=tuple(happens[:most]),
                entries=tuple(its[:most]),
                more=max(len(its) - most, 0) + max(len(happens) - most, 0),
                is_today=day == today,
                inside=month in (0, day.month),
            )
        )
    return found


def events_in(tenant: Tenant, stretch: Stretch) -> list[Happening]:
    """The dates of events that touch these days, in order."""
    since, until = stretch.bounds(tenant)
    found = [
        _happening(tenant, campaign, span)
        for campaign in tenant.campaigns.values()
        if campaign.event is not None
        for span in campaign.event.around(since, until).spans
        if span.start < until and span.last_day >= stretch.first
    ]
    return sorted(found, key=lambda each: (each.first, each.hours, each.title))


def _happening(tenant: Tenant, campaign: Campaign, span: Span) -> Happening:
    assert campaign.entry.event is not None
    values = event_values(campaign.entry, campaign.entry.event, span)
    starts = values.fields["inicia"]
    assert isinstance(starts, Moment)
    return Happening(
        campaign=campaign.id,
        title=str(values.fields["nombre"]),
        place=str(values.fields.get("lugar", "")),
        hours=starts.time if starts.timed else "",
        when=rango(values),
        first=span.first_day,
        last=span.last_day,
    )


def blackouts_in(tenant: Tenant, stretch: Stretch) -> list[Blackout]:
    """The vedas that touch these days."""
    return [
        each
        for each in tenant.municipality.blackouts
        if each.starts <= stretch.last and (each.ends is None or each.ends >= stretch.first)
    ]


def told_blackout(each: Blackout) -> str:
    """What one means, in a sentence."""
    classes = ", ".join(CLASSES[name] for name in each.classes)
    span = f"desde el {_day(each.starts)}" if each.ends is None else f"del {_day(each.starts)} al {_day(each.ends)}"
    return f"{each.name}, {span}: los mensajes de {classes} {POLICIES[each.policy]}."


def _day(day: date) -> str:
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"
