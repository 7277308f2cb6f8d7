"""Last year's campaign as this year's: each date moved, shown with what falls on it, and open to change."""

import asyncio
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby

from starlette.responses import Response

from campaigns.reading.files import CAMPAIGNS
from campaigns.tenant import Campaign, Tenant
from campaigns.when.words import MONTHS, WEEKDAYS
from campaigns.writing.moving import (
    Mention,
    Way,
    dates_in,
    days_of,
    mentions,
    proposed,
    renamed,
    value_of,
    with_dates,
    with_name,
    with_year,
)
from campaigns.writing.placing import NEW
from campaigns.writing.spots import NotEditable
from panel.entrance.roles import Right
from panel.office.asked import NOT_THERE, Asked, Page, Turned
from panel.office.drafts import Draft, file_of, is_name
from panel.office.editor import EditorPages
from panel.office.field_words import words_of
from panel.office.parts import exact
from panel.office.reviewing import file_now
from panel.office.sheets import Sheets
from panel.office.typed import day_typed, number_typed
from storage.campaign_versions import Origin

COPIED = range(2000, 2200)
"""Years into which one copies."""
MOST_OTHERS = 3
"""Other campaigns' events of a day that are named."""
WAYS = {
    Way.WEEKDAY: "Mismo día de la semana",
    Way.DATE: "Misma fecha",
}
SAID = "La copia está lista en borrador: revísela y guárdela. Todavía no se ha guardado."


@dataclass(frozen=True, slots=True)
class Moved:
    """One day of the campaign."""

    before: date
    after: date
    where: str
    """Where it stands: «evento, empieza»."""
    off: str
    """Why the new day is not worked, in Spanish; empty: it is."""
    was_off: bool
    """The old one was not either."""
    notes: tuple[str, ...]
    """What else falls on it."""

    @property
    def said(self) -> str:
        """«martes 12 de enero de 2027»."""
        month = MONTHS[self.before.month - 1]
        return f"{WEEKDAYS[self.before.weekday()]} {self.before.day} de {month} de {self.before.year}"

    @property
    def weekday(self) -> str:
        """Of the new day."""
        return WEEKDAYS[self.after.weekday()]


@dataclass(frozen=True, slots=True)
class Copy:
    """What a copy would be, as its form has it."""

    id: str
    title: str
    year: int
    way: Way
    reworded: bool
    """The year is changed where words say it, too."""
    days: tuple[Moved, ...]
    mentions: tuple[tuple[str, Mention], ...]
    trouble: str = ""


class CopyPages:
    """Serves them."""

    def __init__(self, sheets: Sheets, editor: EditorPages) -> None:
        """`editor` takes the copy from here."""
        self._sheets, self._editor = sheets, editor

    @property
    def pages(self) -> list[Page]:
        """One."""
        return [Page("campanas/{name}/copiar", Right.WRITE, self.copy, writes=True)]

    async def copy(self, asked: Asked) -> Response:
        """The days as they would be; with a form, as somebody says, or the copy itself."""
        name = asked.request.path_params["name"]
        data = file_now(asked, file_of(asked.tenant, name))
        if data is None:
            raise NOT_THERE
        text = data.decode("utf-8", "replace")
        try:
            made = await asyncio.to_thread(_copy, asked, text)
            if asked.field("hacer") == "crear" and not made.trouble:
                draft = Draft("", NEW, _written(text, made), origin=Origin.COPIED)
                return await self._editor.form(asked, draft, said=SAID)
        except NotEditable as error:
            raise _untold(error) from error
        known = asked.tenant.campaigns.get(name)
        title = known.entry.title if known is not None else name
        return self._sheets.page(
            "copiar.html",
            asked,
            422 if made.trouble else 200,
            made=made,
            moves=WAYS,
            name=name,
            exact=exact,
            title=title,
        )


def _untold(error: NotEditable) -> Turned:
    return Turned(
        409, "Esta campaña no se puede copiar así", f"{error}.".capitalize(), "Ábrala en Redacción y corríjala primero."
    )


