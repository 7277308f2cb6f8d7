"""The plan of a stretch of days as a page asks for it: made apart, for a year of it may take seconds."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from delivery.planned import Planned
from delivery.planning.known import Counted, Known, read_counted, read_known
from delivery.planning.planning import plan
from delivery.workplace import Workplace
from panel.office.asked import Asked
from panel.office.background import ALONE, Background, Seen

FRESH = timedelta(seconds=20)
"""How long a plan is as good as new: what has a row is read anew at each look besides."""
COUNTED = timedelta(minutes=5)
"""How long it is known how many people a public has: of a million that takes the longest."""
MOST = 3
"""Stretches that are kept: a month of a thousand campaigns takes some megabytes."""


class Plans:
    """Those of all municipalities."""

    def __init__(self) -> None:
        """None is made yet."""
        self._planning = Background[Sequence[Planned]](MOST, FRESH, ALONE)
        self._counted: dict[int, tuple[str, datetime, Counted]] = {}

    async def of(self, asked: Asked, since: datetime, until: datetime) -> Seen[Sequence[Planned]]:
        """What is due in [`since`, `until`) (local, aware), and what has no hour. Raises `Turned`."""
        place, now = asked.place, asked.now

        async def make() -> Sequence[Planned]:
            known = await asked.read(lambda connection: self._known(connection, place, since, until, now))
            return await asyncio.to_thread(plan, place.tenant, known, since, until, now)

        # Of other files it is no older plan but another one: a campaign of it may be gone.
        return await self._planning.look((place.tenant_id, place.tenant.digest, since, until), None, now, make)

    def _known(
        self, connection: Connection, place: Workplace, since: datetime, until: datetime, now: datetime
    ) -> Known:
        digest, counted_at, counted = self._counted.get(place.tenant_id, ("", now, None))
        if counted is None or digest != place.tenant.digest or not timedelta(0) <= now - counted_at < COUNTED:
            counted = read_counted(connection, place.tenant, place.tenant_id)
            self._counted[place.tenant_id] = (place.tenant.digest, now, counted)
        return read_known(connection, place.tenant, since, until, now, counted)
