"""The daemon: wires everything, rings APScheduler's bells, owns clock and signals."""

import argparse
import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import structlog

from campaigns.configuration import Configuration
from campaigns.problem import Problem
from channels.silence import silence_libraries
from delivery.announcement import announce
from delivery.bells import Bells
from delivery.clock import Clock, SystemClock
from delivery.dispatcher import Dispatcher
from delivery.engine import LocalEngine
from delivery.installation import DATABASE, database_url, var_folder
from delivery.pulse import BETWEEN, forget_pulse, note_pulse
from delivery.told import Told
from delivery.workplace import Workplaces, open_workplace
from logs import configure
from storage.database import Database
from storage.errors import StorageError
from storage.lock import daemon_lock
from storage.schema import prepare

log = structlog.get_logger(__name__)

SWEEP = timedelta(seconds=2)
"""The longest between two sweeps."""
WATCH = 0.2
"""Seconds between two looks at whether another process has written."""
RELOAD = 2.0
"""Seconds between two looks at whether the files have changed."""
LANES = 16
"""How many lanes are worked at once; urgent ones do not count."""


class Daemon:
    """Carries out the plans of all tenants of a folder, until it is told to stop."""

    def __init__(
        self,
        configuration: Configuration,
        database: Database,
        clock: Clock | None = None,
        told: tuple[Problem, ...] = (),
    ) -> None:
        """`database` is prepared; the caller closes it. `told`: problems that the operator has been told already."""
        self._configuration = configuration
        self._database = database
        self._clock = clock or SystemClock()
        self.places = Workplaces()
        self._engine = LocalEngine()
        self._owner = f"{socket.gethostname()}:{os.getpid()}"
        self._dispatcher = Dispatcher(self.places, self._engine, self._owner)
        self._bells = Bells()
        self._poke = asyncio.Event()
        self._stop = asyncio.Event()
        self._pulse_at: datetime | None = None
        self._told = Told()
        self._problems = told

    async def run(self, ready: Callable[["Daemon"], None] | None = None) -> None:
        """Run until a signal; what is under way is finished. `ready` is called once the calendar is caught up with."""
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self._stop.set)
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._configuration.forget)
        self._bells.start()
        try:
            await self._reload()
            await self._pulse()
            if ready is not None:
                ready(self)
            async with asyncio.TaskGroup() as group:
                for work in (self._sweeps(), self._watches(), self._reloads()):
                    group.create_task(work)
                group.create_task(self._engine.run(self._dispatcher.handle, self._stop, LANES))
        finally:
            self._bells.stop()
            await self._dispatcher.close()
            await self._take_leave()

    async def _sweeps(self) -> None:
        while not self._stop.is_set():
            self._poke.clear()
            try:
                upcoming = await self._sweep()
                self._told.well("database")
            except StorageError as error:
                self._told.trouble("database", "sweep stopped by its database", error)
                upcoming = None
            now = self._clock.now()
            moment = min(upcoming or now + SWEEP, now + SWEEP)
            await self._wait(max((moment - now).total_seconds(), 0.01))

    async def _sweep(self) -> datetime | None:
        """Look at all rows once, and at what bells have overlooked. Returns when rows make the next thing due."""
        await self._bells.ring_due(self._clock.now())
        found = await self._dispatcher.sweep()
        for place, campaign in found.looks:
            await self._look(place.tenant_id, campaign.id)
        await self._pulse()
        return found.next

    async def _pulse(self) -> None:
        """Leave a sign of life, for `status` to see."""
        now = self._clock.now()
        if self._pulse_at is None or abs(now - self._pulse_at) >= BETWEEN:
            digests = {place.tenant.slug: place.tenant.digest for place in self.places.all}
            await self._database.run(partial(note_pulse, owner=self._owner, digests=digests, now=now))
            self._pulse_at = now

    async def _take_leave(self) -> None:
        try:
            await self._database.run(partial(forget_pulse, owner=self._owner))
        except StorageError as error:
            self._told.trouble("database", "no sign of leaving could be left", error)

    async def _wait(self, seconds: float) -> None:
        """Until the time is over, somebody writes a row, or the daemon stops."""
        waits = {asyncio.create_task(self._poke.wait()), asyncio.create_task(self._stop.wait())}
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()

    async def _watches(self) -> None:
        """On SQLite: a verb in another process has written."""
        seen = 0
        while not await self._stopped_within(WATCH):
            try:
                changed = self._database.changed()
            except StorageError as error:
                self._told.trouble("database", "the database cannot be watched", error)
                continue
            if changed != seen:
                seen = changed
                self._poke.set()

    async def _reloads(self) -> None:
        while not await self._stopped_within(RELOAD):
            if not self._configuration.changed:
                continue
            try:
                await self._reload()
                self._told.well("configuration")
            except (StorageError, OSError) as error:
                self._told.trouble("configuration", "the configuration could not be taken up", error)
                self._configuration.forget()

    async def _stopped_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._stop.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def _reload(self) -> None:
        """Read the files; a broken one goes on as it last was good, and says so."""
        loaded = await asyncio.to_thread(self._configuration.take)
        if loaded.problems != self._problems:
            for problem in loaded.problems:
                log.error("configuration problem", problem=str(problem))
        self._problems = loaded.problems
        self._bells.clear()
        kept = set()
        for tenant in loaded.tenants:
            place = await self._database.run(
                partial(
                    open_workplace,
                    tenant=tenant,
                    database=self._database,
                    clock=self._clock,
                    folder=self._configuration.var,
                )
            )
            self.places.put(place)
            kept.add(place.tenant_id)
            await self._dispatcher.start(place)
            for campaign in tenant.campaigns.values():
                await self._look(place.tenant_id, campaign.id)
        self.places.keep(kept)
        log.info("configuration loaded", tenants=len(loaded.tenants), problems=len(loaded.problems))

    async def _look(self, tenant: int, campaign_id: str) -> None:
        """Publish what is due of a campaign and set its next bell."""
        place = self.places.by_id.get(tenant)
        campaign = place.tenant.campaigns.get(campaign_id) if place is not None else None
        if place is None or campaign is None:
            return
        try:
            moment = await self._dispatcher.publish(place, campaign)
        except StorageError as error:
            self._told.trouble("database", "publishing stopped by its database", error)
            moment = self._clock.now() + SWEEP
        self._bells.set(f"{tenant}/{campaign_id}", moment, partial(self._look, tenant, campaign_id))


