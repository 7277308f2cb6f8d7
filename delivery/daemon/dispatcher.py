"""Calendar, sweep and lanes brought together: what a daemon and a simulation both run."""

import asyncio
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from campaigns.tenant import Campaign, Tenant
from delivery.accounts.outlets import Outlets
from delivery.chores.rehearsals import arrange_rehearsals
from delivery.daemon.set_back import forgive
from delivery.daemon.sweep import Swept, interrupted_lanes, sweep
from delivery.engines.engine import Engine, LaneId
from delivery.engines.leases import Leases
from delivery.faults import Faults, Part, Subject
from delivery.office.edited_surveys import edited_surveys
from delivery.office.moved_closes import move_closes
from delivery.publications.cards import prepare_cards
from delivery.publications.predecessors import Begun, begun_since, followers
from delivery.publishing.held import Awaited, hold
from delivery.publishing.publish import Look, look
from delivery.sending.lane import LaneWorker
from delivery.told import Told
from delivery.workplace import Workplace, Workplaces
from logs import Log
from storage import meta
from storage.errors import StorageError
from storage.turns import take_turn

log = Log(__name__)

HORIZON = timedelta(hours=48)
"""How far ahead bells are set; after it the calendar is looked at anew."""
OVERLAP = timedelta(seconds=10)
"""How far sweeps look back over each other: a row that was written late is not overlooked."""
SET_BACK = timedelta(minutes=1)
"""A clock that goes back further than this was set; less is how clocks are kept right."""
BETWEEN_NOTES = timedelta(minutes=1)
"""How often it is noted down up to when the calendar was looked at."""


@dataclass(slots=True)
class Round:
    """What one sweep over all tenants leaves to do."""

    next: datetime | None = None
    """When rows alone make the next thing due."""
    looks: list[tuple[Workplace, Campaign]] = field(default_factory=list)
    """Campaigns whose messages waited for something that has gone out: look at their calendar now."""


