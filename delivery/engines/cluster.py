"""The engine of several daemons on one PostgreSQL: wake-ups travel as jobs of Procrastinate, for any daemon to fetch.

A job is worth nothing by itself: it names a lane that may have work. What a daemon did with it, the rows say.
"""

import asyncio
import time
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from logging import CRITICAL, getLogger
from typing import Any, cast

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status
from psycopg import AsyncConnection, Error
from psycopg_pool import PoolTimeout
from sqlalchemy import URL

from delivery.contained import contained
from delivery.engines.engine import GRACE, Handler, LaneId
from delivery.engines.wake_jobs import ORDINARY, TASK, URGENT, Jobs, job_of
from delivery.told import Told
from logs import Log
from storage.idle import END, IDLE_SECONDS, WRITES
from storage.wakes import SCHEMA

log = Log(__name__)

SELDOM = "0 0 29 2 *"
"""When the task runs that does nothing."""
LIBRARIES = ("procrastinate", "psycopg.pool")
"""What they tell of jobs and connections the daemon tells in its own words, once."""
AGAIN_AFTER = 1.0
"""Seconds after which whoever has not ended is told again to."""
SHUTDOWN = 0.2
"""Seconds that a worker which ends leaves its jobs."""


class WorkerEnded(Exception):
    """One of the library's workers has ended by itself, or has to: the database did not take what it told."""


FOREIGN = (ConnectorException, Error, PoolTimeout, WorkerEnded)
"""What the library raises where its database is away."""
CONNECTIONS = 4


@dataclass(frozen=True, slots=True)
class Settings:
    """How soon a daemon notices what befell another one; in seconds, as shipped."""

    beat: float = 2.0
    """Between two signs of life of a worker."""
    stalled: float = 8.0
    """A worker that gave none for so long is dead, or frozen: what it was doing is woken anew."""
    rescue: float = 2.0
    """Between two looks for such workers."""
    poll: float = 1.0
    """Between two looks for jobs of which no notice came."""
    idle: float = IDLE_SECONDS
    """How long a transaction may do nothing."""
    again: float = 1.0
    """Before it is tried again after the database was away."""
    urgent: int = 64
    """How many urgent lanes are worked at once."""


SHIPPED = Settings()


@dataclass(slots=True)
class Line:
    """Lanes that were woken here, and that the others have not heard of yet."""

    urgent: dict[LaneId, None] = field(default_factory=dict)
    ordinary: dict[LaneId, None] = field(default_factory=dict)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, lanes: Iterable[LaneId], *, urgent: bool) -> None:
        """Put lanes in."""
        (self.urgent if urgent else self.ordinary).update(dict.fromkeys(lanes))
        self.news.set()

    def take(self) -> list[tuple[LaneId, bool]]:
        """All of them, and whether they are urgent."""
        self.news.clear()
        found = [(lane, True) for lane in self.urgent] + [(lane, False) for lane in self.ordinary]
        self.urgent.clear()
        self.ordinary.clear()
        return found


