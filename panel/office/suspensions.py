"""Suspensiones: which classes of messages stand still, what waits in each; a class is suspended, and opened again."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from urllib.parse import urlencode

from sqlalchemy import Connection
from starlette.responses import Response

from campaigns.tenant import Tenant
from delivery.office import stopped
from delivery.office.held_back import HeldBack, held_back, running, would_hold
from delivery.office.office import STATE_NAMES, Refused
from delivery.planned import Planned
from delivery.suspensions import mark_of
from panel.entrance.roles import Right
from panel.office.asked import NOT_THERE, Asked, Page
from panel.office.entries import Entry, entries_of
from panel.office.plans import Plans
from panel.office.sheets import Sheets
from panel.office.suspended import SUSPENDED, Suspended, ends, suspended
from panel.office.typed import day_typed, number_typed
from panel.office.went import TONES, Went, went
from storage.ledger import IllegalMove

PATH = "suspensiones"
NOTES: Mapping[str, str] = {
    "suspendida": "Quedó suspendida. Lo que estaba saliendo se detuvo.",
    "reabierta": "Quedó reabierta: lo que todavía está a tiempo sale enseguida.",
}
MOST = 30
"""Of what waits, and of what would, that are shown: the rest is counted."""
AHEAD = timedelta(days=7)
"""How far from today's midnight on is told what would wait, where nobody says until when."""
FARTHEST = timedelta(days=31)
"""The same of a suspension that ends: a longer plan takes too long to make."""
LONGEST = 300
"""Signs of a reason: it stands beside each message that it holds back."""
NO_REASON = "No se suspendió nada: escriba por qué. Se ve junto a cada mensaje que espera."
NO_DAY = "Escriba el último día, como 2027-05-04, o deje la casilla vacía."


class Wrong(Exception):
    """What was typed will not do; the text is Spanish."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One class, with what of it waits."""

    class_: str
    orders: Sequence[Suspended]
    """By which it stands still; empty: its messages go out."""
    lines: Sequence[Went]
    """What waits, the first to be due first."""
    more: int
    """How many more wait."""