def _copy(asked: Asked, text: str) -> Copy:
    found = dates_in(text)
    days = days_of(found)
    before = days[0].year if days else asked.now.astimezone(asked.tenant.municipality.zone).year - 1
    told = number_typed(asked.field("año"))
    year = told if told is not None and told in COPIED else before + 1
    way = Way(asked.field("regla")) if asked.field("regla") in [*Way] else Way.WEEKDAY
    plan = proposed(days, year - before, way)
    trouble = ""
    if asked.field("hacer") != "proponer":
        for day in days if asked.form is not None else ():
            typed = day_typed(asked.field(f"dia-{day}"))
            if typed is not None:
                plan[day] = typed
            else:
                trouble = "Una de las fechas nuevas no es una fecha: escríbala como 2028-01-11."
    id_, title = value_of(text, ("campaña",)), value_of(text, ("titulo",))
    new_id = asked.field("nombre") or renamed(id_, before, year, "-")
    trouble = trouble or _name_trouble(asked, new_id, id_)
    where = {day: _where(text, [each.location for each in found if day in each.days]) for day in days}
    falling = _Days(asked.tenant, set(plan.values()), id_)
    rows = tuple(falling.moved(day, plan[day], where[day]) for day in days)
    said = tuple((_where(text, [each.location]), each) for each in mentions(text, before))
    reworded = asked.form is None or asked.field("palabras") == "1"
    new_title = asked.field("titulo") or renamed(title, before, year, " ")
    return Copy(new_id, new_title, year, way, reworded, rows, said, trouble if asked.form is not None else "")


def _name_trouble(asked: Asked, new: str, old: str) -> str:
    if not is_name(new):
        return "El nombre corto va en minúsculas, sin tildes, con guiones: matriculas-2028."
    taken = new == old or new in asked.tenant.campaigns or file_now(asked, f"{CAMPAIGNS}/{new}.yaml") is not None
    return f"Ya hay una campaña «{new}»: escoja otro nombre corto." if taken else ""


def _written(text: str, made: Copy) -> str:
    before = made.days[0].before.year if made.days else made.year - 1
    old = value_of(text, ("campaña",))
    text = with_dates(text, {each.before: each.after for each in made.days})
    if made.reworded and before != made.year:
        text = with_year(text, before, made.year)
    return with_name(text, old, made.id, made.title)


def _where(text: str, locations: list[tuple[str | int, ...]]) -> str:
    """«evento, empieza»; «mensaje anuncio, cuándo sale»."""
    told = []
    for location in locations:
        key = next(str(part) for part in reversed(location) if isinstance(part, str))
        label = words_of(key).label.lower()
        if location[0] == "mensajes" and len(location) > 1:
            told.append(f"mensaje «{value_of(text, (*location[:2], 'id'))}», {label}")
        else:
            told.append(f"{location[0]}, {label}" if len(location) > 1 else label)
    return "; ".join(dict.fromkeys(told))


class _Days:
    """What falls on some days of a municipality."""

    def __init__(self, tenant: Tenant, days: Collection[date], campaign: str) -> None:
        """`campaign`: the one that is copied, whose own dates are no news."""
        self._tenant = tenant
        self._events: dict[date, list[str]] = {day: [] for day in days}
        others = [each for each in tenant.campaigns.values() if each.id != campaign] if days else []
        for each in others:
            for day in _days_of_event(each, days):
                self._events[day].append(each.entry.title)

    def moved(self, before: date, after: date, where: str) -> Moved:
        """One day, with its notes."""
        workdays = self._tenant.workdays
        off = "" if workdays.is_workday(after) else workdays.why_off(after)
        return Moved(before, after, where, off, not workdays.is_workday(before), tuple(self._notes(after)))

    def _notes(self, day: date) -> Iterator[str]:
        for each in self._tenant.municipality.blackouts:
            if each.starts <= day and (each.ends is None or day <= each.ends):
                yield f"hay veda: {each.name}"
        events = self._events.get(day, [])
        if events:
            more = f" y {len(events) - MOST_OTHERS} más" if len(events) > MOST_OTHERS else ""
            yield f"ese día también: {', '.join(events[:MOST_OTHERS])}{more}"


def _days_of_event(campaign: Campaign, days: Collection[date]) -> set[date]:
    """Those on which it happens. Year by year: between days that are centuries apart nobody asks for a rule's dates."""
    if campaign.event is None:
        return set()
    found: set[date] = set()
    for _, of_year in groupby(sorted(days), key=lambda day: day.year):
        those = list(of_year)
        since, until = datetime.combine(those[0], time(), UTC), datetime.combine(those[-1], time(), UTC)
        spans = campaign.event.around(since, until).spans
        found.update(day for day in those for span in spans if span.first_day <= day <= span.last_day)
    return found
