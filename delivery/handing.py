"""Tasks put into the hands of who does them: a mail with their papers, apart from the sweep, since drawing takes time.

An order is handed over in the transaction that writes its mail, so that none is told of twice.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, bindparam, select

from campaigns.content import FrozenFile
from delivery.clock import Clock
from delivery.freeze import media_folder
from delivery.notice import PROGRAM, outlet, write
from delivery.overdue import overdue, tell_overdue
from delivery.parcels import News, Parcel, parcels
from delivery.sheets import drawn_once, papers
from delivery.task_mail import Enclosure, enclosures, words_of
from delivery.workplace import Workplace, Workplaces
from logs import Log
from pieces.drawing import Order as Paper
from pieces.drawing import Piece
from pieces.refusal import CannotDraw
from storage.database import Database
from storage.execution import execute
from storage.files import put_file
from storage.states import WorkOrderState
from storage.tables import work_order
from storage.work_orders import hand_over

log = Log(__name__)

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


class Handing:
    """Writes to people what they are to do."""

    def __init__(self, database: Database, places: Workplaces, clock: Clock) -> None:
        """All stay the caller's."""
        self._database = database
        self._places = places
        self._clock = clock

    async def look(self) -> None:
        """Hand over what waits for it, and tell what is late, for every municipality.

        Raises `StorageError`, `OSError`.
        """
        for place in self._places.all:
            for parcel in await self._database.ask(partial(parcels, workplace=place, now=self._clock.now())):
                await self._hand(place, parcel)
            if await self._database.ask(partial(overdue, workplace=place, now=self._clock.now())):
                await self._database.run(partial(tell_overdue, workplace=place, now=self._clock.now()))

    async def _hand(self, place: Workplace, parcel: Parcel) -> None:
        orders = await self._database.ask(partial(_papers, place=place, parcel=parcel))
        drawn = await asyncio.to_thread(_drawn, orders)
        now = self._clock.now()
        handed = await self._database.run(partial(_write, place=place, parcel=parcel, drawn=drawn, now=now))
        if handed:
            log.info("tasks told", tenant=place.tenant.slug, news=parcel.news.value, tasks=len(parcel.orders))


def _papers(connection: Connection, place: Workplace, parcel: Parcel) -> dict[int, list[Paper]]:
    return {} if parcel.news is News.CANCELLED else papers(connection, place.tenant, parcel.numbers)


def _drawn(orders: Mapping[int, Sequence[Paper]]) -> dict[int, list[Piece]]:
    """Each order's papers; where nothing can be drawn at all each says why, and the mail goes out with its words."""
    wanted = [paper for each in orders.values() for paper in each]
    try:
        made = drawn_once(wanted)
    except CannotDraw as error:
        log.error("no papers could be drawn", reason=str(error))
        made = {paper: Piece(paper, refusal=str(error)) for paper in wanted}
    return {number: [made[paper] for paper in each] for number, each in orders.items()}


def _write(
    connection: Connection, place: Workplace, parcel: Parcel, drawn: Mapping[int, Sequence[Piece]], now: datetime
) -> bool:
    """Write the mail of a parcel, and hand its orders over; False where meanwhile something else became of one."""
    account = outlet(place)
    asked = {"numbers": parcel.numbers, "so": TOLD[parcel.news].value}
    if account is None or len(execute(connection, _STILL, asked).all()) != len(parcel.orders):
        return False
    files, missing = enclosures(place.tenant, parcel, drawn, now, account.profile.files_together)
    kept = tuple(_keep(connection, place, each, now) for each in files)
    words = words_of(place.tenant, parcel, missing)._replace(attachments=kept)
    last = max([*(order.until for order in parcel.orders), now + USEFUL])
    if not write(connection, place, account, parcel.notice, words, [parcel.responsible], last, now):
        return False
    if parcel.news is News.NEW:
        for number in parcel.numbers:
            hand_over(connection, number, PROGRAM, now)
    return True


def _keep(connection: Connection, place: Workplace, each: Enclosure, now: datetime) -> FrozenFile:
    digest = put_file(connection, media_folder(place.folder), each.data, each.name, each.mime, now)
    return FrozenFile(digest, each.name, each.mime, len(each.data))
