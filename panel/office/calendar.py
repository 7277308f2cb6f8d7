"""Calendario: what goes out and what went out, by month, by week, by day and as a list; with what a rule moved."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.responses import Response

from campaigns.moment import Moment
from campaigns.tenant import Tenant
from campaigns.when.words import MONTHS, WEEKDAYS
from delivery.planned import Planned
from panel.entrance.roles import Right
from panel.office.asked import Asked, Page
from panel.office.days import (
    DAY,
    Day,
    Happening,
    Stretch,
    blackouts_in,
    days_of,
    events_in,
    month_of,
    told_blackout,
    week_of,
)
from panel.office.entries import OUT, WAITS, WRONG, Entry, Rows, entries_of, read_rows
from panel.office.kept import Held
from panel.office.plans import Plans
from panel.office.sheets import Sheets, Way
from panel.office.tally import Tallies, number_of, reach, read_tallies

WAY = Way("calendario", "Calendario", Right.SEE)
VIEWS: Mapping[str, str] = {"mes": "Mes", "semana": "Semana", "lista": "Lista"}
"""Those between which people choose; a single day is one more."""
SHOWN: Mapping[str, str] = {
    "": "Todo",
    "movido": "Lo que una regla movió",
    "espera": "Lo que espera algo o a alguien",
    "salio": "Lo que ya salió",
    "mal": "Lo que no salió, o salió con errores",
}
YEARS = range(2000, 2100)
"""Those that are looked at."""
A_PAGE = 50
"""Entries of a list."""
IN_MONTH, IN_WEEK = 4, 12
"""Entries of a day, and events, that a month and a week show: the day's own page has all."""
BEFORE = 7 * DAY
"""How far before the first day entries are looked for that a rule moves into these days."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at, as the address says it."""

    view: str
    day: date
    """One of those that are looked at."""
    campaign: str
    medium: str
    audience: str
    shown: str
    page: int

    @property
    def query(self) -> str:
        """The same as an address says it, after the question mark."""
        told = {
            "vista": self.view,
            "dia": self.day.isoformat(),
            "campana": self.campaign,
            "medio": self.medium,
            "publico": self.audience,
            "mostrar": self.shown,
            "pagina": str(self.page) if self.page > 1 else "",
        }
        return urlencode({name: value for name, value in told.items() if value})

    def at(self, day: date, view: str = "") -> "Look":
        """The same filters on another day."""
        return replace(self, day=day, view=view or self.view, page=1)

    def turned(self, page: int) -> "Look":
        """Another page of it."""
        return replace(self, page=page)

    @property
    def filtered(self) -> bool:
        """Whether anything is left out."""
        return bool(self.campaign or self.medium or self.audience or self.shown)

    @property
    def stretch(self) -> Stretch:
        """The days that are shown."""
        if self.view == "mes":
            return month_of(self.day)
        if self.view == "semana":
            return week_of(self.day)
        if self.view == "dia":
            return Stretch(self.day, self.day)
        first = self.day.replace(day=1)
        return Stretch(first, _next_month(first) - DAY)

    @property
    def title(self) -> str:
        """«Enero de 2027», «Semana del 4 al 10 de enero de 2027», «Martes 5 de enero de 2027»."""
        if self.view == "dia":
            return f"{WEEKDAYS[self.day.weekday()]} {_day(self.day)}".capitalize()
        if self.view == "semana":
            first, last = self.stretch.first, self.stretch.last
            begin = f"{first.day}" if first.month == last.month else f"{first.day} de {MONTHS[first.month - 1]}"
            return f"Semana del {begin} al {_day(last)}"
        return f"{MONTHS[self.day.month - 1]} de {self.day.year}".capitalize()

    @property
    def before(self) -> "Look":
        """The one before it."""
        return self.at(self._moved(-1))

    @property
    def after(self) -> "Look":
        """The one that follows."""
        return self.at(self._moved(1))

    def _moved(self, steps: int) -> date:
        if self.view == "dia":
            return self.day + steps * DAY
        if self.view == "semana":
            return self.day + steps * 7 * DAY
        first = self.day.replace(day=1)
        return _next_month(first) if steps > 0 else (first - DAY).replace(day=1)


class Choices(NamedTuple):
    """What the filters offer: value and name, by name."""

    campaigns: list[tuple[str, str]]
    mediums: list[tuple[str, str]]
    audiences: list[tuple[str, str]]


class Shown(NamedTuple):
    """What a page of it has."""

    days: list[Day]
    weeks: list[list[Day]]
    undated: list[Entry]
    """What has no hour yet."""
    page: int
    pages: int
    total: int
    tallies: Tallies