class ProcrastinateEngine:
    """See `Engine`. Among daemons a lane is in one place at a time by its lease."""

    def __init__(self, url: URL, grace: float = GRACE, settings: Settings = SHIPPED) -> None:
        """`url`: the database's. `grace`: seconds that lanes under way have to end in, once they are to stop."""
        self._url = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._grace = grace
        self._settings = settings
        self._line = Line()
        self._under_way: dict[LaneId, asyncio.Task[None]] = {}
        self._again: set[LaneId] = set()
        self._told = Told()
        self._looked_at = time.monotonic()
        for name in LIBRARIES:
            getLogger(name).setLevel(CRITICAL)

    def wake(self, lanes: Iterable[LaneId], *, urgent: bool = False) -> None:
        """Have some daemon work these lanes; one that is under way here is worked once more here."""
        self._line.add(lanes, urgent=urgent)

    def waits(self) -> float:
        """For how many seconds it has not looked after those that have stalled: then it carries no wake-ups either."""
        return max(0.0, time.monotonic() - self._looked_at - self._settings.rescue)

    async def run(self, handler: Handler, stop: asyncio.Event, concurrency: int) -> None:
        """See `Engine.run`. Where the database goes away it comes back by itself; lanes under way go on meanwhile."""
        try:
            while not stop.is_set():
                try:
                    await self._session(handler, stop, concurrency)
                except FOREIGN as error:
                    self._told.trouble("engine", "wake-ups cannot be carried", error)
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), self._settings.again)
            if self._under_way:
                await asyncio.wait(self._under_way.values(), timeout=self._grace)
        finally:
            for task in self._under_way.values():
                task.cancel()
            await asyncio.gather(*self._under_way.values(), return_exceptions=True)
            self._under_way.clear()

    async def _session(self, handler: Handler, stop: asyncio.Event, concurrency: int) -> None:
        """Carry wake-ups until `stop`, or until something that does so has ended. Raises what it ended with."""
        options = f"-c search_path={SCHEMA}"
        connector = PsycopgConnector(
            conninfo=self._url,
            kwargs={"options": options},
            configure=_each_by_itself,
            min_size=1,
            max_size=CONNECTIONS,
        )
        # An app for each session: a task stays bound to the app that it was made on, and to its connections.
        async with App(connector=connector).open_async() as app:
            jobs = Jobs(app)
            self._teach(app, handler, stop)
            self._told.well("engine")
            await _first_of(
                stop.wait(),
                self._worker(app, ORDINARY, concurrency),
                self._worker(app, URGENT, self._settings.urgent),
                self._defer_woken(jobs),
                self._rescue_stalled(jobs),
                jobs.failed.wait(),
            )
            if not stop.is_set():
                raise WorkerEnded("a worker could not go on")

    def _teach(self, app: App, handler: Handler, stop: asyncio.Event) -> None:
        """Tell the app what a job means."""

        @app.task(name=TASK, queue=ORDINARY)
        async def lane(tenant: int, sender: str, shard: int) -> None:
            await self._place(LaneId(tenant, sender, shard), handler, stop)

        # Where there is nothing to defer at hours of its own, the library ends the watch over its side tasks, and a
        # worker whose heart has stopped would go on.
        @app.periodic(cron=SELDOM)
        @app.task(name="nothing", queue=ORDINARY)
        async def nothing(timestamp: int) -> None:
            del timestamp

    def _worker(self, app: App, queue: str, places: int) -> Coroutine[None, None, None]:
        settings = self._settings
        return app.run_worker_async(
            queues=[queue],
            name=queue,
            concurrency=places,
            # Should a notice get lost.
            fetch_job_polling_interval=settings.poll,
            update_heartbeat_interval=settings.beat,
            stalled_worker_timeout=settings.stalled,
            # The lanes are not the worker's: they go on where it ends, and have their own time to end in.
            shutdown_graceful_timeout=SHUTDOWN,
            delete_jobs="always",
            install_signal_handlers=False,
        )

    async def _place(self, lane: LaneId, handler: Handler, stop: asyncio.Event) -> None:
        """Work a lane here, unless it is being worked here already: then it is worked once more."""
        if lane in self._under_way:
            self._again.add(lane)
            return
        work = asyncio.create_task(self._work(handler, lane, stop))
        self._under_way[lane] = work
        await asyncio.shield(work)

    async def _work(self, handler: Handler, lane: LaneId, stop: asyncio.Event) -> None:
        try:
            while not stop.is_set():
                self._again.discard(lane)
                with contained("a lane's handler failed", lane=lane.sender):
                    await handler(lane, stop)
                if lane not in self._again:
                    return
        finally:
            self._under_way.pop(lane, None)

    async def _defer_woken(self, jobs: Jobs) -> None:
        """Hand on what is woken, each lane once; what waits in line already is not put there again."""
        while True:
            await self._line.news.wait()
            woken = self._line.take()
            self._again.update(lane for lane, _ in woken if lane in self._under_way)
            await jobs.put([job_of(lane, urgent=urgent) for lane, urgent in woken if lane not in self._under_way])

    async def _rescue_stalled(self, jobs: Jobs) -> None:
        """Wake anew what a worker had that gives no sign of life, and take its jobs away: nobody else ever would."""
        settings = self._settings
        while True:
            await asyncio.sleep(settings.rescue)
            for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=settings.stalled):
                # Where a worker has just ended it after all, or another daemon was faster, there is none any more.
                await jobs.finish_job(job, Status.FAILED, delete_job=True)
                if job.task_name == TASK:
                    lane = LaneId(**cast(dict[str, Any], job.task_kwargs))
                    log.warning("a lane's daemon gives no sign of life", lane=lane.sender, tenant=lane.tenant)
                    self._line.add([lane], urgent=job.queue == URGENT)
            await jobs.prune_stalled_workers(settings.stalled)
            # Before a lane is opened anew, or the plan looked at: both may wait for such a one.
            await jobs.connector.execute_query_async(END, name=WRITES, seconds=settings.idle)
            self._looked_at = time.monotonic()


async def _each_by_itself(connection: AsyncConnection) -> None:
    """A process that is frozen between two statements keeps no row from the others."""
    await connection.set_autocommit(True)


async def _first_of(*works: Coroutine[Any, Any, object]) -> None:
    """Do all of them until one has ended, then end the others. Raises what it ended with."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        left = set(tasks)
        while left:
            for task in left:
                task.cancel()
            # A worker that is still beginning takes a first cancel for the end of one of its parts, and goes on.
            _, left = await asyncio.wait(left, timeout=AGAIN_AFTER)
        await asyncio.gather(*tasks, return_exceptions=True)
