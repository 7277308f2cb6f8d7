"""The ears of a daemon: each bot that is asked for its news is asked by one of us at a time, under an epoch."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy import Connection

from campaigns.account import Account
from channels.capabilities import Intake, Polls, Subscribes
from channels.message import Unavailable
from channels.news import Polled
from delivery.accounts.intakes import EAR, heard, hook_url, intake
from delivery.accounts.outlets import Outlets
from delivery.contained import contained
from delivery.engines.engine import LaneId
from delivery.engines.leases import Lease, Leases, take_lane
from delivery.news.hearing import take_in
from delivery.retry import LANE_FIRST_WAIT, LANE_LONGEST_WAIT, backoff
from delivery.workplace import Workplace, Workplaces
from logs import Log
from storage.errors import StorageError
from storage.lanes import cursor_of, update_lane
from storage.ledger import OpenedLane, Tally
from storage.states import Mode

log = Log(__name__)

PATIENCE = timedelta(seconds=50)
"""How long a service is asked to wait for news before it says that there is none."""
LOOK = 1.0
"""Seconds between two looks at which accounts are to be heard."""
BETWEEN = timedelta(hours=1)
"""How often a service is told where to call: somebody may have told it something else."""
TURN = timedelta(seconds=5)
"""How long whoever did not get the ear, or failed in an unforeseen way, waits before it asks for it again."""

UNFORESEEN = (
    "Un error imprevisto del programa ({}) no deja leer lo que llega a esta cuenta. "
    "El registro del programa dice cuál: páselo a quien lo administra."
)

Wake = Callable[[Iterable[LaneId]], None]


@dataclass(frozen=True, slots=True)
class _Ear:
    """One that is open."""

    opened: OpenedLane
    lease: Lease | None
    cursor: str

    @property
    def ours(self) -> bool:
        """Whether no other daemon can have it yet."""
        return self.lease is None or self.lease.holds


class Listening:
    """Asks every account that is to be asked, all beside each other and beside what is sent."""

    def __init__(
        self, places: Workplaces, wake: Wake, owner: str, leases: Leases | None = None, patience: timedelta = PATIENCE
    ) -> None:
        """`wake` is told which lanes have something to answer. `leases`: as in `Dispatcher`."""
        self._places = places
        self._wake = wake
        self._owner = owner
        self._leases = leases
        self._patience = patience
        self._tasks: dict[tuple[int, str], tuple[tuple[Account, str], asyncio.Task[None]]] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Listen until `stop`; what a service is being asked then is not waited for."""
        try:
            while not stop.is_set():
                self._begin_and_end()
                try:
                    await asyncio.wait_for(stop.wait(), LOOK)
                except TimeoutError:
                    continue
        finally:
            await self._cut(list(self._tasks))

    def _begin_and_end(self) -> None:
        """Let each account of today's configuration have its ear; one that was configured anew gets another."""
        wanted = {
            (place.tenant_id, account.sender): (place, account, hook_url(place.tenant, account))
            for place in self._places.all
            if not place.simulated
            for account in heard(place.tenant)
        }
        for key, (before, task) in list(self._tasks.items()):
            if task.done() or key not in wanted or wanted[key][1:] != before:
                task.cancel()
                if task.done():
                    del self._tasks[key]
        for key, (place, account, url) in wanted.items():
            if key not in self._tasks:
                self._tasks[key] = ((account, url), asyncio.create_task(self._listen(place, account)))

    async def _cut(self, keys: Iterable[tuple[int, str]]) -> None:
        tasks = [self._tasks.pop(key)[1] for key in keys]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self, place: Workplace, account: Account) -> None:
        """Ask one account, again and again; it ends only by being cancelled."""
        while True:
            with contained("an account could not be heard", StorageError, account=account.name):
                try:
                    await self._hear(place, account)
                except StorageError as error:
                    log.warning("an account is not heard for now", account=account.name, reason=str(error))
            await place.clock.sleep_until(place.clock.now() + TURN)

    async def _hear(self, place: Workplace, account: Account) -> None:
        """Have the ear for as long as it goes well; returns where another daemon has it."""
        ear = await place.database.run(partial(self._open, place=place, account=account))
        if ear is None:
            return
        outlets = Outlets()
        async with AsyncExitStack() as stack:
            stack.push_async_callback(outlets.close)
            if self._leases is not None and ear.lease is not None:
                stack.push_async_callback(self._let_go, place, account, ear)
                await stack.enter_async_context(self._leases.kept(ear.opened, ear.lease))
            with contained("an account could not be heard", StorageError, account=account.name) as its:
                opened = outlets.adapter(place, account, Mode.REAL)
                if intake(account) is Intake.POLL:
                    assert isinstance(opened, Polls)
                    await self._ask_again(place, account, ear, opened)
                elif isinstance(opened, Subscribes):
                    await self._subscribe_again(place, account, ear, opened)
            if its.error is not None:
                failure = Unavailable(UNFORESEEN.format(type(its.error).__name__))
                await self._rest(place, account, ear, failure, ear.opened.failures + 1)

    async def _ask_again(self, place: Workplace, account: Account, ear: _Ear, bot: Polls) -> None:
        cursor, failures = ear.cursor, ear.opened.failures
        while ear.ours:
            try:
                polled = await bot.poll(cursor, self._patience)
            except Unavailable as failure:
                failures += 1
                if not await self._rest(place, account, ear, failure, failures):
                    return
                continue
            if polled.news or polled.cursor != cursor or failures:
                keeping = partial(_keep, place=place, account=account, ear=ear, polled=polled)
                if not await place.database.run(keeping):
                    return
            cursor, failures = polled.cursor, 0
            if polled.news:
                self._wake([place.lane(account.sender)])
            if polled.rest:
                await place.clock.sleep_until(place.clock.now() + polled.rest)

    async def _subscribe_again(self, place: Workplace, account: Account, ear: _Ear, bot: Subscribes) -> None:
        """See that the service calls us, and not whomever somebody has named since."""
        failures = ear.opened.failures
        while ear.ours:
            try:
                await bot.subscribe()
            except Unavailable as failure:
                failures += 1
                if not await self._rest(place, account, ear, failure, failures):
                    return
                continue
            failures = 0
            columns: dict[str, object] = {
                "beat_at": place.clock.now(),
                "paused_until": None,
                "failures": 0,
                "last_error": None,
            }
            if not await place.database.run(partial(_set, place=place, account=account, ear=ear, columns=columns)):
                return
            await place.clock.sleep_until(place.clock.now() + BETWEEN)

    async def _rest(self, place: Workplace, account: Account, ear: _Ear, failure: Unavailable, failures: int) -> bool:
        """Wait before the next ask, visibly; False where another daemon has the ear since."""
        wait = backoff(failures - 1, LANE_FIRST_WAIT, LANE_LONGEST_WAIT, jitter=0.5)
        until = place.clock.now() + max(wait, failure.retry_after or timedelta(0))
        columns = {"paused_until": until, "failures": failures, "last_error": failure.reason}
        if failures == 1:
            log.warning("an account is not heard", account=account.name, reason=failure.reason)
        ours = await place.database.run(partial(_set, place=place, account=account, ear=ear, columns=columns))
        if ours:
            await place.clock.sleep_until(until)
        return ours

    def _open(self, connection: Connection, place: Workplace, account: Account) -> _Ear | None:
        """Make the ear ours; None: another daemon has it."""
        lane, now = place.lane(f"{account.sender}{EAR}"), place.clock.now()
        taken = take_lane(connection, lane, self._owner, self._leases, now, Tally())
        if taken is None:
            return None
        opened, lease = taken
        return _Ear(opened, lease, cursor_of(connection, opened.id))

    async def _let_go(self, place: Workplace, account: Account, ear: _Ear) -> None:
        """Another daemon need not wait for the lease to end."""
        columns: dict[str, object] = {"leased_until": None}
        with contained("an ear could not be let go", account=account.name):
            await place.database.run(partial(_set, place=place, account=account, ear=ear, columns=columns))


def _keep(connection: Connection, place: Workplace, account: Account, ear: _Ear, polled: Polled) -> bool:
    """The news and the cursor behind it, in one transaction; False where another daemon has the ear since."""
    now = place.clock.now()
    well = {"beat_at": now, "cursor": polled.cursor, "paused_until": None, "failures": 0, "last_error": None}
    if not _set(connection, place, account, ear, well):
        return False
    take_in(connection, place, account, polled.news, now)
    return True


def _set(connection: Connection, place: Workplace, account: Account, ear: _Ear, columns: dict[str, object]) -> bool:
    sender = f"{account.sender}{EAR}"
    return update_lane(connection, place.tenant_id, sender, 0, ear.opened.epoch, **columns)