class CalendarPages:
    """Serves it."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets, self._plans = sheets, Plans()

    @property
    def pages(self) -> list[Page]:
        """One."""
        return [Page("calendario", Right.SEE, self.calendar)]

    async def calendar(self, asked: Asked) -> Response:
        """The days that the address names, this month where it names none."""
        tenant, today = asked.tenant, asked.now.astimezone(asked.tenant.municipality.zone).date()
        look = look_of(asked.query, tenant, today)
        since, until = look.stretch.bounds(tenant)
        planned = await self._plans.of(asked, since - BEFORE, until)
        rows = await asked.read(partial(read_rows, tenant_id=asked.place.tenant_id, since=since - BEFORE, until=until))
        shown = await asyncio.to_thread(_shown, tenant, look, planned, rows, today)
        if look.view in ("lista", "dia"):
            numbers = [each.number for day in shown.days for entry in day.entries for each in entry.outlets]
            found = [number for number in numbers if number is not None]
            shown = shown._replace(tallies=await asked.read(partial(read_tallies, numbers=found)))
        return self._sheets.page(
            "calendario.html",
            asked,
            look=look,
            planned=planned,
            shown=shown,
            today=today,
            views=VIEWS,
            kinds=SHOWN,
            choices=_choices(tenant),
            vedas=[told_blackout(each) for each in blackouts_in(tenant, look.stretch)],
            weekdays=WEEKDAYS,
            hour=lambda moment: Moment(moment).time,
            reach=reach,
            number_of=number_of,
        )


def look_of(query: Callable[[str], str], tenant: Tenant, today: date) -> Look:
    """What an address asks for; what it says and nobody knows is as if it said nothing."""
    try:
        day = date.fromisoformat(query("dia"))
    except ValueError:
        day = today
    view, medium, page = query("vista"), query("medio"), query("pagina")
    return Look(
        view=view if view in (*VIEWS, "dia") else "mes",
        day=day if day.year in YEARS else today,
        campaign=_one_of(query("campana"), tenant.campaigns),
        medium=_one_of(medium, {account.medium for account in tenant.accounts.values()}),
        audience=_one_of(query("publico"), tenant.audiences),
        shown=_one_of(query("mostrar"), SHOWN),
        page=max(int(page), 1) if page.isdecimal() and len(page) < 5 else 1,
    )


def _one_of(told: str, known: Iterable[str]) -> str:
    return told if told in set(known) else ""


def _shown(tenant: Tenant, look: Look, planned: Held[Sequence[Planned]], rows: Rows, today: date) -> Shown:
    stretch = look.stretch
    entries = [each for each in entries_of(tenant, planned.value or (), rows) if _passes(look, each)]
    dated = [each for each in entries if each.at is not None and stretch.first <= each.at.date() <= stretch.last]
    undated = [each for each in entries if each.at is None]
    events = [] if look.shown else [each for each in events_in(tenant, stretch) if _is_of(tenant, look, each)]
    total, pages, within = len(dated), 1, stretch
    if look.view in ("lista", "dia"):
        pages = max(-(-total // A_PAGE), 1)
        look = look.turned(min(look.page, pages))
        within, dated = _paged(look, stretch, dated)
    month = look.day.month if look.view == "mes" else 0
    most = {"mes": IN_MONTH, "semana": IN_WEEK}.get(look.view, A_PAGE)
    days = days_of(tenant, within, dated, events, today, month, most)
    weeks = [days[first : first + 7] for first in range(0, len(days), 7)]
    return Shown(days, weeks, undated[:A_PAGE], look.page, pages, total, {})


def _paged(look: Look, stretch: Stretch, dated: Sequence[Entry]) -> tuple[Stretch, list[Entry]]:
    """The entries of a list's page, and the days that it shows: from where the page before it ended."""
    first = (look.page - 1) * A_PAGE
    found, rest = list(dated[first : first + A_PAGE]), dated[first + A_PAGE :]
    since = found[0].at_once.date() if first and found else stretch.first
    until = found[-1].at_once.date() if rest and found else stretch.last
    return Stretch(since, until), found


def _passes(look: Look, entry: Entry) -> bool:
    """Whether the filters let an entry through."""
    if look.campaign and entry.campaign != look.campaign:
        return False
    if look.medium and not any(each.medium == look.medium for each in entry.outlets):
        return False
    if look.audience and entry.audience != look.audience:
        return False
    states = {each.state for each in entry.outlets}
    tests = {"movido": entry.moved, "espera": states & {*WAITS}, "salio": states & {*OUT}, "mal": states & {*WRONG}}
    return bool(tests.get(look.shown, True))


def _is_of(tenant: Tenant, look: Look, event: Happening) -> bool:
    campaign = tenant.campaigns[event.campaign]
    return look.campaign in ("", event.campaign) and look.audience in ("", campaign.entry.audience or "")


def _choices(tenant: Tenant) -> Choices:
    return Choices(
        _by_name((slug, campaign.entry.title) for slug, campaign in tenant.campaigns.items()),
        _by_name((medium, medium) for medium in {account.medium for account in tenant.accounts.values()}),
        _by_name((slug, audience.name) for slug, audience in tenant.audiences.items()),
    )


def _by_name(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(found, key=lambda each: each[1].casefold())


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _day(day: date) -> str:
    return Moment(datetime(day.year, day.month, day.day), timed=False).date  # noqa: DTZ001 - a day has no zone