class SuspensionPages:
    """Serves them."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets, self._plans = sheets, Plans()

    @property
    def pages(self) -> list[Page]:
        """All may see what stands still; whoever operates suspends and opens again."""
        return [
            Page(PATH, Right.SEE, self.all),
            Page(f"{PATH}/suspender", Right.OPERATE, self.suspend, writes=True),
            Page(f"{PATH}/reabrir", Right.OPERATE, self.reopen, writes=True),
        ]

    async def all(self, asked: Asked) -> Response:
        """Every class."""
        return await self._all(asked)

    async def suspend(self, asked: Asked) -> Response:
        """What would be held back; with a form, it is."""
        class_, typed = _class(asked), _said(asked, "hasta")
        try:
            until = _last_day(asked, typed)
        except Wrong as error:
            return await self._all(asked, str(error), 422)
        reason = asked.field("motivo")[:LONGEST]
        if asked.form is None or not reason:
            return await self._before(asked, class_, until, NO_REASON if asked.form is not None else "")
        end = None if until is None else _end(asked, until)

        def work(connection: Connection) -> None:
            stopped.suspend(connection, asked.place, class_, end, reason, asked.actor, asked.now)

        await asked.write(work)
        return asked.go(PATH, "suspendida")

    async def reopen(self, asked: Asked) -> Response:
        """What would go out; with a form, it does."""
        class_ = _class(asked)
        if asked.form is None:
            orders, held = await asked.read(partial(_held, asked=asked, class_=class_))
            if not orders:
                return asked.go(PATH)
            return self._sheets.page("reabrir.html", asked, class_=class_, orders=orders, held=held, words=SUSPENDED)
        typed = [number_typed(each) for each in asked.fields("orden")]
        shown = [each for each in typed if each is not None]

        def work(connection: Connection) -> None:
            stopped.unsuspend(connection, asked.place, class_, asked.actor, asked.now, shown)

        try:
            await asked.write(work)
        except (Refused, IllegalMove) as error:
            return await self._all(asked, str(error), 409)
        return asked.go(PATH, "reabierta")

    async def _all(self, asked: Asked, said: str = "", code: int = 200) -> Response:
        def work(connection: Connection) -> list[Standing]:
            return [_standing(connection, asked, class_) for class_ in SUSPENDED]

        values = {"states": STATE_NAMES, "tones": TONES, "words": SUSPENDED}
        typed = {"class_": _said(asked, "clase"), "until": day_typed(_said(asked, "hasta")) or ""}
        classes = await asked.read(work)
        return self._sheets.page("suspensiones.html", asked, code, said=said, typed=typed, classes=classes, **values)

    async def _before(self, asked: Asked, class_: str, until: date | None, said: str) -> Response:
        zone = asked.tenant.municipality.zone
        now = asked.now.astimezone(zone)
        end = None if until is None else _end(asked, until)
        midnight = datetime.combine(now.date(), time(), zone)
        look = midnight + AHEAD if end is None else min(end, midnight + FARTHEST)
        planned = await self._plans.of(asked, midnight, look)
        after, lost = await asyncio.to_thread(_foretold, asked.tenant, planned.made or (), class_, now, end)

        def work(connection: Connection) -> tuple[int, list[Suspended]]:
            return running(connection, asked.place.tenant_id, class_), _orders(connection, asked, class_)

        runs, orders = await asked.read(work)
        query = urlencode({"clase": class_, "hasta": until or ""})
        values: dict[str, object] = {"class_": class_, "until": until, "ends": ends(end), "words": SUSPENDED}
        values |= {"planned": planned, "cut": end is not None and look < end, "runs": runs, "orders": orders}
        values |= {"after": after, "lost": lost, "longest": LONGEST, "query": query}
        code = 422 if said else 200
        return self._sheets.page("suspender.html", asked, code, said=said, reason=asked.field("motivo"), **values)


@dataclass(frozen=True, slots=True)
class _Cut:
    """Entries of which the first are shown."""

    shown: Sequence[Entry]
    total: int


def _foretold(
    tenant: Tenant, planned: Sequence[Planned], class_: str, now: datetime, end: datetime | None
) -> tuple[_Cut, _Cut]:
    """What would go out after it, and what would not."""
    would = would_hold(tenant, planned, class_, now, end)
    after, lost = entries_of(tenant, would.after, {}), entries_of(tenant, would.lost, {})
    return _Cut(after[:MOST], len(after)), _Cut(lost[:MOST], len(lost))


def _orders(connection: Connection, asked: Asked, class_: str) -> list[Suspended]:
    return [each for each in suspended(connection, asked.place, asked.now) if each.class_ == class_]


def _held(connection: Connection, asked: Asked, class_: str) -> tuple[list[Suspended], HeldBack]:
    orders = _orders(connection, asked, class_)
    return orders, held_back(connection, asked.place, mark_of(class_), asked.now) if orders else HeldBack((), (), ())


def _standing(connection: Connection, asked: Asked, class_: str) -> Standing:
    orders, held = _held(connection, asked, class_)
    lines = [went(asked.tenant, row, {}) for row in held.all[:MOST]]
    return Standing(class_, orders, lines, len(held.all) - len(lines))


def _said(asked: Asked, name: str) -> str:
    """In the form, else in the address."""
    return asked.field(name) if asked.form is not None else asked.query(name)


def _class(asked: Asked) -> str:
    found = _said(asked, "clase")
    if found not in SUSPENDED:
        raise NOT_THERE
    return found


def _last_day(asked: Asked, typed: str) -> date | None:
    """None: until it is opened again. Raises `Wrong` for what is no day, or is over."""
    if not typed:
        return None
    day = day_typed(typed)
    if day is None:
        raise Wrong(NO_DAY)
    if _end(asked, day) <= asked.now:
        raise Wrong(f"El {day} ya pasó: escriba un día que venga, o deje la casilla vacía.")
    return day


def _end(asked: Asked, day: date) -> datetime:
    """The midnight after its last day."""
    return datetime.combine(day + timedelta(days=1), time(), asked.tenant.municipality.zone)
