"""An open lane's turns for what is no message: an answer, a question, a chore. Each waits for the pace as one does."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, select

from channels.adapter import Pace
from delivery.accounts.books import Books
from delivery.engines.engine import LaneId
from delivery.pace import PaceState, earliest, spend
from delivery.workplace import Workplace
from storage.lanes import update_lane
from storage.tables import lane

BREATH = timedelta(seconds=2)
"""The longest that one waits for its turn; after more it comes when the lane is opened next."""


class Turns:
    """Waits for them, and writes down what they take of the lane's pace and quota."""

    def __init__(self, place: Workplace, lane_id: LaneId, books: Books) -> None:
        """`books` are the open lane's."""
        self._place = place
        self._lane = lane_id
        self._books = books

    async def wait(self, pace: Pace) -> bool:
        """Take the next one; False where that takes long: the lane's row says when, and it is woken then."""
        clock, books = self._place.clock, self._books
        moment = earliest(pace, books.pace, clock.now())
        if moment - clock.now() > BREATH:
            await self._place.database.run(partial(self.note, due_at=moment))
            return False
        await clock.sleep_until(moment)
        books.pace = spend(pace, books.pace, clock.now())
        return True

    def taken(self, connection: Connection) -> bool:
        """Write down what has been taken, before it is used; False where another has opened the lane since."""
        return self.note(connection, **self._books.pace.columns)

    def note(self, connection: Connection, **columns: object) -> bool:
        """Write columns of the lane's row; False where another has opened it since."""
        its = self._lane
        return update_lane(connection, its.tenant, its.sender, its.shard, self._books.epoch, **columns)


def free_at(connection: Connection, workplace: Workplace, sender: str, now: datetime) -> datetime | None:
    """When a sender's lane may be opened for one; None: a person has to mend it first."""
    row = _lane(connection, workplace, sender)
    if row is None:
        return now
    return None if row.needs_person else max(now, row.paused_until or now, row.due_at or now)


def uncounted_at(
    connection: Connection, workplace: Workplace, sender: str, paces: Iterable[Pace], now: datetime
) -> datetime | None:
    """The same for one that waits for no quota; `paces`: of the sender's accounts, the slowest of which decides."""
    row = _lane(connection, workplace, sender)
    if row is None:
        return now
    state = PaceState(row.next_send_at)
    turns = (earliest(pace, state, now) for pace in paces)
    return None if row.needs_person else max(now, row.paused_until or now, *turns)


def _lane(connection: Connection, workplace: Workplace, sender: str) -> Row[*tuple[Any, ...]] | None:
    """The sender's first."""
    asked = select(lane.c.needs_person, lane.c.paused_until, lane.c.due_at, lane.c.next_send_at).where(
        lane.c.tenant == workplace.tenant_id, lane.c.sender == sender, lane.c.shard == 0
    )
    found: Row[*tuple[Any, ...]] | None = connection.execute(asked).one_or_none()
    return found
