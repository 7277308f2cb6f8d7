"""Calendario: what goes out and what went out, by month, by week, by day and as a list; with what a rule moved."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from starlette.responses import Response

from campaigns.moment import Moment
from campaigns.tenant import Tenant
from campaigns.when.words import WEEKDAYS
from delivery.planned import Planned
from panel.entrance.roles import Right
from panel.office.asked import Asked, Page
from panel.office.background import Seen
from panel.office.days import (
    DAY,
    Day,
    Happening,
    Stretch,
    blackouts_in,
    days_of,
    events_in,
    told_blackout,
)
from panel.office.entries import OUT, WAITS, WRONG, Entry, Rows, entries_of, read_rows
from panel.office.look import CHOICES, SHOWN, VIEWS, Look, look_of
from panel.office.paging import Paging, paging
from panel.office.plans import Plans
from panel.office.sheets import Sheets, Way
from panel.office.spoken import counted
from panel.office.tally import Tallies, reach
from panel.office.went import counts_of
from storage.folding import fold_value

WAY = Way("calendario", "Calendario", Right.SEE)
A_PAGE = 50
"""Entries of a list."""
IN_MONTH, IN_WEEK = 4, 12
"""Entries of a day, and events, that a month and a week show: the day's own page has all."""
BEFORE = 7 * DAY
"""How far before the first day rows are looked for that were late, and began in these days."""


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
    paging: Paging
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
        planned = await self._plans.of(asked, since, until)
        rows = await asked.read(partial(read_rows, tenant_id=asked.place.tenant_id, since=since - BEFORE, until=until))
        shown = await asyncio.to_thread(_shown, tenant, look, planned, rows, today)
        if look.view in ("lista", "dia"):
            numbers = [each.number for day in shown.days for entry in day.entries for each in entry.outlets]
            found = [number for number in numbers if number is not None]
            shown = shown._replace(tallies=await asked.read(partial(counts_of, numbers=found)))
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
            counted=counted,
        )


def _shown(tenant: Tenant, look: Look, planned: Seen[Sequence[Planned]], rows: Rows, today: date) -> Shown:
    stretch = look.stretch
    entries = [each for each in entries_of(tenant, planned.made or (), rows) if _passes(tenant, look, each)]
    dated = [each for each in entries if each.at is not None and stretch.first <= each.at.date() <= stretch.last]
    undated = [each for each in entries if each.at is None]
    events = [] if look.shown else [each for each in events_in(tenant, stretch) if _is_of(tenant, look, each)]
    within, paged = stretch, paging(look.page, len(dated), A_PAGE)
    if look.view in ("lista", "dia"):
        within, dated = _paged(paged, stretch, dated)
    month = look.day.month if look.view == "mes" else 0
    most = {"mes": IN_MONTH, "semana": IN_WEEK}.get(look.view, A_PAGE)
    days = days_of(tenant, within, dated, events, today, month, most)
    weeks = [days[first : first + 7] for first in range(0, len(days), 7)]
    return Shown(days, weeks, undated[:A_PAGE], paged, {})


def _paged(paged: Paging, stretch: Stretch, dated: Sequence[Entry]) -> tuple[Stretch, list[Entry]]:
    """The entries of a list's page, and the days that it shows: from where the page before it ended."""
    found = list(paged.cut(dated))
    since = found[0].at_once.date() if paged.page > 1 else stretch.first
    until = found[-1].at_once.date() if paged.page < paged.pages else stretch.last
    return Stretch(since, until), found


def _passes(tenant: Tenant, look: Look, entry: Entry) -> bool:
    """Whether the filters let an entry through."""
    if not _is_called(tenant, look, entry.campaign, entry.title):
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
    named = _is_called(tenant, look, event.campaign, campaign.entry.title)
    return named and look.audience in ("", campaign.entry.audience or "")


def _is_called(tenant: Tenant, look: Look, campaign: str, title: str) -> bool:
    """Whether a campaign is the one that is looked for, or has all its words."""
    if not look.campaign or look.campaign in tenant.campaigns:
        return look.campaign in ("", campaign)
    words = fold_value(title)
    return all(word in words for word in fold_value(look.campaign).split())


def _choices(tenant: Tenant) -> Choices:
    return Choices(
        _by_name(
            (slug, each.entry.title) for slug, each in tenant.campaigns.items() if len(tenant.campaigns) <= CHOICES
        ),
        _by_name((medium, medium) for medium in {account.medium for account in tenant.accounts.values()}),
        _by_name((slug, audience.name) for slug, audience in tenant.audiences.items()),
    )


def _by_name(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(found, key=lambda each: each[1].casefold())
