"""Hoy: the page where a day begins."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection
from starlette.responses import Response

from delivery.office.office import STATE_NAMES
from delivery.suspensions import Suspension
from panel.entrance.roles import Right
from panel.office.alerts import Alert, alerts
from panel.office.asked import Asked, Page
from panel.office.day import read_day
from panel.office.indicators import figures_owed
from panel.office.recovered import lost_since
from panel.office.sheets import Sheets, Way
from panel.office.suspended import Suspended, suspended
from panel.office.went import TONES
from storage.polls import WaitingPoll, waiting_polls
from storage.submissions import Submission, Waiting, submissions_waiting, waiting

WAY = Way("hoy", "Hoy", Right.SEE)


class TodayPages:
    """Serves it."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets

    @property
    def pages(self) -> list[Page]:
        """One."""
        return [Page("hoy", Right.SEE, self.today)]

    async def today(self, asked: Asked) -> Response:
        """What there is at this moment; the page asks again by itself."""
        decides = asked.may(Right.DECIDE)
        work = partial(read_day, place=asked.place, person=asked.actor, now=asked.now, decides=decides)
        day = await asked.read(work)
        owing = await figures_owed(asked)
        desk = await asked.read(partial(_desk, asked=asked))
        values = {"day": day, "owing": owing, "states": STATE_NAMES, "tones": TONES}
        return self._sheets.page("hoy.html", asked, 200, **values, **desk._asdict())


class _Desk(NamedTuple):
    """What the office has to know besides."""

    still: Sequence[Suspended]
    """Classes of messages that are suspended."""
    alerts: Sequence[Alert]
    """Those that repeat."""
    lost: Suspension | None
    """By what messages wait that people may have refused since a copy that was put back."""
    polls: Sequence[WaitingPoll]
    """Those whose votes somebody has to say, where whoever looks may."""
    queue: tuple[Waiting, Submission | None] | None
    """How many ask the office for something, and who is to be answered first, or nobody; None: others answer."""


def _desk(connection: Connection, asked: Asked) -> _Desk:
    number, still = asked.place.tenant_id, suspended(connection, asked.place, asked.now)
    repeating = alerts(connection, asked)
    lost = lost_since(connection, asked)
    if not asked.may(Right.WORK):
        return _Desk(still, repeating, lost, (), None)
    first = next(iter(submissions_waiting(connection, number, None, 1)), None)
    queue = waiting(connection, number, asked.now), first
    return _Desk(still, repeating, lost, waiting_polls(connection, number), queue)
