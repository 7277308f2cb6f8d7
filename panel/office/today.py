"""Hoy: the page where a day begins."""

from functools import partial

from sqlalchemy import Connection
from starlette.responses import Response

from delivery.office.office import STATE_NAMES
from panel.entrance.roles import Right
from panel.office.alerts import alerts
from panel.office.asked import Asked, Page
from panel.office.day import read_day
from panel.office.indicators import figures_owed
from panel.office.sheets import Sheets, Way
from panel.office.suspended import suspended
from panel.office.went import TONES
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
        still = await asked.read(partial(suspended, place=asked.place, now=asked.now))
        queue = await asked.read(partial(_queue, asked=asked)) if asked.may(Right.WORK) else None
        repeating = await asked.read(partial(alerts, asked=asked))
        values = {"day": day, "still": still, "alerts": repeating, "owing": owing, "queue": queue}
        return self._sheets.page("hoy.html", asked, 200, **values, states=STATE_NAMES, tones=TONES)


def _queue(connection: Connection, asked: Asked) -> tuple[Waiting, Submission | None]:
    """How many ask the office for something, and who is to be answered first; None: nobody asks."""
    number = asked.place.tenant_id
    return waiting(connection, number, asked.now), next(iter(submissions_waiting(connection, number, None, 1)), None)
