"""Calendar, sweep and lanes brought together: what a daemon and a simulation both run."""

import asyncio
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy import Connection

from campaigns.calendar import next_due
from campaigns.tenant import Campaign
from delivery.engine import Engine, LaneId
from delivery.lane import LaneWorker
from delivery.outlets import Outlets
from delivery.publish import Look, look
from delivery.sweep import sweep
from delivery.workplace import Workplace, Workplaces
from storage import meta
from storage.errors import StorageError

log = structlog.get_logger(__name__)

HORIZON = timedelta(hours=48)
"""How far ahead bells are set; after it the calendar is looked at anew."""
BETWEEN_NOTES = timedelta(minutes=1)
"""How often it is noted down up to when the calendar was looked at."""


class Dispatcher:
    """Does what is due, for every tenant."""

    def __init__(self, places: Workplaces, engine: Engine, owner: str) -> None:
        """`owner` names this process in the rows of the lanes that it works."""
        self._places = places
        self._engine = engine
        self._owner = owner
        self._outlets: dict[int, Outlets] = {}
        self._looked: dict[int, datetime] = {}

    async def start(self, place: Workplace) -> None:
        """Catch up with the calendar of one tenant: what came due while nobody was here is published or missed."""
        self._looked[place.tenant_id] = await place.database.run(partial(_last_look, place=place))
        for campaign in place.tenant.campaigns.values():
            await self.publish(place, campaign)

    async def publish(self, place: Workplace, campaign: Campaign) -> datetime:
        """Publish what is due of a campaign, wake its lanes, and say when to look at it again."""
        now = place.clock.now()
        last = self._looked.get(place.tenant_id, now)
        found = await place.database.run(lambda connection: look(connection, place, campaign, last_look=last, now=now))
        self.wake(found)
        _tell(campaign, found)
        return next_due(place.tenant, campaign, now, now + HORIZON) or now + HORIZON

    def wake(self, found: Look) -> None:
        """Wake the lanes on which something began."""
        for lane, urgent in found.lanes.items():
            self._engine.wake([lane], urgent=urgent)

    async def sweep(self) -> datetime | None:
        """Look through the rows of every tenant once; when rows alone make the next thing due."""
        moments: list[datetime] = []
        for place in self._places.all:
            now = place.clock.now()
            swept = await place.database.run(partial(sweep, workplace=place, now=now))
            for lane, urgent in swept.lanes.items():
                self._engine.wake([lane], urgent=urgent)
            if swept.next is not None:
                moments.append(swept.next)
            if now - self._looked.get(place.tenant_id, now) >= BETWEEN_NOTES:
                await place.database.run(partial(_note_look, place=place, now=now))
                self._looked[place.tenant_id] = now
        return min(moments, default=None)

    async def handle(self, lane: LaneId, stop: asyncio.Event) -> None:
        """Work one lane; a database that cannot be written stops it before it sends, and the sweep wakes it again."""
        place = self._places.by_id.get(lane.tenant)
        if place is None:
            return
        outlets = self._outlets.setdefault(lane.tenant, Outlets())
        try:
            await LaneWorker(place, lane, outlets, self._owner).work(stop)
        except StorageError as error:
            log.error("lane stopped by its database", lane=lane.sender, reason=str(error))
            await place.clock.sleep_until(place.clock.now() + timedelta(seconds=1))

    async def close(self) -> None:
        """Let go of every connection to every service."""
        for outlets in self._outlets.values():
            await outlets.close()


def _last_look(connection: Connection, place: Workplace) -> datetime:
    noted = meta.get(connection, f"looked:{place.tenant_id}")
    return datetime.fromisoformat(noted) if noted else place.clock.now()


def _note_look(connection: Connection, place: Workplace, now: datetime) -> None:
    meta.put(connection, f"looked:{place.tenant_id}", now.isoformat())


def _tell(campaign: Campaign, found: Look) -> None:
    for state, count in found.states.items():
        log.info("publications", campaign=campaign.id, state=state.value, count=count)