def serve(
    configuration: Configuration,
    url: str,
    ready: Callable[[Daemon], None] | None = None,
    told: tuple[Problem, ...] = (),
) -> None:
    """Run the daemon on its database until a signal.

    Raises `StorageError` where the database cannot be used, or another daemon has it.
    """
    silence_libraries()
    database = Database.open(url)
    try:
        with daemon_lock(database, SystemClock().now()):
            prepare(database)
            asyncio.run(Daemon(configuration, database, told=told).run(ready))
    finally:
        database.close()


def start(config: Path, url: str | None, environment: Mapping[str, str]) -> int:
    """Read the configuration, tell the operator what comes, and serve until a signal. The exit code: 2, nothing to run.

    Raises `StorageError`.
    """
    configuration = Configuration(config, var_folder(environment), environment)
    address, told = _address(configuration, url)
    if address is None:
        return 2
    serve(configuration, address, _greet, told)
    print("El pregonero se detuvo.")
    return 0


def _address(configuration: Configuration, url: str | None) -> tuple[str | None, tuple[Problem, ...]]:
    """Which database to serve, and the problems that are told now; no database: nothing to serve.

    Keeps no tenant: the daemon, which takes this reading up, lets go of it when the files change.
    """
    loaded = configuration.peek()
    for problem in loaded.problems:
        print(problem, file=sys.stderr)
    address = url or database_url(configuration.folder, loaded, configuration.var)
    return (address if loaded.tenants else None), loaded.problems


def _greet(daemon: Daemon) -> None:
    for line in announce(daemon.places, SystemClock().now()):
        print(line)
    print("El pregonero está en marcha. Se detiene con Ctrl-C.", flush=True)


def main() -> None:
    """`python scheduler.py -c DIR --db URL`: the same as `pregonero run`."""
    parser = argparse.ArgumentParser(
        prog="scheduler.py", usage="python scheduler.py [-c CARPETA] [--db DIRECCIÓN]", add_help=False
    )
    parser.add_argument("-c", "--config", type=Path, default=Path("config"))
    parser.add_argument("--db", default=os.environ.get(DATABASE))
    told = parser.parse_args()
    configure(level="INFO")
    try:
        sys.exit(start(told.config, told.db, os.environ))
    except StorageError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
