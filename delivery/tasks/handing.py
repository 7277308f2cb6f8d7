"""Tasks put into the hands of who does them: a mail with their papers, apart from the sweep, since drawing takes time.

An order is handed over in the transaction that writes its mail, so that none is told of twice. Of several daemons one
draws what waits, all of it at once.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from campaigns.content import FrozenFile
from delivery.clock import Clock
from delivery.notices.notice import PROGRAM, outlet, write
from delivery.publishing.freeze import media_folder
from delivery.tasks.escalating import escalations, tell_escalations
from delivery.tasks.figures_awaited import figures_awaited, tell_awaited
from delivery.tasks.handed_in import tell, untold
from delivery.tasks.mailbox import address_of
from delivery.tasks.mornings import morning
from delivery.tasks.newcomers import ask_newcomers
from delivery.tasks.overdue import overdue, tell_overdue
from delivery.tasks.parcels import News, Parcel, parcels
from delivery.tasks.quiet_sections import tell_quiet
from delivery.tasks.sheets import drawn_once, papers
from delivery.tasks.task_mail import Enclosure, enclosures, words_of
from delivery.workplace import Workplace, Workplaces
from logs import Log
from pieces.drawing import Order as Paper
from pieces.drawing import Piece
from pieces.refusal import CannotDraw
from storage.checklists import checklists
from storage.database import Database
from storage.execution import execute
from storage.files import put_file
from storage.meta import HANDING, claim, get, put
from storage.states import WorkOrderState
from storage.tables import work_order
from storage.work_orders import cancellation_told, hand_over

log = Log(__name__)

Papers = Mapping[int, Sequence[Paper]]
"""What is to be drawn, by the number of the order that it is for."""
BELIEVED = timedelta(minutes=2)
"""Longer than drawing takes. Who began and was not heard of since is dead; else it is drawn twice, and told once."""
USEFUL = timedelta(days=3)
"""How long a task's mail is tried, also where its time is over before."""
TOLD: Mapping[News, WorkOrderState] = {
    News.NEW: WorkOrderState.TO_DO,
    News.POSTPONED: WorkOrderState.POSTPONED,
    News.CANCELLED: WorkOrderState.CANCELLED,
}
"""In which state an order is to be told of."""
_STILL = select(work_order.c.id).where(
    work_order.c.id.in_(bindparam("numbers", expanding=True)), work_order.c.state == bindparam("so")
)


class Load(NamedTuple):
    """One mail that is to be written, and whose it is."""

    place: Workplace
    parcel: Parcel


class Handing:
    """Writes to people what they are to do."""

    def __init__(self, database: Database, places: Workplaces, clock: Clock) -> None:
        """All stay the caller's."""
        self._database = database
        self._places = places
        self._clock = clock
        self._listed: dict[int, tuple[datetime, str]] = {}
        """Of each municipality the last morning whose lists were looked after, and by which configuration."""
        self._greeted: dict[int, str] = {}
        """Of each municipality the configuration whose new delegates were asked."""

    async def look(self) -> None:
        """Hand over what waits for it, and tell what is late, for every municipality.

        Raises `StorageError`, `OSError`.
        """
        if await self._waiting():
            await self._hand_all()
        for place in self._places.all:
            await self._greet(place)
            await self._tell(place)
            await self._ask_for_figures(place)
            await self._list(place)

    async def _waiting(self) -> list[Load]:
        return [
            Load(place, parcel)
            for place in self._places.all
            for parcel in await self._database.ask(partial(parcels, workplace=place, now=self._clock.now()))
        ]

    async def _hand_all(self) -> None:
        """What waits once nobody else is at it: who was there before has handed over what was seen."""
        until = _told(self._clock.now() + BELIEVED)
        if not await self._database.run(partial(claim, name=HANDING, value=until, over=_told(self._clock.now()))):
            return
        try:
            loads = await self._waiting()
            orders = [await self._database.ask(partial(_papers, load=load)) for load in loads]
            drawn = await asyncio.to_thread(_drawn, orders)
            for load, pieces in zip(loads, drawn, strict=True):
                await self._hand(load, pieces)
        finally:
            await self._database.run(partial(_let_go, until=until))

    async def _hand(self, load: Load, drawn: Mapping[int, Sequence[Piece]]) -> None:
        if await self._database.run(partial(_write, load=load, drawn=drawn, now=self._clock.now())):
            place, parcel = load
            log.info("tasks told", tenant=place.tenant.slug, news=parcel.news.value, tasks=len(parcel.orders))

    async def _greet(self, place: Workplace) -> None:
        """Once for each configuration: delegates who came with it."""
        if self._greeted.get(place.tenant_id) != place.tenant.digest:
            made = await self._database.run(partial(ask_newcomers, workplace=place, now=self._clock.now()))
            self._greeted[place.tenant_id] = place.tenant.digest
            if made:
                log.info("new delegates asked", tenant=place.tenant.slug, tasks=made)

    async def _tell(self, place: Workplace) -> None:
        """What was handed in for duties, sent back, or is asked for."""
        if await self._database.ask(partial(untold, workplace=place)):
            told = await self._database.run(partial(tell, workplace=place, now=self._clock.now()))
            log.info("duties told", tenant=place.tenant.slug, mails=told)

    async def _ask_for_figures(self, place: Workplace) -> None:
        """Those that a report waits for."""
        now = self._clock.now()
        if await self._database.ask(partial(figures_awaited, workplace=place, now=now)):
            told = await self._database.run(partial(tell_awaited, workplace=place, now=now))
            log.info("figures asked for", tenant=place.tenant.slug, mails=told)

    async def _list(self, place: Workplace) -> None:
        """Once a morning, and again where the files have changed: what is late by then is known at its beginning."""
        now = self._clock.now()
        begins = morning(place, now)
        if begins is None or self._listed.get(place.tenant_id) == (begins, place.tenant.digest):
            return
        if await self._database.ask(partial(overdue, workplace=place, now=now)):
            await self._database.run(partial(tell_overdue, workplace=place, now=now))
        if await self._database.ask(partial(escalations, workplace=place, now=now)):
            await self._database.run(partial(tell_escalations, workplace=place, now=now))
        self._listed[place.tenant_id] = (begins, place.tenant.digest)


