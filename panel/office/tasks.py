"""Tareas: what people do by hand and what others owe, mine first."""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

from sqlalchemy import Connection
from starlette.responses import Response

from campaigns.debtors import name_of
from channels.adapter import Kind
from channels.manual import counted
from delivery.tasks.listing import Asked as Wanted
from delivery.tasks.listing import Line, Place, Sums, View, count_open, list_tasks, slugs_of
from delivery.tasks.standing import TASKS
from delivery.worlds import MODES
from panel.entrance.roles import Right
from panel.office.asked import Asked, Page
from panel.office.sheets import Sheets, Way
from panel.office.task import NOTES as TASK_NOTES
from panel.office.task import TONES, TaskPage
from panel.office.task_words import amount

WAY = Way("tareas", "Tareas", Right.SEE)
NOTES: Mapping[str, str] = TASK_NOTES
MINE, ALL = "mias", "todas"
VIEWS: Mapping[View, str] = {View.OPEN: "Abiertas", View.OVERDUE: "Vencidas", View.SAID: "Hechas hace poco"}


class _Found(NamedTuple):
    lines: list[Line]
    next: Place | None
    mine: Sums
    all: Sums


class TaskPages:
    """Serves the list, and with it each task's page."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets
        self._task = TaskPage(sheets)

    @property
    def pages(self) -> list[Page]:
        """The list is read by all who read the plan: it names nobody but the staff."""
        return [Page("tareas", Right.SEE, self.tasks), *self._task.pages]

    async def tasks(self, asked: Asked) -> Response:
        """Those that the address asks for: whose, in which state, of which medium and person."""
        tenant, municipality = asked.tenant, asked.tenant.municipality
        mine = slugs_of(municipality, asked.actor)
        whose = asked.query("de") or (MINE if asked.may(Right.CONFIRM) else ALL)
        view = next((each for each in View if each == asked.query("ver")), View.OPEN)
        wanted = Wanted(
            view=view,
            slugs=None if whose == ALL else mine,
            responsible=asked.query("persona"),
            medium=asked.query("medio"),
            after=Place.read(asked.query("desde")),
        )
        found = await asked.read(partial(_read, tenant_id=asked.place.tenant_id, asked=asked, wanted=wanted, mine=mine))
        here = {"de": whose, "ver": view.value, "persona": wanted.responsible, "medio": wanted.medium}
        people = {**municipality.people, **municipality.departments, **municipality.committees}
        manual = {each.medium for each in tenant.accounts.values() if each.kind is Kind.MANUAL}
        return self._sheets.page(
            "tareas.html",
            asked,
            found=found,
            wanted=wanted,
            whose=whose,
            sums=found.all if whose == ALL else found.mine,
            views=VIEWS,
            media=sorted({*manual, *filter(None, [wanted.medium])}),
            people=sorted(((slug, name_of(municipality, slug)) for slug in people), key=lambda each: each[1]),
            link=partial(_link, here),
            title=partial(_campaign, asked),
            name=partial(name_of, municipality),
            counted=counted,
            amount=amount,
            states=TASKS,
            tones=TONES,
            modes=MODES,
        )


def _read(connection: Connection, tenant_id: int, asked: Asked, wanted: Wanted, mine: frozenset[str]) -> _Found:
    lines, after = list_tasks(connection, tenant_id, wanted, asked.now)
    own = count_open(connection, tenant_id, mine, asked.now)
    return _Found(lines, after, own, count_open(connection, tenant_id, None, asked.now))


def _campaign(asked: Asked, slug: str) -> str:
    campaign = asked.tenant.campaigns.get(slug)
    return campaign.entry.title if campaign is not None else slug


def _link(here: Mapping[str, str], **changes: object) -> str:
    """The same list, some of it asked for otherwise."""
    told = {**here, **{name: str(value) for name, value in changes.items()}}
    return "?" + urlencode({name: value for name, value in told.items() if value})
