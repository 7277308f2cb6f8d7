"""An open lane's turns for what is no message: an answer, a question, a chore. Each waits for the pace as one does."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, select

from channels.adapter import Pace
from delivery.books import Books
from delivery.engine import LaneId
from delivery.pace import earliest, spend
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
    columns = lane.c
    asked = select(columns.needs_person, columns.paused_until, columns.due_at).where(
        columns.tenant == workplace.tenant_id, columns.sender == sender, columns.shard == 0
    )
    row = connection.execute(asked).one_or_none()
    if row is None:
        return now
    return None if row.needs_person else max(now, row.paused_until or now, row.due_at or now)
