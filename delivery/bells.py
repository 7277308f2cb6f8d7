"""Bells: APScheduler wakes the daemon at an hour. What is due, late or done is the publication table's to say."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

Ring = Callable[[], Awaitable[None]]


class Bells:
    """One bell for each name, in memory; each rings once.

    APScheduler's timer counts on while the machine sleeps or its clock is set forward, and rings too late then:
    `ring_due` rings what it has overlooked.
    """

    def __init__(self) -> None:
        """Nothing rings before `start`."""
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._set: dict[str, tuple[datetime, Ring]] = {}

    def start(self) -> None:
        """Begin ringing, in the running loop."""
        self._scheduler.start()

    def set(self, name: str, at: datetime, ring: Ring) -> None:
        """Ring once at `at`, however late; a bell of the same name is moved."""
        self._set[name] = (at, ring)
        self._scheduler.add_job(
            self._ring,
            DateTrigger(run_date=at),
            (name,),
            id=name,
            replace_existing=True,
            misfire_grace_time=None,
            max_instances=2,
        )

    async def ring_due(self, now: datetime) -> None:
        """Ring every bell whose hour has come by this clock."""
        for name in [name for name, (at, _) in self._set.items() if at <= now]:
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
        await bell[1]()