class Dispatcher:
    """Does what is due, for every tenant."""

    def __init__(
        self,
        places: Workplaces,
        engine: Engine,
        owner: str,
        horizon: timedelta = HORIZON,
        leases: Leases | None = None,
    ) -> None:
        """`owner` names this process in the rows of the lanes that it works; `horizon`: how far ahead bells are set.

        `leases`: by which it shares the lanes with other daemons; None: there are none.
        """
        self._horizon = horizon
        self._places = places
        self._engine = engine
        self._owner = owner
        self._leases = leases
        self._outlets: dict[int, Outlets] = {}
        self._looked: dict[int, datetime] = {}
        self._swept: dict[int, datetime] = {}
        self._followed: dict[int, set[Begun]] = {}
        self._awaited_by: dict[int, tuple[Tenant, dict[tuple[str, str], set[str]]]] = {}
        self._told = Told()
        self.faults = Faults()
        """Lanes and sweeps that failed in a way that nobody foresaw; whoever calls `publish` adds campaigns."""

    async def start(self, place: Workplace) -> None:
        """Remember up to when the calendar of a tenant was looked at: what came due since is published or missed.

        Lanes that an earlier daemon left in the middle of a sending are opened, whatever became of their publications.
        """
        self._looked[place.tenant_id] = await place.database.run(partial(_last_look, place=place))
        self._engine.wake(await place.database.ask(partial(interrupted_lanes, workplace=place)))
        moving = partial(move_closes, workplace=place, now=place.clock.now())
        for moved in await place.database.run(moving):
            log.info("an open survey closes at another hour", key=moved.key, closes_at=moved.closes_at.isoformat())
        edited = partial(edited_surveys, tenant_id=place.tenant_id, tenant=place.tenant)
        for each in await place.database.ask(edited):
            log.warning("an open survey was edited", key=each.key, reason=each.reason)

    async def publish(self, place: Workplace, campaign: Campaign) -> datetime:
        """Publish what is due of a campaign, wake its lanes, and say when to look at it again."""
        now = place.clock.now()
        await self._forgive(place, now)
        last = self._looked.get(place.tenant_id, now)
        if not place.simulated and any(message.entry.piece for message in campaign.messages):
            await asyncio.to_thread(prepare_cards, place.tenant, campaign, last, now)
        looking = partial(_look, place=place, campaign=campaign, last=last, now=now, horizon=self._horizon)
        found = await place.database.run(looking)
        for lane, urgent in found.lanes.items():
            self._engine.wake([lane], urgent=urgent)
        for state, count in found.states.items():
            log.info("publications", campaign=campaign.id, state=state.value, count=count)
        return found.next or now + self._horizon

    async def sweep(self) -> Round:
        """Look through the rows of every tenant once; one that fails in an unforeseen way rests, the others go on."""
        found = Round()
        for place in self._places.all:
            subject = Subject(Part.SWEEP, tenant=place.tenant.slug)
            if not self.faults.rests(subject, place.clock.now()):
                with self.faults.contained(subject, place.clock):
                    await self._sweep_one(place, found)
        return found

    async def _sweep_one(self, place: Workplace, found: Round) -> None:
        now = place.clock.now()
        await self._forgive(place, now)
        awaited = self._awaited(place)
        noting = now - self._looked.get(place.tenant_id, now) >= BETWEEN_NOTES
        since = self._swept.get(place.tenant_id, self._looked.get(place.tenant_id, now)) - OVERLAP
        resting = self.faults.resting(Part.REVIEW, place.tenant.slug, now)
        swept, begun = await place.database.run(
            partial(_sweep, place=place, now=now, resting=resting, awaited=awaited, since=since, noting=noting)
        )
        self._swept[place.tenant_id] = now
        if noting:
            self._looked[place.tenant_id] = now
        self.faults.judge(Part.REVIEW, place.tenant.slug, swept.sick, resting, now)
        for lane, urgent in swept.lanes.items():
            self._engine.wake([lane], urgent=urgent)
        if swept.next is not None:
            found.next = min(found.next or swept.next, swept.next)
        found.looks += self._followers(place, awaited, begun)

    async def _forgive(self, place: Workplace, now: datetime) -> None:
        """Where the clock has been set back since the last note, no wait that was written before it holds."""
        if self._looked.get(place.tenant_id, now) - now > SET_BACK:
            log.warning("the clock was set back", tenant=place.tenant.slug, now=now.isoformat())
            await place.database.run(partial(forgive, workplace=place, now=now))
            await place.database.run(partial(_note_look, place=place, now=now))
            self._looked[place.tenant_id] = now

    def _followers(
        self, place: Workplace, awaited: dict[tuple[str, str], set[str]], begun: set[Begun]
    ) -> list[tuple[Workplace, Campaign]]:
        fresh = begun - self._followed.get(place.tenant_id, set())
        self._followed[place.tenant_id] = begun
        names = {name for each in fresh for name in awaited[each.reference]}
        return [(place, place.tenant.campaigns[name]) for name in sorted(names)]

    def _awaited(self, place: Workplace) -> dict[tuple[str, str], set[str]]:
        """Read once from each configuration: a sweep does not walk through a thousand campaigns."""
        known = self._awaited_by.get(place.tenant_id)
        if known is None or known[0] is not place.tenant:
            known = self._awaited_by[place.tenant_id] = (place.tenant, followers(place.tenant))
        return known[1]

    async def handle(self, lane: LaneId, stop: asyncio.Event) -> None:
        """Work one lane; a database that cannot be written stops it before it sends, and the sweep wakes it again.

        Where it fails in an unforeseen way it rests, and no other lane notices.
        """
        place = self._places.by_id.get(lane.tenant)
        if place is None:
            return
        subject = Subject(Part.LANE, lane.sender, place.tenant.slug)
        if self.faults.rests(subject, place.clock.now()):
            return
        outlets = self._outlets.setdefault(lane.tenant, Outlets())
        try:
            with self.faults.contained(subject, place.clock):
                await LaneWorker(self._places, lane, outlets, self._owner, self._leases).work(stop)
                self._told.well(lane.sender)
        except StorageError as error:
            self._told.trouble(lane.sender, "lane stopped by its database", error)
            await place.clock.sleep_until(place.clock.now() + timedelta(seconds=1))

    def wake(self, lanes: Iterable[LaneId]) -> None:
        """Have lanes worked: somebody knows that something is due there."""
        self._engine.wake(lanes)

    async def close(self) -> None:
        """Let go of every connection to every service."""
        for outlets in self._outlets.values():
            await outlets.close()


def _look(
    connection: Connection, place: Workplace, campaign: Campaign, last: datetime, now: datetime, horizon: timedelta
) -> Look:
    """One look at a campaign's calendar, while no other daemon has one at the same municipality's."""
    take_turn(connection, place.tenant_id)
    found = look(connection, place, campaign, last, now, horizon)
    arrange_rehearsals(connection, place, campaign, now, now + horizon)
    return found


def _sweep(
    connection: Connection,
    place: Workplace,
    now: datetime,
    resting: Collection[str],
    awaited: Awaited,
    since: datetime,
    *,
    noting: bool,
) -> tuple[Swept, set[Begun]]:
    """One sweep, what others wait for that began `since`, and now and then the note of it; in one transaction."""
    take_turn(connection, place.tenant_id)
    swept = sweep(connection, place, now, resting)
    begun: set[Begun] = set()
    if awaited:
        hold(connection, place, awaited, now)
        begun = begun_since(connection, place, awaited.keys(), since)
    if noting:
        _note_look(connection, place, now)
    return swept, begun


def _last_look(connection: Connection, place: Workplace) -> datetime:
    noted = meta.get(connection, f"looked:{place.tenant_id}")
    if noted is not None:
        return datetime.fromisoformat(noted)
    now = place.clock.now()
    _note_look(connection, place, now)
    return now


def _note_look(connection: Connection, place: Workplace, now: datetime) -> None:
    meta.put(connection, f"looked:{place.tenant_id}", now.isoformat())
