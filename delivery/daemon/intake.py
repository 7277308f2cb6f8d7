"""The staff's files taken up by a daemon at work: at its start, and each time that they change."""

import asyncio
from functools import partial

from campaigns.configuration import Configuration
from campaigns.problem import Problem
from campaigns.tenant import Tenant
from delivery.clock import Clock
from delivery.daemon.dispatcher import Dispatcher
from delivery.daemon.looks import Looks
from delivery.faults import Part, Subject
from delivery.memory import give_back
from delivery.reporter import Reporter
from delivery.workplace import Workplaces, open_workplace
from logs import Log
from storage.database import Database

log = Log(__name__)


class Intake:
    """Puts every tenant's configuration to work, as it is now or as it last was good."""

    def __init__(
        self,
        configuration: Configuration,
        database: Database,
        clock: Clock,
        places: Workplaces,
        dispatcher: Dispatcher,
        told: tuple[Problem, ...],
        reporter: Reporter | None = None,
    ) -> None:
        """`told`: problems that the operator has been told already. `reporter`: makes reports. Nothing is read yet."""
        self._reporter = reporter
        self._configuration = configuration
        self._database = database
        self._clock = clock
        self._places = places
        self._dispatcher = dispatcher
        self._problems = told

    @property
    def due(self) -> bool:
        """Files have changed, or what failed in an unforeseen way is to be tried again. Raises `OSError`."""
        failed = self._dispatcher.faults.due((Part.CONFIGURATION, Part.TENANT), self._clock.now())
        return failed or self._configuration.changed

    async def take(self, looks: Looks) -> None:
        """Read the files; a broken one goes on as it last was good, and says so. Looks at every campaign's calendar.

        Raises `OSError`, `StorageError`. What fails otherwise, the reading or a single tenant, stays as it was.
        """
        faults, loaded = self._dispatcher.faults, None
        with faults.contained(Subject(Part.CONFIGURATION), self._clock, OSError):
            loaded = await asyncio.to_thread(self._configuration.take)
        if loaded is None:
            return
        if loaded.problems != self._problems:
            for problem in loaded.problems:
                log.error("configuration problem", problem=str(problem))
        self._problems = loaded.problems
        faults.hurry()
        for tenant in loaded.tenants:
            with faults.contained(Subject(Part.TENANT, tenant=tenant.slug), self._clock, OSError):
                await self._put_to_work(tenant)
        kept = {tenant.slug for tenant in loaded.tenants}
        self._places.keep({place.tenant_id for place in self._places.all if place.tenant.slug in kept})
        await looks.all()
        await asyncio.to_thread(give_back)
        log.info("configuration loaded", tenants=len(loaded.tenants), problems=len(loaded.problems))

    def again(self) -> None:
        """Read the files anew, whether they change or not."""
        self._configuration.forget()

    async def _put_to_work(self, tenant: Tenant) -> None:
        opening = partial(open_workplace, tenant=tenant, database=self._database, clock=self._clock)
        place = await self._database.run(partial(opening, folder=self._configuration.var, reporter=self._reporter))
        await self._dispatcher.start(place)
        self._places.put(place)
