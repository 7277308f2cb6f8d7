"""Bells: APScheduler wakes the daemon at an hour. What is due, late or done is the publication table's to say."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from delivery.clock import Clock, SystemClock

Ring = Callable[[], Awaitable[None]]

SET_BACK = timedelta(minutes=1)
"""A clock that goes back further than this was set; less is how clocks are kept right."""


@dataclass(frozen=True, slots=True)
class Bell:
    """What rings, and when."""

    at: datetime
    ring: Ring
    set_at: datetime
    """The hour that it was when the bell was set."""

    def due(self, now: datetime) -> bool:
        """Its hour has come; or the clock was set back since: what comes next then has to be asked again."""
        return self.at <= now or now < self.set_at - SET_BACK


class Bells:
    """One bell for each name, in memory; each rings once.

    APScheduler's timer counts on while the machine sleeps or its clock is set forward, and rings too late then:
    `ring_due` rings what it has overlooked.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        """Nothing rings before `start`. `clock` is the one by which hours are told; None: the machine's."""
        self._machine = SystemClock()
        self._clock = clock or self._machine
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._set: dict[str, Bell] = {}

    def start(self) -> None:
        """Begin ringing, in the running loop."""
        self._scheduler.start()

    def set(self, name: str, at: datetime, ring: Ring) -> None:
        """Ring once at `at`, however late; a bell of the same name is moved."""
        now = self._clock.now()
        self._set[name] = Bell(at, ring, now)
        self._scheduler.add_job(
            self._ring,
            DateTrigger(run_date=self._machine.now() + (at - now)),
            (name,),
            id=name,
            replace_existing=True,
            misfire_grace_time=None,
            max_instances=2,
        )

    async def ring_due(self, now: datetime) -> None:
        """Ring every bell whose hour has come, and all that were set before the clock was set back."""
        for name in [name for name, bell in self._set.items() if bell.due(now)]:
            await self._ring(name)

    def clear(self) -> None:
        """Take every bell down."""
        self._set.clear()
        self._scheduler.remove_all_jobs()

    def stop(self) -> None:
        """Ring no more."""
        self._scheduler.shutdown(wait=False)

    async def _ring(self, name: str) -> None:
        bell = self._set.pop(name, None)
        if bell is None:
            return
        # It is gone already where APScheduler itself has rung it.
        with suppress(JobLookupError):
            self._scheduler.remove_job(name)
        await bell.ring()
