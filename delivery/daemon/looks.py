"""Looks at the calendar: each campaign has a bell, rung at its next hour, and is looked at when it rings."""

from datetime import datetime, timedelta
from functools import partial

from delivery.clock import Clock
from delivery.daemon.bells import Bells
from delivery.daemon.dispatcher import Dispatcher
from delivery.faults import Part, Subject
from delivery.told import Told
from delivery.workplace import Workplaces
from storage.errors import StorageError

SOON = timedelta(seconds=2)
"""When a campaign is looked at again that its database stopped."""


class Looks:
    """Publishes what is due of each campaign, and sets its next bell."""

    def __init__(self, dispatcher: Dispatcher, places: Workplaces, clock: Clock, told: Told) -> None:
        """No bell rings before `start`."""
        self._dispatcher = dispatcher
        self._places = places
        self._clock = clock
        self._told = told
        self._bells = Bells(clock)

    def start(self) -> None:
        """Let bells ring, in the running loop."""
        self._bells.start()

    def stop(self) -> None:
        """No bell rings any more."""
        self._bells.stop()

    async def all(self) -> None:
        """Look at every campaign of every tenant now; bells of campaigns that are gone are taken down."""
        self._bells.clear()
        for place in self._places.all:
            for campaign in place.tenant.campaigns.values():
                await self.at(place.tenant_id, campaign.id)

    async def overlooked(self) -> None:
        """Look at the campaigns whose bell should have rung by the clock as it is now."""
        await self._bells.ring_due(self._clock.now())

    async def at(self, tenant: int, campaign_id: str) -> None:
        """Look at one campaign now; one that failed in an unforeseen way not before it is to be tried again."""
        place = self._places.by_id.get(tenant)
        campaign = place.tenant.campaigns.get(campaign_id) if place is not None else None
        if place is None or campaign is None:
            return
        faults, subject = self._dispatcher.faults, Subject(Part.CAMPAIGN, campaign_id, place.tenant.slug)
        moment: datetime = self._clock.now() + SOON
        if not faults.rests(subject, self._clock.now()):
            try:
                with faults.contained(subject, self._clock):
                    moment = await self._dispatcher.publish(place, campaign)
            except StorageError as error:
                self._told.trouble("database", "publishing stopped by its database", error)
        fault = faults.of(subject)
        bell = moment if fault is None else fault.again_at
        self._bells.set(f"{tenant}/{campaign_id}", bell, partial(self.at, tenant, campaign_id))