def _let_go(connection: Connection, until: str) -> None:
    """Unless another took it for over."""
    if get(connection, HANDING) == until:
        put(connection, HANDING, "")


def _told(moment: datetime) -> str:
    """So that a later one sorts after it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _papers(connection: Connection, load: Load) -> Papers:
    place, parcel = load
    return {} if parcel.news is News.CANCELLED else papers(connection, place.tenant, parcel.numbers)


def _drawn(orders: Sequence[Papers]) -> list[dict[int, list[Piece]]]:
    """The papers of each mail, all by one process; where that fails, each mail's by one, so that it fails for one."""
    try:
        made = drawn_once(paper for each in orders for these in each.values() for paper in these)
    except CannotDraw:
        return [_drawn_alone(each) for each in orders]
    return [_found(each, made) for each in orders]


def _drawn_alone(orders: Papers) -> dict[int, list[Piece]]:
    """One mail's papers; where nothing can be drawn at all each says why, and the mail goes out with its words."""
    wanted = [paper for each in orders.values() for paper in each]
    try:
        made = drawn_once(wanted)
    except CannotDraw as error:
        log.error("no papers could be drawn", reason=str(error))
        made = {paper: Piece(paper, refusal=str(error)) for paper in wanted}
    return _found(orders, made)


def _found(orders: Papers, made: Mapping[Paper, Piece]) -> dict[int, list[Piece]]:
    return {number: [made[paper] for paper in each] for number, each in orders.items()}


def _write(connection: Connection, load: Load, drawn: Mapping[int, Sequence[Piece]], now: datetime) -> bool:
    """Write the mail of a parcel, and hand its orders over; False where meanwhile something else became of one."""
    place, parcel = load
    account = outlet(place)
    asked = {"numbers": parcel.numbers, "so": TOLD[parcel.news].value}
    if account is None or len(execute(connection, _STILL, asked).all()) != len(parcel.orders):
        return False
    files, missing = enclosures(place.tenant, parcel, drawn, now, account.profile.files_together)
    kept = tuple(_keep(connection, place, each, now) for each in files)
    owed = parcel.orders[0].id if parcel.orders[0].asked_by else None
    listed = checklists(connection, [owed]).get(owed, ()) if owed is not None else ()
    reply_to = None if owed is None or parcel.news is News.CANCELLED else address_of(connection, place, owed)
    points = [each.text for each in listed]
    words = words_of(place.tenant, parcel, missing, points, reply_to)._replace(attachments=kept)
    last = max([*(order.until for order in parcel.orders), now + USEFUL])
    if not write(connection, place, account, parcel.notice, words, [parcel.responsible], last, now):
        return False
    if parcel.news is News.NEW:
        for number in parcel.numbers:
            hand_over(connection, number, PROGRAM, now)
        tell_quiet(connection, place, account, parcel.orders[0], now)
    elif parcel.news is News.CANCELLED:
        cancellation_told(connection, parcel.numbers, now)
    return True


def _keep(connection: Connection, place: Workplace, each: Enclosure, now: datetime) -> FrozenFile:
    digest = put_file(connection, media_folder(place.folder), each.data, each.name, each.mime, now)
    return FrozenFile(digest, each.name, each.mime, len(each.data))
